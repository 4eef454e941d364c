"""Changing the working calendar: every agency's due dates move as the preview said, at once, and back again."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.cast import Cast, make_cast
from tests.factories import make_conference, make_task, make_unit, make_user
from tests.services.plan_values import DOCUMENT, parsed
from tracker.db import Database
from tracker.domain.calendar_edit import Edit, Entry, OwnDay, Wish
from tracker.domain.errors import NotAllowed, NotFound, StaleVersion, StepRefused
from tracker.domain.glossary import Anchor, ConferenceState, DueSource, MemberRole, ReplanKind, TaskState, UnitKind
from tracker.models import (
    AnnouncedYear,
    CalendarChange,
    CalendarDay,
    Conference,
    MailState,
    OutboxMail,
    Replan,
    Task,
    TaskEvent,
    Unit,
)
from tracker.services import calendar_change, calendar_days, plans, reminders
from tracker.services.accounts import grant, load_actor
from tracker.services.calendar_affected import Sight
from tracker.services.calendar_change import Preview
from tracker.services.working_calendar import calendar_of

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # Monday 16/11/2026 09:00 in Vietnam
TODAY = date(2026, 11, 16)
NOTICE = "Thông báo 12345/TB-BNV"
WEDNESDAY, SATURDAY = date(2026, 12, 9), date(2026, 12, 19)  # before and after the event of Tuesday 15/12
SWAP = (Entry(first=WEDNESDAY, wish=Wish.OFF, name="Nghỉ hoán đổi"), Entry(first=SATURDAY, wish=Wish.WORKED))
FAILURE = "the mail server's template is broken"


@dataclass
class Story:
    """Two agencies with a conference each on 15/12/2026; the administrator is the first one's."""

    session: Session
    cast: Cast
    app: Flask
    mine: Conference
    other: Conference

    def edit(self, *entries: Entry, years: dict[int, bool] | None = None, decision: str = NOTICE) -> Edit:
        admin = self.cast.actor("administrator")
        return calendar_change.entered(self.session, admin, entries, years or {}, decision, today=TODAY)

    def preview(self, edit: Edit, who: str = "administrator") -> Preview:
        return calendar_change.preview(self.session, self.cast.actor(who), edit, now=NOW)

    def apply(self, edit: Edit, *, now: datetime = NOW, seen: str | None = None, compose: Any = None) -> Preview:
        admin = self.cast.actor("administrator")
        seen = seen or calendar_change.preview(self.session, admin, edit, now=now).seen
        compose = compose or self.app.extensions["mailer"]
        done = calendar_change.apply(self.session, admin, edit, seen=seen, compose=compose, now=now)
        self.session.commit()
        return done

    def dues(self) -> dict[str, str]:
        rows = self.session.execute(select(Task.title, Task.due).order_by(Task.id))
        return {title: f"{due.day}/{due.month}" for title, due in rows if due}

    def count(self, model: Any) -> int:
        return self.session.scalar(select(func.count()).select_from(model)) or 0

    def change(self) -> CalendarChange:
        found = calendar_days.newest(self.session)
        assert found is not None
        return found


def counted(session: Session, conference: Conference, unit: Unit, title: str, offset: int, due: date) -> Task:
    """A task by its rule; an offset above 0 counts from the end."""
    return make_task(
        session, conference, unit, title=title, due=due, offset_days=offset,
        anchor=Anchor.END if offset > 0 else Anchor.START, kind="conclusion_notice" if offset > 0 else "main_report",
    )  # fmt: skip


@pytest.fixture
def story(session: Session, app: Flask) -> Story:
    cast = make_cast(session)
    mine = make_conference(session, cast.host, cast.people["coordinator"])
    report = counted(session, mine, cast.department, "Báo cáo", -7, date(2026, 12, 4))
    counted(session, mine, cast.department, "Slide", -5, date(2026, 12, 8))
    counted(session, mine, cast.department, "Thông báo kết luận", 5, date(2026, 12, 22))
    make_task(
        session, mine, cast.ward, title="Góp ý", due=date(2026, 12, 4), due_source=DueSource.LEAD_TASK,
        lead_task_id=report.id, anchor=Anchor.START, offset_days=-7,
    )  # fmt: skip
    make_task(
        session, mine, cast.office, title="Hội trường", due=WEDNESDAY, due_source=DueSource.PLAN, pinned=True,
        due_words="trước ngày 10/12",
    )  # fmt: skip
    make_task(
        session, mine, cast.office, title="Giấy mời", kind="invitations", state=TaskState.COMPLETED,
        due=date(2026, 12, 8), submitted_on=TODAY, anchor=Anchor.START, offset_days=-5,
    )  # fmt: skip
    host = make_unit(session, "Sở Nông nghiệp và Môi trường", UnitKind.AGENCY, is_host=True)
    office = make_unit(session, "Văn phòng Sở Nông nghiệp", UnitKind.OFFICE, parent=host, email="vp@nn.example")
    clerk = make_user(session, "binh@nn.example", "Nguyễn Thái Bình", MemberRole.COORDINATOR, host)
    other = make_conference(session, host, clerk, short_title="Sơ kết nông nghiệp")
    counted(session, other, office, "Báo cáo nông nghiệp", -7, date(2026, 12, 4))
    session.commit()
    return Story(session, cast, app, mine, other)


