"""Hộp thư gửi: how sending stands, and when what is sent again goes out; nothing is promised that is not so."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from tests.cast import Cast
from tests.factories import make_unit
from tests.web.test_mailbox import ADDRESS, post
from tracker.app import create_app
from tracker.clock import now
from tracker.db import Database
from tracker.domain.glossary import UnitKind
from tracker.models import MailState, RelayHealth
from tracker.services import health
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS
from tracker.web.formats import format_moment

RELAY = "mail.example:587"
WHEN = {
    (True, True): "trong vòng một phút",
    (True, False): "khi máy chủ thư nhận thư trở lại",
    (False, True): "khi bộ lập lịch chạy lại",
    (False, False): "khi bộ lập lịch chạy lại và máy chủ thư nhận thư trở lại",
}


def stand(session: Session, *, runs: bool, takes: bool) -> None:
    """The jobs ran just now or two hours ago, the relay takes mail or is left alone."""
    at = now() - timedelta(hours=0 if runs else 2)
    for job in (PLAN_REMINDERS, DELIVER_MAIL):
        health.finish(session, health.begin(session, job, now=at), now=at, figures={})
    until = None if takes else now() + timedelta(minutes=20)
    session.add(RelayHealth(relay=RELAY, failures=0 if takes else 9, open_until=until, fault=None, last_ok_at=at))
    session.add(RelayHealth(relay="former.example:25", failures=9, open_until=now()))
    session.commit()


@pytest.fixture
def relayed(settings: Settings, database: Database, cast: Cast) -> Iterator[FlaskClient]:
    """The coordinator at an installation that hands its mail to a relay."""
    app = create_app(replace(settings, mail=replace(settings.mail, backend="smtp", server="mail.example", port=587)))
    app.config["WTF_CSRF_ENABLED"] = app.config["SESSION_COOKIE_SECURE"] = False
    client = app.test_client()
    cast.sign_in(client, "coordinator")
    yield client
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize(("runs", "takes"), list(WHEN))
def test_it_is_said_when_a_mail_goes_as_long_as_something_stands_still(
    relayed: FlaskClient, session: Session, cast: Cast, *, runs: bool, takes: bool
) -> None:
    stand(session, runs=runs, takes=takes)
    mails = [post(session, cast.host, number, state=MailState.DEAD) for number in (1, 2)]
    for mail in mails:
        mail.created_at = now()
    session.commit()
    words = f"sẽ được gửi lại {WHEN[runs, takes]}."
    one = relayed.post(f"{ADDRESS}/{mails[0].id}/gui-lai", follow_redirects=True).text
    rest = relayed.post(f"{ADDRESS}/gui-lai", follow_redirects=True).text
    assert (f"Thư đến u1@haibinh.example {words}" in one, f"1 thư {words}" in rest) == (True, True)
    tried = relayed.post(f"{ADDRESS}/may-chu", data={"relay": RELAY}, follow_redirects=True).text
    assert f"gửi thử một thư {WHEN[runs, True]};" in tried


@pytest.mark.parametrize("takes", [True, False])
def test_the_top_of_the_box_says_when_the_jobs_ran_what_waits_and_how_the_relay_is(
    relayed: FlaskClient, session: Session, cast: Cast, *, takes: bool
) -> None:
    stand(session, runs=takes, takes=takes)
    hours = {1: -2, 2: -1, 3: 3}  # from now
    for number, after in hours.items():
        post(session, cast.host, number).not_before = now() + timedelta(hours=after)
    post(session, cast.host, 4, state=MailState.DEAD)
    post(session, make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True), 5)
    session.commit()
    first = format_moment(now() + timedelta(hours=hours[1]))[:13]  # to the hour
    page = relayed.get(ADDRESS).text
    panel = page[page.index('id="h-standing"') :].partition("</section>")[0]
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", panel))
    assert f"Chờ gửi 3 thư, trong đó 2 thư đã đến giờ gửi, thư sớm nhất từ {first}" in said
    assert "Không gửi được 1 thư" in said
    assert said.count("Đang ngừng chạy") == (0 if takes else 2)
    assert (f"{RELAY} đang nhận thư bình thường" if takes else f"{RELAY} hiện không nhận thư.") in said


def test_nothing_has_run_yet_and_mails_are_written_to_files(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "coordinator")
    page = client.get(ADDRESS).text
    assert (page.count("chưa có"), "không qua máy chủ thư" in page) == (2, True)
