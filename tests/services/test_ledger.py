"""What counts as having been reminded: a mail that went out, once for each stage."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.glossary import TaskState
from tracker.mail import Mailer
from tracker.models import MailState, OutboxMail, Reminder, Task
from tracker.services import ledger, notices, nudges, reminders, unit_contacts

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 23/11/2026 08:00 in Vietnam


@pytest.fixture
def mailer(app: Flask) -> Mailer:
    mailer: Mailer = app.extensions["mailer"]
    return mailer


@pytest.fixture
def task(session: Session, cast: Cast) -> Task:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    return make_task(session, conference, cast.department, due=date(2026, 11, 20))


def counts(session: Session, task: Task, state: MailState) -> int:
    """How often the unit was reminded when its mails so far are in this state."""
    for mail in session.query(OutboxMail).filter_by(recipient="qlkh@haibinh.example"):
        mail.state, mail.lease_until = state, MONDAY_8 if state is MailState.SENDING else None
    session.commit()
    return ledger.sent_counts(session, [task.id]).get(task.id, 0)


@pytest.mark.parametrize(
    ("state", "count"),
    [
        (MailState.SENT, 1),
        (MailState.UNKNOWN, 1),
        (MailState.PENDING, 0),
        (MailState.SENDING, 0),
        (MailState.DEAD, 0),
        (MailState.CANCELLED, 0),
    ],
)
def test_only_what_went_out_or_may_have_has_reminded_a_unit(
    session: Session, mailer: Mailer, task: Task, state: MailState, count: int
) -> None:
    reminders.plan(session, mailer, now=MONDAY_8)
    assert counts(session, task, state) == count


def test_a_unit_with_three_addresses_is_reminded_once_by_one_day_s_mails(
    session: Session, cast: Cast, mailer: Mailer, task: Task
) -> None:
    for name in ("hoa", "lan"):
        unit_contacts.add(session, cast.department, name=name, email=f"{name}@haibinh.example", phone="")
    reminders.plan(session, mailer, now=MONDAY_8)
    session.query(OutboxMail).update({"state": MailState.SENT})
    lines = session.query(Reminder).filter(Reminder.audience == "unit", Reminder.mail_id.is_not(None))
    assert lines.count() == 3
    assert ledger.sent_counts(session, [task.id]) == {task.id: 1}


def test_reminders_by_hand_count_each_and_what_was_told_before_the_unit_had_the_task_does_not(
    session: Session, cast: Cast, mailer: Mailer, task: Task
) -> None:
    for confirmed in (False, True):
        nudges.about_task(
            session, cast.actor("coordinator"), task.id, confirmed=confirmed, compose=mailer, now=MONDAY_8
        )
    assert counts(session, task, MailState.SENT) == 2
    task.assigned_on = date(2026, 11, 24)
    assert counts(session, task, MailState.SENT) == 0


def test_a_result_that_is_returned_to_a_unit_without_an_address_leaves_a_line(
    session: Session, cast: Cast, mailer: Mailer, task: Task
) -> None:
    cast.department.email = None
    cast.people["member"].active = False
    task.state = TaskState.RETURNED
    session.flush()
    notices.returned(session, mailer, task, "Thiếu phụ lục", now=MONDAY_8 + timedelta(hours=1))
    (line,) = session.query(Reminder).filter_by(task_id=task.id)
    assert (line.stage, line.reason) == (f"returned_{task.version}", ledger.NO_ADDRESS)
