"""One message as it goes over the wire: plain text and HTML, marked as automatic (RFC 3834)."""

import base64
import hashlib
import re
from dataclasses import dataclass
from email.mime.text import MIMEText

from flask import Flask
from flask_mail import Message

from config import MailSettings

LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, less the brackets
_LINE_BREAK_IN_HEADER = re.compile(r"\r(?!\n[ \t])|(?<!\r)\n|\n(?![ \t])")
_BODY_HEADERS = frozenset({"content-type", "mime-version", "content-transfer-encoding"})


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """One letter to one address. ``thread``: the Message-ID it belongs to; ``calendar``: an iCalendar text shown
    inline; ``unsubscribe``: the address at which the reader can opt out.
    """

    recipient: str
    recipient_name: str
    subject: str
    text: str
    html: str
    message_id: str
    reply_to: str | None = None
    thread: str | None = None
    calendar: str | None = None
    unsubscribe: str | None = None


class ReminderMessage(Message):
    """Flask-Mail's message made to survive, and quick to write.

    Headers are not refolded (that loses spaces between encoded words), texts are base64, since lines beyond 998 octets
    are refused (RFC 5321, 4.5.3.1.6). Flask-Mail gives the headers; the parts are put together here, because the
    standard library's generator takes longer for a letter than the relay does to accept it.
    """

    def __init__(self, settings: MailSettings, envelope: Envelope) -> None:
        """In place of Flask-Mail's, which asks the DNS for this machine's name to make a Message-ID not wanted here."""
        self.subject = _one_line(envelope.subject)
        self.sender = (_one_line(settings.sender_name), settings.sender)  # a tuple survives commas in the name
        self.recipients = [(_one_line(envelope.recipient_name), address(envelope.recipient))]
        self.reply_to = envelope.reply_to
        self.body, self.alts = envelope.text, {"html": envelope.html}
        self.msgId, self.extra_headers = envelope.message_id, _headers(envelope)
        self.calendar = envelope.calendar
        self.cc, self.bcc, self.attachments = [], [], []
        self.date = self.charset = None
        self.mail_options, self.rcpt_options = [], []

    def as_bytes(self) -> bytes:
        """The message with CRLF line ends.

        Raises:
            ValueError: a line break would begin a header of its own; a text that UTF-8 cannot write.
        """
        headers = [f"{name}: {_folded(value)}" for name, value in self._message().raw_items() if _is_own(name)]
        kind, body = self._parts()
        head = "\r\n".join([*headers, "MIME-Version: 1.0", f"Content-Type: {kind}"])
        return head.encode("ascii") + b"\r\n\r\n" + body

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        return MIMEText("", subtype)  # the texts are written by `_parts`

    def _parts(self) -> tuple[str, bytes]:
        alternative = self._multipart(
            "alternative",
            _part('text/plain; charset="utf-8"', self.body or ""),
            _part('text/html; charset="utf-8"', self.html or ""),
        )
        if self.calendar is None:
            return alternative
        kind, body = alternative
        dates = _part('text/calendar; charset="utf-8"; method=PUBLISH', self.calendar, 'inline; filename="han.ics"')
        return self._multipart("mixed", f"Content-Type: {kind}\r\n\r\n".encode() + body, dates)

    def _multipart(self, kind: str, *parts: bytes) -> tuple[str, bytes]:
        """No line of base64 has "=_", so the boundary cannot occur in a part (RFC 2045, 6.7)."""
        boundary = f"=_{kind}_{hashlib.sha256(self.msgId.encode()).hexdigest()[:24]}"
        line = f"--{boundary}\r\n".encode()
        body = b"".join(line + part + b"\r\n" for part in parts)
        return f'multipart/{kind};\r\n boundary="{boundary}"', body + f"--{boundary}--\r\n".encode()


def _is_own(name: str) -> bool:
    return name.lower() not in _BODY_HEADERS


def _folded(value: str) -> str:
    """A header's value with CRLF where it is folded; a break that is no fold is refused."""
    folded = value.replace("\r\n", "\n").replace("\n", "\r\n")
    if _LINE_BREAK_IN_HEADER.search(folded):
        raise ValueError("a line break in a header")
    return folded


def _part(kind: str, text: str, disposition: str = "") -> bytes:
    coded = base64.b64encode(text.replace("\r\n", "\n").replace("\n", "\r\n").encode())
    lines = b"\r\n".join([coded[at : at + 76] for at in range(0, len(coded), 76)])
    shown = f"\r\nContent-Disposition: {disposition}" if disposition else ""
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64{shown}\r\n\r\n".encode() + lines


def as_bytes(app: Flask, settings: MailSettings, envelope: Envelope) -> bytes:
    """The message of ``envelope``.

    Raises:
        ValueError: it cannot be written as a message.
    """
    message = ReminderMessage(settings, envelope)
    with app.app_context():
        return message.as_bytes()


def _headers(envelope: Envelope) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if envelope.thread and envelope.thread != envelope.message_id:
        headers |= {"In-Reply-To": envelope.thread, "References": envelope.thread}
    if envelope.unsubscribe:
        headers["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return headers


def address(words: str) -> str:
    """``words`` as SMTP takes it: an ASCII local part, the domain in IDNA.

    Raises:
        ValueError: no such address.
    """
    local, at, domain = words.strip().rpartition("@")
    if not (local and at and domain) or not local.isascii() or not local.isprintable() or " " in words.strip():
        raise ValueError(f"not an address: {words!a}")
    if set("<>") & set(words) or len(words) > LONGEST_ADDRESS:
        raise ValueError(f"not an address: {words!a}")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
