"""Downtime and switching on: one mail for each recipient afterwards, nothing lost, no burst."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker import jobs
from tracker.clock import vietnam_date
from tracker.db import Database
from tracker.mail import Mailer
from tracker.models import MailState, OutboxMail, Reminder
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS
from tracker.services.working_calendar import calendar_of

WEDNESDAY = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)  # 18/11/2026 08:00 in Vietnam
BEFORE_TET = datetime(2026, 2, 12, 1, 0, tzinfo=UTC)  # Thursday 12/2/2026 08:00, some days before the long holiday
UNIT = "qlkh@haibinh.example"


@pytest.fixture
def mailer(app: Flask) -> Mailer:
    mailer: Mailer = app.extensions["mailer"]
    return mailer


def run_the_day(database: Database, mailer: Mailer, now: datetime) -> None:
    """As the scheduler does, several times."""
    for hour in (0, 1, 5):
        jobs.run(PLAN_REMINDERS, database, mailer, at=now + timedelta(hours=hour))
        jobs.run(DELIVER_MAIL, database, mailer, at=now + timedelta(hours=hour))


def sent(session: Session) -> Counter[str]:
    found = Counter(session.scalars(select(OutboxMail.recipient).where(OutboxMail.state == MailState.SENT)))
    session.rollback()  # an open transaction would keep the jobs waiting
    return found


def test_five_days_down_over_a_weekend_are_caught_up_in_one_mail_for_each_recipient(
    session: Session, cast: Cast, database: Database, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    dues = [date(2026, 11, day) for day in (19, 20, 23, 25, 26)]
    for due in dues:
        make_task(session, conference, cast.department, due=due, kind="press")
    session.commit()
    run_the_day(database, mailer, WEDNESDAY)
    before = sent(session)
    assert before[UNIT] == 1
    monday = WEDNESDAY + timedelta(days=5)
    run_the_day(database, mailer, monday)
    assert max((sent(session) - before).values()) == 1
    missed = session.scalars(select(Reminder.stage).where(Reminder.reason == "superseded")).all()
    assert missed, "the ledger names the stages that the one mail stands for"
    told = set(session.scalars(select(Reminder.task_id).where(Reminder.recipient == UNIT)))
    assert len(told) == len(dues), "nothing is lost"


def test_tet_is_quiet_and_afterwards_comes_one_mail(
    session: Session, cast: Cast, database: Database, mailer: Mailer
) -> None:
    event = date(2026, 3, 10)
    conference = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=event, event_end=event, created_at=BEFORE_TET
    )
    for due in (date(2026, 2, 13), date(2026, 2, 18), date(2026, 2, 25)):
        make_task(session, conference, cast.department, due=due, assigned_on=date(2026, 1, 5), kind="press")
    session.commit()
    calendar, day = calendar_of(session), BEFORE_TET
    session.rollback()
    sent_on = Counter[date]()
    for _ in range(21):
        seen = sent(session)[UNIT]
        run_the_day(database, mailer, day)
        sent_on[vietnam_date(day)] += sent(session)[UNIT] - seen
        day += timedelta(days=1)
    assert max(sent_on.values()) == 1, "never two mails a day"
    assert [day for day, count in sent_on.items() if count and not calendar.is_working(day)] == []
    first_after = calendar.shift(date(2026, 2, 18), 1)
    assert sent_on[first_after] == 1, "what fell into the holiday comes with the first working day"


def test_switching_on_with_everything_overdue_or_soon_due_sends_no_burst(
    session: Session, cast: Cast, database: Database, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    today = vietnam_date(WEDNESDAY)
    for days in range(-10, 8):
        make_task(session, conference, cast.department, due=today + timedelta(days=days), assigned_on=today)
    session.commit()
    run_the_day(database, mailer, WEDNESDAY)
    assert sent(session)[UNIT] == 0, "no stage from before the assignment is made up for"
    run_the_day(database, mailer, WEDNESDAY + timedelta(days=1))
    assert sent(session)[UNIT] == 1, "from the next day on one mail, whatever it speaks of"


def test_a_digest_that_cannot_be_written_stops_no_other(
    session: Session, cast: Cast, database: Database, app: Flask
) -> None:
    class Choking(Mailer):
        """Cannot write to the department."""

        def compose(self, kind: str, **context: object) -> object:  # type: ignore[override]  # what it gives is passed on
            if getattr(context.get("digest"), "to").email == UNIT:  # noqa: B009 -- an object to mypy
                raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
            return super().compose(kind, **context)

    conference = make_conference(session, cast.host, cast.people["coordinator"])
    for unit in (cast.department, cast.office, cast.ward):
        make_task(session, conference, unit, due=date(2026, 11, 23), kind="press")
    session.commit()
    choking = Choking(app, app.extensions["settings"])
    figures = jobs.run(PLAN_REMINDERS, database, choking, at=WEDNESDAY)
    assert figures["failed"] == 1
    assert sorted(session.scalars(select(OutboxMail.recipient))) == [
        "donghai@haibinh.example",
        "vanphong@haibinh.example",
    ]


def test_a_digest_that_a_relay_kept_waiting_goes_neither_in_the_evening_nor_twice_the_next_day(
    session: Session, cast: Cast, database: Database, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    given, due = date(2026, 11, 17), date(2026, 11, 19)
    task = make_task(session, conference, cast.department, assigned_on=given, due=due, kind="press")
    session.commit()
    jobs.run(PLAN_REMINDERS, database, mailer, at=WEDNESDAY)
    evening = WEDNESDAY + timedelta(hours=10)
    assert jobs.run(DELIVER_MAIL, database, mailer, at=evening) == {"withdrawn": 1}, "18:00: the relay is back too late"
    thursday = WEDNESDAY + timedelta(days=1)
    run_the_day(database, mailer, thursday)
    assert sent(session) == {UNIT: 1}
    stages = {row.stage: row.reason or "mail" for row in session.scalars(select(Reminder))}
    assert stages == {"on_day": "mail", "before_1": "superseded"}
    assert session.scalars(select(Reminder.task_id).distinct()).all() == [task.id]


def test_yesterdays_digest_that_still_waits_is_replaced_by_todays(
    session: Session, cast: Cast, database: Database, mailer: Mailer
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, conference, cast.department, due=date(2026, 11, 19), kind="press")
    session.commit()
    for day in range(2):
        jobs.run(PLAN_REMINDERS, database, mailer, at=WEDNESDAY + timedelta(days=day))
    assert jobs.run(DELIVER_MAIL, database, mailer, at=WEDNESDAY + timedelta(days=1, hours=1)) == {"sent": 1}
    assert sent(session) == {UNIT: 1}
