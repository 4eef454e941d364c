"""A feed as bytes, read by the library that wrote it and by another one."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from tracker.feeds import Feed, Item, render

CHANGED = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
LONG = "Xây dựng báo cáo sơ kết hoạt động khoa học, công nghệ; đổi mới sáng tạo và chuyển đổi số – " * 6
BEFORE, ON_DAY = timedelta(days=-3, hours=8), timedelta(hours=8)


def item(**values: Any) -> Item:
    plain: dict[str, Any] = {
        "uid": "task-7@sansang.example",
        "first": date(2026, 12, 31),
        "last": date(2026, 12, 31),
        "sequence": 4,
        "changed_at": CHANGED,
        "summary": "Hạn: Xây dựng báo cáo",
        "description": "Hội nghị: Sơ kết\nĐơn vị chủ trì: Văn phòng Sở, tầng 2; phòng 201",
        "address": "https://sansang.example/nhiem-vu/7",
        "categories": ["Thời hạn", "Báo cáo, tham luận"],
        "status": "CONFIRMED",
        "busy": False,
        "alarms": (BEFORE, ON_DAY),
    }
    return Item(**(plain | values))


def feed(*items: Item, **values: Any) -> bytes:
    plain: dict[str, Any] = {
        "uid": "feed-1@sansang.example",
        "name": "Sẵn Sàng: Phòng Kế hoạch, Tài chính; Tổ 1",
        "description": "Để theo dõi",
        "address": "https://sansang.example/lich",
        "zone": "Asia/Ho_Chi_Minh",
        "fresh_for": timedelta(hours=1),
        "changed_at": CHANGED,
    }
    return render(Feed(items=items, **(plain | values)))


def first(data: bytes) -> icalendar.Event:
    return icalendar.Calendar.from_ical(data).walk("VEVENT")[0]


def second(data: bytes) -> Any:
    return vobject.readOne(data.decode(), validate=True).vevent


def test_the_calendar_names_itself_for_every_kind_of_programme() -> None:
    data = feed(item())
    calendar = icalendar.Calendar.from_ical(data)
    name = "Sẵn Sàng: Phòng Kế hoạch, Tài chính; Tổ 1"
    assert (calendar["version"], calendar["method"], calendar["calscale"]) == ("2.0", "PUBLISH", "GREGORIAN")
    assert calendar["prodid"].startswith("-//San Sang//")
    # a property without a type of its own: what stands in it is for the programme to unescape
    assert calendar["x-wr-calname"].replace("\\", "") == name
    assert vobject.readOne(data.decode()).x_wr_calname.value.replace("\\", "") == name
    assert calendar["x-wr-timezone"] == "Asia/Ho_Chi_Minh"
    lines = data.decode().split("\r\n")
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "UID:feed-1@sansang.example"} <= set(lines)
    unfolded = data.decode().replace("\r\n ", "")
    written = r"Sẵn Sàng: Phòng Kế hoạch\, Tài chính\; Tổ 1"
    assert {f"NAME:{written}", f"X-WR-CALNAME:{written}"} <= set(unfolded.split("\r\n"))


def test_both_readers_find_every_property_of_an_entry() -> None:
    data = feed(item(place="Hội trường, tầng 3"))
    one, other = first(data), second(data)
    assert (one.start, one.end) == (other.dtstart.value, other.dtend.value) == (date(2026, 12, 31), date(2027, 1, 1))
    assert "DTSTART;VALUE=DATE:20261231" in data.decode()
    assert one["uid"] == other.uid.value == "task-7@sansang.example"
    assert (int(one["sequence"]), int(other.sequence.value)) == (4, 4)
    assert one["summary"] == other.summary.value == "Hạn: Xây dựng báo cáo"
    assert one["description"] == other.description.value
    assert one["description"].splitlines()[1] == "Đơn vị chủ trì: Văn phòng Sở, tầng 2; phòng 201"
    assert one["location"] == other.location.value == "Hội trường, tầng 3"
    assert one["url"] == other.url.value == "https://sansang.example/nhiem-vu/7"
    assert (one["status"], one["transp"]) == (other.status.value, other.transp.value) == ("CONFIRMED", "TRANSPARENT")
    assert list(one.categories) == other.categories.value == ["Thời hạn", "Báo cáo, tham luận"]
    assert one.stamp == other.dtstamp.value == one["last-modified"].dt == CHANGED


def test_alarms_are_distances_that_both_readers_understand_the_early_one_first() -> None:
    data = feed(item())
    alarms = first(data).walk("VALARM")
    assert [(one["action"], one["trigger"].dt) for one in alarms] == [("DISPLAY", BEFORE), ("DISPLAY", ON_DAY)]
    assert [one.trigger.value for one in second(data).valarm_list] == [BEFORE, ON_DAY]
    assert [one.description.value for one in second(data).valarm_list] == ["Hạn: Xây dựng báo cáo"] * 2
    assert re.findall(r"TRIGGER:(\S+)", data.decode()) == ["-P2DT16H", "PT8H"]


def test_an_entry_of_several_days_ends_on_the_day_after_its_last() -> None:
    data = feed(item(first=date(2026, 12, 30), last=date(2026, 12, 31), busy=True, status="TENTATIVE"))
    assert (first(data).end, second(data).dtend.value) == (date(2027, 1, 1), date(2027, 1, 1))
    assert (first(data)["transp"], first(data)["status"]) == ("OPAQUE", "TENTATIVE")


def test_long_vietnamese_lines_are_folded_at_75_octets_and_come_back_whole() -> None:
    data = feed(item(summary=LONG, description=LONG + "\n" + LONG))
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert first(data)["summary"] == second(data).summary.value == LONG
    assert first(data)["description"] == second(data).description.value == LONG + "\n" + LONG


@given(st.text(min_size=1, max_size=300))
def test_no_text_breaks_a_line_or_adds_a_property(words: str) -> None:
    data = feed(item(summary=words, description=words, place=words))
    names = [line.split(":")[0].split(";")[0] for line in data.decode().replace("\r\n ", "").split("\r\n") if line]
    assert names.count("BEGIN") == 4
    assert set(names) == {
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "NAME", "X-WR-CALNAME", "DESCRIPTION",
        "X-WR-CALDESC", "URL", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "X-WR-TIMEZONE", "LAST-MODIFIED", "DTSTAMP",
        "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CATEGORIES", "STATUS", "TRANSP", "LOCATION", "ACTION", "TRIGGER",
    }  # fmt: skip
    assert first(data)["summary"] == first(data)["description"]


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00"])
def test_marks_that_some_readers_take_for_a_line_end_become_spaces(mark: str) -> None:
    assert second(feed(item(summary=f"Gửi{mark}tài liệu"))).summary.value == "Gửi tài liệu"


def test_the_same_values_are_the_same_bytes() -> None:
    assert feed(item(), item(uid="task-8@x")) == feed(item(), item(uid="task-8@x"))


def test_an_empty_feed_is_a_calendar() -> None:
    data = feed(changed_at=None)
    assert icalendar.Calendar.from_ical(data).walk("VEVENT") == []
    assert vobject.readOne(data.decode()).name == "VCALENDAR"
