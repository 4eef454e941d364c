"""Units whose head is in no list, recognised by their place in the sentence."""

import re

from tracker.domain.plan.phrases import masked, opens_task
from tracker.domain.plan.subjects import Subject
from tracker.domain.plan.units import expand
from tracker.domain.plan.words import Lexicon, words_of

_LEADING = Lexicon(("có trách nhiệm", "chịu trách nhiệm", "có nhiệm vụ", "chủ trì", "phối hợp"))
_LABEL = re.compile(
    r"^(?:Thời gian|Địa điểm|Thành phần|Kinh phí|Lưu ý|Ghi chú|Hình thức|Yêu cầu|Mục đích|Nội dung|"
    r"Đối tượng|Tiến độ|Công tác|Về|Phương|Giai đoạn|Bước|Ngày|Tháng|Quý|Tuần|Sáng|Chiều|Phụ lục|Báo cáo|"
    r"Việc|Nhiệm vụ|Trách nhiệm|Quy trình|Số lượng|Tài liệu)\b",
    re.IGNORECASE,
)
_NAME_WORDS = 9


def unlisted_subject(text: str, *, above_items: bool = False) -> Subject | None:
    """The shapes "Name: duty" and "Name chủ trì …", or a capitalised name alone above items."""
    plain = masked(text)
    words = words_of(plain)
    if not words or words[0].lower or opens_task(plain) or _LABEL.match(text):
        return None
    for index, word in enumerate(words[1 : _NAME_WORDS + 1], start=1):
        if word.gap.strip() == ":":
            rest = text[word.start :].strip()
            return (
                Subject(units=expand(plain[: words[index - 1].end]), rest=rest, colon=True)
                if opens_task(rest)
                else None
            )
        if not word.joined:
            return None
        if _LEADING.at(words, index):
            return Subject(units=expand(plain[: word.start]), rest=text[word.start :].strip())
    capitals = sum(not word.lower for word in words)
    if above_items and capitals >= 2 and len(words) <= _NAME_WORDS and not plain.rstrip().endswith((".", ";")):
        return Subject(units=expand(plain.rstrip(": ")), rest="", colon=plain.rstrip().endswith(":"))
    return None
