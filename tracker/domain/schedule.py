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

    ``latest`` is the ceiling for extensions; None: no ceiling, or no event date yet. ``pinned``: the date stays where
    it is when the event, the calendar or the rule changes; what it was counted from may stand beside it still.
    """

    day: date | None
    latest: date | None = None
    source: DueSource
    words: str = ""
    anchor: Anchor | None = None
    offset: int | None = None
    working: bool = True
    pinned: bool = False
    flag: DueFlag | None = None


RULED = frozenset({DueSource.RULE, DueSource.DEFAULT, DueSource.NONE})
"""Sources that say: nobody has named a date, the table gives it."""


def due_for(
    *,
    kind: TaskKind,
    event: Event | None,
    calendar: WorkingCalendar,
    planned: date | None = None,
    phrase: DuePhrase | None = None,
    after: TaskKind = KINDS["other_after"],
) -> Due:
    """The due date of a task: explicit date → relative to the event → inherited → rule of its kind → default.

    ``planned``: the plan's day of issue; None (a draft, month only) leaves counted dates unclamped. Without an event
    a phrase counted from it keeps its source with no day, and a rule gives source NONE. A date in the plan's words is
    moved off days off only, never clamped. ``after``: the rule of what comes after the event and is not recognised.
    """
    if phrase and (named := _named_day(phrase)):
        return _from_plan(named, phrase, kind, event, calendar)
    if phrase and _counts_from_event(phrase):
        return _relative(phrase, kind, event, calendar, planned)
    says_after = phrase is not None and phrase.anchor is Anchor.END and not kind.after_event
    return _by_rule(after if says_after else kind, event, calendar, planned, words=phrase.words if phrase else "")


def reschedule(
    due: Due, *, kind: TaskKind, event: Event | None, calendar: WorkingCalendar, planned: date | None = None
) -> Due:
    """The same due date under another event or calendar, counted by the anchor and offset that it keeps.

    A pinned date, and one that is counted from nothing, stays where it is: only ``latest`` is counted again. A task
    that follows a lead task is returned unchanged: ``follow`` the rescheduled lead instead.
    """
    if due.source is DueSource.LEAD_TASK:
        return due
    if due.anchor is None and due.source in RULED and not due.pinned:
        return _by_rule(kind, event, calendar, planned, words=due.words)
    if due.pinned or due.anchor is None or due.offset is None:
        return replace(due, latest=_ceiling(due.day, kind, event, calendar))
    return _counted_again(due, kind, event, calendar, planned)


def by_rule_now(
    due: Due, *, kind: TaskKind, after: TaskKind, event: Event | None, calendar: WorkingCalendar, planned: date | None
) -> Due:
    """What the rule as it is now gives for a due date that a rule had given: the kind, the rule or its factor changed.

    ``after``: the rule of what comes after the event, for a task whose words say so although its kind does not.
    """
    says_after = due.anchor is Anchor.END and not kind.after_event
    return _by_rule(after if says_after else kind, event, calendar, planned, words=due.words)


def kept_from(day: date, *, after: bool, event: Event, calendar: WorkingCalendar) -> tuple[Anchor, int]:
    """Anchor and offset in working days by which a typed date can follow the event. ``after``: it is counted from E."""
    if after:
        return Anchor.END, calendar.count_between(last_day(event, calendar), day)
    return Anchor.START, calendar.count_between(first_day(event, calendar), day)


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
    return Due(day=day, latest=_ceiling(day, kind, event, calendar), source=source, words=phrase.words, pinned=True)


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
    return _counted_again(due, kind, event, calendar, planned)


def _by_rule(
    kind: TaskKind, event: Event | None, calendar: WorkingCalendar, planned: date | None, *, words: str
) -> Due:
    due = Due(day=None, source=DueSource.NONE, words=words, anchor=kind.anchor, offset=kind.offset)
    return _counted_again(due, kind, event, calendar, planned)


def _counted_again(
    due: Due, kind: TaskKind, event: Event | None, calendar: WorkingCalendar, planned: date | None
) -> Due:
    """The day that anchor and offset give. A person's own distance is not clamped."""
    ruled = due.source in RULED
    if event is None or due.anchor is None or due.offset is None:
        return replace(due, day=None, latest=None, flag=None, source=DueSource.NONE if ruled else due.source)
    count = _counted if due.working else _counted_in_days
    latest = latest_for(kind, event, calendar)
    counted = replace(due, day=count(due.anchor, due.offset, event, calendar), latest=latest, flag=None)
    if ruled:
        source = DueSource.DEFAULT if kind.code in UNRECOGNISED else DueSource.RULE
        return _clamp(replace(counted, source=source), latest, event, calendar, planned)
    if due.source is not DueSource.PERSON:
        counted = _clamp(counted, latest, event, calendar, planned)
    return replace(counted, latest=_ceiling(counted.day, kind, event, calendar))


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
