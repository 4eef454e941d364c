"""What becomes of one mail, told by a real SMTP server."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask

from config import MailSettings, Settings
from tests.mail.relay import Relay, running_relay
from tracker.mail import Envelope, Fate, Fault, Mailer, Outcome
from tracker.mail.message import as_bytes

ENVELOPE = Envelope(
    recipient="qlkh@haibinh.example",
    recipient_name="Phòng Quản lý Khoa học, Sở KH&CN",
    subject="2 việc đến hạn Thứ Hai 17/7 – Phòng Quản lý Khoa học",
    text="Kính gửi Phòng Quản lý Khoa học,\n.\nMột dòng chỉ có dấu chấm đứng trên.\n",
    html="<p>Kính gửi Phòng Quản lý Khoa học</p>",
    message_id="<1@sansang>",
)


@pytest.fixture
def relay() -> Iterator[Relay]:
    with running_relay() as relay:
        yield relay


def mailer(port: int, **values: object) -> Mailer:
    settings = Settings(
        environment="test",
        secret_key="x" * 40,
        database_url="sqlite://",
        site_url="https://sansang.example",
        mail=replace(
            MailSettings(
                backend="smtp",
                server="127.0.0.1",
                port=port,
                timeout=2.0,
                sender="sansang@example.vn",
                sender_name="Ban tổ chức, Sẵn Sàng",
            ),
            **values,  # type: ignore[arg-type]  # any setting
        ),
    )
    return Mailer(Flask(__name__), settings)


def send(port: int, *envelopes: Envelope, **values: object) -> list[Outcome]:
    with mailer(port, **values).transport() as transport:
        return [transport.send(envelope) for envelope in envelopes]


def test_a_mail_arrives_whole_with_both_parts_and_the_headers_of_an_automatic_message(relay: Relay) -> None:
    (outcome,) = send(relay.port, ENVELOPE)
    assert (outcome.fate, outcome.stage, outcome.code) == (Fate.SENT, "reply", 250)
    (mail,) = relay.mails
    assert mail["Subject"] == ENVELOPE.subject
    assert mail["Message-ID"] == "<1@sansang>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["To"].addresses[0].display_name == "Phòng Quản lý Khoa học, Sở KH&CN"
    assert mail["From"].addresses[0].display_name == "Ban tổ chức, Sẵn Sàng"
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == ENVELOPE.text  # type: ignore[union-attr]  # there is a plain part
    assert mail.get_body(("html",)).get_content().strip() == ENVELOPE.html  # type: ignore[union-attr]  # there is an HTML part


def test_a_refused_recipient_is_dead_and_does_not_stop_the_next_mail_on_the_same_connection(relay: Relay) -> None:
    relay.answers["gone@haibinh.example"] = "550 5.1.1 no such user"
    gone, fine = send(relay.port, replace(ENVELOPE, recipient="gone@haibinh.example"), ENVELOPE)
    assert (gone.fate, gone.stage, gone.code) == (Fate.DEAD, "rcpt", 550)
    assert fine.fate is Fate.SENT


def test_a_greylisted_recipient_is_tried_again_later(relay: Relay) -> None:
    relay.answers[ENVELOPE.recipient] = "451 4.7.1 greylisted, come back"
    (outcome,) = send(relay.port, ENVELOPE)
    assert (outcome.fate, outcome.stage, outcome.code) == (Fate.RETRY, "rcpt", 451)


def test_a_message_refused_after_its_text_is_dead(relay: Relay) -> None:
    relay.answers["DATA"] = "552 5.3.4 message too big"
    (outcome,) = send(relay.port, ENVELOPE)
    assert (outcome.fate, outcome.stage, outcome.code) == (Fate.DEAD, "reply", 552)


def test_a_connection_lost_between_the_final_dot_and_the_reply_leaves_the_fate_unknown(relay: Relay) -> None:
    relay.answers["DATA"] = "drop"
    lost, again = send(relay.port, ENVELOPE, replace(ENVELOPE, recipient="other@haibinh.example"))
    assert (lost.fate, lost.stage) == (Fate.UNKNOWN, "reply")
    assert again.fate is Fate.UNKNOWN, "a new connection was opened for the next mail"


def test_nobody_listening_is_a_reason_to_try_again(relay: Relay) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (outcome,) = send(port, ENVELOPE)
    assert (outcome.fate, outcome.stage) == (Fate.RETRY, "connect")


def test_a_relay_that_says_nothing_costs_one_timeout() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen(8)
        (outcome,) = send(mute.getsockname()[1], ENVELOPE, timeout=0.2)
    assert (outcome.fate, outcome.stage) == (Fate.RETRY, "connect")


def test_a_relay_without_starttls_gets_nothing_when_encryption_is_asked_for(relay: Relay) -> None:
    (outcome,) = send(relay.port, ENVELOPE, use_tls=True)
    assert (outcome.fate, outcome.stage, outcome.fault) == (Fate.RETRY, "starttls", Fault.NO_STARTTLS)
    assert relay.mails == []


def test_a_thousand_subjects_of_every_length_survive() -> None:
    words = (
        "Cần hoàn thành báo cáo sơ kết hoạt động khoa học, công nghệ – Phòng Quản lý đổi mới sáng tạo Hải Bình".split()
    )
    writer = mailer(2525)
    for length in range(1, 1001):
        subject = " ".join(words[(length * 7 + n) % len(words)] for n in range(1 + length % 23))
        data = as_bytes(writer.app, writer.settings.mail, replace(ENVELOPE, subject=subject))
        assert message_from_bytes(data, policy=policy.default)["Subject"] == subject


def test_a_letter_with_a_very_long_line_is_accepted(relay: Relay) -> None:
    (outcome,) = send(relay.port, replace(ENVELOPE, html=f"<p>{'Kính gửi Phòng. ' * 400}</p>"))
    assert outcome.fate is Fate.SENT


def test_line_breaks_cannot_smuggle_a_header_in() -> None:
    writer = mailer(2525)
    poisoned = replace(ENVELOPE, subject="Hạn\r\nBcc: all@haibinh.example", recipient_name="A\nBcc: b@haibinh.example")
    parsed = message_from_bytes(as_bytes(writer.app, writer.settings.mail, poisoned), policy=policy.default)
    assert parsed["Bcc"] is None
    assert parsed["Subject"] == "Hạn Bcc: all@haibinh.example"


def test_the_file_mailbox_keeps_each_mail_as_a_file(tmp_path: Path) -> None:
    (outcome,) = send(2525, ENVELOPE, backend="file", folder=tmp_path / "mail")
    assert outcome.fate is Fate.SENT
    (kept,) = (tmp_path / "mail" / "new").iterdir()
    assert message_from_bytes(kept.read_bytes(), policy=policy.default)["Subject"] == ENVELOPE.subject
