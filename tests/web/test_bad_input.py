"""Bad input through the browser: a clear Vietnamese message that says what to do, and nothing half saved."""

import hashlib
import html
import io
import random
import re
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from config import ROOT
from tests.cast import Cast
from tests.documents.making import docx, p, pdf
from tracker.models import Conference, Finding, Plan, Suggestion, Task

UPLOAD = "/ke-hoach/tai-len"
SAVED = (Conference, Plan, Task, Finding, Suggestion)
TEXT = """KẾ HOẠCH
Tổ chức Hội nghị sơ kết hoạt động sáng kiến năm 2026

I. THỜI GIAN, ĐỊA ĐIỂM
1. Thời gian: ngày {day}.
2. Địa điểm: Hội trường Sở.

II. TỔ CHỨC THỰC HIỆN
1. {unit}
- Chủ trì xây dựng chương trình Hội nghị.
- Xây dựng báo cáo sơ kết.
"""
PLAN = TEXT.format(day="15/12/2026", unit="Văn phòng Sở")
MENU = "Thực đơn tuần này: thứ Hai cơm gà, thứ Ba bún cá, thứ Tư phở."


@pytest.fixture
def coordinator(client: FlaskClient, cast: Cast) -> FlaskClient:
    cast.sign_in(client, "coordinator")
    return client


def reading(session: Session) -> Session:
    """A look at the database that no writer waits for."""
    return Session(session.get_bind().execution_options(readonly=True))


def saved(session: Session) -> dict[str, int]:
    """Rows of everything that an import writes, where there are any."""
    with reading(session) as reader:
        counts = {model.__name__: reader.scalar(select(func.count()).select_from(model)) or 0 for model in SAVED}
    return {name: count for name, count in counts.items() if count}


def form(name: str, data: bytes) -> bytes:
    """What a browser sends. (werkzeug's client leaves a temporary file open behind a large one.)"""
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + data + b"\r\n--edge--\r\n"


def send(client: FlaskClient, name: str, data: bytes) -> tuple[int, str]:
    """Status, and the words of the refusal (or of the whole page where there is none)."""
    answer = client.post(UPLOAD, data=form(name, data), content_type="multipart/form-data; boundary=edge")
    told = re.search(r'role="alert".*?<h3>.*?</h3>\s*<p>(.*?)</p>', answer.text, re.DOTALL)
    return answer.status_code, html.unescape(told[1] if told else answer.text)


