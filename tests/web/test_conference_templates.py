"""Templates through the browser, and conferences without a document: kept, corrected, started, reviewed, activated."""

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO, make_conference, make_task, make_unit
from tracker.domain.glossary import ConferenceKind, ConferenceScale, ConferenceState, MeetingMode, TaskState, UnitKind
from tracker.models import Conference, ConferenceTemplate, OutboxMail, Task

EVIL = '<script>alert("x")</script> & "việc"'
NEW = "/hoi-nghi/moi"


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    made = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, made, cast.department, kind="main_report", title="Báo cáo 6 tháng đầu năm 2026")
    make_task(session, made, cast.office, kind="venue", title=EVIL, position=2)
    session.commit()
    return made


@pytest.fixture
def coordinator(client: FlaskClient, cast: Cast) -> FlaskClient:
    cast.sign_in(client, "coordinator")
    return client


def rows(session: Session, statement: Select[Any]) -> list[Any]:
    """As the database has them now; read by itself, so that no lock stands in the way of the next request."""
    with Session(session.get_bind().execution_options(readonly=True)) as reader:
        return list(reader.scalars(statement))


def keep(client: FlaskClient, session: Session, conference: Conference, **data: Any) -> ConferenceTemplate:
    ids = rows(session, select(Task.id).where(Task.conference_id == conference.id).order_by(Task.position))
    plain = {"name": "Mẫu sơ kết", "task": [str(one) for one in ids], f"title-{ids[0]}": "Báo cáo sơ kết"}
    answer = client.post(f"/hoi-nghi/{conference.id}/luu-mau", data=plain | data)
    assert answer.status_code == 302, answer.text
    made: ConferenceTemplate = rows(session, select(ConferenceTemplate).order_by(ConferenceTemplate.id.desc()))[0]
    return made


def stored(session: Session, template: ConferenceTemplate) -> ConferenceTemplate:
    fresh: ConferenceTemplate = rows(session, select(ConferenceTemplate).where(ConferenceTemplate.id == template.id))[0]
    return fresh


def item(**values: str) -> dict[str, str]:
    plain = {
        "title": "Bố trí phòng họp", "task_kind": "venue", "role": "lead", "unit": "Văn phòng Sở", "partners": "",
        "when": "before", "days": "6", "lead": "", "blocking": "1",
    }  # fmt: skip
    return plain | values


