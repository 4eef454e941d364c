"""What a sentence without an assignment may be, by its words alone."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from tracker.domain.normalise import search_key
from tracker.domain.plan.closing import is_difficulty_rule, is_note_to_all, opens_closing
from tracker.domain.plan.labelled import labelled
from tracker.domain.plan.own_line import is_lead_in
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.phrases import opens_task
from tracker.domain.plan.subjects import find_subject

_ORDERS = re.compile(r"đề nghị|yêu cầu|vướng mắc|khó khăn|phát sinh|giao\b", re.IGNORECASE)
_ATTACHED = re.compile(r"^\(.*\)[./;]*$|^(?:\(?\s*(?:có |gửi )?(?:kèm theo|đính kèm))\b", re.IGNORECASE | re.DOTALL)
_DEADLINE = re.compile(
    r"^(?:Thời gian|Thời hạn|Hoàn thành|Hạn|Chậm nhất|Xong|Tiến độ)\b.{0,90}$", re.IGNORECASE | re.DOTALL
)
_NOTE = re.compile(
    r"^(?:Lưu ý|Ghi chú|Chú ý|Địa điểm|Kinh phí thực hiện|Nguồn kinh phí|Thành phần|Hình thức|Sản phẩm|Kết quả|Yêu cầu|"
    r"Lãnh đạo (?:phụ trách|chỉ đạo))\s*[^:.]{0,25}[:.]",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w+")
_TOPIC_WORDS = 16
_NEARLY = 92
_COMPARABLE = 15  # characters; shorter texts are alike by chance
_FEWEST_WORDS = 3


def covers(task: str, words: str, *, whole: bool = False) -> bool:
    """The sentence's words are the task's: equal, or the one without the unit, the aside or the other sentences.

    ``whole``: only where all the words stand in the task.
    """
    ours, theirs = _bare(task), _bare(words)
    if not ours or not theirs:
        return False
    if f" {theirs} " in f" {ours} " and (not whole or len(theirs.split()) >= _FEWEST_WORDS):
        return True
    if whole:
        return False
    if f" {ours} " in f" {theirs} ":
        return True
    return min(len(ours), len(theirs)) >= _COMPARABLE and fuzz.partial_ratio(ours, theirs) >= _NEARLY


@lru_cache(maxsize=16384)
def _bare(text: str) -> str:
    return " ".join(_WORDS.findall(search_key(text)))


def is_blank(text: str) -> bool:
    """Nothing but rules, dots and numbers of rows."""
    return not any(char.isalpha() for char in text)


def is_contact(words: str, *, unmarked: bool) -> bool:
    return is_difficulty_rule(words, unmarked=unmarked)


def is_closing(words: str, *, last: bool) -> bool:
    """A formula of the end, an attachment, a note to all."""
    return opens_closing(words) or _ATTACHED.match(words) is not None or (last and is_note_to_all(words, last=True))


def introduces(words: str, *, above_items: bool) -> bool:
    """Names units or a topic, or leads to what stands below."""
    if is_blank(words) or words.rstrip().endswith(":"):
        return True
    short = len(words.split()) <= _TOPIC_WORDS
    ended = words.rstrip().endswith((".", ";"))
    if above_items and ((is_lead_in(words) and (short or not ended)) or (short and not ended)):
        return True
    if opens_task(words):
        return False
    subject = find_subject(words.rstrip(". "))
    names_units = subject is not None and not subject.rest and not subject.whole
    return names_units or (words.isupper() and short)


def is_explanation(words: str, paragraph: Paragraph) -> bool:
    """Belongs to the duty before it: a labelled line, a deadline, a note."""
    return bool(labelled(paragraph)) or any(pattern.match(words) for pattern in (_DEADLINE, _NOTE))


def orders(words: str) -> bool:
    """A closing sentence that asks for something; "Trên đây là Kế hoạch …" does not."""
    return _ORDERS.search(words) is not None