BEFORE = {
    "Báo cáo": "4/12", "Slide": "8/12", "Thông báo kết luận": "22/12", "Góp ý": "4/12", "Hội trường": "9/12",
    "Giấy mời": "8/12", "Báo cáo nông nghiệp": "4/12",
}  # fmt: skip
AFTER = BEFORE | {
    "Báo cáo": "3/12", "Slide": "7/12", "Thông báo kết luận": "21/12", "Góp ý": "3/12", "Báo cáo nông nghiệp": "3/12"
}  # fmt: skip


def test_the_preview_shows_every_agencys_due_dates_and_changes_nothing(story: Story) -> None:
    found = story.preview(story.edit(*SWAP))
    assert {line.task.title: line.shift.due.day for one in found.affected for line in one.found.moves} == {
        "Báo cáo": date(2026, 12, 3),
        "Slide": date(2026, 12, 7),
        "Thông báo kết luận": date(2026, 12, 21),
        "Góp ý": date(2026, 12, 3),
        "Báo cáo nông nghiệp": date(2026, 12, 3),
    }
    assert [[line.task.title for line in one.stuck] for one in found.affected] == [["Hội trường"], []]
    assert {one.found.kind for one in found.affected} == {ReplanKind.CALENDAR}
    assert (found.moved, found.told) == (5, 3)
    assert (story.dues(), story.count(CalendarDay), story.count(Replan)) == (BEFORE, 0, 0)


def test_a_swap_moves_what_is_counted_and_leaves_what_is_pinned_or_done(story: Story) -> None:
    story.apply(story.edit(*SWAP))
    assert story.dues() == AFTER
    assert calendar_days.own_of(story.session).days == {
        WEDNESDAY: OwnDay(worked=False, name="Nghỉ hoán đổi", decision=NOTICE),
        SATURDAY: OwnDay(worked=True, decision=NOTICE),
    }
    calendar = calendar_of(story.session)
    assert (calendar.is_working(WEDNESDAY), calendar.is_working(SATURDAY)) == (False, True)


def test_taking_the_days_back_restores_every_due_date(story: Story) -> None:
    story.apply(story.edit(*SWAP))
    story.apply(
        story.edit(Entry(first=WEDNESDAY, wish=Wish.BACK), Entry(first=SATURDAY, wish=Wish.BACK), decision="Nhập nhầm")
    )
    assert story.dues() == BEFORE
    assert calendar_days.own_of(story.session).days == {}
    assert calendar_of(story.session).is_working(WEDNESDAY)


def test_the_newest_change_is_undone_with_everything_that_came_of_it(story: Story) -> None:
    admin = story.cast.actor("administrator")
    story.apply(story.edit(Entry(first=WEDNESDAY, wish=Wish.OFF, name="Nghỉ bão"), decision="99/QĐ-UBND"))
    story.apply(story.edit(Entry(first=WEDNESDAY, wish=Wish.WORKED), years={2027: True}))
    assert story.dues() == BEFORE
    undo = calendar_change.undoing(story.session, admin, story.change().id, "Hoàn tác")
    story.apply(undo)
    assert calendar_days.own_of(story.session).days == {
        WEDNESDAY: OwnDay(worked=False, name="Nghỉ bão", decision="99/QĐ-UBND")
    }
    assert story.count(AnnouncedYear) == 0
    assert story.dues()["Slide"] == "7/12"


def test_only_the_newest_change_can_be_undone(story: Story) -> None:
    admin = story.cast.actor("administrator")
    story.apply(story.edit(*SWAP))
    first = story.change().id
    story.apply(story.edit(years={2027: True}))
    with pytest.raises(StepRefused) as refused:
        calendar_change.undoing(story.session, admin, first, "Hoàn tác")
    assert refused.value.code == "calendar_not_newest"
    with pytest.raises(NotFound):
        calendar_change.undoing(story.session, admin, 999, "Hoàn tác")


