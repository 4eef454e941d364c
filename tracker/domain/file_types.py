"""Which files can be handed in: papers, tables, pictures, archives; told by the ending and by the first bytes.

What could run on a reader's computer, or in the browser, is none of them.
"""

from collections.abc import Mapping

_PDF = (b"%PDF",)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the newer Office and OpenDocument files are zip archives
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)  # Office 97–2003
_HEIC = (b"ftyp",)  # after the length of the first box
_TIFF = (b"II*\x00", b"MM\x00*")
_TEXT: tuple[bytes, ...] = ()  # any bytes but NUL

SIGNATURES: Mapping[str, tuple[bytes, ...]] = {
    "pdf": _PDF,
    "docx": _ZIP, "xlsx": _ZIP, "pptx": _ZIP, "odt": _ZIP, "ods": _ZIP, "odp": _ZIP,
    "doc": _OLE, "xls": _OLE, "ppt": _OLE, "rtf": (b"{\\rtf",),
    "txt": _TEXT, "csv": _TEXT,
    "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",), "png": (b"\x89PNG\r\n\x1a\n",), "gif": (b"GIF8",),
    "tif": _TIFF, "tiff": _TIFF, "webp": (b"RIFF",), "heic": _HEIC,
    "zip": _ZIP, "rar": (b"Rar!\x1a\x07",), "7z": (b"7z\xbc\xaf\x27\x1c",),
}  # fmt: skip
"""Ending → how such a file begins."""

HEAD = 1024
"""Bytes at the beginning in which the sign is looked for: some programmes write a few of their own before it."""

NAMED = "PDF, DOC/DOCX, XLS/XLSX, PPT/PPTX, ODT/ODS/ODP, RTF, TXT, CSV, JPG, PNG, GIF, TIFF, WEBP, HEIC, ZIP, RAR, 7Z"
"""The endings as people are told them."""

ACCEPT = ",".join(f".{ending}" for ending in SIGNATURES)
"""The same for the ``accept`` attribute of a form's field."""


def ending(filename: str) -> str:
    """What stands after the last dot, in lower case; empty without one."""
    return filename.rpartition(".")[2].strip().lower() if "." in filename else ""


def is_allowed(filename: str) -> bool:
    return ending(filename) in SIGNATURES


def fits(filename: str, content: bytes) -> bool:
    """Whether ``content`` begins as a file of that ending does."""
    if not is_allowed(filename):
        return False
    signs, head = SIGNATURES[ending(filename)], content[:HEAD]
    if not signs:
        return b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16 is full of them
    within = signs in (_PDF, _HEIC)
    return any(sign in head if within else head.startswith(sign) for sign in signs)
