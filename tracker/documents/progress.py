"""How far a reading is, and that nobody waits for it any more."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]  # stage, done, of how many (0: unknown)
Cancelled = Callable[[], bool]

CONVERTING, READING, RECOGNISING = "converting", "reading", "recognising"  # the stages, in their order


def silent(stage: str, done: int, total: int) -> None:
    """For callers that wait without looking."""


def never() -> bool:
    """For callers that cannot call it off."""
    return False
