"""Sightseeing in the programme of a meeting. Quyết định 45/2018/QĐ-TTg bids agencies not to combine the two; whether a
field visit belongs to the subject only a person can say.
"""

import re
from collections.abc import Sequence

from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.parsed import AgendaItem

_OUTING = re.compile(
    r"\b(?:tham quan|thăm quan|nghỉ mát|nghỉ dưỡng|du xuân|dã ngoại|vãn cảnh)\b|"
    r"\b(?:đi|kết hợp|tổ chức|chương trình|tour)\s+(?:tham quan,?\s*)?du lịch\b",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r"\b(?:không|nghiêm cấm|cấm|tránh|hạn chế|chống)\b[^.;]{0,60}$", re.IGNORECASE)


def outing(agenda: Sequence[AgendaItem], paragraphs: Sequence[Paragraph]) -> tuple[str, int] | None:
    """The first mention, in the programme if it stands there: its words and line."""
    places = [*((f"{item.content}", item.line) for item in agenda), *((item.session, item.line) for item in agenda)]
    places += [(paragraph.text, paragraph.first) for paragraph in paragraphs]
    for text, line in places:
        for found in _OUTING.finditer(text):
            if not _FORBIDDEN.search(text[: found.start()]):
                return text if len(text) <= 200 else found.group(), line
    return None
