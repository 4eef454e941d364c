"""Changes of organisation, other spellings and the starter directory on screen."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, event, func, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task, make_unit
from tracker.db import Database
from tracker.domain.glossary import UnitKind
from tracker.models import Unit, UnitAlias, UnitSuccessor

SPLIT = {
    "change": "split", "effective": "16/11/2025", "decision": "12/QĐ-UBND", "others": "",
    "into": "Phòng Một\nPhòng Hai",
}  # fmt: skip


def asked(database: Database, statement: Select[tuple[int]]) -> int | None:
    """What the database has now; nothing is held open while the client posts."""
    with database.sessions() as session:
        return session.scalar(statement)


def test_a_change_is_looked_at_first_and_then_recorded(
    client: FlaskClient, database: Database, session: Session, cast: Cast
) -> None:
    make_task(
        session, make_conference(session, cast.host, cast.people["coordinator"]), cast.department, title="Việc mở"
    )
    session.commit()
    cast.sign_in(client, "coordinator")
    address = f"/don-vi/{cast.department.id}/thay-doi"
    seen = client.get(address, query_string=SPLIT).text
    assert ("Việc mở" in seen, "Phòng Một" in seen, asked(database, select(UnitSuccessor.id))) == (True, True, None)
    assert client.post(address, data=SPLIT).headers["Location"] == f"/don-vi/{cast.department.id}"
    session.expire_all()
    assert cast.department.valid_until == date(2025, 11, 15)
    page = client.get(f"/don-vi/{cast.department.id}").text
    assert ('name="task"' in page, "12/QĐ-UBND" in page) == (True, True)


def test_open_tasks_of_a_split_unit_are_handed_over(
    client: FlaskClient, database: Database, session: Session, cast: Cast
) -> None:
    task = make_task(session, make_conference(session, cast.host, cast.people["coordinator"]), cast.department)
    session.commit()
    cast.sign_in(client, "coordinator")
    client.post(f"/don-vi/{cast.department.id}/thay-doi", data=SPLIT)
    heir = asked(database, select(Unit.id).where(Unit.name == "Phòng Một"))
    address = f"/don-vi/{cast.department.id}/ban-giao"
    assert client.post(address, data={"heir": heir}).status_code == 422
    assert client.post(address, data={"heir": heir, "task": task.id}).status_code == 302
    session.expire_all()
    assert task.unit_id == heir


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"into": "Phòng Một"}, "into"),
        ({"effective": ""}, "effective"),
        ({"effective": "32/1"}, "effective"),
        ({"change": "x"}, "change"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    client: FlaskClient, cast: Cast, wrong: dict[str, str], field: str
) -> None:
    cast.sign_in(client, "coordinator")
    answer = client.post(f"/don-vi/{cast.department.id}/thay-doi", data=SPLIT | wrong)
    assert (answer.status_code, f'href="#f-{field}"' in answer.text, "12/QĐ-UBND" in answer.text) == (422, True, True)


def test_a_record_is_removed(client: FlaskClient, session: Session, cast: Cast) -> None:
    cast.sign_in(client, "coordinator")
    client.post(f"/don-vi/{cast.department.id}/thay-doi", data=SPLIT)
    client.post(f"/don-vi/{cast.department.id}/thay-doi/rut-lai")
    assert session.scalar(select(UnitSuccessor.id)) is None


def test_a_spelling_is_added_removed_and_offered_back(client: FlaskClient, database: Database, cast: Cast) -> None:
    cast.sign_in(client, "coordinator")
    client.post(f"/don-vi/{cast.ward.id}/ten-khac", data={"name": "Phường Biển"})
    alias = asked(database, select(UnitAlias.id))
    client.post(f"/don-vi/{cast.ward.id}/ten-khac/{alias}/go")
    assert asked(database, select(UnitAlias.id)) is None
    page = client.get(f"/don-vi/{cast.ward.id}").text
    assert 'value="Phường Biển"' in page


def test_a_spelling_of_another_unit_is_not_found(
    client: FlaskClient, database: Database, session: Session, cast: Cast
) -> None:
    session.add(UnitAlias(unit_id=cast.school.id, name="CĐKT", search_key="cdkt"))
    session.commit()
    number = asked(database, select(UnitAlias.id))
    cast.sign_in(client, "coordinator")
    assert client.post(f"/don-vi/{cast.ward.id}/ten-khac/{number}/go").status_code == 404


@pytest.mark.parametrize("who", ["leader", "member"])
def test_only_keepers_of_the_directory_record_changes(client: FlaskClient, cast: Cast, who: str) -> None:
    cast.sign_in(client, who)
    posts = [f"/don-vi/{cast.ward.id}/{one}" for one in ("thay-doi", "thay-doi/rut-lai", "ten-khac")] + [
        "/don-vi/khoi-tao"
    ]
    assert {client.post(address).status_code for address in posts} == {403}


def test_a_province_is_previewed_and_added(client: FlaskClient, database: Database, cast: Cast) -> None:
    cast.sign_in(client, "administrator")
    query = {"tinh": "Huế", "cu": "1"}
    assert "87" in client.get("/don-vi/khoi-tao", query_string=query).text
    before = asked(database, select(func.count()).select_from(Unit)) or 0
    assert client.post("/don-vi/khoi-tao", data=query).status_code == 302
    assert (asked(database, select(func.count()).select_from(Unit)) or 0) - before == 87
    assert client.post("/don-vi/khoi-tao", data={"tinh": "Hà Trung"}).status_code == 422


def test_many_units_of_one_kind_are_counted_and_listed_apart(client: FlaskClient, session: Session, cast: Cast) -> None:
    for number in range(60):
        make_unit(session, f"UBND xã Số {number}", UnitKind.COMMUNE_COMMITTEE, parent=cast.school)
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get("/don-vi").text
    assert ("UBND xã Số 7" in page, f"thuoc={cast.school.id}" in page) == (False, True)
    listed = client.get(f"/don-vi?thuoc={cast.school.id}&loai=commune_committee&trang=2").text
    assert (listed.count("UBND xã Số"), "trang=1" in listed) == (10, True)


def test_former_units_stand_in_a_list_of_their_own(client: FlaskClient, session: Session, cast: Cast) -> None:
    make_unit(session, "UBND huyện Vân Khê", UnitKind.DISTRICT_COMMITTEE, valid_until=date(2025, 6, 30))
    session.commit()
    cast.sign_in(client, "leader")
    shown = {
        where: "UBND huyện Vân Khê" in client.get(f"/don-vi?loc={where}").text
        for where in ("hien-nay", "da-ket-thuc", "tat-ca")
    }
    assert shown == {"hien-nay": False, "da-ket-thuc": True, "tat-ca": True}


def test_the_list_takes_as_many_queries_for_many_units_as_for_few(
    client: FlaskClient, session: Session, cast: Cast, shared_app: object
) -> None:
    cast.sign_in(client, "leader")
    make_unit(session, "Đơn vị đầu", parent=cast.school)
    session.commit()
    few = _queries(client, shared_app)
    for number in range(20):
        make_unit(session, f"Đơn vị {number}", parent=cast.school)
    session.commit()
    assert _queries(client, shared_app) == few


def _queries(client: FlaskClient, app: object) -> list[int]:
    database: Database = app.extensions["database"]  # type: ignore[attr-defined]
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    counts = []
    event.listen(database.engine, "before_cursor_execute", note)
    for address in ("/don-vi", "/don-vi?tim=don vi"):
        seen.clear()
        client.get(address)
        counts.append(len(seen))
    event.remove(database.engine, "before_cursor_execute", note)
    return counts
