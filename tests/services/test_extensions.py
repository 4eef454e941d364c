"""Requests for more time: what is asked, who answers, what an answer leaves in the task, its history and its mail."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tests.services.test_tasks import Composer, add_pending_mail, steps_of
from tracker.db import Database
from tracker.domain.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, StepRefused
from tracker.domain.glossary import Anchor, ConferenceState, DueFlag, DueSource, ExtensionState, TaskState
from tracker.domain.permissions import Actor
from tracker.models import Conference, ExtensionRequest, MailState, OutboxMail, Reminder, Task, TaskEvent, TaskPartner
from tracker.services import extension_decisions, extension_page, extension_queue, extensions, task_page, tasks
from tracker.services.task_files import MAX_FILE, Upload

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # Wednesday 25/11/2026, 12:00 in Vietnam
LATER = NOON + timedelta(minutes=5)
DUE, WANTED, OTHER = date(2026, 12, 4), date(2026, 12, 8), date(2026, 12, 7)


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    """On Tuesday 15/12/2026."""
    return make_conference(session, cast.host, cast.people["coordinator"])


@pytest.fixture
def task(session: Session, cast: Cast, conference: Conference) -> Task:
    """The department's report, due Friday 4/12/2026, at the latest Tuesday 8/12, counted from the event."""
    return make_task(
        session, conference, cast.department, anchor=Anchor.START, offset_days=-7, due_flag=DueFlag.SHORTENED
    )


@pytest.fixture
def member(cast: Cast) -> Actor:
    return cast.actor("member")


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.actor("coordinator")


@pytest.fixture
def leader(cast: Cast) -> Actor:
    return cast.actor("leader")


def ask(session: Session, actor: Actor, task: Task, **values: Any) -> ExtensionRequest:
    plain: dict[str, Any] = {"version": task.version, "now": NOON, "day": WANTED, "reason": "Chờ số liệu của xã"}
    extensions.ask(session, actor, task.id, **(plain | values))
    found = extensions.open_of(session, task.id)
    assert found is not None
    return found


def accept(session: Session, actor: Actor, request: ExtensionRequest, **values: Any) -> ExtensionRequest:
    due_version = request.task.due_version
    plain: dict[str, Any] = {"due_version": due_version, "now": LATER, "compose": Composer()}
    return extension_decisions.accept(session, actor, request.id, **(plain | values))


def refuse(session: Session, actor: Actor, request: ExtensionRequest, **values: Any) -> ExtensionRequest:
    plain: dict[str, Any] = {
        "due_version": request.task.due_version, "now": LATER, "compose": Composer(), "reason": "Sát ngày hội nghị",
    }  # fmt: skip
    return extension_decisions.refuse(session, actor, request.id, **(plain | values))


def mails(session: Session) -> list[tuple[str, str, MailState]]:
    query = select(OutboxMail).where(OutboxMail.kind == "extension").order_by(OutboxMail.id)
    return [(mail.kind, mail.recipient, mail.state) for mail in session.scalars(query)]


