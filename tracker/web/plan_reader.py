"""Reads uploaded plans in the background of the web process; what becomes of each stands in its ``PlanReading``.

Several processes may do so: a reading belongs to the one that claimed it, and is taken up again when that is gone.
"""

import logging
import threading
import time
from collections.abc import Callable

from flask import current_app
from sqlalchemy.orm import Session

from tracker import clock, documents
from tracker.db import Database
from tracker.domain.errors import DocumentRefused, Refused
from tracker.domain.plan import read_plan
from tracker.models import User
from tracker.services import accounts, readings
from tracker.services.readings import Claimed

log = logging.getLogger(__name__)

NAME = "plan_reader"  # among the application's extensions
AT_ONCE = 2  # readings of one process; others wait for their turn
PATIENCE = 2.0  # seconds that the sender's browser waits before it is shown the progress
_BEAT = 1.0  # seconds between two notes of the progress
_TURN = 10.0  # seconds between two signs of one that waits


class PlanReader:
    def __init__(self, database: Database, *, max_bytes: int, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._database, self._max_bytes = database, max_bytes
        self._turns = threading.Semaphore(AT_ONCE)
        self._called_off: set[int] = set()

    def start(self, reading_id: int, user_id: int) -> None:
        """Begin to read, in the name of the user; wait for a quick end, so that most people never see the progress."""
        self._called_off.discard(reading_id)
        thread = threading.Thread(target=self._run, args=(reading_id, user_id), name="plan-reader", daemon=True)
        thread.start()
        thread.join(self.patience)

    def call_off(self, reading_id: int) -> None:
        """Stop reading at once if this process does it; any other sees it from the row."""
        self._called_off.add(reading_id)

    def _run(self, reading_id: int, user_id: int) -> None:
        try:
            if self._turn(reading_id):
                try:
                    self._read(reading_id, user_id)
                finally:
                    self._turns.release()
        except Exception:  # the row stays without a sign of life, and says so to whoever looks
            log.exception("Reading %s broke off", reading_id)

    def _turn(self, reading_id: int) -> bool:
        """Wait for one's turn; whether the reading is still wanted then."""
        while not self._turns.acquire(timeout=_TURN):
            if not self._database.transact(lambda session: readings.wait(session, reading_id, now=clock.now())):
                return False
        return True

    def _read(self, reading_id: int, user_id: int) -> None:
        claimed = self._database.transact(lambda session: readings.claim(session, reading_id, now=clock.now()))
        if claimed is None:
            return
        try:
            self._finish(claimed, user_id)
        except Refused as refused:
            self._refuse(claimed, refused)
        except Exception:
            log.exception("Reading %s failed", reading_id)
            self._refuse(claimed, DocumentRefused("reading_failed"))

    def _finish(self, claimed: Claimed, user_id: int) -> None:
        watch = _Watch(self._beat(claimed), lambda: claimed.id in self._called_off)
        document = documents.read_document(
            claimed.filename, claimed.data, max_bytes=self._max_bytes, progress=watch.note, cancelled=watch.unwanted
        )
        parsed = read_plan(document.lines)

        def work(session: Session) -> None:
            actor = accounts.load_actor(session, session.get_one(User, user_id))
            readings.finish(
                session, actor, claimed, document=document, notes=document.notes, parsed=parsed, now=clock.now()
            )

        self._database.transact(work)

    def _beat(self, claimed: Claimed) -> Callable[[str, int, int], bool]:
        def beat(stage: str, done: int, total: int) -> bool:
            return self._database.transact(
                lambda session: readings.beat(session, claimed, stage=stage, done=done, total=total, now=clock.now())
            )

        return beat

    def _refuse(self, claimed: Claimed, refused: Refused) -> None:
        self._database.transact(lambda session: readings.refuse(session, claimed, refused, now=clock.now()))


class _Watch:
    """The progress on its way to the row, not more often than anybody looks; and the news that come back."""

    def __init__(self, beat: Callable[[str, int, int], bool], called_off: Callable[[], bool]) -> None:
        self._beat, self._called_off = beat, called_off
        self._last = time.monotonic()
        self._wanted = True
        self._stand = ("", 0, 0)

    def note(self, stage: str, done: int, total: int) -> None:
        self._stand = (stage, done, total)

    def unwanted(self) -> bool:
        """Asked many times a second while the file is read."""
        if self._wanted and time.monotonic() - self._last >= _BEAT:
            self._last = time.monotonic()
            self._wanted = self._beat(*self._stand)
        return not self._wanted or self._called_off()


def plan_reader() -> PlanReader:
    """The one of this process. Tests wait for the end of every reading."""
    app = current_app
    if NAME not in app.extensions:
        made = PlanReader(
            app.extensions["database"],
            max_bytes=app.extensions["settings"].max_upload,
            patience=120.0 if app.testing else PATIENCE,
        )
        app.extensions.setdefault(NAME, made)
    found: PlanReader = app.extensions[NAME]
    return found
