"""Sending one message to one recipient and saying what became of it; nothing here raises for a relay's faults.

Flask-Mail as shipped has no timeouts, does not verify certificates, hides a refused recipient and raises after the
relay has accepted; so its connection is configured anew and the SMTP conversation (RFC 5321) is led step by step.
"""

import mailbox
import re
import smtplib
import ssl
from dataclasses import dataclass
from email import policy
from email.charset import BASE64, Charset
from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from enum import StrEnum
from types import TracebackType
from typing import Any, Protocol, Self

from flask import Flask
from flask_mail import Connection, Message

from config import MailSettings


class Fate(StrEnum):
    SENT = "sent"  # the relay has taken responsibility
    RETRY = "retry"  # not taken, may be later
    DEAD = "dead"  # refused for good
    UNKNOWN = "unknown"  # the connection broke between the final dot and the reply


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """``stage``: connect, mail, rcpt, data or reply; ``code``: the relay's, None when it said nothing."""

    fate: Fate
    stage: str = ""
    code: int | None = None
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """One letter to one address."""

    recipient: str
    recipient_name: str
    subject: str
    text: str
    html: str
    message_id: str
    reply_to: str | None = None


class Transport(Protocol):
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def send(self, envelope: Envelope) -> Outcome: ...


_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)  # doubled on the way (RFC 5321, 4.5.2)
_BASE64 = Charset("utf-8")
_BASE64.body_encoding = BASE64


class ReminderMessage(Message):
    """Flask-Mail's message made to survive: headers are not refolded (that loses spaces between encoded words), texts
    are base64, since lines beyond 998 octets are refused (RFC 5321, 4.5.3.1.6).
    """

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        return MIMEText(text or "", subtype, _BASE64)  # type: ignore[arg-type]  # a Charset is taken, the stubs say str

    def _message(self) -> MIMEBase:
        message = super()._message()
        message.policy = policy.SMTP.clone(refold_source="none")
        return message


def build(app: Flask, settings: MailSettings, envelope: Envelope) -> ReminderMessage:
    """The message as it goes out: plain and HTML parts, marked as automatic (RFC 3834)."""
    with app.app_context():
        message = ReminderMessage(
            subject=_one_line(envelope.subject),
            recipients=[(_one_line(envelope.recipient_name), envelope.recipient)],
            body=envelope.text,
            html=envelope.html,
            reply_to=envelope.reply_to,
            sender=settings.sender,
            extra_headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
        )
    message.sender = (_one_line(settings.sender_name), settings.sender)  # a tuple survives commas in the name
    message.msgId = envelope.message_id
    return message


def _one_line(text: str) -> str:
    return " ".join(text.split())


def as_bytes(app: Flask, message: ReminderMessage) -> bytes:
    with app.app_context():
        data: bytes = message.as_bytes()
    return data


class MaildirTransport:
    """Writes each message as a file of a Maildir: demo and trials, readable by any mail program."""

    def __init__(self, app: Flask, settings: MailSettings) -> None:
        self.app, self.settings = app, settings

    def __enter__(self) -> Self:
        self.settings.folder.parent.mkdir(parents=True, exist_ok=True)
        self.box = mailbox.Maildir(str(self.settings.folder), create=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.box.close()

    def send(self, envelope: Envelope) -> Outcome:
        try:
            self.box.add(as_bytes(self.app, build(self.app, self.settings, envelope)))
        except OSError as error:
            return Outcome(fate=Fate.RETRY, stage="file", error=str(error))
        return Outcome(fate=Fate.SENT, stage="file")


class RelayConnection(Connection):
    """Flask-Mail's connection with a timeout at every step and verified certificates."""

    settings: MailSettings

    def configure_host(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        where: dict[str, Any] = {
            "host": self.settings.server,
            "port": self.settings.port,
            "timeout": self.settings.timeout,
        }
        host = smtplib.SMTP_SSL(**where, context=context) if self.settings.use_ssl else smtplib.SMTP(**where)
        try:
            if self.settings.use_tls:
                host.starttls(context=context)
            if self.settings.username and self.settings.password:
                host.login(self.settings.username, self.settings.password)
            host.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException):
            host.close()
            raise
        return host


class SmtpTransport:
    """One connection for a run; after a break the next message opens another."""

    def __init__(self, app: Flask, settings: MailSettings) -> None:
        self.app, self.settings = app, settings
        self.connection: RelayConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, envelope: Envelope) -> Outcome:
        try:
            host = self._host()
        except (OSError, smtplib.SMTPException) as error:
            self.connection = None
            return Outcome(
                fate=Fate.RETRY, stage="connect", code=getattr(error, "smtp_code", None), error=_words(error)
            )
        outcome = self._converse(host, envelope)
        if outcome.fate in {Fate.RETRY, Fate.UNKNOWN} and outcome.code is None:
            self._drop()
        elif outcome.fate is not Fate.SENT:
            self._reset(host)
        return outcome

    def _host(self) -> smtplib.SMTP:
        if self.connection is None or self.connection.host is None:
            with self.app.app_context():
                connection = RelayConnection(self.app.extensions["mail"])
            connection.settings = self.settings
            connection.host = connection.configure_host()
            self.connection = connection
            return connection.host
        return self.connection.host

    def _converse(self, host: smtplib.SMTP, envelope: Envelope) -> Outcome:
        data = as_bytes(self.app, build(self.app, self.settings, envelope))
        stage = "mail"
        try:
            code, reply = host.mail(self.settings.sender)
            if code == 250:
                stage = "rcpt"
                code, reply = host.rcpt(envelope.recipient)
            if code in {250, 251}:
                stage = "data"
                code, reply = host.docmd("DATA")
            if code != 354:
                return _refused(stage, code, reply)
            host.send(_LEADING_DOT.sub(b"..", _crlf(data)) + b".\r\n")
            stage = "reply"
            code, reply = host.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(fate=Fate.UNKNOWN if stage == "reply" else Fate.RETRY, stage=stage, error=_words(error))
        return Outcome(fate=Fate.SENT, stage=stage, code=code) if code == 250 else _refused(stage, code, reply)

    def _reset(self, host: smtplib.SMTP) -> None:
        try:
            host.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _hang_up(self) -> None:
        """QUIT is politeness: whatever happens to it, what was accepted stays accepted."""
        if self.connection is not None and self.connection.host is not None:
            try:
                self.connection.host.quit()
            except (OSError, smtplib.SMTPException):
                self._drop()
        self.connection = None

    def _drop(self) -> None:
        if self.connection is not None and self.connection.host is not None:
            self.connection.host.close()
        self.connection = None


def _crlf(data: bytes) -> bytes:
    """The message with CRLF line ends and one at its end."""
    fixed = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    return fixed if fixed.endswith(b"\r\n") else fixed + b"\r\n"


def _refused(stage: str, code: int, reply: bytes) -> Outcome:
    """4xx: later; 5xx: never (RFC 5321, 4.2.1). 421 and −1 mean that the relay is closing."""
    words = reply.decode("utf-8", "replace")
    if code == -1:
        return Outcome(fate=Fate.RETRY, stage=stage, error=words or "connection closed")
    return Outcome(fate=Fate.DEAD if 500 <= code < 600 else Fate.RETRY, stage=stage, code=code, error=words)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