def test_the_log_keeps_who_when_by_what_and_how_much_moved(story: Story) -> None:
    story.apply(story.edit(*SWAP))
    change = story.change()
    assert (change.actor.full_name, change.at, change.decision, change.moved) == ("Đỗ Quang Huy", NOW, NOTICE, 5)
    assert [(one.day, one.before, one.after and one.after.worked) for one in calendar_days.edit_of(change).days] == [
        (WEDNESDAY, None, False),
        (SATURDAY, None, True),
    ]
    rows = story.session.scalars(select(Replan).order_by(Replan.conference_id)).all()
    assert [(row.conference_id, row.kind, row.batch, row.reason) for row in rows] == [
        (story.mine.id, ReplanKind.CALENDAR, change.batch, NOTICE),
        (story.other.id, ReplanKind.CALENDAR, change.batch, NOTICE),
    ]
    moved = story.session.scalars(select(TaskEvent).where(TaskEvent.step == "due_changed")).all()
    assert {(event.note, event.details["cause"]) for event in moved} == {(NOTICE, "calendar")}


def test_each_recipient_is_told_once_for_a_conference(story: Story) -> None:
    story.apply(story.edit(*SWAP))
    mails = story.session.scalars(select(OutboxMail).order_by(OutboxMail.recipient)).all()
    assert [(mail.kind, mail.recipient) for mail in mails] == [
        ("replanned", "donghai@haibinh.example"),
        ("replanned", "qlkh@haibinh.example"),
        ("replanned", "vp@nn.example"),
    ]


def test_of_other_agencies_an_administrator_sees_the_number_and_of_the_own_the_title(story: Story) -> None:
    edit = story.edit(*SWAP)
    found = story.preview(edit)
    assert [one.sight for one in found.affected] == [Sight.TITLE, Sight.NUMBER]
    assert ([one.found.conference.id for one in found.shown], len(found.unseen)) == ([story.mine.id], 1)
    give_role(story, "administrator", MemberRole.COORDINATOR)
    assert [one.sight for one in story.preview(edit).affected] == [Sight.WHOLE, Sight.NUMBER]


def give_role(story: Story, who: str, role: MemberRole) -> None:
    """One more role for a person of the cast."""
    grant(story.session, story.cast.people[who], story.cast.host, role)
    story.session.commit()
    story.session.expire_all()


def test_drafts_move_and_nobody_is_told_of_them(story: Story) -> None:
    story.mine.state, story.mine.activated_at = ConferenceState.DRAFT, None
    for task in story.session.scalars(select(Task).where(Task.conference_id == story.mine.id)):
        task.state = TaskState.DRAFT
    story.session.commit()
    story.apply(story.edit(*SWAP))
    assert story.dues()["Báo cáo"] == "3/12"
    assert story.session.scalars(select(OutboxMail.recipient)).all() == ["vp@nn.example"]


def cancelled(conference: Conference) -> None:
    conference.state = ConferenceState.CANCELLED


def long_over(conference: Conference) -> None:
    conference.event_start = conference.event_end = date(2026, 6, 16)


@pytest.mark.parametrize("ends", [cancelled, long_over])
def test_what_is_called_off_or_over_is_left_alone(story: Story, ends: Callable[[Conference], None]) -> None:
    ends(story.mine)
    for task in story.session.scalars(select(Task).where(Task.conference_id == story.mine.id)):
        task.due = task.due and task.due - timedelta(days=182)
    story.session.commit()
    found = story.preview(story.edit(*SWAP))
    assert [one.found.conference.id for one in found.affected] == [story.other.id]


def test_what_is_still_owed_after_an_event_moves_with_the_calendar(story: Story) -> None:
    story.mine.event_start = story.mine.event_end = date(2026, 11, 12)
    story.session.scalars(select(Task).where(Task.title == "Thông báo kết luận")).one().due = date(2026, 11, 19)
    story.session.commit()
    found = story.preview(story.edit(Entry(first=date(2026, 11, 18), wish=Wish.OFF)))
    (mine,) = (one for one in found.affected if one.found.conference.id == story.mine.id)
    assert ("Thông báo kết luận", date(2026, 11, 20)) in [
        (line.task.title, line.shift.due.day) for line in mine.found.moves
    ]


