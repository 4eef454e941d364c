"""How long it takes after a fault until mail goes out again, and until what a dead worker had claimed is out."""

import statistics
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks._ground import figure
from benchmarks._recorder import Arrival
from tracker.models import MailState, OutboxMail


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """Seconds, one entry for each fault after which there was something to wait for.

    ``next_mail``: from the fault to the next mail of the whole crew; ``claimed``: to the last of the mails that the
    worker which was hit had claimed and not sent.
    """

    next_mail: Sequence[float]
    claimed: Sequence[float] = ()


Mail = tuple[str, str]  # Message-ID, recipient


class Claims:
    """What workers held when one was hit. A claim is known by the end of its lease; until then that of a dead worker
    shrinks no more, so that the first look at which it was as small as it stays is that of its worker's death.
    """

    def __init__(self) -> None:
        self._held: dict[datetime, tuple[float, list[tuple[int, int]]]] = {}  # lease → (when seen, [(id, fence)])

    def look(self, session: Session, at: float) -> None:
        now: dict[datetime, list[tuple[int, int]]] = defaultdict(list)
        moment = datetime.now(UTC)
        claimed = select(OutboxMail.id, OutboxMail.fence, OutboxMail.lease_until)
        in_turn = claimed.where(OutboxMail.state == MailState.SENDING).order_by(OutboxMail.not_before, OutboxMail.id)
        for mail_id, fence, lease in session.execute(in_turn):
            if lease and lease > moment:  # afterwards others take it over, bit by bit
                now[lease].append((mail_id, fence))
        for lease, mails in now.items():
            if lease not in self._held or self._held[lease][1] != mails:
                self._held[lease] = (at, mails)

    def left_behind(self, session: Session) -> list[tuple[float, list[Mail]]]:
        """(when its worker was hit, what others had to send instead, in turn), of each claim that was taken over."""
        mails = {
            mail_id: (fence, (message, to))
            for mail_id, fence, message, to in session.execute(
                select(OutboxMail.id, OutboxMail.fence, OutboxMail.message_id, OutboxMail.recipient)
            )
        }
        found = [
            (at, [mails[mail_id][1] for mail_id, fence in held if mails[mail_id][0] > fence])
            for at, held in self._held.values()
        ]
        return [(at, left) for at, left in found if left]

    def taken_over(self, session: Session, arrivals: Sequence[Arrival]) -> list[float]:
        """Of each claim that others had to take over: seconds until the last of its mails had gone out."""
        came: dict[Mail, list[float]] = defaultdict(list)
        for arrival in arrivals:
            came[arrival.message_id, arrival.recipient].append(arrival.at)
        return [
            max(min((time for time in came[mail] if time > at), default=at) for mail in left) - at
            for at, left in self.left_behind(session)
        ]

    def struck(self, session: Session) -> Counter[Mail]:
        """How often each mail was the one at hand when its worker was hit: only then may it be sent once more."""
        return Counter(left[0] for _at, left in self.left_behind(session))


def next_after(faults: Sequence[float], arrivals: Sequence[Arrival]) -> list[float]:
    """Seconds from each fault to the next arrival; none for a fault after the last."""
    times = sorted(arrival.at for arrival in arrivals)
    places = [(fault, bisect_right(times, fault)) for fault in faults]
    return [times[place] - fault for fault, place in places if place < len(times)]


def spread(what: str, seconds: Sequence[float]) -> None:
    """Print the longest and the median."""
    if seconds:
        figure(f"{what}: longest, median", f"{max(seconds):.2f} s, {statistics.median(seconds):.2f} s")


def tell_recovery(recovery: Recovery, fault: str = "kill") -> None:
    spread(f"{fault} → next mail of the crew", recovery.next_mail)
    spread(f"{fault} → all that the worker had claimed is out", recovery.claimed)
