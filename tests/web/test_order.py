"""What people see of the natural order, and the timeline's pages: panel, task, review, drawing, sheets."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.glossary import DueFlag, DueSource, Review, TaskState
from tracker.models import Conference, Task

SVG = "{http://www.w3.org/2000/svg}"
SOON = date(2099, 12, 14)  # far ahead: nothing is ever overdue in these tests


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    found = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=date(2099, 12, 22), event_end=date(2099, 12, 22)
    )
    session.commit()
    return found


@pytest.fixture
def pair(session: Session, cast: Cast, conference: Conference) -> tuple[Task, Task]:
    """The report is due three working days after the papers that need it."""
    made = (
        make_task(
            session, conference, cast.department, title="Xây dựng <báo cáo>", due=date(2099, 12, 17), latest=None,
            due_source=DueSource.PERSON,
        ),
        make_task(
            session, conference, cast.office, kind="send_papers", title="Gửi tài liệu & giấy mời", due=SOON,
            latest=None, position=2,
        ),
    )  # fmt: skip
    session.commit()
    return made


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_page_of_a_conference_says_which_two_by_how_much_and_what_to_do(
    client: FlaskClient, cast: Cast, conference: Conference, pair: tuple[Task, Task]
) -> None:
    cast.sign_in(client, "coordinator")
    page = client.get(f"/hoi-nghi/{conference.id}").text
    panel = page[page.index('id="trinh-tu"') :].split("</section>")[0]
    assert "Trình tự chưa hợp lý (1)" in text(panel)
    assert "có thời hạn 17/12/2099" in text(panel)
    assert "3 ngày làm việc" in text(panel)
    assert "Đưa thời hạn việc trước về ngày 14/12/2099" in text(panel)
    assert re.findall(r'href="([^"]+)"', panel) == [f"/nhiem-vu/{task.id}" for task in pair]


def test_in_order_there_is_no_panel(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, pair: tuple[Task, Task]
) -> None:
    pair[0].due = pair[1].due
    session.commit()
    cast.sign_in(client, "coordinator")
    assert 'id="trinh-tu"' not in client.get(f"/hoi-nghi/{conference.id}").text


def test_a_unit_is_not_told_of_the_others_dates(
    client: FlaskClient, cast: Cast, conference: Conference, pair: tuple[Task, Task]
) -> None:
    cast.sign_in(client, "member")
    pages = [client.get(f"/hoi-nghi/{conference.id}").text, client.get(f"/nhiem-vu/{pair[0].id}").text]
    assert ["Trình tự chưa hợp lý" in page for page in pages] == [False, False]
    assert client.get(f"/hoi-nghi/{conference.id}/tien-do").status_code == 403


def test_a_task_tells_its_own_warnings_to_the_host(client: FlaskClient, cast: Cast, pair: tuple[Task, Task]) -> None:
    said = {}
    for who in ("coordinator", "leader"):
        cast.sign_in(client, who)
        said[who] = text(client.get(f"/nhiem-vu/{pair[0].id}").text)
        client.post("/dang-xuat")
    assert all("nhiệm vụ này có thời hạn 17/12/2099, sau Gửi tài liệu" in page for page in said.values())
    assert "Đưa thời hạn việc trước" in said["coordinator"]


def test_the_review_tells_of_drafts_before_they_are_activated(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, pair: tuple[Task, Task]
) -> None:
    for task in pair:
        task.state, task.review = TaskState.DRAFT, Review.CERTAIN
    session.commit()
    cast.sign_in(client, "coordinator")
    page = client.get(f"/ke-hoach/{conference.id}/ra-soat").text
    findings = page[page.index('id="phat-hien"') :].split("</section>")[0]
    assert "trong khi phải xong trước" in text(findings)
    assert f'href="#n{pair[1].position}"' in findings


def drawings(page: str) -> list[ET.Element]:
    """The timelines of a page; fails where one is not well-formed."""
    return [ET.fromstring(found) for found in re.findall(r'<svg class="tl".*?</svg>', page, re.DOTALL)]  # noqa: S314 -- our own page


def test_the_drawing_is_well_formed_and_has_every_task(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, pair: tuple[Task, Task]
) -> None:
    make_task(
        session, conference, cast.school, title="Việc “khác”", kind="other", due=SOON, due_flag=DueFlag.INFEASIBLE
    )
    session.commit()
    cast.sign_in(client, "leader")
    [drawing] = drawings(client.get(f"/hoi-nghi/{conference.id}").text)
    titles = " ".join(title.text or "" for title in drawing.iter(f"{SVG}title"))
    assert all(name in titles for name in (pair[0].title, pair[1].title, "Việc “khác”"))
    assert "không khả thi" in "".join(drawing.itertext())
    assert len(drawing.findall(f"{SVG}path[@class='tl-order']")) == 1
    assert "Trình tự chưa hợp lý: 1" in (drawing.findtext(f"{SVG}desc") or "")


def test_a_holiday_is_a_band_with_its_name(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    conference.event_start = conference.event_end = date(2027, 2, 23)
    make_task(session, conference, cast.office, due=date(2027, 2, 2))
    session.commit()
    cast.sign_in(client, "leader")
    page = client.get(f"/hoi-nghi/{conference.id}").text
    [drawing] = drawings(page)
    [tet] = drawing.findall(f"{SVG}g[@class='tl-holiday']")
    assert tet.findtext(f"{SVG}title") == "Tết Nguyên đán: 04–10/02/2027"
    assert "Lịch nghỉ năm 2027 chưa công bố" in text(page)


def test_of_many_tasks_those_of_one_kind_share_a_row_on_the_screen_and_have_their_own_on_paper(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    kinds = ("venue", "budget", "awards", "press", "technical", "reception")
    for n in range(60):
        make_task(
            session, conference, cast.office, kind=kinds[n % 6], title=f"Việc số {n:02}", position=n + 1, due=SOON
        )
    session.commit()
    cast.sign_in(client, "leader")
    [screen] = drawings(client.get(f"/hoi-nghi/{conference.id}").text)
    sheets = [drawings(client.get(f"/hoi-nghi/{conference.id}/tien-do{how}").text) for how in ("", "?nhom=don-vi")]
    assert len(screen.findall(f"{SVG}text[@class]")) < 40
    for pages in sheets:
        names = "".join("".join(page.itertext()) for page in pages)
        assert [f"Việc số {n:02}" in names for n in range(60)] == [True] * 60
    assert [len(pages) for pages in sheets] == [3, 3]


def test_sheets_say_what_they_are_and_when_they_were_printed(
    client: FlaskClient, cast: Cast, conference: Conference, pair: tuple[Task, Task]
) -> None:
    cast.sign_in(client, "coordinator")
    page = text(client.get(f"/hoi-nghi/{conference.id}/tien-do").text)
    assert f"Tiến độ chuẩn bị: {conference.short_title}" in page
    assert re.search(r"In lúc \d\d/\d\d/\d{4} \d\d:\d\d", page)
    assert "Gửi tài liệu &amp; giấy mời" in page
    assert f'/hoi-nghi/{conference.id}/tien-do"' in client.get(f"/hoi-nghi/{conference.id}").text


def test_without_due_dates_the_sheets_say_so(client: FlaskClient, cast: Cast, conference: Conference) -> None:
    cast.sign_in(client, "leader")
    assert "Chưa nhiệm vụ nào có thời hạn" in client.get(f"/hoi-nghi/{conference.id}/tien-do").text
    assert client.get("/hoi-nghi/999999/tien-do").status_code == 404
