"""The timeline of a conference as geometry: numbers in, numbers out; the template draws them.

Units are those of the drawing's view box, 960 wide: a column of names, then the days, each as wide as the others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import Compliance

WIDTH = 960
NAMES = 232  # where the days begin
HEAD = 46  # above the first row: weeks, today, the event's name
ROW = 30
MARK = 7  # half of a mark's width

LONGEST_NAME = 32  # letters that fit the column of names; a blocking task's are bold, with a sign behind them
LONGEST_BOLD_NAME = 26
CLOSEST = 15  # between the middles of two marks of one row
MOST_WEEKS = 20  # more would make the days too narrow to tell apart; what is earlier stands at the left edge
MOST_LABELS = 8

DONE, OVER, SOON, OPEN = "done", "over", "soon", "open"
_MARKS = {
    Compliance.DONE_ON_TIME: DONE,
    Compliance.DONE_LATE: DONE,
    Compliance.DONE_NO_DUE: DONE,
    Compliance.OPEN_OVERDUE: OVER,
    Compliance.OPEN_DUE_SOON: SOON,
    Compliance.OPEN_IN_TIME: OPEN,
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One task as the drawing needs it; tasks with the same ``group`` share a row of that name."""

    name: str
    code: Compliance
    due: date
    submitted_on: date | None = None
    blocking: bool = False
    group: str | None = None


@dataclass(frozen=True, kw_only=True)
class Mark:
    """``text`` is a count, "!" or nothing; ``ring`` is drawn around a blocking task's mark."""

    shape: str
    x: float
    text: str
    ring: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row: a line up to the due date, a red one for the delay, the marks. ``y`` is its middle."""

    y: float
    name: str
    blocking: bool
    end: float
    late: tuple[float, float] | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, kw_only=True)
class Band:
    x: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Week:
    """A Monday; ``label`` is empty where labels would run into each other."""

    x: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Timeline:
    width: int
    height: float
    lines: tuple[Line, ...]
    days_off: tuple[Band, ...]
    weeks: tuple[Week, ...]
    event: Band | None
    today: float


@dataclass(frozen=True, kw_only=True)
class _Scale:
    first: date
    days: int

    def left(self, day: date) -> float:
        """Where ``day`` begins; what is outside stands at the edge."""
        number = min(max((day - self.first).days, 0), self.days)
        return NAMES + number * (WIDTH - NAMES) / self.days

    def middle(self, day: date) -> float:
        number = min(max((day - self.first).days + 0.5, 0.5), self.days - 0.5)
        return NAMES + number * (WIDTH - NAMES) / self.days


def build(
    items: Sequence[Item], *, today: date, event: tuple[date, date] | None, calendar: WorkingCalendar
) -> Timeline | None:
    """The drawing of ``items`` in their order; None without any. ``event``: first and last day."""
    drawn = [item for item in items if item.code in _MARKS]
    if not drawn:
        return None
    scale = _scale([day for item in drawn for day in (item.due, _day(item))], today, event)
    last = scale.first + timedelta(days=scale.days - 1)
    lines = tuple(_lines(drawn, scale, today))
    return Timeline(
        width=WIDTH,
        height=HEAD + ROW * len(lines),
        lines=lines,
        days_off=tuple(_bands((day for day, _name in calendar.days_off(scale.first, last)), scale)),
        weeks=tuple(_weeks(scale)),
        event=_event(event, scale),
        today=scale.middle(today),
    )


def _scale(dues: Iterable[date], today: date, event: tuple[date, date] | None) -> _Scale:
    """Whole weeks around the due dates, today and the event."""
    days = [*dues, today, *(event or ())]
    first, last = _monday(min(days)), max(days) + timedelta(days=3)
    weeks = (last - first).days // 7 + 1
    if weeks > MOST_WEEKS:
        first = min(_monday(today) - timedelta(weeks=2), _monday(last) - timedelta(weeks=MOST_WEEKS - 1))
        weeks = min((last - first).days // 7 + 1, 2 * MOST_WEEKS)
    return _Scale(first=first, days=weeks * 7)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _event(event: tuple[date, date] | None, scale: _Scale) -> Band | None:
    if event is None:
        return None
    left = scale.left(event[0])
    return Band(x=left, width=scale.left(event[1] + timedelta(days=1)) - left)


def _bands(days: Iterable[date], scale: _Scale) -> Iterator[Band]:
    for day in days:
        left = scale.left(day)
        yield Band(x=left, width=scale.left(day + timedelta(days=1)) - left)


def _weeks(scale: _Scale) -> Iterator[Week]:
    count = scale.days // 7
    every = -(-count // MOST_LABELS)
    for number in range(count):
        monday = scale.first + timedelta(weeks=number)
        yield Week(x=scale.left(monday), label=f"{monday.day}/{monday.month}" if number % every == 0 else "")


def _lines(items: Sequence[Item], scale: _Scale, today: date) -> Iterator[Line]:
    rows: dict[object, list[Item]] = {}
    for number, item in enumerate(items):
        rows.setdefault(item.group or number, []).append(item)
    for number, row in enumerate(rows.values()):
        yield _line(row, HEAD + ROW * number + ROW / 2, scale, today)


def _line(row: Sequence[Item], y: float, scale: _Scale, today: date) -> Line:
    blocking = any(item.blocking for item in row)
    late = [(item.due, _until(item, today)) for item in row if _until(item, today) > item.due]
    return Line(
        y=y,
        name=_fitting(row[0].group or row[0].name, LONGEST_BOLD_NAME if blocking else LONGEST_NAME),
        blocking=blocking,
        end=scale.middle(max(item.due for item in row)),
        late=(scale.middle(min(due for due, _ in late)), scale.middle(max(until for _, until in late)))
        if late
        else None,
        marks=tuple(_marks(row, scale)),
    )


def _fitting(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _day(item: Item) -> date:
    """Where the mark stands: what is done on the day it was handed in, the rest on the due date."""
    return item.submitted_on if _MARKS[item.code] == DONE and item.submitted_on else item.due


def _until(item: Item, today: date) -> date:
    """Where the delay ends: it goes on until today, or ended with the submission."""
    if item.code is Compliance.OPEN_OVERDUE:
        return today
    return item.submitted_on if item.code is Compliance.DONE_LATE and item.submitted_on else item.due


def _marks(row: Sequence[Item], scale: _Scale) -> Iterator[Mark]:
    """Marks of one shape on one day are one mark with their number, so are all done ones; others are moved apart."""
    done = min((_day(item) for item in row if _MARKS[item.code] == DONE), default=scale.first)
    placed: dict[tuple[float, str], list[Item]] = {}
    for item in row:
        shape = _MARKS[item.code]
        placed.setdefault((scale.middle(done if shape == DONE else _day(item)), shape), []).append(item)
    edge = -1.0
    for (x, shape), items in sorted(placed.items(), key=lambda entry: entry[0]):
        edge = max(x, edge + CLOSEST) if edge >= 0 else x
        text = str(len(items)) if len(items) > 1 else ("!" if shape == OVER else "")
        yield Mark(shape=shape, x=edge, text=text, ring=any(item.blocking for item in items))
