"""What the mails say, in both parts; which of them belong together; the dates they bring for a calendar."""

import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import icalendar
import pytest
import vobject
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.glossary import TaskState
from tracker.mail import Mailer
from tracker.models import Conference, OutboxMail, Task
from tracker.services import feed_entries, notices, reminders, tasks

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 23/11/2026 08:00 in Vietnam; Tuesday 24/11 is a public holiday


@pytest.fixture
def mailer(app: Flask) -> Mailer:
    mailer: Mailer = app.extensions["mailer"]
    return mailer


def mails(session: Session, **where: str) -> list[OutboxMail]:
    session.commit()
    return list(session.scalars(select(OutboxMail).filter_by(**where).order_by(OutboxMail.id)))


def in_order(words: str, *parts: str) -> bool:
    places = [words.index(part) for part in parts]
    return places == sorted(places)


class Outline(HTMLParser):
    """Headings in their order, and what an accessible mail must not have."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.faults: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag == "html" and not values.get("lang"):
            self.faults.append("no language")
        if tag == "table" and values.get("role") != "presentation":
            self.faults.append("a table for layout that is announced as one")
        if tag in {"img", "script", "form", "link"}:
            self.faults.append(tag)


@pytest.fixture
def two(session: Session, cast: Cast) -> tuple[Conference, Conference]:
    """A conference with work ahead and one with something overdue, all the department's."""
    calm = make_conference(session, cast.host, cast.people["coordinator"], short_title="Tổng kết năm")
    late = make_conference(session, cast.host, cast.people["coordinator"], short_title="Sơ kết quý")
    make_task(session, calm, cast.department, title="Đặt hội trường", kind="other", due=date(2026, 11, 27))
    make_task(session, calm, cast.department, title="In tài liệu", kind="other", due=date(2026, 12, 3))
    make_task(session, late, cast.department, title="Viết báo cáo", kind="other", due=date(2026, 11, 20))
    return calm, late


def test_a_digest_goes_by_conference_the_overdue_one_first_and_each_conference_by_urgency(
    session: Session, cast: Cast, mailer: Mailer, two: tuple[Conference, Conference]
) -> None:
    reminders.plan(session, mailer, now=MONDAY_8)
    (mail,) = mails(session, recipient="qlkh@haibinh.example")
    assert mail.subject.startswith("Cần hoàn thành 1 việc quá hạn; 1 việc đến hạn từ nay đến Thứ Sáu 27/11/2026")
    assert in_order(
        mail.text, "2 hội nghị", "== Sơ kết quý", "QUÁ HẠN", "- Viết báo cáo", "== Tổng kết năm", "SẮP ĐẾN HẠN",
        "- Đặt hội trường", "SẮP TỚI", "- In tài liệu",
    )  # fmt: skip
    body = mail.html[mail.html.index("<h1") :]
    assert in_order(
        body, "2 hội nghị", ">Sơ kết quý", ">Quá hạn<", ">Viết báo cáo<", ">Tổng kết năm", ">Sắp đến hạn<",
        ">Đặt hội trường<", ">In tài liệu<",
    )  # fmt: skip
    assert body.count("Sơ kết quý") == 1, "the conference is not named again with each task"


def test_the_coordinator_s_list_counts_in_its_subject_when_it_is_all_there_is(
    session: Session, cast: Cast, mailer: Mailer, two: tuple[Conference, Conference]
) -> None:
    make_task(
        session, two[0], cast.office, title="Đã nộp", kind="other", due=date(2026, 11, 27),
        state=TaskState.SUBMITTED, submitted_on=date(2026, 11, 20),
    )  # fmt: skip
    reminders.plan(session, mailer, now=MONDAY_8)
    (mail,) = mails(session, recipient="coordinator@haibinh.example")
    assert mail.subject == "Đôn đốc 23/11: 1 quá hạn, 1 chờ xác nhận – Trần Thu Hà"
    assert in_order(mail.text, "CẦN THEO DÕI", "== Sơ kết quý", "- Viết báo cáo", "== Tổng kết năm", "- Đã nộp")
    assert "Phòng Quản lý Khoa học: quá hạn 1 ngày" in mail.text
    assert "vì đang theo dõi, đôn đốc các hội nghị" in mail.text


