"""The table of rules in the browser: who looks, who edits, what is refused, that nothing changes before the preview."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tests.web.review_desk import Desk as Review
from tests.web.review_desk import facts
from tracker.clock import now, vietnam_date
from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import Anchor, ConferenceScale
from tracker.models import AgencyFactors, AgencyRule, Conference, Task

ROW = {
    "viec": "sua", "loai": "main_report", "anchor": "S", "offset": "9", "latest_kind": "ngay", "latest": "6",
    "blocking": "1", "basis": "Quy chế số 12", "words": "báo cáo đề dẫn",
}  # fmt: skip
LOOSER = ROW | {"loai": "invitations", "offset": "5", "latest": "1", "words": ""}


@dataclass
class Desk:
    """A person's browser; a conference thirty working days ahead with a report due at S−7."""

    client: FlaskClient
    cast: Cast
    session: Session
    event: date

    def get(self, address: str, status: int = 200, **query: str) -> str:
        answer = self.client.get(address, query_string=query)
        assert answer.status_code == status, answer.text[-2000:]
        return answer.text

    def post(self, status: int = 302, **form: str) -> str:
        answer = self.client.post("/quy-tac-thoi-han", data=form)
        assert answer.status_code == status, answer.text[-2000:]
        return answer.text

    def seen(self, fields: dict[str, str], address: str = "/quy-tac-thoi-han/xem-truoc") -> str:
        found = re.search(r'name="seen" value="(\w+)"', self.get(address, **fields))
        assert found is not None
        return found[1]

    def apply(self, fields: dict[str, str], status: int = 302, **more: str) -> str:
        plain = {"pham-vi": "dang-chuan-bi", "reason": "Theo Quy chế mới", "seen": self.seen(fields)}
        return self.post(status, **(fields | plain | more))

    def read(self, statement: Select[Any]) -> Sequence[Any]:
        with self.client.application.extensions["database"].readers() as reader:
            return reader.scalars(statement).all()

    def due(self) -> date | None:
        found: date | None = self.read(select(Task.due))[0]
        return found


@pytest.fixture
def desk(client: FlaskClient, cast: Cast, session: Session) -> Desk:
    event = VIETNAM.shift(vietnam_date(now()), 30)
    conference = make_conference(session, cast.host, cast.people["coordinator"], event_start=event, event_end=event)
    make_task(session, conference, cast.department, due=VIETNAM.shift(event, -7), latest=VIETNAM.shift(event, -5),
              anchor=Anchor.START, offset_days=-7)  # fmt: skip
    session.commit()
    cast.sign_in(client, "coordinator")
    return Desk(client, cast, session, event)


def test_the_table_says_when_what_is_due_in_words_and_on_what_it_rests(desk: Desk) -> None:
    page = desk.get("/quy-tac-thoi-han")
    row = re.search(r'<tr id="r-invitations".*?</tr>', page, re.DOTALL)
    assert row is not None
    for words in (
        "Giấy mời",
        "thư mời",
        "S−5",
        "5 ngày làm việc trước ngày khai mạc",
        "S−3",
        "Then chốt",
        "QĐ 45/2018",
    ):
        assert words in row[0]


@pytest.mark.parametrize(
    ("who", "looks", "edits"),
    [("leader", 200, 403), ("administrator", 200, 200), ("member", 403, 403), ("outsider", 403, 403)],
)
def test_who_looks_and_who_edits(client: FlaskClient, cast: Cast, who: str, looks: int, edits: int) -> None:
    cast.sign_in(client, who)
    assert client.get("/quy-tac-thoi-han").status_code == looks
    for address in ("sua/venue", "quy-mo", "xem-truoc?viec=khoi-phuc&loai=venue"):
        status = client.get(f"/quy-tac-thoi-han/{address}").status_code
        assert status == (422 if edits == 200 and "xem" in address else edits)
    assert client.post("/quy-tac-thoi-han", data=ROW).status_code == (409 if edits == 200 else edits)


def test_who_only_looks_sees_no_way_to_edit(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "leader")
    page = client.get("/quy-tac-thoi-han").text
    assert "/quy-tac-thoi-han/sua/" not in page
    assert 'href="/quy-tac-thoi-han"' in page  # the menu's entry


def test_another_agency_s_table_is_not_found(desk: Desk) -> None:
    desk.get("/quy-tac-thoi-han", 404, **{"co-quan": "999999"})
    desk.get("/quy-tac-thoi-han/sua/venue", 404, **{"co-quan": str(desk.cast.school.id)})


def test_a_preview_says_what_would_move_and_changes_nothing(desk: Desk) -> None:
    before = desk.due()
    page = desk.get("/quy-tac-thoi-han/xem-truoc", **ROW)
    for words in ("S−7", "S−9", "Quy chế số 12", f"{VIETNAM.shift(desk.event, -9):%d/%m/%Y}", "1 nơi nhận"):
        assert words in page
    assert (desk.due(), desk.read(select(AgencyRule))) == (before, [])


