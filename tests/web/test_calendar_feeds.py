"""Feeds from the address that is made to what a calendar programme reads there."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.glossary import Anchor, ConferenceState, TaskState
from tracker.models import Conference, FeedToken, Membership, TaskPartner
from tracker.services import feed_tokens

FEEDS = "/lich/dang-ky"
Read = Callable[..., dict[str, Any]]


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    found = make_conference(session, cast.host, cast.people["coordinator"], place="Hội trường Sở, tầng 3")
    session.commit()
    return found


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """A calendar programme: it brings no cookie."""
    return app.test_client()


def make(client: FlaskClient, cast: Cast, who: str, choice: str = "person") -> str:
    """The path of a new feed, as the page shows it once."""
    cast.sign_in(client, who)
    answer = client.post(FEEDS, data={"feed": choice})
    assert (answer.status_code, answer.location) == (302, FEEDS)
    address = re.findall(r'id="f-address" value="([^"]+)"', client.get(FEEDS).text)[0]
    assert address.startswith("https://sansang.example/lich/")
    return address.removeprefix("https://sansang.example")


def events(data: bytes) -> dict[str, icalendar.Event]:
    """By uid; read by the second reader as well."""
    found = {str(one["uid"]): one for one in icalendar.Calendar.from_ical(data).walk("VEVENT")}
    again = vobject.readOne(data.decode(), validate=True)
    assert {one.uid.value for one in getattr(again, "vevent_list", [])} == set(found)
    return found


def test_the_address_is_shown_once_and_opens_without_signing_in(
    client: FlaskClient, visitor: FlaskClient, cast: Cast
) -> None:
    path = make(client, cast, "member")
    page = client.get(FEEDS).text
    assert (path in page, 'id="f-address"' in page, page.count("Thu hồi<")) == (False, False, 1)
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'inline; filename="sansang.ics"'
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers


def test_the_page_says_how_and_gives_a_link_for_this_device(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, "member")
    client.post(FEEDS, data={"feed": "person"})
    page = client.get(FEEDS).text
    assert 'href="webcal://sansang.example/lich/' in page
    for name in ("Google Calendar", "Outlook", "Thunderbird"):
        assert f"<dt>{name}</dt>" in page


def test_a_deadline_says_what_when_why_and_where_to_report(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    ruled = {"kind": "main_report", "anchor": Anchor.START, "offset_days": -7}
    task = make_task(session, conference, cast.department, title="Xây dựng báo cáo, tham luận", **ruled)
    session.add(TaskPartner(task_id=task.id, unit_id=cast.office.id, words="Văn phòng"))
    session.commit()
    found = events(visitor.get(make(client, cast, "member")).data)[f"task-{task.id}@sansang.example"]
    assert (found["summary"], found.start, found.end) == (
        "Hạn: Xây dựng báo cáo, tham luận", date(2026, 12, 4), date(2026, 12, 5),
    )  # fmt: skip
    assert found["description"].split("\n") == [
        "Hội nghị: Sơ kết khoa học 6 tháng",
        "Thời gian tổ chức: 15/12/2026",
        "Đơn vị chủ trì: Phòng Quản lý Khoa học",
        "Đơn vị phối hợp: Văn phòng Sở",
        (
            "Thời hạn: Thứ Sáu 04/12/2026. "
            "Theo quy tắc đối với “Báo cáo kết quả hoạt động”: 7 ngày làm việc trước hội nghị."
        ),
        "Tình trạng: Chưa tiếp nhận",
        "Điều phối: Trần Thu Hà",
        f"https://sansang.example/nhiem-vu/{task.id}",
    ]
    assert found["url"] == f"https://sansang.example/nhiem-vu/{task.id}"
    assert (found["status"], found["transp"]) == ("CONFIRMED", "TRANSPARENT")
    assert list(found.categories) == ["Thời hạn", "Báo cáo kết quả hoạt động"]
    assert [one["trigger"].dt for one in found.walk("VALARM")] == [timedelta(days=-3, hours=8), timedelta(hours=8)]


def test_the_event_is_there_with_its_days_place_and_certainty(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    conference.event_end, conference.event_tentative = date(2026, 12, 16), True
    make_task(session, conference, cast.department)
    session.commit()
    path = make(client, cast, "member")
    uid = f"conference-{conference.id}@sansang.example"
    found = events(visitor.get(path).data)[uid]
    assert (found.start, found.end) == (date(2026, 12, 15), date(2026, 12, 17))
    assert (found["status"], found["transp"], found["location"]) == ("TENTATIVE", "OPAQUE", "Hội trường Sở, tầng 3")
    assert found["summary"] == "Dự kiến: Sơ kết khoa học 6 tháng"
    assert [one["trigger"].dt for one in found.walk("VALARM")] == [timedelta(hours=-16)]
    conference.event_tentative = False
    session.commit()
    settled = events(visitor.get(path).data)[uid]
    assert (settled["status"], settled["summary"]) == ("CONFIRMED", "Sơ kết khoa học 6 tháng")
    assert settled["sequence"] > found["sequence"]


def test_a_moved_due_date_keeps_the_uid_and_raises_the_sequence(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department)
    session.commit()
    path, uid = make(client, cast, "member"), f"task-{task.id}@sansang.example"
    before = events(visitor.get(path).data)[uid]
    task.due = date(2026, 12, 9)
    session.commit()
    after = events(visitor.get(path).data)[uid]
    assert (before.start, after.start) == (date(2026, 12, 4), date(2026, 12, 9))
    assert after["sequence"] > before["sequence"]


@pytest.mark.parametrize(
    ("state", "summary", "status", "alarms"),
    [
        (TaskState.IN_PROGRESS, "Hạn: Báo cáo", "CONFIRMED", 2),
        (TaskState.SUBMITTED, "Chờ xác nhận: Báo cáo", "CONFIRMED", 0),
        (TaskState.COMPLETED, "✓ Báo cáo", "CONFIRMED", 0),
        (TaskState.SUSPENDED, "Tạm hoãn: Báo cáo", "TENTATIVE", 0),
        (TaskState.CANCELLED, "Hủy: Báo cáo", "CANCELLED", 0),
    ],
)
def test_the_state_decides_the_first_word_the_status_and_the_alarms(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference,
    state: TaskState, summary: str, status: str, alarms: int,
) -> None:  # fmt: skip
    task = make_task(
        session, conference, cast.department, title="Báo cáo", state=state, submitted_on=date(2026, 11, 20)
    )
    session.commit()
    found = events(visitor.get(make(client, cast, "member")).data)[f"task-{task.id}@sansang.example"]
    assert (found["summary"], found["status"], len(found.walk("VALARM"))) == (summary, status, alarms)


def test_a_conference_called_off_takes_its_entries_away(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department)
    session.commit()
    path = make(client, cast, "member")
    before = {uid: one["sequence"] for uid, one in events(visitor.get(path).data).items()}
    conference.state = ConferenceState.CANCELLED
    session.commit()
    after = events(visitor.get(path).data)
    assert {one["status"] for one in after.values()} == {"CANCELLED"}
    assert [len(one.walk("VALARM")) for one in after.values()] == [0, 0]
    assert all(after[uid]["sequence"] > sequence for uid, sequence in before.items())


def test_the_unit_is_named_where_it_is_not_the_owners(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department, title="Báo cáo")
    session.commit()
    for who, choice, summary in (
        ("member", "person", "Hạn: Báo cáo"),
        ("coordinator", "person", "Hạn: Báo cáo – Phòng Quản lý Khoa học"),
        ("coordinator", f"unit:{cast.department.id}", "Hạn: Báo cáo"),
    ):
        found = events(visitor.get(make(client, cast, who, choice)).data)
        assert summary in {str(one["summary"]) for one in found.values()}


def test_the_calendar_is_named_after_what_it_shows(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    for choice, name in (
        ("person", "Sẵn Sàng: Thời hạn và hội nghị của tôi"),
        (f"unit:{cast.office.id}", "Sẵn Sàng: Văn phòng Sở"),
        (f"conference:{conference.id}", "Sẵn Sàng: Sơ kết khoa học 6 tháng"),
    ):
        read = icalendar.Calendar.from_ical(visitor.get(make(client, cast, "coordinator", choice)).data)
        assert (read["name"], read["x-wr-calname"]) == (name, name)


def test_links_lead_to_the_configured_site_whatever_the_requests_host(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department)
    session.commit()
    answer = visitor.get(make(client, cast, "member"), headers={"Host": "evil.example"})
    assert (b"evil.example" in answer.data, b"https://sansang.example/nhiem-vu/" in answer.data) == (False, True)


def test_nothing_new_is_answered_with_not_modified_until_something_changes(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department)
    session.commit()
    path = make(client, cast, "member")
    first = visitor.get(path)
    again = visitor.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    task.title = "Báo cáo khác"
    session.commit()
    changed = visitor.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)


def test_a_revoked_address_is_not_found_also_for_who_has_its_etag(
    client: FlaskClient, visitor: FlaskClient, cast: Cast
) -> None:
    path = make(client, cast, "member")
    tag = visitor.get(path).headers["ETag"]
    revoke = re.findall(r'action="(/lich/dang-ky/\d+/thu-hoi)"', client.get(FEEDS).text)[0]
    assert client.post(revoke).location == FEEDS
    assert visitor.get(path, headers={"If-None-Match": tag}).status_code == 404
    assert "Chưa có địa chỉ nào" in client.get(FEEDS).text
    assert client.post(revoke).status_code == 302


@pytest.mark.parametrize("token", ["x" * 43, "a", "%00", "dang-ky", "..%2f", "Đ"])
def test_an_unknown_address_is_not_found(visitor: FlaskClient, cast: Cast, token: str) -> None:
    assert visitor.get(f"/lich/{token}.ics").status_code == 404


def test_an_account_switched_off_or_without_its_unit_has_no_feed(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department)
    session.commit()
    mine, unit = (make(client, cast, "member", choice) for choice in ("person", f"unit:{cast.department.id}"))
    session.delete(session.scalars(select(Membership).where(Membership.user_id == cast.people["member"].id)).one())
    session.commit()
    assert (visitor.get(unit).status_code, events(visitor.get(mine).data)) == (404, {})
    cast.people["member"].active = False
    session.commit()
    assert visitor.get(mine).status_code == 404


def test_foreign_units_and_conferences_cannot_be_chosen(
    client: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    cast.sign_in(client, "outsider")
    for choice, status in (
        (f"unit:{cast.department.id}", 404), (f"conference:{conference.id}", 404), ("unit:x", 422), ("", 422),
    ):  # fmt: skip
        answer = client.post(FEEDS, data={"feed": choice})
        assert (answer.status_code, 'class="error-summary"' in answer.text) == (status, True)
    assert session.scalars(select(FeedToken)).all() == []
    page = client.get(FEEDS).text
    assert (cast.department.name in page, conference.short_title in page, cast.school.name in page) == (
        False, False, True,
    )  # fmt: skip


def test_another_persons_address_cannot_be_revoked(client: FlaskClient, session: Session, cast: Cast) -> None:
    make(client, cast, "member")
    feed = session.scalars(select(FeedToken)).one()
    session.commit()
    cast.sign_in(client, "coordinator")
    assert client.post(f"{FEEDS}/{feed.id}/thu-hoi").status_code == 404


def test_the_last_visit_is_noted_once_an_hour(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast
) -> None:
    path = make(client, cast, "member")
    assert "chưa có" in client.get(FEEDS).text
    visitor.get(path)
    feed = session.scalars(select(FeedToken)).one()
    noted = feed.last_used_at
    assert noted is not None
    session.commit()
    visitor.get(path)
    session.refresh(feed)
    assert feed.last_used_at == noted
    session.execute(
        FeedToken.__table__.update().values(last_used_at=noted - feed_tokens.NOTED_EVERY)  # type: ignore[attr-defined]  # a table
    )
    session.commit()
    visitor.get(path)
    session.refresh(feed)
    assert feed.last_used_at is not None
    assert feed.last_used_at >= noted
    assert "chưa có" not in client.get(FEEDS).text


def test_an_owner_who_reads_english_gets_an_english_feed(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department, title="Báo cáo")
    session.commit()
    client.post("/ngon-ngu", data={"language": "en"})
    path = make(client, cast, "member")
    assert path.endswith(".ics?lang=en")
    summaries = {str(one["summary"]) for one in events(visitor.get(path).data).values()}
    assert "Due: Báo cáo" in summaries
    assert visitor.get(path.replace("lang=en", "lang=xx")).status_code == 200
    assert "Hạn: Báo cáo".encode() in visitor.get(path.partition("?")[0]).data


def test_a_feed_made_long_ago_still_dates_its_entries_by_their_changes(
    client: FlaskClient, visitor: FlaskClient, session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department)
    session.commit()
    stamps = {one.stamp for one in events(visitor.get(make(client, cast, "member")).data).values()}
    assert stamps == {datetime(2026, 11, 2, 2, 0, tzinfo=UTC)}
