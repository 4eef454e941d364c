"""What was promised beside what was seen; a broken promise makes the command end with 1."""

from benchmarks._ground import figure
from benchmarks._stage import Reckoning


class Promises:
    """Prints each; :attr:`status` is what the command ends with."""

    def __init__(self) -> None:
        self._broken = 0

    @property
    def status(self) -> int:
        return 1 if self._broken else 0

    def exactly(self, what: str, seen: object, promised: object) -> None:
        self._tell(what, seen, f"{promised}", kept=seen == promised)

    def at_most(self, what: str, seen: float, promised: float) -> None:
        self._tell(what, seen, f"≤ {promised:g}", kept=seen <= promised)

    def _tell(self, what: str, seen: object, promised: str, *, kept: bool) -> None:
        self._broken += not kept
        shown = f"{seen:.1f}" if isinstance(seen, float) else str(seen)
        figure(f"{what} (promised: {promised})", shown if kept else f"{shown}  BROKEN")

    def of_mail(self, found: Reckoning, *, repeats: int, hits_known: bool = True) -> None:
        """The promises about every run of sending; ``repeats``: how many there may be. ``hits_known``: no fault but
        those that the stage has noted could be the cause of one.

        A mail that one kill has hit arrives at most twice. No sender whatever can promise two copies of a mail that was
        at hand at two kills: the second knows no more of the first than that it may have arrived.
        """
        figure("mails", str(found.mails))
        self.exactly("lost", found.lost, 0)
        self.at_most("repeats", found.repeats, repeats)
        if hits_known:
            self.exactly("repeats of a mail that was not at hand at a fault", found.unexcused, 0)
        figure("mails by number of their copies", str(found.copies))
        self.exactly("under another Message-ID or address", found.strangers, 0)
        self.exactly("arrived, and the outbox does not say so", found.unsettled, 0)
