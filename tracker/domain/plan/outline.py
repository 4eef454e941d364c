"""Paragraphs → zones (head, body, tail) and sections; the organisation sections are found by meaning, not by number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.domain.normalise import search_key
from tracker.domain.plan.closing import is_difficulty_rule, is_note_to_all, opens_closing
from tracker.domain.plan.marks import ARTICLE, BULLET, DECIMAL, LETTER, LETTERED_PART, PART, ROMAN
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.parsed import Heading
from tracker.domain.plan.phrases import opens_task
from tracker.domain.plan.subjects import find_subject, is_head

BELOW_BULLETS = 19  # of such a paragraph where the bullets themselves are the items
OWN_LINE = 9  # level of a paragraph without a mark: inside an item, above its bullets

# Section titles under which duties are handed out.
_ORGANISATION = re.compile(
    r"to chuc (?:trien khai )?thuc hien|to chuc va (?:phan cong )?thuc hien|trien khai to chuc thuc hien|"
    r"phan cong(?: to chuc)?(?: (?:nhiem vu|thuc hien|trach nhiem|cong viec|cong tac|cu the|chuan bi|"
    r"trien khai))*"
    r"|trach nhiem (?:thuc hien|cua cac|to chuc|cac)|nhiem vu (?:cua )?(?:cac|tung) (?:don vi|phong|co quan|"
    r"thanh vien|bo phan|to chuc|tieu ban|ban)|giao nhiem vu|to chuc trien khai|"
    r"bien phap (?:va )?to chuc thuc hien"
)
_NOT_BEFORE = re.compile(
    r"\b(?:hinh thuc|thoi gian|noi dung|dia diem|kinh phi|cach thuc|phuong phap|ke hoach|qua trinh|tien do|"
    r"muc dich|trong|ket qua|viec|cong tac|don doc|bao cao) (?:tien do )?$"
)
_ORDER = re.compile(r"(?:đề nghị|yêu cầu|giao|phân công)\b", re.IGNORECASE)
# Sections that name units without giving them work.
_OTHER_SECTION = re.compile(
    r"thanh phan|dai bieu|khach moi|thoi gian|dia diem|noi dung|chuong trinh|muc dich|yeu cau|can cu|doi tuong|"
    r"kinh phi|"
    r"muc tieu|tinh hinh|ket qua|danh gia|quan diem|giai phap|noi nhan|che do"
)
_TAIL = re.compile(
    r"^(?:Nơi nhận|NƠI NHẬN|(?:KT|TM|T/M|TL|TUQ|Q)\s?[./]?\s?M?\.?\s*(?:GIÁM ĐỐC|BAN|CHỦ TỊCH|ỦY BAN|UỶ BAN|"
    r"THƯỜNG TRỰC|BCH|HIỆU TRƯỞNG|TRƯỞNG|BỘ TRƯỞNG|CỤC TRƯỞNG|VIỆN TRƯỞNG|THỦ TRƯỞNG|ĐẢNG))"
)
_SIGNATURE = re.compile(
    r"^(?:(?:PHÓ |Q\. ?|QUYỀN )?(?:GIÁM ĐỐC|CHỦ TỊCH|HIỆU TRƯỞNG|BÍ THƯ|TRƯỞNG BAN|VIỆN TRƯỞNG|CỤC TRƯỞNG|"
    r"CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG|THỦ TRƯỞNG ĐƠN VỊ))$"
)
_NEAR = 40  # paragraphs in which the first lettered part of a section begins
_HEADING_WORDS = 16


@dataclass
class Node:
    """A paragraph with what stands under it."""

    paragraph: Paragraph
    level: int
    children: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Section:
    """An organisation section: indices of its paragraphs, the heading's own text after the title included."""

    heading: int
    start: int
    end: int
    same_line: str = ""  # "VI. TỔ CHỨC THỰC HIỆN: Giao Văn phòng …"


