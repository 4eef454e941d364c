"""A relay for the model: it takes, puts off, refuses, breaks off, and its worker may die at any mail."""

from collections import Counter, deque
from collections.abc import Callable, Iterable
from enum import StrEnum
from types import TracebackType
from typing import Self

from tracker.mail import Envelope, Fate, Fault, Mailer, Outcome


class Answer(StrEnum):
    """What becomes of one mail."""

    TAKEN = "taken"
    LATER = "later"  # 451
    BUSY = "busy"  # 421: the relay's fault, not the mail's
    REFUSED = "refused"  # 554
    BROKEN = "broken"  # the connection breaks after the final dot, and the relay has the mail
    KILLED_BEFORE = "killed before"  # the worker dies before the relay has the mail
    KILLED_AFTER = "killed after"  # … and after it has, but before that is noted


OUTCOMES = {
    Answer.TAKEN: Outcome(fate=Fate.SENT, stage="reply", code=250),
    Answer.LATER: Outcome(fate=Fate.RETRY, stage="rcpt", code=451, error="4.3.0 not now"),
    Answer.BUSY: Outcome(fate=Fate.RETRY, stage="mail", code=421, error="4.3.2 closing", fault=Fault.BUSY),
    Answer.REFUSED: Outcome(fate=Fate.DEAD, stage="reply", code=554, error="5.7.1 not today"),
    Answer.BROKEN: Outcome(fate=Fate.UNKNOWN, stage="reply", error="closed", fault=Fault.BROKEN),
}
_ARRIVES = frozenset({Answer.TAKEN, Answer.BROKEN, Answer.KILLED_AFTER})
_UNNOTED = frozenset({Answer.BROKEN, Answer.KILLED_AFTER})


class Killed(BaseException):
    """No `except Exception` stops what kill −9 does not stop for."""


class Relay(Mailer):
    """``check`` is asked about every mail before it is answered and gives its row's id.

    ``copies``: how often each row has arrived; ``excused``: how often its arrival could not be noted.
    """

    check: Callable[[Envelope], int]
    relay = "relay:25"

    def expect(self, answers: Iterable[Answer]) -> None:
        """These for the next mails; all others are taken."""
        self.answers = deque(answers)

    def forget(self) -> None:
        self.answers: deque[Answer] = deque()
        self.copies, self.excused = Counter[int](), Counter[int]()

    def transport(self) -> Self:  # its own way out
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, envelope: Envelope) -> Outcome:
        mail_id = self.check(envelope)
        answer = self.answers.popleft() if self.answers else Answer.TAKEN
        self.copies[mail_id] += answer in _ARRIVES
        self.excused[mail_id] += answer in _UNNOTED
        if answer not in OUTCOMES:
            raise Killed
        return OUTCOMES[answer]
