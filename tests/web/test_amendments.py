"""The coordinator's page of an amended plan: compared, chosen, looked at once more, applied; all with plain forms."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.services.amended_plans import DEPARTMENT, FIRST, OFFICE, WARD, Case, activated, text
from tracker.domain.glossary import TaskState
from tracker.models import Amendment, AmendmentState, OutboxMail, Task, Unit

PRESS = "- Mời báo chí đưa tin về Hội nghị.\n"
NEW = text(DEPARTMENT, OFFICE + PRESS, number="15", report="05", event="17")


class Desk:
    """The coordinator's browser on an amended plan."""

    def __init__(self, case: Case, client: FlaskClient, words: str) -> None:
        self.case, self.client = case, client
        case.cast.sign_in(client, "coordinator")
        amendment = case.propose(words)
        self.id, self.conference_id = amendment.id, case.conference.id
        case.session.commit()
        self.url = f"/ke-hoach/sua-doi/{self.id}"

    def get(self, address: str = "") -> str:
        answer = self.client.get(self.url + address)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    def version(self) -> str:
        found = re.search(r'name="version" value="(\d+)"', self.get())
        assert found is not None
        return found[1]

    def save(self, **values: str) -> Any:
        return self.client.post(self.url, data={"version": self.version(), **values})

    def apply(self) -> Any:
        found = re.search(r'name="seen" value="(\w+)"', self.get("/xem-truoc"))
        assert found is not None
        return self.client.post(f"{self.url}/ap-dung", data={"seen": found[1]})

    def rows(self, statement: Any) -> Any:
        with self.client.application.extensions["database"].readers() as reader:
            return reader.scalars(statement).all()

    def state(self) -> AmendmentState:
        found: AmendmentState = self.rows(select(Amendment).where(Amendment.id == self.id))[0].state
        return found


@pytest.fixture
def case(app: Flask, session: Session, cast: Cast) -> Case:
    return activated(app, session, cast)


@pytest.fixture
def desk(case: Case, client: FlaskClient) -> Desk:
    return Desk(case, client, NEW)


