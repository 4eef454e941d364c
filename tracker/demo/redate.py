"""The demo's plans with their dates moved, so that the boards look alive on whichever day the demo is loaded."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

PLANS = Path(__file__).parent / "plans"


def midyear(issued: date, held: date) -> bytes:
    """The first plan as .docx, issued in the month of ``issued``, held on ``held``."""
    words = _months(issued) | {"tuần 3 tháng 12 năm 2026": f"ngày {held:%d/%m/%Y}"}
    return _docx((PLANS / "hoi-nghi-so-ket-2026.docx").read_bytes(), words)


def yearend(issued: date, held: date, report_by: date) -> bytes:
    """The second plan as text, held on ``held``, its main report due before ``report_by``."""
    words = _months(issued) | {"14/01/2027": f"{held:%d/%m/%Y}", "25/12/2026": f"{report_by:%d/%m/%Y}"}
    return _replace((PLANS / "hoi-nghi-tong-ket-2026.txt").read_text(encoding="utf-8"), words).encode()


def _months(issued: date) -> dict[str, str]:
    return {
        "tháng 11 năm 2026": f"tháng {issued.month} năm {issued.year}",
        "/11/2026": f"/{issued.month}/{issued.year}",
    }


def _replace(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        if old not in text:
            raise ValueError(f"the demo plan no longer says {old!r}")
        text = text.replace(old, new)
    return text


def _docx(data: bytes, words: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "word/document.xml":
                content = _replace(content.decode(), words).encode()
            target.writestr(entry, content)
    return out.getvalue()
