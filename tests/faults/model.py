"""A model of what people and time do to a conference: whatever the order, what is sent is true when it is sent."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.cast import Cast, make_cast
from tests.factories import make_conference, make_task
from tests.faults import model_truth as truth
from tests.faults.model_relay import Answer, Killed, Relay
from tracker import jobs
from tracker.clock import VIETNAM
from tracker.db import Database
from tracker.domain.errors import Refused
from tracker.domain.glossary import Anchor, DueSource
from tracker.domain.reminder_policy import Policy
from tracker.domain.schedule import Event
from tracker.mail import Envelope
from tracker.models import Base, ExtensionRequest, MailState, Mute, OutboxMail, Task, User
from tracker.services import (
    due_shift,
    event_move,
    extension_decisions,
    extensions,
    mutes,
    nudges,
    policy_changes,
    replan_undo,
    tasks,
)
from tracker.services.accounts import load_actor
from tracker.services.due_shift import Shifting
from tracker.services.event_move import Wanted
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS
from tracker.services.reminders import digest_key
from tracker.services.task_due import Hold

BEGINNING = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # Monday 16/11/2026 08:00 in Vietnam
EVENT = date(2026, 12, 15)
MAILBOX = "qlkh@haibinh.example"  # of the department
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
POLICIES = (Policy(), Policy(before=(10, 2)), Policy(before=(5,), on_day=False, overdue=(2,), overdue_every=1))
POSITION = st.integers(1, 4)
ANSWERS = st.lists(st.sampled_from(sorted(Answer)), max_size=3)


class ConferenceModel(RuleBasedStateMachine):
    """Four tasks of a department; its people, the coordinator, the leaders, and the jobs at any time."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.database: Database = self.app.extensions["database"]
        self.relay = Relay(self.app, self.app.extensions["settings"])
        self.relay.check = self._is_true
        self.relay.forget()
        self.found: list[str] = []  # that was not as it should be
        self.now = BEGINNING
        self.people: dict[str, int] = {}
        self.dates: truth.Dates = {}

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

    # what people do to a task

    @rule(step=st.sampled_from(sorted(STEPS)), position=POSITION)
    def step(self, step: str, position: int) -> None:
        who, words = STEPS[step]

        def work(session: Session, actor: Any) -> None:
            task = self._task(session, position)
            extra: dict[str, Any] = {"compose": self.relay} if step in COMPOSED else {}
            getattr(tasks, step)(session, actor, task.id, version=task.version, now=self.now, **words, **extra)

        self._do(who, work)

    @rule(who=st.sampled_from(["member", "coordinator"]), position=POSITION)
    def take_the_last_step_back(self, who: str, position: int) -> None:
        def work(session: Session, actor: Any) -> None:
            task = self._task(session, position)
            tasks.undo(session, actor, task.id, version=task.version, now=self.now, compose=self.relay)

        self._do(who, work)

    @rule(position=POSITION, days=st.integers(1, 20), hold=st.sampled_from(sorted(Hold)))
    def set_a_date(self, position: int, days: int, hold: Hold) -> None:
        def work(session: Session, actor: Any) -> None:
            task = self._task(session, position)
            tasks.change_due(
                session, actor, task.id, version=task.version, now=self.now, day=self.now.date() + timedelta(days=days),
                reason="Theo đề nghị", hold=hold, compose=self.relay,
            )  # fmt: skip

        self._do("coordinator", work)

    @rule(positions=st.sets(POSITION, min_size=1), days=st.sampled_from([-3, -1, 1, 2, 5]))
    def shift_dates(self, positions: set[int], days: int) -> None:
        def work(session: Session, actor: Any) -> None:
            chosen = Shifting(task_ids=frozenset(self._task(session, one).id for one in positions), days=days)
            reason = "Lùi theo tiến độ"
            found = due_shift.preview(session, actor, self.conference_id, chosen, now=self.now, reason=reason)
            due_shift.apply(
                session, actor, self.conference_id, chosen, seen=found.seen, reason=reason, compose=self.relay,
                now=self.now,
            )  # fmt: skip

        self._do("coordinator", work)

    # the event

    @rule(days=st.sampled_from([-7, -2, 3, 14, None]))
    def move_the_event(self, days: int | None) -> None:
        day = EVENT + timedelta(days=days or 0)
        self._replan(Wanted(event=None if days is None else Event(start=day, end=day)))

    @rule()
    def call_the_event_off(self) -> None:
        self._replan(Wanted(cancel=True))

    @rule()
    def reinstate_the_event(self) -> None:
        self._replan(Wanted(reinstate=True))

    def _replan(self, wanted: Wanted) -> None:
        def work(session: Session, actor: Any) -> None:
            found = event_move.preview(session, actor, self.conference_id, wanted, now=self.now)
            event_move.apply(
                session, actor, self.conference_id, wanted, seen=found.seen, reason="Đổi lịch", compose=self.relay,
                now=self.now,
            )  # fmt: skip

        self._do("coordinator", work)

    @rule()
    def take_the_last_move_back(self) -> None:
        def work(session: Session, actor: Any) -> None:
            if row := replan_undo.newest(session, self.conference_id):
                replan_undo.undo(session, actor, self.conference_id, row.id, compose=self.relay, now=self.now)

        self._do("coordinator", work)

    # more time

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
                    session, actor, request.id, due_version=version, now=self.now, compose=self.relay, reason="Đồng ý"
                )

        self._do("leader", work)

    @rule()
    def take_the_decision_back(self) -> None:
        def work(session: Session, actor: Any) -> None:
            newest = select(ExtensionRequest).order_by(ExtensionRequest.id.desc()).limit(1)
            for request in session.scalars(newest):
                extension_decisions.undo(session, actor, request.id, now=self.now, compose=self.relay)

        self._do("leader", work)

    # what is reminded of

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

    @rule(policy=st.sampled_from(POLICIES))
    def change_the_policy(self, policy: Policy) -> None:
        def work(session: Session, actor: Any) -> None:
            place = policy_changes.of_conference(session, actor, self.conference_id)
            found = policy_changes.preview(session, place, policy, today=self.now.date())
            policy_changes.save(session, actor, place, policy, seen=found.seen, now=self.now)

        self._do("coordinator", work)

    @rule(position=st.one_of(st.none(), POSITION), confirmed=st.booleans())
    def nudge(self, position: int | None, confirmed: bool) -> None:
        def work(session: Session, actor: Any) -> None:
            how: dict[str, Any] = {"confirmed": confirmed, "compose": self.relay, "now": self.now}
            if position is None:
                nudges.about_unit(session, actor, self.conference_id, self.department_id, **how)
            else:
                nudges.about_task(session, actor, self._task(session, position).id, **how)

        self._do("coordinator", work)

    # time and the jobs

    @rule(hours=st.sampled_from([1, 5, 24, 72]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def plan(self) -> None:
        with self.database.readers() as session:
            key = digest_key(MAILBOX, self.now.astimezone(VIETNAM).date())
            served = session.scalar(select(OutboxMail.id).where(OutboxMail.key == key)) is not None
        jobs.run(PLAN_REMINDERS, self.database, self.relay, at=self.now)
        with self.database.readers() as session:
            self.found += [f"not heard: {one}" for one in truth.unheard(session, MAILBOX, self.now, served)]

    @rule(answers=ANSWERS)
    def deliver(self, answers: Sequence[Answer] = ()) -> None:
        """A minute later, when what is sent at once may go."""
        self.now += timedelta(minutes=1)
        self.relay.expect(answers)
        with suppress(Killed):
            jobs.run(DELIVER_MAIL, self.database, self.relay, at=self.now)

    @rule()
    def the_next_morning_with_the_scheduler(self) -> None:
        local = self.now.astimezone(VIETNAM) + timedelta(days=1)
        self.now = local.replace(hour=8, minute=0).astimezone(UTC)
        self.plan()
        self.deliver()

    def _is_true(self, envelope: Envelope) -> int:
        """What the mail says is so, now that it goes out. Collected: the delivery stops for no mail."""
        with self.database.readers() as session:
            claimed = select(OutboxMail).where(
                OutboxMail.message_id == envelope.message_id, OutboxMail.state == MailState.SENDING
            )
            mail = session.scalars(claimed).one()
            self.found += [f"sent: {words}" for words in truth.untrue(session, mail)]
            return mail.id

    # what always holds

    @invariant()
    def nothing_untrue_is_sent_and_nothing_is_lost(self) -> None:
        _nothing("what is said is not so, or was not said", self.found)

    @invariant()
    def nothing_arrives_twice_but_what_could_not_be_noted(self) -> None:
        copies, excused = self.relay.copies, self.relay.excused
        _nothing("sent again", [mail_id for mail_id, count in copies.items() if count > 1 + excused[mail_id]])

    @invariant()
    def the_ledger_is_sound(self) -> None:
        with self.database.readers() as session:
            _nothing("two lines for one key", truth.twice_in_the_ledger(session))
            _nothing("it waits and is not so any more", truth.waiting_untrue(session))
            _nothing("two digests a day", truth.second_digests(session))
            before, self.dates = self.dates, truth.dates(session)
            _nothing("moved without a new version", truth.moved_unnoticed(before, self.dates))


def _nothing(of: str, found: Sequence[object]) -> None:
    assert not found, f"{of}: {'; '.join(map(str, found))}"
