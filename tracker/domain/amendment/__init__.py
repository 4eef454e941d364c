"""An amended plan against the one in force: which duty is which, and what became of it. Texts in, differences out.

Duties are matched by what they say, never by their number: whoever inserts a paragraph changes no duty.
"""

from tracker.domain.amendment.diff import ChangeKind, Difference, compare, later_places
from tracker.domain.amendment.duty import Duty
from tracker.domain.amendment.wording import Piece, Side, same_words, word_diff

__all__ = [
    "ChangeKind", "Difference", "Duty", "Piece", "Side", "compare", "later_places", "same_words", "word_diff",
]  # fmt: skip
