"""A year of the working calendar on one sheet: its months, and every day that is not what its weekday says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.calendar_edit import OwnDay
from tracker.domain.month import Week, next_month, weeks

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Special:
    """A holiday, a weekday off, a weekend day worked, or whatever an administrator has entered (``own``).

    ``name``: of the holiday; "" where a day is simply worked.
    """

    day: date
    worked: bool
    name: str
    own: OwnDay | None

    @property
    def made_up(self) -> bool:
        """A weekend day that is worked in exchange for another."""
        return self.worked and self.day.weekday() >= _SATURDAY


@dataclass(frozen=True, kw_only=True)
class Span:
    """Neighbouring special days of one sort, with their names, each once. ``decisions``: of those entered by hand."""

    first: date
    last: date
    worked: bool
    names: tuple[str, ...]
    decisions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Month:
    """``first``: its first day. ``working``: how many of its days are worked."""

    first: date
    weeks: tuple[Week, ...]
    working: int
    spans: tuple[Span, ...]


def months(year: int, calendar: WorkingCalendar, own: Mapping[date, OwnDay]) -> tuple[Month, ...]:
    """The twelve months of the year."""
    found = specials(date(year, 1, 1), date(year, 12, 31), calendar, own)
    return tuple(_month(date(year, number, 1), calendar, found) for number in range(1, 13))


def specials(first: date, last: date, calendar: WorkingCalendar, own: Mapping[date, OwnDay]) -> tuple[Special, ...]:
    """The special days from ``first`` to ``last``, in order."""
    days = (first + n * _DAY for n in range((last - first).days + 1))
    return tuple(found for day in days if (found := _special(day, calendar, own.get(day))) is not None)


def _special(day: date, calendar: WorkingCalendar, mine: OwnDay | None) -> Special | None:
    worked, name = calendar.is_working(day), calendar.name(day) or (mine.name if mine else "")
    if mine is None and not name and worked == (day.weekday() < _SATURDAY):
        return None
    return Special(day=day, worked=worked, name=name, own=mine)


def _month(first: date, calendar: WorkingCalendar, found: Sequence[Special]) -> Month:
    after = next_month(first)
    mine = [one for one in found if first <= one.day < after]
    return Month(
        first=first,
        weeks=weeks(first, calendar),
        working=calendar.count_between(first - _DAY, after - _DAY),
        spans=tuple(_spans(mine)),
    )


def _spans(days: Sequence[Special]) -> Iterator[Span]:
    """Neighbours that are both off, or both worked, stand together."""
    breaks = [number for number, (one, two) in enumerate(pairwise(days), start=1) if not _together(one, two)]
    for start, end in pairwise([0, *breaks, len(days)]):
        part = days[start:end]
        if part:
            names = _names([one.name for one in part if one.name])
            orders = tuple(dict.fromkeys(one.own.decision for one in part if one.own))
            yield Span(
                first=part[0].day, last=part[-1].day, worked=part[0].worked, names=names, decisions=orders
            )  # fmt: skip


def _together(one: Special, two: Special) -> bool:
    return two.day - one.day == _DAY and one.worked == two.worked


def _names(names: Sequence[str]) -> tuple[str, ...]:
    """Each name once, and none that only says more about another: "Mùng hai Tết Nguyên Đán" is Tết Nguyên Đán."""
    unique = dict.fromkeys(names)
    return tuple(name for name in unique if not any(other != name and other in name for other in unique))
