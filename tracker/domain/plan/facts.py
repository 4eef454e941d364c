"""The smaller facts of the body: short title, delegates, budget."""

import re
from collections.abc import Sequence

from tracker.domain.normalise import collapse, search_key
from tracker.domain.plan.outline import title_of
from tracker.domain.plan.paragraphs import Paragraph

_DELEGATES = re.compile(
    r"(?:khoảng|dự kiến|tổng số:?)?\s*(?:khoảng\s+)?\d[\d.]*\s*(?:-\s*\d+\s*)?(?:đại biểu|người|học viên|thành viên)",
    re.IGNORECASE,
)
_EVENT_NAME = re.compile(
    r"(?:hội nghị|hội thảo|đại hội|lễ|tọa đàm|toạ đàm|diễn đàn|cuộc họp|buổi|lớp|hội thi|ngày hội|kỳ họp|"
    r"phiên họp)\b.*",
    re.IGNORECASE | re.DOTALL,
)


def short_title(title: str | None) -> str | None:
    """The event's name: the title from "Hội nghị" on."""
    found = _EVENT_NAME.search(title or "")
    name = collapse(found.group()) if found else title
    return name[:1].upper() + name[1:] if name else None


def delegates(paragraphs: Sequence[Paragraph]) -> str | None:
    """As in "Khoảng 50 đại biểu", where the plan counts them."""
    for paragraph in paragraphs:
        found = _DELEGATES.search(paragraph.text) if not paragraph.is_row else None
        if found:
            return collapse(found.group()).removeprefix("Tổng số:").strip(" :")
    return None


def budget(paragraphs: Sequence[Paragraph]) -> str | None:
    """The text of the section on money."""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.is_row or "kinh phi" not in search_key(title_of(paragraph.text)[0])[:24]:
            continue
        _, same_line = title_of(paragraph.text)
        if same_line:
            return same_line
        below = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        if below and not below.is_row:
            return below.text
    return None
