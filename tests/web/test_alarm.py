"""The banner over every page while reminders or mail do not run."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tracker.clock import now
from tracker.models import JobRun
from tracker.services import health
from tracker.services.health import DELIVER_MAIL, LATE_AFTER, PLAN_REMINDERS
from tracker.web import alarm

PAGE = "/lich"
BANNER = 'class="alarm" role="alert"'


def ran(session: Session, *jobs: str, ago: timedelta = timedelta(0), error: str | None = None) -> None:
    at = now() - ago
    for job in jobs:
        run = health.begin(session, job, now=at)
        health.finish(session, run, now=at, figures={}, error=error)
    session.commit()


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_those_who_can_do_something_about_it_see_it_on_every_page(
    client: FlaskClient, session: Session, cast: Cast, who: str
) -> None:
    ran(session, PLAN_REMINDERS, DELIVER_MAIL, ago=LATE_AFTER + timedelta(minutes=1))
    cast.sign_in(client, who)
    for page in (PAGE, "/don-vi", "/hop-thu-gui", "/mat-khau"):
        answer = client.get(page)
        assert (answer.status_code, answer.text.count(BANNER)) == (200, 1), page


@pytest.mark.parametrize("who", ["member", "outsider", "leader"])
def test_others_are_not_troubled_with_it(client: FlaskClient, session: Session, cast: Cast, who: str) -> None:
    cast.sign_in(client, who)
    assert BANNER not in client.get(PAGE).text


def test_there_is_none_while_both_jobs_run(client: FlaskClient, session: Session, cast: Cast) -> None:
    ran(session, PLAN_REMINDERS, DELIVER_MAIL)
    cast.sign_in(client, "coordinator")
    assert BANNER not in client.get(PAGE).text


def test_the_board_says_it_once_among_its_notices(client: FlaskClient, session: Session, cast: Cast) -> None:
    cast.sign_in(client, "coordinator")
    assert BANNER not in client.get("/bang-tinh-hinh", follow_redirects=True).text


def test_it_says_which_of_the_two_stands_still_and_since_when(session: Session) -> None:
    ran(session, PLAN_REMINDERS, ago=timedelta(hours=2))
    ran(session, DELIVER_MAIL)
    found = health.alarm(session, now())
    assert found is not None
    assert (found.job, found.clock, found.last is not None) == (PLAN_REMINDERS, False, True)


def test_it_says_that_the_clocks_differ(client: FlaskClient, session: Session, cast: Cast) -> None:
    ran(session, PLAN_REMINDERS, DELIVER_MAIL, ago=timedelta(hours=2))
    ran(session, DELIVER_MAIL)
    ran(session, PLAN_REMINDERS, error="ClockDiffers: this process's clock is 30 days ahead of the database's")
    found = health.alarm(session, now())
    assert found is not None
    assert found.clock


def test_the_same_complaint_every_minute_is_kept_once(session: Session) -> None:
    for _ in range(3):
        ran(session, PLAN_REMINDERS, error="ClockDiffers: 30 days")
    assert session.scalar(select(func.count()).select_from(JobRun)) == 1


def test_it_is_asked_once_a_minute_and_not_once_a_page(
    app: Flask, client: FlaskClient, session: Session, cast: Cast
) -> None:
    cast.sign_in(client, "coordinator")
    assert BANNER in client.get(PAGE).text
    ran(session, PLAN_REMINDERS, DELIVER_MAIL)
    assert BANNER in client.get(PAGE).text
    alarm.forget(app)
    assert BANNER not in client.get(PAGE).text
