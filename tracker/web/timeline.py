"""The timeline of a conference as geometry: numbers in, numbers out; the template draws them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.calendar import WorkingCalendar
from tracker.web.timeline_marks import DONE, SHAPES, Item, Mark, day_of, marks_of, until
from tracker.web.timeline_scale import (
    PAPER,
    SCREEN,
    Band,
    Frame,
    Holiday,
    Provisional,
    Scale,
    Week,
    fitting,
    holidays,
    provisional,
    scale_for,
    weekends,
    weeks,
)

HEAD = 46  # above the first row: weeks, today, the event's name
HOLIDAYS = 15  # and the holidays' names, where there are any
ROWS_OF_A_PAGE = 22  # that fit an A4 page across, with its heading and legend


@dataclass(frozen=True, kw_only=True)
class Row:
    """Tasks that share a line; without tasks it is a heading. ``flag``: what is wrong with a due date, in a word."""

    name: str
    items: Sequence[Item] = ()
    note: str = ""
    flag: str = ""


@dataclass(frozen=True, kw_only=True)
class Order:
    """Two tasks against their natural order, by number as the list beside the drawing has it; None is the event."""

    number: int
    before_id: int | None
    after_id: int | None
    words: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row: a line up to the due date, a red one for the delay, the marks, a tick at the latest date.

    ``y`` is its middle; without marks it is a heading.
    """

    y: float
    name: str
    note: str
    flag: str
    blocking: bool
    end: float
    late: tuple[float, float] | None
    marks: tuple[Mark, ...]
    latest: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Link:
    """From a predecessor's mark along the days to its successor's, or within a row to the event."""

    x1: float
    y1: float
    x2: float
    y2: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """``today`` is where today is, at an edge where it lies outside: ``beyond`` is then −1 or 1."""

    frame: Frame
    head: float
    height: float
    lines: tuple[Line, ...]
    weekends: tuple[Band, ...]
    holidays: tuple[Holiday, ...]
    provisional: tuple[Provisional, ...]
    weeks: tuple[Week, ...]
    event: Band | None
    today: float
    beyond: int
    links: tuple[Link, ...]


Days = tuple[date, date]


def build(
    rows: Sequence[Row],
    *,
    today: date,
    event: Days | None,
    calendar: WorkingCalendar,
    orders: Sequence[Order] = (),
    frame: Frame = SCREEN,
) -> Timeline | None:
    """The drawing of ``rows`` in their order; None without any task. ``event``: first and last day."""
    drawn = _drawn(rows)
    scale = _scale(drawn, today, event, frame)
    return _drawing(drawn, scale, today, event, calendar, orders) if scale else None


def pages(
    rows: Sequence[Row], *, today: date, event: Days | None, calendar: WorkingCalendar, orders: Sequence[Order] = ()
) -> list[Timeline]:
    """The same for paper: drawings of as many rows as fit a page, all with one time axis."""
    drawn = _drawn(rows)
    scale = _scale(drawn, today, event, PAPER)
    return [_drawing(page, scale, today, event, calendar, orders) for page in _pages(drawn)] if scale else []


def _drawn(rows: Iterable[Row]) -> list[Row]:
    kept = [row for row in rows if not row.items or any(item.code in SHAPES for item in row.items)]
    followed = zip(kept, [*kept[1:], Row(name="")], strict=False)  # without rows there is nothing to follow
    return [row for row, following in followed if row.items or following.items]


def _scale(rows: Sequence[Row], today: date, event: Days | None, frame: Frame) -> Scale | None:
    days = [day for row in rows for item in row.items for day in (item.due, day_of(item))]
    return scale_for(days, today, event, frame) if days else None


def _pages(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """A heading does not stand alone at the end of a page."""
    first = 0
    while first < len(rows):
        last = min(first + ROWS_OF_A_PAGE, len(rows))
        if last < len(rows) and not rows[last - 1].items:
            last -= 1
        yield rows[first:last]
        first = last


def _drawing(
    rows: Sequence[Row],
    scale: Scale,
    today: date,
    event: Days | None,
    calendar: WorkingCalendar,
    orders: Sequence[Order],
) -> Timeline:
    named = holidays(scale, calendar)
    head = HEAD + (HOLIDAYS if named else 0)
    numbers = _numbers(orders)
    lines = tuple(
        _line(row, head + scale.frame.row * (number + 0.5), scale, today, numbers) for number, row in enumerate(rows)
    )
    band = scale.band(*event) if event else None
    return Timeline(
        frame=scale.frame,
        head=head,
        height=head + scale.frame.row * len(lines),
        lines=lines,
        weekends=weekends(scale, calendar),
        holidays=named,
        provisional=provisional(scale, calendar),
        weeks=tuple(weeks(scale)),
        event=band,
        today=scale.middle(today),
        beyond=(today > scale.last) - (today < scale.first),
        links=tuple(_links(lines, orders, band)),
    )


def _numbers(orders: Sequence[Order]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for order in orders:
        for task_id in (order.before_id, order.after_id):
            if task_id is not None:
                found.setdefault(task_id, []).append(order.number)
    return found


def _line(row: Row, y: float, scale: Scale, today: date, numbers: Mapping[int, list[int]]) -> Line:
    items = [item for item in row.items if item.code in SHAPES]
    blocking = any(item.blocking for item in items)
    late = [(item.due, until(item, today)) for item in items if until(item, today) > item.due]
    letters = scale.frame.bold_letters if blocking or not items else scale.frame.letters
    open_ = {item.latest for item in items if item.latest and SHAPES[item.code] != DONE}
    return Line(
        y=y,
        name=fitting(row.name, letters),
        note=fitting(row.note, scale.frame.letters),
        flag=row.flag,
        blocking=blocking,
        end=scale.middle(max((item.due for item in items), default=scale.first)),
        late=(scale.middle(min(due for due, _ in late)), scale.middle(max(until for _, until in late)))
        if late
        else None,
        marks=tuple(marks_of(items, scale, numbers)),
        latest=tuple(scale.middle(day) for day in sorted(open_) if day <= scale.last),
    )


def _links(lines: Sequence[Line], orders: Sequence[Order], event: Band | None) -> Iterator[Link]:
    """What stands on another page, or in the same row, has its numbers only."""
    places = {task_id: (mark.x, line.y) for line in lines for mark in line.marks for task_id in mark.ids}
    for order in orders:
        sides = [places.get(task_id) if task_id else None for task_id in (order.before_id, order.after_id)]
        before, after = sides
        if event and before and order.after_id is None:
            after = (event.x + event.width, before[1])
        elif event and after and order.before_id is None:
            before = (event.x, after[1])
        if before and after and (before[1] != after[1] or None in (order.before_id, order.after_id)):
            yield Link(x1=before[0], y1=before[1], x2=after[0], y2=after[1], words=order.words)
