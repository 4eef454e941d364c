"""Sentences of a paragraph; never cut at ";"."""

import re

from tracker.domain.normalise import CAPITALS

_END = re.compile(rf"(?<=[.!?])['\"”’)]*\s+(?=[\"“'(]?[{CAPITALS}])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:TP|Tp|TX|Q|P|ThS|TS|PGS|GS|BS|CN|KS|ĐC|đ/c|Đ/c|Tr|tr|St|No|Mr|v\.v|KT|TM|TL|NXB|stt|STT)|\b[A-ZĐ]|\.\.)\.$"
)


def sentences(text: str) -> tuple[str, ...]:
    """Cut after a full stop before a capital, not after an abbreviation."""
    parts: list[str] = []
    for piece in _END.split(text):
        if parts and _ABBREVIATED.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return tuple(part.strip() for part in parts if part.strip())
