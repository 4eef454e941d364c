"""Lịch as people open it: the month, the list, a day."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.glossary import ConferenceState, TaskState
from tracker.models import AnnouncedYear, CalendarDay, Conference

NOON = datetime(2026, 12, 3, 5, 0, tzinfo=UTC)  # Thursday 3/12/2026 in Vietnam


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    found = make_conference(session, cast.host, cast.people["coordinator"])
    session.commit()
    return found


def cells(page: str) -> dict[str, str]:
    """Day as it is written for readers ("Thứ Sáu 04/12/2026") → its cell of the month."""
    found = re.findall(r'<td class="([^"]*)"[^>]*>(.*?)</td>', page, re.DOTALL)
    return {re.search(r'class="vh">([^<,]+)', body).group(1).strip(): kind + " " + body for kind, body in found}  # type: ignore[union-attr]  # every cell has one


def test_the_month_begins_on_monday_and_shows_deadlines_and_the_event(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department, title="Báo cáo sơ kết")
    session.commit()
    cast.sign_in(client, "member")
    page = client.get("/lich?xem=thang").text
    assert "Tháng 12 năm 2026" in page
    days = cells(page)
    assert (len(days), next(iter(days))) == (35, "Thứ Hai 30/11/2026")
    assert f'href="/nhiem-vu/{task.id}"' in days["Thứ Sáu 04/12/2026"]
    assert "Sắp đến hạn: " in days["Thứ Sáu 04/12/2026"]
    assert "chip--amber" in days["Thứ Sáu 04/12/2026"]
    assert f'href="/hoi-nghi/{conference.id}"' in days["Thứ Ba 15/12/2026"]
    assert "is-today" in days["Thứ Năm 03/12/2026"]
    assert "is-off" in days["Thứ Bảy 05/12/2026"]


def test_a_full_day_says_how_many_more_and_leads_to_the_day(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    for number in range(6):
        make_task(session, conference, cast.department, title=f"Việc số {number}")
    session.commit()
    cast.sign_in(client, "member")
    cell = cells(client.get("/lich?xem=thang").text)["Thứ Sáu 04/12/2026"]
    assert cell.count('class="chip ') == 3
    assert "3 việc khác" in cell
    more = re.findall(r'class="month__more" href="([^"]+)"', cell)[0].replace("&amp;", "&")
    day = client.get(more).text
    assert (more, day.count('class="agenda__row"')) == ("/lich?xem=ngay&tu=2026-12-04", 6)


def test_a_day_with_one_too_many_shows_it_instead_of_saying_so(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    for _ in range(4):
        make_task(session, conference, cast.department)
    session.commit()
    cast.sign_in(client, "member")
    cell = cells(client.get("/lich?xem=thang").text)["Thứ Sáu 04/12/2026"]
    assert (cell.count('class="chip '), "month__more" in cell) == (4, False)


def test_where_there_is_room_for_a_few_they_are_the_urgent_ones(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    done = {"state": TaskState.COMPLETED, "submitted_on": date(2026, 12, 1)}
    for number in range(5):
        make_task(session, conference, cast.department, title=f"Xong {number}", due=date(2026, 12, 2), **done)
    make_task(session, conference, cast.department, title="Còn nợ", due=date(2026, 12, 2), position=9)
    session.commit()
    cast.sign_in(client, "member")
    cell = cells(client.get("/lich?xem=thang").text)["Thứ Tư 02/12/2026"]
    assert re.findall(r'chip__t">([^<]+)', cell)[0] == "Còn nợ"


def test_the_list_has_what_is_overdue_on_top_then_the_days(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department, title="Đã trễ", due=date(2026, 11, 30))
    make_task(session, conference, cast.department, title="Sắp tới", due=date(2026, 12, 8))
    make_task(session, conference, cast.department, title="Sang năm", due=date(2026, 12, 31))
    session.commit()
    cast.sign_in(client, "member")
    page = client.get("/lich?xem=danh-sach").text
    assert "03/12/2026 đến 30/12/2026" in page
    assert (
        page.index("Đã trễ")
        < page.index("Sắp tới")
        < page.index("Sơ kết khoa học 6 tháng</a>\n<span", page.index("Sắp"))
    )
    assert "Sang năm" not in page
    later = client.get("/lich?xem=danh-sach&tu=2026-12-31").text
    assert ("Sang năm" in later, "Đã trễ" in later) == (True, False)


def test_without_a_choice_the_month_and_for_a_phone_the_list_are_there(
    client: FlaskClient, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "coordinator")
    page = client.get("/lich").text
    assert ('class="panel cal cal--wide"' in page, 'class="panel cal cal--narrow"' in page) == (True, True)
    for view, month, list_ in (("thang", 1, 0), ("danh-sach", 0, 1), ("ngay", 0, 1)):
        page = client.get(f"/lich?xem={view}").text
        assert (page.count('class="month"'), page.count('id="h-list"')) == (month, list_)


def test_holidays_make_up_days_and_provisional_years_are_marked(
    client: FlaskClient, session: Session, cast: Cast
) -> None:
    cast.sign_in(client, "coordinator")
    days = cells(client.get("/lich?xem=thang&thang=2026-08").text)
    assert "Ngày làm bù" in days["Thứ Bảy 22/08/2026"]
    assert "is-worked" in days["Thứ Bảy 22/08/2026"]
    september = client.get("/lich?xem=thang&thang=2026-09").text
    assert "Quốc khánh" in cells(september)["Thứ Tư 02/09/2026"]
    assert "tạm tính" not in september
    tet = client.get("/lich?xem=thang&thang=2027-02").text
    assert tet.count("chưa được công bố") == 1
    assert "(tạm tính)" in cells(tet)["Thứ Bảy 06/02/2027"]
    session.add(AnnouncedYear(year=2027, decision="10/TB"))
    session.add(CalendarDay(day=date(2027, 2, 12), worked=False, name="Nghỉ thêm", decision="10/TB"))
    session.commit()
    tet = client.get("/lich?xem=thang&thang=2027-02").text
    assert ("tạm tính" in tet, "Nghỉ thêm" in cells(tet)["Thứ Sáu 12/02/2027"]) == (False, True)


def test_the_buttons_turn_over_the_end_of_the_year(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "coordinator")
    page = client.get("/lich?xem=thang&thang=2026-12").text.replace("&amp;", "&")
    assert 'rel="prev" href="/lich?xem=thang&thang=2026-11"' in page
    assert 'rel="next" href="/lich?xem=thang&thang=2027-01"' in page
    page = client.get("/lich?xem=danh-sach&tu=2026-12-20").text.replace("&amp;", "&")
    assert 'rel="next" href="/lich?xem=danh-sach&tu=2027-01-17"' in page


def test_a_filter_stays_while_the_pages_are_turned(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    other = make_conference(session, cast.host, cast.people["coordinator"], short_title="Tập huấn")
    make_task(session, conference, cast.department, title="Việc một")
    make_task(session, other, cast.office, title="Việc hai")
    session.commit()
    cast.sign_in(client, "coordinator")
    page = client.get(f"/lich?hoi-nghi={other.id}").text.replace("&amp;", "&")
    assert ("Việc một" in page, "Việc hai" in page) == (False, True)
    assert f'href="/lich?thang=2027-01&hoi-nghi={other.id}"' in page
    page = client.get(f"/lich?hoi-nghi={conference.id}&don-vi={cast.office.id}").text
    assert ("Việc một" in page, "Việc hai" in page, "Bỏ lọc" in page) == (False, False, True)


def test_nothing_foreign_is_shown_even_when_asked_for(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department, title="Việc của phòng")
    draft = make_conference(
        session, cast.host, cast.people["coordinator"], state=ConferenceState.DRAFT, short_title="Còn dự thảo"
    )
    make_task(session, draft, cast.school, title="Chưa giao", state=TaskState.DRAFT, assigned_on=None)
    session.commit()
    cast.sign_in(client, "outsider")
    for address in ("/lich", f"/lich?hoi-nghi={conference.id}", f"/lich?don-vi={cast.department.id}"):
        page = client.get(address).text
        for words in ("Việc của phòng", conference.short_title, "Còn dự thảo", "Chưa giao", cast.department.name):
            assert words not in page


@pytest.mark.parametrize(
    "query",
    [
        "thang=2026-13", "thang=x", "thang=9999-12", "thang=0001-01", "tu=2026-02-30", "tu=9999-12-31&xem=danh-sach",
        "xem=nam", "hoi-nghi=abc", "hoi-nghi=-1", "don-vi=99999999999999999999", "hoi-nghi=%00", "thang=2100-12",
        "tu=2100-12-31&xem=danh-sach", "tu=2000-01-01&xem=danh-sach", "xem=ngay",
    ],
)  # fmt: skip
def test_an_odd_address_is_answered_with_the_calendar(client: FlaskClient, cast: Cast, query: str) -> None:
    cast.sign_in(client, "member")
    assert client.get(f"/lich?{query}").status_code == 200


@pytest.mark.parametrize(
    ("who", "words"), [("coordinator", "Tải kế hoạch của một hội nghị lên"), ("member", "Khi có hội nghị giao việc")]
)
def test_an_empty_calendar_says_what_to_do(client: FlaskClient, cast: Cast, who: str, words: str) -> None:
    cast.sign_in(client, who)
    for view in ("thang", "danh-sach"):
        assert words in client.get(f"/lich?xem={view}").text


def test_the_calendar_is_in_everybodys_menu(client: FlaskClient, cast: Cast) -> None:
    for who in ("member", "leader", "administrator"):
        cast.sign_in(client, who)
        assert '<a href="/lich" aria-current="page">' in client.get("/lich").text


def test_the_calendar_takes_a_fixed_number_of_queries(client: FlaskClient, session: Session, cast: Cast) -> None:
    said: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    def count() -> int:
        said.clear()
        assert client.get("/lich").status_code == 200
        return len(said)

    cast.sign_in(client, "coordinator")
    engine = client.application.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", note)
    count()  # what is kept for a minute, such as whether the scheduler runs, is asked once
    counts = []
    for number in (1, 4):
        for _ in range(number):
            conference = make_conference(session, cast.host, cast.people["coordinator"])
            for unit in (cast.department, cast.office, cast.ward):
                make_task(session, conference, unit)
                make_task(session, conference, unit, due=date(2026, 11, 9))
        session.commit()
        counts.append(count())
    event.remove(engine, "before_cursor_execute", note)
    assert counts[1] == counts[0] <= 20
