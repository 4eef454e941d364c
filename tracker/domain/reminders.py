"""Tasks + policy + today → the reminders that should exist. Pure: sending, recording and recipients are elsewhere.

A stage is a named day counted from the due date ("before_3", "overdue_1") or a submission ("confirm_1@2023-07-13"). The
ledger remembers stages per due date, so a moved date arms them again and an unmoved one never repeats. Stage
"assigned" is written when a task is assigned and never comes out of ``wanted``.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.calendar import VIETNAM_TIME, WorkingCalendar
from tracker.domain.glossary import Compliance, TaskState
from tracker.domain.reminder_policy import Policy
from tracker.domain.task import DatedView, compliance, is_counted, overdue_days

ASSIGNED = "assigned"
ON_DAY = "on_day"
NUDGE = "nudge"  # a reminder that a person sends at once


class Audience(StrEnum):
    """Who a reminder is for; people and addresses are looked up when it is sent."""

    UNIT = "unit"
    HEAD = "head"  # the unit's head
    COORDINATOR = "coordinator"
    LEADERSHIP = "leadership"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One reminder to write; ``superseded`` are the missed stages it catches up, to be recorded with it."""

    task_id: int
    stage: str
    audience: Audience
    due: date | None
    superseded: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage key taken apart: ``name`` is "assigned", "before", "on_day", "overdue" or "confirm"."""

    name: str
    days: int
    submitted: date | None = None


class ListReason(StrEnum):
    """Why a task stands on the coordinator's list."""

    OVERDUE = "overdue"
    SILENT = "silent"
    DECLINED = "declined"
    WAITING = "waiting"  # for confirmation
    EXTENSION = "extension"  # asks for more time


@dataclass(frozen=True, kw_only=True)
class ListItem:
    """``days``: working days overdue, 0 where it is not; ``waiting_days``: since the submission."""

    task_id: int
    reasons: tuple[ListReason, ...]
    days: int = 0
    waiting_days: int = 0


def wanted(
    task: DatedView,
    *,
    today: date,
    calendar: WorkingCalendar,
    policy: Policy,
    recorded: Collection[str] = (),
    since: date | None = None,
) -> tuple[Wanted, ...]:
    """What should be sent today and is not in the ledger: the newest stage reached, for each of its audiences.

    ``recorded``: stages in the ledger for this due date. ``since``: the later of the assignment and the day reminders
    were switched on; stages dated before it never fire. Nothing on a day off or a quiet day.
    """
    if not policy.sends_on(today, calendar):
        return ()
    stages = reached(task, until=today, calendar=calendar, policy=policy, since=since)
    if not stages or stages[-1] in recorded:
        return ()
    newest = stages[-1]
    missed = tuple(stage for stage in stages[:-1] if stage not in recorded and audiences(task, stage, policy))
    return tuple(
        Wanted(task_id=task.id, stage=newest, audience=audience, due=task.due, superseded=missed)
        for audience in audiences(task, newest, policy)
    )


def timetable(
    task: DatedView,
    *,
    calendar: WorkingCalendar,
    policy: Policy,
    from_: date,
    until: date,
    since: date | None = None,
    activating: bool = False,
) -> tuple[tuple[date, str, Audience], ...]:
    """What would be sent from ``from_`` to ``until`` inclusive if nothing changes and no day is missed.

    ``activating`` shows a draft as if it were assigned: the preview before a conference is activated. A missed stage
    that is caught up today comes from ``wanted``; one on a quiet day is made up for on the next day with mail.
    """
    by_day = {}
    for day, stage in _stages(task, calendar, policy, until, activating=activating):
        sent = policy.sending_day(day, calendar)
        if from_ <= sent <= until and (since is None or day >= since):
            by_day[sent] = stage  # of two stages on one day the later one stands, as in a catch-up
    return tuple((day, stage, audience) for day, stage in by_day.items() for audience in audiences(task, stage, policy))


def audiences(task: DatedView, stage: str, policy: Policy) -> tuple[Audience, ...]:
    """Who hears of a stage. Acknowledging quiets the unit's early stages, never the escalation."""
    parsed = parse_stage(stage)
    if parsed.name == "confirm":
        return (Audience.COORDINATOR,)
    quiet = task.acknowledged and stage in policy.quiet_when_acknowledged
    unit = () if quiet else (Audience.UNIT,)
    return (*unit, *_escalation(task, parsed.days, policy)) if parsed.name == "overdue" else unit


_ASKING = frozenset({ASSIGNED, "before", ON_DAY, "overdue", "nudge"})


def is_reminder(stage: str) -> bool:
    """Whether a mail of this stage asks the unit to do something; notices of what was decided do not."""
    return parse_stage(stage).name in _ASKING


def parse_stage(stage: str) -> Stage:
    """The parts of a stage key; the key itself is what the ledger stores."""
    if stage in (ASSIGNED, ON_DAY):
        return Stage(name=stage, days=0)
    name, _, rest = stage.partition("_")
    days, _, submitted = rest.partition("@")
    return Stage(name=name, days=int(days), submitted=date.fromisoformat(submitted) if submitted else None)


