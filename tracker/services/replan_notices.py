"""The mail that tells of new due dates and of the event's, and of their being taken back: one for each recipient."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.glossary import ReplanKind
from tracker.domain.reminders import Audience
from tracker.domain.schedule import Event
from tracker.models import Conference, MailState, OutboxMail, Replan, Task
from tracker.services import action_links, feed_entries, ledger, notices, replan_unsent
from tracker.services.outbox import Composer
from tracker.services.replan_told import Told

KIND = "replanned"


@dataclass(frozen=True, kw_only=True)
class News:
    """What is told to everybody alike. ``moved``: number of due dates; ``undone``: it is taken back."""

    kind: ReplanKind
    reason: str
    before: Event | None
    after: Event | None
    moved: int
    undone: bool = False


def key_of(row: Replan) -> str:
    """What the keys of the mails about a re-planning begin with."""
    return f"replanned:{row.id}"


def replanned(
    session: Session,
    compose: Composer,
    row: Replan,
    recipients: Sequence[Told],
    old: Mapping[int, date | None],
    *,
    now: datetime,
    undoes: str | None = None,
) -> list[Told]:
    """Tell each recipient once what a re-planning changes for them; nobody to write to is said in the ledger.

    ``old``: task id → the due date that it had. ``undoes``: the batch that this takes back; who was told of that hears
    that it is withdrawn. Returns who is told, with what moves for them since they were last written to.
    """
    knew = replan_unsent.went_out(session, undoes, row.conference_id)
    told = replan_unsent.in_the_end(session, row, recipients, old)
    for one, known in told:
        news = _news(row, undone=one.to is not None and one.to.email in knew)
        _write(session, compose, row.conference, news, one, (key_of(row), f"replanned_{row.id}"), known, now)
    return [one for one, _ in told]


def undone(session: Session, compose: Composer, row: Replan, recipients: Iterable[Told], *, now: datetime) -> None:
    """Tell those who had the notice that things are as they were."""
    place = f"{key_of(row)}-undone", f"replanned_{row.id}"
    news = replace(_news(row, undone=True), reason="")  # the reason was that of what is taken back
    for one in recipients:
        _write(session, compose, row.conference, news, one, place, {}, now)


def redated(
    session: Session,
    compose: Composer,
    task: Task,
    recipients: Iterable[Told],
    old: Mapping[int, date | None],
    *,
    reason: str,
    event: Event | None,
    now: datetime,
) -> None:
    """Tell of one due date that a coordinator has changed, and of those that follow it."""
    news = News(kind=ReplanKind.SHIFT, reason=reason, before=event, after=event, moved=len(old))
    for one in recipients:
        place = f"redated:{task.id}:{task.due_version}", f"redated_{task.due_version}"
        _write(session, compose, task.conference, news, one, place, old, now)


def withdraw(session: Session, conference_id: int, key: str) -> set[str]:
    """Take back the notices under ``key`` that wait; the addresses whose notice has gone out, or may have."""
    rows = session.scalars(
        select(OutboxMail).where(OutboxMail.conference_id == conference_id, OutboxMail.key.startswith(f"{key}:"))
    ).all()
    for mail in rows:
        if mail.state is MailState.PENDING:
            mail.state = MailState.CANCELLED
    session.flush()
    return {mail.recipient for mail in rows if mail.state is not MailState.CANCELLED}


def event_kept(row: Replan, side: str) -> Event | None:
    """The event before or after a re-planning; None: it had no date."""
    kept = row.event[side]
    if not kept["start"]:
        return None
    start, end = date.fromisoformat(kept["start"]), date.fromisoformat(kept["end"])
    return Event(start=start, end=end, tentative=kept["tentative"])


def _news(row: Replan, *, undone: bool = False) -> News:
    moved = sum("due" in entry["before"] for entry in row.tasks)
    before, after = event_kept(row, "before"), event_kept(row, "after")
    return News(kind=row.kind, reason=row.reason, before=before, after=after, moved=moved, undone=undone)


def _write(
    session: Session,
    compose: Composer,
    conference: Conference,
    news: News,
    one: Told,
    place: tuple[str, str],
    old: Mapping[int, date | None],
    now: datetime,
) -> None:
    """``place``: what the mail's key begins with, and the stage in the ledger."""
    key, stage = place
    if one.to is None:
        rows = [(task, stage, str(Audience.UNIT), "-unit") for task in one.tasks]
        ledger.record_all(session, rows, reason=ledger.NO_ADDRESS, now=now)
        return
    doors = action_links.doors(session, compose, one.to, one.tasks, now=now)
    letter = compose.compose(
        KIND, conference=conference, news=news, told=one, to=one.to, today=vietnam_date(now), old=old, doors=doors,
        meeting=feed_entries.meeting_of(session, conference), deadlines=feed_entries.deadlines_of(session, one.moved),
    )  # fmt: skip
    mail_id = notices.put(session, conference, KIND, f"{key}:{one.to.email}"[:190], one.to, letter, now)
    if mail_id is not None:
        rows = [(task, stage, str(Audience.UNIT), one.to.email) for task in one.moved]
        ledger.record_all(session, rows, now=now, mail_id=mail_id)
