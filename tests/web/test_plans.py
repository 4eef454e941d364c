"""Uploading a plan: what is accepted, what is refused and how it is said."""

import io
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_unit
from tracker.domain.glossary import MemberRole, UnitKind
from tracker.models import Conference, Membership, Plan, Task

UPLOAD = "/ke-hoach/tai-len"
PLAN = """KẾ HOẠCH
Tổ chức Hội nghị sơ kết hoạt động sáng kiến năm 2026

I. THỜI GIAN, ĐỊA ĐIỂM
1. Thời gian: ngày 15/12/2026.
2. Địa điểm: Hội trường Sở.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Quản lý Khoa học
- Chủ trì xây dựng chương trình Hội nghị.
- Xây dựng báo cáo sơ kết.
2. Văn phòng Sở
- Bố trí hội trường phục vụ Hội nghị.
"""


@pytest.fixture
def coordinator(client: FlaskClient, cast: Cast) -> FlaskClient:
    cast.sign_in(client, "coordinator")
    return client


def reading(session: Session) -> Session:
    """A look at the database that no writer waits for."""
    return Session(session.get_bind().execution_options(readonly=True))


def count(session: Session, model: type) -> int:
    with reading(session) as reader:
        return reader.scalar(select(func.count()).select_from(model)) or 0


def only(session: Session) -> Conference:
    """The one conference there is."""
    with reading(session) as reader:
        return reader.scalars(select(Conference)).one()


def send(client: FlaskClient, name: str, data: bytes, **fields: str) -> tuple[int, str]:
    answer = client.post(UPLOAD, data={"file": (io.BytesIO(data), name), **fields})
    return answer.status_code, answer.headers.get("Location", "") or answer.text


def test_a_pasted_plan_becomes_a_draft_to_review(coordinator: FlaskClient, session: Session) -> None:
    answer = coordinator.post(UPLOAD, data={"text": PLAN})
    made = only(session)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/ke-hoach/{made.id}/ra-soat")
    assert count(session, Task) == 3


def test_a_sent_file_is_kept_and_can_be_taken_away(coordinator: FlaskClient, session: Session) -> None:
    assert send(coordinator, "Kế hoạch.txt", PLAN.encode())[0] == 302
    made = only(session)
    answer = coordinator.get(f"/ke-hoach/{made.id}/goc")
    assert (answer.data, answer.mimetype) == (PLAN.encode(), "application/octet-stream")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")


def test_nothing_sent_is_said(coordinator: FlaskClient, session: Session) -> None:
    answer = coordinator.post(UPLOAD, data={"text": "  "})
    assert (answer.status_code, "error-summary" in answer.text) == (422, True)
    assert count(session, Conference) == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.docx", b"PK\x03\x04 broken"),
        ("plan.pdf", b"%PDF-1.7 broken"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("plan.exe", b"MZ\x90\0"),
        ("empty.txt", b"  \n "),
        ("menu.txt", "Thực đơn: cơm, canh, cá kho.".encode()),
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(
    coordinator: FlaskClient, session: Session, name: str, data: bytes
) -> None:
    status, page = send(coordinator, name, data, text="đoạn đã gõ")
    assert (status, "error-summary" in page, "đoạn đã gõ" in page) == (422, True, True)
    assert (count(session, Conference), count(session, Plan)) == (0, 0)


def test_a_docx_that_explodes_is_refused(coordinator: FlaskClient, session: Session) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"\0" * 300_000_000)
    assert send(coordinator, "plan.docx", packed.getvalue())[0] == 422
    assert count(session, Conference) == 0


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    app: Flask, cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    client = app.test_client()
    cast.sign_in(client, "coordinator")
    assert send(client, "plan.txt", PLAN.encode() * 10)[0] == 413
    assert count(session, Conference) == 0


def test_the_same_file_again_points_to_the_first_and_can_be_insisted_on(
    coordinator: FlaskClient, session: Session
) -> None:
    coordinator.post(UPLOAD, data={"text": PLAN})
    first = only(session)
    refused = coordinator.post(UPLOAD, data={"text": PLAN})
    assert (refused.status_code, f'href="/ke-hoach/{first.id}/ra-soat"' in refused.text) == (422, True)
    assert coordinator.post(UPLOAD, data={"text": PLAN, "again": "1"}).status_code == 302


def test_another_file_instead_removes_the_draft_read_before(coordinator: FlaskClient, session: Session) -> None:
    coordinator.post(UPLOAD, data={"text": PLAN})
    first = only(session)
    coordinator.post(UPLOAD, data={"text": PLAN, "replaces": str(first.id), "again": "1"})
    assert coordinator.get(f"/ke-hoach/{first.id}/ra-soat").status_code == 404


def test_a_coordinator_of_several_agencies_says_for_which(client: FlaskClient, cast: Cast, session: Session) -> None:
    other = make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    session.add(Membership(user_id=cast.people["coordinator"].id, unit_id=other.id, role=MemberRole.COORDINATOR))
    session.commit()
    cast.sign_in(client, "coordinator")
    assert '<select class="input" id="f-host"' in client.get(UPLOAD).text
    client.post(UPLOAD, data={"text": PLAN, "host": str(other.id)})
    assert only(session).host_id == other.id


def test_an_agency_that_is_not_ones_own_is_not_found(coordinator: FlaskClient, session: Session, cast: Cast) -> None:
    other = make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    session.commit()
    assert coordinator.post(UPLOAD, data={"text": PLAN, "host": str(other.id)}).status_code == 404


@pytest.mark.parametrize("who", ["leader", "member", "outsider", "administrator"])
def test_uploading_is_the_coordinators(client: FlaskClient, cast: Cast, session: Session, who: str) -> None:
    cast.sign_in(client, who)
    assert (client.get(UPLOAD).status_code, client.post(UPLOAD, data={"text": PLAN}).status_code) == (403, 403)
    assert count(session, Conference) == 0


@pytest.mark.parametrize(("who", "status"), [("leader", 200), ("member", 403), ("outsider", 403)])
def test_the_original_is_for_those_who_see_the_whole_conference(
    app: Flask, coordinator: FlaskClient, cast: Cast, session: Session, who: str, status: int
) -> None:
    coordinator.post(UPLOAD, data={"text": PLAN})
    made = only(session)
    other = app.test_client()
    cast.sign_in(other, who)
    assert other.get(f"/ke-hoach/{made.id}/goc").status_code == status
