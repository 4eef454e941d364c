"""The task's page and its forms, with the application as it runs."""

import io
import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.clock import now, vietnam_date
from tracker.domain.glossary import TaskState
from tracker.models import Conference, OutboxMail, Task, TaskEvent, TaskFile, TaskPartner
from tracker.services import tasks

SOON = date(2099, 12, 4)  # never overdue, whenever the tests are run


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    found = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=date(2099, 12, 15), event_end=date(2099, 12, 15)
    )
    session.commit()
    return found


@pytest.fixture
def task(session: Session, cast: Cast, conference: Conference) -> Task:
    found = make_task(
        session, conference, cast.department, due=SOON, latest=date(2099, 12, 8), quote="- Xây dựng báo cáo."
    )
    session.commit()
    return found


def state_of(session: Session, task: Task) -> TaskState:
    session.refresh(task)
    session.commit()  # SQLite has one writer: the next request must not wait for this session
    return task.state


def hand_in(session: Session, task: Task, cast: Cast) -> None:
    tasks.submit(session, cast.actor("member"), task.id, version=task.version, now=now(), note="Đã trình ký")
    session.commit()


def attached(content: bytes, filename: str) -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=filename)


def send(client: FlaskClient, address: str, data: dict[str, Any]) -> TestResponse:
    """Post files from memory: the test client's own encoder leaves a temporary file open."""
    boundary, body = encode_multipart(data)
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def forms(page: str) -> set[str]:
    """The last parts of the addresses that the page's forms are sent to."""
    return set(re.findall(r'action="/nhiem-vu/\d+/([a-z]+)"', page))


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("member", {"acknowledge", "submit", "start", "decline", "extension", "comment"}),
        (
            "coordinator",
            {"due", "suspend", "cancel", "comment", "acknowledge", "submit", "start", "decline", "extension"},
        ),
        ("leader", {"comment"}),
    ],
)
def test_each_role_is_offered_its_own_steps(
    client: FlaskClient, cast: Cast, task: Task, who: str, offered: set[str]
) -> None:
    cast.sign_in(client, who)
    answer = client.get(f"/nhiem-vu/{task.id}")
    assert (answer.status_code, forms(answer.text)) == (200, offered)


@pytest.mark.parametrize(
    ("state", "member", "coordinator"),
    [
        ("submitted", {"withdraw"}, {"withdraw", "accept", "return", "due", "suspend", "cancel"}),
        ("returned", {"submit", "start", "extension"}, {"submit", "start", "extension", "due", "suspend", "cancel"}),
        ("declined", set(), {"accept", "assign", "due", "suspend", "cancel"}),
        ("completed", set(), {"reopen"}),
        ("suspended", set(), {"resume", "due", "cancel"}),
        ("cancelled", set(), {"resume"}),
    ],
)
def test_every_state_has_a_page_with_the_steps_it_allows(
    client: FlaskClient,
    session: Session,
    cast: Cast,
    task: Task,
    state: str,
    member: set[str],
    coordinator: set[str],
) -> None:
    task.state, task.submitted_on = TaskState(state), date(2099, 12, 1)
    session.commit()
    for who, offered in (("member", member), ("coordinator", coordinator)):
        cast.sign_in(client, who)
        assert forms(client.get(f"/nhiem-vu/{task.id}").text) == offered | {"comment"}, who


def test_a_partner_reads_why_there_is_nothing_to_press(
    client: FlaskClient, session: Session, cast: Cast, task: Task
) -> None:
    session.add(TaskPartner(task_id=task.id, unit_id=cast.office.id, words="Văn phòng"))
    session.commit()
    cast.sign_in(client, "officer")
    page = client.get(f"/nhiem-vu/{task.id}").text
    assert forms(page) == {"comment"}
    assert "Phòng Quản lý Khoa học" in page


@pytest.mark.parametrize("who", ["outsider", "officer", "administrator"])
def test_who_is_not_concerned_finds_nothing(client: FlaskClient, cast: Cast, task: Task, who: str) -> None:
    cast.sign_in(client, who)
    assert client.get(f"/nhiem-vu/{task.id}").status_code in {403, 404}
    assert client.post(f"/nhiem-vu/{task.id}/comment", data={"comment_text": "x"}).status_code in {403, 404}