def test_an_event_that_comes_to_stand_on_a_day_off_is_shown(story: Story) -> None:
    found = story.preview(story.edit(Entry(first=date(2026, 12, 15), wish=Wish.OFF, name="Nghỉ bão")))
    assert [one.lost for one in found.affected] == [(date(2026, 12, 15),)] * 2


def test_marking_a_year_as_announced_moves_nothing(story: Story) -> None:
    found = story.apply(story.edit(years={2027: True}))
    assert found.affected == ()
    assert not calendar_of(story.session).provisional(2027)
    assert (story.change().years, story.change().moved) == ([{"year": 2027, "before": None, "after": NOTICE}], 0)


def test_a_preview_that_is_not_true_any_more_is_refused(story: Story) -> None:
    edit = story.edit(*SWAP)
    seen = story.preview(edit).seen
    task = story.session.scalars(select(Task).where(Task.title == "Slide")).one()
    task.pinned = True
    story.session.commit()
    with pytest.raises(StaleVersion):
        story.apply(edit, seen=seen)
    assert story.count(CalendarDay) == 0


def test_a_second_administrator_who_was_slower_is_refused(story: Story) -> None:
    late = story.edit(*SWAP)
    seen = story.preview(late).seen
    story.apply(story.edit(SWAP[0], decision="99/QĐ-UBND"))
    with pytest.raises(StaleVersion):
        story.apply(late, seen=seen)
    assert calendar_days.own_of(story.session).days[WEDNESDAY].decision == "99/QĐ-UBND"


class BrokenFrom:
    """Renders letters until the second one."""

    def __init__(self, mailer: Any) -> None:
        self.mailer, self.left = mailer, 1

    def compose(self, kind: str, **context: object) -> Any:
        if not self.left:
            raise RuntimeError(FAILURE)
        self.left -= 1
        return self.mailer.compose(kind, **context)

    def token(self, name: str) -> str:
        return str(self.mailer.token(name))


def test_a_failure_half_way_leaves_nothing(story: Story) -> None:
    edit = story.edit(*SWAP)
    with pytest.raises(RuntimeError, match=FAILURE):
        story.apply(edit, compose=BrokenFrom(story.app.extensions["mailer"]))
    story.session.rollback()
    assert story.dues() == BEFORE
    assert [story.count(model) for model in (CalendarDay, CalendarChange, Replan, OutboxMail)] == [0, 0, 0, 0]
    assert calendar_of(story.session).is_working(WEDNESDAY)


@pytest.mark.parametrize("who", ["coordinator", "leader", "member", "outsider"])
def test_nobody_but_an_administrator_changes_the_calendar(story: Story, who: str) -> None:
    edit = story.edit(*SWAP)
    actor = story.cast.actor(who)
    with pytest.raises(NotAllowed):
        calendar_change.entered(story.session, actor, SWAP, {}, NOTICE, today=TODAY)
    with pytest.raises(NotAllowed):
        calendar_change.preview(story.session, actor, edit, now=NOW)
    with pytest.raises(NotAllowed):
        calendar_change.apply(story.session, actor, edit, seen="", compose=story.app.extensions["mailer"], now=NOW)
    with pytest.raises(NotAllowed):
        calendar_change.undoing(story.session, actor, 1, NOTICE)


def test_the_administrator_of_any_agency_may_change_it(story: Story) -> None:
    user = make_user(story.session, "qt@nn.example", "Trần Văn Tú", MemberRole.ADMINISTRATOR, story.other.host)
    actor = load_actor(story.session, user)
    edit = story.edit(*SWAP)
    found = calendar_change.preview(story.session, actor, edit, now=NOW)
    assert [one.sight for one in found.affected] == [Sight.NUMBER, Sight.TITLE]


def test_no_reminder_is_written_on_a_day_declared_off_and_one_is_on_a_day_declared_worked(story: Story) -> None:
    mailer = story.app.extensions["mailer"]
    monday, saturday = datetime(2026, 11, 30, 1, 0, tzinfo=UTC), datetime(2026, 12, 5, 1, 0, tzinfo=UTC)
    story.apply(
        story.edit(
            Entry(first=date(2026, 11, 30), wish=Wish.OFF, name="Nghỉ bão"),
            Entry(first=date(2026, 12, 5), wish=Wish.WORKED),
        )
    )
    assert reminders.plan(story.session, mailer, now=monday)["digests"] == 0
    assert reminders.plan(story.session, mailer, now=saturday)["digests"] > 0


