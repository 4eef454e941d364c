"""What people do to a task, and what is left of it in state, dates, history, files and pending mail."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.db import Database
from tracker.domain.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, StepRefused
from tracker.domain.glossary import Anchor, AssignmentRole, ConferenceState, DueSource, TaskState
from tracker.domain.permissions import Actor
from tracker.domain.task import Step
from tracker.models import Conference, MailState, OutboxMail, Reminder, Task, TaskEvent, TaskFile, TaskPartner
from tracker.services import task_files, task_history, task_page, tasks
from tracker.services.task_files import Upload, safe_name

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # Wednesday 25/11/2026, 12:00 in Vietnam
TODAY = date(2026, 11, 25)


class Letter:
    subject = text = html = "letter"
    calendar = unsubscribe = None


class Composer:
    """Renders nothing; keeps what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, object]]] = []

    def compose(self, kind: str, **context: object) -> Letter:
        self.asked.append((kind, context))
        return Letter()

    def token(self, name: str) -> str:
        return name


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    return make_conference(session, cast.host, cast.people["coordinator"])


@pytest.fixture
def task(session: Session, cast: Cast, conference: Conference) -> Task:
    """Assigned to the department, due Friday 4/12/2026, at the latest Tuesday 8/12."""
    return make_task(session, conference, cast.department)


@pytest.fixture
def member(cast: Cast) -> Actor:
    return cast.actor("member")


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.actor("coordinator")


def submitted(session: Session, task: Task, member: Actor, **values: Any) -> Task:
    return tasks.submit(session, member, task.id, **({"version": task.version, "now": NOON} | values))


def steps_of(session: Session, task: Task) -> list[str]:
    query = select(TaskEvent.step).where(TaskEvent.task_id == task.id).order_by(TaskEvent.id)
    return list(session.scalars(query))


def add_pending_mail(session: Session, task: Task) -> OutboxMail:
    mail = OutboxMail(
        key="digest:x", kind="digest", recipient="a@b.example", recipient_name="A", subject="s", text="t", html="h",
        message_id="<x>", host_id=task.conference.host_id, not_before=NOON, created_at=NOON,
    )  # fmt: skip
    session.add(mail)
    session.flush()
    session.add(
        Reminder(
            task_id=task.id, stage="before_3", audience="unit", recipient="a@b.example", due_version=task.due_version,
            at=NOON, mail_id=mail.id,
        )
    )  # fmt: skip
    session.flush()
    return mail


class TestSeeing:
    def test_the_unit_that_leads_the_task_sees_it(self, session: Session, task: Task, member: Actor) -> None:
        assert tasks.get(session, member, task.id) is task

    def test_the_host_s_coordinator_and_leader_see_it(self, session: Session, task: Task, cast: Cast) -> None:
        assert [tasks.get(session, cast.actor(who), task.id) for who in ("coordinator", "leader")] == [task, task]

    @pytest.mark.parametrize("who", ["officer", "outsider", "administrator"])
    def test_other_units_and_the_administrator_do_not(self, session: Session, task: Task, cast: Cast, who: str) -> None:
        with pytest.raises(NotFound):
            tasks.get(session, cast.actor(who), task.id)

    def test_a_partner_unit_sees_it_and_may_do_nothing_but_talk(self, session: Session, task: Task, cast: Cast) -> None:
        session.add(TaskPartner(task_id=task.id, unit_id=cast.office.id, words="Văn phòng"))
        session.flush()
        officer = cast.actor("officer")
        assert tasks.steps_open_to(officer, tasks.get(session, officer, task.id)) == frozenset()
        tasks.comment(session, officer, task.id, now=NOON, text="Văn phòng đã đặt hội trường.")
        with pytest.raises(NotAllowed):
            tasks.acknowledge(session, officer, task.id, version=task.version, now=NOON)
        assert steps_of(session, task) == ["comment"]

    def test_a_draft_is_the_host_s_alone(self, session: Session, task: Task, member: Actor, coordinator: Actor) -> None:
        task.state = TaskState.DRAFT
        session.flush()
        assert tasks.get(session, coordinator, task.id) is task
        with pytest.raises(NotFound):
            tasks.get(session, member, task.id)


