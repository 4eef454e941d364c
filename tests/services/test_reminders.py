"""Planning reminders: who gets what, once, and when not."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.glossary import ConferenceState, TaskState
from tracker.mail import Mailer
from tracker.models import OutboxMail, Reminder
from tracker.services import extensions, forecast, outbox, reminders

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 23/11/2026 08:00 in Vietnam; Tuesday 24/11 is a public holiday


@pytest.fixture
def mailer(app: Flask) -> Mailer:
    mailer: Mailer = app.extensions["mailer"]
    return mailer


def plan(session: Session, mailer: Mailer, now: datetime = MONDAY_8) -> dict[str, list[str]]:
    """Run the planning; the digests written so far: recipient → subjects."""
    reminders.plan(session, mailer, now=now)
    session.commit()
    found: dict[str, list[str]] = {}
    for mail in session.scalars(select(OutboxMail).order_by(OutboxMail.id)):
        found.setdefault(mail.recipient, []).append(mail.subject)
    return found


def stages(session: Session, recipient: str) -> list[tuple[str, str]]:
    rows = session.scalars(select(Reminder).where(Reminder.recipient == recipient).order_by(Reminder.id))
    return [(row.stage, row.reason) for row in rows]


def test_a_task_due_in_three_working_days_is_reminded_once_however_often_the_job_runs(
    session: Session, cast: Cast, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, conference, cast.department, due=date(2026, 11, 27))
    first = plan(session, mailer)
    assert list(first) == ["qlkh@haibinh.example"]
    assert first["qlkh@haibinh.example"][0].endswith("– Phòng Quản lý Khoa học")
    assert plan(session, mailer, MONDAY_8 + timedelta(minutes=1)) == first
    assert plan(session, mailer, MONDAY_8 + timedelta(hours=5)) == first


def test_tasks_of_two_conferences_come_in_one_digest_with_a_link_to_each(
    session: Session, cast: Cast, mailer: Mailer
) -> None:
    tasks = [
        make_task(
            session,
            make_conference(session, cast.host, cast.people["coordinator"], short_title=title),
            cast.department,
            due=date(2026, 11, 27),
        )
        for title in ("Sơ kết", "Tổng kết")
    ]
    plan(session, mailer)
    (mail,) = session.scalars(select(OutboxMail)).all()
    tokens = set()
    for task in tasks:
        leads = re.search(rf"https://sansang\.example/viec/(\S+?)/{task.id}\s", mail.text)
        assert leads, "a mailbox is no account: its mails carry the unit's link"
        assert leads[0].strip() in mail.html
        tokens.add(leads[1])
    assert len(tokens) == len(tasks), "each conference has a link of its own"


@pytest.mark.parametrize("hour", [0, 10, 14])
def test_nothing_is_planned_outside_working_hours(session: Session, cast: Cast, mailer: Mailer, hour: int) -> None:
    make_task(
        session,
        make_conference(session, cast.host, cast.people["coordinator"]),
        cast.department,
        due=date(2026, 11, 27),
    )
    assert plan(session, mailer, MONDAY_8.replace(hour=hour)) == {}


def test_nothing_is_planned_on_a_day_off(session: Session, cast: Cast, mailer: Mailer) -> None:
    make_task(
        session,
        make_conference(session, cast.host, cast.people["coordinator"]),
        cast.department,
        due=date(2026, 11, 27),
    )
    assert plan(session, mailer, MONDAY_8 - timedelta(days=1)) == {}


@pytest.mark.parametrize("state", [TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUSPENDED, TaskState.DRAFT])
def test_what_is_over_or_not_released_is_not_reminded(
    session: Session, cast: Cast, mailer: Mailer, state: TaskState
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(
        session, conference, cast.department, due=date(2026, 11, 27), state=state, submitted_on=date(2026, 11, 20)
    )
    assert plan(session, mailer) == {}


def test_a_draft_conference_sends_nothing(session: Session, cast: Cast, mailer: Mailer) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"], state=ConferenceState.DRAFT)
    make_task(session, conference, cast.department, due=date(2026, 11, 27))
    assert plan(session, mailer) == {}


def test_after_an_outage_one_digest_catches_up_and_the_ledger_names_the_missed_stages(
    session: Session, cast: Cast, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, conference, cast.department, due=date(2026, 11, 25))
    assert len(plan(session, mailer)["qlkh@haibinh.example"]) == 1
    assert sorted(stages(session, "qlkh@haibinh.example")) == [
        ("before_1", ""),
        ("before_3", "superseded"),
        ("before_7", "superseded"),
    ]


def test_stages_from_before_the_assignment_are_not_sent_afterwards(
    session: Session, cast: Cast, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, conference, cast.department, due=date(2026, 11, 27), assigned_on=date(2026, 11, 23))
    assert plan(session, mailer) == {}


def test_a_moved_due_date_arms_the_stages_again(session: Session, cast: Cast, mailer: Mailer) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    task = make_task(session, conference, cast.department, due=date(2026, 11, 27))
    plan(session, mailer)
    task.due, task.due_version = date(2026, 11, 30), 2
    session.commit()
    assert len(plan(session, mailer, MONDAY_8 + timedelta(days=2))["qlkh@haibinh.example"]) == 2


def test_a_blocking_task_one_day_overdue_reaches_unit_head_leadership_and_coordinator(
    session: Session, cast: Cast, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, conference, cast.department, due=date(2026, 11, 20), kind="main_report")
    assert sorted(plan(session, mailer)) == [
        "coordinator@haibinh.example",
        "leader@haibinh.example",
        "qlkh@haibinh.example",
        "truongphong.qlkh@haibinh.example",
    ]


def test_submitted_work_silences_the_unit_and_stands_on_the_coordinators_list(
    session: Session, cast: Cast, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(
        session,
        conference,
        cast.department,
        due=date(2026, 11, 20),
        state=TaskState.SUBMITTED,
        submitted_on=date(2026, 11, 20),
    )
    assert list(plan(session, mailer)) == ["coordinator@haibinh.example"]


def test_a_unit_that_nobody_can_reach_is_written_down_once_and_stops_nobody(
    session: Session, cast: Cast, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    cast.ward.email = None
    unreachable = make_task(session, conference, cast.ward, due=date(2026, 11, 27))
    make_task(session, conference, cast.department, due=date(2026, 11, 27))
    plan(session, mailer)
    assert list(plan(session, mailer, MONDAY_8 + timedelta(minutes=1))) == ["qlkh@haibinh.example"]
    rows = session.scalars(select(Reminder).where(Reminder.task_id == unreachable.id)).all()
    assert [(row.stage, row.reason, row.mail_id) for row in rows] == [("before_3", "no_address", None)]


def test_a_unit_without_a_mailbox_is_written_to_through_its_members(
    session: Session, cast: Cast, mailer: Mailer
) -> None:
    cast.office.email = None
    make_task(
        session, make_conference(session, cast.host, cast.people["coordinator"]), cast.office, due=date(2026, 11, 27)
    )
    assert list(plan(session, mailer)) == ["officer@haibinh.example"]


def test_the_forecast_names_day_stage_and_address(session: Session, cast: Cast) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, conference, cast.department, due=date(2026, 11, 27), kind="press")
    found = forecast.coming(session, conference, today=date(2026, 11, 23))
    assert [(entry.day, entry.stage, entry.to.email if entry.to else None) for entry in found][:3] == [
        (date(2026, 11, 23), "before_3", "qlkh@haibinh.example"),
        (date(2026, 11, 26), "before_1", "qlkh@haibinh.example"),
        (date(2026, 11, 27), "on_day", "qlkh@haibinh.example"),
    ]


def test_the_next_reminder_is_the_first_that_the_ledger_has_not(session: Session, cast: Cast, mailer: Mailer) -> None:
    task = make_task(
        session,
        make_conference(session, cast.host, cast.people["coordinator"]),
        cast.department,
        due=date(2026, 11, 27),
    )
    assert forecast.next_for(session, task, today=date(2026, 11, 23)) == (date(2026, 11, 23), "before_3")
    plan(session, mailer)
    assert forecast.next_for(session, task, today=date(2026, 11, 23)) == (date(2026, 11, 26), "before_1")


def test_a_withdrawn_digest_is_planned_anew_without_the_task_that_is_over(
    session: Session, cast: Cast, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    done = make_task(session, conference, cast.department, title="Việc đã xong", due=date(2026, 11, 27))
    make_task(session, conference, cast.department, title="Việc còn lại", due=date(2026, 11, 27))
    plan(session, mailer)
    done.state, done.submitted_on = TaskState.COMPLETED, date(2026, 11, 23)
    outbox.drop_pending(session, [done.id])
    session.commit()
    plan(session, mailer, MONDAY_8 + timedelta(minutes=1))
    cancelled, fresh = session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
    assert (cancelled.state, fresh.state) == ("cancelled", "pending")
    assert "Việc còn lại" in fresh.text
    assert "Việc đã xong" not in fresh.text


def test_the_coordinator_s_list_names_tasks_whose_units_ask_for_more_time(
    session: Session, cast: Cast, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    task = make_task(session, conference, cast.department, due=date(2026, 12, 7), latest=date(2026, 12, 9))
    assert "coordinator@haibinh.example" not in plan(session, mailer)
    extensions.ask(
        session, cast.actor("member"), task.id, version=task.version, now=MONDAY_8, day=date(2026, 12, 9),
        reason="Chờ số liệu",
    )  # fmt: skip
    plan(session, mailer, MONDAY_8 + timedelta(days=2))
    mail = session.scalars(select(OutboxMail).where(OutboxMail.recipient == "coordinator@haibinh.example")).one()
    assert "Phòng Quản lý Khoa học: đề nghị gia hạn" in mail.text
