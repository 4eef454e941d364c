"""Moving the event: what the preview shows is what is done, told once, and can be taken back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast, make_cast
from tests.factories import make_conference, make_task
from tracker.domain.errors import InvalidInput, StaleVersion, StepRefused, each
from tracker.domain.glossary import (
    Anchor,
    Compliance,
    ConferenceState,
    DueSource,
    ExtensionState,
    ReplanKind,
    TaskState,
)
from tracker.domain.replan import Oddity, Stay
from tracker.domain.schedule import Event
from tracker.models import Conference, MailState, OutboxMail, Replan, Task, TaskEvent
from tracker.services import event_move, extensions, feed_entries, ledger, notices, replan_undo, task_page, tasks
from tracker.services.event_move import Wanted
from tracker.services.replan import Replanning

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # Monday 16/11/2026 09:00 in Vietnam
REASON = "Theo Công văn số 215/UBND-KGVX"
WEEK_LATER = Wanted(event=Event(start=date(2026, 12, 22), end=date(2026, 12, 22)))


@dataclass
class Story:
    """An active conference on 15/12/2026 with one task each that is counted, named, pinned, done and following."""

    session: Session
    cast: Cast
    conference: Conference
    app: Flask

    def preview(self, wanted: Wanted) -> Replanning:
        return event_move.preview(self.session, self.cast.actor("coordinator"), self.conference.id, wanted, now=NOW)

    def apply(self, wanted: Wanted, *, reason: str = REASON, now: datetime = NOW) -> Replan:
        return event_move.apply(
            self.session, self.cast.actor("coordinator"), self.conference.id, wanted, seen=self.preview(wanted).seen,
            reason=reason, compose=self.app.extensions["mailer"], now=now,
        )  # fmt: skip

    def undo(self, row: Replan, *, now: datetime = NOW) -> replan_undo.Undone:
        return replan_undo.undo(
            self.session, self.cast.actor("coordinator"), self.conference.id, row.id,
            compose=self.app.extensions["mailer"], now=now,
        )  # fmt: skip

    def task(self, title: str) -> Task:
        return self.session.scalars(select(Task).where(Task.title == title)).one()

    def dues(self) -> dict[str, date | None]:
        return {task.title: task.due for task in self.session.scalars(select(Task).order_by(Task.position))}

    def mails(self, kind: str = "replanned") -> list[OutboxMail]:
        query = select(OutboxMail).where(OutboxMail.kind == kind, OutboxMail.state != MailState.CANCELLED)
        return list(self.session.scalars(query.order_by(OutboxMail.recipient)))


@pytest.fixture
def story(session: Session, app: Flask) -> Story:
    cast = make_cast(session)
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    counted = make_task(
        session,
        conference,
        cast.department,
        title="Báo cáo",
        due=date(2026, 12, 4),
        anchor=Anchor.START,
        offset_days=-7,
    )
    plan = {"due_source": DueSource.PLAN, "pinned": True, "due_words": "trước ngày 10/12"}
    make_task(
        session, conference, cast.office, position=2, title="Hội trường", kind="venue", due=date(2026, 12, 9), **plan
    )
    person = {"due_source": DueSource.PERSON, "pinned": True}
    make_task(
        session,
        conference,
        cast.office,
        position=3,
        title="In tài liệu",
        kind="printing",
        due=date(2026, 12, 11),
        **person,
    )
    make_task(
        session, conference, cast.office, position=4, title="Giấy mời", kind="invitations", state=TaskState.COMPLETED,
        due=date(2026, 12, 8), submitted_on=date(2026, 11, 10), anchor=Anchor.START, offset_days=-5,
    )  # fmt: skip
    make_task(
        session, conference, cast.ward, position=5, title="Góp ý báo cáo", due=date(2026, 12, 4),
        due_source=DueSource.LEAD_TASK, lead_task_id=counted.id, anchor=Anchor.START, offset_days=-7,
    )  # fmt: skip
    make_task(
        session, conference, cast.department, position=6, title="Thông báo kết luận", kind="conclusion_notice",
        due=date(2026, 12, 22), anchor=Anchor.END, offset_days=5,
    )  # fmt: skip
    session.flush()
    return Story(session, cast, conference, app)


def test_the_preview_tells_what_moves_what_stays_and_why(story: Story) -> None:
    found = story.preview(WEEK_LATER)

    assert found.kind is ReplanKind.POSTPONE
    assert {line.task.title: line.shift.due.day for line in found.moves} == {
        "Báo cáo": date(2026, 12, 11),
        "Góp ý báo cáo": date(2026, 12, 11),
        "Thông báo kết luận": date(2026, 12, 29),
    }
    assert {line.task.title: line.shift.stay for line in found.stays} == {
        "Giấy mời": Stay.SETTLED,
        "Hội trường": Stay.PLAN,
        "In tài liệu": Stay.PERSON,
    }
    assert story.dues()["Báo cáo"] == date(2026, 12, 4)  # a look changes nothing


def test_what_is_applied_is_what_was_shown(story: Story) -> None:
    shown = {line.task.title: line.shift.due.day for line in story.preview(WEEK_LATER).lines}

    story.apply(WEEK_LATER)

    assert story.dues() == shown | {"Giấy mời": date(2026, 12, 8)}
    assert (story.conference.event_start, story.conference.event_tentative) == (date(2026, 12, 22), False)


def test_each_recipient_gets_one_mail_that_starts_with_the_action_and_the_date(story: Story) -> None:
    told = {one.to.email for one in story.preview(WEEK_LATER).told if one.to}

    story.apply(WEEK_LATER)

    mails = story.mails()
    assert [mail.recipient for mail in mails] == sorted(told)
    assert told == {
        "qlkh@haibinh.example",
        "vanphong@haibinh.example",
        "donghai@haibinh.example",
        "leader@haibinh.example",
    }
    first = next(mail for mail in mails if mail.recipient == "qlkh@haibinh.example")
    assert first.subject.startswith("Lùi sang ngày 22/12/2026: ")
    assert "hạn Thứ Sáu 11/12/2026, thay cho 04/12/2026" in first.text
    assert REASON in first.text
    assert REASON in first.html


def test_who_has_no_address_is_shown_and_noted(story: Story) -> None:
    story.cast.ward.email = None
    story.session.flush()

    silent = [one.unit.name for one in story.preview(WEEK_LATER).told if one.to is None and one.unit]
    story.apply(WEEK_LATER)

    assert silent == ["UBND phường Đông Hải"]
    assert len(story.mails()) == 3


def test_taken_back_everything_is_as_it_was(story: Story) -> None:
    before = story.dues()
    row = story.apply(WEEK_LATER)

    story.undo(row)

    assert story.dues() == before
    assert story.conference.event_start == date(2026, 12, 15)
    assert story.mails() == []  # none had gone out


def test_who_had_been_told_is_told_that_it_is_taken_back(story: Story) -> None:
    row = story.apply(WEEK_LATER)
    gone = next(mail for mail in story.mails() if mail.recipient == "qlkh@haibinh.example")
    gone.state = MailState.SENT

    undone = story.undo(row, now=NOW + timedelta(hours=1))

    assert undone.told == 1
    corrected = [mail for mail in story.mails() if mail.state is MailState.PENDING]
    assert [mail.recipient for mail in corrected] == ["qlkh@haibinh.example"]
    assert corrected[0].subject.startswith("Thu hồi thông báo, hội nghị vẫn ngày 15/12/2026")


def test_a_move_stands_once_somebody_has_handed_in(story: Story) -> None:
    row = story.apply(WEEK_LATER)
    task = story.task("Báo cáo")
    task.state, task.submitted_on = TaskState.SUBMITTED, date(2026, 11, 17)
    story.session.flush()

    with pytest.raises(StepRefused, match="replan_stands"):
        story.undo(row)


def test_an_earlier_move_stands_once_there_is_a_later_one(story: Story) -> None:
    first = story.apply(WEEK_LATER)
    story.apply(Wanted(event=Event(start=date(2026, 12, 25), end=date(2026, 12, 25))))

    with pytest.raises(StepRefused, match="replan_stands"):
        story.undo(first)


def test_confirming_the_tentative_date_moves_nothing_and_tells_everybody(story: Story) -> None:
    story.conference.event_tentative = True
    same = Wanted(event=Event(start=date(2026, 12, 15), end=date(2026, 12, 15)))
    found = story.preview(same)

    story.apply(same)

    assert (found.kind, found.moves, len(found.told)) == (ReplanKind.CONFIRM, (), 4)
    assert story.conference.event_tentative is False
    assert {mail.subject.split(":")[0] for mail in story.mails()} == {"Chốt ngày tổ chức 15/12/2026"}


def test_postponed_without_a_date_counted_due_dates_are_open_until_there_is_one(story: Story) -> None:
    before = story.dues()
    story.apply(Wanted())
    without = story.dues()
    assert (without["Báo cáo"], without["Góp ý báo cáo"], without["Hội trường"]) == (None, None, date(2026, 12, 9))

    story.apply(Wanted(event=Event(start=date(2026, 12, 15), end=date(2026, 12, 15))))

    assert story.dues() == before


def test_a_cancelled_conference_reminds_nobody_and_can_be_reinstated(story: Story) -> None:
    before = story.dues()
    story.apply(Wanted(cancel=True))
    assert story.conference.state is ConferenceState.CANCELLED
    with pytest.raises(StepRefused, match="conference_called_off"):
        story.preview(WEEK_LATER)

    story.apply(Wanted(reinstate=True))

    assert (story.conference.state, story.dues()) == (ConferenceState.ACTIVE, before)
    assert len(story.mails()) == 8  # two notices for each of four


def test_dates_that_would_fall_in_the_past_are_flagged(story: Story) -> None:
    soon = Wanted(event=Event(start=date(2026, 11, 20), end=date(2026, 11, 20)))

    flagged = {line.task.title: line.shift.oddities for line in story.preview(soon).lines}

    assert Oddity.PAST in flagged["Báo cáo"]
    assert flagged["Giấy mời"] == ()


def test_mails_that_have_not_gone_are_withdrawn_and_counted_in_the_preview(story: Story) -> None:
    mailer = story.app.extensions["mailer"]
    notices.assigned(story.session, mailer, [story.task("Báo cáo")], now=NOW)

    assert story.preview(WEEK_LATER).withdrawn == 1
    story.apply(WEEK_LATER)

    texts = [mail.text for mail in story.mails("assigned")]
    assert len(texts) == 1
    assert "11/12/2026" in texts[0]


def test_what_has_changed_since_the_preview_is_not_applied(story: Story) -> None:
    seen = story.preview(WEEK_LATER).seen
    story.task("Báo cáo").title = "Báo cáo tổng kết"
    story.session.flush()

    with pytest.raises(StaleVersion):
        event_move.apply(
            story.session, story.cast.actor("coordinator"), story.conference.id, WEEK_LATER, seen=seen, reason=REASON,
            compose=story.app.extensions["mailer"], now=NOW,
        )  # fmt: skip


def test_a_move_to_the_date_it_has_is_none(story: Story) -> None:
    same = Wanted(event=Event(start=date(2026, 12, 15), end=date(2026, 12, 15)))

    with pytest.raises(StepRefused, match="event_same"):
        story.preview(same)


def test_a_result_returned_after_the_move_is_due_by_the_new_date(story: Story) -> None:
    task = story.task("Báo cáo")
    task.state, task.submitted_on, task.submitted_at = TaskState.SUBMITTED, date(2026, 11, 16), NOW
    story.session.flush()
    story.apply(WEEK_LATER)
    kept = task.due

    tasks.return_(
        story.session, story.cast.actor("coordinator"), task.id, version=task.version, now=NOW, reason="Thiếu số liệu",
        compose=story.app.extensions["mailer"],
    )  # fmt: skip

    assert (kept, task.due) == (date(2026, 12, 4), date(2026, 12, 11))


def test_notices_of_a_move_are_no_reminders(story: Story) -> None:
    story.apply(WEEK_LATER)

    assert ledger.sent_counts(story.session, [story.task("Báo cáo").id]) == {}


def test_a_reason_that_is_too_long_is_refused_not_cut(story: Story) -> None:
    with pytest.raises(InvalidInput, match="reason_long"):
        story.apply(WEEK_LATER, reason="x" * 1001)


def test_people_who_know_a_date_are_owed_a_reason_for_another(story: Story) -> None:
    with pytest.raises(InvalidInput, match="reason_missing"):
        story.apply(WEEK_LATER, reason="  ")


def test_every_moved_task_keeps_both_dates_in_its_history(story: Story) -> None:
    story.apply(WEEK_LATER)

    events = story.session.scalars(select(TaskEvent).order_by(TaskEvent.task_id)).all()
    assert [(event.details["old"], event.details["new"]) for event in events] == [
        ("2026-12-04", "2026-12-11"),
        ("2026-12-04", "2026-12-11"),
        ("2026-12-22", "2026-12-29"),
    ]
    assert {event.note for event in events} == {REASON}


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (None, None, "event_start_missing"),
        (date(2026, 12, 20), date(2026, 12, 19), "event_order"),
        (date(2026, 12, 1), date(2027, 2, 1), "event_too_long"),
        (date(2062, 12, 1), None, "event_year"),
    ],
)
def test_slips_of_the_pen_are_refused(start: date | None, end: date | None, code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        event_move.check(start, end, tentative=False, today=date(2026, 11, 16))


def test_the_notice_brings_the_event_and_the_moved_dates_as_the_feed_has_them(story: Story) -> None:
    story.apply(WEEK_LATER)
    mail = next(mail for mail in story.mails() if mail.recipient == "qlkh@haibinh.example")
    calendar = icalendar.Calendar.from_ical(mail.calendar or "")
    found: dict[str, Any] = {str(entry["uid"]): entry for entry in calendar.walk("VEVENT")}
    shown = feed_entries.meeting_of(story.session, story.conference)
    held = found.pop(f"conference-{story.conference.id}@sansang.example")
    assert calendar["method"] == "PUBLISH"
    assert shown is not None
    assert (held["dtstart"].dt, int(held["sequence"])) == (date(2026, 12, 22), shown.sequence)
    assert date(2026, 12, 11) in {entry["dtstart"].dt for entry in found.values()}
    leader = next(mail for mail in story.mails() if mail.recipient == "leader@haibinh.example")
    assert len(icalendar.Calendar.from_ical(leader.calendar or "").walk("VEVENT")) == 1


PAST = Wanted(event=Event(start=date(2026, 11, 9), end=date(2026, 11, 10)))


def test_days_that_have_passed_are_set_only_by_who_says_to_know_it(story: Story) -> None:
    with pytest.raises(InvalidInput) as refused:
        story.apply(PAST, reason="")
    assert [one.code for one in each(refused.value)] == ["reason_missing", "event_past"]
    with pytest.raises(InvalidInput, match="event_past"):
        story.apply(PAST)
    assert story.conference.event_start == date(2026, 12, 15)
    event_move.apply(
        story.session, story.cast.actor("coordinator"), story.conference.id, PAST, seen=story.preview(PAST).seen,
        reason=REASON, compose=story.app.extensions["mailer"], now=NOW, past_known=True,
    )  # fmt: skip
    assert story.conference.event_start == date(2026, 11, 9)


def test_cancelling_closes_the_requests_for_more_time_and_reinstating_does_not_open_them(story: Story) -> None:
    task = story.task("Báo cáo")
    member = story.cast.actor("member")
    wanted = {"day": date(2026, 12, 8), "reason": "Chờ số liệu"}
    extensions.ask(story.session, member, task.id, version=task.version, now=NOW, **wanted)
    assert extensions.of_called_off(story.session, story.conference.id, closed=False) == 1
    story.apply(Wanted(cancel=True))
    [request] = extensions.of_task(story.session, task.id)
    assert (request.state, request.answer) == (ExtensionState.LAPSED, extensions.CALLED_OFF)
    story.session.refresh(task)
    [closed] = [event for event in task.events if event.step == "extension_lapsed"]
    assert closed.details["cause"] == extensions.CALLED_OFF
    story.apply(Wanted(reinstate=True))
    assert extensions.open_of(story.session, task.id) is None
    assert extensions.of_called_off(story.session, story.conference.id, closed=True) == 1
    extensions.ask(story.session, member, task.id, version=task.version, now=NOW, **wanted)
    assert extensions.open_of(story.session, task.id) is not None


def test_nothing_counts_in_a_cancelled_conference(story: Story) -> None:
    task, member = story.task("Báo cáo"), story.cast.actor("member")
    late = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
    assert task_page.load(story.session, member, task.id, now=late).compliance is Compliance.OPEN_OVERDUE
    story.apply(Wanted(cancel=True))
    page = task_page.load(story.session, member, task.id, now=late)
    assert (page.compliance, page.left, page.overdue, page.latest_left, page.ask_by, page.next_reminder) == (
        Compliance.NOT_COUNTED, None, 0, None, None, None,
    )  # fmt: skip
