"""Hộp thư gửi: every mail can be found and read as it was sent, by those who answer for it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task, make_unit
from tracker import jobs
from tracker.clock import now
from tracker.domain.glossary import UnitKind
from tracker.mail import Letter
from tracker.models import MailState, OutboxMail, Unit
from tracker.services import outbox, suppression
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ADDRESS = "/hop-thu-gui"


def post(
    session: Session, host: Unit, number: int = 1, *, state: MailState = MailState.PENDING, html: str = "<p>x</p>"
) -> OutboxMail:
    """A mail in the outbox, committed."""
    mail_id = outbox.enqueue(
        session, key=f"k{host.id}-{number}", kind="digest", host_id=host.id, conference_id=None,
        reply_to=None, now=MONDAY_8,
        to=outbox.Address(email=f"u{number}@haibinh.example", name=f"Đơn vị {number}"),
        letter=Letter(subject=f"Việc số {number}", text=f"Nội dung {number}", html=html),
    )  # fmt: skip
    mail = session.get_one(OutboxMail, mail_id)
    mail.state, mail.sent_at = state, MONDAY_8 if state is MailState.SENT else None
    if state is MailState.DEAD:
        mail.last_code, mail.last_error, mail.attempts = 550, "5.1.1 no such <user>", 3
    session.commit()
    return mail


def state_of(session: Session, mail: OutboxMail) -> MailState:
    with Session(session.get_bind().execution_options(readonly=True)) as reader:
        return reader.scalars(select(OutboxMail.state).where(OutboxMail.id == mail.id)).one()


@pytest.fixture
def coordinator(client: FlaskClient, cast: Cast) -> FlaskClient:
    cast.sign_in(client, "coordinator")
    return client


def test_an_empty_box_says_when_mails_appear(coordinator: FlaskClient) -> None:
    page = coordinator.get(ADDRESS)
    assert (page.status_code, 'class="empty"' in page.text) == (200, True)


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("administrator", 200), ("leader", 403), ("member", 403), ("outsider", 403)],
)
def test_mails_are_for_those_who_answer_for_them(
    client: FlaskClient, session: Session, cast: Cast, who: str, status: int
) -> None:
    mail = post(session, cast.host)
    cast.sign_in(client, who)
    addresses = (ADDRESS, f"{ADDRESS}/{mail.id}", f"{ADDRESS}/{mail.id}/noi-dung")
    assert [client.get(address).status_code for address in addresses] == [status] * 3


def test_another_agencys_mails_are_not_there(coordinator: FlaskClient, session: Session, cast: Cast) -> None:
    mail = post(session, make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True), state=MailState.DEAD)
    assert mail.subject not in coordinator.get(ADDRESS).text
    assert [coordinator.get(f"{ADDRESS}/{mail.id}{part}").status_code for part in ("", "/noi-dung")] == [404, 404]
    assert coordinator.post(f"{ADDRESS}/{mail.id}/gui-lai").status_code == 404
    assert state_of(session, mail) is MailState.DEAD


def test_mails_are_listed_newest_first_and_chosen_by_state(
    coordinator: FlaskClient, session: Session, cast: Cast
) -> None:
    for number, state in enumerate((MailState.SENT, MailState.DEAD, MailState.SENT), start=1):
        post(session, cast.host, number, state=state)
    page = coordinator.get(ADDRESS).text
    assert [page.index(f"Việc số {number}") for number in (3, 2, 1)] == sorted(
        page.index(f"Việc số {number}") for number in (3, 2, 1)
    )
    dead = coordinator.get(f"{ADDRESS}?tinh-trang=dead").text
    assert [f"Việc số {number}" in dead for number in (1, 2, 3)] == [False, True, False]


def test_what_a_stopped_address_does_not_get_is_told_apart_from_what_failed(
    coordinator: FlaskClient, session: Session, cast: Cast
) -> None:
    post(session, cast.host, 1, state=MailState.DEAD)
    held = post(session, cast.host, 2, state=MailState.DEAD)
    held.last_stage, held.last_code, held.last_error, held.attempts = suppression.STAGE, None, "Chuyển công tác", 0
    session.commit()
    page = coordinator.get(ADDRESS).text
    assert ("Không gửi được (1)" in page, "Địa chỉ đã ngừng gửi (1)" in page) == (True, True)
    found = {
        state: [f">Việc số {number}<" in coordinator.get(f"{ADDRESS}?tinh-trang={state}").text for number in (1, 2)]
        for state in ("dead", "suppressed")
    }
    assert found == {"dead": [True, False], "suppressed": [False, True]}
    shown = coordinator.get(f"{ADDRESS}/{held.id}").text
    assert ("Địa chỉ đã ngừng gửi" in shown, "Chuyển công tác" in shown) == (True, True)
    assert ("Máy chủ thư trả lời" in shown, "đã thử" in shown, f"{ADDRESS}/dia-chi-loi" in shown) == (
        False,
        False,
        True,
    )


def test_many_mails_stand_on_several_pages(coordinator: FlaskClient, session: Session, cast: Cast) -> None:
    for number in range(1, 53):
        post(session, cast.host, number)
    shown = [
        [f">Việc số {number}<" in coordinator.get(f"{ADDRESS}?trang={page}").text for number in (52, 3, 2, 1)]
        for page in (1, 2)
    ]
    assert shown == [[True, True, False, False], [False, False, True, True]]


@pytest.mark.parametrize(
    "query", ["tinh-trang=gone", "trang=x", "trang=0", "trang=-4", "trang=999", "trang=99999999999999999999"]
)
def test_nonsense_in_the_address_shows_the_box(
    coordinator: FlaskClient, session: Session, cast: Cast, query: str
) -> None:
    post(session, cast.host)
    page = coordinator.get(f"{ADDRESS}?{query}")
    assert (page.status_code, "Việc số 1" in page.text) == (200, True)


def test_a_mail_is_shown_in_a_frame_that_may_do_nothing(coordinator: FlaskClient, session: Session, cast: Cast) -> None:
    mail = post(session, cast.host, html="<style>p{color:red}</style><script>alert(1)</script>")
    page = coordinator.get(f"{ADDRESS}/{mail.id}").text
    assert (f'src="{ADDRESS}/{mail.id}/noi-dung"' in page, "sandbox=" in page, "<script>alert" in page) == (
        True,
        True,
        False,
    )
    body = coordinator.get(f"{ADDRESS}/{mail.id}/noi-dung")
    policy = body.headers["Content-Security-Policy"]
    assert ("sandbox" in policy, "default-src 'none'" in policy, "script" in policy, "allow-scripts" in policy) == (
        True,
        True,
        False,
        False,
    )
    assert body.headers["X-Content-Type-Options"] == "nosniff"


def test_what_the_relay_said_is_text(coordinator: FlaskClient, session: Session, cast: Cast) -> None:
    mail = post(session, cast.host, state=MailState.DEAD)
    page = coordinator.get(f"{ADDRESS}/{mail.id}").text
    assert ("550 5.1.1 no such &lt;user&gt;" in page, f"{ADDRESS}/{mail.id}/gui-lai" in page) == (True, True)


@pytest.mark.parametrize("state", [MailState.DEAD, MailState.UNKNOWN])
def test_a_mail_that_was_given_up_is_sent_again(
    app: Flask, coordinator: FlaskClient, session: Session, cast: Cast, state: MailState
) -> None:
    mail = post(session, cast.host, state=state)
    answer = coordinator.post(f"{ADDRESS}/{mail.id}/gui-lai")
    assert (answer.status_code, answer.location) == (302, f"{ADDRESS}/{mail.id}")
    assert state_of(session, mail) is MailState.PENDING
    assert mail.recipient in coordinator.get(answer.location).text
    figures = jobs.run(
        DELIVER_MAIL, app.extensions["database"], app.extensions["mailer"], at=now() + timedelta(minutes=1)
    )
    assert (figures, state_of(session, mail)) == ({"sent": 1}, MailState.SENT)


@pytest.mark.parametrize("state", [MailState.PENDING, MailState.SENT, MailState.CANCELLED])
def test_a_mail_that_has_not_failed_is_not_sent_again(
    coordinator: FlaskClient, session: Session, cast: Cast, state: MailState
) -> None:
    mail = post(session, cast.host, state=state)
    answer = coordinator.post(f"{ADDRESS}/{mail.id}/gui-lai")
    assert (answer.status_code, state_of(session, mail)) == (422, state)
    assert "gui-lai" not in coordinator.get(f"{ADDRESS}/{mail.id}").text


def test_a_digest_names_the_tasks_it_speaks_of(
    app: Flask, coordinator: FlaskClient, session: Session, cast: Cast
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    task = make_task(session, conference, cast.department, due=datetime(2026, 11, 27, tzinfo=UTC).date())
    session.commit()
    jobs.run(PLAN_REMINDERS, app.extensions["database"], app.extensions["mailer"], at=MONDAY_8)
    with Session(session.get_bind().execution_options(readonly=True)) as reader:
        (mail_id,) = reader.scalars(select(OutboxMail.id).where(OutboxMail.recipient == "qlkh@haibinh.example")).all()
    page = coordinator.get(f"{ADDRESS}/{mail_id}").text
    assert (f'href="/nhiem-vu/{task.id}"' in page, "qlkh@haibinh.example" in page) == (True, True)
