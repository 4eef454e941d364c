"""Địa chỉ lỗi, retry and cancel by hand, a relay left alone: what people see of delivery and can do about it."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_unit
from tests.web.test_mailbox import ADDRESS, post, state_of
from tracker.clock import now
from tracker.domain.glossary import UnitKind
from tracker.models import MailState, RelayHealth, SuppressedAddress
from tracker.services import suppression

PAGE = f"{ADDRESS}/dia-chi-loi"


def stopped(session: Session, address: str) -> SuppressedAddress:
    row = suppression.suppress(session, address, code=550, error="5.1.1 no such <user>", now=now())
    session.commit()
    return row


@pytest.fixture
def coordinator(client: FlaskClient, cast: Cast) -> FlaskClient:
    cast.sign_in(client, "coordinator")
    return client


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("administrator", 200), ("leader", 403), ("member", 403)]
)
def test_the_list_is_for_those_who_answer_for_mail(client: FlaskClient, cast: Cast, who: str, status: int) -> None:
    cast.sign_in(client, who)
    assert client.get(PAGE).status_code == status


def test_an_address_stands_there_with_its_code_and_the_unit_it_belongs_to(
    coordinator: FlaskClient, session: Session, cast: Cast
) -> None:
    stopped(session, "qlkh@haibinh.example")
    page = coordinator.get(PAGE).text
    found = ["qlkh@haibinh.example" in page, cast.department.name in page, "5.1.1 no such &lt;user&gt;" in page]
    assert (found, 'class="num">550' in page) == ([True] * 3, True)
    assert PAGE in coordinator.get(ADDRESS).text


def test_the_address_of_one_of_the_agencys_own_people_stands_there_with_the_name_before_any_mail_went_to_it(
    coordinator: FlaskClient, session: Session, cast: Cast
) -> None:
    leader, outsider = cast.people["leader"], cast.people["outsider"]
    row = stopped(session, leader.email)
    stopped(session, outsider.email)
    page = coordinator.get(PAGE).text
    assert (leader.full_name in page, leader.email in page, outsider.email in page) == (True, True, False)
    assert coordinator.post(f"{PAGE}/{row.id}/gui-lai").status_code == 302
    assert leader.full_name not in coordinator.get(PAGE).text


def test_an_address_that_only_another_agency_writes_to_is_not_there(
    coordinator: FlaskClient, session: Session, cast: Cast
) -> None:
    post(session, make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True), 7)
    row = stopped(session, "u7@haibinh.example")
    assert "u7@haibinh.example" not in coordinator.get(PAGE).text
    assert coordinator.post(f"{PAGE}/{row.id}/gui-lai").status_code == 404


def test_taking_an_address_off_sends_what_was_kept_back(coordinator: FlaskClient, session: Session, cast: Cast) -> None:
    row = stopped(session, "u1@haibinh.example")
    mail = post(session, cast.host)
    mail.state, mail.last_stage, mail.created_at = MailState.DEAD, suppression.STAGE, now()
    session.commit()
    assert "u1@haibinh.example" in coordinator.get(PAGE).text
    answer = coordinator.post(f"{PAGE}/{row.id}/gui-lai")
    assert (answer.status_code, answer.location) == (302, PAGE)
    assert state_of(session, mail) is MailState.PENDING
    coordinator.get(PAGE)  # says once that it was done
    assert "u1@haibinh.example" not in coordinator.get(PAGE).text
    assert coordinator.post(f"{PAGE}/{row.id}/gui-lai").status_code == 422


@pytest.mark.parametrize(
    ("address", "reason", "status"),
    [
        ("Vp@HaiBinh.example", "Chuyển công tác", 302),
        ("không phải địa chỉ", "Chuyển công tác", 422),
        ("vp@haibinh.example", " ", 422),
        ("vp@haibinh.example", "x" * 301, 422),
        ("x" * 250 + "@haibinh.example", "Chuyển công tác", 422),
    ],
)
def test_a_person_can_stop_an_address_with_a_reason(
    coordinator: FlaskClient, session: Session, address: str, reason: str, status: int
) -> None:
    answer = coordinator.post(PAGE, data={"address": address, "reason": reason})
    assert answer.status_code == status
    rows = session.scalars(select(SuppressedAddress)).all()
    assert [(row.address, row.error) for row in rows] == ([("vp@haibinh.example", reason)] if status == 302 else [])
    if status == 302:
        assert "Trần Thu Hà" in coordinator.get(PAGE).text
        session.rollback()
        assert coordinator.post(PAGE, data={"address": address, "reason": reason}).status_code == 422


def test_a_mail_to_a_stopped_address_is_not_sent_again_by_hand(
    coordinator: FlaskClient, session: Session, cast: Cast
) -> None:
    mail = post(session, cast.host, state=MailState.DEAD)
    stopped(session, "u1@haibinh.example")
    answer = coordinator.post(f"{ADDRESS}/{mail.id}/gui-lai")
    assert (answer.status_code, state_of(session, mail)) == (422, MailState.DEAD)


@pytest.mark.parametrize(
    ("state", "status", "after"),
    [
        (MailState.PENDING, 302, MailState.CANCELLED),
        (MailState.DEAD, 302, MailState.CANCELLED),
        (MailState.UNKNOWN, 302, MailState.CANCELLED),
        (MailState.SENT, 422, MailState.SENT),
    ],
)
def test_a_mail_is_cancelled_by_hand_as_long_as_it_has_not_gone(
    coordinator: FlaskClient, session: Session, cast: Cast, state: MailState, status: int, after: MailState
) -> None:
    mail = post(session, cast.host, state=state)
    assert (f"{ADDRESS}/{mail.id}/huy" in coordinator.get(f"{ADDRESS}/{mail.id}").text) is (status == 302)
    answer = coordinator.post(f"{ADDRESS}/{mail.id}/huy")
    assert (answer.status_code, state_of(session, mail)) == (status, after)


def test_all_that_failed_is_sent_again_but_not_what_is_old_or_anothers_or_to_a_stopped_address(
    coordinator: FlaskClient, session: Session, cast: Cast
) -> None:
    other = make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    fresh, old, bad, anothers, sent = (
        post(session, cast.host, 1, state=MailState.DEAD),
        post(session, cast.host, 2, state=MailState.DEAD),
        post(session, cast.host, 3, state=MailState.DEAD),
        post(session, other, 4, state=MailState.DEAD),
        post(session, cast.host, 5, state=MailState.SENT),
    )
    for mail in (fresh, bad, anothers, sent):
        mail.created_at = now()
    old.created_at = now() - timedelta(days=8)
    stopped(session, "u3@haibinh.example")
    assert f'action="{ADDRESS}/gui-lai"' in coordinator.get(ADDRESS).text
    assert coordinator.post(f"{ADDRESS}/gui-lai").status_code == 302
    states = [state_of(session, mail) for mail in (fresh, old, bad, anothers, sent)]
    assert states == [MailState.PENDING, MailState.DEAD, MailState.DEAD, MailState.DEAD, MailState.SENT]
    assert f'action="{ADDRESS}/gui-lai"' not in coordinator.get(ADDRESS).text


def test_a_relay_that_is_left_alone_is_told_with_what_is_wrong_and_can_be_tried_at_once(
    coordinator: FlaskClient, session: Session
) -> None:
    until = now() + timedelta(minutes=20)
    session.add(
        RelayHealth(relay="mail.example:587", failures=9, open_until=until, fault="auth", last_error="5.7.8 no")
    )
    session.commit()
    page = coordinator.get(ADDRESS).text
    assert ("mail.example:587" in page, "MAIL_PASSWORD" in page, "5.7.8 no" in page) == (True, True, True)
    assert coordinator.post(f"{ADDRESS}/may-chu", data={"relay": "mail.example:587"}).status_code == 302
    session.expire_all()
    tried = session.scalars(select(RelayHealth.open_until)).one()
    assert tried is not None
    assert tried < until
