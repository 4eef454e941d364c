"""How much of the text that hands out duties was understood."""

import re
from collections.abc import Sequence

from tracker.domain.plan.duty import Duty, Reading
from tracker.domain.plan.parsed import Assignment, Coverage

_ORDERS = re.compile(r"đề nghị|yêu cầu|vướng mắc|khó khăn|phát sinh|giao\b", re.IGNORECASE)


def measure(duties: Sequence[Duty], readings: Sequence[Reading], assignments: Sequence[Assignment]) -> Coverage:
    """A closing paragraph counts as skipped only where it orders something; "Trên đây là Kế hoạch …" does not."""
    skipped = sum(
        bool(_ORDERS.search(paragraph.text)) for reading in readings for paragraph in dict.fromkeys(reading.closings)
    )
    unread = tuple(paragraph.first for reading in readings for paragraph in reading.unaddressed)
    return Coverage(
        sentences=len(duties) + skipped + len(unread),
        assigned=len(duties),
        tasks=len(assignments),
        skipped=skipped,
        unread=unread,
    )
