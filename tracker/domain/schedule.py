"""Rules and the event's days → due dates; what moves when the event or the calendar moves.

S is the first working day of the event (or of its tentative window), E the last; an event without a working day
counts from its own days. A due date on a day off moves to the previous working day, after the event to the next.
Every ``Due`` keeps its rule beside the date, so that it can be counted again.
"""

import calendar as gregorian
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.dates import DuePhrase
from tracker.domain.glossary import Anchor, DueFlag, DueSource
from tracker.domain.kinds import KINDS, UNRECOGNISED, TaskKind

PREPARATION_DAYS = 2
"""Working days after the plan's date before which no counted due date falls (default)."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """First and last day of the event, or of the window it is expected in."""

    start: date
    end: date
    tentative: bool = False


@dataclass(frozen=True, kw_only=True)
class Due:
    """A due date and why. ``offset`` counts days from ``anchor``, working days unless ``working`` is False.

    ``latest`` is the ceiling for extensions; None: no ceiling, or no event date yet.
    """

    day: date | None
    latest: date | None = None
    source: DueSource
    words: str = ""
    anchor: Anchor | None = None
    offset: int | None = None
    working: bool = True
    flag: DueFlag | None = None


def due_for(
    *,
    kind: TaskKind,
    event: Event | None,
    calendar: WorkingCalendar,
    planned: date | None = None,
    phrase: DuePhrase | None = None,
) -> Due:
    """The due date of a task: explicit date → relative to the event → inherited → rule of its kind → default.

    ``planned``: the plan's day of issue; None (a draft, month only) leaves counted dates unclamped. Without an event
    a phrase counted from it keeps its source with no day, and a rule gives source NONE. A date in the plan's words is
    moved off days off only, never clamped.
    """
    if phrase and (named := _named_day(phrase)):
        return _from_plan(named, phrase, kind, event, calendar)
    if phrase and _counts_from_event(phrase):
        return _relative(phrase, kind, event, calendar, planned)
    return _by_rule(_rule_kind(kind, phrase), event, calendar, planned, words=phrase.words if phrase else "")


def reschedule(
    due: Due, *, kind: TaskKind, event: Event | None, calendar: WorkingCalendar, planned: date | None = None
) -> Due:
    """The same due date under another event or calendar.

    Dates from the plan's words or from a person stay where they are (only ``latest`` is counted again); a task that
    follows a lead task is returned unchanged: ``follow`` the rescheduled lead instead.
    """
    if due.source is DueSource.LEAD_TASK:
        return due
    if due.anchor and due.offset is not None and due.source in (DueSource.PLAN_RELATIVE, DueSource.PLAN_INHERITED):
        phrase = DuePhrase(
            words=due.words,
            anchor=due.anchor,
            offset=due.offset,
            working=due.working,
            inherited=due.source is DueSource.PLAN_INHERITED,
        )
        return _relative(phrase, kind, event, calendar, planned)
    if due.source in (DueSource.PLAN, DueSource.PLAN_INHERITED, DueSource.PERSON):
        return replace(due, latest=_ceiling(due.day, kind, event, calendar))
    counted_after = due.anchor is Anchor.END and not kind.after_event
    return _by_rule(KINDS["other_after"] if counted_after else kind, event, calendar, planned, words=due.words)


def follow(lead: Due) -> Due:
    """The due date of a co-operating task: its lead task's, under its own source."""
    return replace(lead, source=DueSource.LEAD_TASK)


def first_day(event: Event, calendar: WorkingCalendar) -> date:
    """S: the event's first working day, or its start where no day of it is worked (a Sunday conference)."""
    day = calendar.next_or_same(event.start)
    return day if day <= event.end else event.start


def last_day(event: Event, calendar: WorkingCalendar) -> date:
    """E: the event's last working day, or its end where no day of it is worked."""
    day = calendar.previous_or_same(event.end)
    return day if day >= event.start else event.end


def latest_for(kind: TaskKind, event: Event | None, calendar: WorkingCalendar) -> date | None:
    """The ceiling for any extension; None without an event or where the kind has none."""
    if event is None:
        return None
    if kind.latest_end_of_next_month:
        return calendar.previous_or_same(_end_of_next_month(last_day(event, calendar)))
    if kind.latest_offset is None:
        return None
    return _counted(kind.latest_anchor, kind.latest_offset, event, calendar)


