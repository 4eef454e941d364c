"""Plain text: UTF-8, UTF-16, the older Vietnamese encodings; one line of the file is one line."""

import codecs
import re
import unicodedata

from tracker.documents.document import Document
from tracker.documents.formats import unsupported
from tracker.documents.restoring import best_syllables, lines_restored, plain_syllables
from tracker.domain.errors import DocumentRefused
from tracker.domain.plan.lines import Line

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_TRIED = 200_000  # characters are enough to tell the encoding


def read_text(text: str, *, notes: tuple[str, ...] = ()) -> Document:
    """Pasted text. Raises DocumentRefused("empty")."""
    composed = unicodedata.normalize("NFC", re.sub(r"\r\n|[\r\f\v\x85\u2028\u2029]", "\n", text))
    if not composed.strip():
        raise DocumentRefused("empty")
    plain = Document(
        lines=tuple(Line(number=number, text=line) for number, line in enumerate(composed.split("\n"))), format="txt"
    )
    lines, found = lines_restored(plain.lines)
    return Document(lines=lines, format="txt", notes=found or notes)


def read_bytes(data: bytes) -> Document:
    """A text file. Raises DocumentRefused: empty, unsupported (no text, or in no encoding known here), too_large."""
    text, windows = _decoded(data)
    return read_text(text, notes=("windows",) if windows else ())


def _decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether its code page had to be guessed."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), False
    if b"\0" in data[:4096]:
        even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
        return _strictly(data, "utf-16-le" if odd > even else "utf-16-be"), False
    try:
        return _strictly(data, "utf-8"), False
    except UnicodeDecodeError:
        return _of_a_code_page(data), True


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            raise
        raise unsupported("encoding") from None
    if "\0" in text:
        raise unsupported("binary")
    return text


def _of_a_code_page(data: bytes) -> str:
    """One byte, one letter: Vietnamese Windows where that spells more, else Western, whose places TCVN3 and VNI use."""
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        raise unsupported("encoding") from None
    if _CONTROL.search(western):
        raise unsupported("binary")
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    return vietnamese if plain_syllables(vietnamese[:_TRIED]) > best_syllables(western[:_TRIED]) else western