def test_a_conference_is_kept_as_a_template(
    coordinator: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    page = coordinator.get(f"/hoi-nghi/{conference.id}/luu-mau").text
    assert "Gắn với một năm cụ thể: 6 tháng đầu năm 2026" in page
    assert "<script>alert" not in page
    later = str(rows(session, select(Task.id).where(Task.kind == "venue"))[0])
    made = keep(coordinator, session, conference, later=later)
    assert [(one["title"], one["unit_id"]) for one in made.tasks] == [
        ("Báo cáo sơ kết", cast.department.id), (EVIL, None),
    ]  # fmt: skip
    assert f'href="/hoi-nghi/{conference.id}/luu-mau"' in coordinator.get(f"/hoi-nghi/{conference.id}").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": " "}, "Hãy đặt tên cho mẫu"),
        ({"name": "x" * 201}, "Tên dài quá 200 ký tự"),
        ({"task": []}, "chọn ít nhất một"),
        ({"task": ["abc", "999999"]}, "chọn ít nhất một"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_was_typed(
    coordinator: FlaskClient, session: Session, conference: Conference, data: dict[str, Any], words: str
) -> None:
    plain = {"name": "Mẫu riêng", "task": [str(rows(session, select(func.min(Task.id)))[0])]}
    answer = coordinator.post(f"/hoi-nghi/{conference.id}/luu-mau", data=plain | data)
    assert answer.status_code == 422
    assert words.lower() in answer.text.lower()
    assert rows(session, select(ConferenceTemplate)) == []


def test_the_list_shows_own_and_shipped_ones(
    coordinator: FlaskClient, session: Session, conference: Conference
) -> None:
    keep(coordinator, session, conference, name=EVIL)
    page = coordinator.get("/mau-hoi-nghi").text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    for name in ("Hội nghị sơ kết, tổng kết", "Tập huấn, bồi dưỡng", "Hội thảo khoa học", "Họp giao ban"):
        assert name in page


def test_a_template_is_renamed_corrected_and_added_to(
    coordinator: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    made = keep(coordinator, session, conference)
    url = f"/mau-hoi-nghi/{made.id}"
    coordinator.post(f"{url}/ten", data={"name": "Mẫu mới", "kind": "summary", "version": made.version})
    made = stored(session, made)
    assert (made.name, made.kind) == ("Mẫu mới", ConferenceKind.SUMMARY)
    coordinator.post(f"{url}/viec", data=item(version=str(made.version), place="1"))
    before, made = made.tasks[1], stored(session, made)
    assert made.tasks[1] == before | {
        "title": "Bố trí phòng họp", "unit_id": cast.office.id, "anchor": "S", "offset": -6, "blocking": True,
    }  # fmt: skip
    coordinator.post(f"{url}/viec", data=item(version=str(made.version), title=EVIL, unit="Tổ thư ký", when="rule"))
    made = stored(session, made)
    assert (made.tasks[2]["unit_words"], made.tasks[2]["unit_id"]) == ("Tổ thư ký", None)
    page = coordinator.get(url).text
    assert "6 ngày làm việc trước hội nghị" in page
    assert "<script>alert" not in page
    assert "Tổ thư ký" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"days": "sáu"}, "days"),
        ({"days": "9999"}, "days"),
        ({"task_kind": "none"}, "kind"),
        ({"role": "boss"}, "role"),
        ({"role": "coordinate", "lead": "77"}, "lead"),
    ],
)
def test_an_item_that_cannot_be_is_refused_with_what_was_typed(
    coordinator: FlaskClient, session: Session, conference: Conference, change: dict[str, str], field: str
) -> None:
    made = keep(coordinator, session, conference)
    data = item(version=str(made.version), place="0", partners="Công đoàn Sở") | change
    answer = coordinator.post(f"/mau-hoi-nghi/{made.id}/viec", data=data)
    assert answer.status_code == 422
    assert f'href="#i-{field}"' in answer.text
    assert "Công đoàn Sở" in answer.text
    assert stored(session, made).tasks[0]["title"] == "Báo cáo sơ kết"


def test_an_item_is_taken_out_and_put_back(coordinator: FlaskClient, session: Session, conference: Conference) -> None:
    made = keep(coordinator, session, conference)
    data = {"version": made.version}
    page = coordinator.post(f"/mau-hoi-nghi/{made.id}/viec/0/bo", data=data, follow_redirects=True).text
    assert "1 nhiệm vụ đã bỏ khỏi mẫu" in page
    made = stored(session, made)
    data = {"version": made.version}
    assert made.tasks[0]["off"] is True
    coordinator.post(f"/mau-hoi-nghi/{made.id}/viec/0/dua-lai", data=data)
    assert stored(session, made).tasks[0]["off"] is False
    for address in ("viec/9/bo", "viec/0/khac"):
        answer = coordinator.post(f"/mau-hoi-nghi/{made.id}/{address}", data={"version": stored(session, made).version})
        assert answer.status_code == 404


def test_stale_pages_change_nothing(coordinator: FlaskClient, session: Session, conference: Conference) -> None:
    made = keep(coordinator, session, conference)
    url = f"/mau-hoi-nghi/{made.id}"
    for verb, data in (
        ("ten", {"name": "Khác", "kind": "other"}), ("viec", item(place="0")), ("viec/0/bo", {}), ("xoa", {}),
    ):  # fmt: skip
        answer = coordinator.post(f"{url}/{verb}", data={**data, "version": "99"})
        assert (verb, answer.status_code) == (verb, 409)
    assert stored(session, made).name == "Mẫu sơ kết"


def test_delete_copy_and_back(coordinator: FlaskClient, session: Session, conference: Conference) -> None:
    made = keep(coordinator, session, conference)
    url = f"/mau-hoi-nghi/{made.id}"
    assert coordinator.post(f"{url}/nhan-ban").status_code == 302
    page = coordinator.post(f"{url}/xoa", data={"version": made.version}, follow_redirects=True).text
    assert "Đã xóa mẫu “Mẫu sơ kết”" in page
    assert f"{url}/khoi-phuc" in page
    assert coordinator.get(url).status_code == 404
    assert coordinator.post(f"{url}/khoi-phuc").status_code == 302
    assert coordinator.post(f"{url}/khoi-phuc").status_code == 404
    assert coordinator.get(url).status_code == 200