class TestOpenSteps:
    def test_the_unit_s_steps_follow_from_the_state(self, session: Session, task: Task, member: Actor) -> None:
        assert tasks.steps_open_to(member, task) == {Step.ACKNOWLEDGE, Step.START, Step.SUBMIT, Step.DECLINE}
        submitted(session, task, member)
        assert tasks.steps_open_to(member, task) == {Step.WITHDRAW}

    def test_the_coordinator_answers_what_waits(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        on_behalf = {Step.ACKNOWLEDGE, Step.START, Step.SUBMIT, Step.DECLINE}
        assert tasks.steps_open_to(coordinator, task) == on_behalf | {Step.SUSPEND, Step.CANCEL}
        submitted(session, task, member)
        answers = {Step.ACCEPT, Step.RETURN_, Step.SUSPEND, Step.CANCEL}
        assert tasks.steps_open_to(coordinator, task) == answers | {Step.WITHDRAW}

    def test_a_leader_watches(self, task: Task, cast: Cast) -> None:
        assert tasks.steps_open_to(cast.actor("leader"), task) == frozenset()

    def test_who_is_both_coordinator_and_member_may_do_both(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        both = Actor(user_id=coordinator.user_id, name="Cả hai", grants=member.grants + coordinator.grants)
        submitted(session, task, both)
        assert {Step.WITHDRAW, Step.ACCEPT} <= tasks.steps_open_to(both, task)
        assert tasks.accept(session, both, task.id, version=task.version, now=NOON).state is TaskState.COMPLETED

    def test_nothing_is_open_once_the_conference_is_cancelled(
        self, session: Session, task: Task, member: Actor, conference: Conference
    ) -> None:
        conference.state = ConferenceState.CANCELLED
        assert tasks.steps_open_to(member, task) == frozenset()
        with pytest.raises(StepRefused, match="conference_closed"):
            tasks.acknowledge(session, member, task.id, version=task.version, now=NOON)


class TestReporting:
    def test_acknowledging_says_that_the_unit_knows(self, session: Session, task: Task, member: Actor) -> None:
        tasks.acknowledge(session, member, task.id, version=task.version, now=NOON)
        assert (task.state, task.acknowledged) == (TaskState.ACKNOWLEDGED, True)

    def test_progress_starts_the_work_once_and_then_adds_notes(
        self, session: Session, task: Task, member: Actor
    ) -> None:
        tasks.start(session, member, task.id, version=task.version, now=NOON, note="Đã có dự thảo")
        tasks.start(session, member, task.id, version=task.version, now=NOON, note="Đang trình duyệt")
        assert task.state is TaskState.IN_PROGRESS
        assert [(event.step, event.note) for event in reversed(task.events)] == [
            ("start", "Đã có dự thảo"),
            ("progress", "Đang trình duyệt"),
        ]

    def test_progress_without_words_in_a_started_task_asks_for_them(
        self, session: Session, task: Task, member: Actor
    ) -> None:
        tasks.start(session, member, task.id, version=task.version, now=NOON)
        with pytest.raises(InvalidInput, match="note_missing"):
            tasks.start(session, member, task.id, version=task.version, now=NOON, note="  ")

    def test_a_submission_counts_on_vietnam_s_date(self, session: Session, task: Task, member: Actor) -> None:
        late_evening_in_utc = datetime(2026, 12, 4, 17, 30, tzinfo=UTC)  # 00:30 on 5/12 in Vietnam
        submitted(session, task, member, now=late_evening_in_utc)
        assert (task.submitted_on, task.submitted_at) == (date(2026, 12, 5), late_evening_in_utc)

    def test_withdrawing_brings_the_state_before_back(self, session: Session, task: Task, member: Actor) -> None:
        tasks.acknowledge(session, member, task.id, version=task.version, now=NOON)
        submitted(session, task, member)
        tasks.withdraw(session, member, task.id, version=task.version, now=NOON)
        assert (task.state, task.submitted_on, task.submitted_at) == (TaskState.ACKNOWLEDGED, None, None)

    def test_what_is_confirmed_cannot_be_withdrawn(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        submitted(session, task, member)
        tasks.accept(session, coordinator, task.id, version=task.version, now=NOON)
        with pytest.raises(StepRefused, match="step_refused"):
            tasks.withdraw(session, member, task.id, version=task.version, now=NOON)

    def test_declining_needs_a_reason(self, session: Session, task: Task, member: Actor) -> None:
        with pytest.raises(InvalidInput, match="reason_missing"):
            tasks.decline(session, member, task.id, version=task.version, now=NOON, reason=" \n ")
        tasks.decline(session, member, task.id, version=task.version, now=NOON, reason="Việc của Văn phòng")
        assert task.state is TaskState.DECLINED

    def test_a_text_of_novel_length_is_refused(self, session: Session, task: Task, member: Actor) -> None:
        with pytest.raises(InvalidInput, match="text_too_long"):
            tasks.comment(session, member, task.id, now=NOON, text="dài " * 1001)

    def test_a_page_made_before_somebody_else_s_step_is_stale(
        self, session: Session, task: Task, member: Actor
    ) -> None:
        seen = task.version
        tasks.acknowledge(session, member, task.id, version=seen, now=NOON)
        with pytest.raises(StaleVersion):
            submitted(session, task, member, version=seen)
        assert steps_of(session, task) == ["acknowledge"]

    def test_of_two_people_in_the_same_moment_one_is_told(
        self, database: Database, session: Session, task: Task, member: Actor
    ) -> None:
        session.commit()
        with database.sessions() as slower:
            tasks.get(slower, member, task.id)
            slower.commit()
            tasks.acknowledge(session, member, task.id, version=1, now=NOON)
            session.commit()
            with pytest.raises(StaleVersion):
                tasks.acknowledge(slower, member, task.id, version=1, now=NOON)
        assert steps_of(session, task) == ["acknowledge"]


class TestConfirming:
    def test_accepting_keeps_the_day_of_submission(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        submitted(session, task, member)
        tasks.accept(session, coordinator, task.id, version=task.version, now=NOON + timedelta(days=20))
        assert (task.state, task.submitted_on) == (TaskState.COMPLETED, TODAY)

    def test_a_member_cannot_confirm_the_own_work(self, session: Session, task: Task, member: Actor) -> None:
        submitted(session, task, member)
        with pytest.raises(NotAllowed):
            tasks.accept(session, member, task.id, version=task.version, now=NOON)

    def test_reopening_takes_the_confirmation_back(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        submitted(session, task, member)
        tasks.accept(session, coordinator, task.id, version=task.version, now=NOON)
        tasks.reopen(session, coordinator, task.id, version=task.version, now=NOON)
        assert (task.state, task.submitted_on) == (TaskState.SUBMITTED, TODAY)

    def test_returning_needs_a_reason_and_tells_the_unit(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        composer = Composer()
        submitted(session, task, member)
        with pytest.raises(InvalidInput, match="reason_missing"):
            tasks.return_(session, coordinator, task.id, version=task.version, now=NOON, reason="", compose=composer)
        tasks.return_(
            session, coordinator, task.id, version=task.version, now=NOON, reason="Thiếu biểu số 2", compose=composer
        )
        assert (task.state, task.submitted_on) == (TaskState.RETURNED, None)
        assert [(kind, context["reason"]) for kind, context in composer.asked] == [("returned", "Thiếu biểu số 2")]

    def test_a_returned_task_submitted_anew_gets_the_new_day(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        submitted(session, task, member)
        tasks.return_(session, coordinator, task.id, version=task.version, now=NOON, reason="Thiếu", compose=Composer())
        submitted(session, task, member, now=NOON + timedelta(days=12))
        assert task.submitted_on == date(2026, 12, 7)

    def test_agreeing_to_a_refusal_cancels_the_task(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        tasks.decline(session, member, task.id, version=task.version, now=NOON, reason="Không thuộc nhiệm vụ")
        tasks.accept(session, coordinator, task.id, version=task.version, now=NOON)
        assert task.state is TaskState.CANCELLED

    def test_a_declined_task_can_be_given_to_another_unit(
        self, session: Session, task: Task, member: Actor, coordinator: Actor, cast: Cast
    ) -> None:
        composer = Composer()
        tasks.decline(session, member, task.id, version=task.version, now=NOON, reason="Việc của Văn phòng")
        tasks.assign(
            session, coordinator, task.id, version=task.version, now=NOON, unit_id=cast.office.id, compose=composer
        )
        assert (task.state, task.unit_id, task.assigned_on) == (TaskState.ASSIGNED, cast.office.id, TODAY)
        assert [kind for kind, _context in composer.asked] == ["assigned"]

    def test_suspending_and_resuming_a_submission_loses_nothing(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        submitted(session, task, member)
        tasks.suspend(session, coordinator, task.id, version=task.version, now=NOON, reason="Chờ chỉ đạo")
        assert task.state is TaskState.SUSPENDED
        tasks.resume(session, coordinator, task.id, version=task.version, now=NOON)
        assert (task.state, task.submitted_on) == (TaskState.SUBMITTED, TODAY)

    def test_a_cancelled_task_comes_back_to_where_it_was(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        tasks.start(session, member, task.id, version=task.version, now=NOON, note="Đã bắt đầu")
        tasks.cancel(session, coordinator, task.id, version=task.version, now=NOON, reason="Không tổ chức tham quan")
        tasks.comment(session, member, task.id, now=NOON, text="Đã rõ")
        tasks.resume(session, coordinator, task.id, version=task.version, now=NOON)
        assert task.state is TaskState.IN_PROGRESS


class TestPendingMail:
    @pytest.mark.parametrize("step", ["submit", "decline", "suspend", "cancel", "change_due"])
    def test_a_step_that_makes_a_reminder_untrue_cancels_it(
        self, session: Session, task: Task, member: Actor, coordinator: Actor, step: str
    ) -> None:
        mail = add_pending_mail(session, task)
        who = member if step in {"submit", "decline"} else coordinator
        extra: dict[str, Any] = {} if step == "submit" else {"reason": "Lý do"}
        if step == "change_due":
            extra["day"] = date(2026, 12, 7)
        getattr(tasks, step)(session, who, task.id, version=task.version, now=NOON, **extra)
        assert mail.state is MailState.CANCELLED

    def test_acknowledging_leaves_reminders_alone(self, session: Session, task: Task, member: Actor) -> None:
        mail = add_pending_mail(session, task)
        tasks.acknowledge(session, member, task.id, version=task.version, now=NOON)
        assert mail.state is MailState.PENDING

    def test_undoing_a_return_cancels_the_mail_about_it(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        submitted(session, task, member)
        tasks.return_(session, coordinator, task.id, version=task.version, now=NOON, reason="Thiếu", compose=Composer())
        tasks.undo(session, coordinator, task.id, version=task.version, now=NOON + timedelta(seconds=20))
        assert (task.state, task.submitted_on) == (TaskState.SUBMITTED, TODAY)
        assert list(session.scalars(select(OutboxMail.state))) == [MailState.CANCELLED]


class TestDueDate:
    def test_a_date_set_by_hand_is_pinned_and_rearms_reminders(
        self, session: Session, task: Task, coordinator: Actor
    ) -> None:
        tasks.change_due(
            session, coordinator, task.id, version=task.version, now=NOON, day=date(2026, 12, 7), reason="Sở đồng ý"
        )
        assert (task.due, task.due_source, task.due_version) == (date(2026, 12, 7), DueSource.PERSON, 2)
        event = task.events[0]
        assert (event.step, event.note) == ("due_changed", "Sở đồng ý")
        assert (event.details["old"], event.details["new"]) == ("2026-12-04", "2026-12-07")

    @pytest.mark.parametrize(
        ("day", "code"),
        [
            (None, "due_missing"),
            (date(2026, 11, 24), "due_past"),
            (date(2026, 12, 9), "due_after_latest"),
            (date(2026, 12, 4), "due_same"),
        ],
    )
    def test_days_that_make_no_sense_are_refused(
        self, session: Session, task: Task, coordinator: Actor, day: date | None, code: str
    ) -> None:
        with pytest.raises(InvalidInput, match=code):
            tasks.change_due(session, coordinator, task.id, version=task.version, now=NOON, day=day, reason="Lý do")

    def test_tasks_that_follow_the_lead_task_move_with_it_and_back(
        self, session: Session, task: Task, coordinator: Actor, conference: Conference, cast: Cast
    ) -> None:
        follower = make_task(
            session, conference, cast.office, role=AssignmentRole.COORDINATE, lead_task_id=task.id,
            due_source=DueSource.LEAD_TASK,
        )  # fmt: skip
        tasks.change_due(
            session, coordinator, task.id, version=task.version, now=NOON, day=date(2026, 12, 7), reason="Sở đồng ý"
        )
        assert (follower.due, follower.due_source) == (date(2026, 12, 7), DueSource.LEAD_TASK)
        tasks.undo(session, coordinator, task.id, version=task.version, now=NOON)
        assert (task.due, follower.due) == (date(2026, 12, 4), date(2026, 12, 4))

    def test_only_the_host_changes_it(self, session: Session, task: Task, member: Actor) -> None:
        with pytest.raises(NotAllowed):
            tasks.change_due(
                session, member, task.id, version=task.version, now=NOON, day=date(2026, 12, 7), reason="Xin thêm"
            )

    def test_a_completed_task_keeps_its_date(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        submitted(session, task, member)
        tasks.accept(session, coordinator, task.id, version=task.version, now=NOON)
        with pytest.raises(StepRefused, match="due_closed"):
            tasks.change_due(
                session, coordinator, task.id, version=task.version, now=NOON, day=date(2026, 12, 7), reason="Muộn"
            )


class TestUndo:
    def test_the_own_last_step_is_taken_back(self, session: Session, task: Task, member: Actor) -> None:
        tasks.acknowledge(session, member, task.id, version=task.version, now=NOON)
        tasks.undo(session, member, task.id, version=task.version, now=NOON + timedelta(minutes=1))
        assert (task.state, task.acknowledged) == (TaskState.ASSIGNED, False)
        assert steps_of(session, task) == ["acknowledge", "undo"]

    def test_a_changed_due_date_comes_back_with_its_rule(
        self, session: Session, task: Task, coordinator: Actor
    ) -> None:
        task.anchor, task.offset_days = Anchor.START, -7
        session.flush()
        tasks.change_due(
            session, coordinator, task.id, version=task.version, now=NOON, day=date(2026, 12, 7), reason="Nhầm"
        )
        tasks.undo(session, coordinator, task.id, version=task.version, now=NOON)
        session.commit()
        session.refresh(task)
        assert (task.due, task.due_source, task.anchor) == (date(2026, 12, 4), DueSource.RULE, Anchor.START)
        assert (task.offset_days, task.due_version) == (-7, 3)

    def test_a_remark_in_between_does_not_stand_in_the_way(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        tasks.acknowledge(session, member, task.id, version=task.version, now=NOON)
        tasks.comment(session, coordinator, task.id, now=NOON, text="Cảm ơn")
        assert tasks.undo(session, member, task.id, version=task.version, now=NOON).state is TaskState.ASSIGNED

    @pytest.mark.parametrize("later", [timedelta(minutes=16), timedelta(days=1)])
    def test_after_a_quarter_of_an_hour_it_stands(
        self, session: Session, task: Task, member: Actor, later: timedelta
    ) -> None:
        tasks.acknowledge(session, member, task.id, version=task.version, now=NOON)
        with pytest.raises(StepRefused, match="undo_closed"):
            tasks.undo(session, member, task.id, version=task.version, now=NOON + later)

    def test_somebody_else_s_step_is_not_theirs_to_undo(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        tasks.acknowledge(session, member, task.id, version=task.version, now=NOON)
        with pytest.raises(StepRefused, match="undo_closed"):
            tasks.undo(session, coordinator, task.id, version=task.version, now=NOON)

    def test_a_correction_of_the_draft_is_not_undone_here(
        self, session: Session, task: Task, coordinator: Actor
    ) -> None:
        task_history.record(session, coordinator, task, "edited", now=NOON, before={"title": "Cũ"})
        with pytest.raises(StepRefused, match="undo_closed"):
            tasks.undo(session, coordinator, task.id, version=task.version, now=NOON)

    def test_an_undo_is_not_undone(self, session: Session, task: Task, member: Actor) -> None:
        tasks.acknowledge(session, member, task.id, version=task.version, now=NOON)
        tasks.undo(session, member, task.id, version=task.version, now=NOON)
        with pytest.raises(StepRefused, match="undo_closed"):
            tasks.undo(session, member, task.id, version=task.version, now=NOON)


class TestFiles:
    def test_files_are_kept_with_name_size_and_fingerprint(self, session: Session, task: Task, member: Actor) -> None:
        content = b"PK\x03\x04" + "nội dung".encode()
        submitted(session, task, member, files=[Upload(filename="Báo cáo sơ kết.docx", content=content)])
        kept = session.scalars(select(TaskFile)).one()
        assert (kept.filename, kept.size) == ("Báo cáo sơ kết.docx", len(kept.content))
        assert kept.sha256 == hashlib.sha256(kept.content).hexdigest()
        assert task.events[0].details["files"] == ["Báo cáo sơ kết.docx"]

    @pytest.mark.parametrize(
        ("files", "code"),
        [
            ([Upload(filename="a.pdf", content=b"")], "file_empty"),
            ([Upload(filename="a.pdf", content=bytes(task_files.MAX_FILE + 1))], "file_too_large"),
            ([Upload(filename="a.pdf", content=b"x")] * 6, "too_many_files"),
            ([Upload(filename="Cài đặt.exe", content=b"MZ")], "file_type"),
            ([Upload(filename="Báo cáo", content=b"%PDF-1.7")], "file_type"),
            ([Upload(filename="Báo cáo.pdf", content=b"MZ\x90\x00 no paper")], "file_content"),
        ],
    )
    def test_a_file_that_cannot_be_kept_stops_the_submission(
        self, session: Session, task: Task, member: Actor, files: list[Upload], code: str
    ) -> None:
        with pytest.raises(InvalidInput, match=code):
            submitted(session, task, member, note="Đã trình", files=files)
        assert (task.state, list(session.scalars(select(TaskFile)))) == (TaskState.ASSIGNED, [])

    def test_a_file_of_exactly_the_limit_is_taken(self, session: Session, task: Task, member: Actor) -> None:
        content = b"%PDF" + bytes(task_files.MAX_FILE - 4)
        submitted(session, task, member, files=[Upload(filename="a.pdf", content=content)])
        assert session.scalars(select(TaskFile.size)).one() == 25 * 1024 * 1024

    def test_only_who_sees_the_task_gets_its_files(
        self, session: Session, task: Task, member: Actor, cast: Cast
    ) -> None:
        submitted(session, task, member, files=[Upload(filename="a.pdf", content=b"%PDF-1.7")])
        file = session.scalars(select(TaskFile)).one()
        assert task_files.get(session, cast.actor("leader"), task.id, file.id).content == b"%PDF-1.7"
        with pytest.raises(NotFound):
            task_files.get(session, cast.actor("outsider"), task.id, file.id)

    def test_a_file_is_not_reached_through_another_task(
        self, session: Session, task: Task, member: Actor, conference: Conference, cast: Cast
    ) -> None:
        submitted(session, task, member, files=[Upload(filename="a.pdf", content=b"%PDF-1.7")])
        other = make_task(session, conference, cast.department)
        file = session.scalars(select(TaskFile)).one()
        with pytest.raises(NotFound):
            task_files.get(session, member, other.id, file.id)

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("Báo cáo 6 tháng.docx", "Báo cáo 6 tháng.docx"),
            ("C:\\Users\\lan\\so-lieu.xlsx", "so-lieu.xlsx"),
            ("../../etc/passwd", "passwd"),
            ("báo\r\ncáo\x00.pdf", "báo cáo.pdf"),
            ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
            ("hoa\u202efdp.exe", "hoafdp.exe"),
            ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
            (".htaccess", "htaccess"),
            ("", "tep"),
            ("...", "tep"),
        ],
    )
    def test_names_keep_their_accents_and_lose_their_dangers(self, given: str, kept: str) -> None:
        assert safe_name(given) == kept

    def test_a_long_name_keeps_its_ending(self) -> None:
        name = safe_name("báo cáo " * 60 + ".docx")
        assert (len(name) <= 150, name[-5:]) == (True, ".docx")


class TestPage:
    def test_the_stream_has_the_newest_first(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        tasks.acknowledge(session, member, task.id, version=task.version, now=NOON)
        tasks.comment(session, coordinator, task.id, now=NOON + timedelta(minutes=5), text="Gửi dự thảo trước nhé")
        submitted(session, task, member, now=NOON + timedelta(minutes=9))
        page = task_page.load(session, member, task.id, now=NOON + timedelta(minutes=9))
        assert [entry.event.step for entry in page.stream if entry.event] == ["submit", "comment", "acknowledge"]

    def test_a_sent_reminder_stands_in_the_stream_and_a_waiting_one_does_not(
        self, session: Session, task: Task, member: Actor
    ) -> None:
        mail = add_pending_mail(session, task)
        assert task_page.load(session, member, task.id, now=NOON).stream == ()
        mail.state, mail.sent_at = MailState.SENT, NOON
        session.flush()
        page = task_page.load(session, member, task.id, now=NOON)
        assert [entry.reminder.stage for entry in page.stream if entry.reminder] == ["before_3"]

    def test_tasks_that_wait_for_this_one_are_named(
        self, session: Session, task: Task, member: Actor, conference: Conference, cast: Cast
    ) -> None:
        papers = make_task(session, conference, cast.office, kind="send_papers", title="Gửi tài liệu", position=2)
        make_task(session, conference, cast.office, kind="venue", title="Bố trí hội trường", position=3)
        assert task_page.load(session, member, task.id, now=NOON).successors == (papers,)

    def test_it_tells_what_a_submission_today_would_count_as(self, session: Session, task: Task, member: Actor) -> None:
        in_time = task_page.load(session, member, task.id, now=NOON)
        late = task_page.load(session, member, task.id, now=datetime(2026, 12, 8, 3, 0, tzinfo=UTC))
        assert (in_time.submitting_late, late.submitting_late) == (0, 2)
        assert (in_time.ask_by, late.ask_by) == (date(2026, 12, 2), None)

    def test_it_shows_why_a_result_was_returned(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        submitted(session, task, member)
        tasks.return_(
            session, coordinator, task.id, version=task.version, now=NOON, reason="Thiếu biểu", compose=Composer()
        )
        answer = task_page.load(session, member, task.id, now=NOON).answer
        assert answer is not None
        assert answer.note == "Thiếu biểu"

    def test_units_do_not_read_the_host_s_review_of_the_draft(
        self, session: Session, task: Task, member: Actor, coordinator: Actor
    ) -> None:
        for step in ("edited", "assign", "comment"):
            task_history.record(session, coordinator, task, step, now=NOON)
        read = {
            who.user_id: [
                entry.event.step for entry in task_page.load(session, who, task.id, now=NOON).stream if entry.event
            ]
            for who in (member, coordinator)
        }
        assert read == {
            member.user_id: ["comment", "assign"],
            coordinator.user_id: ["comment", "assign", "edited"],
        }