def bare(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_comparison_is_told_in_one_line(desk: Desk) -> None:
    assert "1 thêm · 1 sửa · 1 bỏ · 3 giữ nguyên · hội nghị dời từ 15/12/2026 sang 17/12/2026" in desk.get()


def test_changed_words_are_marked_and_named(desk: Desk) -> None:
    page = desk.get()
    assert re.search(r'<del class="gone"><span class="vh">cũ: </span>03/12/2026</del>', page)
    assert re.search(r'<ins class="come"><span class="vh">mới: </span>05/12/2026</ins>', page)


def test_every_field_of_the_page_has_a_label_and_every_id_is_unique(desk: Desk) -> None:
    page = desk.get()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    fields = re.findall(r'<(?:input|select)\b(?![^>]*type="(?:hidden|radio)")[^>]*\sid="([^"]+)"', page)
    assert set(fields) <= set(re.findall(r'<label[^>]* for="([^"]+)"', page))


def test_choices_are_saved_and_shown_again(desk: Desk) -> None:
    answer = desk.save(**{"a-f-event": "0"})
    assert (answer.status_code, answer.location) == (302, desk.url)
    assert re.search(r'name="a-f-event" value="0" checked', desk.get())


def test_the_preview_says_what_is_done_and_who_is_told(desk: Desk) -> None:
    page = bare(desk.get("/xem-truoc"))
    for words in ("Sẽ áp dụng (5)", "qlkh@haibinh.example", "vanphong@haibinh.example", "donghai@haibinh.example"):
        assert words in page, words


def test_applying_changes_the_tasks_and_writes_one_mail_to_each_unit(desk: Desk) -> None:
    answer = desk.apply()
    assert (answer.status_code, answer.location) == (302, f"/hoi-nghi/{desk.conference_id}")
    assert desk.state() is AmendmentState.APPLIED
    mails = desk.rows(select(OutboxMail.recipient).where(OutboxMail.kind == "amended"))
    assert sorted(mails) == ["donghai@haibinh.example", "qlkh@haibinh.example", "vanphong@haibinh.example"]
    assert "Kế hoạch sửa đổi đã có hiệu lực" in unescape(desk.client.get(answer.location).text)


def test_applying_twice_does_it_once(desk: Desk) -> None:
    found = re.search(r'name="seen" value="(\w+)"', desk.get("/xem-truoc"))
    assert found is not None
    for status in (302, 422):
        assert desk.client.post(f"{desk.url}/ap-dung", data={"seen": found[1]}).status_code == status
    assert len(desk.rows(select(Task.id).where(Task.title.contains("báo chí")))) == 1


def test_a_preview_that_is_out_of_date_is_shown_anew(desk: Desk) -> None:
    answer = desk.client.post(f"{desk.url}/ap-dung", data={"seen": "0" * 32})
    assert answer.status_code == 409
    assert "đã có thay đổi" in unescape(answer.text)
    assert desk.state() is AmendmentState.OPEN


def test_the_versions_are_listed_and_downloadable(desk: Desk) -> None:
    desk.apply()
    page = unescape(desk.client.get(f"/hoi-nghi/{desk.conference_id}/van-ban").text)
    assert "Bản 2 đang có hiệu lực" in bare(page)
    for version, words in ((1, FIRST), (2, NEW)):
        answer = desk.client.get(f"/ke-hoach/{desk.conference_id}/ban/{version}")
        assert (answer.status_code, answer.data.decode()) == (200, words)
    assert desk.client.get(f"/ke-hoach/{desk.conference_id}/goc").data.decode() == NEW


def test_the_log_tells_of_the_amendment_and_the_task_of_the_change(desk: Desk) -> None:
    desk.apply()
    page = bare(unescape(desk.client.get(f"/hoi-nghi/{desk.conference_id}/nhat-ky").text))
    assert "1 thêm, 1 sửa, 1 bỏ, 3 đơn vị được báo" in page
    assert "Thời hạn: “04/12/2026” thay cho “02/12/2026”" in page
    assert "Theo bản sửa đổi số 15/KH-SKHCN" in page


def test_a_closed_amendment_shows_what_became_of_it(desk: Desk) -> None:
    desk.save(**{"a-n5": "0"})
    desk.apply()
    page = bare(desk.get())
    assert "Đã áp dụng" in page
    assert "không áp dụng" in page


def test_an_amendment_can_be_set_aside(desk: Desk) -> None:
    assert desk.client.post(f"{desk.url}/bo", data={"version": desk.version()}).status_code == 302
    assert desk.state() is AmendmentState.DISCARDED
    assert desk.rows(select(Task.state).where(Task.state == TaskState.CANCELLED)) == []


def test_an_unknown_unit_is_typed_or_taken_into_the_directory(case: Case, client: FlaskClient) -> None:
    desk = Desk(case, client, text(DEPARTMENT, OFFICE, WARD.replace("Đông Hải", "Tây Hải"), number="15"))
    assert desk.client.get(f"{desk.url}/xem-truoc").status_code == 422
    answer = desk.save(**{"a-n5": "1", "unit-n5": "Phòng Không Có"})
    assert (answer.status_code, "Phòng Không Có" in unescape(answer.text)) == (422, True)
    assert desk.save(**{"a-n5": "1", "unit-n5": "", "take_in": "n5"}).status_code == 302
    assert desk.rows(select(Unit.name).where(Unit.name == "UBND phường Tây Hải")) == ["UBND phường Tây Hải"]
    assert desk.apply().status_code == 302


@pytest.mark.parametrize("who", ["leader", "member", "outsider", "administrator"])
def test_the_pages_are_the_coordinators(desk: Desk, who: str) -> None:
    client = desk.client.application.test_client()
    desk.case.cast.sign_in(client, who)
    answers = [client.get(desk.url), client.get(f"{desk.url}/xem-truoc"), client.post(f"{desk.url}/ap-dung")]
    assert {answer.status_code for answer in answers} <= {403, 404}