def test_what_was_looked_at_is_done_and_stands_in_the_table(desk: Desk) -> None:
    desk.apply(ROW)
    assert desk.due() == VIETNAM.shift(desk.event, -9)
    page = desk.get("/quy-tac-thoi-han")
    for words in ("1 thời hạn được dời", "Cơ quan đã sửa", "mặc định: S−7", "báo cáo đề dẫn", "Trần Thu Hà"):
        assert words in page


def test_only_for_new_ones_moves_nothing(desk: Desk) -> None:
    before = desk.due()
    desk.apply(ROW, **{"pham-vi": "moi", "reason": ""})
    assert desk.due() == before
    task = desk.read(select(Task.id))[0]
    assert "Quy tắc nay đã đổi (9 ngày làm việc trước hội nghị)" in desk.get(f"/nhiem-vu/{task}")


def test_a_task_says_that_its_rule_is_the_agency_s(desk: Desk) -> None:
    desk.apply(ROW)
    page = desk.get(f"/nhiem-vu/{desk.read(select(Task.id))[0]}")
    assert "Theo quy tắc của Sở Khoa học và Công nghệ tỉnh Hải Bình." in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"offset": "61"}, "60 ngày làm việc"),
        ({"offset": "+9"}, "Dấu không phù hợp"),
        ({"anchor": "E", "offset": "-3"}, "Dấu không phù hợp"),
        ({"offset": "chín"}, "“chín” không phải là số nguyên"),
        ({"offset": ""}, "không phải là số nguyên"),
        ({"offset": "9" * 30}, "không phải là số nguyên"),
        ({"latest": "10"}, "sớm hơn thời hạn"),
        ({"latest_kind": "thang"}, "Hết tháng sau"),
        ({"latest_kind": "x"}, ""),
        ({"anchor": "X"}, ""),
        ({"words": "a"}, "từ 2 đến 60 ký tự"),
        ({"basis": "x" * 201}, "200 ký tự"),
    ],
)
def test_what_does_not_fit_goes_back_to_the_form_with_what_was_typed(
    desk: Desk, values: dict[str, str], words: str
) -> None:
    page = desk.get("/quy-tac-thoi-han/xem-truoc", 422, **(ROW | values))
    assert words in page
    assert "báo cáo đề dẫn" in page or "words" in values
    assert desk.read(select(AgencyRule)) == []


def test_a_phrase_of_another_kind_is_refused_with_its_name(desk: Desk) -> None:
    desk.apply(ROW)
    page = desk.get("/quy-tac-thoi-han/xem-truoc", 422, **(ROW | {"loai": "venue", "words": "Bao cao de dan"}))
    assert "đã dùng cho loại việc “Báo cáo kết quả hoạt động”" in page


@pytest.mark.parametrize("query", [{"viec": "sua", "loai": "gone"}, {"viec": "khoi-phuc", "loai": ""}, {}])
def test_unknown_kinds_are_not_found(desk: Desk, query: dict[str, str]) -> None:
    desk.get("/quy-tac-thoi-han/xem-truoc", 404, **query)
    desk.get("/quy-tac-thoi-han/sua/gone", 404)


def test_looser_than_the_decree_asks_to_be_confirmed(desk: Desk) -> None:
    assert "Lỏng hơn QĐ 45/2018/QĐ-TTg (chậm nhất S−3)" in desk.get("/quy-tac-thoi-han/xem-truoc", **LOOSER)
    assert "hãy xác nhận" in desk.apply(LOOSER, 422)
    assert desk.read(select(AgencyRule)) == []
    desk.apply(LOOSER, confirmed="1")
    assert "Lỏng hơn QĐ 45/2018/QĐ-TTg" in desk.get("/quy-tac-thoi-han")


def test_who_is_told_is_told_why(desk: Desk) -> None:
    page = desk.apply(ROW, 422, reason="")
    assert "field--error" in page
    assert desk.due() == VIETNAM.shift(desk.event, -7)


def test_news_since_the_look_is_shown_first(desk: Desk) -> None:
    seen = desk.seen(ROW)
    other = ROW | {"loai": "venue", "words": "", "offset": "8"}
    desk.apply(other)
    page = desk.post(409, **ROW, seen=seen, reason="x", **{"pham-vi": "dang-chuan-bi"})
    assert "Có người khác vừa lưu" in page or "S−9" in page
    assert desk.due() == VIETNAM.shift(desk.event, -7)


def test_a_row_goes_back_to_what_was_shipped(desk: Desk) -> None:
    desk.apply(ROW)
    desk.apply({"viec": "khoi-phuc", "loai": "main_report"})
    assert (desk.due(), desk.read(select(AgencyRule))) == (VIETNAM.shift(desk.event, -7), [])