def is_other_section(title: str) -> bool:
    """The title of a section about who comes, when, where or what is discussed."""
    return _OTHER_SECTION.search(search_key(title)) is not None


def title_of(text: str) -> tuple[str, str]:
    """The heading's words and the text that shares its line, if any."""
    for separator in (":", "."):
        before, found, after = text.partition(separator)
        if found and len(before.split()) <= _HEADING_WORDS:
            return before.strip(), after.strip()
    return text.strip(), ""


def is_organisation_title(text: str) -> bool:
    title, _ = title_of(text)
    key = search_key(title)
    if len(key.split()) > _HEADING_WORDS:
        return False
    found = _ORGANISATION.search(key)
    return bool(found) and not _NOT_BEFORE.search(key[: found.start()]) if found else False


def body_end(paragraphs: Sequence[Paragraph]) -> int:
    """Index where the recipients and the signature begin; everything after is appendix."""
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.cells[0] if paragraph.cells else paragraph.text
        if _TAIL.match(text.strip("| ")) or (index > len(paragraphs) // 3 and _SIGNATURE.match(text)):
            return index
    return len(paragraphs)


def organisation_sections(paragraphs: Sequence[Paragraph], begin: int, end: int) -> tuple[Section, ...]:
    """Sections between ``begin`` and ``end`` that hand out duties, outermost ones only."""
    sections: list[Section] = []
    index = begin
    while index < end:
        paragraph = paragraphs[index]
        by_title = _is_heading(paragraph) and is_organisation_title(paragraph.text)
        stop = _section_end(paragraphs, index, end) if by_title or _may_hand_out(paragraph) else index
        if by_title or hands_out(tree(paragraphs[index + 1 : stop])):
            _, same_line = title_of(paragraph.text)
            sections.append(Section(heading=index, start=index + 1, end=stop, same_line=same_line))
            index = stop
        else:
            index += 1
    return tuple(sections)


def headings(paragraphs: Sequence[Paragraph]) -> tuple[Heading, ...]:
    """Numbered headings, for finding one's way in the text."""
    return tuple(
        Heading(
            line=paragraph.first,
            level=paragraph.mark.level if paragraph.mark else 0,
            label=paragraph.mark.label if paragraph.mark else "",
            text=title_of(paragraph.text)[0],
        )
        for paragraph in paragraphs
        if not paragraph.is_row
        and (paragraph.heading or (paragraph.mark and paragraph.mark.level < LETTER))
        and len(title_of(paragraph.text)[0].split()) <= _HEADING_WORDS
    )


def _may_hand_out(paragraph: Paragraph) -> bool:
    """A numbered section's heading that is not about who comes, when or what is discussed."""
    if paragraph.mark is None or paragraph.mark.level >= LETTER or not _is_heading(paragraph):
        return False
    title, rest = title_of(paragraph.text)
    return not rest and len(title.split()) <= _HEADING_WORDS and not is_other_section(title)


def hands_out(nodes: Sequence["Node"]) -> bool:
    """Most items of the section name a unit and give it something to do, whatever the section is called."""
    items = [node for node in nodes if node.level < OWN_LINE and not node.paragraph.is_row]
    return len(items) >= 2 and sum(map(_gives_work, items)) > 0.6 * len(items)


def _gives_work(node: "Node") -> bool:
    found = find_subject(node.paragraph.text)
    if found is None or (found.whole and not _ORDER.match(node.paragraph.text)):
        return False
    if found.rest:
        return (
            found.whole
            or opens_task(found.rest)
            or (found.colon and found.rest[:1].islower() and not is_head(found.rest))
        )
    below = [child.paragraph.text for child in node.children]
    return bool(below) and sum(map(opens_task, below)) >= 0.5 * len(below)


def level_of(paragraph: Paragraph) -> int:
    return paragraph.mark.level if paragraph.mark else OWN_LINE


def tree(paragraphs: Sequence[Paragraph]) -> list[Node]:
    """Nested by marks. A bullet sign not yet open in an item nests inside the one before it ("-" then "+")."""
    root = Node(Paragraph(text="", raw="", first=0, last=0), -1)
    stack: list[Node] = [root]
    signs: list[str] = []
    below_bullets = _bullets_are_headings(paragraphs)
    for paragraph in paragraphs:
        level = level_of(paragraph)
        if below_bullets and level == OWN_LINE and not _ends_section(paragraph.text):
            level = BELOW_BULLETS
        if level == BULLET and paragraph.mark:
            sign = paragraph.mark.sign
            signs = signs[: signs.index(sign)] if sign in signs else signs
            level += len(signs)
            signs = [*signs, sign]
        else:
            signs = []
        node = Node(paragraph, level)
        while stack[-1].level >= level:
            stack.pop()
        stack[-1].children.append(node)
        stack.append(node)
    return root.children


def _bullets_are_headings(paragraphs: Sequence[Paragraph]) -> bool:
    """The only marks are bullets that name units, with the duties in lines without a mark below them."""
    marked = [paragraph for paragraph in paragraphs if paragraph.mark]
    if len(marked) < 2 or any(paragraph.mark.level != BULLET for paragraph in marked if paragraph.mark):
        return False
    sign = marked[0].mark.sign if marked[0].mark else ""
    heads = [paragraph for paragraph in marked if paragraph.mark and paragraph.mark.sign == sign]
    named = sum(is_head(paragraph.text) and not opens_task(paragraph.text) for paragraph in heads)
    followed = any(above.mark and not below.mark for above, below in pairwise(paragraphs))
    return followed and not paragraphs[0].is_row and len(heads) >= 2 and named >= 0.7 * len(heads)


def _ends_section(text: str) -> bool:
    return opens_closing(text) or is_difficulty_rule(text, unmarked=True) or is_note_to_all(text, last=True)


def _is_heading(paragraph: Paragraph) -> bool:
    if paragraph.is_row:
        return False
    if paragraph.mark:
        return paragraph.mark.level < LETTER or (paragraph.mark.level == LETTER and paragraph.text.isupper())
    title, rest = title_of(paragraph.text)
    return paragraph.heading or title.isupper() or (not rest and len(title.split()) <= 8)


def _section_end(paragraphs: Sequence[Paragraph], heading: int, end: int) -> int:
    opened = paragraphs[heading]
    near = paragraphs[heading : min(end, heading + _NEAR)]
    letters = (item.mark.label for item in near if item.mark and item.mark.level == LETTERED_PART)
    inside_letters = next(letters, "").startswith("A")  # "A." below "IV." is its inside
    for index in range(heading + 1, end):
        paragraph = paragraphs[index]
        if paragraph.is_row:
            continue
        if paragraph.mark and _closes(opened, paragraph, inside_letters=inside_letters):
            return index
        if (
            not paragraph.mark
            and opened.mark is None
            and (paragraph.heading or paragraph.text.isupper())
            and len(paragraph.text) > 8
            and not is_head(paragraph.text)
        ):
            return index
    return end


def _closes(opened: Paragraph, paragraph: Paragraph, *, inside_letters: bool) -> bool:
    mark = paragraph.mark
    if mark is None or mark.level > DECIMAL + 3:
        return False
    if opened.mark is None:
        return mark.level <= ROMAN and paragraph.text.isupper()
    if mark.level == LETTERED_PART and opened.mark.level == ROMAN and inside_letters:
        return False
    if mark.level < opened.mark.level:
        return True
    if mark.level != opened.mark.level:
        return False
    # numbering that starts again below "3. TỔ CHỨC THỰC HIỆN" is the inside of the section
    before, now = _number(opened.mark.label), _number(mark.label)
    return mark.level in {PART, ROMAN, ARTICLE} or before is None or now is None or now > before


def _number(label: str) -> int | None:
    digits = re.findall(r"\d+", label)
    return int(digits[-1]) if digits else None
