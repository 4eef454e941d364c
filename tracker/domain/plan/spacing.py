"""Lost spaces put back, for reading: "chuẩnbị" → "chuẩn bị".

Some PDF text layers drop the space after a letter with stacked marks (the glyph comes from a substitute font with
another width). A Vietnamese syllable has a fixed shape and one tone at most, so such a run can be cut again. Words
that are syllables already, and foreign words without Vietnamese letters, stay as they are.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]"
_NUCLEUS = (
    "uyê|iêu|yêu|ươu|ươi|uôi|oai|oay|oao|oeo|uây|uya|uyu|iê|yê|ia|ya|uô|ua|ươ|ưa|oa|oă|oe|uâ|uê|uơ|uy|ai|"
    "ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|"
    "ui|ưi|ưu|[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_NUCLEUS})(?:ch|ng|nh|[cmnpt])?")
_MARKED = re.compile("[đĐăĂâÂêÊôÔơƠưƯãÃõÕĩĨũŨ\u1ea0-\u1ef9]")
_STACKED = "ãõĩũăâêôơưÃÕĨŨ\u1ea0-\u1ef9"
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE_DIGIT = re.compile(rf"([{_STACKED}])(?=\d)")
_LONGEST_SYLLABLE = 7  # "nghiêng"
_LONGEST_RUN = 60


def restore_spaces(text: str) -> str:
    """``text`` with lost spaces put back; expects NFC."""
    if not _MARKED.search(text):
        return text
    return _BEFORE_DIGIT.sub(r"\1 ", _WORD.sub(lambda word: _cut(word.group()), text))


@lru_cache(maxsize=16384)
def _cut(word: str) -> str:
    if len(word) < 3 or len(word) > _LONGEST_RUN or not _MARKED.search(word) or word.isupper() or _is_syllable(word):
        return word
    pieces = _pieces(word)
    return " ".join(pieces) if pieces else word


@lru_cache(maxsize=65536)
def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", decomposed.translate(_TONES))
    return sum(ord(char) in _TONES for char in decomposed) <= 1 and _SYLLABLE.fullmatch(bare) is not None


def _is_piece(word: str) -> bool:
    return (word.isupper() and len(word) >= 3) or (_is_syllable(word) and (word.islower() or word.istitle()))


def _pieces(word: str) -> tuple[str, ...] | None:
    """The fewest syllables that make the word; among these, cuts after a vowel first (that is where the space is
    lost).
    """
    best: dict[int, tuple[int, int, tuple[str, ...]]] = {0: (0, 0, ())}
    for end in range(1, len(word) + 1):
        options = []
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            if start in best and _is_piece(word[start:end]):
                count, closed, parts = best[start]
                after_consonant = start > 0 and word[start - 1].lower() in "cmnpthg"
                options.append((count + 1, closed + after_consonant, (*parts, word[start:end])))
        if options:
            best[end] = min(options)
    return best[len(word)][2] if len(word) in best else None
