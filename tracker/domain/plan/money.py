"""What the event costs and who pays: the section or line on "kinh phí", and the sum where one is named."""

import re
from collections.abc import Sequence

from tracker.domain.normalise import search_key
from tracker.domain.plan.outline import title_of
from tracker.domain.plan.paragraphs import Paragraph

_SUM = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s*"
    r"(?P<unit>tỷ đồng|triệu đồng|nghìn đồng|ngàn đồng|đồng|đ)\b",
    re.IGNORECASE,
)
_UNITS = {"tỷ đồng": 1_000_000_000, "triệu đồng": 1_000_000, "nghìn đồng": 1_000, "ngàn đồng": 1_000, "đồng": 1, "đ": 1}
_TOTAL = re.compile(r"tổng|dự kiến|dự toán|khoảng|là", re.IGNORECASE)
_TITLE = re.compile(r"(?:ve |nguon |du toan |du tru |co che )?(?:kinh phi|chi phi)\b")
_LINES_BELOW = 6


def budget(paragraphs: Sequence[Paragraph]) -> tuple[str, int] | None:
    """The words of the section on money and their line."""
    for index, paragraph in enumerate(paragraphs):
        if not _is_about_money(paragraph):
            continue
        _, same_line = title_of(paragraph.text)
        if same_line:
            return same_line, paragraph.first
        below = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        if below and not below.is_row:
            return below.text, below.first
    return None


def budget_sum(paragraphs: Sequence[Paragraph]) -> int | None:
    """The total in đồng, where the section on money names one sum or calls one the total."""
    for index, paragraph in enumerate(paragraphs):
        if _is_about_money(paragraph):
            text = "\n".join(one.text for one in paragraphs[index : index + _LINES_BELOW] if not one.is_row)
            sums = list(_SUM.finditer(text))
            total = [one for one in sums if _TOTAL.search(text[max(0, one.start() - 40) : one.start()])]
            chosen = sums if len(sums) == 1 else total[:1]
            return _amount(chosen[0]) if chosen else None
    return None


def _is_about_money(paragraph: Paragraph) -> bool:
    return not paragraph.is_row and bool(_TITLE.match(search_key(title_of(paragraph.text)[0])))


def _amount(found: re.Match[str]) -> int:
    number = found.group("number")
    value = float(number.replace(".", "").replace(",", "."))
    return round(value * _UNITS[found.group("unit").lower()])
