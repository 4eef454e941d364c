"""Delivering: claim a batch, send its mails one by one over one connection, note each before the next is begun.

A crash repeats at most the one mail that was under way. What a worker will not send after all, because it is asked to
stop, its lease runs out or the relay fails, goes back at once, as if it had not been claimed.
"""

import logging
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from threading import Event

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from tracker.clock import carried_on
from tracker.db import Database
from tracker.mail import CONFIGURATION, Envelope, Fate, Mailer, Outcome, Place, Transport, places
from tracker.models import OutboxMail
from tracker.services import briefing, living_links, outbox, outdated, relay, suppression
from tracker.services.living_links import Tokens
from tracker.services.outbox_release import release

log = logging.getLogger(__name__)

BATCH = 50
FRESH = 1.0  # seconds for which "not outdated" holds while a batch is worked off
INSIST = 30.0  # seconds for which an outcome is offered to a database that does not answer
_NOT_BEGUN = frozenset({"connect", "tls", "ehlo", "starttls", "auth"})


def deliver(database: Database, mailer: Mailer, now: datetime, stop: Event) -> dict[str, int]:
    """Send what is due; figures by outcome. One bad mail stops no other; ``stop`` ends after the mail at hand."""
    with mailer.transport() as transport:
        run = _Run(database, mailer, transport, carried_on(now))
        while not stop.is_set() and run.batch(stop):
            pass
    return {what: count for what, count in run.figures.items() if count}


