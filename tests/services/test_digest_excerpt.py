"""The longest list is still a mail: the most urgent are named, the others counted; nothing is lost to the ledger."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.mail import Mailer
from tracker.models import Conference, OutboxMail, Reminder, Unit
from tracker.services import reminders
from tracker.services.digest_excerpt import IN_ALL, OF_CONFERENCE

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 23/11/2026 08:00 in Vietnam; Tuesday 24/11 is a public holiday
FRIDAY = date(2026, 11, 20)
Fill = Callable[[Conference, Unit, int], None]


@pytest.fixture
def mailer(app: Flask) -> Mailer:
    mailer: Mailer = app.extensions["mailer"]
    return mailer


@pytest.fixture
def fill(session: Session) -> Fill:
    def fill(conference: Conference, unit: Unit, count: int) -> None:
        """Overdue tasks, number 1 the longest."""
        for number in range(1, count + 1):
            due = FRIDAY - timedelta(days=7 * (count - number))
            make_task(
                session, conference, unit, title=f"Việc số {number:03} của {conference.short_title}", kind="other",
                due=due, assigned_on=date(2025, 1, 2),
            )  # fmt: skip

    return fill


def mail_to(session: Session, mailer: Mailer, who: str) -> OutboxMail:
    reminders.plan(session, mailer, now=MONDAY_8)
    session.commit()
    return session.scalars(select(OutboxMail).where(OutboxMail.recipient == f"{who}@haibinh.example")).one()


def test_of_many_tasks_of_one_conference_the_most_urgent_are_named_and_the_others_counted(
    session: Session, cast: Cast, mailer: Mailer, fill: Fill
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"], short_title="Sơ kết")
    fill(conference, cast.department, 45)
    mail = mail_to(session, mailer, "qlkh")
    assert mail.subject.startswith("Cần hoàn thành 45 việc quá hạn")
    expected = [f"{number:03} của Sơ kết" for number in range(1, OF_CONFERENCE + 1)]
    assert re.findall(r"^- Việc số (.+)$", mail.text, re.MULTILINE) == expected
    assert re.findall(r">Việc số ([^<]+)</a>", mail.html) == expected
    rest = "và 25 việc khác của hội nghị này"
    assert f"{rest}: https://sansang.example/" in mail.text
    assert rest in mail.html


def test_the_ledger_has_a_line_for_every_task_that_the_mail_only_counts(
    session: Session, cast: Cast, mailer: Mailer, fill: Fill
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    fill(conference, cast.department, OF_CONFERENCE + 5)
    mail = mail_to(session, mailer, "qlkh")
    lines = session.scalars(select(Reminder.task_id).where(Reminder.mail_id == mail.id)).all()
    assert len(set(lines)) == OF_CONFERENCE + 5


def test_of_many_conferences_no_more_are_named_than_a_mail_holds(
    session: Session, cast: Cast, mailer: Mailer, fill: Fill
) -> None:
    for number in range(1, 13):
        title = f"Hội nghị {number}"
        fill(make_conference(session, cast.host, cast.people["coordinator"], short_title=title), cast.department, 10)
    mail = mail_to(session, mailer, "qlkh")
    assert mail.subject.startswith("Cần hoàn thành 120 việc quá hạn")
    shown = re.findall(r"^- Việc số (\d+)", mail.text, re.MULTILINE)
    assert len(shown) == IN_ALL
    assert max(shown) == "009", "the longest overdue of all conferences, not all of the first ones"
    assert "12 hội nghị" in mail.text
    counted = [int(count) for count in re.findall(r"và (\d+) việc khác của hội nghị này", mail.text)]
    assert sum(counted) == 20
    assert f"{sum(counted) + len(shown)}" == "120"


def test_what_belongs_to_conferences_of_which_nothing_is_named_is_counted_together(
    session: Session, cast: Cast, mailer: Mailer, fill: Fill
) -> None:
    calm = make_conference(session, cast.host, cast.people["coordinator"], short_title="Chậm ít")
    make_task(session, calm, cast.department, title="Việc sau cùng", kind="other", due=date(2026, 11, 27))
    for number in range(6):
        title = f"Chậm nhiều {number}"
        fill(make_conference(session, cast.host, cast.people["coordinator"], short_title=title), cast.department, 20)
    mail = mail_to(session, mailer, "qlkh")
    assert "120 việc quá hạn; 1 việc đến hạn" in mail.subject
    assert "== Chậm ít" not in mail.text
    assert "và 1 việc khác của 1 hội nghị khác: https://sansang.example/" in mail.text
    assert "7 hội nghị, " in mail.text


def test_the_coordinator_s_list_and_the_leadership_s_are_bounded_and_their_counts_true(
    session: Session, cast: Cast, mailer: Mailer, fill: Fill
) -> None:
    for _number in range(8):
        fill(make_conference(session, cast.host, cast.people["coordinator"]), cast.department, 30)
    coordinator, leader = (mail_to(session, mailer, who) for who in ("coordinator", "leader"))
    assert coordinator.subject.startswith("Đôn đốc 23/11: 240 quá hạn")
    for mail in (coordinator, leader):
        parts = Counter(re.findall(r"^- Việc số (\d+)", mail.text, re.MULTILINE))
        assert parts.total() == IN_ALL
        counted = [int(count) for count in re.findall(r"và (\d+) việc khác", mail.text)]
        assert sum(counted) + IN_ALL == (240 if mail is coordinator else len(_told(session, mail)))
        assert "nhom=thoi-han" in mail.text
        assert len(mail.html) < 200_000


def _told(session: Session, mail: OutboxMail) -> set[int]:
    return set(session.scalars(select(Reminder.task_id).where(Reminder.mail_id == mail.id)))


def test_a_mail_with_several_lists_names_some_of_each(session: Session, cast: Cast, mailer: Mailer, fill: Fill) -> None:
    """The coordinator's address is the department's mailbox too."""
    cast.department.email = "coordinator@haibinh.example"
    for _number in range(8):
        fill(make_conference(session, cast.host, cast.people["coordinator"]), cast.department, 20)
    text = mail_to(session, mailer, "coordinator").text
    own, watched = text.split("CẦN THEO DÕI")
    assert [len(re.findall("^- Việc số", part, re.MULTILINE)) for part in (own, watched)] == [IN_ALL // 2, IN_ALL // 2]