def test_shipped_ones_are_copied_not_changed(coordinator: FlaskClient, session: Session, cast: Cast) -> None:
    page = coordinator.get("/mau-hoi-nghi/giao-ban").text
    assert "/viec" not in page.split('id="viec"')[1]
    assert coordinator.post("/mau-hoi-nghi/giao-ban/xoa").status_code in {404, 405}
    answer = coordinator.post("/mau-hoi-nghi/giao-ban/nhan-ban", data={"host": cast.host.id})
    assert answer.location == f"/mau-hoi-nghi/{rows(session, select(ConferenceTemplate.id))[0]}"
    assert coordinator.post("/mau-hoi-nghi/giao-ban/nhan-ban", data={"host": 99}).status_code == 404
    for key in ("khong-co", "9" * 30, "0", "-1"):
        assert coordinator.get(f"/mau-hoi-nghi/{key}").status_code == 404


ADDRESSES = (
    ("GET", "/mau-hoi-nghi"), ("GET", "/mau-hoi-nghi/{t}"), ("POST", "/mau-hoi-nghi/{t}/ten"),
    ("POST", "/mau-hoi-nghi/{t}/viec"), ("POST", "/mau-hoi-nghi/{t}/viec/0/bo"), ("POST", "/mau-hoi-nghi/{t}/xoa"),
    ("POST", "/mau-hoi-nghi/{t}/nhan-ban"), ("POST", "/mau-hoi-nghi/{t}/khoi-phuc"),
    ("GET", "/hoi-nghi/{c}/luu-mau"), ("POST", "/hoi-nghi/{c}/luu-mau"), ("GET", NEW), ("POST", NEW),
)  # fmt: skip


@pytest.mark.parametrize("who", ["leader", "member", "outsider"])
def test_it_is_open_to_nobody_else(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference, who: str
) -> None:
    made = ConferenceTemplate(host_id=cast.host.id, name="Mẫu", tasks=[], created_at=LONG_AGO)
    made.created_by_id = cast.people["coordinator"].id
    session.add(made)
    session.commit()
    cast.sign_in(client, who)
    for method, address in ADDRESSES:
        found = address.format(t=made.id, c=conference.id)
        assert (found, client.open(found, method=method).status_code) == (found, 403)


def test_an_administrator_manages_templates_and_starts_nothing(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "administrator")
    page = client.get("/mau-hoi-nghi")
    assert page.status_code == 200
    assert NEW not in page.text
    assert client.get(NEW).status_code == 403


def test_another_agencys_template_is_not_found(coordinator: FlaskClient, session: Session, cast: Cast) -> None:
    other = make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    theirs = ConferenceTemplate(host_id=other.id, name="Mẫu của Sở Y tế", tasks=[], created_at=LONG_AGO)
    theirs.created_by_id = cast.people["leader"].id
    session.add(theirs)
    session.commit()
    assert "Mẫu của Sở Y tế" not in coordinator.get("/mau-hoi-nghi").text
    for method, address in ADDRESSES[1:8]:
        data = item(version="1", name="x", kind="other", place="0")
        found = address.format(t=theirs.id)
        assert (found, coordinator.open(found, method=method, data=data).status_code) == (found, 404)
    assert coordinator.get(NEW, query_string={"mau": theirs.id}).status_code == 404


# ---- a conference without a document


def start(**values: str) -> dict[str, str]:
    plain = {
        "mau": "giao-ban", "title": "Họp giao ban quý IV", "start": "15/12/2026", "end": "", "place": "Phòng họp A",
        "kind": "theo-ten", "mode": "in_person", "scale": "small", "part-0": "Văn phòng Sở",
    }  # fmt: skip
    return plain | values


def newest(session: Session) -> Conference:
    found: Conference = rows(session, select(Conference).order_by(Conference.id.desc()))[0]
    return found


def test_the_form_fills_in_whom_it_can_name(coordinator: FlaskClient) -> None:
    page = coordinator.get(f"{NEW}?mau=giao-ban").text
    assert re.search(r'name="part-0"[^>]*value="Văn phòng Sở"', page)
    assert "7 nhiệm vụ trong mẫu “Họp giao ban”" in page


