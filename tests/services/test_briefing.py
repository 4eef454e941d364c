"""The leadership's briefing: what it says, to whom and when it goes, and how one gets out of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task, make_user
from tracker.domain.glossary import ConferenceState, ExtensionState, MemberRole, TaskState
from tracker.mail import Mailer
from tracker.models import Absence, Conference, ExtensionRequest, OutboxMail, User
from tracker.services import briefing

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 23/11/2026 08:00 in Vietnam; Tuesday 24/11 is a public holiday


@pytest.fixture
def mailer(app: Flask) -> Mailer:
    mailer: Mailer = app.extensions["mailer"]
    return mailer


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    """On Tuesday 15/12/2026; S−3 is Thursday 10/12, S−1 Monday 14/12."""
    return make_conference(session, cast.host, cast.people["coordinator"])


def plan(session: Session, mailer: Mailer, now: datetime = MONDAY_8) -> list[OutboxMail]:
    briefing.plan(session, mailer, now=now)
    session.commit()
    return list(session.scalars(select(OutboxMail).where(OutboxMail.kind == "briefing").order_by(OutboxMail.id)))


def test_each_leader_gets_one_mail_with_all_conferences_the_red_one_first(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    make_user(session, "pho@haibinh.example", "Bùi Thị Mai", MemberRole.LEADER, cast.host)
    make_task(session, conference, cast.ward, title="Gửi số liệu", kind="other", due=date(2026, 11, 26))
    red = make_conference(session, cast.host, cast.people["coordinator"], short_title="Tập huấn sở hữu trí tuệ")
    make_task(session, red, cast.department, title="Xây dựng báo cáo trung tâm", due=date(2026, 11, 19))
    asked = make_task(session, red, cast.office, title="Đặt hội trường", kind="other", due=date(2026, 11, 27))
    session.add(
        ExtensionRequest(
            task_id=asked.id, number=2, state=ExtensionState.OPEN, due=date(2026, 11, 27), wanted=date(2026, 12, 1),
            reason="Chờ duyệt", asked_at=MONDAY_8, asked_by_id=cast.people["officer"].id,
        )
    )  # fmt: skip
    mails = plan(session, mailer)
    assert [mail.recipient for mail in mails] == ["leader@haibinh.example", "pho@haibinh.example"]
    assert mails[0].subject.startswith("Tuần từ 23/11/2026: 1 chưa đảm bảo, 1 đảm bảo tiến độ")
    for words in (mails[0].text, mails[0].html):
        parts = [words.index(title) for title in ("Tập huấn sở hữu trí tuệ", "Sơ kết khoa học 6 tháng")]
        assert parts == sorted(parts)
        for said in (
            "Chưa đảm bảo", "Xây dựng báo cáo trung tâm", "quá hạn 2 ngày", "Việc cần làm để đảm bảo tiến độ",
            "hoàn thành", "Đặt hội trường", "đề nghị 01/12/2026 thay cho 27/11/2026", "Thứ Năm 26/11/2026: Gửi số liệu",
            f"https://sansang.example/ban-tin/{cast.people['leader'].id}/",
        ):  # fmt: skip
            assert said in words
    assert plan(session, mailer, MONDAY_8 + timedelta(hours=3)) == mails, "once a day"


def test_nothing_is_sent_where_no_conference_is_in_preparation(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    conference.state = ConferenceState.DRAFT
    assert plan(session, mailer) == []
    conference.state = ConferenceState.ACTIVE
    conference.event_start = conference.event_end = date(2026, 11, 20)
    assert plan(session, mailer) == []


@pytest.mark.parametrize("hour", [0, 11])
def test_nothing_is_sent_outside_working_hours(
    session: Session, mailer: Mailer, conference: Conference, hour: int
) -> None:
    assert plan(session, mailer, MONDAY_8.replace(hour=hour)) == []


def test_it_comes_weekly_and_three_working_days_and_one_before_the_event(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    for number in range(28):
        plan(session, mailer, MONDAY_8 + timedelta(days=number))
    mails = plan(session, mailer)
    assert [mail.created_at.astimezone(UTC).date().isoformat() for mail in mails] == [
        "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-10", "2026-12-14",
    ]  # fmt: skip
    assert [mail.subject.split(":")[0] for mail in mails][3:] == [
        "Trước hội nghị 3 ngày làm việc (10/12)", "Trước hội nghị 1 ngày làm việc (14/12)",
    ]  # fmt: skip


def test_after_an_outage_on_monday_it_comes_on_the_week_s_second_day_only(
    session: Session, mailer: Mailer, conference: Conference
) -> None:
    assert plan(session, mailer, MONDAY_8 + timedelta(days=3)) == []
    (mail,) = plan(session, mailer, MONDAY_8 + timedelta(days=2))  # Tuesday is off
    assert mail.created_at == MONDAY_8 + timedelta(days=2)


def test_who_opted_out_gets_none_and_an_inactive_leader_neither(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    briefing.choose(session, cast.people["leader"].id, wanted=False)
    other = make_user(session, "pho@haibinh.example", "Bùi Thị Mai", MemberRole.LEADER, cast.host, active=False)
    assert plan(session, mailer) == []
    other.active = True
    briefing.choose(session, cast.people["leader"].id, wanted=True)
    assert len(plan(session, mailer)) == 2


def test_its_mails_are_one_conversation_for_each_leader_and_carry_the_way_out(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    plan(session, mailer)
    first, second = plan(session, mailer, MONDAY_8 + timedelta(days=7))
    assert first.thread == second.thread != first.message_id
    assert first.unsubscribe == second.unsubscribe
    assert (first.unsubscribe or "").startswith(f"https://sansang.example/ban-tin/{cast.people['leader'].id}/")


def test_finished_work_is_no_deadline(session: Session, cast: Cast, mailer: Mailer, conference: Conference) -> None:
    make_task(
        session, conference, cast.ward, title="Đã nộp rồi", kind="other", due=date(2026, 11, 26),
        state=TaskState.SUBMITTED, submitted_on=date(2026, 11, 20),
    )  # fmt: skip
    (mail,) = plan(session, mailer)
    assert "Đã nộp rồi" not in mail.text


def away(session: Session, user: User, substitute: User, first: int = 23, last: int = 27) -> None:
    session.add(
        Absence(user_id=user.id, first=date(2026, 11, first), last=date(2026, 11, last), substitute_id=substitute.id)
    )
    session.flush()


def test_a_leader_who_is_away_is_briefed_by_way_of_the_substitute(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    deputy = make_user(session, "pho@haibinh.example", "Bùi Thị Mai", MemberRole.ADMINISTRATOR, cast.host)
    away(session, cast.people["leader"], deputy)
    (mail,) = plan(session, mailer)
    assert mail.recipient == "pho@haibinh.example"
    for words in (mail.text, mail.html):
        assert "Gửi thay đồng chí Nguyễn Văn An (vắng đến hết ngày 27/11/2026)." in words
    assert f"/ban-tin/{deputy.id}" in (mail.unsubscribe or ""), "it is the substitute's own choice that ends it"
    (_monday, next_week) = plan(session, mailer, MONDAY_8 + timedelta(days=7))
    assert next_week.recipient == "leader@haibinh.example"


def test_a_substitute_who_is_briefed_too_gets_one_mail(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    deputy = make_user(session, "pho@haibinh.example", "Bùi Thị Mai", MemberRole.LEADER, cast.host)
    away(session, cast.people["leader"], deputy)
    (mail,) = plan(session, mailer)
    assert (mail.recipient, mail.text.count("Gửi thay đồng chí")) == ("pho@haibinh.example", 1)


def test_a_substitute_who_wants_no_briefing_leaves_it_with_the_leader(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    away(session, cast.people["leader"], cast.people["coordinator"])
    briefing.choose(session, cast.people["coordinator"].id, wanted=False)
    (mail,) = plan(session, mailer)
    assert mail.recipient == "leader@haibinh.example"


def test_the_week_s_briefing_is_not_repeated_when_the_leader_goes_away_after_it(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    away(session, cast.people["leader"], cast.people["coordinator"], first=25)
    (monday,) = plan(session, mailer)
    assert plan(session, mailer, MONDAY_8 + timedelta(days=2)) == [monday]


def test_of_many_overdue_tasks_the_longest_are_named_and_the_others_counted(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    for number in range(briefing.NAMED + 4):
        due = date(2026, 11, 20) - timedelta(days=7 * number)
        make_task(session, conference, cast.department, title=f"Việc chậm {number:02}.", due=due)
    (mail,) = plan(session, mailer)
    assert mail.text.count("/nhiem-vu/") == briefing.NAMED
    assert f"- Việc chậm {briefing.NAMED + 3:02}." in mail.text
    assert "và 4 việc quá hạn khác: https://sansang.example/hoi-nghi/" in mail.text
    assert "và 4 việc quá hạn khác" in mail.html
