"""Đơn vị: the directory on screen."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task, make_unit
from tracker.domain.glossary import UnitKind
from tracker.models import Unit

TYPED = {
    "name": "Trung tâm Ứng dụng Hải Bình", "kind": "affiliated", "parent_id": "", "email": "Tam@HaiBinh.example ",
    "phone": "", "contact_name": "Vũ Thị Nga", "head_name": "", "head_email": "",
}  # fmt: skip


def test_the_directory_is_a_tree_and_shows_who_cannot_be_reached(
    client: FlaskClient, session: Session, cast: Cast
) -> None:
    make_unit(session, "Phòng Chưa Có Thư", parent=cast.host)
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get("/don-vi").text
    assert (page.count("tree--1"), page.count("tag--amber")) == (3, 1)
    assert page.index(cast.host.name) < page.index("Phòng Chưa Có Thư")


def test_a_search_finds_without_marks(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "leader")
    page = client.get("/don-vi?tim=dong hai").text
    assert (cast.ward.name in page, cast.school.name in page) == (True, False)
    assert 'class="empty"' in client.get("/don-vi?tim=khong co").text


def test_a_unit_stands_with_what_it_owes_in_our_conferences_only(
    client: FlaskClient, session: Session, cast: Cast
) -> None:
    other = make_unit(session, "Sở Tư pháp tỉnh Hải Bình", UnitKind.AGENCY, is_host=True)
    ours = make_conference(session, cast.host, cast.people["coordinator"])
    theirs = make_conference(session, other, cast.people["coordinator"])
    make_task(session, ours, cast.ward, title="Việc giao trong hội nghị của ta")
    make_task(session, theirs, cast.ward, title="Việc giao trong hội nghị khác")
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get(f"/don-vi/{cast.ward.id}").text
    assert ("của ta" in page, "hội nghị khác" in page, "/sua" in page) == (True, False, False)


def test_a_unit_is_added_and_its_address_tidied(client: FlaskClient, session: Session, cast: Cast) -> None:
    cast.sign_in(client, "coordinator")
    answer = client.post("/don-vi/them", data=TYPED | {"parent_id": str(cast.host.id)})
    unit = session.scalars(select(Unit).where(Unit.name == TYPED["name"])).one()
    assert answer.headers["Location"] == f"/don-vi/{unit.id}"
    assert (unit.parent_id, unit.kind, unit.email) == (cast.host.id, UnitKind.AFFILIATED, "tam@haibinh.example")


def test_a_wrong_address_is_refused_beside_its_field_and_what_was_typed_stays(
    client: FlaskClient, session: Session, cast: Cast
) -> None:
    cast.sign_in(client, "coordinator")
    answer = client.post("/don-vi/them", data=TYPED | {"email": "nga tại sở"})
    assert (answer.status_code, 'href="#f-email"' in answer.text, "Vũ Thị Nga" in answer.text) == (422, True, True)
    assert session.scalar(select(Unit.id).where(Unit.name == TYPED["name"])) is None


def test_a_contact_person_is_corrected(client: FlaskClient, session: Session, cast: Cast) -> None:
    cast.sign_in(client, "coordinator")
    values = TYPED | {"name": cast.ward.name, "kind": cast.ward.kind.value, "email": "moi@donghai.example"}
    client.post(f"/don-vi/{cast.ward.id}/sua", data=values)
    session.expire_all()
    assert (cast.ward.contact_name, cast.ward.email) == ("Vũ Thị Nga", "moi@donghai.example")


def test_another_agencys_inner_unit_is_not_ours_to_change(client: FlaskClient, session: Session, cast: Cast) -> None:
    other = make_unit(session, "Sở Tư pháp tỉnh Hải Bình", UnitKind.AGENCY, is_host=True)
    inner = make_unit(session, "Phòng Nội bộ", parent=other)
    session.commit()
    cast.sign_in(client, "coordinator")
    answers = [
        client.get(f"/don-vi/{inner.id}/sua"),
        client.post("/don-vi/them", data=TYPED | {"parent_id": str(inner.id)}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403]


@pytest.mark.parametrize(
    ("who", "status"), [("member", 403), ("leader", 403), ("coordinator", 200), ("administrator", 200)]
)
def test_only_coordinators_and_administrators_change_the_directory(
    client: FlaskClient, cast: Cast, who: str, status: int
) -> None:
    cast.sign_in(client, who)
    assert client.get("/don-vi/them").status_code == status