class _Run:
    """One worker's run: its connection, its figures, what it knows of the relay."""

    def __init__(
        self, database: Database, mailer: Mailer, transport: Transport, moment: Callable[[], datetime]
    ) -> None:
        self.database, self.mailer, self.transport, self.moment = database, mailer, transport, moment
        settings = mailer.settings.mail
        self.rate = settings.rate
        lease = outbox.LEASE.total_seconds()
        self.time_for_batch = lease - min(2 * settings.deadline, lease / 2)  # the last mail may need that long
        self.gate = relay.Gate(most=BATCH)
        self.tokens: Tokens = {}  # of the action links in the claimed mails
        self.figures: Counter[str] = Counter()

    def batch(self, stop: Event) -> bool:
        """Whether there may be more to send."""
        began = checked = time.monotonic()
        claimed = self.database.transact(self._claim)
        if claimed is None:
            return False
        waiting = deque(claimed)
        while waiting:
            if stop.is_set() or time.monotonic() - began > self.time_for_batch:
                self._give_back(waiting)
                return not stop.is_set()
            if time.monotonic() - checked > FRESH:
                waiting = deque(self.database.transact(partial(self._still_wanted, mails=tuple(waiting))))
                checked = time.monotonic()
            if waiting and not self._send(waiting.popleft()):
                self._give_back(waiting)
                return False
        return True

    def _claim(self, session: Session) -> Sequence[OutboxMail] | None:
        """The mails to send now; None when there are none, or the relay is left alone for now."""
        now, name = self.moment(), self.transport.relay
        if name is None:
            claimed = outbox.claim(session, now=now, limit=BATCH)
        else:
            self.gate = relay.gate(session, name, wanted=BATCH, rate=self.rate, now=now)
            claimed = outbox.claim(session, now=now, limit=self.gate.most) if self.gate.most else ()
            relay.take(session, name, len(claimed), through=self.gate, rate=self.rate, now=now)
        return self._still_wanted(session, claimed) if claimed else None

    def _still_wanted(self, session: Session, mails: Sequence[OutboxMail]) -> Sequence[OutboxMail]:
        """``mails`` without those that are outdated or whose address is not written to; these are noted as such."""
        over = outdated.drop(session, mails, now=self.moment())
        stopped = suppression.among(session, [mail.recipient for mail in mails])
        unsent = [mail for mail in mails if mail.recipient.lower() in stopped and mail.id not in over]
        for mail in unsent:
            row = stopped[mail.recipient.lower()]
            outbox.settle(
                session,
                mail,
                fate=Fate.DEAD,
                stage=suppression.STAGE,
                code=row.code,
                error=row.error,
                now=self.moment(),
            )
        self.figures.update({"withdrawn": len(over), "suppressed": len(unsent)})
        gone = over | {mail.id for mail in unsent}
        kept = [mail for mail in mails if mail.id not in gone]
        self.tokens = living_links.tokens(session, self.mailer, _doors(kept), now=self.moment())
        return kept

    def _send(self, mail: OutboxMail) -> bool:
        """Whether the relay may be given another."""
        try:
            outcome = self.transport.send(self._opened(mail))
        except Exception as error:  # a mail of a kind that nobody thought of stops no other
            log.exception("mail %d cannot be sent", mail.id)
            outcome = Outcome(fate=Fate.DEAD, stage="build", error=f"{type(error).__name__}: {error}")
        noted, goes_on = self._insist(partial(self._note, mail=mail, outcome=outcome))
        self.figures[str(outcome.fate) if noted else "lost_claim"] += 1
        return goes_on

    def _opened(self, mail: OutboxMail) -> Envelope:
        """The mail with its tokens, which are stored nowhere."""
        opt_out = self._opt_out if mail.kind == briefing.KIND else None
        return self.mailer.opened(as_envelope(mail), self.tokens.get(mail.recipient.lower(), {}), opt_out)

    def _opt_out(self, user_id: int) -> str:
        return self.mailer.token(briefing.opt_out_name(user_id))

    def _note(self, session: Session, mail: OutboxMail, outcome: Outcome) -> tuple[bool, bool]:
        """Whether it could be noted (the claim still stood), and whether the relay may be given another."""
        now, name = self.moment(), self.transport.relay
        noted = outbox.settle(
            session, mail, fate=outcome.fate, stage=outcome.stage, code=outcome.code, error=outcome.error, now=now,
            counted=not _blameless(outcome),
        )  # fmt: skip
        if outcome.names_bad_address:
            suppression.suppress(session, mail.recipient, code=outcome.code, error=outcome.error, now=now)
        if name is None or outcome.stage == "build":
            return noted, True
        if outcome.fault is None:
            if self.gate.note:
                relay.answered(session, name, now=now)
                self.gate = relay.Gate(most=self.gate.most, note=False)
            return noted, True
        shut = relay.failed(
            session, name, fault=outcome.fault, error=outcome.error, at_once=outcome.fault in CONFIGURATION,
            probe=self.gate.probe, now=now,
        )  # fmt: skip
        self.gate = relay.Gate(most=self.gate.most, probe=self.gate.probe, note=True)
        return noted, not shut

    def _insist(self, work: Callable[[Session], tuple[bool, bool]]) -> tuple[bool, bool]:
        """The relay has answered: the note is worth waiting for a database that is being restarted."""
        until = time.monotonic() + INSIST
        while True:
            try:
                return self.database.transact(work)
            except (OperationalError, InterfaceError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.5)

    def _give_back(self, mails: Iterable[OutboxMail]) -> None:
        rest = tuple(mails)
        if rest:
            self.database.transact(lambda session: release(session, rest))


def _blameless(outcome: Outcome) -> bool:
    """Whether the relay failed before it had heard of the mail."""
    begun = outcome.stage not in _NOT_BEGUN and not (outcome.stage == "mail" and outcome.fault)
    return not begun or outcome.fault in CONFIGURATION


def _doors(mails: Iterable[OutboxMail]) -> dict[str, set[Place]]:
    """By address, whose action links the mails have."""
    found: dict[str, set[Place]] = defaultdict(set)
    for mail in mails:
        found[mail.recipient.lower()] |= places([mail.text, mail.html])
    return found


def as_envelope(mail: OutboxMail) -> Envelope:
    return Envelope(
        recipient=mail.recipient,
        recipient_name=mail.recipient_name,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        message_id=mail.message_id,
        reply_to=mail.reply_to,
        thread=mail.thread,
        calendar=mail.calendar,
        unsubscribe=mail.unsubscribe,
    )
