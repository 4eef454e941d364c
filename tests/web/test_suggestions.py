"""What a conference often needs, offered on its page and in the review: one click each, never silently."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task, make_unit
from tests.web.review_desk import Desk
from tracker.domain.glossary import ConferenceState, TaskState, UnitKind
from tracker.models import Conference, OutboxMail, Suggestion, Task


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    made = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, made, cast.department)
    session.commit()
    return made


def rows(session: Session, statement: Select[Any]) -> list[Any]:
    """As the database has them now; read by itself, so that no lock stands in the way of the next request."""
    with Session(session.get_bind().execution_options(readonly=True)) as reader:
        return list(reader.scalars(statement))


def tasks(session: Session, conference: Conference) -> list[Task]:
    return rows(session, select(Task).where(Task.conference_id == conference.id).order_by(Task.position))


def url(conference: Conference, verb: str = "") -> str:
    return f"/hoi-nghi/{conference.id}/goi-y{'/' + verb if verb else ''}"


def test_an_active_conference_is_offered_what_its_plan_does_not_name(
    client: FlaskClient, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    page = client.get(f"/hoi-nghi/{conference.id}").text
    assert "Việc thường cần mà kế hoạch chưa nêu" in page
    assert "Gửi giấy mời đại biểu" in page
    assert "QĐ 45/2018/QĐ-TTg" in page
    assert f'<option value="{cast.office.id}" selected>' in page


@pytest.mark.parametrize("state", [ConferenceState.DRAFT, ConferenceState.CANCELLED])
def test_others_are_not(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, state: ConferenceState
) -> None:
    conference.state = state
    session.commit()
    cast.sign_in(client, "coordinator")
    assert 'id="goi-y"' not in client.get(f"/hoi-nghi/{conference.id}").text


def test_who_may_not_add_is_not_offered_anything(client: FlaskClient, cast: Cast, conference: Conference) -> None:
    cast.sign_in(client, "leader")
    assert 'id="goi-y"' not in client.get(f"/hoi-nghi/{conference.id}").text


def test_one_click_makes_a_draft_that_nobody_is_told_of(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    data = {"one": "invitations", "unit": str(cast.office.id), "suggestion": "printing"}
    page = client.post(url(conference), data=data, follow_redirects=True).text
    assert "Đã thêm 1 nhiệm vụ vào dự thảo" in page
    (_, made) = tasks(session, conference)
    assert (made.kind, made.title, made.state, made.unit_id) == (
        "invitations", "Gửi giấy mời đại biểu", TaskState.DRAFT, cast.office.id,
    )  # fmt: skip
    assert rows(session, select(OutboxMail)) == []
    assert 'value="invitations"' not in page


def test_several_are_added_together_and_taken_back_together(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    data = {"suggestion": ["invitations", "printing"], "unit": str(cast.office.id)}
    page = client.post(url(conference), data=data, follow_redirects=True).text
    assert len(tasks(session, conference)) == 3
    step = page.split('name="step" value="')[1].split('"')[0]
    again = client.post(url(conference, "hoan-tac"), data={"step": step}, follow_redirects=True).text
    assert 'value="invitations"' in again


@pytest.mark.parametrize(
    "data",
    [
        {"one": "invitations", "unit": ""},
        {"one": "invitations"},
        {"one": "invitations", "unit": "999999"},
        {"one": "no-such-kind", "unit": "own"},
        {"one": "<script>", "unit": "own"},
        {"unit": "own"},
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_made(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, data: dict[str, str]
) -> None:
    cast.sign_in(client, "coordinator")
    sent = {name: str(cast.office.id) if value == "own" else value for name, value in data.items()}
    assert client.post(url(conference), data=sent).status_code == 422
    assert len(tasks(session, conference)) == 1
    assert rows(session, select(Suggestion)) == []


def test_another_agencys_unit_is_refused(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    other = make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    session.commit()
    cast.sign_in(client, "coordinator")
    assert client.post(url(conference), data={"one": "printing", "unit": str(other.id)}).status_code == 422


def test_one_set_aside_stays_aside_until_it_is_undone(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    page = client.post(url(conference, "bo"), data={"key": "reception"}, follow_redirects=True).text
    assert "1 gợi ý đã bỏ" in page
    assert 'id="greception"' not in page
    assert client.post(url(conference, "bo"), data={"key": "reception"}).status_code == 404
    back = client.post(url(conference, "neu-lai"), data={"key": "reception"}, follow_redirects=True).text
    assert 'id="greception"' in back


@pytest.mark.parametrize("verb", ["", "bo", "neu-lai", "hoan-tac"])
@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("member", 403), ("administrator", 403)])
def test_only_a_coordinator_answers(
    client: FlaskClient, cast: Cast, conference: Conference, verb: str, who: str, status: int
) -> None:
    cast.sign_in(client, who)
    assert client.post(url(conference, verb), data={"one": "printing", "key": "printing"}).status_code == status


def test_another_agencys_conference_is_not_found(client: FlaskClient, session: Session, cast: Cast) -> None:
    other = make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    theirs = make_conference(session, other, cast.people["leader"])
    session.commit()
    cast.sign_in(client, "coordinator")
    for verb in ("", "bo", "neu-lai", "hoan-tac"):
        assert client.post(url(theirs, verb), data={"one": "printing", "key": "printing"}).status_code == 404


def test_the_review_offers_with_reason_and_sets_aside(client: FlaskClient, cast: Cast, session: Session) -> None:
    desk = Desk(client, cast, session)
    assert "Giấy mời đến đại biểu trước ít nhất 3 ngày làm việc." in desk.page()
    data = {"key": "printing", "ve": "ra-soat"}
    answer = client.post(f"/hoi-nghi/{desk.id}/goi-y/bo", data=data)
    assert answer.location.startswith(f"/ke-hoach/{desk.id}/ra-soat")
    page = desk.page()
    assert 'id="gprinting"' not in page
    assert "1 gợi ý đã bỏ" in page
