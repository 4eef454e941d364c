"""Requests for more time through the browser: asked on the task's page, decided in the queue, told by mail."""

import html
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
from tracker.clock import now
from tracker.domain.glossary import Anchor, DueSource, ExtensionState, TaskState
from tracker.models import Conference, ExtensionRequest, OutboxMail, Reminder, Task, TaskPartner
from tracker.services import extensions, tasks
from tracker.services.task_files import MAX_FILE, Upload

# Far ahead, so that it can be asked for whenever the tests are run: Friday 4/12/2099, at the latest Tuesday 8/12
DUE, WANTED, LATEST = date(2099, 12, 4), date(2099, 12, 7), date(2099, 12, 8)
QUEUE = "/de-nghi-gia-han"


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    found = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=date(2099, 12, 15), event_end=date(2099, 12, 15)
    )
    session.commit()
    return found


@pytest.fixture
def task(session: Session, cast: Cast, conference: Conference) -> Task:
    found = make_task(session, conference, cast.department, due=DUE, latest=LATEST)
    session.commit()
    return found


@pytest.fixture
def asked(session: Session, cast: Cast, task: Task) -> ExtensionRequest:
    """The department asks for Monday 7/12/2099, with a paper."""
    upload = Upload(filename="Công văn 12.pdf", content=b"%PDF-1.7")
    extensions.ask(
        session, cast.actor("member"), task.id, version=task.version, now=now(), day=WANTED, file=upload,
        reason="Chờ số liệu của 5 xã",
    )  # fmt: skip
    session.commit()
    found = extensions.open_of(session, task.id)
    session.commit()
    assert found is not None
    return found


def fresh(session: Session, row: Any) -> Any:
    session.refresh(row)
    session.commit()  # SQLite has one writer: the next request must not wait for this session
    return row


def requests_of(session: Session, task: Task) -> list[ExtensionRequest]:
    found = list(extensions.of_task(session, task.id))
    session.commit()
    return found


def send(client: FlaskClient, task: Task, *, file: FileStorage | None = None, **values: str) -> TestResponse:
    """Ask as the form on the task's page does."""
    data: dict[str, Any] = {
        "version": str(task.version), "extension_day": "07/12/2099", "extension_reason": "Chờ số liệu",
    }  # fmt: skip
    data |= values | ({"extension_files": file} if file else {})
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/nhiem-vu/{task.id}/extension", data=body, content_type=kind)


def decide(client: FlaskClient, asked: ExtensionRequest, answer: str, **values: str) -> TestResponse:
    data = {"due_version": str(asked.task.due_version)} | values
    return client.post(f"{QUEUE}/{asked.id}/{answer}", data=data)


