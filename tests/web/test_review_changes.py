"""Splitting, merging, linking, undoing on the page; what two people see of each other."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.cast import HASH, PASSWORD, Cast
from tests.factories import make_user
from tests.services.plan_values import DUTIES, duty, parsed
from tests.web.review_desk import Desk
from tracker.domain.glossary import MemberRole, Review
from tracker.domain.plan import Doubt

TWO = "Bố trí hội trường; in ấn tài liệu phục vụ Hội nghị."


@pytest.fixture
def desk(client: FlaskClient, cast: Cast, session: Session) -> Desk:
    """Task 3 holds two duties of the office, task 6 another one."""
    duties = (
        *DUTIES[:2],
        duty(3, "Văn phòng Sở", TWO, 7, "venue"),
        *DUTIES[3:],
        duty(
            6, "Văn phòng Sở", "Chuẩn bị âm thanh, máy chiếu.", 6, "technical", doubts=(Doubt(code="continuous_duty"),)
        ),
    )
    return Desk(client, cast, session, parsed=parsed(assignments=duties))


@pytest.fixture
def colleague(app: Flask, desk: Desk, session: Session) -> Desk:
    """Another coordinator with the same plan open in her own browser."""
    make_user(
        session, "hoa@haibinh.example", "Nguyễn Thị Hoa", MemberRole.COORDINATOR, desk.cast.host, password_hash=HASH
    )
    session.commit()
    other = object.__new__(Desk)
    other.client, other.cast, other.session, other.id, other.url = (
        app.test_client(), desk.cast, session, desk.id, desk.url,
    )  # fmt: skip
    other.client.post("/dang-nhap", data={"email": "hoa@haibinh.example", "password": PASSWORD})
    return other


def seen(desk: Desk) -> dict[str, str]:
    """What the page says of itself when it asks for news."""
    form = re.search(r'<section class="news" id="tin".*?</form>', desk.page(), re.DOTALL)
    assert form is not None
    return dict(re.findall(r'name="(seen|facts|told)" value="([^"]*)"', form[0]))


@pytest.fixture
def shared(client: FlaskClient, cast: Cast, session: Session) -> Desk:
    """Task 6 is a duty of all departments."""
    everybody = duty(
        6,
        "Các phòng thuộc Sở",
        "Cử người dự.",
        6,
        "other",
        doubts=(Doubt(code="collective_unit", params={"unit": "Các phòng"}),),
    )
    return Desk(client, cast, session, parsed=parsed(assignments=(*DUTIES, everybody)))


def test_a_duty_of_all_is_given_to_each_ticked_unit(shared: Desk) -> None:
    form = shared.item(6, f"?giao={shared.task(6).id}")
    offered = dict(re.findall(r'name="units" value="(\d+)"[^>]*><label[^>]*>([^<]+)<', form))
    assert {"Phòng Quản lý Khoa học", "Văn phòng Sở"} <= set(offered.values())
    sent = {"tasks": shared.refs(6), "units": list(offered)[:2]}
    assert shared.client.post(f"{shared.url}/giao", data=sent).status_code == 302
    assert [str(shared.numbered(one).unit_id) for one in (6, 7)] == list(offered)[:2]


def test_giving_a_duty_to_nobody_is_refused_with_words(shared: Desk) -> None:
    answer = shared.client.post(f"{shared.url}/giao", data={"tasks": shared.refs(6)})
    assert (answer.status_code, "Hãy đánh dấu ít nhất một đơn vị" in answer.text) == (422, True)


def test_the_places_where_a_task_can_be_cut_are_offered(desk: Desk) -> None:
    task = desk.task(3)
    page = desk.item(3, f"?tach={task.id}")
    assert re.findall(r'name="cut" value="(\d+)"( checked)?', page) == [(str(TWO.index("in ấn")), " checked")]


def test_a_task_is_split_and_the_page_leads_to_its_parts(desk: Desk) -> None:
    data = {"tasks": desk.refs(3), "cut": str(TWO.index("in ấn"))}
    answer = desk.client.post(f"{desk.url}/tach", data=data)
    assert (answer.status_code, answer.location) == (302, f"{desk.url}?o=3#n3")
    assert (desk.numbered(3).title, desk.numbered(7).title) == (
        "Bố trí hội trường",
        "In ấn tài liệu phục vụ Hội nghị.",
    )
    page = desk.page()
    assert page.index('id="n3"') < page.index('id="n7"') < page.index('id="n5"'), "parts stand beside their sentence"
    assert ">3, 7</span>" in page


def test_a_split_that_cuts_nowhere_comes_back_as_typed(desk: Desk) -> None:
    answer = desk.client.post(f"{desk.url}/tach", data={"tasks": desk.refs(3), "words": "không có trong câu"})
    assert (answer.status_code, "không có trong câu</textarea>" in unescape(answer.text)) == (422, True)


def test_tasks_of_one_unit_are_offered_for_merging_and_merged(desk: Desk) -> None:
    offered = re.findall(r'name="with" value="([^"]+)"', desk.item(3, f"?gop={desk.task(3).id}"))
    assert offered == [desk.refs(6)]
    answer = desk.client.post(f"{desk.url}/gop", data={"tasks": desk.refs(3), "with": offered[0]})
    assert answer.status_code == 302
    page = desk.page()
    assert ('id="n6"' in page, "04/12/2026" in desk.item(3)) == (False, True)
    assert page.count('data-mark="c3"') == 3, "both sentences and the item light up together"


def test_a_split_and_a_merge_are_taken_back_one_after_the_other(desk: Desk) -> None:
    desk.post("tach", tasks=desk.refs(3), cut=str(TWO.index("in ấn")))
    desk.post("gop", tasks=desk.refs(3), **{"with": desk.refs(6)})
    for _ in range(2):
        step = re.search(r'name="step" value="(\d+)"><button[^>]* data-undo', desk.page())
        assert step is not None
        assert desk.post("hoan-tac", step=step[1]) == 302
    assert [desk.task(one).title for one in (3, 6)] == [TWO, "Chuẩn bị âm thanh, máy chiếu."]


def test_a_co_operating_task_shows_the_leads_words_and_can_leave_it(desk: Desk) -> None:
    item = desk.item(2)
    assert 'href="#n1"' in item
    assert "Chủ trì xây dựng chương trình Hội nghị.</blockquote>" in item
    assert desk.post("theo", tasks=desk.refs(2), lead=str(desk.task(1).id), follow="0") == 302
    assert desk.task(2).lead_task_id is None
    assert desk.post("theo", tasks=desk.refs(2), lead=str(desk.task(3).id), follow="1") == 302
    assert desk.task(2).lead_task_id == desk.task(3).id


def test_what_is_uncertain_is_named_with_the_reason(desk: Desk) -> None:
    assert "<b>Thời hạn:</b> Việc thường xuyên" in desk.item(6)


def test_only_what_is_uncertain_is_shown_on_request_and_stays_so(desk: Desk) -> None:
    page = desk.page("?loc=chua-chac")
    assert ('id="n2"' in page, 'id="n3"' in page) == (True, False)
    answer = desk.client.post(
        f"{desk.url}/chap-nhan",
        data={"tasks": desk.refs(2)},
        headers={"Referer": f"http://localhost{desk.url}?loc=chua-chac"},
    )
    assert "loc=chua-chac" in answer.location


def test_how_far_the_review_is_and_where_it_goes_on(desk: Desk) -> None:
    desk.post("chap-nhan", tasks=desk.refs(2))
    desk.post("bo-qua", tasks=desk.refs(3))
    page = desk.page()
    assert "Đã rà soát 2/6 nhiệm vụ." in page
    assert 'href="#n6" data-next' in page


def test_a_stale_save_says_who_changed_what_and_keeps_what_was_typed(desk: Desk, colleague: Desk) -> None:
    stale = desk.edit(3, title="Bản của tôi") | {"seen": seen(desk)["seen"]}
    colleague.post("sua", **colleague.edit(3, title="Bố trí hội trường lớn", due="20/11/2026"))
    answer = desk.client.post(f"{desk.url}/sua", data=stale)
    text = unescape(answer.text)
    assert (answer.status_code, "Bản của tôi</textarea>" in text) == (409, True)
    assert "Nguyễn Thị Hoa đã sửa nhiệm vụ 3" in text
    assert "Thời hạn: 04/12/2026 → 20/11/2026" in text
    assert "Hiện đang lưu: Bố trí hội trường lớn" in text
    assert desk.task(3).title == "Bố trí hội trường lớn"


def test_saving_again_after_the_warning_is_a_decision(desk: Desk, colleague: Desk) -> None:
    stale = desk.edit(3, title="Bản của tôi") | {"seen": seen(desk)["seen"]}
    colleague.post("sua", **colleague.edit(3, title="Bố trí hội trường lớn"))
    page = desk.client.post(f"{desk.url}/sua", data=stale).text
    fresh = re.search(r'data-open="sua=.*?name="tasks" value="([^"]+)"', page, re.DOTALL)
    assert fresh is not None
    assert desk.post("sua", **(stale | {"tasks": fresh[1]})) == 302
    assert desk.task(3).title == "Bản của tôi"


def test_what_was_typed_is_not_lost_when_the_task_is_gone(desk: Desk, colleague: Desk) -> None:
    stale = desk.edit(6, title="Chuẩn bị âm thanh và phông nền") | {"seen": seen(desk)["seen"]}
    colleague.post("gop", tasks=colleague.refs(3), **{"with": colleague.refs(6)})
    answer = desk.client.post(f"{desk.url}/sua", data=stale)
    assert (answer.status_code, "Chuẩn bị âm thanh và phông nền" in unescape(answer.text)) == (409, True)


def test_an_open_page_hears_nothing_while_nothing_changes(desk: Desk) -> None:
    assert desk.post("tin", **seen(desk)) == 204


def test_an_open_page_is_told_of_a_colleagues_save(desk: Desk, colleague: Desk) -> None:
    shown = seen(desk)
    colleague.post("bo-qua", tasks=colleague.refs(3))
    answer = desk.client.post(f"{desk.url}/tin", data=shown | {"open": "sua=7"})
    assert (answer.status_code, "Nguyễn Thị Hoa đã bỏ qua nhiệm vụ 3" in unescape(answer.text)) == (200, True)
    assert "giu=1" in answer.text
    told = re.search(r'name="told" value="([^"]+)"', answer.text)
    assert told is not None
    assert desk.post("tin", **(shown | {"told": told[1]})) == 204


def test_an_open_page_is_told_who_else_is_there(desk: Desk, colleague: Desk) -> None:
    colleague.post("tin", **seen(colleague))
    assert "Nguyễn Thị Hoa cũng đang mở" in desk.page()
    assert "Nguyễn Thị Hoa cũng đang mở" not in colleague.page()


def test_what_was_done_is_listed_with_names(desk: Desk, colleague: Desk) -> None:
    colleague.post("bo-qua", tasks=colleague.refs(3))
    log = desk.page().partition('id="cac-buoc"')[2]
    assert "<b>Nguyễn Thị Hoa</b> đã bỏ qua nhiệm vụ 3" in log


def test_words_from_the_address_open_the_form_for_a_new_task(desk: Desk) -> None:
    page = desk.page("?sua=them&dong=7&tu=-+in+%E1%BA%A5n+t%C3%A0i+li%E1%BB%87u%3B")
    form = page.partition('id="them" open')[2].partition("</details>")[0]
    assert ">\nIn ấn tài liệu</textarea>" in form
    assert 'name="line" value="7"' in form
    assert 'id="t-unit" name="unit" list="units" autocomplete="off" value="Văn phòng Sở"' in form


def test_a_task_from_selected_words_is_marked_at_these_words(desk: Desk) -> None:
    words = "Đề nghị UBND phường Đông Hải"
    data = {"title": "Mời phường", "role": "lead", "unit": "Văn phòng Sở", "line": "8", "quote": words}
    assert desk.client.post(f"{desk.url}/them", data=data).status_code == 302
    assert (desk.numbered(7).quote, desk.numbered(7).last_line) == (words, 8)
    assert desk.numbered(7).review is Review.ACCEPTED
