"""Lịch làm việc: everybody looks at it, administrators change it, with a look at what moves before."""

import html
import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker import clock
from tracker.domain.glossary import Anchor
from tracker.models import CalendarChange, CalendarDay, OutboxMail, Task

# a Tuesday of the coming October: far enough ahead of any day on which the tests are run
EVENT = next(day for n in range(8, 15) if (day := date(clock.now().year + 1, 10, n)).weekday() == 1)
DAY_OFF, YEAR = EVENT - timedelta(days=1), EVENT.year
SWAP = {"from_0": f"{DAY_OFF:%d/%m/%Y}", "wish_0": "off", "name_0": "Nghỉ bão", "decision": "99/QĐ-UBND"}
FORM, PAGE = "/lich-lam-viec/sua", "/lich-lam-viec"


@pytest.fixture
def admin(client: FlaskClient, cast: Cast) -> FlaskClient:
    cast.sign_in(client, "administrator")
    return client


@pytest.fixture
def task(session: Session, cast: Cast) -> Task:
    """Due on the working day before the event, which is the day that is declared off."""
    conference = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=EVENT, event_end=EVENT, title="Hội nghị",
        short_title="Hội nghị tổng kết",
    )  # fmt: skip
    made = make_task(
        session, conference, cast.department, kind="rehearsal", due=DAY_OFF, latest=DAY_OFF, anchor=Anchor.START,
        offset_days=-1,
    )  # fmt: skip
    session.commit()
    return made


def text(answer: TestResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def seen(answer: TestResponse) -> str:
    found = re.search(r'name="seen" value="(\w+)"', answer.text)
    assert found, answer.text
    return found[1]


def count(session: Session, model: type[CalendarDay | CalendarChange | OutboxMail]) -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(model)) or 0
    session.rollback()  # nothing of ours may stand in the way of the application's next write
    return found


@pytest.mark.parametrize("who", ["coordinator", "leader", "administrator", "member", "outsider"])
def test_everybody_looks_at_the_year_and_only_administrators_are_offered_to_change_it(
    client: FlaskClient, cast: Cast, who: str
) -> None:
    cast.sign_in(client, who)
    page = client.get(f"{PAGE}/2026")
    assert page.status_code == 200
    assert "Ngày Văn hóa Việt Nam" in page.text
    assert "Ngày nghỉ hoán đổi (làm bù 10/01/2026)" in page.text
    assert (FORM in page.text) == (who == "administrator")
    assert "Lịch làm việc" in page.text


@pytest.mark.parametrize("who", ["coordinator", "leader", "member", "outsider"])
def test_nobody_else_changes_it(client: FlaskClient, cast: Cast, session: Session, who: str) -> None:
    cast.sign_in(client, who)
    assert client.get(FORM, query_string={**SWAP, "act": "preview"}).status_code == 403
    assert client.post(FORM, data=SWAP).status_code == 403
    assert client.get(f"{PAGE}/hoan-tac/1").status_code == 403
    assert client.post(f"{PAGE}/hoan-tac/1").status_code == 403
    assert count(session, CalendarDay) == 0


def test_a_provisional_year_says_so_on_top(admin: FlaskClient) -> None:
    assert "Chưa có thông báo chính thức của năm 2027: ngày nghỉ là dự kiến." in text(admin.get(f"{PAGE}/2027"))
    assert "ngày nghỉ là dự kiến" not in text(admin.get(f"{PAGE}/2026"))


def test_a_make_up_saturday_is_called_so(admin: FlaskClient) -> None:
    assert "22/8 làm bù" in text(admin.get(f"{PAGE}/2026"))
    assert "29/4: Ngày nghỉ (thay cho ngày 04/05/2024); Ngày Chiến thắng" not in text(admin.get(f"{PAGE}/2023"))


@pytest.mark.parametrize("year", ["2021", "2099", "0", "99999999999"])
def test_a_year_that_is_not_kept_is_not_found(admin: FlaskClient, year: str) -> None:
    assert admin.get(f"{PAGE}/{year}").status_code == 404


