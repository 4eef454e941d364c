"""Forms of Vietnamese text for matching and sorting. The source text itself is never changed.

Issued plans mix composed and decomposed letters, old and new tone placement ("hoà/hòa", "uỷ/ủy"), upper-case headings
and no-break spaces; every comparison in the project goes through one of these forms.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_TONE_ORDER = {"": "0", "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_ORDER = {letter: f"{index:02d}" for index, letter in enumerate(_ALPHABET, start=20)}
_SPACES = re.compile(r"\s+")
# Invisible characters that word processors leave inside words: soft hyphen, zero-width space and joiners, BOM.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
# oa, oe, uy at the end of a syllable carry the tone on either vowel; the u of "qu" belongs to the consonant.
_OPEN_PAIR = re.compile(rf"(?<!q)([ou])([{_TONES}]?)([aey])([{_TONES}]?)(?![\w\u0300-\u036f])")

CAPITALS = "A-Z" + "".join(chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper())
"""Latin capitals with and without marks, for a class of a regular expression: a range such as À-Ỹ has small letters."""


def collapse(text: str) -> str:
    """NFC, invisible characters removed, every run of white space one space, ends trimmed."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


@lru_cache(maxsize=8192)
def search_key(text: str) -> str:
    """Lower case without marks, đ as d, white space collapsed: what people type when they search."""
    decomposed = unicodedata.normalize("NFD", collapse(text).casefold().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=8192)
def fold_tone(text: str) -> str:
    """NFC lower case with marks kept and tone placement unified to the new style ("Hoà" and "Hòa" give "hòa")."""
    decomposed = unicodedata.normalize("NFD", collapse(text).lower())
    return unicodedata.normalize("NFC", _OPEN_PAIR.sub(_tone_on_first, decomposed))


def sort_key(text: str) -> str:
    """A key whose code-point order is Vietnamese alphabetical order: letters first (a ă â … d đ …), tones as
    tie-break.
    """
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", fold_tone(text)):
        base, tone = _split_tone(char)
        letters.append(_LETTER_ORDER.get(base) or _other_order(base))
        tones.append(_TONE_ORDER[tone])
    return "".join(letters) + " " + "".join(tones)


def _tone_on_first(pair: re.Match[str]) -> str:
    first, tone_first, second, tone_second = pair.groups()
    if first + second not in ("oa", "oe", "uy"):
        return pair.group()
    return first + (tone_first or tone_second) + second


def _split_tone(char: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in decomposed if mark in _TONES), "")
    return unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES)), tone


def _other_order(char: str) -> str:
    if char.isspace():
        return "00"  # "An Bình" before "Anh"
    return "1" + char if char.isdigit() else "01" + char
