"""Bảng điều hành, as leaders and coordinators open it."""

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.clock import now, vietnam_date
from tracker.domain.glossary import TaskState
from tracker.models import Conference
from tracker.services import suppression


@pytest.fixture
def today() -> date:
    return vietnam_date(now())


@pytest.fixture
def conference(session: Session, cast: Cast, today: date) -> Conference:
    day = today + timedelta(days=20)
    found = make_conference(session, cast.host, cast.people["coordinator"], event_start=day, event_end=day)
    session.commit()
    return found


def test_an_empty_board_tells_a_coordinator_to_upload_a_plan(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "coordinator")
    page = client.get("/bang-dieu-hanh")
    content = page.text.split("<main")[1]
    assert (page.status_code, 'class="empty"' in content, content.count('href="/ke-hoach/tai-len"')) == (200, True, 2)


def test_an_empty_board_sends_a_leader_to_nobodys_form(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "leader")
    page = client.get("/bang-dieu-hanh").text
    assert ('class="empty"' in page, "/ke-hoach/tai-len" in page) == (True, False)


def test_the_board_sends_an_administrator_to_no_page_that_is_closed(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, today: date
) -> None:
    make_task(session, conference, cast.department, due=today - timedelta(days=5), blocking=True)
    session.commit()
    cast.sign_in(client, "administrator")
    pages = [client.get(address).text for address in ("/bang-dieu-hanh", "/bang-dieu-hanh/qua-han")]
    assert [(conference.short_title in page, re.findall(r'href="/(?:hoi-nghi|nhiem-vu)', page)) for page in pages] == [
        (True, []),
        (True, []),
    ]


@pytest.mark.parametrize(("who", "way"), [("coordinator", "/hop-thu-gui/dia-chi-loi"), ("leader", "nhac-viec")])
def test_a_stopped_address_of_a_leader_is_named_with_the_way_to_where_it_is_put_right(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, who: str, way: str
) -> None:
    make_task(session, conference, cast.department)
    address = cast.people["leader"].email
    suppression.suppress(session, address, code=550, error="5.1.1 no such user", now=now())
    session.commit()
    cast.sign_in(client, who)
    _before, _head, after = client.get("/bang-dieu-hanh").text.partition("1 địa chỉ cần bổ sung hoặc sửa:")
    notice = after.partition("</li>")[0]
    assert f"{cast.people['leader'].full_name} (đang ngừng gửi đến {address}" in notice
    (link,) = re.findall(r'href="([^"]+)"', notice)
    assert way in link
    assert address in client.get(link).text


@pytest.mark.parametrize("who", ["member", "outsider"])
def test_the_board_is_closed_to_units(client: FlaskClient, cast: Cast, who: str) -> None:
    cast.sign_in(client, who)
    assert client.get("/bang-dieu-hanh").status_code == 403


def test_a_conference_stands_with_its_light_and_its_reasons(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, today: date
) -> None:
    late = make_task(session, conference, cast.department, due=today - timedelta(days=7))
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get("/bang-dieu-hanh").text
    row = page.split("<tbody>")[1]
    assert ("light--red" in row, f'href="/nhiem-vu/{late.id}"' in row, conference.short_title in row) == (
        True,
        True,
        True,
    )


def test_each_figure_leads_to_a_list_of_as_many(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, today: date
) -> None:
    for days in (-9, -8, -7, 0):
        make_task(session, conference, cast.department, due=today + timedelta(days=days))
    session.commit()
    cast.sign_in(client, "coordinator")
    board = client.get("/bang-dieu-hanh").text
    for address, count in (("/bang-dieu-hanh/qua-han", 3), ("/bang-dieu-hanh/sap-den-han", 1)):
        figure = board.split(f'href="{address}"')[1].split("</a>")[0]
        assert f">{count}</span>" in figure
        assert client.get(address).text.count('class="task-title"') == count


def test_an_unknown_list_is_not_found(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "leader")
    assert client.get("/bang-dieu-hanh/khac").status_code == 404


def test_the_filters_in_force_are_said_and_selected(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department)
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get(f"/bang-dieu-hanh?den=amber&don-vi={cast.department.id}&nam=2030").text
    assert ('<option value="amber" selected>' in page, "2030" in page) == (True, True)
    assert conference.title not in page.split("<table")[0]


def test_nonsense_in_the_address_is_no_filter(client: FlaskClient, cast: Cast, conference: Conference) -> None:
    cast.sign_in(client, "leader")
    page = client.get("/bang-dieu-hanh?den=blau&don-vi=x&nam=y&xep=z")
    assert (page.status_code, conference.short_title in page.text) == (200, True)


def test_waiting_tasks_are_counted_in_the_menu(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, today: date
) -> None:
    make_task(session, conference, cast.department, state=TaskState.SUBMITTED, submitted_on=today)
    session.commit()
    cast.sign_in(client, "coordinator")
    entry = client.get("/bang-dieu-hanh").text.split('href="/cho-xac-nhan"')[1].split("</a>")[0]
    assert '<span class="count">1<' in entry


@pytest.mark.parametrize(
    ("who", "addresses"),
    [
        (
            "leader",
            [
                "/bang-dieu-hanh",
                "/hoi-nghi",
                "/lich",
                "/de-nghi-gia-han",
                "/don-vi",
                "/quy-tac-thoi-han",
                "/chinh-sach-nhac",
                "/lich-lam-viec",
            ],
        ),
        (
            "coordinator",
            [
                "/bang-dieu-hanh",
                "/hoi-nghi",
                "/lich",
                "/ke-hoach/tai-len",
                "/cho-xac-nhan",
                "/de-nghi-gia-han",
                "/don-vi",
                "/hop-thu-gui",
                "/quy-tac-thoi-han",
                "/chinh-sach-nhac",
                "/mau-hoi-nghi",
                "/lich-lam-viec",
            ],
        ),
    ],
)
def test_the_menu_shows_only_what_the_person_may_open(
    client: FlaskClient, cast: Cast, who: str, addresses: list[str]
) -> None:
    cast.sign_in(client, who)
    page = client.get("/bang-dieu-hanh").text
    menu = page.split('<nav class="nav"')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', menu) == addresses


def test_a_title_from_a_plan_is_text_on_the_page(client: FlaskClient, session: Session, cast: Cast) -> None:
    make_conference(session, cast.host, cast.people["coordinator"], short_title="<script>alert(1)</script>")
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get("/bang-dieu-hanh").text
    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)