def test_days_are_looked_at_first_and_then_applied_and_told(
    admin: FlaskClient, session: Session, task: Task, cast: Cast
) -> None:
    shown = admin.get(FORM, query_string={**SWAP, "act": "preview"})
    assert shown.status_code == 200
    assert "1 thời hạn" in text(shown)
    assert "Hội nghị tổng kết" in text(shown)
    assert task.title not in text(shown)  # an administrator sees no tasks
    assert count(session, CalendarDay) == 0
    done = admin.post(FORM, data={**SWAP, "seen": seen(shown)}, follow_redirects=True)
    assert "Đã cập nhật lịch làm việc. " in text(done)
    assert "99/QĐ-UBND" in text(done)
    assert (count(session, CalendarDay), count(session, OutboxMail)) == (1, 1)
    session.refresh(task)
    assert task.due is not None
    assert task.due < DAY_OFF


def test_the_newest_change_is_undone_from_the_page(admin: FlaskClient, session: Session, task: Task) -> None:
    shown = admin.get(FORM, query_string={**SWAP, "act": "preview"})
    admin.post(FORM, data={**SWAP, "seen": seen(shown)})
    (link,) = re.findall(r'href="(/lich-lam-viec/hoan-tac/\d+)"', admin.get(f"{PAGE}/{YEAR}").text)
    page = admin.get(link)
    assert "Hoàn tác: 99/QĐ-UBND" in page.text
    refused = admin.post(link, data={"seen": seen(page), "decision": " "})
    assert refused.status_code == 422
    assert "Hãy nhập số, ký hiệu" in text(refused)
    assert admin.post(link, data={"seen": seen(page), "decision": "Bão đổi hướng"}).status_code == 302
    assert count(session, CalendarDay) == 0
    session.refresh(task)
    assert task.due == DAY_OFF


def test_an_own_day_is_taken_back_by_its_link(admin: FlaskClient, session: Session, task: Task) -> None:
    shown = admin.get(FORM, query_string={**SWAP, "act": "preview"})
    admin.post(FORM, data={**SWAP, "seen": seen(shown)})
    found = re.search(r'href="(/lich-lam-viec/sua\?from_0=[^"]+)"', admin.get(f"{PAGE}/{YEAR}").text)
    assert found
    form = admin.get(html.unescape(found[1]))
    assert f'value="{DAY_OFF:%d/%m/%Y}"' in form.text
    assert '<option value="back" selected>' in form.text


def test_a_range_and_the_announcement_of_a_year_go_with_one_decision(admin: FlaskClient, session: Session) -> None:
    values = {
        "from_0": "11/02/2027", "to_0": "14/02/2027", "wish_0": "off", "year": "2027", "decision": "1/TB-BNV",
    }  # fmt: skip
    shown = admin.get(FORM, query_string={**values, "act": "preview"})
    assert "Vốn đã như vậy, giữ nguyên: 13/02/2027, 14/02/2027." in text(shown)
    admin.post(FORM, data={**values, "seen": seen(shown)})
    page = text(admin.get(f"{PAGE}/2027"))
    assert "Đã có thông báo chính thức: 1/TB-BNV." in page
    assert "ngày nghỉ là dự kiến" not in page
    assert count(session, CalendarDay) == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Hãy nhập ít nhất một ngày"),
        ({"from_0": "31/02/2027"}, "không phải là ngày"),
        ({"from_0": "mai"}, "không phải là ngày"),
        ({"to_0": "14/10/2027"}, "Hãy nhập ngày của dòng này"),
        ({"from_0": "12/12/2026"}, "Ngày 12/12/2026 là cuối tuần, vốn đã nghỉ"),
        ({"from_0": "24/11/2026"}, "Ngày 24/11/2026 vốn đã nghỉ (Ngày Văn hóa Việt Nam)"),
        ({"from_0": "11/12/2026", "wish_0": "worked"}, "Ngày 11/12/2026 vốn là ngày làm việc"),
        ({"from_0": "11/12/2026", "wish_0": "back"}, "đang theo lịch công bố"),
        ({"from_0": "11/12/2026", "wish_0": "perhaps"}, "Hãy chọn"),
        ({"from_0": "11/12/2026", "from_1": "11/12/2026", "wish_1": "worked"}, "có ở hai dòng"),
        ({"from_0": "11/12/1999"}, "Chỉ nhập được các ngày từ năm 2022"),
        ({"from_0": "01/01/0001", "to_0": "31/12/9999"}, "Chỉ nhập được các ngày từ năm 2022"),
        ({"from_0": "01/06/2026", "to_0": "31/07/2026"}, "tối đa 40 ngày"),
        ({"from_0": "11/12/2026", "decision": ""}, "Hãy nhập số, ký hiệu"),
        ({"from_0": "11/12/2026", "decision": "x" * 201}, "dài quá 200 ký tự"),
        ({"from_0": "11/12/2026", "name_0": "x" * 201}, "dài quá 200 ký tự"),
        ({"year": "2026"}, "Năm 2026 vốn đã được đánh dấu như vậy"),
        ({"year": "²027"}, "Hãy chọn"),
        ({"year": "bo-2099"}, "Chỉ nhập được các ngày từ năm 2022"),
    ],
)
def test_what_cannot_be_is_told_beside_the_form_and_nothing_is_saved(
    admin: FlaskClient, session: Session, values: dict[str, str], words: str
) -> None:
    typed = {"wish_0": "off", "decision": "1/TB-BNV", **values}
    for answer in (admin.get(FORM, query_string={**typed, "act": "preview"}), admin.post(FORM, data=typed)):
        assert answer.status_code == 422
        assert words in text(answer)
        assert 'role="alert"' in answer.text
        if values.get("from_0", "").isdigit():
            assert f'value="{values["from_0"]}"' in answer.text
    assert count(session, CalendarDay) == count(session, CalendarChange) == 0


