"""Texts in an alphabet from before Unicode recognised by what they spell, and converted.

A line is converted where more of its words are Vietnamese syllables afterwards than before. Syllables are strict enough
that English and French are never taken for one of the old alphabets, and Unicode never for anything else.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.documents.legacy import TCVN3, VNI, converted
from tracker.documents.syllables import is_syllable
from tracker.domain.plan.lines import Line

_ALPHABETS = (TCVN3, VNI)
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~\u2000-\u206f]+")
_EVIDENCE = 3  # words that only the old alphabet explains: fewer may be chance
_SHARE = 0.6  # of a line's words with signs must read well afterwards
_UNICODE_ONLY = frozenset("ăĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ")  # no Western code page has them
_MOST_WORDS = 4_000  # of a document are enough to tell


@dataclass(frozen=True)
class Alphabet:
    """The old alphabet of a text; ``mostly``: of nearly all its lines, so that the undecided ones follow."""

    name: str
    mostly: bool


def alphabet_of(texts: Iterable[str], *, evidence: int = _EVIDENCE) -> Alphabet | None:
    """The old alphabet in which some of the texts are written, None for what is Unicode already."""
    gains: Counter[str] = Counter()
    fine = seen = 0
    for text in texts:
        plain, better = _reading(text)
        seen += sum(1 for _ in _signed(text))
        for name, count in better.items():
            gains[name] += count - plain
        fine += 0 if better else plain
        if seen > _MOST_WORDS:
            break
    if not gains or max(gains.values()) < evidence:
        return None
    name, gain = gains.most_common(1)[0]
    return Alphabet(name, mostly=gain > fine)


def restored(text: str, alphabet: Alphabet) -> str:
    """The text in Unicode; a line that reads no better converted stays as it is."""
    return "\n".join(_line_restored(line, alphabet) for line in text.split("\n"))


def as_font_says(text: str, name: str, *, capitals: bool = False) -> str:
    """A text in a font of the alphabet ``name``, converted unless it is Unicode all the same."""
    if plain_syllables(text) > _converted_syllables(text, name):
        return text.upper() if capitals else text
    return converted(text, name, capitals=capitals)


def lines_restored(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines in Unicode, and the note that names the alphabet they were in."""
    alphabet = alphabet_of(line.text for line in lines)
    if alphabet is None:
        return lines, ()
    made = tuple(
        replace(
            line,
            text=restored(line.text, alphabet),
            label=restored(line.label, alphabet),
            cells=tuple(restored(cell, alphabet) for cell in line.cells) if line.cells is not None else None,
        )
        for line in lines
    )
    return made, (alphabet.name,)


def plain_syllables(text: str) -> int:
    """How many words with signs are syllables as they stand."""
    return sum(map(is_syllable, _signed(text)))


def best_syllables(text: str) -> int:
    """How many are syllables in the alphabet that explains most."""
    return max(plain_syllables(text), *(_converted_syllables(text, name) for name in _ALPHABETS))


def _line_restored(line: str, alphabet: Alphabet) -> str:
    plain, better = _reading(line)
    if alphabet.name in better:
        return converted(line, alphabet.name)
    if not alphabet.mostly or any(letter in _UNICODE_ONLY for letter in line):
        return line
    return converted(line, alphabet.name) if _converted_syllables(line, alphabet.name) >= plain else line


def _reading(text: str) -> tuple[int, dict[str, int]]:
    """How many words with signs are syllables as they stand; and in the alphabets that explain more of them."""
    words = list(_signed(text))
    plain = sum(map(is_syllable, words))
    if plain == len(words):
        return plain, {}
    scores = {name: sum(_spells(word, name) for word in words) for name in _ALPHABETS}
    best = max(scores.values())
    return plain, {
        name: score for name, score in scores.items() if score == best > plain and score >= _SHARE * len(words)
    }


def _converted_syllables(text: str, name: str) -> int:
    return sum(_spells(word, name) for word in _signed(text))


@lru_cache(maxsize=20_000)
def _spells(word: str, name: str) -> bool:
    """Whether the word is a syllable when it is read in the alphabet."""
    return is_syllable(converted(word, name))


def _signed(text: str) -> Iterable[str]:
    """Words with a letter outside ASCII; a sign alone (a footnote's ¹) tells nothing."""
    return (word for word in _WORD.findall(text) if len(word) > 1 and not word.isascii())
