"""Chờ xác nhận: answering in place."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.clock import now
from tracker.domain.glossary import TaskState
from tracker.models import Task
from tracker.services import tasks


@pytest.fixture
def task(session: Session, cast: Cast) -> Task:
    """Handed in with a note and a file."""
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    found = make_task(session, conference, cast.department)
    upload = tasks.Upload(filename="Báo cáo.docx", content=b"PK\x03\x04x")
    tasks.submit(session, cast.actor("member"), found.id, version=1, now=now(), note="Số 12/BC đã ký", files=[upload])
    session.commit()
    return found


def state_of(session: Session, task: Task) -> TaskState:
    session.refresh(task)
    session.commit()  # SQLite has one writer: the next request must not wait for this session
    return task.state


def test_it_shows_what_was_handed_in(client: FlaskClient, cast: Cast, task: Task) -> None:
    cast.sign_in(client, "coordinator")
    page = client.get("/cho-xac-nhan").text
    assert all(words in page for words in ("Số 12/BC đã ký", "Báo cáo.docx", "Phòng Quản lý Khoa học"))


def test_confirming_stays_in_the_queue_and_offers_the_way_back(
    client: FlaskClient, session: Session, cast: Cast, task: Task
) -> None:
    cast.sign_in(client, "coordinator")
    answer = client.post(f"/nhiem-vu/{task.id}/accept", data={"version": task.version, "back": "queue"})
    assert answer.location == "/cho-xac-nhan"
    page = client.get(answer.location).text
    assert f'action="/nhiem-vu/{task.id}/reopen"' in page
    assert 'class="empty"' in page
    assert state_of(session, task) is TaskState.COMPLETED
    client.post(f"/nhiem-vu/{task.id}/reopen", data={"version": task.version, "back": "queue"})
    assert state_of(session, task) is TaskState.SUBMITTED


def test_returning_without_a_reason_is_refused_in_place(
    client: FlaskClient, session: Session, cast: Cast, task: Task
) -> None:
    cast.sign_in(client, "coordinator")
    data = {"version": task.version, "back": "queue", "return_reason": ""}
    answer = client.post(f"/nhiem-vu/{task.id}/return", data=data)
    assert (answer.status_code, state_of(session, task)) == (422, TaskState.SUBMITTED)
    assert f'<a href="#r{task.id}">' in answer.text


def test_a_result_withdrawn_meanwhile_cannot_be_confirmed(
    client: FlaskClient, session: Session, cast: Cast, task: Task
) -> None:
    seen = task.version
    tasks.withdraw(session, cast.actor("member"), task.id, version=seen, now=now())
    session.commit()
    cast.sign_in(client, "coordinator")
    answer = client.post(f"/nhiem-vu/{task.id}/accept", data={"version": seen, "back": "queue"})
    assert (answer.status_code, state_of(session, task)) == (409, TaskState.ASSIGNED)
    assert 'class="error-summary' in answer.text


def test_a_refusal_is_answered_on_the_task_s_page(
    client: FlaskClient, session: Session, cast: Cast, task: Task
) -> None:
    tasks.withdraw(session, cast.actor("member"), task.id, version=task.version, now=now())
    tasks.decline(session, cast.actor("member"), task.id, version=task.version, now=now(), reason="Việc của Văn phòng")
    session.commit()
    cast.sign_in(client, "coordinator")
    assert "Việc của Văn phòng" in client.get("/cho-xac-nhan").text
    data = {"version": task.version, "assign_unit": cast.office.id, "assign_reason": ""}
    assert client.post(f"/nhiem-vu/{task.id}/assign", data=data).status_code == 302
    assert (state_of(session, task), task.unit_id) == (TaskState.ASSIGNED, cast.office.id)


@pytest.mark.parametrize("who", ["member", "leader", "administrator"])
def test_it_is_for_who_may_confirm(client: FlaskClient, cast: Cast, who: str) -> None:
    cast.sign_in(client, who)
    assert client.get("/cho-xac-nhan").status_code == 403
