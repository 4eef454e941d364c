"""The marks of the timeline: what stands where in a row, and how marks of one day share a place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.glossary import Compliance
from tracker.web.timeline_scale import Scale

CLOSEST = 15  # between the middles of two marks of one row

DONE, OVER, SOON, OPEN = "done", "over", "soon", "open"
SHAPES = {
    Compliance.DONE_ON_TIME: DONE,
    Compliance.DONE_LATE: DONE,
    Compliance.DONE_NO_DUE: DONE,
    Compliance.OPEN_OVERDUE: OVER,
    Compliance.OPEN_DUE_SOON: SOON,
    Compliance.OPEN_IN_TIME: OPEN,
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One task as the drawing needs it; ``words`` is all there is to say of it, ``latest`` its ceiling."""

    id: int
    code: Compliance
    due: date
    submitted_on: date | None = None
    latest: date | None = None
    blocking: bool = False
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """``text`` is a count, "!" or nothing; ``ring`` is drawn around a blocking task's mark.

    ``orders``: numbers of the contradictions in which it is a side.
    """

    shape: str
    x: float
    text: str
    ring: bool
    words: str
    ids: tuple[int, ...]
    orders: str = ""


def day_of(item: Item) -> date:
    """Where the mark stands: what is done on the day it was handed in, the rest on the due date."""
    return item.submitted_on if SHAPES.get(item.code) == DONE and item.submitted_on else item.due


def until(item: Item, today: date) -> date:
    """Where the delay ends: it goes on until today, or ended with the submission."""
    if item.code is Compliance.OPEN_OVERDUE:
        return today
    return item.submitted_on if item.code is Compliance.DONE_LATE and item.submitted_on else item.due


def marks_of(row: Sequence[Item], scale: Scale, numbers: Mapping[int, list[int]]) -> Iterator[Mark]:
    """Marks of one shape on one day are one mark with their number, so are all done ones; others are moved apart."""
    done = min((day_of(item) for item in row if SHAPES[item.code] == DONE), default=scale.first)
    placed: dict[tuple[float, str], list[Item]] = {}
    for item in row:
        shape = SHAPES[item.code]
        placed.setdefault((scale.middle(done if shape == DONE else day_of(item)), shape), []).append(item)
    edge = -1.0
    for (x, shape), items in sorted(placed.items(), key=lambda entry: entry[0]):
        edge = max(x, edge + CLOSEST) if edge >= 0 else x
        yield Mark(
            shape=shape,
            x=edge,
            text=str(len(items)) if len(items) > 1 else ("!" if shape == OVER else ""),
            ring=any(item.blocking for item in items),
            words="\n".join(item.words for item in items),
            ids=tuple(item.id for item in items),
            orders=", ".join(map(str, sorted({number for item in items for number in numbers.get(item.id, ())}))),
        )
