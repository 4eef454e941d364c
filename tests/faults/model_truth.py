"""What must hold of the ledger and the outbox, said once more and apart from the services that see to it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from tracker.clock import vietnam_date
from tracker.domain.glossary import ConferenceState, TaskState
from tracker.domain.reminders import Audience, audiences, is_digest_time, reached
from tracker.models import Conference, MailState, Mute, OutboxMail, Reminder, Task
from tracker.services.policies import policy_of
from tracker.services.working_calendar import calendar_of

OWED = {TaskState.ASSIGNED, TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS, TaskState.RETURNED}
TOLD_AS_NEWS = {"amended", "replanned", "extension", "comment", "briefing"}  # true whatever comes next


def untrue(session: Session, mail: OutboxMail) -> Iterator[str]:
    """What the mail says of tasks and is not so (any more)."""
    if mail.kind in TOLD_AS_NEWS:
        return
    lines = select(Reminder).options(joinedload(Reminder.task)).where(Reminder.mail_id == mail.id)
    for line in session.scalars(lines):
        if wrong := _wrong(session, mail, line, line.task):
            yield f"{mail.kind} {line.stage} of a task {wrong}"


def _wrong(session: Session, mail: OutboxMail, line: Reminder, task: Task) -> str:
    if session.get_one(Conference, task.conference_id).state is not ConferenceState.ACTIVE:
        return "of a conference that was called off"
    if line.stage.startswith("confirm_"):
        waits = task.state is TaskState.SUBMITTED and line.stage.endswith(f"@{task.submitted_on}")
        return "" if waits else f"that does not wait for confirmation since that day: {task.state}"
    if task.state not in OWED:
        return f"that is {task.state}"
    if line.due_version != task.due_version:
        return "whose date was moved"
    return "that is muted" if mail.kind == "digest" and _muted(session, line, task) else ""


def _muted(session: Session, line: Reminder, task: Task) -> bool:
    if line.audience != Audience.UNIT:
        return False
    standing = session.scalars(select(Mute).where(Mute.conference_id == task.conference_id, Mute.lifted_at.is_(None)))
    of_unit = [mute.stage for mute in standing if mute.unit_id in (None, task.unit_id)]
    return any(stage in (None, line.stage) or line.stage.startswith(f"{stage}_") for stage in of_unit)


def waiting_untrue(session: Session) -> list[str]:
    """What waits, was never claimed, and should have been dropped by whatever made it untrue."""
    fresh = select(OutboxMail).where(OutboxMail.state == MailState.PENDING, OutboxMail.attempts == 0)
    return [words for mail in session.scalars(fresh) for words in untrue(session, mail)]


def twice_in_the_ledger(session: Session) -> list[object]:
    key = (Reminder.task_id, Reminder.stage, Reminder.recipient, Reminder.due_version)
    return list(session.execute(select(*key).group_by(*key).having(func.count() > 1)).all())


def second_digests(session: Session) -> list[str]:
    """Recipients and days that have more than one digest."""
    keys = session.scalars(
        select(OutboxMail.key).where(OutboxMail.kind == "digest", OutboxMail.state != MailState.CANCELLED)
    )
    days = Counter(":".join(key.partition("#")[0].split(":")[:3]) for key in keys)
    return [day for day, count in days.items() if count > 1]


def unheard(session: Session, mailbox: str, now: datetime, served: bool) -> list[str]:
    """Stages that the unit's mailbox should have heard of, or the ledger should say why not, after planning at ``now``.

    ``served``: the day's digest had been written before; what came up since waits for the next.
    """
    if served:
        return []
    calendar, today = calendar_of(session), vietnam_date(now)
    open_ = select(Task).join(Task.conference).where(Task.state.in_(OWED), Conference.state == ConferenceState.ACTIVE)
    missing = []
    for task in session.scalars(open_.options(joinedload(Task.conference))):
        policy = policy_of(session, task.conference)
        if not is_digest_time(now, policy, calendar):
            continue
        since = date.fromordinal(task.assigned_on.toordinal() + 1) if task.assigned_on else None
        stages = reached(task, until=today, calendar=calendar, policy=policy, since=since)
        newest = [stage for stage in stages[-1:] if Audience.UNIT in audiences(task, stage, policy)]
        missing += [f"{one} of task {task.position}" for one in newest if not _told(session, task, one, mailbox)]
    return missing


def _told(session: Session, task: Task, stage: str, mailbox: str) -> bool:
    return session.scalar(
        select(Reminder.id).where(
            Reminder.task_id == task.id, Reminder.stage == stage, Reminder.recipient == mailbox,
            Reminder.due_version == task.due_version,
        )
    ) is not None  # fmt: skip


Dates = Mapping[int, tuple[date | None, int]]


def dates(session: Session) -> Dates:
    """Task id → its due date and the version of it."""
    return {task_id: (due, version) for task_id, due, version in session.execute(
        select(Task.id, Task.due, Task.due_version)
    )}  # fmt: skip


def moved_unnoticed(before: Dates, now: Dates) -> list[str]:
    """Due dates that are others than before under the same version: their reminders would not be armed again."""
    return [
        f"task {task_id}: {before[task_id][0]} became {due} in version {version}"
        for task_id, (due, version) in now.items()
        if task_id in before and before[task_id][0] != due and before[task_id][1] == version
    ]
