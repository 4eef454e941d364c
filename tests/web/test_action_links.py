"""Pages behind an action link: looking changes nothing, a pressed button acts, and nothing else is to be seen."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tests.mail.received import received
from tracker import clock
from tracker.domain.glossary import ConferenceState, TaskState
from tracker.models import ActionLink, ActionLinkUse, Base, ExtensionRequest, OutboxMail, Task, TaskEvent, TaskFile
from tracker.services import action_links, notices

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # Tuesday, 10:00 in Vietnam
NAME = "Bùi Thị Xuân"


@dataclass
class Ward:
    """UBND phường Đông Hải, which has a mailbox and no account, with the link that its first mail brought."""

    session: Session
    client: FlaskClient
    cast: Cast
    task: Task
    token: str

    @property
    def page(self) -> str:
        return f"/viec/{self.token}"

    def at(self, task: Task | None = None) -> str:
        return f"{self.page}/{(task or self.task).id}"

    def do(self, step: str, *, task: Task | None = None, **fields: Any) -> Any:
        """Press the button of ``step``; what a field is not given is filled in as a person would."""
        at = task or self.task
        self.session.expire_all()
        data = {"do": step, f"{step}_name": NAME, f"{step}_sure": "1", "version": str(at.version), **fields}
        sent = {key: value for key, value in data.items() if value is not None}
        return self.client.post(f"{self.at(at)}/{step}", data=sent, content_type="multipart/form-data")

    def fresh(self) -> Task:
        self.session.expire_all()
        return self.task

    def uses(self) -> list[str]:
        self.session.expire_all()
        return list(self.session.scalars(select(ActionLinkUse.what).order_by(ActionLinkUse.id)))

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        self.session.expire_all()
        tables = Base.metadata.sorted_tables
        return {one.name: self.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The clock of every request; a test may set another moment."""
    moment = [NOW]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def visitor(session: Session, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser before whose every request the test lets go of what it was reading (SQLite has one writer)."""
    ask = client.open

    def let_go_and_ask(*args: Any, **values: Any) -> Any:
        session.rollback()
        return ask(*args, **values)

    monkeypatch.setattr(client, "open", let_go_and_ask)
    return client


@pytest.fixture
def ward(session: Session, app: Flask, visitor: FlaskClient, cast: Cast, moment: list[datetime]) -> Ward:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    task = make_task(session, conference, cast.ward)
    notices.assigned(session, app.extensions["mailer"], [task], now=moment[0])
    session.commit()
    text = received(app, session, session.scalars(select(OutboxMail)).one(), now=moment[0]).text
    session.rollback()
    found = re.search(r"https://sansang\.example/viec/(\S+?)/(\d+)\s", text)
    assert found
    assert int(found[2]) == task.id
    return Ward(session, visitor, cast, task, found[1])


def test_the_mail_to_a_mailbox_leads_to_the_link_and_one_to_an_account_to_the_task(
    session: Session, app: Flask, ward: Ward, cast: Cast
) -> None:
    cast.school.email = None  # its members are written to themselves
    task = make_task(session, ward.task.conference, cast.school)
    notices.assigned(session, app.extensions["mailer"], [task], now=NOW)
    mail = session.scalars(select(OutboxMail).where(OutboxMail.recipient == cast.people["outsider"].email)).one()
    assert f"https://sansang.example/nhiem-vu/{task.id}" in mail.text
    assert "/viec/" not in mail.text + mail.html
    boxed = session.scalars(select(OutboxMail).where(OutboxMail.recipient == "donghai@haibinh.example")).one()
    assert f"https://sansang.example/viec/{ward.token}" in received(app, session, boxed, now=NOW).html
    assert "/nhiem-vu/" not in boxed.text + boxed.html
    assert "/viec-cua-toi" not in boxed.text + boxed.html


def test_a_look_shows_the_units_own_tasks_and_nothing_else_of_the_conference(ward: Ward) -> None:
    other = make_task(ward.session, ward.task.conference, ward.cast.school, title="Bí mật của trường")
    draft = make_task(ward.session, ward.task.conference, ward.cast.ward, title="Chưa giao", state=TaskState.DRAFT)
    elsewhere = make_conference(ward.session, ward.cast.host, ward.cast.people["coordinator"], title="Hội nghị khác")
    outside = make_task(ward.session, elsewhere, ward.cast.ward, title="Việc của hội nghị khác")
    ward.session.commit()
    page = ward.client.get(ward.page)
    assert page.status_code == 200
    assert ward.task.title in page.text
    assert "Trần Thu Hà" in page.text
    for hidden in (other, draft, outside):
        assert hidden.title not in page.text
        assert ward.client.get(ward.at(hidden)).status_code == 404
        assert ward.do("acknowledge", task=hidden).status_code == 404
    ward.session.expire_all()
    assert [one.state for one in (other, draft, outside)] == [TaskState.ASSIGNED, TaskState.DRAFT, TaskState.ASSIGNED]


def test_the_token_does_not_leak_and_nothing_is_kept(ward: Ward) -> None:
    for address in (ward.page, ward.at(), "/viec/x"):
        headers = ward.client.get(address).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_looking_writes_nothing_but_that_it_was_opened_once_an_hour(ward: Ward, moment: list[datetime]) -> None:
    before = ward.rows()
    for address in (ward.page, ward.at(), ward.page, ward.at()):
        assert ward.client.get(address).status_code == 200
    assert ward.rows() == before | {"action_link_use": 1}
    moment[0] += timedelta(minutes=61)
    ward.client.get(ward.page)
    assert ward.uses() == ["opened", "opened"]
    assert ward.fresh().version == 1


def test_programmes_that_ask_for_the_head_leave_no_trace(ward: Ward) -> None:
    before = ward.rows()
    for address in (ward.page, ward.at()):
        assert ward.client.head(address).status_code == 200
    assert ward.rows() == before


def test_one_task_is_taken_on(ward: Ward) -> None:
    answer = ward.do("acknowledge")
    assert (answer.status_code, answer.location) == (302, ward.at())
    assert (ward.fresh().state, ward.task.acknowledged) == (TaskState.ACKNOWLEDGED, True)
    page = ward.client.get(ward.at()).text
    assert f"{NAME} (qua đường dẫn của UBND phường Đông Hải)" in page
    assert ward.uses() == ["acknowledge", "opened"]


def test_all_tasks_are_taken_on_at_once(ward: Ward) -> None:
    second = make_task(ward.session, ward.task.conference, ward.cast.ward, title="Gửi số liệu", position=2)
    ward.session.commit()
    answer = ward.client.post(f"{ward.page}/tiep-nhan", data={"do": "all", "all_name": NAME})
    assert answer.status_code == 302
    assert (ward.fresh().state, second.state) == (TaskState.ACKNOWLEDGED, TaskState.ACKNOWLEDGED)
    assert "Đã tiếp nhận 2 nhiệm vụ" in ward.client.get(ward.page).text


def test_progress_is_reported_and_a_remark_made(ward: Ward) -> None:
    assert ward.do("start", start_note="Đã có đề cương").status_code == 302
    assert ward.fresh().state is TaskState.IN_PROGRESS
    assert ward.do("start", start_note="Chờ số liệu").status_code == 302
    assert ward.do("comment", comment_text="Cần mẫu biểu").status_code == 302
    page = ward.client.get(ward.at()).text
    for words in ("Đã có đề cương", "Chờ số liệu", "Cần mẫu biểu"):
        assert words in page


def test_a_remark_that_names_somebody_reaches_them(ward: Ward) -> None:
    assert ward.do("comment", comment_text="@Trần Thu Hà cho xin mẫu biểu").status_code == 302
    ward.session.expire_all()
    mail = ward.session.scalars(select(OutboxMail).where(OutboxMail.kind == "comment")).one()
    assert mail.recipient == ward.cast.people["coordinator"].email
    assert NAME in mail.text


def test_a_result_is_handed_in_with_a_file_seen_again_and_withdrawn(ward: Ward) -> None:
    answer = ward.do("submit", submit_note="Bản chính gửi sau", submit_files=(BytesIO(b"%PDF-1.7"), "Tham luận.pdf"))
    assert answer.status_code == 302
    file = ward.session.scalars(select(TaskFile)).one()
    assert (ward.fresh().state, file.uploaded_by_id, file.link_name) == (TaskState.SUBMITTED, None, NAME)
    page = ward.client.get(ward.at()).text
    assert "Tham luận.pdf" in page
    given = ward.client.get(f"{ward.at()}/tep/{file.id}")
    assert (given.data, given.headers["Cache-Control"]) == (b"%PDF-1.7", "no-store")
    assert ward.do("withdraw").status_code == 302
    assert ward.fresh().state is TaskState.ASSIGNED
    assert ward.uses() == ["submit", "opened", "file", "withdraw"]


def test_files_that_came_otherwise_are_not_given_out(ward: Ward) -> None:
    file = TaskFile(
        task_id=ward.task.id, filename="Nội bộ.pdf", size=1, sha256="0" * 64, content=b"x", uploaded_at=NOW,
        uploaded_by_id=ward.cast.people["coordinator"].id,
    )  # fmt: skip
    ward.session.add(file)
    ward.session.commit()
    assert "Nội bộ.pdf" not in ward.client.get(ward.at()).text
    assert ward.client.get(f"{ward.at()}/tep/{file.id}").status_code == 404


def test_a_task_is_declined_with_a_reason(ward: Ward) -> None:
    assert ward.do("decline", decline_reason="Thuộc phòng Kinh tế").status_code == 302
    assert ward.fresh().state is TaskState.DECLINED
    event = ward.session.scalars(select(TaskEvent)).one()
    assert (event.note, event.details["name"]) == ("Thuộc phòng Kinh tế", NAME)


def test_more_time_is_asked_for_and_taken_back(ward: Ward) -> None:
    asked = ward.do("extension", extension_day="08/12/2026", extension_reason="Chờ số liệu của các tổ dân phố")
    assert asked.status_code == 302
    request = ward.session.scalars(select(ExtensionRequest)).one()
    assert (request.asked_by_id, request.link_name) == (None, NAME)
    assert "08/12/2026" in ward.client.get(ward.at()).text
    ward.cast.sign_in(ward.client, "coordinator")
    assert f"{NAME} (qua đường dẫn của UBND phường Đông Hải)" in ward.client.get("/de-nghi-gia-han").text
    assert NAME in ward.client.get(f"/nhiem-vu/{ward.task.id}").text
    assert NAME in ward.client.get(f"/hoi-nghi/{ward.task.conference_id}/nhat-ky").text
    assert ward.do("recall", recall_request=str(request.id)).status_code == 302
    ward.session.expire_all()
    assert request.state == "withdrawn"


@pytest.mark.parametrize(
    ("step", "fields", "said"),
    [
        ("acknowledge", {"do": None}, "Hãy bấm nút trên trang"),
        ("acknowledge", {"do": "submit"}, "Hãy bấm nút trên trang"),
        ("acknowledge", {"acknowledge_name": ""}, "Nhập họ và tên"),
        ("submit", {"submit_sure": None}, "Đánh dấu vào ô xác nhận"),
        ("decline", {"decline_sure": None, "decline_reason": "Không thuộc đơn vị"}, "Đánh dấu vào ô xác nhận"),
        ("decline", {}, "Ghi lý do"),
        ("extension", {"extension_reason": "Chờ"}, "thời hạn"),
        ("comment", {}, "Nhập nội dung trao đổi"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_done(
    ward: Ward, step: str, fields: dict[str, Any], said: str
) -> None:
    before = ward.rows()
    answer = ward.do(step, **fields)
    assert answer.status_code == 422
    assert said.lower() in answer.text.lower()
    assert ward.rows() == before | {"action_link_use": 1}
    assert (ward.fresh().state, ward.uses()) == (TaskState.ASSIGNED, ["refused"])


EMPTY = (b"", "rỗng.pdf")


@pytest.mark.parametrize(
    ("step", "fields", "wrong"),
    [
        ("submit", {"submit_name": "", "submit_sure": None, "submit_note": "x" * 4001, "submit_files": EMPTY},
         ["submit_files", "submit_note", "submit_name", "submit_sure"]),
        ("decline", {"decline_name": "", "decline_sure": None}, ["decline_reason", "decline_name", "decline_sure"]),
        ("extension", {"extension_name": "", "extension_files": EMPTY},
         ["extension_day", "extension_reason", "extension_files", "extension_name"]),
        ("extension", {"extension_day": "05/12/2026", "extension_name": "", "extension_reason": "Chờ"},
         ["extension_day", "extension_name"]),
        ("extension", {"extension_day": "mai", "extension_reason": ""}, ["extension_day", "extension_reason"]),
        ("comment", {"comment_name": "1"}, ["comment_text", "comment_name"]),
    ],
)  # fmt: skip
def test_all_that_is_wrong_with_a_form_is_told_at_once_each_at_its_field(
    ward: Ward, step: str, fields: dict[str, Any], wrong: list[str]
) -> None:
    sent = {name: (BytesIO(value[0]), value[1]) if value == EMPTY else value for name, value in fields.items()}
    page = ward.do(step, **sent)
    assert page.status_code == 422
    summary = page.text[page.text.index("error-summary") :].partition("</ul>")[0]
    assert re.findall(r'href="#f-(\w+)"', summary) == wrong
    assert sorted(re.findall(r'<span class="error" id="f-(\w+)-error"', page.text)) == sorted(wrong)
    assert (ward.fresh().state, ward.uses()) == (TaskState.ASSIGNED, ["refused"])


def test_progress_without_a_word_or_a_name_is_asked_for_both(ward: Ward) -> None:
    assert ward.do("start", start_note="Đã có đề cương").status_code == 302
    page = ward.do("start", start_name="").text
    assert set(re.findall(r'id="f-(\w+)-error"', page)) == {"start_note", "start_name"}


def test_a_box_stays_ticked_when_only_something_else_was_wrong(ward: Ward) -> None:
    ticked = r'name="submit_sure" value="1" required checked'
    assert re.search(ticked, ward.do("submit", submit_name="").text)
    stale = ward.do("submit", version="0")
    assert (stale.status_code, re.search(ticked, stale.text)) == (409, None)


def test_files_are_checked_as_everywhere(ward: Ward) -> None:
    answer = ward.do("submit", submit_files=(BytesIO(b""), "rỗng.pdf"), submit_note="Gửi kèm")
    assert answer.status_code == 422
    assert "rỗng.pdf" in answer.text
    assert "Gửi kèm" in answer.text


def test_a_page_that_somebody_was_quicker_than_is_shown_anew(ward: Ward) -> None:
    ward.do("acknowledge")
    answer = ward.do("submit", version="1")
    assert answer.status_code == 409
    assert ward.fresh().state is TaskState.ACKNOWLEDGED


@pytest.mark.parametrize("step", ["accept", "return", "cancel", "suspend", "assign", "due", "undo", "x"])
def test_steps_of_others_do_not_exist_here(ward: Ward, step: str) -> None:
    assert ward.do(step).status_code == 404
    assert ward.fresh().version == 1


def test_unknown_forged_expired_and_revoked_links_are_answered_alike(
    ward: Ward, moment: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [ward.client.get("/viec/x"), ward.client.get(f"{ward.page}x")]
    unknown = ward.client.application.extensions["mailer"].token("nobody's")
    answers.append(ward.client.get(f"/viec/{unknown}"))
    link = ward.session.scalars(select(ActionLink)).one()
    moment[0] = link.expires_at + timedelta(minutes=1)
    answers.append(ward.client.get(ward.page))
    answers.append(ward.do("acknowledge"))
    moment[0], link.revoked_at = NOW, NOW
    ward.session.commit()
    answers += [ward.client.get(ward.page), ward.client.head(ward.page), ward.do("acknowledge")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in answers if answer.text}) <= 2  # GET and POST
    assert "trả lời thư đó" in answers[0].text
    assert ward.fresh().state is TaskState.ASSIGNED
    assert ward.uses() == []


def test_a_forged_token_never_reaches_the_database(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_values: object) -> None:
        raise AssertionError("asked the database")

    monkeypatch.setattr(action_links, "find", fail)
    assert ward.client.get("/viec/abc.def").status_code == 404


def test_a_link_is_slowed_down(ward: Ward, moment: list[datetime]) -> None:
    link = ward.session.scalars(select(ActionLink)).one()
    for _ in range(action_links.MOST_AN_HOUR):
        action_links.note_use(ward.session, link.id, "comment", now=NOW)
    ward.session.commit()
    answer = ward.do("comment", comment_text="Một ý nữa")
    assert answer.status_code == 429
    assert "trong một giờ" in answer.text
    assert "Một ý nữa" in answer.text
    moment[0] += timedelta(minutes=61)
    assert ward.do("comment", comment_text="Một ý nữa").status_code == 302


def test_a_form_needs_its_own_token_also_over_https_where_no_referer_comes(ward: Ward, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    ward.session.rollback()
    client = app.test_client()
    site = "https://sansang.example"
    address = f"{ward.at()}/acknowledge"
    ward.session.rollback()
    page = client.get(address.removesuffix("/acknowledge"), base_url=site).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    data = {"do": "acknowledge", "acknowledge_name": NAME, "version": "1"}
    assert client.post(address, data=data, base_url=site).status_code == 400
    assert ward.fresh().state is TaskState.ASSIGNED
    ward.session.rollback()
    data["csrf_token"] = token[1]
    stranger = app.test_client()
    assert stranger.post(address, data=data, base_url=site).status_code == 400
    assert client.post(address, data=data, base_url=site).status_code == 302
    assert ward.fresh().state is TaskState.ACKNOWLEDGED


def test_a_conference_that_is_called_off_is_shown_and_takes_nothing(ward: Ward) -> None:
    ward.task.conference.state = ConferenceState.CANCELLED
    ward.session.commit()
    assert "đã hủy" in ward.client.get(ward.page).text
    assert ward.client.get(ward.at()).status_code == 200
    assert ward.do("submit").status_code == 422


def test_a_speaker_is_asked_for_the_speech(ward: Ward) -> None:
    ward.task.kind = "speech"
    ward.session.commit()
    page = ward.client.get(ward.at()).text
    for words in ("Thời hạn gửi bài tham luận", "Tệp bài tham luận", "Đề nghị gia hạn"):
        assert words in page


# ---- the coordinator's page ----


def test_the_coordinator_sees_revokes_and_renews(ward: Ward, moment: list[datetime]) -> None:
    moment[0] += timedelta(minutes=1)
    ward.do("acknowledge")
    ward.cast.sign_in(ward.client, "coordinator")
    board = f"/hoi-nghi/{ward.task.conference_id}/duong-dan"
    assert board in ward.client.get(f"/hoi-nghi/{ward.task.conference_id}/nhac-viec").text
    page = ward.client.get(board).text
    assert "donghai@haibinh.example" in page
    assert NAME in page
    assert ward.token not in page
    link = ward.session.scalars(select(ActionLink)).one()
    assert ward.client.post(f"{board}/{link.id}/thu-hoi").status_code == 302
    assert ward.client.get(ward.page).status_code == 404
    moved = ward.client.post(board, data={"unit": ward.cast.ward.id, "recipient": "donghai@haibinh.example"})
    assert moved.status_code == 302


def test_a_new_link_is_shown_once_made(ward: Ward, moment: list[datetime]) -> None:
    ward.cast.sign_in(ward.client, "coordinator")
    moment[0] += timedelta(minutes=1)
    board = f"/hoi-nghi/{ward.task.conference_id}/duong-dan"
    answer = ward.client.post(board, data={"unit": ward.cast.ward.id, "recipient": "donghai@haibinh.example"})
    shown = re.search(r"https://sansang\.example(/viec/[\w.-]+)", ward.client.get(answer.location).text)
    assert shown
    assert ward.client.get(ward.page).status_code == 404
    assert ward.client.get(shown[1]).status_code == 200


@pytest.mark.parametrize("fields", [{}, {"unit": "x"}, {"unit": "999999", "recipient": "a@b.vn"},
                                    {"unit": "1", "recipient": ""}])  # fmt: skip
def test_odd_requests_for_a_link_are_refused(ward: Ward, fields: dict[str, str]) -> None:
    ward.cast.sign_in(ward.client, "coordinator")
    assert ward.client.post(f"/hoi-nghi/{ward.task.conference_id}/duong-dan", data=fields).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("administrator", 403), ("member", 403)])
def test_others_do_not_govern_links(ward: Ward, who: str, status: int) -> None:
    ward.cast.sign_in(ward.client, who)
    board = f"/hoi-nghi/{ward.task.conference_id}/duong-dan"
    assert ward.client.get(board).status_code == status
    link = ward.session.scalars(select(ActionLink)).one()
    assert ward.client.post(f"{board}/{link.id}/thu-hoi").status_code == status
    assert ward.client.get(ward.page).status_code == 200


def test_the_outgoing_mail_is_shown_without_its_token_and_its_links_lead_who_looks_to_the_task(ward: Ward) -> None:
    mail = ward.session.scalars(select(OutboxMail)).one()
    ward.cast.sign_in(ward.client, "administrator")
    page, body = [ward.client.get(f"/hop-thu-gui/{mail.id}{part}").text for part in ("", "/noi-dung")]
    assert ward.token not in page + body
    assert "/viec/…" in page
    assert f"https://sansang.example/nhiem-vu/{ward.task.id}" in body
    assert "~" not in body


def test_a_mail_of_before_that_holds_its_token_is_shown_without_it(ward: Ward) -> None:
    mail = ward.session.scalars(select(OutboxMail)).one()
    mail.text = mail.html = f"https://sansang.example{ward.at()}"
    ward.session.commit()
    ward.cast.sign_in(ward.client, "administrator")
    for part in ("", "/noi-dung"):
        assert ward.token not in ward.client.get(f"/hop-thu-gui/{mail.id}{part}").text


def test_in_a_trial_the_mail_is_shown_with_the_recipients_own_links(
    ward: Ward, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = ward.session.scalars(select(OutboxMail)).one()
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], demo=True))
    ward.cast.sign_in(ward.client, "administrator")
    page, body = [ward.client.get(f"/hop-thu-gui/{mail.id}{part}").text for part in ("", "/noi-dung")]
    assert f"https://sansang.example{ward.at()}" in page
    assert f"https://sansang.example{ward.at()}" in body
    assert ward.client.get(ward.at()).status_code == 200
