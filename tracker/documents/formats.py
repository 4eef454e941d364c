"""Which format the bytes are, by their content; the file's name only decides between kinds of plain text."""

from pathlib import PurePath

from tracker.domain.errors import DocumentRefused

READABLE = ("docx", "pdf", "txt", "md")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM, _WORD_STREAM, _MACRO_STREAM = (
    name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument", "_VBA_PROJECT")
)
_TEXT_SUFFIXES = {".txt", ".md", ".markdown", ".text", ""}
_MACRO_SUFFIXES = {".docm", ".dotm"}
_SECTOR = 512
_WORD_MAGIC, _ENCRYPTED_FLAG = b"\xec\xa5", 0x01  # [MS-DOC] 2.5.2, FibBase: wIdent; bit fEncrypted of byte 11


def unsupported(suffix: str) -> DocumentRefused:
    """The refusal that names what can be read."""
    return DocumentRefused("unsupported", suffix=suffix, formats=", ".join(f".{name}" for name in READABLE))


def format_of(filename: str, data: bytes) -> str:
    """One of docx (any zip package that is no .odt), pdf, txt, doc, odt, rtf.

    Raises:
        DocumentRefused: empty, encrypted, macros, unsupported; for an .odt also broken, zip_bomb.
    """
    suffix = PurePath(filename).suffix.lower()
    if not data.strip():
        raise DocumentRefused("empty")
    if data[:4] == b"PK\x03\x04":
        return _of_zip(suffix, data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        return _of_ole(suffix, data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if suffix not in _TEXT_SUFFIXES:
        raise unsupported(suffix)
    return "txt"


def _of_zip(suffix: str, data: bytes) -> str:
    if suffix in _MACRO_SUFFIXES:
        raise DocumentRefused("macros")
    if data[30:38] != b"mimetype":  # an OpenDocument package says first what it is
        return "docx"
    from tracker.documents.package import check_open_document

    check_open_document(data)
    return "odt"


def _of_ole(suffix: str, data: bytes) -> str:
    if _ENCRYPTED_STREAM in data or _is_locked(data):
        raise DocumentRefused("encrypted")
    if _WORD_STREAM not in data:
        raise unsupported(suffix or ".doc")
    if _MACRO_STREAM in data:
        raise DocumentRefused("macros")
    return "doc"


def _is_locked(data: bytes) -> bool:
    """Whether the text of a Word file begins with the mark of an encrypted one."""
    return any(
        data[start : start + 2] == _WORD_MAGIC and data[start + 11] & _ENCRYPTED_FLAG
        for start in range(_SECTOR, len(data) - 12, _SECTOR)
    )