def test_all_rows_go_back_at_once(desk: Desk) -> None:
    desk.apply(ROW)
    desk.apply({"viec": "quy-mo", "small": "40", "provincial": "200"})
    desk.apply({"viec": "khoi-phuc-het"})
    assert (desk.read(select(AgencyRule)), desk.read(select(AgencyFactors))) == ([], [])


def test_taking_back_nothing_is_told(desk: Desk) -> None:
    assert "Không có gì thay đổi" in desk.get("/quy-tac-thoi-han/xem-truoc", 422, viec="khoi-phuc-het")


def test_the_form_shows_the_basis_in_words_and_takes_them_back(desk: Desk) -> None:
    page = desk.get("/quy-tac-thoi-han/sua/venue")
    assert 'value="mặc định"' in page
    same = {"viec": "sua", "loai": "venue", "anchor": "S", "offset": "7", "latest_kind": "ngay", "latest": "5",
            "blocking": "1", "basis": "Mặc định"}  # fmt: skip
    assert "Không có gì thay đổi" in desk.get("/quy-tac-thoi-han/xem-truoc", 422, **same)


def test_examples_show_what_factors_would_make_of_the_rules(desk: Desk) -> None:
    page = desk.get("/quy-tac-thoi-han/quy-mo", small="40", provincial="200")
    for words in ("S−30", "S−14", "chậm nhất S−3"):
        assert words in page
    assert desk.read(select(AgencyFactors)) == []


@pytest.mark.parametrize(("small", "provincial"), [("9", "150"), ("50", "301"), ("x", "150"), ("", "")])
def test_factors_out_of_range_are_refused(desk: Desk, small: str, provincial: str) -> None:
    for address in ("quy-mo", "xem-truoc"):
        desk.get(f"/quy-tac-thoi-han/{address}", 422, viec="quy-mo", small=small, provincial=provincial)


def test_an_administrator_reads_numbers_instead_of_other_people_s_tasks(desk: Desk) -> None:
    desk.client.post("/dang-xuat")
    desk.cast.sign_in(desk.client, "administrator")
    page = desk.get("/quy-tac-thoi-han/xem-truoc", **ROW)
    assert "1 thời hạn được dời" in page
    assert "Xây dựng báo cáo kết quả hoạt động" not in page


class TestScale:
    def scale(self, desk: Desk) -> str:
        return f"/hoi-nghi/{desk.read(select(Conference.id))[0]}/quy-mo"

    def test_it_is_looked_at_and_then_applied(self, desk: Desk) -> None:
        address, day = self.scale(desk), VIETNAM.shift(desk.event, -11)
        assert f"{day:%d/%m/%Y}" in desk.get(address, scale="provincial")
        form = {"scale": "provincial", "seen": desk.seen({"scale": "provincial"}, address), "reason": "Mời toàn tỉnh"}
        assert desk.client.post(address, data=form).status_code == 302
        assert (desk.due(), desk.read(select(Conference.scale))) == (day, [ConferenceScale.PROVINCIAL])
        page = desk.get(f"/nhiem-vu/{desk.read(select(Task.id))[0]}")
        assert "Quy mô “Toàn tỉnh”: 150 % của 7 ngày theo quy tắc." in page

    def test_the_reason_is_asked_for_and_an_old_look_is_refused(self, desk: Desk) -> None:
        address = self.scale(desk)
        form = {"scale": "small", "seen": desk.seen({"scale": "small"}, address), "reason": ""}
        assert desk.client.post(address, data=form).status_code == 422
        assert desk.client.post(address, data=form | {"seen": "x", "reason": "y"}).status_code == 409
        assert desk.read(select(Conference.scale)) == [ConferenceScale.ORDINARY]

    @pytest.mark.parametrize("scale", ["ordinary", "galactic", ""])
    def test_no_other_scale_is_refused(self, desk: Desk, scale: str) -> None:
        desk.get(self.scale(desk), 422, scale=scale)
        assert desk.client.post(self.scale(desk), data={"scale": scale}).status_code == 422

    def test_the_leadership_does_not_change_it(self, desk: Desk) -> None:
        desk.client.post("/dang-xuat")
        desk.cast.sign_in(desk.client, "leader")
        desk.get(self.scale(desk), 403)

    def test_a_draft_s_scale_is_chosen_with_its_facts(self, client: FlaskClient, cast: Cast, session: Session) -> None:
        review = Review(client, cast, session)
        assert '<select class="input" id="f-scale"' in review.page("?sua=thong-tin")
        assert review.post("thong-tin", **facts(review, kind="other", mode="", scale="small")) == 302
        assert review.conference().scale is ConferenceScale.SMALL
        assert "Quy mô “Cuộc họp nhỏ”: 50 % của 10 ngày theo quy tắc." in review.page()
