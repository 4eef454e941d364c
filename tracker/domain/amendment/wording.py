"""Words compared: how alike two wordings are, and what exactly is different."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from tracker.domain.normalise import collapse, fold_tone

CONTAINED = 82  # likeness (0–100) of a wording whose every word the longer one has: it was written out (default)
APART = 0.25  # share of common words below which two wordings are not looked at any closer
SAME_SET = 0.7  # share of common words from which another order of them may be all that is different
REORDERED = 0.9  # what the same words in another order are worth
FEWEST_WORDS = 4  # shorter wordings are contained in too much to tell anything

_TOKENS = re.compile(r"\s*(?:\w(?:[\w/&.%-]*\w)?|[^\w\s])")  # 25/11/2026 and KH&CN are one word
_MARKS = re.compile(r"[^\w%/]+")


class Side(StrEnum):
    """Where a stretch of words stands."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of words of one side, or of both."""

    side: Side
    text: str


@dataclass(frozen=True)
class Wording:
    """A text made ready for being compared many times: punctuation, case and the place of tone marks are gone."""

    bare: str
    ordered: str  # the same words in alphabetical order
    words: frozenset[str]


@lru_cache(maxsize=4096)
def wording(text: str) -> Wording:
    bare = _MARKS.sub(" ", fold_tone(text)).strip()
    words = bare.split()
    return Wording(bare, " ".join(sorted(words)), frozenset(words))


def same_words(one: str, other: str) -> bool:
    """Whether both say the same but for punctuation, case and the place of tone marks."""
    return wording(one).bare == wording(other).bare


def likeness(one: Wording, other: Wording, least: float = 0) -> float:
    """0–100, the same both ways; 0 below ``least``. Words added to a whole wording cost little, another order too."""
    if one.bare == other.bare:
        return 100.0
    common, sizes = len(one.words & other.words), (len(one.words), len(other.words))
    together = 2 * common / (sum(sizes) or 1)
    if together < APART:
        return 0.0
    best = fuzz.ratio(one.bare, other.bare, score_cutoff=least)
    if together >= SAME_SET:
        best = max(best, REORDERED * fuzz.ratio(one.ordered, other.ordered, score_cutoff=least))
    if min(sizes) >= FEWEST_WORDS:
        best = max(best, CONTAINED * common / min(sizes))
    return min(best, 99.0) if best >= least else 0.0  # 100 is kept for the same words


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """Both wordings in one, word by word and mark by mark; each piece brings the space in front of it."""
    left, right = (_TOKENS.findall(collapse(text)) for text in (old, new))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return tuple(
        Piece(side=side, text="".join(tokens))
        for tag, a, b, c, d in matcher.get_opcodes()
        for side, tokens in _sides(tag, left[a:b], right[c:d])
        if tokens
    )


def _sides(tag: str, old: list[str], new: list[str]) -> Iterator[tuple[Side, list[str]]]:
    if tag == "equal":
        yield Side.BOTH, old
    else:
        yield Side.OLD, old
        yield Side.NEW, new
