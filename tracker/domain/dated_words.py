"""Words of a task that belong to one year: kept in a template they would be wrong the next time."""

import re

_YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}\s*[/.\-]\s*\d{1,2}(?:\s*[/.\-]\s*\d{2,4})?"
_DATED = re.compile(
    rf"\b(?:ngày|hạn|trước|sau|đến)\s+{_DAY}\b"
    rf"|\b{_DAY}\s*[/.\-]\s*{_YEAR}\b|\b\d{{1,2}}/\d{{1,2}}/\d{{4}}\b"
    rf"|\bngày\s+\d{{1,2}}\s+tháng\s+\d{{1,2}}(?:\s+năm\s+{_YEAR})?"
    rf"|\btháng\s+\d{{1,2}}(?:\s*/\s*{_YEAR}|\s+năm\s+{_YEAR})?\b(?!\s+(?:đầu|cuối))"
    rf"|\b(?:\d+|sáu|ba|chín)\s+tháng\b(?:\s+(?:đầu|cuối)\s+năm(?:\s+{_YEAR})?)?"
    rf"|\bquý\s+(?:[IV]+|\d)\b(?:\s*(?:/|năm)\s*{_YEAR})?"
    rf"|\bnăm\s+(?:học\s+)?{_YEAR}(?:\s*[-–]\s*{_YEAR})?|\bgiai đoạn\s+{_YEAR}\s*[-–]\s*{_YEAR}"
    rf"|\blần thứ\s+(?:[IVXLC]+|\d+|[a-zà-ỹ]+)\b"
    rf"|\b{_YEAR}\b",
    re.IGNORECASE,
)


def dated_words(text: str) -> tuple[str, ...]:
    """The words of ``text`` that name a date, a period or an edition, each once, in their order."""
    return tuple(dict.fromkeys(found[0] for found in _DATED.finditer(text)))