def is_silent(task: DatedView, *, reminders: int, policy: Policy) -> bool:
    """The unit has been reminded often enough and has not even acknowledged."""
    return (
        is_counted(task)
        and task.state is TaskState.ASSIGNED
        and not task.acknowledged
        and reminders >= policy.silent_after
    )


def in_order(items: Iterable[ListItem]) -> list[ListItem]:
    """The coordinator's daily list: longest delay first."""
    return sorted(items, key=lambda item: (-item.days, -item.waiting_days))


def list_item(
    task: DatedView, *, today: date, calendar: WorkingCalendar, policy: Policy, reminders: int, asking: bool
) -> ListItem:
    """Why ``task`` belongs on the coordinator's daily list, if it does: it has ``reasons`` then.

    ``reminders``: mails its unit was sent about it. ``asking``: the unit waits for an answer about more time.
    """
    overdue = compliance(task, today=today, calendar=calendar) is Compliance.OPEN_OVERDUE
    waiting = is_counted(task) and task.state is TaskState.SUBMITTED
    declined = is_counted(task) and task.state is TaskState.DECLINED
    applies = {
        ListReason.OVERDUE: overdue,
        ListReason.SILENT: is_silent(task, reminders=reminders, policy=policy),
        ListReason.DECLINED: declined,
        ListReason.WAITING: waiting,
        ListReason.EXTENSION: asking,
    }
    return ListItem(
        task_id=task.id,
        reasons=tuple(reason for reason, yes in applies.items() if yes),
        days=overdue_days(task, today=today, calendar=calendar) if overdue else 0,
        waiting_days=calendar.count_between(task.submitted_on, today) if waiting and task.submitted_on else 0,
    )


def next_send_time(now: datetime, policy: Policy, calendar: WorkingCalendar) -> datetime:
    """The first moment from ``now`` on when mail may go out, in Asia/Ho_Chi_Minh. A naive ``now``: ``ValueError``."""
    if now.tzinfo is None:
        raise ValueError("next_send_time needs an aware datetime")
    local = now.astimezone(VIETNAM_TIME)
    day = policy.sending_day(local.date(), calendar)
    if day == local.date():
        if policy.opens <= local.time() < policy.closes:
            return local
        if local.time() >= policy.closes:
            day = policy.sending_day(calendar.shift(day, 1), calendar)
    return datetime.combine(day, policy.opens, VIETNAM_TIME)


def reached(
    task: DatedView, *, until: date, calendar: WorkingCalendar, policy: Policy, since: date | None = None
) -> tuple[str, ...]:
    """The stages of ``task`` dated from ``since`` to ``until`` inclusive, in order."""
    found = _stages(task, calendar, policy, until)
    return tuple(stage for day, stage in found if day <= until and (since is None or day >= since))


def is_digest_time(now: datetime, policy: Policy, calendar: WorkingCalendar) -> bool:
    """Whether the day's collected mails may be written at ``now``."""
    local = now.astimezone(VIETNAM_TIME)
    return policy.sends_on(local.date(), calendar) and policy.digest <= local.time() < policy.closes


_REMINDED = (TaskState.ASSIGNED, TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS, TaskState.RETURNED)


def _stages(
    task: DatedView, calendar: WorkingCalendar, policy: Policy, until: date, *, activating: bool = False
) -> Iterator[tuple[date, str]]:
    """(day, stage) in order up to ``until``: a submitted task's are the coordinator's, an open one's the unit's."""
    if not is_counted(task):
        return
    if task.state is TaskState.SUBMITTED and task.submitted_on:
        tail = f"@{task.submitted_on.isoformat()}"
        for days in _repeating(policy.confirm, policy.confirm_every, calendar.count_between(task.submitted_on, until)):
            yield calendar.shift(task.submitted_on, days), f"confirm_{days}{tail}"
    elif task.due and (task.state in _REMINDED or (activating and task.state is TaskState.DRAFT)):
        yield from _due_stages(task.due, calendar, policy, until)


def _due_stages(due: date, calendar: WorkingCalendar, policy: Policy, until: date) -> Iterator[tuple[date, str]]:
    for days in sorted(policy.before, reverse=True):
        yield calendar.shift(due, -days), f"before_{days}"
    if policy.on_day:
        yield calendar.previous_or_same(due), ON_DAY
    for days in _repeating(policy.overdue, policy.overdue_every, calendar.count_between(due, until)):
        yield calendar.shift(due, days), f"overdue_{days}"


def _repeating(first: Sequence[int], every: int, up_to: int) -> Iterator[int]:
    """The first days, then every so many, up to a day."""
    days = 0
    for days in sorted(first):
        if days <= up_to:
            yield days
    yield from range(days + every, up_to + 1, every)


def _escalation(task: DatedView, days: int, policy: Policy) -> Iterator[Audience]:
    leadership_from = policy.leadership_from_blocking if task.blocking else policy.leadership_from
    if days >= policy.head_from:
        yield Audience.HEAD
    if days >= leadership_from:
        yield Audience.LEADERSHIP