class TestAsking:
    def test_it_is_kept_with_reason_dates_and_file_and_changes_nothing_yet(
        self, session: Session, task: Task, member: Actor
    ) -> None:
        version = task.version
        upload = Upload(filename="../../Công văn 12.pdf", content=b"%PDF")
        found = ask(session, member, task, file=upload)
        assert (found.number, found.due, found.wanted, found.reason) == (1, DUE, WANTED, "Chờ số liệu của xã")
        assert (found.filename, found.size, found.asked_by_id) == ("Công văn 12.pdf", 4, member.user_id)
        assert (task.due, task.extensions, task.version, task.due_version) == (DUE, 0, version, 1)
        assert steps_of(session, task) == ["extension_asked"]
        assert extensions.file_of(session, member, found.id).content == b"%PDF"

    def test_the_coordinator_may_enter_it_for_a_unit_that_telephones(
        self, session: Session, task: Task, coordinator: Actor
    ) -> None:
        assert ask(session, coordinator, task).asked_by_id == coordinator.user_id

    def test_other_units_partners_and_the_leadership_may_not(self, session: Session, task: Task, cast: Cast) -> None:
        with pytest.raises(NotFound):
            ask(session, cast.actor("outsider"), task)
        session.add(TaskPartner(task_id=task.id, unit_id=cast.office.id, words="Văn phòng"))
        session.flush()
        session.expire(task)
        for who in ("officer", "leader"):
            with pytest.raises(NotAllowed):
                ask(session, cast.actor(who), task)

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"reason": " \n "}, "reason_missing"),
            ({"reason": "x" * 4001}, "text_too_long"),
            ({"day": None}, "extension_day_missing"),
            ({"day": date(2026, 11, 24)}, "extension_past"),
            ({"day": DUE}, "extension_not_later"),
            ({"day": date(2026, 12, 6)}, "extension_day_off"),
            ({"day": date(2026, 12, 9)}, "extension_after_latest"),
            ({"file": Upload(filename="a.pdf", content=b"")}, "file_empty"),
            ({"file": Upload(filename="a.pdf", content=bytes(MAX_FILE + 1))}, "file_too_large"),
        ],
    )
    def test_what_is_wrong_is_told_and_nothing_is_kept(
        self, session: Session, task: Task, member: Actor, values: dict[str, Any], code: str
    ) -> None:
        with pytest.raises(InvalidInput) as refused:
            extensions.ask(
                session, member, task.id,
                **({"version": task.version, "now": NOON, "day": WANTED, "reason": "Chờ số liệu"} | values),
            )  # fmt: skip
        assert refused.value.code == code
        assert extensions.of_task(session, task.id) == []

    def test_it_is_too_late_one_working_day_before(self, session: Session, task: Task, member: Actor) -> None:
        ask_by = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
        with pytest.raises(StepRefused, match="extension_too_late"):
            ask(session, member, task, now=ask_by + timedelta(days=1))
        assert ask(session, member, task, now=ask_by).number == 1

    def test_one_waits_at_a_time(self, session: Session, task: Task, member: Actor) -> None:
        ask(session, member, task)
        with pytest.raises(StepRefused, match="extension_open"):
            ask(session, member, task)

    def test_a_page_that_is_out_of_date_asks_for_nothing(self, session: Session, task: Task, member: Actor) -> None:
        seen = task.version
        tasks.start(session, member, task.id, version=seen, now=NOON)
        with pytest.raises(StaleVersion):
            ask(session, member, task, version=seen)

    def test_of_two_colleagues_in_the_same_moment_one_is_told(
        self, database: Database, session: Session, task: Task, member: Actor
    ) -> None:
        session.commit()
        with database.sessions() as slower:
            tasks.get(slower, member, task.id)
            assert extensions.open_of(slower, task.id) is None
            slower.commit()
            ask(session, member, task)
            session.commit()
            with pytest.raises(StepRefused, match="extension_open"):
                ask(slower, member, task)
        assert len(extensions.of_task(session, task.id)) == 1

    def test_the_unit_can_take_it_back_and_ask_anew(self, session: Session, task: Task, member: Actor) -> None:
        first = ask(session, member, task)
        extensions.withdraw(session, member, task.id, first.id, version=task.version, now=LATER)
        assert (first.state, first.decided_by_id) == (ExtensionState.WITHDRAWN, member.user_id)
        with pytest.raises(StaleVersion):
            extensions.withdraw(session, member, task.id, first.id, version=task.version, now=LATER)
        assert ask(session, member, task).number == 1
        assert steps_of(session, task) == ["extension_asked", "extension_withdrawn", "extension_asked"]

    def test_a_request_about_another_task_cannot_be_taken_back_here(
        self, session: Session, task: Task, member: Actor, cast: Cast
    ) -> None:
        other = make_task(session, task.conference, cast.department, position=2)
        found = ask(session, member, other)
        with pytest.raises(StaleVersion):
            extensions.withdraw(session, member, task.id, found.id, version=task.version, now=LATER)
        assert found.state is ExtensionState.OPEN


