"""/suc-khoe: what a monitor without an account is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from tests.cast import Cast
from tracker.app import create_app
from tracker.clock import now
from tracker.mail import Letter
from tracker.models import JobRun
from tracker.services import health, outbox
from tracker.services.health import DELIVER_MAIL, LATE_AFTER, PLAN_REMINDERS

ADDRESS = "/suc-khoe"
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def ran(
    session: Session, job: str, at: datetime, *, error: str | None = None, figures: dict[str, int] | None = None
) -> None:
    run = health.begin(session, job, now=at)
    health.finish(session, run, now=at, figures=figures or {}, error=error)
    session.commit()


def test_it_answers_anybody_and_says_that_nothing_has_run_yet(client: FlaskClient) -> None:
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    never = {"last_run": None, "late": True}
    assert answer.json == {
        "database": "ok",
        "jobs": {PLAN_REMINDERS: never, DELIVER_MAIL: never},
        "late": True,
        "outbox": {"waiting": 0, "due": 0, "oldest_due_seconds": 0, "given_up": 0},
    }


def test_it_tells_how_much_mail_waits_and_since_when(session: Session, cast: Cast) -> None:
    for number, minutes in enumerate((-10, -3, 5)):
        outbox.enqueue(
            session, key=f"k{number}", kind="digest",
            to=outbox.Address(email=f"u{number}@haibinh.example", name="Đơn vị"),
            letter=Letter(subject="Việc", text="x", html="<p>x</p>"), host_id=cast.host.id, conference_id=None,
            reply_to=None, now=NOON + timedelta(minutes=minutes),
        )  # fmt: skip
    told = health.report(session, NOON)["outbox"]
    assert told == {"waiting": 3, "due": 2, "oldest_due_seconds": 600, "given_up": 0}


def test_live_and_ready_are_told_apart_for_whoever_restarts_and_whoever_sends_visitors(client: FlaskClient) -> None:
    assert client.get(f"{ADDRESS}/song").json == {"live": True}
    assert client.get(f"{ADDRESS}/san-sang").json == {"ready": True, "database": "ok"}


def test_without_its_database_it_lives_and_is_not_ready(tmp_path: Path, settings: Settings) -> None:
    away = f"postgresql+psycopg://nobody@/nothing?host={tmp_path}"
    client = create_app(replace(settings, database_url=away)).test_client()
    answers = [client.get(f"{ADDRESS}{part}") for part in ("/song", "/san-sang", "")]
    assert [answer.status_code for answer in answers] == [200, 503, 503]
    assert answers[1].json == answers[2].json == {"ready": False, "database": "away"}


def test_it_is_well_while_both_jobs_run(client: FlaskClient, session: Session) -> None:
    moment = now()
    for job in (PLAN_REMINDERS, DELIVER_MAIL):
        ran(session, job, moment)
    answer = client.get(ADDRESS).json
    assert answer is not None
    assert answer["late"] is False
    assert answer["jobs"][PLAN_REMINDERS] == {"last_run": moment.isoformat(), "late": False}


@pytest.mark.parametrize("job", [PLAN_REMINDERS, DELIVER_MAIL])
def test_one_job_that_has_stopped_is_late(session: Session, job: str) -> None:
    for name in (PLAN_REMINDERS, DELIVER_MAIL):
        ran(session, name, NOON)
    ran(session, {PLAN_REMINDERS: DELIVER_MAIL, DELIVER_MAIL: PLAN_REMINDERS}[job], NOON + LATE_AFTER)
    just, over = NOON + LATE_AFTER, NOON + LATE_AFTER + timedelta(seconds=1)
    assert [health.report(session, moment)["jobs"][job]["late"] for moment in (just, over)] == [False, True]
    assert [health.report(session, moment)["late"] for moment in (just, over)] == [False, True]


def test_a_failed_run_is_no_sign_of_life(session: Session) -> None:
    ran(session, PLAN_REMINDERS, NOON, error="OSError: no")
    assert health.last_run(session, PLAN_REMINDERS) is None


def test_an_unfinished_run_is_no_sign_of_life_and_hides_none(session: Session) -> None:
    health.begin(session, PLAN_REMINDERS, now=NOON)
    assert health.last_run(session, PLAN_REMINDERS) is None
    ran(session, PLAN_REMINDERS, NOON)
    health.begin(session, PLAN_REMINDERS, now=NOON + timedelta(minutes=1))
    assert health.last_run(session, PLAN_REMINDERS) == NOON, "while a long run is at work, the one before counts"


def test_a_failed_run_does_not_hide_the_good_one_before(session: Session) -> None:
    ran(session, PLAN_REMINDERS, NOON)
    ran(session, PLAN_REMINDERS, NOON + timedelta(minutes=1), error="OSError: no")
    assert health.last_run(session, PLAN_REMINDERS) == NOON


def test_runs_that_did_something_or_failed_are_kept_and_idle_ones_replaced(session: Session) -> None:
    ran(session, DELIVER_MAIL, NOON, figures={"sent": 2, "dead": 0})
    ran(session, DELIVER_MAIL, NOON, error="OSError: no")
    for _ in range(3):
        ran(session, DELIVER_MAIL, NOON)
    kept = session.scalars(select(JobRun).order_by(JobRun.id)).all()
    assert [(run.figures, run.ok, run.idle) for run in kept] == [
        ({"sent": 2}, True, False),
        ({}, False, False),
        ({}, True, True),
    ]


def test_a_monitor_is_told_nothing_about_people_and_leaves_no_trace(
    client: FlaskClient, session: Session, cast: Cast
) -> None:
    answer = client.get(ADDRESS)
    assert "haibinh" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert session.scalar(select(func.count()).select_from(JobRun)) == 0