def test_a_member_reports_with_a_file_and_can_withdraw(
    client: FlaskClient, session: Session, cast: Cast, task: Task
) -> None:
    cast.sign_in(client, "member")
    answer = send(
        client,
        f"/nhiem-vu/{task.id}/submit",
        {
            "version": task.version,
            "submit_note": "Số 12/BC",
            "submit_files": [attached(b"%PDF", "Báo cáo.pdf")],
        },
    )
    assert (answer.status_code, answer.location) == (302, f"/nhiem-vu/{task.id}")
    assert state_of(session, task) is TaskState.SUBMITTED
    assert task.submitted_on == vietnam_date(now())
    page = client.get(f"/nhiem-vu/{task.id}").text
    assert f'action="/nhiem-vu/{task.id}/withdraw"' in page.split('class="flash"')[1].split("</div>")[0]
    client.post(f"/nhiem-vu/{task.id}/withdraw", data={"version": task.version})
    assert state_of(session, task) is TaskState.ASSIGNED


def test_a_refused_file_keeps_the_note(client: FlaskClient, session: Session, cast: Cast, task: Task) -> None:
    cast.sign_in(client, "member")
    answer = send(
        client,
        f"/nhiem-vu/{task.id}/submit",
        {
            "version": task.version,
            "submit_note": "Đã gửi Văn phòng ngày 2/12",
            "submit_files": [attached(bytes(25 * 1024 * 1024 + 1), "ảnh quét.pdf")],
        },
    )
    assert (answer.status_code, state_of(session, task)) == (422, TaskState.ASSIGNED)
    assert 'class="error-summary"' in answer.text
    assert "Đã gửi Văn phòng ngày 2/12" in answer.text
    assert "ảnh quét.pdf" in answer.text


def test_several_files_together_may_pass_the_limit_of_one(
    client: FlaskClient, session: Session, cast: Cast, task: Task
) -> None:
    cast.sign_in(client, "member")
    files = [attached(b"%PDF" + bytes(14 * 1024 * 1024), f"{n}.pdf") for n in range(2)]
    answer = send(client, f"/nhiem-vu/{task.id}/submit", {"version": task.version, "submit_files": files})
    assert answer.status_code == 302
    assert len(session.scalars(select(TaskFile.id)).all()) == 2


@pytest.mark.parametrize(
    ("step", "data", "field"),
    [
        ("return", {"return_reason": " "}, "return_reason"),
        ("due", {"due_day": "2099-12-09", "due_reason": "Sở đồng ý"}, "due_day"),
        ("due", {"due_day": "31/02/2099", "due_reason": "Sở đồng ý"}, "due_day"),
        ("due", {"due_day": "2099-12-07", "due_reason": ""}, "due_reason"),
        ("cancel", {"cancel_reason": ""}, "cancel_reason"),
    ],
)
def test_a_refused_form_comes_back_with_what_was_typed(
    client: FlaskClient, session: Session, cast: Cast, task: Task, step: str, data: dict[str, str], field: str
) -> None:
    if step == "return":
        hand_in(session, task, cast)
    cast.sign_in(client, "coordinator")
    answer = client.post(f"/nhiem-vu/{task.id}/{step}", data={"version": task.version, **data})
    assert answer.status_code == 422
    assert f'<a href="#f-{field}">' in answer.text
    assert all(value in answer.text for name, value in data.items() if name.endswith("reason"))


def test_a_coordinator_returns_a_result_with_a_reason(
    client: FlaskClient, session: Session, cast: Cast, task: Task
) -> None:
    hand_in(session, task, cast)
    cast.sign_in(client, "coordinator")
    client.post(f"/nhiem-vu/{task.id}/return", data={"version": task.version, "return_reason": "Thiếu biểu số 2"})
    assert state_of(session, task) is TaskState.RETURNED
    cast.sign_in(client, "member")
    assert "Thiếu biểu số 2" in client.get(f"/nhiem-vu/{task.id}").text


def test_a_member_who_confirms_is_refused(client: FlaskClient, session: Session, cast: Cast, task: Task) -> None:
    hand_in(session, task, cast)
    cast.sign_in(client, "member")
    assert client.post(f"/nhiem-vu/{task.id}/accept", data={"version": task.version}).status_code == 403
    assert state_of(session, task) is TaskState.SUBMITTED