def bomb() -> bytes:
    """A few kilobytes that unpack to 80 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w") as part:
            for _ in range(80):
                part.write(b" " * 1024 * 1024)
    return packed.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED = {
    "unsupported": ("plan.xlsx", b"a;b;c", ".docx"),
    "old Word": ("plan.doc", OLE + b"\0" * 600, ".docx"),
    "picture": ("plan.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, ".docx"),
    "broken docx": ("plan.docx", docx(p("Kế hoạch"))[:-40], "hỏng"),
    "broken pdf": ("plan.pdf", b"%PDF-1.7\n%%EOF", "hỏng"),
    "encrypted pdf": ("plan.pdf", pdf(["Kế hoạch tổ chức Hội nghị sơ kết"], encrypted=True), "mật khẩu"),
    "encrypted docx": ("plan.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "empty file": ("plan.txt", b"", "không có chữ"),
    "empty text": ("plan.txt", b" \n\t\n", "không có chữ"),
    "empty docx": ("plan.docx", docx(p(" ")), "không có chữ"),
    "no organisation section": ("plan.txt", MENU.encode(), "tổ chức thực hiện"),
    "no organisation section, docx": ("plan.docx", docx(p(MENU)), "tổ chức thực hiện"),
    "zip bomb": ("plan.docx", bomb(), "an toàn"),
    "macro file name": ("plan.docm", docx(p("Kế hoạch")), "macro"),
    "macros inside": ("plan.docx", docx(p("Kế hoạch"), extra={"word/vbaProject.bin": b"x"}), "macro"),
    "other encoding": ("plan.txt", "Kế hoạch tổ chức".encode("utf-16-le")[1:] + b"\xff\xfe", ".docx"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "advice"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_no_readable_plan_is_refused_with_advice_and_leaves_nothing(
    coordinator: FlaskClient, session: Session, name: str, data: bytes, advice: str
) -> None:
    status, told = send(coordinator, name, data)
    assert (status, advice.lower() in told.lower()) == (422, True), told
    assert re.search(r"đề nghị|hãy|lưu|dán|gửi|kiểm tra", told.lower()), "it says what to do"
    assert saved(session) == {}


def test_the_bomb_is_small(app: Flask) -> None:
    assert len(bomb()) < 100_000


@pytest.mark.parametrize("fields", [{}, {"text": ""}, {"text": " \n "}])
def test_nothing_sent_is_refused_with_advice(
    coordinator: FlaskClient, session: Session, fields: dict[str, str]
) -> None:
    answer = coordinator.post(UPLOAD, data=fields)
    assert (answer.status_code, "Hãy chọn" in answer.text or "chọn tệp" in answer.text.lower()) == (422, True)
    assert saved(session) == {}


def test_a_pasted_text_without_assignments_stays_in_the_form(coordinator: FlaskClient, session: Session) -> None:
    answer = coordinator.post(UPLOAD, data={"text": MENU})
    assert (answer.status_code, MENU in html.unescape(answer.text)) == (422, True)
    assert saved(session) == {}


def test_a_file_over_the_limit_gets_a_page_that_says_the_limit(coordinator: FlaskClient, session: Session) -> None:
    status, page = send(coordinator, "plan.pdf", b"%PDF-1.7\n" + b"\0" * (27 * 1024 * 1024))
    assert (status, "25 MB" in page, "dán nội dung" in page) == (413, True, True)
    assert saved(session) == {}


def test_a_file_just_over_the_limit_is_refused_too(coordinator: FlaskClient, session: Session) -> None:
    status, told = send(coordinator, "plan.pdf", b"%PDF-1.7\n" + b"\0" * (25 * 1024 * 1024))
    assert (status, "quá lớn" in told.lower()) == (422, True), told
    assert saved(session) == {}


def test_a_hostile_file_name_is_kept_as_a_plain_name(coordinator: FlaskClient, session: Session) -> None:
    answer = coordinator.post(UPLOAD, data={"file": (io.BytesIO(PLAN.encode()), '../../e"vil\r\nX: 1.txt')})
    assert answer.status_code == 302
    kept = coordinator.get(f"/ke-hoach/{only(session).id}/goc")
    named = kept.headers["Content-Disposition"].removeprefix("attachment; filename")
    assert (kept.status_code, "X" in kept.headers, {"/", "\\", "\n"} & set(named)) == (200, False, set())


def only(session: Session) -> Conference:
    with reading(session) as reader:
        return reader.scalars(select(Conference)).one()


def test_an_unknown_unit_is_asked_about_and_blocks_only_its_own_tasks(
    coordinator: FlaskClient, session: Session, cast: Cast
) -> None:
    text = (
        TEXT.format(day="15/12/2027", unit="Phòng Chưa Từng Có")
        + "2. Văn phòng Sở\n- Bố trí hội trường phục vụ Hội nghị.\n"
    )
    assert coordinator.post(UPLOAD, data={"text": text}).status_code == 302
    made = only(session)
    with reading(session) as reader:
        tasks = reader.scalars(select(Task).order_by(Task.position)).all()
    assert [(task.unit_words, task.unit_id) for task in tasks] == [
        ("Phòng Chưa Từng Có", None), ("Phòng Chưa Từng Có", None), ("Văn phòng Sở", cast.office.id),
    ]  # fmt: skip
    assert [doubt["code"] for task in tasks for doubt in task.doubts] == ["unit_unknown"] * 2
    page = html.unescape(coordinator.get(f"/ke-hoach/{made.id}/ra-soat").text)
    assert "Phòng Chưa Từng Có" in page
    assert "danh bạ" in page.lower(), "the page says what to do: choose a unit or take it into the directory"
    refused = coordinator.post(
        f"/ke-hoach/{made.id}/ra-soat/chap-nhan", data={"tasks": f"{tasks[0].id}:{tasks[0].version}"}
    )
    assert refused.status_code == 422
    with reading(session) as reader:
        assert reader.get_one(Task, tasks[0].id).review == "check"


def test_a_past_event_is_taken_in_with_a_warning_and_goes_out_only_when_confirmed(
    coordinator: FlaskClient, session: Session, cast: Cast
) -> None:
    assert (
        coordinator.post(UPLOAD, data={"text": TEXT.format(day="15/12/2022", unit="Văn phòng Sở")}).status_code == 302
    )
    made = only(session)
    with reading(session) as reader:
        assert "event_past" in reader.scalars(select(Finding.code)).all()
    assert "15/12/2022" in coordinator.get(f"/ke-hoach/{made.id}/ra-soat").text
    coordinator.post(f"/ke-hoach/{made.id}/ra-soat/chac-chan")
    preview = coordinator.get(f"/ke-hoach/{made.id}/xem-truoc").text
    seen = re.findall(r'name="seen" value="([^"]*)"', preview)
    answer = coordinator.post(f"/ke-hoach/{made.id}/kich-hoat", data={"seen": seen})
    assert (answer.status_code, "15/12/2022" in answer.text) == (422, True)
    with reading(session) as reader:
        assert {task.state for task in reader.scalars(select(Task))} == {"draft"}
    answer = coordinator.post(f"/ke-hoach/{made.id}/kich-hoat", data={"seen": seen, "past": "1"})
    assert answer.status_code == 302, answer.text


ACCEPTED = {
    "txt": ("Kế hoạch.txt", b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode()),
    "docx": ("Kế hoạch.docx", (ROOT / "tracker/demo/plans/hoi-nghi-tong-ket-2026.docx").read_bytes()),
    "pdf": ("Kế hoạch.pdf", (ROOT / "tracker/demo/plans/hoi-nghi-tong-ket-2026.pdf").read_bytes()),
}


@pytest.mark.parametrize(("name", "data"), ACCEPTED.values(), ids=ACCEPTED)
def test_an_accepted_original_is_kept_byte_for_byte_with_its_hash(
    coordinator: FlaskClient, session: Session, name: str, data: bytes
) -> None:
    assert send(coordinator, name, data)[0] == 302
    with reading(session) as reader:
        plan = reader.scalars(select(Plan).options(undefer(Plan.content))).one()
    assert (plan.filename, plan.size, plan.sha256, plan.content) == (
        name,
        len(data),
        hashlib.sha256(data).hexdigest(),
        data,
    )
    assert coordinator.get(f"/ke-hoach/{plan.conference_id}/goc").data == data


def test_noise_in_the_shape_of_a_file_never_fails_on_our_side(coordinator: FlaskClient, session: Session) -> None:
    draw = random.Random(7)
    whole = docx("".join(p(line) for line in PLAN.splitlines()))
    for _ in range(8):
        broken = bytearray(whole)
        for _ in range(12):
            broken[draw.randrange(len(broken))] = draw.randrange(256)
        status, _told = send(coordinator, "plan.docx", bytes(broken))
        assert status in {302, 422}
