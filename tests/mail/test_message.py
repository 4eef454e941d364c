"""From a letter to bytes and back through the standard library's parser: nothing is lost, nothing gets in."""

import random
import unicodedata
from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import cast

import icalendar
import pytest
from flask import Flask

from config import MailSettings
from tests.mail.test_transport import ENVELOPE, mailer
from tracker.mail.compose import one_line
from tracker.mail.message import Envelope, as_bytes
from tracker.web.subjects import MOST, subject_line, visible

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//VI\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:task-1@sansang\r\n"
    "DTSTAMP:20261102T020000Z\r\nDTSTART;VALUE=DATE:20261204\r\nSUMMARY:Hạn: Xây dựng báo cáo\r\n"
    "END:VEVENT\r\nEND:VCALENDAR"
)
WORDS = (
    "Xây dựng báo cáo sơ kết hoạt động khoa học, công nghệ; đổi mới “sáng tạo” và chuyển-đổi số – Phòng Quản lý Hòa "
    "Bình (Ủy ban nhân dân xã Đông Hải) \"trích dẫn\" 'đơn' 🎉 👩‍🔬 KH&CN <số> 50% a=b ?= =?utf-8?q?x?= Nghiễm Thuỵ "
    "Đắk Lắk Quỳnh Phượng ỷ ẫ ữ @ \\ / _ =0A"
).split()


@pytest.fixture(scope="module")
def writer() -> tuple[Flask, MailSettings]:
    made = mailer(2525)
    return made.app, made.settings.mail


def parsed(writer: tuple[Flask, MailSettings], envelope: Envelope) -> EmailMessage:
    data = as_bytes(*writer, envelope)
    assert max(map(len, data.split(b"\r\n"))) <= 998
    return cast("EmailMessage", message_from_bytes(data, policy=policy.default))


def name_in(writer: tuple[Flask, MailSettings], name: str) -> str:
    """The recipient's name as mail programmes read it: policy.default of Python 3.11 leaves a gap between two encoded
    words of a name, where RFC 2047, 6.2 says that there is none.
    """
    raw = message_from_bytes(as_bytes(*writer, replace(ENVELOPE, recipient_name=name)))["To"]
    return str(make_header(decode_header(parseaddr(raw)[0])))


def generated(seed: int) -> tuple[str, str, str]:
    """(subject, title, name), the same for the same seed; a line break or a control character in every third."""
    choose = random.Random(seed)
    breaks = ("\r\n", "\n", "\r", "\r\nBcc: all@haibinh.example\r\n", "\t", "\u2028", "\x0b", "\x85", "\u202e", "\x00")

    def some(most: int) -> str:
        words = [choose.choice(WORDS) for _ in range(choose.randint(1, most))]
        if seed % 3 == 0:
            words.insert(choose.randint(0, len(words)), choose.choice(breaks))
        text = " ".join(words)
        return unicodedata.normalize(choose.choice(("NFC", "NFD")), text)  # type: ignore[arg-type]  # a literal in the stubs

    action, title, name = some(6), some(40), some(12)
    return one_line(subject_line(action, title, name)), title, name


def test_a_thousand_generated_subjects_and_names_come_back_exactly(writer: tuple[Flask, MailSettings]) -> None:
    for seed in range(1000):
        subject, _title, name = generated(seed)
        shown = one_line(name)
        mail = parsed(writer, replace(ENVELOPE, subject=subject, recipient_name=shown))
        assert mail["Subject"] == subject, seed
        assert name_in(writer, shown) == shown, seed
        assert mail["To"].addresses[0].addr_spec == ENVELOPE.recipient
        assert (mail["Bcc"], mail.defects) == (None, [])
        assert "\n" not in subject and "\r" not in subject  # noqa: PT018 -- one thing


def test_a_thousand_generated_subjects_keep_to_their_length_where_the_action_does() -> None:
    for seed in range(1000):
        subject, _title, _name = generated(seed)
        action = subject.split(": ")[0].split(" – ")[0]
        assert visible(subject) <= max(MOST, visible(action)) or ": " in subject[:MOST], seed


@pytest.mark.parametrize("text", ["Dòng một\n\n.\nDòng ba\n", "NFD: " + unicodedata.normalize("NFD", "Hữu Nghị\n"), ""])
def test_both_texts_come_back_exactly(writer: tuple[Flask, MailSettings], text: str) -> None:
    mail = parsed(writer, replace(ENVELOPE, text=text, html=f"<p>{text}</p>"))
    for kind, expected in (("plain", text), ("html", f"<p>{text}</p>")):
        part = mail.get_body((kind,))
        assert part is not None
        assert part.get_content().replace("\r\n", "\n") == expected


def test_a_calendar_stands_beside_the_two_texts_and_is_read_as_one(writer: tuple[Flask, MailSettings]) -> None:
    mail = parsed(writer, replace(ENVELOPE, calendar=CALENDAR))
    assert mail.get_content_type() == "multipart/mixed"
    texts, dates = mail.iter_parts()
    assert [part.get_content_type() for part in texts.iter_parts()] == ["text/plain", "text/html"]
    assert (dates.get_content_type(), dates.get_param("method")) == ("text/calendar", "PUBLISH")
    assert (dates.get_filename() or "").endswith(".ics")
    (entry,) = icalendar.Calendar.from_ical(dates.get_content()).walk("VEVENT")
    assert entry["summary"] == "Hạn: Xây dựng báo cáo"


def test_without_a_calendar_there_are_only_the_two_texts(writer: tuple[Flask, MailSettings]) -> None:
    assert parsed(writer, ENVELOPE).get_content_type() == "multipart/alternative"


def test_a_mail_of_a_conversation_refers_to_its_root(writer: tuple[Flask, MailSettings]) -> None:
    mail = parsed(writer, replace(ENVELOPE, thread="<root@sansang>"))
    assert (mail["In-Reply-To"], mail["References"]) == ("<root@sansang>", "<root@sansang>")
    assert parsed(writer, ENVELOPE)["References"] is None


def test_only_what_may_be_stopped_says_how(writer: tuple[Flask, MailSettings]) -> None:
    mail = parsed(writer, replace(ENVELOPE, unsubscribe="https://sansang.example/ban-tin/1/x"))
    assert mail["List-Unsubscribe"] == "<https://sansang.example/ban-tin/1/x>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsed(writer, ENVELOPE)["List-Unsubscribe"] is None
