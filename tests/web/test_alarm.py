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
from tracker.web.formats import format_moment

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


def test_when_both_stand_still_it_says_both_and_when_each_last_ran(
    client: FlaskClient, session: Session, cast: Cast
) -> None:
    ran(session, PLAN_REMINDERS, ago=timedelta(hours=2))
    ran(session, DELIVER_MAIL, ago=timedelta(hours=3))
    cast.sign_in(client, "coordinator")
    found = health.alarm(session, now())
    assert found is not None
    assert (found.both, [job for job, _last in found.late]) == (True, [DELIVER_MAIL, PLAN_REMINDERS])
    words = "Thư nhắc việc không được chuẩn bị, cũng không được gửi đi:"
    for page in (PAGE, "/bang-dieu-hanh"):
        text = client.get(page).text
        times = [format_moment(now() - timedelta(hours=hours))[:13] for hours in (2, 3)]
        assert (words in text, f"chuẩn bị lần cuối: {times[0]}" in text, f"gửi lần cuối: {times[1]}" in text) == (
            True, True, True,
        ), page  # fmt: skip


@pytest.mark.parametrize(
    ("job", "words"),
    [(PLAN_REMINDERS, "Thư nhắc việc không được chuẩn bị:"), (DELIVER_MAIL, "Thư không được gửi đi:")],
)
def test_the_board_names_the_one_that_stands_still(
    client: FlaskClient, session: Session, cast: Cast, job: str, words: str
) -> None:
    ran(session, PLAN_REMINDERS, DELIVER_MAIL, ago=timedelta(hours=2))
    ran(session, PLAN_REMINDERS if job == DELIVER_MAIL else DELIVER_MAIL)
    cast.sign_in(client, "coordinator")
    assert words in client.get("/bang-dieu-hanh").text


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
