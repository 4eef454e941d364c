"""A connection to the relay on which every step has a timeout and the whole a deadline; certificates are verified.

A server that gives a byte now and then satisfies any timeout that is counted per read: only a deadline ends that.
"""

import io
import smtplib
import socket
import ssl
import time
from functools import cache
from typing import Any

from flask_mail import Connection

from config import MailSettings
from tracker.mail.outcome import Fate, Fault, Outcome, refused

MOST_SAID = 256 * 1024  # bytes of replies to one message
FAREWELL = 5.0  # seconds for QUIT


class RelayFailed(Exception):
    """No mail can be given to the relay on this connection."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.error)
        self.outcome = outcome


@cache
def own_name() -> str:
    """This machine's name for EHLO, looked up once: the look-up knows no deadline."""
    return socket.getfqdn() or "localhost"


class RelayHost(smtplib.SMTP):
    """smtplib's client with a deadline: :meth:`allow` says how long everything until the next call may take."""

    def __init__(self, settings: MailSettings, context: ssl.SSLContext | None) -> None:
        self.step, self.context = settings.timeout, context
        self.said, self.until = 0, 0.0
        self.allow(settings.deadline)
        super().__init__(local_hostname=own_name(), timeout=settings.timeout)

    def allow(self, seconds: float) -> None:
        self.until, self.said = time.monotonic() + seconds, 0

    def left(self, step: float | None = None) -> float:
        """Seconds that the next step may take.

        Raises:
            TimeoutError: none are left.
        """
        remaining = self.until - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("out of time for this message")
        return min(step, remaining) if step else remaining

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), self.left(timeout))
        if self.context is None:
            return plain
        return self.wrapped(plain, host, self.context)

    def wrapped(self, plain: socket.socket, host: str, context: ssl.SSLContext) -> ssl.SSLSocket:
        plain.settimeout(self.left(self.step))
        try:
            return context.wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise

    def encrypt(self, host: str, context: ssl.SSLContext) -> None:
        """Go on in TLS; whatever was said before is not listened to (a reply slipped in ahead of encryption)."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("no connection")
        self.sock, self.file = self.wrapped(self.sock, host, context), None

    def send(self, s: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(self.left())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = io.BufferedReader(_Replies(self))
        return super().getreply()

    def getreply_at_last(self) -> tuple[int, bytes]:
        """The reply that ends a message: a scanner may think for longer than one step, so all that is left is given."""
        step, self.step = self.step, max(self.step, self.until - time.monotonic())
        try:
            return self.getreply()
        finally:
            self.step = step


class _Replies(io.RawIOBase):
    """What the relay says, read within the deadline and up to a limit."""

    def __init__(self, host: RelayHost) -> None:
        self.host = host

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        host = self.host
        if host.sock is None or host.said > MOST_SAID:
            raise ConnectionError("the relay talks without end" if host.sock else "no connection")
        host.sock.settimeout(host.left(host.step))
        count = host.sock.recv_into(buffer)
        host.said += count
        return count


class RelayConnection(Connection):
    """Flask-Mail's connection, opened step by step so that a failure says at which."""

    settings: MailSettings
    stage = "connect"

    def configure_host(self) -> RelayHost:
        """An open, greeted, encrypted and authenticated connection.

        Raises:
            RelayFailed: with what went wrong, and where.
        """
        settings = self.settings
        context = ssl.create_default_context() if settings.use_ssl or settings.use_tls else None
        host = RelayHost(settings, context if settings.use_ssl else None)
        try:
            self._expect("connect", 220, host.connect(settings.server, settings.port))
            self._greet(host)
            if settings.use_tls and context is not None:
                self._encrypt(host, context)
            if settings.username and settings.password:
                self.stage = "auth"
                host.login(settings.username, settings.password)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            host.close()
            raise RelayFailed(failure(self.stage, error)) from error
        except RelayFailed:
            host.close()
            raise
        return host

    def _expect(self, stage: str, wanted: int, answer: tuple[int, bytes]) -> None:
        self.stage = stage
        code, reply = answer
        if code != wanted:
            raise RelayFailed(_as_fault(refused(stage, code, reply), Fault.BUSY if code >= 400 else Fault.BROKEN))

    def _greet(self, host: RelayHost) -> None:
        self.stage = "ehlo"
        code, reply = host.ehlo()
        if 500 <= code < 600:
            code, reply = host.helo()
        self._expect("ehlo", 250, (code, reply))

    def _encrypt(self, host: RelayHost, context: ssl.SSLContext) -> None:
        self.stage = "starttls"
        if not host.has_extn("starttls"):
            words = "the relay offers no STARTTLS; nothing is sent unencrypted"
            raise RelayFailed(Outcome(fate=Fate.RETRY, stage="starttls", error=words, fault=Fault.NO_STARTTLS))
        code, reply = host.docmd("STARTTLS")
        if code != 220:
            raise RelayFailed(_as_fault(refused("starttls", code, reply), Fault.TLS if code >= 500 else Fault.BUSY))
        self.stage = "tls"
        host.encrypt(self.settings.server, context)
        self._greet(host)


def _as_fault(outcome: Outcome, fault: Fault) -> Outcome:
    return Outcome(fate=Fate.RETRY, stage=outcome.stage, code=outcome.code, error=outcome.error, fault=fault)


def failure(stage: str, error: Exception) -> Outcome:
    """What an exception of a conversation means; after the final dot nobody knows what became of the mail."""
    fate = Fate.UNKNOWN if stage == "reply" else Fate.RETRY
    code = error.smtp_code if isinstance(error, smtplib.SMTPAuthenticationError) else None
    words = f"{type(error).__name__}: {error}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        words = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
    return Outcome(fate=fate, stage=stage, code=code, error=words, fault=_fault_of(stage, error))


def _fault_of(stage: str, error: Exception) -> Fault:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Fault.CERTIFICATE
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return Fault.SILENT
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Fault.AUTH if error.smtp_code >= 500 else Fault.BUSY
    if isinstance(error, ssl.SSLError):
        return Fault.TLS
    if isinstance(error, smtplib.SMTPException):
        no_way_in = stage == "auth" and not isinstance(error, smtplib.SMTPServerDisconnected)
        return Fault.AUTH if no_way_in else Fault.BROKEN
    return Fault.UNREACHABLE if stage == "connect" else Fault.BROKEN
