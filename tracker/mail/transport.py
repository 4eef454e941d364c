"""Sending one message to one recipient and saying what became of it; nothing here raises for a relay's faults.

Flask-Mail as shipped has no timeouts, does not verify certificates, hides a refused recipient and raises after the
relay has accepted; so its connection is configured anew and the SMTP conversation (RFC 5321) is led step by step.
"""

import mailbox
import re
import smtplib
from types import TracebackType
from typing import Protocol, Self

from flask import Flask

from config import MailSettings
from tracker.mail.conversation import FAREWELL, RelayConnection, RelayFailed, RelayHost, failure
from tracker.mail.message import Envelope, address, as_bytes
from tracker.mail.outcome import Fate, Fault, Outcome, refused

_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)  # doubled on the way (RFC 5321, 4.5.2)


class Transport(Protocol):
    @property
    def relay(self) -> str | None:
        """By which its health is known, "host:port"; None: there is no relay to be ill."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def send(self, envelope: Envelope) -> Outcome: ...


def _unwritable(error: Exception) -> Outcome:
    return Outcome(fate=Fate.DEAD, stage="build", error=f"{type(error).__name__}: {error}")


class MaildirTransport:
    """Writes each message as a file of a Maildir: demo and trials, readable by any mail program."""

    relay: str | None = None

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
            self.box.add(as_bytes(self.app, self.settings, envelope))
        except OSError as error:
            return Outcome(fate=Fate.RETRY, stage="file", error=str(error))
        except ValueError as error:
            return _unwritable(error)
        return Outcome(fate=Fate.SENT, stage="file")


class SmtpTransport:
    """One connection for a run; after a break, or when the relay has had enough on it, the next mail opens another."""

    def __init__(self, app: Flask, settings: MailSettings) -> None:
        self.app, self.settings = app, settings
        self.relay: str | None = f"{settings.server}:{settings.port}"
        self.connection: RelayConnection | None = None
        self.host: RelayHost | None = None
        self.most: int | None = None  # mails on one connection, once the relay has said that it takes no more

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, envelope: Envelope) -> Outcome:
        """Within ``settings.deadline`` seconds, whatever the relay does; twice that when a kept connection turns out
        to be gone and another is opened.
        """
        try:
            data, to = as_bytes(self.app, self.settings, envelope), address(envelope.recipient)
        except ValueError as error:
            return _unwritable(error)
        outcome = self._attempt(data, to)
        if self._was_stale(outcome):
            self._drop()
            outcome = self._attempt(data, to)
        self._tidy(outcome)
        return outcome

    def _attempt(self, data: bytes, to: str) -> Outcome:
        try:
            host = self._host()
        except RelayFailed as failed:
            return failed.outcome
        outcome = self._converse(host, data, to)
        if self.connection is not None and outcome.stage == "reply" and outcome.fate is Fate.SENT:
            self.connection.num_emails += 1
        return outcome

    def _was_stale(self, outcome: Outcome) -> bool:
        """Whether the relay closed a connection that had served before, ahead of this mail: another is worth a try."""
        served = self.connection.num_emails if self.connection is not None else 0
        if not served or outcome.stage != "mail" or outcome.fault is Fault.SILENT:
            return False
        if outcome.code == 421:
            self.most = served
        return outcome.code == 421 or outcome.fault is Fault.BROKEN

    def _host(self) -> RelayHost:
        if self.connection is not None and self.most is not None and self.connection.num_emails >= self.most:
            self._hang_up()
        if self.connection is None or self.host is None:
            with self.app.app_context():
                connection = RelayConnection(self.app.extensions["mail"])
            connection.settings = self.settings
            self.host = connection.host = connection.configure_host()
            self.connection = connection
        self.host.allow(self.settings.deadline)
        return self.host

    def _converse(self, host: RelayHost, data: bytes, to: str) -> Outcome:
        stage = "mail"
        try:
            code, reply = host.mail(self.settings.sender)
            if code == 250:
                stage = "rcpt"
                code, reply = host.rcpt(to)
                if code in {250, 251}:
                    stage = "data"
                    code, reply = host.docmd("DATA")
            if code != 354:
                return refused(stage, code, reply)
            host.send((_LEADING_DOT.sub(b"..", data) if b"\n." in data else data) + b".\r\n")
            stage = "reply"
            code, reply = host.getreply_at_last()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return failure(stage, error)
        if code == -1:  # it answered, but not in SMTP: nobody knows
            return Outcome(fate=Fate.UNKNOWN, stage=stage, error=reply.decode("utf-8", "replace"), fault=Fault.BROKEN)
        return Outcome(fate=Fate.SENT, stage=stage, code=code) if code == 250 else refused(stage, code, reply)

    def _tidy(self, outcome: Outcome) -> None:
        """Leave a connection on which the next mail can begin, or none."""
        if outcome.fault is not None:
            self._drop()
        elif outcome.fate is not Fate.SENT and self.host is not None:
            try:
                self.host.rset()
            except (OSError, smtplib.SMTPException):
                self._drop()

    def _hang_up(self) -> None:
        """QUIT is politeness: whatever happens to it, what was accepted stays accepted."""
        if self.host is not None:
            try:
                self.host.allow(FAREWELL)
                self.host.quit()
            except (OSError, smtplib.SMTPException):
                self._drop()
        self.connection = self.host = None

    def _drop(self) -> None:
        if self.host is not None:
            self.host.close()
        self.connection = self.host = None
