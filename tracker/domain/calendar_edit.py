"""An administrator's own days over the published calendar: what was typed becomes an edit, or is refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.errors import InvalidInput, noting, raise_all
from tracker.domain.normalise import collapse

FIRST_YEAR = 2022
"""The published days were compared with the announcements from this year on."""

YEARS_AHEAD = 3
"""Years after the present one for which days can be entered."""

MOST_DAYS = 40
"""Days in one edit: more is a slip of the pen."""

LONGEST = 200
"""Characters of a name or a decision."""


class Wish(StrEnum):
    """What is to become of a day."""

    OFF = "off"
    WORKED = "worked"
    BACK = "back"  # as published


@dataclass(frozen=True, kw_only=True)
class OwnDay:
    """A day as an administrator has it. ``decision``: number of the document that orders it."""

    worked: bool
    name: str = ""
    decision: str


@dataclass(frozen=True, kw_only=True)
class Own:
    """Everything that stands over the published calendar; ``years``: announced ones with their decisions."""

    days: Mapping[date, OwnDay] = field(default_factory=dict)
    years: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the form: a day, or all days from ``first`` to ``last``."""

    first: date | None
    last: date | None = None
    wish: Wish
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class DayChange:
    """One day; None: the published calendar holds."""

    day: date
    before: OwnDay | None
    after: OwnDay | None


@dataclass(frozen=True, kw_only=True)
class YearChange:
    """One year's announcement; None: not announced."""

    year: int
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Several days and years changed by one decision. ``needless``: days of a range that are so already."""

    decision: str
    days: tuple[DayChange, ...] = ()
    years: tuple[YearChange, ...] = ()
    needless: tuple[date, ...] = ()

    def over(self, own: Own) -> Own:
        """``own`` with this edit done."""
        days = {**own.days, **{one.day: one.after for one in self.days}}
        years = {**own.years, **{one.year: one.after for one in self.years}}
        return Own(
            days={day: mine for day, mine in sorted(days.items()) if mine is not None},
            years={year: decision for year, decision in sorted(years.items()) if decision is not None},
        )

    def fits(self, own: Own) -> bool:
        """Whether everything it changes is as it was when the edit was made."""
        days = all(own.days.get(one.day) == one.before for one in self.days)
        return days and all(own.years.get(one.year) == one.before for one in self.years)

    def reverse(self, decision: str) -> "Edit":
        """What takes it back."""
        return Edit(
            decision=decision,
            days=tuple(DayChange(day=one.day, before=one.after, after=one.before) for one in self.days),
            years=tuple(YearChange(year=one.year, before=one.after, after=one.before) for one in self.years),
        )


def check_decision(words: str) -> str:
    """The decision as it is stored.

    Raises:
        InvalidInput: ``calendar_decision_missing``, ``calendar_words_long``.
    """
    decision = _short(words, "decision")
    if not decision:
        raise InvalidInput("calendar_decision_missing", field="decision")
    return decision


def enter(
    entries: Sequence[Entry],
    years: Mapping[int, bool],
    decision: str,
    *,
    own: Own,
    calendar: WorkingCalendar,
    today: date,
) -> Edit:
    """The edit that the lines of the form ask for, and the ``years`` to be marked as announced (or no longer).

    ``calendar``: the one in force, ``own`` included. A range leaves out what is so already; a single day that is so
    already is refused.

    Raises:
        InvalidInput: ``params["field"]`` is "decision", "year", or "from_2", "to_2", "name_2" of line 2 (from 0);
            all of them at once.
    """
    if not entries and not years:
        raise InvalidInput("calendar_nothing", field="from_0")
    wrong: list[InvalidInput] = []
    wanted, needless = _wanted(entries, own, calendar, today, wrong)
    words = ""
    with noting(wrong):
        words = check_decision(decision)
    for year, announced in years.items():
        with noting(wrong):
            _check_announcement(year, announced, own, calendar, today)
    raise_all(wrong)
    marks = (
        YearChange(year=year, before=own.years.get(year), after=words if announced else None)
        for year, announced in sorted(years.items())
    )
    return Edit(decision=words, days=tuple(_changed(wanted, words, own)), years=tuple(marks), needless=needless)


def _wanted(
    entries: Sequence[Entry], own: Own, calendar: WorkingCalendar, today: date, wrong: list[InvalidInput]
) -> tuple[dict[date, tuple[Wish, str]], tuple[date, ...]]:
    """Day → what is to become of it, and the days of ranges that are so already; ``wrong`` takes what is."""
    wanted: dict[date, tuple[Wish, str]] = {}
    named: set[date] = set()
    for number, entry in enumerate(entries):
        with noting(wrong):
            wanted |= _of_line(entry, number, named, own, calendar, today)
    return wanted, tuple(sorted(named - wanted.keys()))


def _of_line(
    entry: Entry, number: int, named: set[date], own: Own, calendar: WorkingCalendar, today: date
) -> dict[date, tuple[Wish, str]]:
    """The days of one line that it changes; ``named``, the days of all lines so far, takes them."""
    days = _span(entry, number, today)
    if twice := sorted(named & set(days)):
        raise InvalidInput("calendar_day_repeated", field=f"from_{number}", day=twice[0])
    named |= set(days)
    if len(named) > MOST_DAYS:
        raise InvalidInput("calendar_too_many", field=f"from_{number}", most=MOST_DAYS)
    name = _short(entry.name, f"name_{number}")
    real = [day for day in days if _changes(day, entry.wish, name, own, calendar)]
    if not real:
        raise _no_change(days, entry.wish, number, calendar)
    return dict.fromkeys(real, (entry.wish, name))


def _check_announcement(year: int, announced: bool, own: Own, calendar: WorkingCalendar, today: date) -> None:
    _check_year(year, today, "year")
    if calendar.provisional(year) != announced or not (announced or year in own.years):
        raise InvalidInput("calendar_year_settled", field="year", year=year)


def _span(entry: Entry, number: int, today: date) -> list[date]:
    if entry.first is None:
        raise InvalidInput("calendar_day_missing", field=f"from_{number}")
    last = entry.last or entry.first
    if last < entry.first:
        raise InvalidInput("calendar_order", field=f"to_{number}")
    _check_year(entry.first.year, today, f"from_{number}")
    _check_year(last.year, today, f"to_{number}")
    length = (last - entry.first).days + 1
    if length > MOST_DAYS:
        raise InvalidInput("calendar_too_many", field=f"to_{number}", most=MOST_DAYS)
    return [entry.first + timedelta(days=n) for n in range(length)]


def _check_year(year: int, today: date, field: str) -> None:
    last = today.year + YEARS_AHEAD
    if not FIRST_YEAR <= year <= last:
        raise InvalidInput("calendar_year", field=field, year=year, first=FIRST_YEAR, last=last)


def _changes(day: date, wish: Wish, name: str, own: Own, calendar: WorkingCalendar) -> bool:
    """Whether the wish changes anything: the day itself, or the name of one that is the administrator's already."""
    mine = own.days.get(day)
    if wish is Wish.BACK:
        return mine is not None
    worked = wish is Wish.WORKED
    return calendar.is_working(day) != worked or (mine is not None and bool(name) and mine.name != name)


