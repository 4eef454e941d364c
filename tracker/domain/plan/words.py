"""A sentence as words with their places, and the search for a vocabulary entry at a word."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain.normalise import fold_tone, search_key

_WORD = re.compile(r"đ/c|\w+(?:&\w+)*", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    key: str  # fold_tone form
    text: str
    start: int
    end: int
    gap: str  # what stands between the word before and this one

    @property
    def lower(self) -> bool:
        return self.text[:1].islower()

    @property
    def joined(self) -> bool:
        """Nothing but a space before it, so it belongs to the same phrase."""
        return not self.gap.strip()


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[Word, ...]:
    found, end = [], 0
    for match in _WORD.finditer(text):
        found.append(
            Word(fold_tone(match.group()), match.group(), match.start(), match.end(), text[end : match.start()])
        )
        end = match.end()
    return tuple(found)


class Lexicon:
    """A set of one- to four-word entries, looked up at a word, the longest first.

    Entries of two words or more forgive a missing mark in one of them, a slip of typing and OCR ("chuân bị").
    """

    def __init__(self, entries: Iterable[str]) -> None:
        clean = [entry.strip() for entry in entries if entry.strip()]
        self._exact: Mapping[str, str] = {fold_tone(entry): entry for entry in clean}
        self._loose: Mapping[str, str] = {search_key(entry): entry for entry in clean if " " in entry}
        self._longest = max((entry.count(" ") + 1 for entry in clean), default=0)

    def at(self, words: Sequence[Word], index: int) -> tuple[str, int] | None:
        """The entry that starts at ``index`` and how many words it takes."""
        for length in range(min(self._longest, len(words) - index), 0, -1):
            run = words[index : index + length]
            if any(not word.joined for word in run[1:]):
                continue
            phrase = " ".join(word.key for word in run)
            entry = self._exact.get(phrase) or (self._nearly(run, phrase) if length > 1 else None)
            if entry is not None:
                return entry, length
        return None

    def _nearly(self, run: Sequence[Word], phrase: str) -> str | None:
        entry = self._loose.get(search_key(phrase))
        if entry is None or not all(word.lower for word in run[1:]):
            return None
        wrong = sum(word.key != wanted for word, wanted in zip(run, fold_tone(entry).split(), strict=True))
        return entry if wrong <= 1 else None
