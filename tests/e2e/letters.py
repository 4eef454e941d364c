"""One mail of every kind, written on the demo by the services that people set in motion."""

from datetime import datetime, time, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, jobs
from tracker.clock import VIETNAM
from tracker.demo.accounts import DEMO_ACCOUNTS
from tracker.documents import read_text
from tracker.domain.calendar import VIETNAM as CALENDAR
from tracker.domain.glossary import ExtensionState, TaskState
from tracker.domain.permissions import Actor
from tracker.domain.plan import read_plan
from tracker.domain.plan.lines import Line, as_text
from tracker.models import Amendment, ExtensionRequest, OutboxMail, Plan, Task, Unit, User
from tracker.services import amendments, event_move, extension_decisions, nudges, tasks
from tracker.services.accounts import load_actor
from tracker.services.event_move import Wanted
from tracker.services.outbox import Composer

COORDINATOR, MEMBER = DEMO_ACCOUNTS[0], DEMO_ACCOUNTS[2]


def write_all(app: Flask) -> None:
    """Beside what the demo has sent: the week's first digests and briefing, and what people cause."""
    database, mailer = app.extensions["database"], app.extensions["mailer"]
    jobs.run("plan-reminders", database, mailer, at=next_week())
    now = clock.now()
    for step in (name_in_a_remark, decide, remind, amend, move):
        database.transact(lambda session, step=step: step(session, mailer, now))


def next_week() -> datetime:
    """Half past eight on the first working day of next week."""
    today = clock.vietnam_date(clock.now())
    monday = today + timedelta(days=7 - today.weekday())
    return datetime.combine(CALENDAR.next_or_same(monday), time(8, 30), VIETNAM)


def newest(session: Session) -> dict[str, OutboxMail]:
    """The newest mail of each kind; of the digests one to a unit, the coordinator's list, and one to a unit's head."""
    readers = {unit.email: "unit" for unit in session.scalars(select(Unit).where(Unit.email.is_not(None)))}
    readers |= {COORDINATOR.email: "list"}
    found: dict[str, OutboxMail] = {}
    for mail in session.scalars(select(OutboxMail).order_by(OutboxMail.id)):
        kind = f"digest-{readers.get(mail.recipient, 'head')}" if mail.kind == "digest" else mail.kind
        found[kind] = mail
    return found


def actor(session: Session, email: str) -> Actor:
    return load_actor(session, session.scalars(select(User).where(User.email == email)).one())


def name_in_a_remark(session: Session, compose: Composer, now: datetime) -> None:
    task = session.scalars(select(Task).where(Task.conference_id == 1).order_by(Task.id)).first()
    assert task is not None
    words = f"@{COORDINATOR.name}: mục 3 đã thống nhất với Văn phòng, xin ý kiến về thời lượng <30 phút?>."
    tasks.comment(session, actor(session, MEMBER.email), task.id, now=now, text=words, compose=compose)


def decide(session: Session, compose: Composer, now: datetime) -> None:
    asked = session.scalars(select(ExtensionRequest).where(ExtensionRequest.state == ExtensionState.OPEN)).first()
    assert asked is not None
    extension_decisions.accept(
        session, actor(session, COORDINATOR.email), asked.id, due_version=asked.task.due_version, now=now,
        compose=compose,
    )  # fmt: skip


def remind(session: Session, compose: Composer, now: datetime) -> None:
    owed = session.scalars(
        select(Task).where(Task.conference_id == 1, Task.state == TaskState.ASSIGNED, Task.unit_id.is_not(None))
    ).first()
    assert owed is not None
    nudges.about_unit(
        session, actor(session, COORDINATOR.email), 1, owed.unit_id or 0, confirmed=True, compose=compose, now=now
    )


def propose(session: Session, now: datetime) -> Amendment:
    """A new version of the first conference's plan: one duty said otherwise, one left out, one more."""
    lines = list(session.scalars(select(Plan.lines).where(Plan.conference_id == 1)).one())
    duties = [number for number, line in enumerate(lines) if line["label"] == "-" or line["text"].startswith("- ")]
    before = lines[duties[-4]]["text"].rstrip(" .;")
    lines[duties[-4]] = {**lines[duties[-4]], "text": f"{before}, gửi trước 02 ngày."}
    lines[duties[-2]] = {**lines[duties[-2]], "text": "Bố trí nước uống cho đại biểu.", "label": "-"}
    text = as_text(
        Line(number=number, text=line["text"], label=line["label"], cells=line["cells"])
        for number, line in enumerate(lines)
    )
    document = read_text(text)
    return amendments.propose(
        session, actor(session, COORDINATOR.email), 1, filename="ke-hoach-sua-doi.txt", data=text.encode(),
        document=document, parsed=read_plan(document.lines), now=now,
    )  # fmt: skip


def amend(session: Session, compose: Composer, now: datetime) -> None:
    found, coordinator = propose(session, now), actor(session, COORDINATOR.email)
    session.flush()
    seen = amendments.sheet(session, coordinator, found, today=clock.vietnam_date(now)).seen
    amendments.apply(session, coordinator, found.id, seen=seen, reason="", compose=compose, now=now)


def move(session: Session, compose: Composer, now: datetime) -> None:
    coordinator, today = actor(session, COORDINATOR.email), clock.vietnam_date(now)
    day = CALENDAR.shift(today, 34)
    wanted: Wanted = event_move.check(day, day, tentative=False, today=today)
    seen = event_move.preview(session, coordinator, 2, wanted, now=now).seen
    event_move.apply(
        session, coordinator, 2, wanted, seen=seen, reason="Theo Công văn số 215", compose=compose, now=now
    )
