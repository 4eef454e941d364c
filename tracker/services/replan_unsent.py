"""Notices of a re-planning that still wait when the next of the same kind comes: only what is so in the end is told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.glossary import ReplanKind
from tracker.models import MailState, OutboxMail, Reminder, Replan, Task
from tracker.services import outbox
from tracker.services.replan_told import Told

ADD_UP = frozenset({ReplanKind.CALENDAR, ReplanKind.RULES})
"""Kinds whose news are nothing but new due dates, and which are not taken back one by one: they can be told as one."""

_GONE = (MailState.SENT, MailState.SENDING, MailState.UNKNOWN)

Old = Mapping[int, date | None]
"""Task id → the due date that its unit knows."""


def in_the_end(session: Session, row: Replan, told: Sequence[Told], old: Old) -> list[tuple[Told, Old]]:
    """Each recipient with the due dates that are not what they were last told; nobody for whom there are none.

    What waits for them about earlier re-plannings of the kind is withdrawn, being said by this notice.
    """
    if row.kind not in ADD_UP:
        return [(one, old) for one in told]
    unsent = _unsent(session, row, [one.to.email for one in told if one.to])
    found = []
    for one in told:
        chain = unsent.get(one.to.email if one.to else "", ())
        if chain:
            known = _known(session, row, chain, old)
            one = replace(one, moved=_moved(session, chain[0], one.moved, known))
            outbox.withdraw(session, [chain[0].id])
        else:
            known = old
        if one.tasks:
            found.append((one, known))
    return found


def went_out(session: Session, batch: str | None, conference_id: int) -> frozenset[str]:
    """The addresses that have been told, or may have been, what the re-planning of ``batch`` changed there."""
    if batch is None:
        return frozenset()
    row_id = session.scalar(select(Replan.id).where(Replan.batch == batch, Replan.conference_id == conference_id))
    query = select(OutboxMail.recipient).where(
        OutboxMail.conference_id == conference_id,
        OutboxMail.key.startswith(f"replanned:{row_id}:"),
        OutboxMail.state.in_(_GONE),
    )
    return frozenset(session.scalars(query))


def _unsent(session: Session, row: Replan, addresses: Sequence[str]) -> dict[str, list[OutboxMail]]:
    """Address → its notice that waits, followed by those which that one has replaced, newest first."""
    mails = session.scalars(
        select(OutboxMail)
        .where(
            OutboxMail.conference_id == row.conference_id,
            OutboxMail.key.startswith("replanned:"),
            OutboxMail.recipient.in_(addresses),
        )
        .order_by(OutboxMail.id.desc())
        .with_for_update()  # a worker that claims one of them comes before us or finds it withdrawn
        .execution_options(populate_existing=True)
    ).all()
    kinds = _kinds(session, mails)
    by_address: dict[str, list[OutboxMail]] = {}
    for mail in mails:
        by_address.setdefault(mail.recipient, []).append(mail)
    return {to: list(_chain(every, kinds, row.kind)) for to, every in by_address.items()}


def _chain(mails: Iterable[OutboxMail], kinds: Mapping[int, ReplanKind], kind: ReplanKind) -> Iterator[OutboxMail]:
    for number, mail in enumerate(mails):
        waits = mail.state is MailState.PENDING
        replaced = mail.state is MailState.CANCELLED and "#cancelled-" in mail.key
        if kinds.get(_row_of(mail)) is not kind or not (replaced if number else waits):
            return
        yield mail


def _kinds(session: Session, mails: Iterable[OutboxMail]) -> Mapping[int, ReplanKind]:
    ids = {_row_of(mail) for mail in mails}
    return dict(session.execute(select(Replan.id, Replan.kind).where(Replan.id.in_(ids))).all())


def _row_of(mail: OutboxMail) -> int:
    """The re-planning that a mail tells of; 0: it says that one is taken back."""
    number = mail.key.split(":")[1]
    return int(number) if number.isdigit() else 0


def _known(session: Session, row: Replan, chain: Sequence[OutboxMail], old: Old) -> Old:
    """The due dates before the first of the re-plannings that were never told."""
    known = dict(old)
    rows = session.scalars(select(Replan).where(Replan.id.in_([_row_of(mail) for mail in chain])))
    for earlier in sorted(rows, key=lambda one: -one.id):
        known |= {
            entry["task"]: entry["before"]["due"] and date.fromisoformat(entry["before"]["due"])
            for entry in earlier.tasks
            if "due" in entry["before"]
        }
    return known


def _moved(session: Session, waiting: OutboxMail, moved: Sequence[Task], known: Old) -> list[Task]:
    """Of the tasks that the notice or ``moved`` speaks of those whose date is not the known one, by date."""
    spoken = session.scalars(select(Task).join(Reminder, Reminder.task_id == Task.id).where(
        Reminder.mail_id == waiting.id))  # fmt: skip
    every = {task.id: task for task in (*moved, *spoken)}.values()
    other = [task for task in every if known.get(task.id, task.due) != task.due]
    return sorted(other, key=lambda task: (task.due or date.max, task.id))
