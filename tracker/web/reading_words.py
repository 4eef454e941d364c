"""How the reading of a plan stands, in words."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext

from tracker.models import PlanReading
from tracker.services import readings
from tracker.web.finding_words import FINDINGS


def reading_standing(reading: PlanReading, now: datetime) -> str:
    """Which of its pages is shown: running, lost, refused, cancelled."""
    if reading.state in readings.OPEN:
        return "lost" if readings.is_lost(reading, now) else "running"
    return str(reading.state)


def stage_text(stage: str, done: int, total: int) -> str:
    """What is being done just now: "Recognising the text: page 41 of 200"."""
    if stage == "converting":
        return gettext("Converting the file")
    if not total:
        return gettext("Waiting for its turn") if not stage else gettext("Reading the text")
    if stage == "recognising":
        return gettext("Recognising the text of pictures: page %(done)s of %(total)s", done=done, total=total)
    return gettext("Reading: page %(done)s of %(total)s", done=done, total=total)


def note_texts(notes: Iterable[str]) -> list[str]:
    """How the file was read, where the result needs a second look."""
    return [str(FINDINGS[f"read_{code}"]) for code in notes if f"read_{code}" in FINDINGS]
