"""The policy of an agency and of a conference in the browser: form, preview, saving, who may."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.clock import now, vietnam_date
from tracker.models import Conference, ReminderPolicy

FORM = {
    "before": "5, 2", "spared": "5", "on_day": "1", "overdue": "1,3", "overdue_every": "3", "head_from": "1",
    "leadership_from": "3", "leadership_from_blocking": "1", "confirm": "1, 3", "confirm_every": "3",
    "silent_after": "3", "opens": "7:30", "closes": "17:00", "digest": "08:15", "quiet_days": "",
}  # fmt: skip


def read(client: FlaskClient, statement: Select[Any]) -> Sequence[Any]:
    with client.application.extensions["database"].readers() as reader:
        return reader.scalars(statement).all()


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    today = vietnam_date(now())
    event = today + timedelta(days=60)
    conference = make_conference(session, cast.host, cast.people["coordinator"], event_start=event, event_end=event)
    make_task(
        session, conference, cast.department, due=today + timedelta(days=30), latest=today + timedelta(days=40),
        assigned_on=today - timedelta(days=5),
    )  # fmt: skip
    session.commit()
    return conference


def test_a_policy_is_looked_at_saved_and_taken_back(
    client: FlaskClient, cast: Cast, session: Session, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    assert 'value="7, 3, 1"' in client.get("/chinh-sach-nhac").text
    page = client.get("/chinh-sach-nhac/xem-truoc", query_string=FORM)
    assert page.status_code == 200
    assert "qlkh@haibinh.example" in page.text
    assert read(client, select(ReminderPolicy)) == []
    seen = re.search(r'name="seen" value="(\w+)"', page.text)
    assert seen is not None
    assert client.post("/chinh-sach-nhac", data=FORM | {"seen": "other"}).status_code == 409
    assert client.post("/chinh-sach-nhac", data=FORM | {"seen": seen[1]}).status_code == 302
    (row,) = read(client, select(ReminderPolicy))
    assert row.settings == {"before": [5, 2], "quiet_when_acknowledged": ["before_5"], "digest": "08:15"}
    back = client.get("/chinh-sach-nhac/xem-truoc", query_string={"viec": "khoi-phuc"})
    seen = re.search(r'name="seen" value="(\w+)"', back.text)
    assert seen is not None
    assert client.post("/chinh-sach-nhac", data={"viec": "khoi-phuc", "seen": seen[1]}).status_code == 302
    assert read(client, select(ReminderPolicy)) == []


def test_a_conference_stores_only_what_it_has_otherwise(
    client: FlaskClient, cast: Cast, session: Session, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    address = f"/hoi-nghi/{conference.id}/chinh-sach-nhac"
    fields = FORM | {"before": "7,3,1", "spared": "7", "digest": "07:30", "quiet_0": "1"}
    seen = re.search(r'name="seen" value="(\w+)"', client.get(f"{address}/xem-truoc", query_string=fields).text)
    assert seen is not None
    assert client.post(address, data=fields | {"seen": seen[1]}).status_code == 302
    (row,) = read(client, select(ReminderPolicy))
    assert (row.conference_id, row.settings) == (conference.id, {"quiet_weekdays": [0]})
    assert client.get(f"/hoi-nghi/{conference.id}/nhac-viec").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"before": "7, x"}, {"before": "0"}, {"before": "3, 3"}, {"spared": "9"}, {"overdue_every": ""},
        {"opens": "25:00"}, {"digest": "06:00"}, {"closes": "07:00"}, {"quiet_days": "Tết"},
        {"quiet_days": "31/02/2026"}, {"quiet_days": "05/12/2026 - 01/12/2026"}, {"head_from": "9999"},
        {f"quiet_{day}": "1" for day in range(5)},
    ],
)  # fmt: skip
def test_what_makes_no_sense_goes_back_to_the_form_with_what_was_typed(
    client: FlaskClient, cast: Cast, conference: Conference, wrong: dict[str, str]
) -> None:
    cast.sign_in(client, "coordinator")
    page = client.get("/chinh-sach-nhac/xem-truoc", query_string=FORM | wrong)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert client.post("/chinh-sach-nhac", data=FORM | wrong).status_code == 422


def test_all_that_is_wrong_is_told_at_once_each_at_its_field(
    client: FlaskClient, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    wrong = {"before": "7; ba", "opens": "7h75", "overdue_every": "", "quiet_days": "Tết"}
    page = client.get("/chinh-sach-nhac/xem-truoc", query_string=FORM | wrong)
    assert page.status_code == 422
    assert re.findall(r'class="error" id="f-(\w+)-error"', page.text) == [
        "before", "overdue_every", "opens", "quiet_days",
    ]  # fmt: skip
    assert 'value="7; ba"' in page.text


def test_a_leader_looks_and_a_member_does_not(client: FlaskClient, cast: Cast, conference: Conference) -> None:
    cast.sign_in(client, "leader")
    page = client.get("/chinh-sach-nhac")
    assert page.status_code == 200
    assert "<input class=" not in page.text.split("<main", 1)[1]
    assert client.get("/chinh-sach-nhac/xem-truoc", query_string=FORM).status_code == 403
    assert client.post("/chinh-sach-nhac", data=FORM).status_code == 403
    assert client.post(f"/hoi-nghi/{conference.id}/chinh-sach-nhac", data=FORM).status_code == 403
    client.post("/dang-xuat")
    cast.sign_in(client, "member")
    assert client.get("/chinh-sach-nhac").status_code == 403
    assert client.get(f"/hoi-nghi/{conference.id}/chinh-sach-nhac").status_code == 403
    client.post("/dang-xuat")
    cast.sign_in(client, "outsider")
    assert client.get(f"/hoi-nghi/{conference.id}/chinh-sach-nhac").status_code == 404
