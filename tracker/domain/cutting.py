"""Where the words of one duty can be cut into several: offered to a person, never done by itself."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tracker.domain.normalise import collapse, fold_tone
from tracker.domain.plan.sentences import sentences


class Seam(StrEnum):
    """What stands at a place where one can cut; the first two usually part two duties, the others only may."""

    SENTENCE = "sentence"
    SEMICOLON = "semicolon"
    COMMA = "comma"
    AND = "and"


USUAL = frozenset({Seam.SENTENCE, Seam.SEMICOLON})
MOST = 12
"""Places offered; a text with more is cut at typed words."""

_SEMICOLON = re.compile(r";\s*(?=\S)")
_COMMA = re.compile(r",\s+(?=\S)")
_AND = re.compile(r"\s(?=(?:và|đồng thời)\s)", re.IGNORECASE)
_FRONT = re.compile(r"^(?:[\s;,.:–•+-]+|(?:và|đồng thời)\s+)+", re.IGNORECASE)
_END = re.compile(r"[\s;,:–-]+$")
_SHORTEST = 2  # words of a part


@dataclass(frozen=True)
class Place:
    """A cut in front of the character ``at``."""

    at: int
    seam: Seam


def places(text: str) -> tuple[Place, ...]:
    """Where ``text`` can be cut, in order; of more than :data:`MOST` the usual ones."""
    found: dict[int, Seam] = {}
    for seam, pattern in ((Seam.AND, _AND), (Seam.COMMA, _COMMA), (Seam.SEMICOLON, _SEMICOLON)):
        found |= {match.end(): seam for match in pattern.finditer(text)}
    found |= dict.fromkeys(_sentence_starts(text), Seam.SENTENCE)
    sensible = [Place(at, seam) for at, seam in sorted(found.items()) if _parts_both(text, at)]
    if len(sensible) > MOST:
        sensible = [one for one in sensible if one.seam in USUAL][:MOST]
    return tuple(sensible)


def _sentence_starts(text: str) -> list[int]:
    starts, at = [], 0
    for sentence in sentences(text):
        begin = text.find(sentence, at)
        if begin < 0:
            break
        at = begin + len(sentence)
        if begin:
            starts.append(begin)
    return starts


def _parts_both(text: str, at: int) -> bool:
    return all(len(part.split()) >= _SHORTEST for part in (text[:at], text[at:]))


def place_of(text: str, words: str) -> int | None:
    """Where ``words`` begin in ``text``, whatever their case and tone placement; None: not there, or at the start."""
    clean = collapse(text)
    wanted = fold_tone(words)
    at = fold_tone(clean).find(wanted) if wanted else -1
    return at if at > 0 and len(fold_tone(clean)) == len(clean) else None


def pieces(text: str, cuts: Collection[int]) -> tuple[str, ...]:
    """``text`` cut in front of each of ``cuts``; what only joined the parts (";", "và") goes, empty parts too."""
    edges = [0, *sorted({at for at in cuts if 0 < at < len(text)}), len(text)]
    parts = [_trimmed(text[start:end]) for start, end in pairwise(edges)]
    return tuple(part for part in parts if part)


def _trimmed(part: str) -> str:
    bare = _END.sub("", _FRONT.sub("", collapse(part)))
    return bare[:1].upper() + bare[1:]