def test_a_conference_is_started_reviewed_and_activated(coordinator: FlaskClient, session: Session, cast: Cast) -> None:
    answer = coordinator.post(NEW, data=start())
    made = newest(session)
    assert answer.location == f"/ke-hoach/{made.id}/ra-soat"
    assert (made.state, made.kind, made.mode, made.scale, made.event_start, made.event_tentative) == (
        ConferenceState.DRAFT, ConferenceKind.BRIEFING, MeetingMode.IN_PERSON, ConferenceScale.SMALL,
        date(2026, 12, 15), False,
    )  # fmt: skip
    review = coordinator.get(answer.location).text
    assert "Rà soát nhiệm vụ" in review
    assert "Văn bản kế hoạch" not in review
    assert "7 nhiệm vụ" in review
    preview = coordinator.get(f"/ke-hoach/{made.id}/xem-truoc").text
    seen = preview.split('name="seen" value="')[1].split('"')[0]
    assert coordinator.post(f"/ke-hoach/{made.id}/kich-hoat", data={"seen": seen, "past": "1"}).status_code == 302
    assert newest(session).state is ConferenceState.ACTIVE
    states = rows(session, select(Task.state).where(Task.conference_id == made.id))
    assert set(states) == {TaskState.ASSIGNED}
    assert len(rows(session, select(OutboxMail))) == 1
    page = coordinator.get(f"/hoi-nghi/{made.id}").text
    assert f"/hoi-nghi/{made.id}/van-ban" not in page
    assert "sua-doi" not in page


def test_an_empty_one_without_a_date_can_be_reviewed(coordinator: FlaskClient, session: Session) -> None:
    data = start(mau="", title=EVIL, start="", **{"part-0": ""})
    assert coordinator.post(NEW, data=data).status_code == 302
    made = newest(session)
    page = coordinator.get(f"/ke-hoach/{made.id}/ra-soat").text
    assert "Chưa có nhiệm vụ" in page
    assert "<script>alert" not in page
    added = {"title": "Bố trí phòng họp", "role": "lead", "kind": "", "unit": "Văn phòng Sở"}
    assert coordinator.post(f"/ke-hoach/{made.id}/ra-soat/them", data=added).status_code == 302
    assert coordinator.post(f"/ke-hoach/{made.id}/ra-soat/goi-y", data={"one": "invitations"}).status_code == 302
    kinds = rows(session, select(Task.kind).where(Task.conference_id == made.id))
    assert set(kinds) == {"venue", "invitations"}
    assert coordinator.get(f"/ke-hoach/{made.id}/xem-truoc").status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"start": "31/02/2026"}, "start"),
        ({"start": "hôm nào đó"}, "start"),
        ({"start": "", "end": "15/12/2026"}, "start"),
        ({"end": "14/12/2026"}, "end"),
        ({"end": "14/12/2099"}, "end"),
        ({"start": "15/12/2099"}, "start"),
        ({"kind": "party"}, "kind"),
        ({"mode": "telepathic"}, "mode"),
        ({"scale": "huge"}, "scale"),
        ({"part-0": "Phòng Không Có"}, "part-0"),
    ],
)
def test_a_conference_that_cannot_be_is_refused_with_what_was_typed(
    coordinator: FlaskClient, session: Session, change: dict[str, str], field: str
) -> None:
    answer = coordinator.post(NEW, data=start(place="Hội trường lớn") | change)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert "Hội trường lớn" in answer.text
    assert rows(session, select(Conference)) == []


def test_another_agency_cannot_be_named(coordinator: FlaskClient, session: Session, cast: Cast) -> None:
    assert coordinator.post(NEW, data=start(host=str(cast.school.id))).status_code == 422
    assert coordinator.post(NEW, data=start(mau="khong-co")).status_code == 404
    assert rows(session, select(Conference)) == []


def test_the_ways_in_are_where_a_coordinator_looks(coordinator: FlaskClient) -> None:
    for address in ("/hoi-nghi", "/bang-dieu-hanh", "/ke-hoach/tai-len", "/mau-hoi-nghi"):
        assert f'href="{NEW}"' in coordinator.get(address).text, address


def test_a_date_that_is_a_day_off_or_in_a_provisional_year_is_said_so(coordinator: FlaskClient) -> None:
    page = coordinator.post(NEW, data=start(start="01/01/2027"), follow_redirects=True).text
    assert "Thứ Sáu 01/01/2027 là ngày nghỉ (Tết Dương lịch)." in page
    assert "Chưa có thông báo nghỉ lễ, Tết năm 2027" in page