def _from_plan(named: date, phrase: DuePhrase, kind: TaskKind, event: Event | None, calendar: WorkingCalendar) -> Due:
    moves_back = _is_period(phrase) or not _after_event(named, kind, event)
    day = calendar.previous_or_same(named) if moves_back else calendar.next_or_same(named)
    source = DueSource.PLAN_INHERITED if phrase.inherited else DueSource.PLAN
    return Due(day=day, latest=_ceiling(day, kind, event, calendar), source=source, words=phrase.words)


def _relative(
    phrase: DuePhrase, kind: TaskKind, event: Event | None, calendar: WorkingCalendar, planned: date | None
) -> Due:
    due = Due(
        day=None,
        source=DueSource.PLAN_INHERITED if phrase.inherited else DueSource.PLAN_RELATIVE,
        words=phrase.words,
        anchor=phrase.anchor,
        offset=phrase.offset,
        working=phrase.working,
    )
    if event is None or phrase.anchor is None:
        return due
    count = _counted if phrase.working else _counted_in_days
    counted = replace(due, day=count(phrase.anchor, phrase.offset, event, calendar))
    clamped = _clamp(counted, latest_for(kind, event, calendar), event, calendar, planned)
    return replace(clamped, latest=_ceiling(clamped.day, kind, event, calendar))


def _by_rule(
    kind: TaskKind, event: Event | None, calendar: WorkingCalendar, planned: date | None, *, words: str
) -> Due:
    source = DueSource.DEFAULT if kind.code in UNRECOGNISED else DueSource.RULE
    due = Due(day=None, source=source, words=words, anchor=kind.anchor, offset=kind.offset)
    if event is None:
        return replace(due, source=DueSource.NONE)
    latest = latest_for(kind, event, calendar)
    counted = replace(due, day=_counted(kind.anchor, kind.offset, event, calendar), latest=latest)
    return _clamp(counted, latest, event, calendar, planned)


def _clamp(due: Due, latest: date | None, event: Event, calendar: WorkingCalendar, planned: date | None) -> Due:
    """Not before plan date + 2 working days; past ``latest`` the day before the event is what is left."""
    if planned is None or due.day is None or due.anchor is Anchor.END:
        return due
    earliest = calendar.shift(planned, PREPARATION_DAYS)
    if due.day >= earliest:
        return due
    eve = calendar.shift(first_day(event, calendar), -1)
    if earliest > (latest or eve):
        return replace(due, day=min(earliest, max(eve, due.day)), flag=DueFlag.INFEASIBLE)
    return replace(due, day=earliest, flag=DueFlag.SHORTENED)


def _ceiling(day: date | None, kind: TaskKind, event: Event | None, calendar: WorkingCalendar) -> date | None:
    """The kind's ``latest``, but never before a date that the plan or a person has set."""
    latest = latest_for(kind, event, calendar)
    return max(latest, day) if latest and day else latest


def _counted(anchor: Anchor, offset: int, event: Event, calendar: WorkingCalendar) -> date:
    if anchor is Anchor.END:
        return calendar.next_or_same(calendar.shift(last_day(event, calendar), offset))
    return calendar.previous_or_same(calendar.shift(first_day(event, calendar), offset))


def _counted_in_days(anchor: Anchor, offset: int, event: Event, calendar: WorkingCalendar) -> date:
    days = timedelta(days=offset)
    if anchor is Anchor.END:
        return calendar.next_or_same(last_day(event, calendar) + days)
    return calendar.previous_or_same(first_day(event, calendar) + days)


def _after_event(day: date, kind: TaskKind, event: Event | None) -> bool:
    return kind.after_event if event is None else day > event.end


def _counts_from_event(phrase: DuePhrase) -> bool:
    """Whether days are counted: "after the event" without a number leaves them to the kind's rule."""
    return phrase.anchor is not None and not phrase.vague and not (phrase.anchor is Anchor.END and phrase.offset == 0)


def _rule_kind(kind: TaskKind, phrase: DuePhrase | None) -> TaskKind:
    says_after = phrase is not None and phrase.anchor is Anchor.END
    return KINDS["other_after"] if says_after and not kind.after_event else kind


def _is_period(phrase: DuePhrase) -> bool:
    """A month: "in May" ends on the last working day of May, whichever side of the event that is."""
    return phrase.until is not None and len(phrase.until) == len("YYYY-MM")


def _named_day(phrase: DuePhrase) -> date | None:
    if phrase.day is None and _is_period(phrase) and phrase.until:
        return _end_of_month(date.fromisoformat(f"{phrase.until}-01"))
    return phrase.day


def _end_of_month(day: date) -> date:
    return day.replace(day=gregorian.monthrange(day.year, day.month)[1])


def _end_of_next_month(day: date) -> date:
    return _end_of_month(_end_of_month(day) + timedelta(days=1))