def test_what_was_looked_at_and_is_not_true_any_more_is_shown_anew(
    admin: FlaskClient, session: Session, task: Task
) -> None:
    shown = admin.get(FORM, query_string={**SWAP, "act": "preview"})
    task.pinned = True
    session.commit()
    answer = admin.post(FORM, data={**SWAP, "seen": seen(shown)})
    assert answer.status_code == 409
    assert "1 thời hạn cố định rơi vào ngày nghỉ" in text(answer)
    assert seen(answer) != seen(shown)
    assert count(session, CalendarDay) == 0
    assert admin.post(FORM, data={**SWAP, "seen": seen(answer)}).status_code == 302


def test_an_undo_that_came_too_late_is_refused(admin: FlaskClient, session: Session, task: Task) -> None:
    admin.post(FORM, data={**SWAP, "seen": seen(admin.get(FORM, query_string={**SWAP, "act": "preview"}))})
    first = session.scalars(select(CalendarChange.id)).one()
    session.rollback()
    year = {"year": "2027", "decision": "1/TB-BNV"}
    admin.post(FORM, data={**year, "seen": seen(admin.get(FORM, query_string={**year, "act": "preview"}))})
    answer = admin.get(f"{PAGE}/hoan-tac/{first}")
    assert answer.status_code == 422
    assert "Chỉ hoàn tác được lần thay đổi mới nhất" in text(answer)
    assert admin.get(f"{PAGE}/hoan-tac/99999").status_code == 404


def test_more_lines_keep_what_was_typed(admin: FlaskClient) -> None:
    page = admin.get(FORM, query_string={**SWAP, "from_5": "1/1/2027", "act": "more"})
    assert 'value="Nghỉ bão"' in page.text
    assert 'value="1/1/2027"' in page.text
    assert page.text.count('<fieldset class="yline">') == 6


def test_every_cell_of_a_special_day_says_in_words_what_its_colour_says(admin: FlaskClient, app: Flask) -> None:
    page = admin.get(f"{PAGE}/2026").text
    marked = re.findall(r'<td class="[^"]*(?:is-holiday|is-made-up)[^"]*"[^>]*>.*?</td>', page)
    assert len(marked) == 17
    assert all('class="vh"' in cell for cell in marked)


def test_everything_wrong_with_the_lines_is_told_at_once(admin: FlaskClient) -> None:
    lines = {"from_0": "mai", "wish_0": "off", "from_1": "1/1/2027", "to_1": "kia", "wish_1": "off", "decision": ""}
    page = admin.get(FORM, query_string=lines | {"act": "preview"})
    fields = ("from_0", "to_1", "decision")
    assert (page.status_code, [f'id="f-{name}-error"' in page.text for name in fields]) == (422, [True] * 3)
    weekend = DAY_OFF - timedelta(days=1)  # a Sunday, off already
    readable = {"from_0": f"{weekend:%d/%m/%Y}", "wish_0": "off", "from_1": "1/1/1990", "wish_1": "off", "decision": ""}
    page = admin.get(FORM, query_string=readable | {"act": "preview"})
    fields = ("from_0", "from_1", "decision")
    assert (page.status_code, [f'id="f-{name}-error"' in page.text for name in fields]) == (422, [True] * 3)
