"""The reminders of a conference and of a unit in the browser: muting, reminding by hand, facts, who may."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, event, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.clock import now, vietnam_date
from tracker.models import Absence, Mute, OutboxMail, Task, UnitContact


def read(client: FlaskClient, statement: Select[Any]) -> Sequence[Any]:
    with client.application.extensions["database"].readers() as reader:
        return reader.scalars(statement).all()


@pytest.fixture
def task(session: Session, cast: Cast) -> Task:
    today = vietnam_date(now())
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    task = make_task(
        session, conference, cast.department, due=today + timedelta(days=20), latest=today + timedelta(days=30),
        assigned_on=today - timedelta(days=5),
    )  # fmt: skip
    session.commit()
    return task


def test_a_unit_is_muted_with_a_reason_and_the_mute_is_lifted(
    client: FlaskClient, cast: Cast, session: Session, task: Task
) -> None:
    cast.sign_in(client, "coordinator")
    desk = f"/hoi-nghi/{task.conference_id}"
    fields = {"unit": str(cast.department.id), "stage": "overdue", "mute_reason": "Đã báo cáo <miệng>"}
    assert client.post(f"{desk}/tat-nhac", data=fields | {"mute_reason": ""}).status_code == 422
    assert client.post(f"{desk}/tat-nhac", data=fields).status_code == 302
    assert "Đã báo cáo &lt;miệng&gt;" in client.get(f"{desk}/nhac-viec").text
    assert client.post(f"{desk}/tat-nhac", data=fields).status_code == 422
    (row,) = read(client, select(Mute))
    assert client.post(f"{desk}/tat-nhac/{row.id}/bo").status_code == 302
    assert client.post(f"{desk}/tat-nhac/999/bo").status_code == 404
    assert read(client, select(Mute.lifted_at)) != [None]


def test_reminding_by_hand_its_second_time_asks_and_it_can_be_taken_back(
    client: FlaskClient, cast: Cast, session: Session, task: Task
) -> None:
    cast.sign_in(client, "coordinator")
    assert client.post(f"/nhiem-vu/{task.id}/nhac-ngay").status_code == 302
    page = client.get(f"/nhiem-vu/{task.id}").text
    assert "nhac-ngay/rut-lai" in page
    again = client.post(f"/nhiem-vu/{task.id}/nhac-ngay")
    assert again.status_code == 422
    assert 'name="confirmed"' in again.text
    assert client.post(f"/nhiem-vu/{task.id}/nhac-ngay", data={"confirmed": "1"}).status_code == 302
    desk, unit = f"/hoi-nghi/{task.conference_id}/nhac-ngay", str(cast.department.id)
    assert client.post(desk, data={"unit": unit, "confirmed": "1"}).status_code == 302
    assert client.post(f"{desk}/rut-lai", data={"unit": unit, "number": "3", "back": "//evil.example"}).location == (
        f"/hoi-nghi/{task.conference_id}/nhac-viec"
    )
    assert client.post(f"{desk}/rut-lai", data={"unit": unit, "number": "9"}).status_code == 404
    assert client.post(desk, data={"unit": "x"}).status_code == 422
    assert len(read(client, select(OutboxMail).where(OutboxMail.kind == "nudge"))) == 3


def test_only_those_who_steer_mute_or_remind(client: FlaskClient, cast: Cast, task: Task) -> None:
    unit = {"unit": str(cast.department.id), "mute_reason": "x"}
    for who, status in (("leader", 403), ("administrator", 403), ("member", 403), ("outsider", 403)):
        cast.sign_in(client, who)
        for address in (f"/hoi-nghi/{task.conference_id}/tat-nhac", f"/hoi-nghi/{task.conference_id}/nhac-ngay",
                        f"/nhiem-vu/{task.id}/nhac-ngay"):  # fmt: skip
            assert client.post(address, data=unit).status_code == status, (who, address)
        client.post("/dang-xuat")


def test_the_tab_is_narrowed_by_unit_and_outcome(client: FlaskClient, cast: Cast, task: Task) -> None:
    cast.sign_in(client, "coordinator")
    client.post(f"/nhiem-vu/{task.id}/nhac-ngay")
    tab = f"/hoi-nghi/{task.conference_id}/nhac-viec"
    assert re.search(r'class="table table--cards ledger"', client.get(f"{tab}?ket-qua=cho-gui").text)
    for query in ("ket-qua=da-gui", f"don-vi={cast.office.id}", "ket-qua=x&don-vi=x&trang=0", "trang=99999999"):
        assert client.get(f"{tab}?{query}").status_code == 200


def test_the_mails_to_a_unit_are_open_to_its_people_and_to_those_who_steer_only(
    client: FlaskClient, cast: Cast, session: Session, task: Task
) -> None:
    cast.sign_in(client, "coordinator")
    client.post(f"/nhiem-vu/{task.id}/nhac-ngay")
    message_id = read(client, select(OutboxMail.message_id))[0].strip("<>")
    client.post("/dang-xuat")
    for who, status in (("coordinator", 200), ("leader", 200), ("member", 200), ("officer", 404), ("outsider", 404)):
        cast.sign_in(client, who)
        page = client.get(f"/don-vi/{cast.department.id}/thu")
        assert (who, page.status_code) == (who, status)
        assert (message_id in page.text) is (status == 200)
        client.post("/dang-xuat")


def test_contact_persons_are_added_and_removed(client: FlaskClient, cast: Cast, session: Session) -> None:
    cast.sign_in(client, "coordinator")
    address = f"/don-vi/{cast.department.id}/dau-moi"
    fields = {"contact_name": "Lê Thị Hoa", "contact_email": "hoa@haibinh.example", "contact_phone": "0912"}
    assert client.post(address, data=fields | {"contact_email": "hoa"}).status_code == 422
    assert client.post(address, data=fields).status_code == 302
    assert "hoa@haibinh.example" in client.get(f"/don-vi/{cast.department.id}").text
    (row,) = read(client, select(UnitContact))
    assert client.post(f"/don-vi/{cast.office.id}/dau-moi/{row.id}/go").status_code == 404
    assert client.post(f"{address}/{row.id}/go").status_code == 302
    client.post("/dang-xuat")
    cast.sign_in(client, "member")
    assert client.post(address, data=fields).status_code == 403


def test_an_absence_is_entered_and_removed(client: FlaskClient, cast: Cast, session: Session) -> None:
    cast.sign_in(client, "leader")
    day = f"{vietnam_date(now()) + timedelta(days=3):%d/%m/%Y}"
    substitute = str(cast.people["coordinator"].id)
    page = "/tai-khoan/vang-mat"
    assert client.post(page, data={"first": "31/02/2026", "last": day}).status_code == 422
    assert client.post(page, data={"first": day, "last": day, "substitute": substitute}).status_code == 302
    assert "Trần Thu Hà" in client.get(page).text
    (row,) = read(client, select(Absence))
    assert client.post(f"{page}/{row.id}/go").status_code == 302
    other = {"nguoi": substitute, "first": day, "last": day}
    assert client.post(page, data=other).status_code == 404
    client.post("/dang-xuat")
    cast.sign_in(client, "coordinator")
    assert client.post(page, data=other | {"nguoi": str(cast.people["leader"].id)}).status_code == 302


def test_an_address_that_is_missing_stands_on_the_board_and_on_the_tab(
    client: FlaskClient, cast: Cast, session: Session, task: Task
) -> None:
    unit = session.get_one(type(cast.department), cast.department.id)
    unit.email = None
    cast.people["member"].active = False
    session.commit()
    cast.sign_in(client, "coordinator")
    for address in ("/bang-dieu-hanh", f"/hoi-nghi/{task.conference_id}/nhac-viec"):
        page = client.get(address)
        assert page.status_code == 200
        assert "no mail address: nobody" in page.text or "không ai của đơn vị được nhắc" in page.text


def test_remarks_stand_among_the_other_mails_of_the_conference_and_of_the_unit(
    client: FlaskClient, cast: Cast, session: Session, task: Task
) -> None:
    title = task.title
    cast.sign_in(client, "coordinator")
    client.post(f"/nhiem-vu/{task.id}/comment", data={"comment_text": "@Lê Minh Đức xem <giúp>"})
    client.post("/dang-xuat")
    desk, unit = f"/hoi-nghi/{task.conference_id}/nhac-viec", f"/don-vi/{cast.department.id}/thu"
    for who, addresses in (("coordinator", (desk, unit)), ("leader", (desk, unit)), ("member", (unit,))):
        cast.sign_in(client, who)
        for address in addresses:
            others = client.get(f"{address}?thu-khac=99").text.partition('id="others"')[2]
            assert "member@haibinh.example" in others, (who, address)
            assert title in others
        assert "@Lê Minh Đức" not in client.get(unit).text, "what was said stays with the task"
        client.post("/dang-xuat")


def test_the_unit_s_page_of_mails_asks_the_database_alike_however_many_conferences_it_has(
    client: FlaskClient, cast: Cast, session: Session, task: Task
) -> None:
    cast.sign_in(client, "coordinator")
    page = f"/don-vi/{cast.department.id}/thu"
    client.get(page)
    few = len(statements(client, page))
    for _number in range(3):
        other = make_conference(session, cast.host, cast.people["coordinator"])
        make_task(session, other, cast.department, due=task.due, assigned_on=task.assigned_on)
    session.commit()
    assert len(statements(client, page)) == few


def statements(client: FlaskClient, address: str) -> list[str]:
    """What the database is asked for a page."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = client.application.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return sent
