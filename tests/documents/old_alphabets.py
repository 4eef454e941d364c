"""Texts put into the alphabets from before Unicode, as typists did: the tables of the reader, turned round."""

import unicodedata

from tracker.documents.legacy import TCVN3_TABLE, VNI_TABLE

_BASES = "A Ă Â E Ê I O Ô Ơ U Ư Y".split()
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = "".join(unicodedata.normalize("NFC", base + tone) for base in _BASES for tone in _TONES)[1:] + "Đ"
LETTERS = "".join(letter for letter in LETTERS if not letter.isascii())
_TONE_SIGNS = "".join(_TONES)

_TCVN3 = {letter: sign for sign, letter in TCVN3_TABLE.items() if len(letter) == 1 and letter not in _TONE_SIGNS}
_VNI = {letter: sign for sign, letter in VNI_TABLE.items() if sign in {sign.upper(), sign.lower()}}


def in_tcvn3(text: str) -> str:
    """A capital with a tone has no code: it is typed small, in a font of capitals."""
    return "".join(_TCVN3.get(letter, _TCVN3.get(letter.lower(), letter)) for letter in text)


def in_vni(text: str) -> str:
    return "".join(_VNI.get(letter, letter) for letter in text)


def in_windows(text: str) -> bytes:
    """Code page 1258: a letter with its shape, then its tone."""
    return b"".join(_windows(letter) for letter in unicodedata.normalize("NFC", text))


def _windows(letter: str) -> bytes:
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(sign for sign in parts if sign in _TONE_SIGNS)
    shape = unicodedata.normalize("NFC", "".join(sign for sign in parts if sign not in _TONE_SIGNS))
    return (shape + tones).encode("cp1258")
