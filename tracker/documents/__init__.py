"""Bytes → lines. The only place that knows file formats.

Uploads of binary formats are opened in a child process with limits (``sandbox``); plain text is decoded here.
"""

from tracker.documents.document import Document
from tracker.documents.formats import READABLE, format_of
from tracker.documents.text import decode, read_text
from tracker.domain.errors import DocumentRefused

DEFAULT_LIMIT = 25 * 1024 * 1024


def read_document(filename: str, data: bytes, *, max_bytes: int = DEFAULT_LIMIT) -> Document:
    """The lines of an uploaded plan.

    Raises DocumentRefused: unsupported, broken, encrypted, empty, too_large, zip_bomb, macros, scanned, timeout.
    """
    if len(data) > max_bytes:
        raise DocumentRefused("too_large", size=len(data), limit=max_bytes)
    kind = format_of(filename, data)
    if kind == "txt":
        return read_text(decode(data))
    from tracker.documents.sandbox import read_in_child

    return read_in_child(kind, data)


__all__ = ["DEFAULT_LIMIT", "READABLE", "Document", "read_document", "read_text"]
