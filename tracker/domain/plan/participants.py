"""Who is expected: the list of participants ("Thành phần"), its guests one by one, and how many there will be."""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.normalise import collapse, search_key
from tracker.domain.plan.outline import title_of
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.parsed import Invited
from tracker.domain.plan.phrases import head_at, is_plural, masked
from tracker.domain.plan.units import expand
from tracker.domain.plan.words import words_of

_TITLE = re.compile(r"\b(?:thanh phan|dai bieu|khach moi|doi tuong)\b")
_LABEL = re.compile(
    r"^(?:về\s+)?(?:thành phần|đại biểu|khách mời|đối tượng)(?:\s+(?:và\s+)?(?:tham dự|tham gia|mời|dự|triệu tập|"
    r"hội nghị|"
    r"hội thảo|số lượng|đại biểu|họp|khách mời|tập huấn|dự kiến))*\s*(?:\([^)]*\)\s*)?[:.]\s*(?P<value>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_TITLE = re.compile(r"doi tuong kiem tra|doi tuong ap dung|doi tuong thu huong|doi tuong dau tu")
_TITLE_WORDS = 14
_NUMBER = re.compile(
    r"(?:tổng số(?:\s+đại biểu)?\s*:?\s*)?(?:dự kiến|khoảng|trên|gần|không quá)?\s*(?:khoảng\s+)?"
    r"(?P<number>\d[\d.]*)\s*"
    r"(?:[-–]\s*(?P<most>\d+)\s*)?(?:\([^)]{1,30}\)\s*)?"
    r"(?P<noun>lượt người|đại biểu|người|học viên|thành viên|doanh nghiệp|khách mời)\b",
    re.IGNORECASE,
)
_PEOPLE = (
    r"(?:đại diện|tập thể|lãnh đạo|chuyên viên|cán bộ|công chức|viên chức|người lao động|trưởng|phó trưởng|thủ trưởng|"
)
_PEOPLE += (
    r"chủ tịch|phó chủ tịch|giám đốc|phó giám đốc|bí thư|phó bí thư|thường trực|đồng chí|đ/c|toàn thể|chánh|văn thư)"
)
_STRIPPED = re.compile(
    rf"^(?:(?:đối với|mời|các (?=đồng chí|đ/c)|{_PEOPLE}|\d+)\b[\s,]*(?:và\s+|của\s+)?)+", re.IGNORECASE
)
_BEFORE_PEOPLE = re.compile(rf"(?:,\s*|\s+và\s+)(?=(?:các\s+)?{_PEOPLE}\b)", re.IGNORECASE)
_PERSONS = re.compile(rf"^(?:các\s+|những\s+)?{_PEOPLE}\b", re.IGNORECASE)
_GENERAL = re.compile(
    r"^(?:các|một số|những|tất cả|khách mời|đại biểu|cơ quan|đơn vị)\b|"
    r"^(?:UBND|HĐND|ủy ban nhân dân|uỷ ban nhân dân|phòng|văn phòng|chi bộ|đảng uỷ|đảng ủy|"
    r"trường|trạm|trung tâm|công an)\b.*\bcác\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 15  # words


def participants(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs of the list: below a heading "Thành phần", or the line with that label and what hangs below."""
    found: list[Paragraph] = []
    level: int | None = None
    for paragraph in paragraphs:
        own = paragraph.mark.level if paragraph.mark else 99
        if level is not None and own <= level and not paragraph.is_row:
            level = None
        if paragraph.is_row:
            continue
        label, rest = title_of(paragraph.text)
        if level is not None:
            if not _is_other_label(label, rest):
                found.append(paragraph)
        elif _is_title(label):
            level = own
            if _LABEL.match(paragraph.text):
                found.append(paragraph)
    return tuple(found)


def _is_title(label: str) -> bool:
    key = search_key(label)
    return bool(_TITLE.search(key)) and len(key.split()) <= _TITLE_WORDS and not _OTHER_TITLE.search(key)


def _is_other_label(label: str, rest: str) -> bool:
    """Below "Thành phần, thời gian, địa điểm" the lines about time and place are no guests."""
    return bool(re.match(r"(?:thoi gian|dia diem|hinh thuc|noi dung|kinh phi)\b", search_key(label)))


def invited(listed: Sequence[Paragraph]) -> tuple[Invited, ...]:
    """The units named in the list; who is not a unit ("toàn thể công chức") is left to the plan's words."""
    found: dict[str, Invited] = {}
    for paragraph in listed:
        value = _LABEL.match(paragraph.text)
        text = value.group("value") if value else paragraph.text
        for name in _names(text):
            found.setdefault(search_key(name), Invited(name=name, collective=is_collective(name), line=paragraph.first))
    return tuple(found.values())


def is_collective(name: str) -> bool:
    """One phrase for many: "các sở, ban, ngành", "UBND các xã"; not a name with "các" inside ("Liên hiệp các Hội")."""
    return _GENERAL.match(name) is not None


def _names(text: str) -> Iterator[str]:
    for clause in re.split(r";|\.\s+(?=[A-ZĐÀ-Ỹ])", collapse(masked(text))):
        yield from _clause(clause)


def _clause(clause: str) -> list[str]:
    """The units of one clause. Before a colon stands whom the list is about, or what its names have in common."""
    lead, found, after = clause.partition(":")
    if not found or not after.strip():
        return _units(clause)
    inner = _clause(after)
    own = _units(lead)
    if inner:
        return [*(name for name in own if not is_collective(name)), *inner]
    return own if _PERSONS.match(after.strip()) or not own else _units(clause)


def _units(text: str) -> list[str]:
    found = []
    for piece in _BEFORE_PEOPLE.split(text):
        for name in expand(_bare(piece)):
            bare = _bare(name)
            if _unit_head(bare) and len(bare.split()) <= _LONGEST_NAME:
                found.append(bare[:1].upper() + bare[1:])
    return found


def _bare(text: str) -> str:
    """Without "đại diện lãnh đạo": the unit whose people are meant."""
    text = text.strip(" -*,.:")
    return _STRIPPED.sub("", text, count=1).strip(" :")


def _unit_head(text: str) -> bool:
    """A unit's head with a name of its own, or a plural of units."""
    words = words_of(text)
    head = head_at(words, 0) if words else None
    if head is None or _PERSONS.match(text):
        return False
    own = words[head[1]] if len(words) > head[1] else None
    return is_plural(words, 0) or (
        own is not None
        and own.joined
        and (not own.lower or is_collective(text) or text.isupper() or not words[0].lower)
    )


def delegates(listed: Sequence[Paragraph], body: Sequence[Paragraph]) -> tuple[str, int | None, int] | None:
    """The words that count the guests ("Khoảng 50 đại biểu"), the number (the higher of two), their line."""
    own = {paragraph.first for paragraph in listed}
    for paragraph in (*listed, *(one for one in body if one.first not in own and not one.is_row)):
        for found in _NUMBER.finditer(paragraph.text):
            noun = search_key(found.group("noun"))
            if paragraph.first not in own and noun != "dai bieu":
                continue
            words = collapse(found.group()).removeprefix("Tổng số:").strip(" :")
            digits = (found.group("most") or found.group("number")).replace(".", "")
            return words, int(digits) if len(digits) <= 6 else None, paragraph.first
    return None
