"""Whatever a relay does, each mail ends in the right state, and none takes longer than its timeouts."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.mail.scripted import (
    DRIP,
    DROP,
    HANG,
    THEN_DROP,
    Scripted,
    certificate,
    nobody_listens,
    scripted,
    speaking_for,
)
from tests.mail.test_transport import ENVELOPE, mailer
from tracker.mail import CONFIGURATION, Fate, Fault, Outcome
from tracker.mail.conversation import FAREWELL

STEP, DEADLINE = 0.3, 0.8  # seconds
SLACK = 1.0  # for a busy machine
RETRY, DEAD, SENT, UNKNOWN = Fate.RETRY, Fate.DEAD, Fate.SENT, Fate.UNKNOWN
SECURE = {"ehlo": "250-relay\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS"}
PASSWORD = {"username": "sansang", "password": "bí-mật".encode().hex()}


def send(relay: Scripted, count: int = 1, **settings: object) -> list[Outcome]:
    """What became of ``count`` mails over one transport; none may take longer than its timeouts."""
    values: dict[str, Any] = {"timeout": STEP, "deadline": DEADLINE, "server": "localhost", **settings}
    outcomes, began = [], time.monotonic()
    with mailer(relay.port, **values).transport() as transport:
        for number in range(count):
            sending = time.monotonic()
            outcomes.append(transport.send(replace(ENVELOPE, recipient=f"u{number}@haibinh.example")))
            assert time.monotonic() - sending < 2 * values["deadline"] + SLACK, "twice: a kept connection may be gone"
    assert time.monotonic() - began < count * 2 * values["deadline"] + FAREWELL + SLACK
    return outcomes


CASES: Sequence[tuple[str, Mapping[str, str | Sequence[str]], Fate, str, Fault | None]] = [
    # hangs at every step
    ("hang before the banner", {"banner": HANG}, RETRY, "connect", Fault.SILENT),
    ("hang at EHLO", {"ehlo": HANG}, RETRY, "ehlo", Fault.SILENT),
    ("hang at MAIL", {"mail": HANG}, RETRY, "mail", Fault.SILENT),
    ("hang at RCPT", {"rcpt": HANG}, RETRY, "rcpt", Fault.SILENT),
    ("hang at DATA", {"data": HANG}, RETRY, "data", Fault.SILENT),
    ("hang after the final dot", {"text": HANG}, UNKNOWN, "reply", Fault.SILENT),
    ("hang at QUIT", {"quit": HANG}, SENT, "reply", None),
    ("hang at RSET", {"rcpt": "550 5.1.1 no such user", "rset": HANG}, DEAD, "rcpt", None),
    # temporary refusals at every step
    ("421 for a banner", {"banner": "421 4.3.2 closing"}, RETRY, "connect", Fault.BUSY),
    ("421 at EHLO", {"ehlo": "421 4.3.2 closing"}, RETRY, "ehlo", Fault.BUSY),
    ("451 at EHLO and HELO", {"ehlo": "451 4.3.0 not now", "helo": "451 4.3.0 not now"}, RETRY, "ehlo", Fault.BUSY),
    ("451 at MAIL", {"mail": "451 4.3.0 not now"}, RETRY, "mail", Fault.BUSY),
    ("421 at MAIL", {"mail": "421 4.7.0 too many connections"}, RETRY, "mail", Fault.BUSY),
    ("450 at RCPT", {"rcpt": "450 4.2.0 mailbox busy"}, RETRY, "rcpt", None),
    ("421 at RCPT", {"rcpt": "421 4.3.2 closing"}, RETRY, "rcpt", Fault.BUSY),
    ("421 at DATA", {"data": "421 4.3.2 closing"}, RETRY, "data", Fault.BUSY),
    ("421 after the text", {"text": "421 4.3.2 closing"}, RETRY, "reply", Fault.BUSY),
    ("421 at QUIT", {"quit": "421 4.3.2 closing"}, SENT, "reply", None),
    ("421 at RSET", {"rcpt": "450 4.2.0 mailbox busy", "rset": "421 4.3.2 closing"}, RETRY, "rcpt", None),
    ("451 at DATA", {"data": "451 4.3.0 not now"}, RETRY, "data", None),
    ("451 after the text", {"text": "451 4.3.0 not now"}, RETRY, "reply", None),
    # refusals for good at every step
    ("554 for a banner", {"banner": "554 5.3.2 no service"}, RETRY, "connect", Fault.BUSY),
    ("550 at EHLO and HELO", {"ehlo": "550 who?", "helo": "550 who?"}, RETRY, "ehlo", Fault.BUSY),
    ("502 at EHLO, HELO is known", {"ehlo": "502 what?"}, SENT, "reply", None),
    ("550 at MAIL", {"mail": "550 5.7.1 sender not allowed"}, RETRY, "mail", Fault.SENDER),
    ("530 at MAIL", {"mail": "530 5.7.0 authentication required"}, RETRY, "mail", Fault.AUTH),
    ("550 at RCPT", {"rcpt": "550 5.1.1 no such user"}, DEAD, "rcpt", None),
    ("554 at DATA", {"data": "554 5.5.1 no valid recipients"}, DEAD, "data", None),
    ("554 after the text", {"text": "554 5.7.1 looks like spam"}, DEAD, "reply", None),
    ("554 at QUIT", {"quit": "554 5.5.1 what?"}, SENT, "reply", None),
    # sizes and full boxes
    ("552 at MAIL", {"ehlo": "250-relay\r\n250 SIZE 100", "mail": "552 5.3.4 too big"}, DEAD, "mail", None),
    ("452 at MAIL", {"mail": "452 4.3.1 disk full"}, RETRY, "mail", Fault.BUSY),
    ("552 after the text", {"text": "552 5.3.4 too big"}, DEAD, "reply", None),
    ("552 at RCPT", {"rcpt": "552 too many recipients"}, RETRY, "rcpt", None),
    ("a full mailbox", {"text": "552 5.2.2 mailbox full"}, RETRY, "reply", None),
    # drops
    ("drop instead of a banner", {"banner": DROP}, RETRY, "connect", Fault.BROKEN),
    ("drop at EHLO", {"ehlo": DROP}, RETRY, "ehlo", Fault.BROKEN),
    ("drop at MAIL", {"mail": DROP}, RETRY, "mail", Fault.BROKEN),
    ("drop at RCPT", {"rcpt": DROP}, RETRY, "rcpt", Fault.BROKEN),
    ("drop at DATA", {"data": DROP}, RETRY, "data", Fault.BROKEN),
    ("drop while the text comes", {"data": "354 go on" + THEN_DROP}, UNKNOWN, "reply", Fault.BROKEN),
    ("drop before the final reply", {"text": DROP}, UNKNOWN, "reply", Fault.BROKEN),
    ("drop after the final reply", {"text": "250 queued" + THEN_DROP}, SENT, "reply", None),
    ("drop at QUIT", {"quit": DROP}, SENT, "reply", None),
    ("drop at RSET", {"rcpt": "550 5.1.1 no such user", "rset": DROP}, DEAD, "rcpt", None),
    # no SMTP at all, or too much of it
    ("a web server", {"banner": "HTTP/1.1 400 Bad Request"}, RETRY, "connect", Fault.BROKEN),
    ("a line without end for a banner", {"banner": "220 " + "x" * 20_000}, RETRY, "connect", Fault.BROKEN),
    ("a line without end at RCPT", {"rcpt": "250 " + "x" * 20_000}, RETRY, "rcpt", Fault.BROKEN),
    ("a line without end after the text", {"text": "250 " + "x" * 20_000}, UNKNOWN, "reply", Fault.BROKEN),
    ("a reply of endless lines", {"rcpt": "250-more\r\n" * 50_000 + "250 ok"}, RETRY, "rcpt", Fault.BROKEN),
    ("gibberish after the text", {"text": "well, yes"}, UNKNOWN, "reply", Fault.BROKEN),
    # a byte now and then keeps every single read within its timeout
    ("drip for a banner", {"banner": DRIP + "220 " + "slow " * 40}, RETRY, "connect", Fault.SILENT),
    ("drip at EHLO", {"ehlo": DRIP + "250 " + "slow " * 40}, RETRY, "ehlo", Fault.SILENT),
    ("drip at MAIL", {"mail": DRIP + "250 " + "slow " * 40}, RETRY, "mail", Fault.SILENT),
    ("drip at DATA", {"data": DRIP + "354 " + "slow " * 40}, RETRY, "data", Fault.SILENT),
    ("drip at RCPT", {"rcpt": DRIP + "250 " + "slow " * 40}, RETRY, "rcpt", Fault.SILENT),
    ("drip after the text", {"text": DRIP + "250 " + "slow " * 40}, UNKNOWN, "reply", Fault.SILENT),
]  # fmt: skip


@pytest.mark.parametrize(
    ("script", "fate", "stage", "fault"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_misbehaving_relay(
    script: Mapping[str, str | Sequence[str]], fate: Fate, stage: str, fault: Fault | None
) -> None:
    with scripted(script) as relay:
        began = time.monotonic()
        (outcome,) = send(relay)
        took = time.monotonic() - began
    assert (outcome.fate, outcome.stage, outcome.fault) == (fate, stage, fault)
    assert took < DEADLINE + STEP + SLACK + (5.0 if script.get("quit") == HANG else 0.0)
    if fate in {RETRY, DEAD}:
        assert relay.accepted == []


LOCKED: Sequence[tuple[str, Mapping[str, str], Mapping[str, object], str, Fault]] = [
    ("STARTTLS is not offered", {"ehlo": "250 relay"}, {"use_tls": True}, "starttls", Fault.NO_STARTTLS),
    ("hang at STARTTLS", {"starttls": HANG}, {"use_tls": True}, "starttls", Fault.SILENT),
    ("hang in the TLS handshake", {}, {"use_tls": True}, "tls", Fault.SILENT),
    ("454 at STARTTLS", {"starttls": "454 4.7.0 not now"}, {"use_tls": True}, "starttls", Fault.BUSY),
    ("554 at STARTTLS", {"starttls": "554 5.7.0 never"}, {"use_tls": True}, "starttls", Fault.TLS),
    ("TLS from the start with a relay that has none", {}, {"use_ssl": True}, "connect", Fault.TLS),
    ("hang at AUTH", {"auth": HANG}, PASSWORD, "auth", Fault.SILENT),
    ("drop at AUTH", {"auth": DROP}, PASSWORD, "auth", Fault.BROKEN),
    ("454 at AUTH", {"auth": "454 4.7.0 directory down"}, PASSWORD, "auth", Fault.BUSY),
    ("drip at AUTH", {"auth": DRIP + "235 " + "slow " * 40}, PASSWORD, "auth", Fault.SILENT),
    ("drop at STARTTLS", {"starttls": DROP}, {"use_tls": True}, "starttls", Fault.BROKEN),
    ("535 at AUTH", {"auth": "535 5.7.8 wrong password"}, PASSWORD, "auth", Fault.AUTH),
    ("AUTH is not offered", {"ehlo": "250 relay"}, PASSWORD, "auth", Fault.AUTH),
]  # fmt: skip


@pytest.mark.parametrize(
    ("script", "settings", "stage", "fault"), [case[1:] for case in LOCKED], ids=[case[0] for case in LOCKED]
)
def test_a_relay_that_does_not_let_us_in(
    script: Mapping[str, str], settings: Mapping[str, object], stage: str, fault: Fault
) -> None:
    with scripted({**SECURE, **script}) as relay:
        began = time.monotonic()
        (outcome,) = send(relay, **dict(settings))  # type: ignore[arg-type]  # any setting
        took = time.monotonic() - began
    assert (outcome.fate, outcome.stage, outcome.fault) == (RETRY, stage, fault)
    assert took < DEADLINE + SLACK


Make = Callable[..., Path]


@pytest.fixture(scope="session")
def make_certificate(tmp_path_factory: pytest.TempPathFactory) -> Make:
    folder = tmp_path_factory.mktemp("certificates")
    return lambda name, **values: certificate(folder, name, **values)


@pytest.mark.parametrize(
    ("name", "days", "trusted", "fate", "fault"),
    [
        ("localhost", 2, True, SENT, None),
        ("localhost", -1, True, RETRY, Fault.CERTIFICATE),
        ("relay.example", 2, True, RETRY, Fault.CERTIFICATE),
        ("localhost", 2, False, RETRY, Fault.CERTIFICATE),
    ],
    ids=["valid", "expired", "another name", "signed by nobody we know"],
)
def test_certificates_are_verified(
    make_certificate: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    name: str, days: int, trusted: bool, fate: Fate, fault: Fault | None,
) -> None:  # fmt: skip
    pem = make_certificate(name, days=days)
    nobody = tmp_path / "nobody.pem"
    nobody.touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(pem if trusted else nobody))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with scripted(SECURE, tls=speaking_for(pem)) as relay:
        (outcome,) = send(relay, use_tls=True, timeout=2.0, deadline=4.0)
    assert (outcome.fate, outcome.fault, bool(relay.accepted)) == (fate, fault, fate is SENT)


def test_what_a_person_must_mend_is_told_from_what_time_mends() -> None:
    assert {Fault.NO_STARTTLS, Fault.CERTIFICATE, Fault.AUTH, Fault.SENDER} <= CONFIGURATION
    assert not {Fault.UNREACHABLE, Fault.SILENT, Fault.BROKEN, Fault.BUSY} & CONFIGURATION


def test_nobody_listening() -> None:
    (outcome,) = send(Scripted(port=nobody_listens()))
    assert (outcome.fate, outcome.stage, outcome.fault) == (RETRY, "connect", Fault.UNREACHABLE)


def test_greylisting_then_acceptance() -> None:
    with scripted({"rcpt": ["451 4.7.1 come back later", "250 ok"]}) as relay:
        first, second = send(relay, 2)
    assert (first.fate, second.fate, relay.connections) == (RETRY, SENT, 1)


def test_one_recipient_refused_among_several_stops_no_other() -> None:
    with scripted({"rcpt": ["250 ok", "550 5.1.1 no such user", "250 ok"]}) as relay:
        outcomes = send(relay, 3)
    assert [outcome.fate for outcome in outcomes] == [SENT, DEAD, SENT]
    assert (relay.accepted, relay.connections) == (["u0@haibinh.example", "u2@haibinh.example"], 1)


def test_the_connection_is_kept_over_a_run() -> None:
    with scripted() as relay:
        assert {outcome.fate for outcome in send(relay, 5)} == {SENT}
    assert relay.connections == 1


def test_a_connection_that_is_closed_after_each_mail_is_opened_anew_and_costs_no_mail() -> None:
    with scripted({"text": "250 queued" + THEN_DROP}) as relay:
        assert {outcome.fate for outcome in send(relay, 4)} == {SENT}
    assert (len(relay.accepted), relay.connections) == (4, 4)


def test_a_relay_that_takes_two_mails_on_a_connection_is_asked_for_no_third_once_it_has_said_so() -> None:
    with scripted({"mail": ["250 ok", "250 ok", "421 4.7.0 enough on this connection" + THEN_DROP, "250 ok"]}) as relay:
        assert {outcome.fate for outcome in send(relay, 6)} == {SENT}
    assert (len(relay.accepted), relay.connections, relay.asked["mail"]) == (6, 3, 7)


def test_a_break_in_one_mail_does_not_touch_the_next() -> None:
    with scripted({"data": ["354 go on", DROP, "354 go on"]}) as relay:
        assert [outcome.fate for outcome in send(relay, 3)] == [SENT, RETRY, SENT]


@pytest.mark.parametrize(
    "recipient",
    ["", "no-at-sign", "tên@haibinh.example", "a@b>\r\nRCPT TO:<c@d", "a b@haibinh.example", "a@" + "x" * 300],
)
def test_a_poisonous_address_is_given_up_without_a_word_to_the_relay(recipient: str) -> None:
    with scripted() as relay, mailer(relay.port).transport() as transport:
        poisoned, fine = transport.send(replace(ENVELOPE, recipient=recipient)), transport.send(ENVELOPE)
    assert (poisoned.fate, poisoned.stage, fine.fate) == (DEAD, "build", SENT)


@pytest.mark.parametrize(
    ("reply", "bad"),
    [
        ("550 5.1.1 no such user", True),
        ("550 5.1.10 null MX", True),
        ("553 mailbox name not allowed", True),
        ("550 User unknown", True),
        ("550 5.7.1 relaying denied", False),
        ("553 5.7.1 sender address rejected", False),
        ("554 5.7.1 blocked", False),
        ("450 4.1.1 unknown for now", False),
        ("550 rejected", False),
    ],
)
def test_only_a_refusal_that_names_the_recipient_condemns_the_address(reply: str, bad: bool) -> None:
    with scripted({"rcpt": reply}) as relay:
        (outcome,) = send(relay)
    assert outcome.names_bad_address is bad
    assert outcome.status == next((word for word in reply.split()[1:2] if word[1:2] == "."), "")
