"""A model of what people and time do to a conference: whatever the order, what is sent is true when it is sent."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests.cast import Cast, make_cast
from tests.factories import make_conference, make_task
from tracker import jobs
from tracker.db import Database
from tracker.domain.errors import Refused
from tracker.domain.glossary import Anchor, DueSource, TaskState
from tracker.domain.reminders import Audience
from tracker.domain.schedule import Event
from tracker.mail import Envelope, Fate, Mailer, Outcome
from tracker.models import Base, ExtensionRequest, MailState, Mute, OutboxMail, Reminder, Task, User
from tracker.services import event_move, extension_decisions, extensions, mutes, tasks
from tracker.services.accounts import load_actor
from tracker.services.event_move import Wanted
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS
from tracker.services.outbox import LIVE, NEWS

BEGINNING = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # Monday 16/11/2026 08:00 in Vietnam
EVENT = date(2026, 12, 15)
STEPS: dict[str, tuple[str, dict[str, str]]] = {  # step → (who, what else it takes)
    "acknowledge": ("member", {}),
    "start": ("member", {"note": "Đang làm"}),
    "submit": ("member", {}),
    "withdraw": ("member", {}),
    "decline": ("member", {"reason": "Không thuộc thẩm quyền"}),
    "accept": ("coordinator", {}),
    "reopen": ("coordinator", {}),
    "return_": ("coordinator", {"reason": "Thiếu số liệu"}),
    "assign": ("coordinator", {}),
    "suspend": ("coordinator", {"reason": "Chờ ý kiến"}),
    "resume": ("coordinator", {}),
    "cancel": ("coordinator", {"reason": "Không cần nữa"}),
}
COMPOSED = {"return_", "assign"}
POSITION = st.integers(1, 4)


class Recording(Mailer):
    """Takes every mail, after the question whether it is true at this moment."""

    check: Callable[[Envelope], None]
    relay = None

    def transport(self) -> Self:  # its own way out
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, envelope: Envelope) -> Outcome:
        self.check(envelope)
        return Outcome(fate=Fate.SENT, stage="reply", code=250)


class Conference(RuleBasedStateMachine):
    """Four tasks of a department; its people, the coordinator, the leaders, and the jobs at any time."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.database: Database = self.app.extensions["database"]
        self.mailer = Recording(self.app, self.app.extensions["settings"])
        self.mailer.check = self._is_true
        self.lies: list[str] = []
        self.now = BEGINNING

    @initialize()
    def begin(self) -> None:
        with self.database.sessions() as session:
            session.execute(text("PRAGMA defer_foreign_keys=ON"))
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(table.delete())
            cast = make_cast(session)
            self.people = {who: person.id for who, person in cast.people.items()}
            self._fill(session, cast)
            session.commit()

    def _fill(self, session: Session, cast: Cast) -> None:
        conference = make_conference(session, cast.host, cast.people["coordinator"], event_start=EVENT, event_end=EVENT)
        self.conference_id, self.department_id = conference.id, cast.department.id
        for position, due in enumerate((date(2026, 11, 18), date(2026, 11, 20), date(2026, 11, 27)), start=1):
            make_task(session, conference, cast.department, position=position, due=due, latest=date(2026, 12, 8))
        make_task(
            session, conference, cast.department, position=4, due=date(2026, 12, 1), latest=date(2026, 12, 10),
            due_source=DueSource.RULE, anchor=Anchor.START, offset_days=-10, offset_working=True,
        )  # fmt: skip

    def _do(self, who: str, work: Callable[[Session, Any], object]) -> None:
        """One person's action in its own transaction; a refusal is an answer, too."""
        with self.database.sessions() as session:
            try:
                work(session, load_actor(session, session.get_one(User, self.people[who])))
                session.commit()
            except Refused:
                session.rollback()

    def _task(self, session: Session, position: int) -> Task:
        return session.scalars(select(Task).where(Task.position == position)).one()

    @rule(step=st.sampled_from(sorted(STEPS)), position=POSITION)
    def step(self, step: str, position: int) -> None:
        who, words = STEPS[step]

        def work(session: Session, actor: Any) -> None:
            task = self._task(session, position)
            extra: dict[str, Any] = {"compose": self.mailer} if step in COMPOSED else {}
            getattr(tasks, step)(session, actor, task.id, version=task.version, now=self.now, **words, **extra)

        self._do(who, work)

    @rule(days=st.sampled_from([-7, -2, 3, 14]))
    def move_the_event(self, days: int) -> None:
        day = EVENT + timedelta(days=days)
        wanted = Wanted(event=Event(start=day, end=day))

        def work(session: Session, actor: Any) -> None:
            found = event_move.preview(session, actor, self.conference_id, wanted, now=self.now)
            event_move.apply(
                session, actor, self.conference_id, wanted, seen=found.seen, reason="Đổi lịch", compose=self.mailer,
                now=self.now,
            )  # fmt: skip

        self._do("coordinator", work)

    @rule(position=POSITION, days=st.integers(1, 6))
    def ask_for_more_time(self, position: int, days: int) -> None:
        def work(session: Session, actor: Any) -> None:
            task = self._task(session, position)
            day = (task.due or self.now.date()) + timedelta(days=days)
            extensions.ask(session, actor, task.id, version=task.version, now=self.now, day=day, reason="Chờ số liệu")

        self._do("member", work)

    @rule(granted=st.booleans())
    def decide(self, granted: bool) -> None:
        def work(session: Session, actor: Any) -> None:
            for request in session.scalars(select(ExtensionRequest).where(ExtensionRequest.state == "open").limit(1)):
                version = session.get_one(Task, request.task_id).due_version
                chosen: Any = extension_decisions.accept if granted else extension_decisions.refuse
                chosen(
                    session, actor, request.id, due_version=version, now=self.now, compose=self.mailer, reason="Đồng ý"
                )

        self._do("leader", work)

    @rule(stage=st.sampled_from([None, "before_3", "on_day", "overdue"]))
    def mute(self, stage: str | None) -> None:
        unit = self.department_id if stage is None else None
        self._do(
            "coordinator",
            lambda session, actor: mutes.mute(
                session, actor, self.conference_id, unit_id=unit, stage=stage, reason="Đã trao đổi", now=self.now
            ),
        )

    @rule()
    def lift_a_mute(self) -> None:
        def work(session: Session, actor: Any) -> None:
            for row in session.scalars(select(Mute).where(Mute.lifted_at.is_(None)).limit(1)):
                mutes.lift(session, actor, self.conference_id, row.id, now=self.now)

        self._do("coordinator", work)

    @rule(hours=st.sampled_from([1, 5, 24, 24, 24, 72]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def plan(self) -> None:
        jobs.run(PLAN_REMINDERS, self.database, self.mailer, at=self.now)

    @rule()
    def deliver(self) -> None:
        jobs.run(DELIVER_MAIL, self.database, self.mailer, at=self.now + timedelta(minutes=1))

    @rule()
    def a_day_with_the_scheduler(self) -> None:
        self.now += timedelta(hours=24)
        self.plan()
        self.deliver()

    def _is_true(self, envelope: Envelope) -> None:
        """What the mail speaks of is as it says, now that it goes out. Collected: the delivery stops for no mail."""
        with self.database.readers() as session:
            mail = session.scalars(select(OutboxMail).where(OutboxMail.message_id == envelope.message_id)).all()[-1]
            if mail.kind in NEWS:
                return
            rows = session.execute(
                select(Reminder, Task).join(Task, Task.id == Reminder.task_id).where(Reminder.mail_id == mail.id)
            ).all()
            muted = mutes.in_force(session, [self.conference_id])
            for line, task in rows:
                waits = line.audience == "coordinator" and task.state is TaskState.SUBMITTED
                if task.state not in LIVE and not waits:
                    self.lies.append(f"{mail.kind} {line.stage} of a task that is {task.state}")
                if line.due_version != task.due_version:
                    self.lies.append(f"{mail.kind} {line.stage} of a due date that was moved")
                if mail.kind == "digest" and muted.hold(task, line.stage, Audience(line.audience)):
                    self.lies.append(f"{mail.kind} {line.stage} of what is muted")

    @invariant()
    def nothing_untrue_was_sent(self) -> None:
        assert self.lies == []

    @invariant()
    @precondition(lambda self: hasattr(self, "people"))
    def no_two_live_reminders_for_one_key(self) -> None:
        with self.database.readers() as session:
            key = (Reminder.task_id, Reminder.stage, Reminder.recipient, Reminder.due_version)
            assert session.execute(select(*key).group_by(*key).having(func.count() > 1)).all() == []
            digests = session.scalars(
                select(OutboxMail.key).where(OutboxMail.kind == "digest", OutboxMail.state != MailState.CANCELLED)
            )
            days = Counter(":".join(name.partition("#")[0].split(":")[:3]) for name in digests)
            assert max(days.values(), default=0) <= 1, "one digest a day for each recipient"