def _no_change(days: Sequence[date], wish: Wish, number: int, calendar: WorkingCalendar) -> InvalidInput:
    field = f"from_{number}"
    if wish is Wish.BACK:
        return InvalidInput("calendar_not_own", field=field, day=days[0])
    if len(days) > 1:
        return InvalidInput("calendar_range_so_already", field=field, first=days[0], last=days[-1])
    if wish is Wish.WORKED:
        return InvalidInput("calendar_worked_already", field=field, day=days[0])
    if name := calendar.name(days[0]):
        return InvalidInput("calendar_holiday_already", field=field, day=days[0], name=name)
    return InvalidInput("calendar_weekend_already", field=field, day=days[0])


def _changed(wanted: Mapping[date, tuple[Wish, str]], decision: str, own: Own) -> Iterable[DayChange]:
    for day, (wish, name) in sorted(wanted.items()):
        after = None if wish is Wish.BACK else _own_day(wish, name, decision)
        yield DayChange(day=day, before=own.days.get(day), after=after)


def _own_day(wish: Wish, name: str, decision: str) -> OwnDay:
    """A day off always has a name: it is what every page says of it."""
    worked = wish is Wish.WORKED
    return OwnDay(worked=worked, name=name or ("" if worked else f"Nghỉ theo {decision}"[:LONGEST]), decision=decision)


def _short(words: str, field: str) -> str:
    text = "".join(char for char in collapse(words) if char.isprintable())  # PostgreSQL stores no NUL
    if len(text) > LONGEST:
        raise InvalidInput("calendar_words_long", field=field, most=LONGEST)
    return text