def plain(page: str) -> str:
    """The words of a page."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


class TestAsking:
    def test_the_form_says_the_limits_and_sends_the_request(
        self, client: FlaskClient, session: Session, cast: Cast, task: Task
    ) -> None:
        cast.sign_in(client, "member")
        page = plain(client.get(f"/nhiem-vu/{task.id}").text)
        assert all(words in page for words in ("02/12/2099", "08/12/2099", "Chưa gia hạn lần nào", "Trần Thu Hà"))
        answer = send(client, task, file=FileStorage(io.BytesIO(b"%PDF"), filename="Công văn.pdf"))
        assert (answer.status_code, answer.location) == (302, f"/nhiem-vu/{task.id}")
        (found,) = requests_of(session, task)
        assert (found.wanted, found.reason, found.filename) == (WANTED, "Chờ số liệu", "Công văn.pdf")
        page = plain(client.get(answer.location).text)
        assert "Chờ quyết định" in page
        assert "Rút đề nghị" in page
        assert fresh(session, task).due == DUE

    @pytest.mark.parametrize(
        ("values", "field", "words"),
        [
            ({"extension_day": ""}, "extension_day", "Nhập ngày"),
            ({"extension_day": "mai"}, "extension_day", "không phải"),
            ({"extension_day": "01/01/2020"}, "extension_day", "đã qua"),
            ({"extension_day": "00/00/0000"}, "extension_day", "00/00/0000"),
            ({"extension_day": "05/12/2099"}, "extension_day", "07/12/2099"),  # Saturday: the next is offered
            ({"extension_day": "09/12/2099"}, "extension_day", "08/12/2099"),  # past the latest date
            ({"extension_day": "31/12/9999"}, "extension_day", "08/12/2099"),
            ({"extension_reason": "  "}, "extension_reason", "lý do"),
            ({"extension_reason": "x" * 4001}, "extension_reason", "4000"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(
        self, client: FlaskClient, session: Session, cast: Cast, task: Task, values: dict[str, str], field: str,
        words: str,
    ) -> None:  # fmt: skip
        cast.sign_in(client, "member")
        answer = send(client, task, **values)
        assert answer.status_code == 422
        error = re.search(rf'id="f-{field}-error">([^<]*)<', answer.text)
        assert error is not None
        assert words in html.unescape(error[1])
        assert requests_of(session, task) == []

    def test_a_huge_file_is_told_by_name(self, client: FlaskClient, session: Session, cast: Cast, task: Task) -> None:
        cast.sign_in(client, "member")
        answer = send(client, task, file=FileStorage(io.BytesIO(bytes(MAX_FILE + 1)), filename="Ảnh chụp.png"))
        assert answer.status_code == 422
        assert "Ảnh chụp.png" in html.unescape(answer.text)
        assert 'aria-invalid="true"' in answer.text
        assert requests_of(session, task) == []

    def test_too_late_there_is_no_form_but_whom_to_talk_to(
        self, client: FlaskClient, session: Session, cast: Cast, task: Task
    ) -> None:
        task.due = now().date()
        session.commit()
        cast.sign_in(client, "member")
        page = client.get(f"/nhiem-vu/{task.id}").text
        assert "/extension" not in page
        assert "02 ngày làm việc" in plain(page)
        assert send(client, task).status_code == 422

    def test_a_form_that_is_out_of_date_is_refused(
        self, client: FlaskClient, session: Session, cast: Cast, task: Task
    ) -> None:
        cast.sign_in(client, "member")
        assert send(client, task, version="99").status_code == 409
        assert send(client, task, version="").status_code == 409

    def test_another_unit_s_task_is_not_there_and_a_partner_s_is_not_theirs(
        self, client: FlaskClient, session: Session, cast: Cast, task: Task
    ) -> None:
        cast.sign_in(client, "outsider")
        assert send(client, task).status_code == 404
        session.add(TaskPartner(task_id=task.id, unit_id=cast.school.id, words="Trường"))
        session.commit()
        assert send(client, task).status_code == 403

    def test_the_unit_takes_it_back(
        self, client: FlaskClient, session: Session, cast: Cast, task: Task, asked: ExtensionRequest
    ) -> None:
        cast.sign_in(client, "member")
        data = {"version": str(task.version), "recall_request": str(asked.id)}
        assert client.post(f"/nhiem-vu/{task.id}/recall", data=data).status_code == 302
        assert fresh(session, asked).state is ExtensionState.WITHDRAWN
        assert client.post(f"/nhiem-vu/{task.id}/recall", data=data).status_code == 409
        page = client.get(f"/nhiem-vu/{task.id}").text
        assert f'action="/nhiem-vu/{task.id}/extension"' in page

    def test_the_unit_s_list_shows_that_it_waits(
        self, client: FlaskClient, cast: Cast, asked: ExtensionRequest
    ) -> None:
        cast.sign_in(client, "member")
        assert "Đã đề nghị gia hạn đến 07/12/2099" in plain(client.get("/viec-cua-toi").text)


class TestQueue:
    def test_it_shows_what_is_asked_and_what_that_means(
        self, client: FlaskClient, session: Session, cast: Cast, asked: ExtensionRequest
    ) -> None:
        make_task(
            session, asked.task.conference, cast.office, position=2, kind="send_papers", title="Gửi tài liệu",
            due=date(2099, 12, 8),
        )  # fmt: skip
        session.commit()
        cast.sign_in(client, "coordinator")
        page = plain(client.get(QUEUE).text)
        assert all(
            words in page
            for words in (
                "Chờ số liệu của 5 xã", "Lê Minh Đức", "Công văn 12.pdf", "07/12/2099", "thêm 1 ngày làm việc",
                "“Gửi tài liệu” (hạn 8/12) là việc kế tiếp", "Việc then chốt", "8/12",
            )
        )  # fmt: skip

    def test_granting_changes_the_date_and_offers_the_way_back(
        self, client: FlaskClient, session: Session, cast: Cast, task: Task, asked: ExtensionRequest
    ) -> None:
        cast.sign_in(client, "coordinator")
        answer = decide(client, asked, "chap-thuan")
        assert answer.location == QUEUE
        page = client.get(QUEUE).text
        assert f'action="{QUEUE}/{asked.id}/hoan-tac"' in page
        assert 'class="empty"' in page
        assert (fresh(session, task).due, task.original_due, task.extensions) == (WANTED, DUE, 1)
        assert client.post(f"{QUEUE}/{asked.id}/hoan-tac").status_code == 302
        assert (fresh(session, task).due, fresh(session, asked).state) == (DUE, ExtensionState.OPEN)
        assert client.post(f"{QUEUE}/{asked.id}/hoan-tac").status_code == 422

    def test_another_date_and_a_refusal_need_their_words(
        self, client: FlaskClient, session: Session, cast: Cast, task: Task, asked: ExtensionRequest
    ) -> None:
        cast.sign_in(client, "coordinator")
        for answer, values, field in (
            ("doi-ngay", {"day": "", "reason": "Để in"}, f"day-doi-ngay-{asked.id}"),
            ("doi-ngay", {"day": "08/12/2099", "reason": ""}, f"reason-doi-ngay-{asked.id}"),
            ("doi-ngay", {"day": "06/12/2099", "reason": "Để in"}, f"day-doi-ngay-{asked.id}"),
            ("doi-ngay", {"day": "09/12/2099", "reason": "Để in"}, f"day-doi-ngay-{asked.id}"),
            ("doi-ngay", {"day": "xx", "reason": "Để in"}, f"day-doi-ngay-{asked.id}"),
            ("tu-choi", {"reason": ""}, f"reason-tu-choi-{asked.id}"),
        ):
            refused = decide(client, asked, answer, **values)
            assert (refused.status_code, f'href="#{field}"' in refused.text) == (422, True), (answer, values)
            assert f'id="{field}-error"' in refused.text
        assert fresh(session, asked).state is ExtensionState.OPEN
        assert decide(client, asked, "doi-ngay", day="08/12/2099", reason="Để in").status_code == 302
        assert (fresh(session, task).due, fresh(session, asked).state) == (LATEST, ExtensionState.ADJUSTED)

    def test_a_decision_on_what_was_decided_meanwhile_is_a_conflict(
        self, client: FlaskClient, session: Session, cast: Cast, asked: ExtensionRequest
    ) -> None:
        cast.sign_in(client, "coordinator")
        assert decide(client, asked, "tu-choi", reason="Sát ngày").status_code == 302
        answer = decide(client, asked, "chap-thuan")
        assert answer.status_code == 409
        assert 'class="error-summary' in answer.text
        assert fresh(session, asked).state is ExtensionState.REFUSED

    def test_a_decision_on_a_date_that_moved_is_a_conflict(
        self, client: FlaskClient, session: Session, cast: Cast, asked: ExtensionRequest
    ) -> None:
        cast.sign_in(client, "coordinator")
        for version in ("7", "", "x"):
            assert decide(client, asked, "chap-thuan", due_version=version).status_code == 409
        assert fresh(session, asked).state is ExtensionState.OPEN

    def test_handed_in_meanwhile_is_a_conflict(
        self, client: FlaskClient, session: Session, cast: Cast, task: Task, asked: ExtensionRequest
    ) -> None:
        tasks.submit(session, cast.actor("member"), task.id, version=task.version, now=now())
        session.commit()
        cast.sign_in(client, "coordinator")
        assert decide(client, asked, "chap-thuan").status_code == 409
        assert 'class="empty"' in client.get(QUEUE).text

    @pytest.mark.parametrize(("who", "status"), [("member", 403), ("administrator", 403), ("outsider", 403)])
    def test_who_decides_nothing_has_no_queue(
        self, client: FlaskClient, session: Session, cast: Cast, asked: ExtensionRequest, who: str, status: int
    ) -> None:
        cast.sign_in(client, who)
        assert client.get(QUEUE).status_code == status
        assert decide(client, asked, "chap-thuan").status_code == status
        assert fresh(session, asked).state is ExtensionState.OPEN

    def test_the_coordinator_sees_a_second_request_and_cannot_decide_it(
        self, client: FlaskClient, session: Session, cast: Cast, task: Task
    ) -> None:
        task.extensions, task.original_due = 1, date(2099, 12, 2)
        session.commit()
        extensions.ask(
            session, cast.actor("member"), task.id, version=task.version, now=now(), day=WANTED, reason="Vẫn chờ"
        )
        session.commit()
        (asked,) = requests_of(session, task)
        cast.sign_in(client, "coordinator")
        page = client.get(QUEUE).text
        assert "Chờ lãnh đạo quyết định" in page
        assert f'action="{QUEUE}/{asked.id}' not in page
        assert decide(client, asked, "chap-thuan").status_code == 403
        assert decide(client, asked, "tu-choi", reason="Không").status_code == 403
        leader = client.application.test_client()
        cast.sign_in(leader, "leader")
        assert "1 đề nghị" in plain(leader.get(QUEUE).text)
        assert decide(leader, asked, "chap-thuan").status_code == 302
        assert "đã gia hạn 2 lần, hạn gốc 2/12" in plain(client.get(f"/hoi-nghi/{task.conference_id}").text)

    def test_what_is_not_there_is_not_found(self, client: FlaskClient, cast: Cast, asked: ExtensionRequest) -> None:
        cast.sign_in(client, "coordinator")
        assert client.post(f"{QUEUE}/999/chap-thuan", data={"due_version": "1"}).status_code == 404
        assert decide(client, asked, "xoa").status_code == 404
        assert client.get(f"{QUEUE}/999/tep").status_code == 404

    def test_the_paper_is_for_who_sees_the_task(self, client: FlaskClient, cast: Cast, asked: ExtensionRequest) -> None:
        cast.sign_in(client, "coordinator")
        answer = client.get(f"{QUEUE}/{asked.id}/tep")
        assert (answer.status_code, answer.data) == (200, b"%PDF-1.7")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        other = client.application.test_client()
        cast.sign_in(other, "outsider")
        assert other.get(f"{QUEUE}/{asked.id}/tep").status_code == 404

    def test_the_menu_counts_what_is_one_s_own_to_decide(
        self, client: FlaskClient, cast: Cast, asked: ExtensionRequest
    ) -> None:
        def counted(who: str) -> str | None:
            visitor = client.application.test_client()
            cast.sign_in(visitor, who)
            found = re.search(rf'href="{QUEUE}"[^>]*>(.*?)</a>', visitor.get("/hoi-nghi").text, re.DOTALL)
            return plain(found[1]) if found else None

        assert (counted("coordinator"), counted("leader"), counted("member")) == (
            "Đề nghị gia hạn 1 việc", "Đề nghị gia hạn", None,
        )  # fmt: skip

    def test_the_board_says_that_it_waits(self, client: FlaskClient, cast: Cast, asked: ExtensionRequest) -> None:
        cast.sign_in(client, "coordinator")
        assert "1 đề nghị gia hạn đang chờ anh/chị quyết định" in plain(client.get("/bang-dieu-hanh").text)


class TestLetter:
    def letter(self, session: Session) -> OutboxMail:
        found = session.scalars(select(OutboxMail).where(OutboxMail.kind == "extension")).one()
        session.commit()
        return found

    def test_granted(self, client: FlaskClient, session: Session, cast: Cast, asked: ExtensionRequest) -> None:
        cast.sign_in(client, "coordinator")
        decide(client, asked, "chap-thuan")
        mail = self.letter(session)
        assert mail.subject == "Hoàn thành chậm nhất 07/12/2099 (được gia hạn): Xây dựng báo cáo kết quả hoạt…"
        assert (mail.recipient, mail.reply_to) == ("qlkh@haibinh.example", "coordinator@haibinh.example")
        for words in ("Thời hạn mới: Thứ Hai 07/12/2099", "thời hạn trước: 04/12/2099", "hạn gốc 04/12/2099"):
            assert words in mail.text
            assert words in plain(mail.html)
        assert re.search(rf"https://sansang\.example/viec/\S+/{asked.task_id}\s", mail.text), "a mailbox is no account"
        row = session.scalars(select(Reminder).where(Reminder.mail_id == mail.id)).one()
        assert row.stage == f"extension_{asked.id}"
        session.commit()

    def test_granted_with_another_date(
        self, client: FlaskClient, session: Session, cast: Cast, asked: ExtensionRequest
    ) -> None:
        cast.sign_in(client, "coordinator")
        decide(client, asked, "doi-ngay", day="08/12/2099", reason="Cần <b>một</b> ngày để in")
        mail = self.letter(session)
        assert mail.subject.startswith("Hoàn thành chậm nhất 08/12/2099 (được gia hạn, khác ngày đề nghị): ")
        assert "đơn vị đề nghị: 07/12/2099" in mail.text
        assert "Lý do: Cần <b>một</b> ngày để in" in mail.text
        assert "Cần &lt;b&gt;một&lt;/b&gt; ngày" in mail.html

    def test_refused(self, client: FlaskClient, session: Session, cast: Cast, asked: ExtensionRequest) -> None:
        cast.sign_in(client, "coordinator")
        decide(client, asked, "tu-choi", reason="Đã sát ngày hội nghị")
        mail = self.letter(session)
        assert mail.subject.startswith("Hoàn thành chậm nhất 04/12/2099 (không được gia hạn): ")
        assert "Giữ nguyên thời hạn Thứ Sáu 04/12/2099" in mail.text
        assert "Lý do: Đã sát ngày hội nghị" in plain(mail.html)

    def test_the_history_tells_all_of_it(
        self, client: FlaskClient, session: Session, cast: Cast, asked: ExtensionRequest
    ) -> None:
        cast.sign_in(client, "coordinator")
        decide(client, asked, "doi-ngay", day="08/12/2099", reason="Để in")
        page = plain(client.get(f"/nhiem-vu/{asked.task_id}").text)
        assert "Lê Minh Đức đề nghị gia hạn đến 07/12/2099" in page
        assert "gia hạn đến 08/12/2099 thay cho 04/12/2099 (đơn vị đề nghị 07/12/2099)" in page
        assert "Được Trần Thu Hà gia hạn; thời hạn trước: 04/12/2099. Lý do: Để in" in page


def test_on_time_after_an_extension_is_a_figure_of_its_own(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    done = {"state": TaskState.COMPLETED, "submitted_on": date(2026, 11, 2), "due": DUE}
    make_task(session, conference, cast.department, **done)
    make_task(
        session, conference, cast.department, position=2, extensions=1, original_due=date(2026, 10, 30),
        due_source=DueSource.PERSON, **done,
    )  # fmt: skip
    session.commit()
    cast.sign_in(client, "coordinator")
    for address in ("/bang-dieu-hanh", "/hoi-nghi", f"/hoi-nghi/{conference.id}"):
        assert "2 hoàn thành (1 trong hạn, đã gia hạn)" in plain(client.get(address).text), address
    assert "Hoàn thành trong hạn (đã gia hạn)" in plain(client.get(f"/hoi-nghi/{conference.id}").text)
    page = plain(client.get(f"/don-vi/{cast.department.id}").text)
    assert "2 hoàn thành trong hạn (1 đã gia hạn)" in page


def test_everything_wrong_with_a_request_is_told_at_once(
    client: FlaskClient, session: Session, cast: Cast, task: Task
) -> None:
    cast.sign_in(client, "member")
    program = FileStorage(io.BytesIO(b"MZ"), filename="Cài đặt.exe")
    for day in ("mai", "01/01/2020"):
        page = send(client, task, extension_day=day, extension_reason=" ", file=program).text
        fields = ("extension_day", "extension_reason", "extension_files")
        assert [f'id="f-{field}-error"' in page for field in fields] == [True, True, True]
        assert "Không nhận loại tệp của “Cài đặt.exe”. Các loại được nhận: PDF, DOC/DOCX" in html.unescape(page)
    assert requests_of(session, task) == []


def test_the_field_for_a_file_names_the_kinds_that_are_taken(client: FlaskClient, cast: Cast, task: Task) -> None:
    cast.sign_in(client, "member")
    page = client.get(f"/nhiem-vu/{task.id}").text
    assert "Một tệp, tối đa 25 MB: PDF, DOC/DOCX, XLS/XLSX" in page
    assert 'accept=".pdf,.docx,' in page


def test_who_grants_is_told_before_that_the_date_is_pinned_and_all_that_is_wrong(
    client: FlaskClient, session: Session, cast: Cast, task: Task, asked: ExtensionRequest
) -> None:
    task.anchor, task.offset_days = Anchor.START, -7
    session.commit()
    cast.sign_in(client, "coordinator")
    assert "sẽ không tự dời theo hội nghị" in client.get(QUEUE).text
    session.commit()
    answer = decide(client, asked, "doi-ngay", day="01/01/2020", reason="")
    assert answer.status_code == 422
    assert [f'id="{name}-doi-ngay-{asked.id}-error"' in answer.text for name in ("day", "reason")] == [True, True]
