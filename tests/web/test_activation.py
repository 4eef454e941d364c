"""The preview of a reviewed plan, and its activation."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.services.plan_values import parsed
from tests.web.review_desk import Desk, facts
from tracker.domain.glossary import TaskState
from tracker.models import OutboxMail


@pytest.fixture
def desk(client: FlaskClient, cast: Cast, session: Session) -> Desk:
    return Desk(client, cast, session)


def preview(desk: Desk) -> str:
    answer = desk.client.get(f"/ke-hoach/{desk.id}/xem-truoc")
    assert answer.status_code == 200
    return answer.text


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def activate(desk: Desk, page: str, **data: str) -> int:
    return desk.client.post(f"/ke-hoach/{desk.id}/kich-hoat", data={"seen": seen(page), **data}).status_code


# The plain plan's event lies ahead of any run of these tests only until then; a far one keeps them true.
FAR = {"event_start": "14/12/2038", "issued": "01/11/2038"}


def test_the_preview_names_who_gets_mail_and_what_stays(desk: Desk) -> None:
    page = preview(desk)
    assert "qlkh@haibinh.example" in page
    assert "UBND xã Vân Khê" in page


def test_activating_releases_what_the_preview_showed(desk: Desk) -> None:
    desk.post("thong-tin", **facts(desk, **FAR))
    assert activate(desk, preview(desk)) == 302
    states = [desk.task(one).state for one in range(1, 6)]
    released, draft = TaskState.ASSIGNED, TaskState.DRAFT
    assert states == [released, draft, released, released, draft]
    assert desk.rows(select(OutboxMail.recipient).order_by(OutboxMail.recipient)) == [
        "donghai@haibinh.example",
        "qlkh@haibinh.example",
        "vanphong@haibinh.example",
    ]


def test_the_rest_can_be_released_later(desk: Desk) -> None:
    desk.post("thong-tin", **facts(desk, **FAR))
    activate(desk, preview(desk))
    desk.post("chap-nhan", tasks=desk.refs(2))
    assert activate(desk, preview(desk)) == 302
    assert desk.task(2).state is TaskState.ASSIGNED


def test_what_changed_after_the_preview_is_not_released_unseen(desk: Desk) -> None:
    desk.post("thong-tin", **facts(desk, **FAR))
    page = preview(desk)
    desk.post("chap-nhan", tasks=desk.refs(2))
    assert activate(desk, page) == 409
    assert desk.task(1).state is TaskState.DRAFT


def test_without_a_date_nothing_goes_out(client: FlaskClient, cast: Cast, session: Session) -> None:
    plain = parsed()
    desk = Desk(client, cast, session, parsed=replace(plain, conference=replace(plain.conference, event=None)))
    page = preview(desk)
    assert activate(desk, page) == 422
    assert desk.task(1).state is TaskState.DRAFT


def test_an_event_in_the_past_asks_for_a_confirmation(desk: Desk) -> None:
    desk.post("thong-tin", **facts(desk, event_start="05/01/2023", issued=""))
    page = preview(desk)
    assert activate(desk, page) == 422
    assert activate(desk, page, past="1") == 302