def test_without_the_administrators_word_it_is_the_other_way_round(story: Story) -> None:
    mailer = story.app.extensions["mailer"]
    assert reminders.plan(story.session, mailer, now=datetime(2026, 12, 5, 1, 0, tzinfo=UTC))["digests"] == 0
    assert reminders.plan(story.session, mailer, now=datetime(2026, 11, 30, 1, 0, tzinfo=UTC))["digests"] > 0


def notices(story: Story) -> list[OutboxMail]:
    """The mails about new due dates that are to go out or have."""
    live = OutboxMail.state != MailState.CANCELLED
    return list(story.session.scalars(select(OutboxMail).where(OutboxMail.kind == "replanned", live)))


def take_back(story: Story) -> None:
    admin = story.cast.actor("administrator")
    story.apply(calendar_change.undoing(story.session, admin, story.change().id, "Nhập nhầm"))


def test_a_change_taken_back_before_its_notice_went_out_is_told_to_nobody(story: Story) -> None:
    story.apply(story.edit(*SWAP))
    assert len(notices(story)) == 3
    take_back(story)
    assert notices(story) == []
    assert [row.told for row in story.session.scalars(select(Replan).order_by(Replan.id))] == [2, 1, 0, 0]


def test_who_was_told_of_a_change_hears_that_it_is_taken_back(story: Story) -> None:
    story.apply(story.edit(*SWAP))
    for mail in notices(story):
        mail.state = MailState.SENT
    story.session.commit()
    take_back(story)
    news = [mail for mail in notices(story) if mail.state is MailState.PENDING]
    assert sorted(mail.recipient for mail in news) == sorted(
        mail.recipient for mail in notices(story) if mail.state is MailState.SENT
    )
    [ours] = [mail for mail in news if mail.recipient == "qlkh@haibinh.example"]
    assert ours.subject.startswith("Thu hồi thông báo, 3 thời hạn giữ như cũ, sớm nhất 04/12/2026")
    assert "Thay đổi lịch làm việc thông báo lần trước đã được thu hồi" in ours.text
    assert "Lý do: Nhập nhầm" in ours.text
    assert "04/12/2026, thay cho 03/12/2026" in ours.text


def test_of_two_changes_in_a_row_one_notice_tells_what_is_so_in_the_end(story: Story) -> None:
    story.apply(story.edit(Entry(first=WEDNESDAY, wish=Wish.OFF, name="Nghỉ bão")))
    story.apply(story.edit(Entry(first=date(2026, 12, 10), wish=Wish.OFF, name="Nghỉ bão"), decision="100/QĐ-UBND"))
    [ours] = [mail for mail in notices(story) if mail.recipient == "qlkh@haibinh.example"]
    assert story.dues()["Slide"] == "4/12"
    assert "04/12/2026, thay cho 08/12/2026" in ours.text
    story.apply(story.edit(Entry(first=WEDNESDAY, wish=Wish.BACK), Entry(first=date(2026, 12, 10), wish=Wish.BACK)))
    assert story.dues() == BEFORE
    assert notices(story) == []


def test_an_import_at_the_same_moment_is_counted_by_the_new_calendar(story: Story, database: Database) -> None:
    """PostgreSQL: the import waits for the change; SQLite lets one write at a time anyway."""
    if not database.engine.dialect.name.startswith("postgres"):
        return
    admin = story.cast.actor("administrator")
    edit = story.edit(Entry(first=date(2026, 12, 7), wish=Wish.OFF, name="Nghỉ bão"))
    seen = calendar_change.preview(story.session, admin, edit, now=NOW).seen
    done: list[date | None] = []
    coordinator, host_id = story.cast.actor("coordinator"), story.cast.host.id

    def work() -> None:
        with database.sessions() as session:
            calendar_of(session)  # read before the change: it must be asked again
            conference = plans.import_plan(
                session, coordinator, host_id=host_id, filename="ke-hoach.txt", data=b"ke hoach", document=DOCUMENT,
                parsed=parsed(), now=NOW,
            )  # fmt: skip
            done.extend(session.scalars(select(Task.due).where(Task.conference_id == conference.id)))
            session.commit()

    other = threading.Thread(target=work)
    compose = story.app.extensions["mailer"]
    calendar_change.apply(story.session, admin, edit, seen=seen, compose=compose, now=NOW)
    other.start()
    other.join(timeout=1.0)
    assert other.is_alive()  # it waits
    story.session.commit()
    other.join(timeout=30)
    assert done
    assert date(2026, 12, 7) not in done
