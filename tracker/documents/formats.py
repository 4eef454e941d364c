"""Which format the bytes are, by their content; the file's name only decides between kinds of plain text."""

from pathlib import PurePath

from tracker.domain.errors import DocumentRefused

READABLE = ("docx", "pdf", "txt", "md")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_TEXT_SUFFIXES = {".txt", ".md", ".markdown", ".text", ""}
_MACRO_SUFFIXES = {".docm", ".dotm"}


def unsupported(suffix: str) -> DocumentRefused:
    """The refusal that names what can be read."""
    return DocumentRefused("unsupported", suffix=suffix, formats=", ".join(f".{name}" for name in READABLE))


def format_of(filename: str, data: bytes) -> str:
    """One of "docx" (any zip package), "pdf", "txt"; raises DocumentRefused: empty, encrypted, macros, unsupported."""
    suffix = PurePath(filename).suffix.lower()
    if not data.strip():
        raise DocumentRefused("empty")
    if data[:4] == b"PK\x03\x04":
        if suffix in _MACRO_SUFFIXES:
            raise DocumentRefused("macros")
        return "docx"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        raise DocumentRefused("encrypted") if _ENCRYPTED_STREAM in data else unsupported(suffix or ".doc")
    if data.startswith(b"{\\rtf") or suffix not in _TEXT_SUFFIXES:
        raise unsupported(".rtf" if data.startswith(b"{\\rtf") else suffix)
    return "txt"
