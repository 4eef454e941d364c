"""Việc của đơn vị tôi, as a unit's member opens it."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.clock import now, vietnam_date
from tracker.domain.glossary import TaskState
from tracker.models import Conference, TaskPartner


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    found = make_conference(session, cast.host, cast.people["coordinator"])
    session.commit()
    return found


def test_an_empty_list_says_what_will_come(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "member")
    page = client.get("/viec-cua-toi")
    assert (page.status_code, 'class="empty"' in page.text) == (200, True)


def test_every_group_has_its_heading_and_every_row_one_action(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    today = vietnam_date(now())
    for state, due in (
        (TaskState.ASSIGNED, today - timedelta(days=9)),
        (TaskState.IN_PROGRESS, today + timedelta(days=2)),
        (TaskState.RETURNED, today + timedelta(days=30)),
        (TaskState.SUBMITTED, today),
        (TaskState.COMPLETED, today),
    ):
        make_task(session, conference, cast.department, state=state, due=due, submitted_on=today)
    led = make_task(session, conference, cast.office, title="Bố trí hội trường")
    session.add(TaskPartner(task_id=led.id, unit_id=cast.department.id, words="Phòng"))
    session.commit()
    cast.sign_in(client, "member")
    page = client.get("/viec-cua-toi").text
    groups = [key for key in ("overdue", "week", "later", "waiting", "partner") if f'id="g-{key}"' in page]
    assert groups == ["overdue", "week", "later", "waiting", "partner"]
    assert page.count('class="card ') == 6
    for card in page.split('class="card__act">')[1:]:
        act = card.split("</li>")[0]
        assert act.count('class="btn') == 1


def test_taking_on_from_the_list_returns_to_it_with_the_way_back(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department)
    session.commit()
    cast.sign_in(client, "member")
    data = {"version": task.version, "back": "worklist", "hoi-nghi": str(conference.id)}
    answer = client.post(f"/nhiem-vu/{task.id}/acknowledge", data=data)
    assert answer.location == f"/viec-cua-toi?hoi-nghi={conference.id}"
    assert f'action="/nhiem-vu/{task.id}/undo"' in client.get(answer.location).text


def test_the_filter_shows_one_conference(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    other = make_conference(session, cast.host, cast.people["coordinator"], short_title="Tập huấn")
    make_task(session, conference, cast.department, title="Việc một", due=date(2099, 1, 5))
    make_task(session, other, cast.department, title="Việc hai", due=date(2099, 1, 5))
    session.commit()
    cast.sign_in(client, "member")
    page = client.get(f"/viec-cua-toi?hoi-nghi={other.id}").text
    assert ("Việc một" in page, "Việc hai" in page) == (False, True)


def test_who_belongs_to_no_unit_has_an_empty_list(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "coordinator")
    assert client.get("/viec-cua-toi").status_code == 200