class TestGranting:
    def test_the_wanted_day_is_a_promise_beside_the_kept_rule(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        request = accept(session, coordinator, ask(session, member, task))
        assert (request.state, request.granted, request.decided_by_id) == (
            ExtensionState.ACCEPTED, WANTED, coordinator.user_id,
        )  # fmt: skip
        assert (task.due, task.original_due, task.extensions, task.due_version) == (WANTED, DUE, 1, 2)
        assert (task.due_source, task.due_words, task.pinned) == (DueSource.PERSON, "Chờ số liệu của xã", True)
        assert (task.anchor, task.offset_days, task.due_flag) == (Anchor.START, -7, None)
        page = task_page.load(session, member, task.id, now=LATER)
        assert page.due_set is not None
        assert page.due_set.step == "extension_granted"

    def test_another_day_needs_a_reason(self, session: Session, task: Task, member: Actor, coordinator: Actor) -> None:
        request = ask(session, member, task)
        with pytest.raises(InvalidInput, match="reason_missing"):
            accept(session, coordinator, request, day=OTHER)
        accept(session, coordinator, request, day=OTHER, reason="Cần một ngày để in")
        assert (request.state, request.granted, request.answer) == (
            ExtensionState.ADJUSTED, OTHER, "Cần một ngày để in",
        )  # fmt: skip
        assert task.due == OTHER

    @pytest.mark.parametrize(
        ("day", "code"),
        [
            (date(2026, 12, 9), "extension_after_latest"),
            (date(2026, 12, 5), "extension_day_off"),
            (DUE, "extension_not_later"),
            (date(2026, 11, 20), "extension_past"),
        ],
    )
    def test_the_limits_bind_who_decides_too(
        self, session: Session, task: Task, member: Actor, coordinator: Actor, day: date, code: str
    ) -> None:
        request = ask(session, member, task)
        with pytest.raises(InvalidInput) as refused:
            accept(session, coordinator, request, day=day, reason="Theo lịch họp")
        assert (refused.value.code, request.state, task.due) == (code, ExtensionState.OPEN, DUE)

    def test_a_ceiling_that_came_closer_since_binds(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        request = ask(session, member, task)
        task.latest = OTHER
        session.flush()
        with pytest.raises(InvalidInput, match="extension_after_latest"):
            accept(session, coordinator, request)

    def test_tasks_that_co_operate_move_along_and_pending_reminders_are_dropped(
        self, session: Session, task: Task, member: Actor, coordinator: Actor, cast: Cast
    ) -> None:
        partner = make_task(
            session, task.conference, cast.office, position=2, lead_task_id=task.id, due_source=DueSource.LEAD_TASK
        )
        mail = add_pending_mail(session, task)
        accept(session, coordinator, ask(session, member, task))
        assert (partner.due, partner.due_version, mail.state) == (WANTED, 2, MailState.CANCELLED)
        assert steps_of(session, partner) == ["due_changed"]

    def test_the_unit_is_told_once_and_the_ledger_says_so(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        composer = Composer()
        request = accept(session, coordinator, ask(session, member, task), compose=composer)
        assert [kind for kind, _ in composer.asked] == ["extension"]
        assert mails(session) == [("extension", "qlkh@haibinh.example", MailState.PENDING)]
        row = session.scalars(select(Reminder).where(Reminder.task_id == task.id)).one()
        assert (row.stage, row.recipient, row.due_version) == (f"extension_{request.id}", "qlkh@haibinh.example", 2)

    def test_a_unit_that_nobody_can_reach_is_in_the_ledger(
        self, session: Session, task: Task, member: Actor, coordinator: Actor, cast: Cast
    ) -> None:
        cast.department.email = None
        cast.people["member"].active = False
        session.flush()
        accept(session, coordinator, ask(session, member, task))
        row = session.scalars(select(Reminder).where(Reminder.task_id == task.id)).one()
        assert (row.mail_id, row.reason, mails(session)) == (None, "no_address", [])

    def test_the_news_is_sent_although_the_work_is_handed_in_meanwhile(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        accept(session, coordinator, ask(session, member, task))
        tasks.submit(session, member, task.id, version=task.version, now=LATER)
        assert [state for *_, state in mails(session)] == [MailState.PENDING]

    def test_the_first_date_is_kept_over_two_extensions_and_a_third_is_refused(
        self, session: Session, task: Task, member: Actor, coordinator: Actor, leader: Actor
    ) -> None:
        accept(session, coordinator, ask(session, member, task, day=OTHER))
        second = ask(session, member, task)
        assert second.number == 2
        with pytest.raises(NotAllowed):
            accept(session, coordinator, second)
        with pytest.raises(NotAllowed):
            refuse(session, coordinator, second)
        accept(session, leader, second)
        assert (task.due, task.original_due, task.extensions) == (WANTED, DUE, 2)
        with pytest.raises(StepRefused, match="extension_third"):
            ask(session, member, task, day=date(2026, 12, 9))

    def test_the_leadership_may_take_the_first_too(
        self, session: Session, task: Task, member: Actor, leader: Actor
    ) -> None:
        assert accept(session, leader, ask(session, member, task)).state is ExtensionState.ACCEPTED

    def test_members_partners_and_others_decide_nothing(
        self, session: Session, task: Task, member: Actor, cast: Cast
    ) -> None:
        request = ask(session, member, task)
        with pytest.raises(NotAllowed):
            accept(session, member, request)
        for who in ("outsider", "administrator"):
            with pytest.raises(NotFound):
                refuse(session, cast.actor(who), request)


class TestRefusing:
    def test_the_date_stays_and_the_reason_goes_to_the_unit(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        composer = Composer()
        request = refuse(session, coordinator, ask(session, member, task), compose=composer)
        assert (request.state, request.granted, request.answer) == (ExtensionState.REFUSED, None, "Sát ngày hội nghị")
        assert (task.due, task.extensions, task.pinned, task.due_version) == (DUE, 0, False, 1)
        assert composer.asked[0][1]["request"] is request
        assert steps_of(session, task) == ["extension_asked", "extension_refused"]

    def test_a_reason_is_required(self, session: Session, task: Task, member: Actor, coordinator: Actor) -> None:
        request = ask(session, member, task)
        with pytest.raises(InvalidInput, match="reason_missing"):
            refuse(session, coordinator, request, reason="")

    def test_the_unit_may_ask_again_in_time(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        refuse(session, coordinator, ask(session, member, task))
        assert ask(session, member, task, day=OTHER).number == 1


class TestMeanwhile:
    def test_a_second_decision_is_stale(
        self, session: Session, task: Task, member: Actor, coordinator: Actor, leader: Actor
    ) -> None:
        request = ask(session, member, task)
        seen = task.due_version
        refuse(session, coordinator, request)
        with pytest.raises(StaleVersion):
            accept(session, leader, request, due_version=seen)
        assert (request.state, task.due) == (ExtensionState.REFUSED, DUE)

    @pytest.mark.parametrize("slow", [accept, refuse])
    def test_of_two_who_decide_in_the_same_moment_one_is_told(
        self, database: Database, session: Session, task: Task, member: Actor, coordinator: Actor, leader: Actor,
        slow: Callable[..., ExtensionRequest],
    ) -> None:  # fmt: skip
        request = ask(session, member, task)
        session.commit()
        with database.sessions() as slower:
            theirs = slower.get_one(ExtensionRequest, request.id)
            seen = theirs.task.due_version
            slower.commit()
            refuse(session, coordinator, request)
            session.commit()
            with pytest.raises(StaleVersion):
                slow(slower, leader, theirs, due_version=seen)
            slower.rollback()
        assert len(mails(session)) == 1

    def test_a_date_moved_meanwhile_is_stale(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        request = ask(session, member, task)
        seen = task.due_version
        tasks.change_due(
            session, coordinator, task.id, version=task.version, now=NOON, day=date(2026, 12, 3), reason="Họp sớm"
        )
        assert request.state is ExtensionState.OPEN
        with pytest.raises(StaleVersion):
            accept(session, coordinator, request, due_version=seen)
        assert accept(session, coordinator, request).state is ExtensionState.ACCEPTED

    def test_a_date_moved_to_the_wanted_day_overtakes_the_request(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        request = ask(session, member, task)
        tasks.change_due(session, coordinator, task.id, version=task.version, now=NOON, day=WANTED, reason="Gia hạn")
        session.refresh(request)
        assert request.state is ExtensionState.LAPSED

    @pytest.mark.parametrize(("due", "lapsed"), [(WANTED, 1), (date(2026, 12, 20), 1), (None, 1), (OTHER, 0)])
    def test_a_re_planning_overtakes_what_it_gives_or_takes_away(
        self, session: Session, task: Task, member: Actor, due: date | None, lapsed: int
    ) -> None:
        ask(session, member, task)
        task.due = due
        assert extensions.lapse_overtaken(session, [task.id], now=LATER) == lapsed
        event = session.scalars(select(TaskEvent).order_by(TaskEvent.id.desc())).first()
        assert event is not None
        assert (event.step, event.actor_id) == (
            ("extension_lapsed", None) if lapsed else ("extension_asked", member.user_id)
        )

    @pytest.mark.parametrize("step", ["submit", "decline", "suspend", "cancel"])
    def test_handing_in_or_setting_aside_overtakes_the_request(
        self, session: Session, task: Task, member: Actor, coordinator: Actor, step: str
    ) -> None:
        request = ask(session, member, task)
        actor = member if step in ("submit", "decline") else coordinator
        words = {} if step == "submit" else {"reason": "Việc khác"}
        getattr(tasks, step)(session, actor, task.id, version=task.version, now=LATER, **words)
        session.refresh(request)
        assert (request.state, request.decided_by_id) == (ExtensionState.LAPSED, None)
        with pytest.raises(StaleVersion):
            accept(session, coordinator, request)

    def test_a_lapsed_request_stands_in_no_step_s_way(self, session: Session, task: Task, member: Actor) -> None:
        ask(session, member, task)
        tasks.decline(session, member, task.id, version=task.version, now=NOON, reason="Việc của Văn phòng")
        tasks.undo(session, member, task.id, version=task.version, now=LATER)
        assert task.state is TaskState.ASSIGNED

    def test_nothing_is_decided_in_a_conference_that_was_called_off(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        request = ask(session, member, task)
        task.conference.state = ConferenceState.CANCELLED
        session.flush()
        with pytest.raises(StepRefused, match="conference_closed"):
            accept(session, coordinator, request)
        assert extension_queue.waiting(session, coordinator, today=NOON.date()) == ()


class TestTakingBack:
    def test_a_grant_is_taken_back_whole_and_its_mail_is_never_sent(
        self, session: Session, task: Task, member: Actor, coordinator: Actor, cast: Cast
    ) -> None:
        partner = make_task(
            session, task.conference, cast.office, position=2, lead_task_id=task.id, due_source=DueSource.LEAD_TASK
        )
        request = accept(session, coordinator, ask(session, member, task))
        composer = Composer()
        extension_decisions.undo(session, coordinator, request.id, now=LATER, compose=composer)
        assert (request.state, request.granted, request.decided_by_id) == (ExtensionState.OPEN, None, None)
        assert (task.due, task.original_due, task.extensions, task.pinned) == (DUE, None, 0, False)
        assert (task.due_source, task.due_words, task.due_flag) == (DueSource.RULE, "", DueFlag.SHORTENED)
        assert (task.due_version, partner.due) == (3, DUE)
        assert ([state for *_, state in mails(session)], composer.asked) == ([MailState.CANCELLED], [])
        accept(session, coordinator, request)
        assert (task.due, [state for *_, state in mails(session)]) == (
            WANTED, [MailState.CANCELLED, MailState.PENDING],
        )  # fmt: skip

    def test_a_unit_that_was_told_is_told_of_it(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        request = refuse(session, coordinator, ask(session, member, task))
        session.scalars(select(OutboxMail).where(OutboxMail.kind == "extension")).one().state = MailState.SENT
        session.flush()
        extension_decisions.undo(session, coordinator, request.id, now=LATER, compose=Composer())
        assert [state for *_, state in mails(session)] == [MailState.SENT, MailState.PENDING]
        assert request.state is ExtensionState.OPEN

    def test_only_one_s_own_fresh_decision_on_which_nothing_was_built(
        self, session: Session, task: Task, member: Actor, coordinator: Actor, leader: Actor
    ) -> None:
        request = accept(session, coordinator, ask(session, member, task))

        def undo(actor: Actor, now: datetime = LATER) -> None:
            extension_decisions.undo(session, actor, request.id, now=now, compose=Composer())

        for actor, now in ((leader, LATER), (coordinator, LATER + timedelta(minutes=16))):
            with pytest.raises(StepRefused, match="undo_closed"):
                undo(actor, now)
        tasks.submit(session, member, task.id, version=task.version, now=LATER)
        with pytest.raises(StepRefused, match="undo_closed"):
            undo(coordinator)
        assert task.due == WANTED

    def test_a_refusal_after_which_the_unit_asked_anew_stays(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        request = refuse(session, coordinator, ask(session, member, task))
        ask(session, member, task, day=OTHER)
        with pytest.raises(StepRefused, match="undo_closed"):
            extension_decisions.undo(session, coordinator, request.id, now=LATER, compose=Composer())


class TestQueue:
    def test_who_has_to_decide_sees_it_first_and_what_it_means(
        self, session: Session, task: Task, member: Actor, coordinator: Actor, leader: Actor, cast: Cast
    ) -> None:
        make_task(session, task.conference, cast.office, position=3, kind="send_papers", due=date(2026, 12, 10))
        second = make_task(session, task.conference, cast.department, position=2, extensions=1, original_due=DUE)
        ask(session, member, second)
        ask(session, member, task)

        def seen(actor: Actor) -> list[tuple[int, bool, bool]]:
            found = extension_queue.waiting(session, actor, today=date(2026, 11, 27))
            return [(one.task.id, one.mine, one.may_decide) for one in found]

        assert seen(coordinator) == [(task.id, True, True), (second.id, False, False)]
        assert seen(leader) == [(second.id, True, True), (task.id, False, True)]
        assert (extension_queue.count(session, coordinator), extension_queue.count(session, leader)) == (1, 1)
        one = extension_queue.waiting(session, coordinator, today=date(2026, 11, 27))[0]
        assert (one.waited, one.left, one.impact.more, one.impact.ceiling_left) == (2, 5, 2, 0)
        assert [crowded.gap for crowded in one.impact.crowded] == [2]

    def test_others_have_no_queue(self, session: Session, task: Task, member: Actor, cast: Cast) -> None:
        ask(session, member, task)
        for who in ("member", "outsider", "administrator"):
            assert extension_queue.waiting(session, cast.actor(who), today=NOON.date()) == ()
            assert extension_queue.count(session, cast.actor(who)) == 0

    def test_files_are_for_who_sees_the_task(self, session: Session, task: Task, member: Actor, cast: Cast) -> None:
        request = ask(session, member, task, file=Upload(filename="a.pdf", content=b"%PDF-1.7"))
        assert extensions.file_of(session, cast.actor("leader"), request.id).filename == "a.pdf"
        with pytest.raises(NotFound):
            extensions.file_of(session, cast.actor("outsider"), request.id)

    def test_a_request_without_a_file_has_none_to_give(self, session: Session, task: Task, member: Actor) -> None:
        with pytest.raises(NotFound):
            extensions.file_of(session, member, ask(session, member, task).id)


def test_the_task_s_page_says_until_when_and_who_decides(session: Session, task: Task, member: Actor) -> None:
    page = extension_page.load(session, member, task, today=date(2026, 11, 25))
    assert (page.refusal, page.ask_by, page.ceiling, page.number, page.by_leadership) == (
        None, date(2026, 12, 2), date(2026, 12, 8), 1, False,
    )  # fmt: skip
    request = ask(session, member, task)
    page = extension_page.load(session, member, task, today=date(2026, 11, 25))
    assert (page.open, page.past, page.decides) == (request, (), False)
    assert page.refusal is not None