@pytest.mark.parametrize("version", ["0", "", "x"])
def test_a_form_of_an_old_page_shows_the_present_state(
    client: FlaskClient, session: Session, cast: Cast, task: Task, version: str
) -> None:
    cast.sign_in(client, "member")
    answer = client.post(f"/nhiem-vu/{task.id}/submit", data={"version": version, "submit_note": "Đã xong"})
    assert (answer.status_code, state_of(session, task)) == (409, TaskState.ASSIGNED)
    assert "Đã xong" in answer.text


def test_taking_on_offers_the_way_back(client: FlaskClient, session: Session, cast: Cast, task: Task) -> None:
    cast.sign_in(client, "member")
    client.post(f"/nhiem-vu/{task.id}/acknowledge", data={"version": task.version})
    page = client.get(f"/nhiem-vu/{task.id}").text
    assert f'action="/nhiem-vu/{task.id}/undo"' in page
    state_of(session, task)
    client.post(f"/nhiem-vu/{task.id}/undo", data={"version": task.version})
    assert state_of(session, task) is TaskState.ASSIGNED


def test_an_unknown_step_is_not_found(client: FlaskClient, cast: Cast, task: Task) -> None:
    cast.sign_in(client, "member")
    assert client.post(f"/nhiem-vu/{task.id}/explode", data={"version": task.version}).status_code == 404


def test_a_remark_is_escaped_and_needs_no_version(
    client: FlaskClient, session: Session, cast: Cast, task: Task
) -> None:
    cast.sign_in(client, "member")
    client.post(f"/nhiem-vu/{task.id}/comment", data={"comment_text": "<script>alert(1)</script>"})
    page = client.get(f"/nhiem-vu/{task.id}?xem=trao-doi").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert session.scalars(select(TaskEvent.step)).all() == ["comment"]


class TestDownload:
    @pytest.fixture
    def file(self, session: Session, cast: Cast, task: Task) -> TaskFile:
        upload = tasks.Upload(filename="Báo cáo “đợt 1”.pdf", content=b"%PDF-1.7")
        tasks.submit(session, cast.actor("member"), task.id, version=task.version, now=now(), files=[upload])
        found = session.scalars(select(TaskFile)).one()
        session.commit()
        return found

    def test_it_is_an_attachment_under_its_vietnamese_name(
        self, client: FlaskClient, cast: Cast, task: Task, file: TaskFile
    ) -> None:
        cast.sign_in(client, "coordinator")
        answer = client.get(f"/nhiem-vu/{task.id}/tep/{file.id}")
        assert (answer.status_code, answer.data) == (200, b"%PDF-1.7")
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment; ")
        assert "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20%E2%80%9C%C4%91%E1%BB%A3t%201%E2%80%9D.pdf" in disposition
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize("who", ["outsider", "officer"])
    def test_nobody_else_gets_it(self, client: FlaskClient, cast: Cast, task: Task, file: TaskFile, who: str) -> None:
        cast.sign_in(client, who)
        assert client.get(f"/nhiem-vu/{task.id}/tep/{file.id}").status_code == 404

    def test_a_page_is_never_served_as_one(
        self, client: FlaskClient, session: Session, cast: Cast, task: Task, file: TaskFile
    ) -> None:
        file.filename = "trang.html"
        session.commit()
        cast.sign_in(client, "member")
        assert client.get(f"/nhiem-vu/{task.id}/tep/{file.id}").mimetype == "application/octet-stream"


def test_a_remark_names_people_by_words_or_by_choice_and_the_page_says_who_was_told(
    client: FlaskClient, cast: Cast, session: Session, task: Task
) -> None:
    cast.sign_in(client, "member")
    page = client.get(f"/nhiem-vu/{task.id}").text
    assert "gõ @ và họ tên" in page
    leader, outsider = cast.people["leader"].id, cast.people["outsider"].id
    assert f'name="comment_named" value="{leader}"' in page
    assert f'name="comment_named" value="{outsider}"' not in page
    said = {"comment_text": "@Trần Thu Hà xin ý kiến", "comment_named": [str(leader), str(outsider), "x"]}
    session.commit()
    answer = client.post(f"/nhiem-vu/{task.id}/comment", data=said, follow_redirects=True)
    assert "đã báo qua thư: Trần Thu Hà, Nguyễn Văn An" in answer.text
    mails = session.scalars(select(OutboxMail).where(OutboxMail.kind == "comment").order_by(OutboxMail.id))
    assert [mail.recipient for mail in mails] == ["coordinator@haibinh.example", "leader@haibinh.example"]
