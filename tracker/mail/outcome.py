"""What became of one message, as the relay told it (RFC 5321, 4.2; enhanced codes: RFC 3463)."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    SENT = "sent"  # the relay has taken responsibility
    RETRY = "retry"  # not taken, may be later
    DEAD = "dead"  # refused for good
    UNKNOWN = "unknown"  # the connection broke between the final dot and the reply


class Fault(StrEnum):
    """What is wrong with the relay, or with our settings for it: no other mail would fare better just now."""

    UNREACHABLE = "unreachable"
    SILENT = "silent"  # a timeout
    BROKEN = "broken"  # hung up, or spoke no SMTP
    BUSY = "busy"  # 421, or a temporary refusal before any mail was named
    NO_STARTTLS = "no_starttls"
    CERTIFICATE = "certificate"
    TLS = "tls"
    AUTH = "auth"
    SENDER = "sender"  # our sender is not let in


# Faults that time does not mend: a person must change a setting, here or at the relay
CONFIGURATION = frozenset({Fault.NO_STARTTLS, Fault.CERTIFICATE, Fault.TLS, Fault.AUTH, Fault.SENDER})

_STATUS = re.compile(r"^[245]\.\d{1,3}\.\d{1,3}(?=\s|$)")
_NO_SUCH = frozenset({"5.1.1", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})  # unknown, malformed, moved, null MX, disabled
_NO_SUCH_WORDS = re.compile(r"no such|unknown (user|recipient|address)|user unknown|not exist|not found", re.IGNORECASE)
_FULL = "5.2.2"  # the mailbox is full: it may be emptied
_LOCKED = frozenset({530, 534, 535, 538})  # authentication or encryption is wanted (RFC 4954)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """``stage``: build, connect, tls, ehlo, starttls, auth, mail, rcpt, data, reply or file; ``code``: the relay's,
    None when it said nothing; ``fault``: when it is the relay's, not the mail's.
    """

    fate: Fate
    stage: str = ""
    code: int | None = None
    error: str = ""
    fault: Fault | None = None

    @property
    def status(self) -> str:
        """The enhanced status code, "5.1.1"; empty when the relay gives none."""
        return status_of(self.error)

    @property
    def names_bad_address(self) -> bool:
        """Whether the relay says that there is no such recipient, so that writing there again is useless."""
        if self.fate is not Fate.DEAD or self.stage not in {"rcpt", "reply"}:
            return False
        if self.status:
            return self.status in _NO_SUCH
        if self.stage == "rcpt" and self.code == 553:  # "mailbox name not allowed"
            return True
        return self.code in {550, 551} and bool(_NO_SUCH_WORDS.search(self.error))


def status_of(words: str) -> str:
    """The enhanced status code that ``words`` begin with, or nothing."""
    found = _STATUS.match(words)
    return found[0] if found else ""


def refused(stage: str, code: int, reply: bytes) -> Outcome:
    """4xx: later; 5xx: never (RFC 5321, 4.2.1), unless it is said of our sender or of a full mailbox.

    A relay that refuses the sender refuses every mail: that is a setting to correct, not the end of these mails.
    """
    words = reply.decode("utf-8", "replace")
    if code == -1:
        return Outcome(fate=Fate.RETRY, stage=stage, error=words or "no SMTP reply", fault=Fault.BROKEN)
    fault = _fault(stage, code)
    status = status_of(words)
    too_many = stage == "rcpt" and code == 552  # RFC 5321, 4.5.3.1.10: to be taken as 452
    for_good = 500 <= code < 600 and fault is None and status != _FULL and not too_many
    return Outcome(fate=Fate.DEAD if for_good else Fate.RETRY, stage=stage, code=code, error=words, fault=fault)


def _fault(stage: str, code: int) -> Fault | None:
    if code == 421:
        return Fault.BUSY
    if code in _LOCKED:
        return Fault.AUTH
    if stage == "mail":
        return Fault.SENDER if code in {550, 551, 553, 554} else Fault.BUSY if code < 500 else None
    return None
