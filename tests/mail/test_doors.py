"""Where the links of a mail lead for a reader without an account, and how their tokens get in when it is sent."""

from dataclasses import dataclass, field, replace

import icalendar
import pytest

from tests.mail.test_transport import ENVELOPE
from tracker.mail import places
from tracker.mail.doors import opened, settled, through
from tracker.mail.link_tokens import LinkTokens

Place = tuple[int, int]
TOKEN = LinkTokens("s" * 32).make("x")


@dataclass
class Doors:
    tasks: dict[int, Place] = field(default_factory=lambda: {1: (10, 5), 2: (10, 5), 3: (20, 5)})
    conferences: dict[int, Place] = field(default_factory=lambda: {10: (10, 5), 20: (20, 5)})


def link(endpoint: str, **values: object) -> str:
    return " ".join([endpoint, *(f"{name}={value}" for name, value in sorted(values.items()))])


@pytest.mark.parametrize(
    ("endpoint", "values", "leads"),
    [
        ("tasks.show", {"task_id": 3}, "action_links.task task_id=3 token=~20.5"),
        ("tasks.show", {"task_id": 9}, "action_links.show token=~10.5"),
        ("worklist.mine", {}, "action_links.show token=~10.5"),
        ("worklist.mine", {"hoi-nghi": 20}, "action_links.show token=~20.5"),
        ("conferences.show", {"conference_id": 20}, "action_links.show token=~20.5"),
        ("conferences.show", {"conference_id": 30}, "conferences.show conference_id=30"),
        ("extensions.waiting", {}, "extensions.waiting"),
        ("briefing.choose", {"user_id": 7}, "briefing.choose token=~ user_id=7"),
    ],
)
def test_each_page_has_its_like_behind_the_link(endpoint: str, values: dict[str, object], leads: str) -> None:
    assert through(Doors(), link)(endpoint, **values) == leads


def test_without_doors_pages_are_those_for_people_with_an_account() -> None:
    assert through(None, link)("tasks.show", task_id=3) == "tasks.show task_id=3"


def test_what_people_write_cannot_pass_for_a_mark() -> None:
    written = "Xem https://x.example/viec/~10.5/3 và /ban-tin/7/~, còn /viec/sign10.5 thì được"
    kept = settled(written, "sign")
    assert kept == "Xem https://x.example/viec/%7E10.5/3 và /ban-tin/7/%7E, còn /viec/~10.5 thì được"
    assert places([kept]) == {(10, 5)}


def test_at_sending_each_mark_becomes_the_token_or_the_page_for_people_with_an_account() -> None:
    text = "1: https://x.example/viec/~10.5/3\n2: https://x.example/viec/~20.5/4\n3: https://x.example/viec/~20.5\n"
    sent = opened(replace(ENVELOPE, text=text, html=f'<a href="{text}">'), path, {(10, 5): TOKEN})
    assert sent.text == (
        f"1: https://x.example/viec/{TOKEN}/3\n2: https://x.example/nhiem-vu/4\n3: https://x.example/viec-cua-toi\n"
    )
    assert sent.html == f'<a href="{sent.text}">'


def test_a_mail_without_marks_stays_as_it_is() -> None:
    plain = replace(ENVELOPE, text="Xem https://x.example/~vanphong/", calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR")
    assert opened(plain, path, {(10, 5): TOKEN}, lambda _user: TOKEN) == plain


def test_the_way_out_of_the_briefing_is_put_in_where_the_mail_may_have_one() -> None:
    mail = replace(ENVELOPE, unsubscribe="https://x.example/ban-tin/7/~", text="https://x.example/ban-tin/7/~\n")
    sent = opened(mail, path, {}, lambda user_id: f"{TOKEN}-{user_id}")
    assert sent.unsubscribe == f"https://x.example/ban-tin/7/{TOKEN}-7"
    assert sent.text == f"{sent.unsubscribe}\n"
    assert opened(mail, path, {}).unsubscribe == mail.unsubscribe


def test_a_calendar_is_folded_anew_and_reads_the_same() -> None:
    made = icalendar.Calendar()
    event = icalendar.Event()
    event.add("summary", "Hạn: Xây dựng báo cáo sơ kết hoạt động khoa học, công nghệ và đổi mới sáng tạo năm 2026")
    event.add("description", "Mở tại https://a-rather-long-name.sansang.example/viec/~123456.654321/98765 để báo cáo")
    event.add("url", "https://a-rather-long-name.of-an-agency.sansang.example/viec/~123456.654321/98765")
    made.add_component(event)
    folded = made.to_ical().decode().strip()
    assert "~123456.654321/98765" not in folded, "a mark lies across two lines"
    sent = opened(replace(ENVELOPE, calendar=folded), path, {(123456, 654321): TOKEN}).calendar
    assert sent is not None
    assert max(len(line.encode()) for line in sent.split("\r\n")) <= 75
    (read,) = icalendar.Calendar.from_ical(sent).walk("VEVENT")
    assert read["summary"] == event["summary"]
    assert str(read["url"]).endswith(f"/viec/{TOKEN}/98765")
    assert f"/viec/{TOKEN}/98765 để báo cáo" in str(read["description"])


def path(endpoint: str, **values: object) -> str:
    """As the routes have it."""
    ways = {
        "action_links.task": "/viec/{token}/{task_id}", "action_links.show": "/viec/{token}",
        "tasks.show": "/nhiem-vu/{task_id}", "worklist.mine": "/viec-cua-toi",
        "briefing.choose": "/ban-tin/{user_id}/{token}",
    }  # fmt: skip
    return ways[endpoint].format(**values)