def every_kind(session: Session, cast: Cast, mailer: Mailer, task: Task) -> None:
    """Assigned, returned, named and reminded."""
    notices.assigned(session, mailer, [task], now=MONDAY_8)
    notices.returned(session, mailer, task, "Thiếu phụ lục", now=MONDAY_8)
    tasks.comment(
        session, cast.actor("coordinator"), task.id, now=MONDAY_8, text="@Lê Minh Đức xem giúp", compose=mailer
    )
    reminders.plan(session, mailer, now=MONDAY_8)


def test_every_mail_can_be_read_aloud_in_the_dark_and_on_a_telephone(
    session: Session, cast: Cast, mailer: Mailer, two: tuple[Conference, Conference]
) -> None:
    every_kind(session, cast, mailer, session.scalars(select(Task)).first() or pytest.fail("no task"))
    for mail in mails(session):
        outline = Outline(mail.html)
        assert outline.faults == []
        assert outline.headings[0] == "h1"
        assert outline.headings.count("h1") == 1
        assert 'content="light dark"' in mail.html
        assert "prefers-color-scheme: dark" in mail.html
        assert "width=device-width" in mail.html
        assert "không thay cho văn bản chính thức" in mail.html
        assert "không thay cho văn bản chính thức" in mail.text
        assert "\n\n\n" not in mail.text
        assert re.findall(r"^- .*\n[^\s-].*", mail.text, re.MULTILINE) == [], "what is said of a task stands below it"


def test_mails_about_one_task_are_one_conversation_and_digests_one_a_week(
    session: Session, cast: Cast, mailer: Mailer, two: tuple[Conference, Conference]
) -> None:
    first, second, *_rest = session.scalars(select(Task).order_by(Task.id))
    every_kind(session, cast, mailer, first)
    notices.returned(session, mailer, second, "Thiếu dấu", now=MONDAY_8)
    reminders.plan(session, mailer, now=MONDAY_8 + timedelta(days=2))
    reminders.plan(session, mailer, now=MONDAY_8 + timedelta(days=7))
    (assigned,) = mails(session, kind="assigned")
    (named,) = mails(session, kind="comment")
    returned, other = mails(session, kind="returned")
    assert returned.thread == named.thread != other.thread
    assert assigned.thread not in {returned.thread, other.thread}, "a conference's, not one task's"
    weeks = [mail.thread for mail in mails(session, kind="digest", recipient="coordinator@haibinh.example")]
    assert weeks[0] == weeks[1] != weeks[2]
    assert all(mail.thread != mail.message_id for mail in mails(session))


def entries(mail: OutboxMail) -> list[Any]:
    data = mail.calendar or ""
    assert vobject.readOne(data, validate=True).method.value == "PUBLISH"
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_given_work_brings_its_deadlines_with_the_ids_that_the_feed_gives_them(
    session: Session, cast: Cast, mailer: Mailer, two: tuple[Conference, Conference]
) -> None:
    given = [task for task in session.scalars(select(Task).order_by(Task.id)) if task.conference is two[0]]
    given[1].due = None
    session.flush()
    notices.assigned(session, mailer, given, now=MONDAY_8)
    (mail,) = mails(session, kind="assigned")
    (entry,) = entries(mail)
    (shown,) = feed_entries.deadlines_of(session, given)
    assert entry["uid"] == f"task-{given[0].id}@sansang.example"
    assert entry["dtstart"].dt == date(2026, 11, 27)
    assert (int(entry["sequence"]), entry["summary"]) == (shown.sequence, "Hạn: Đặt hội trường")


def test_a_mail_without_dates_brings_no_calendar(
    session: Session, cast: Cast, mailer: Mailer, two: tuple[Conference, Conference]
) -> None:
    task = make_task(session, two[0], cast.office, due=None, latest=None)
    notices.assigned(session, mailer, [task], now=MONDAY_8)
    notices.returned(session, mailer, task, "Thiếu phụ lục", now=MONDAY_8)
    assert {mail.calendar for mail in mails(session)} == {None}
