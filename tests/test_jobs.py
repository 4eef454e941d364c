"""The jobs with a real database and a real SMTP server: everything arrives, once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from tests.cast import Cast
from tests.factories import make_conference, make_task
from tests.mail.relay import Relay, running_relay
from tracker import jobs
from tracker.app import create_app
from tracker.db import Database
from tracker.domain.glossary import TaskState
from tracker.mail import Letter, Mailer
from tracker.models import JobRun, MailState, OutboxMail
from tracker.services import outbox
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def relay() -> Iterator[Relay]:
    with running_relay() as relay:
        yield relay


@pytest.fixture
def smtp_app(settings: Settings, relay: Relay, database: Database) -> Iterator[Flask]:
    mail = replace(settings.mail, backend="smtp", server="127.0.0.1", port=relay.port, timeout=5.0)
    app = create_app(replace(settings, mail=mail))
    yield app
    app.extensions["database"].engine.dispose()


@pytest.fixture
def mailer(smtp_app: Flask) -> Mailer:
    mailer: Mailer = smtp_app.extensions["mailer"]
    return mailer


def fill(session: Session, cast: Cast, count: int) -> None:
    for number in range(count):
        outbox.enqueue(
            session,
            key=f"k{number}",
            kind="digest",
            to=outbox.Address(email=f"u{number}@haibinh.example", name=f"Đơn vị {number}"),
            letter=Letter(subject=f"Việc {number}", text="x", html="<p>x</p>"),
            host_id=cast.host.id,
            conference_id=None,
            reply_to=None,
            now=MONDAY_8,
        )
    session.commit()


def test_a_due_reminder_is_planned_sent_and_arrives_with_its_link(
    session: Session, cast: Cast, database: Database, mailer: Mailer, relay: Relay
) -> None:
    cast.people["leader"].briefing = False  # a Monday: it would go out, too
    task = make_task(
        session,
        make_conference(session, cast.host, cast.people["coordinator"]),
        cast.department,
        due=date(2026, 11, 27),
    )
    session.commit()
    for _ in range(2):
        jobs.run(PLAN_REMINDERS, database, mailer, at=MONDAY_8)
        jobs.run(DELIVER_MAIL, database, mailer, at=MONDAY_8)
    (mail,) = relay.mails
    assert mail["To"].addresses[0].addr_spec == "qlkh@haibinh.example"
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # there is a plain part
    assert re.search(rf"https://sansang\.example/viec/\S+/{task.id}\s", text), "a mailbox is no account"
    assert session.scalars(select(OutboxMail.state)).all() == [MailState.SENT]


def test_one_bad_recipient_does_not_stop_the_others(
    session: Session, cast: Cast, database: Database, mailer: Mailer, relay: Relay
) -> None:
    relay.answers["u1@haibinh.example"] = "550 5.1.1 no such user"
    fill(session, cast, 3)
    assert jobs.run(DELIVER_MAIL, database, mailer, at=MONDAY_8) == {"sent": 2, "dead": 1}
    assert sorted(mail["Subject"] for mail in relay.mails) == ["Việc 0", "Việc 2"]


def test_four_workers_together_send_each_mail_once(
    session: Session, cast: Cast, database: Database, mailer: Mailer, relay: Relay
) -> None:
    fill(session, cast, 40)
    workers = [
        Thread(target=jobs.run, args=(DELIVER_MAIL, database, mailer), kwargs={"at": MONDAY_8}) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(mail["Subject"] for mail in relay.mails) == sorted(f"Việc {number}" for number in range(40))


def test_what_was_finished_after_planning_is_not_sent(
    session: Session, cast: Cast, database: Database, mailer: Mailer, relay: Relay
) -> None:
    cast.people["leader"].briefing = False  # a Monday: it would go out, too
    task = make_task(
        session,
        make_conference(session, cast.host, cast.people["coordinator"]),
        cast.department,
        due=date(2026, 11, 27),
    )
    session.commit()
    jobs.run(PLAN_REMINDERS, database, mailer, at=MONDAY_8)
    task.state, task.submitted_on = TaskState.COMPLETED, date(2026, 11, 23)
    session.commit()
    assert jobs.run(DELIVER_MAIL, database, mailer, at=MONDAY_8) == {"withdrawn": 1}
    assert relay.mails == []


def test_a_worker_asked_to_stop_leaves_the_rest_for_the_next(
    session: Session, cast: Cast, database: Database, mailer: Mailer, relay: Relay
) -> None:
    fill(session, cast, 3)
    stop = Event()
    stop.set()
    assert jobs.run(DELIVER_MAIL, database, mailer, at=MONDAY_8, stop=stop) == {}
    assert jobs.run(DELIVER_MAIL, database, mailer, at=MONDAY_8) == {"sent": 3}


def test_a_worker_that_died_with_claimed_mails_loses_none(
    session: Session, cast: Cast, database: Database, mailer: Mailer, relay: Relay
) -> None:
    fill(session, cast, 3)
    outbox.claim(session, now=MONDAY_8)
    session.commit()
    assert jobs.run(DELIVER_MAIL, database, mailer, at=MONDAY_8) == {}
    assert jobs.run(DELIVER_MAIL, database, mailer, at=MONDAY_8 + outbox.LEASE + timedelta(seconds=1)) == {"sent": 3}


def test_each_run_is_recorded_and_idle_runs_do_not_pile_up(
    session: Session, cast: Cast, database: Database, mailer: Mailer
) -> None:
    for _ in range(3):
        jobs.run(DELIVER_MAIL, database, mailer, at=MONDAY_8)
    runs = session.scalars(select(JobRun)).all()
    assert [(run.job, run.ok, run.idle) for run in runs] == [(DELIVER_MAIL, True, True)]
