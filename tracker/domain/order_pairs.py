"""Pairs of tasks due against their natural order, found among thousands: per kind by date, the worst of each task."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.kinds import predecessors

MOST = 3
"""Pairs that are named of one task, on either side; what is left out is counted in ``more``."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An open task with a due date. ``ruled``: the date is our own rule's. ``follows``: it is meant for afterwards."""

    id: int
    kind: str
    due: date
    ruled: bool
    follows: bool


@dataclass(frozen=True, kw_only=True)
class Pair:
    """``before`` naturally comes before ``after``. ``gap``: calendar days, to tell the worse from the lesser.

    ``late``: it is overdue and the other's due date is reached; otherwise it is due after the other.
    """

    late: bool
    before: Entry
    after: Entry
    gap: int
    more: int = 0

    @property
    def weight(self) -> tuple[bool, int, int, int]:
        return not self.late, -self.gap, self.before.id, self.after.id


class _Shelf:
    """The entries of one kind, earliest first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.every = sorted(entries, key=lambda entry: (entry.due, entry.id))
        self.named = [entry for entry in self.every if not entry.ruled]
        self.days = [entry.due for entry in self.every]
        self.named_days = [entry.due for entry in self.named]

    def due_after(self, day: date, *, named: bool) -> tuple[list[Entry], int]:
        """The last :data:`MOST` due after ``day``, and how many there are."""
        rows, days = (self.named, self.named_days) if named else (self.every, self.days)
        first = bisect_right(days, day)
        return rows[max(first, len(rows) - MOST) :], len(rows) - first

    def due_before(self, day: date) -> tuple[list[Entry], int]:
        """The first :data:`MOST` due before ``day``, and how many there are."""
        count = bisect_left(self.days, day)
        return self.every[: min(count, MOST)], count


def pairs(befores: Iterable[Entry], afters: Iterable[Entry], today: date | None) -> list[Pair]:
    """For every successor its worst predecessors; the others are counted with the last of them."""
    shelves = _shelves(befores)
    found = []
    for after in afters:
        near = [shelves[kind] for kind in predecessors(after.kind) if kind in shelves]
        every, total = _against(after, near, today)
        worst = sorted(every, key=lambda pair: pair.weight)[:MOST]
        if total > len(worst):
            worst[-1] = replace(worst[-1], more=total - len(worst))
        found += worst
    return found


def few(every: Iterable[Pair]) -> Iterator[Pair]:
    """At most :data:`MOST` of one predecessor, the worst; the others are counted with the last of them."""
    kept: dict[int, list[Pair]] = {}
    for pair in sorted(every, key=lambda pair: pair.weight):
        mine = kept.setdefault(pair.before.id, [])
        if len(mine) < MOST:
            mine.append(pair)
        else:
            mine[-1] = replace(mine[-1], more=mine[-1].more + 1 + pair.more)
    for mine in kept.values():
        yield from mine


def _shelves(entries: Iterable[Entry]) -> Mapping[str, _Shelf]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.kind, []).append(entry)
    return {kind: _Shelf(rows) for kind, rows in found.items()}


def _against(after: Entry, shelves: Iterable[_Shelf], today: date | None) -> tuple[list[Pair], int]:
    """Predecessors that are late or due too late, the worst of each kind, and how many there are in all."""
    found: list[Pair] = []
    total, line = 0, after.due
    for shelf in shelves:
        if today is not None and after.due <= today:  # whoever is overdue by now is late, whatever set the dates
            rows, count = shelf.due_before(today)
            found += [Pair(late=True, before=one, after=after, gap=(today - one.due).days) for one in rows]
            total, line = total + count, max(after.due, today - timedelta(days=1))
        rows, count = shelf.due_after(line, named=after.ruled)
        found += [Pair(late=False, before=one, after=after, gap=(one.due - after.due).days) for one in rows]
        total += count
    return found, total
