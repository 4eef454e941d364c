"""Bytes → lines. The only place that knows file formats.

Uploads are opened in a child process with limits (``sandbox``); a short plain text is decoded here.
"""

from dataclasses import replace

from tracker.documents import office
from tracker.documents.document import Document
from tracker.documents.formats import READABLE, format_of
from tracker.documents.progress import Cancelled, Progress, never, silent
from tracker.documents.text import read_bytes, read_text
from tracker.domain.errors import DocumentRefused

DEFAULT_LIMIT = 25 * 1024 * 1024
_SHORT = 300_000  # bytes of text that are read in no time


def read_document(
    filename: str,
    data: bytes,
    *,
    max_bytes: int = DEFAULT_LIMIT,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Document:
    """The lines of an uploaded plan; ``progress`` hears the stage, how much is done, and of how much.

    Raises:
        DocumentRefused: unsupported, broken, encrypted, empty, too_large, zip_bomb, macros, scanned, timeout,
            office_missing; reading_cancelled, as ``cancelled`` said.
    """
    if len(data) > max_bytes:
        raise DocumentRefused("too_large", size=len(data), limit=max_bytes)
    kind = format_of(filename, data)
    if kind == "txt" and len(data) <= _SHORT:
        return read_bytes(data)
    from tracker.documents.sandbox import read_in_child

    if kind not in office.CONVERTED:
        return read_in_child(kind, data, progress=progress, cancelled=cancelled)
    made = office.to_docx(kind, data, progress=progress, cancelled=cancelled)
    return replace(read_in_child("docx", made, progress=progress, cancelled=cancelled), format=kind)


def readable() -> tuple[str, ...]:
    """Suffixes of the files that can be read here and now."""
    return READABLE + (office.CONVERTED if office.program() else ())


__all__ = ["DEFAULT_LIMIT", "READABLE", "Document", "read_document", "read_text", "readable"]
