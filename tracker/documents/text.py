"""Plain text: UTF-8 or UTF-16, with or without a byte order mark; one line of the file is one line."""

import codecs
import unicodedata

from tracker.documents.document import Document
from tracker.documents.formats import unsupported
from tracker.domain.errors import DocumentRefused
from tracker.domain.plan.lines import Line

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_text(text: str) -> Document:
    """Pasted text. Raises DocumentRefused("empty")."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    if not composed.strip():
        raise DocumentRefused("empty")
    return Document(
        lines=tuple(Line(number=number, text=line) for number, line in enumerate(composed.split("\n"))), format="txt"
    )


def decode(data: bytes) -> str:
    """The text of a file. Raises DocumentRefused("unsupported") for older Vietnamese encodings and binary data."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data[:4096]:
        even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
        return _decoded(data, "utf-16-le" if odd > even else "utf-16-be")
    return _decoded(data, "utf-8")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise unsupported("encoding") from None
    if "\0" in text:
        raise unsupported("binary")
    return text
