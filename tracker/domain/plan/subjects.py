"""Who a sentence addresses: "Phòng A chủ trì …", "Giao Phòng A …", "Căn cứ Kế hoạch này, đề nghị các đơn vị …", "… do
Phòng A thực hiện".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain.plan.phrases import HEADS, STRONG, head_at, is_plural, masked, opens_task, predicate_at
from tracker.domain.plan.units import expand
from tracker.domain.plan.verbs import ORDER_VERBS
from tracker.domain.plan.words import Lexicon, Word, words_of

_ORDERS = Lexicon(ORDER_VERBS)
_ADJUNCT = re.compile(
    r"^(?:Căn cứ|Trên cơ sở|Đối với|Sau khi|Trong|Từ|Ngay|Để|Theo|Riêng|Ngoài|Về|Nhằm|Thực hiện|Trước|Khi|"
    r"Hằng|Hàng|Định kỳ|Đồng thời)\b",
    re.IGNORECASE,
)
_NO_SUBJECT_AFTER = frozenset(
    ("của|với|do|cho|bởi|tại|gửi|về|số|đến|nêu|và|thuộc|từ|cùng|đối|qua|cấp|trình|ở|theo").split("|")
)
_INNER = frozenset(
    (
        "và tỉnh huyện xã phường thành phố thị xã thị trấn quận cấp thuộc trực khu vực trung ương nhà nước "
        "liên quan của cơ sở ban ngành đoàn thể đơn vị phòng sở địa phương có trên bàn chuyên môn nghiệp vụ"
    ).split()
)
_DOER = frozenset(
    (
        "dự|lập|bảo đảm|đảm bảo|chi trả|cấp|bố trí|xây dựng|biên soạn|chủ trì|thực hiện|phụ trách|đảm nhiệm|"
        "chịu trách nhiệm|đảm nhận|chuẩn bị|phân công|trực tiếp|tổ chức|chỉ đạo"
    ).split("|")
)
_RESPONSIBLE = re.compile(r"^(?:có|chịu) trách nhiệm\s*:\s*(?=\S)", re.IGNORECASE)
_LIST_ITEM_WORDS = 12  # the longest department name has ten syllables


@dataclass(frozen=True, kw_only=True)
class Subject:
    """``rest`` is the duty; empty where the text only names units. ``whole`` asks to keep the full sentence as the
    duty.
    """

    units: tuple[str, ...]
    rest: str
    colon: bool = False  # "Unit: duty"
    whole: bool = False  # something stands before the unit


@lru_cache(maxsize=8192)  # every step of reading asks again
def find_subject(text: str) -> Subject | None:
    """The units (at least one) a sentence or a heading addresses, None where it names none as doer."""
    plain = masked(text)
    words = words_of(plain)
    if not words:
        return None
    readings = (read(text, plain, words) for read in (_direct, _ordered, _adjoined, _doer))
    return next((found for found in readings if found and found.units), None)


def names_own_unit(text: str) -> Subject | None:
    """Only the unmistakable shape "Unit: duty" (or a bare unit with a colon), as bullets under a heading may have."""
    found = find_subject(text)
    return found if found and found.colon and not found.whole else None


def _direct(text: str, plain: str, words: Sequence[Word]) -> Subject | None:
    order = _ORDERS.at(words, 0)
    start = order[1] if order else 0
    if start >= len(words) or (head := head_at(words, start)) is None:
        return None
    return _from(text, plain, words, start, head, whole=False)


def _ordered(text: str, plain: str, words: Sequence[Word]) -> Subject | None:
    """An order verb after a comma or colon: "…, đề nghị các đơn vị …"."""
    for index in range(1, len(words)):
        order = _ORDERS.at(words, index)
        if order is None:
            continue
        start = index + order[1]
        named = order[0].startswith("giao") and start < len(words) and not words[start].lower
        if not (named or words[index].gap.strip()[:1] in {",", ":", ";"} or _ADJUNCT.match(text)):
            continue
        if start < len(words) and words[start].joined and (head := head_at(words, start)):
            found = _from(text, plain, words, start, head, whole=True)
            if found and found.rest:
                return found
    return None


def _adjoined(text: str, plain: str, words: Sequence[Word]) -> Subject | None:
    """A unit after an opening adjunct: "Căn cứ Kế hoạch, Văn phòng Sở …"."""
    if not _ADJUNCT.match(text):
        return None
    for index in range(1, len(words)):
        before, word = words[index - 1], words[index]
        if "." in word.gap and not word.lower:
            return None
        breaks = word.gap.strip() == "," or before.key in {"này", "trên", "đó"}
        if not breaks or before.key in _NO_SUBJECT_AFTER or not (head := head_at(words, index)):
            continue
        if word.lower and not is_plural(words, index):
            continue
        found = _from(text, plain, words, index, head, whole=True)
        if found and found.rest and not found.colon:
            return found
    return None


def _doer(text: str, plain: str, words: Sequence[Word]) -> Subject | None:
    """As in "… do Phòng A chủ trì"."""
    for index, word in enumerate(words[:-1]):
        if word.key != "do" or not head_at(words, index + 1):
            continue
        end = predicate_at(words, index + 1)
        if end is not None and any(words[end].key == doer.split()[0] for doer in _DOER):
            units = expand(plain[words[index + 1].start : words[end].start])
            return Subject(units=units, rest=text, whole=True) if units else None
    return None


def _from(
    text: str, plain: str, words: Sequence[Word], start: int, head: tuple[str, int], *, whole: bool
) -> Subject | None:
    end, colon = _end(plain, words, start)
    if end is None:
        return _without_verb(text, plain, words, start, head, whole=whole)
    limit = plain.rfind(":", words[start].start, words[end].start) if colon else words[end].start
    units = expand(_named(plain[words[start].start : limit], one=not is_plural(words, start)))
    rest = _RESPONSIBLE.sub("", text[limit + 1 if colon else words[end].start :].strip())
    return Subject(units=units, rest=rest, colon=colon, whole=whole) if units else None


def _named(phrase: str, *, one: bool) -> str:
    """The name without what the unit is besides ("Chi cục A là cơ quan thường trực") and who is at its head ("Ban Tổ
    chức do đồng chí Giám đốc …").
    """
    return re.sub(r"\s*,?\s+(?:là|do (?:đồng chí|đ/c|ông|bà))\s.*$", "", phrase, flags=re.DOTALL) if one else phrase


def _end(plain: str, words: Sequence[Word], start: int) -> tuple[int | None, bool]:
    """Index of the first word of the duty and whether a colon stands before it; colons that open a list of names are
    passed over.
    """
    search = start
    while True:
        end = predicate_at(words, search)
        if end is None:
            return None, False
        if words[end].gap.strip()[:1] != ":":
            return end, False
        if not _opens_list(plain, words, start, end):
            return end, True
        search = end


def _opens_list(plain: str, words: Sequence[Word], start: int, colon: int) -> bool:
    """The colon before word ``colon`` introduces names: plural before it, a short capitalised item that is no duty
    after it.
    """
    plural = any(is_plural(words, index) for index in range(start, colon))
    bare_kind = colon - start == 1
    if (
        not (plural or bare_kind)
        or (words[colon].lower and not is_plural(words, colon))
        or (opens_task(plain[words[colon].start :]) and not _capitalised_items(plain[words[colon].start :]))
    ):
        return False
    item = re.split(r"[;,:.]|\svà\s", plain[words[colon].start :], maxsplit=1)[0]
    if len(words_of(item)) > _LIST_ITEM_WORDS:
        return False
    inside = words_of(item)
    return (
        not any(not word.lower and STRONG.at(inside, index) for index, word in enumerate(inside))
        and predicate_at(words, colon) != colon
    )


def _capitalised_items(text: str) -> bool:
    """Names that sound like work: "Khai thác 1, Khai thác 5, Đào lò 2 …"."""
    items = re.split(r"[;,]\s*", text)[:2]
    return (
        len(items) == 2
        and all(item[:1].isupper() and len(item.split()) <= _LIST_ITEM_WORDS // 2 for item in items[:1])
        and items[1][:1].isupper()
    )


def _without_verb(
    text: str, plain: str, words: Sequence[Word], start: int, head: tuple[str, int], *, whole: bool
) -> Subject | None:
    """No known verb follows. A heading is all name; in a sentence the name ends where its capitals end."""
    tail = plain[words[start].start :].strip()
    ends_like_sentence = tail.rstrip("*").endswith((".", ";"))
    if tail.rstrip().endswith(":"):
        return Subject(units=expand(tail.rstrip(": ")), rest="", colon=True, whole=False)
    if not ends_like_sentence:
        return Subject(units=expand(tail), rest="")
    index = start + head[1]
    while index < len(words) and words[index].joined and _goes_on(words, index):
        index += 1
    if index >= len(words) or index == start + head[1]:
        return None
    units = expand(plain[words[start].start : words[index].start])
    return Subject(units=units, rest=text[words[index].start :].strip(), whole=whole) if units else None


def _goes_on(words: Sequence[Word], index: int) -> bool:
    """A capital, the second syllable of a capitalised word, or a word names have inside."""
    return not words[index].lower or words[index].key in _INNER or not words[index - 1].lower


def is_head(text: str) -> bool:
    """The text starts with the head of a unit's name."""
    words = words_of(masked(text))
    return bool(words) and (head_at(words, 0) is not None or HEADS.at(words, 0) is not None)
