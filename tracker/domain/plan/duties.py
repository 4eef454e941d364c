"""The organisation section's tree → duties with their units.

Who is addressed comes from the heading above; one duty per bullet, one per sentence of a unit's own line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.domain.normalise import CAPITALS
from tracker.domain.plan.closing import is_difficulty_rule, is_note_to_all, opens_closing
from tracker.domain.plan.duty import Context, Reading
from tracker.domain.plan.labelled import labelled_duty
from tracker.domain.plan.marks import BULLET
from tracker.domain.plan.outline import OWN_LINE, Node
from tracker.domain.plan.own_line import is_lead_in, is_staff, read_own_line, take_deadline
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.phrases import names_only, opens_task
from tracker.domain.plan.roles import asks_for_speeches, is_speech
from tracker.domain.plan.subjects import Subject, find_subject, names_own_unit
from tracker.domain.plan.units import expand
from tracker.domain.plan.unlisted import unlisted_subject

_ONLY_DUTY_WORDS = re.compile(
    r"^(?:(?:có|chịu) trách nhiệm|có nhiệm vụ|thực hiện|chủ trì|nhiệm vụ|trách nhiệm)?\s*[:.]?$", re.IGNORECASE
)
_DESCRIBES = re.compile(r"^(?:tham gia|tham dự|phụ trách|quản lý|dự|trực thuộc|được)\b", re.IGNORECASE)
_ORDERS = re.compile(r"(?:giao|đề nghị|yêu cầu|phân công)\b", re.IGNORECASE)
_PERSON = re.compile(rf"(?i:đồng chí|đ/c|ông|bà|thầy|cô)\s+[{CAPITALS}]")
_NO_DUTY = re.compile(r"^(?:Lưu ý|Ghi chú|Địa điểm|Kinh phí thực hiện|Thành phần|Hình thức)\s*[:.]", re.IGNORECASE)
_COLLECTIVE = re.compile(r"\b(?:các|mỗi|từng|những|toàn thể|tất cả)\b", re.IGNORECASE)
# Who sits in a group: "Ban Tổ chức: đồng chí A - Trưởng ban; đồng chí B - Phó Trưởng ban".
_MEMBERS = re.compile(
    r"^[^.]{2,90}?(?:[-–:,(]|\blàm)\s*(?:Phó )?(?:Trưởng (?:ban|đoàn|tiểu ban|nhóm)|Tổ trưởng|Chủ tịch Hội đồng)\b",
    re.IGNORECASE,
)
_IN_CHARGE = re.compile(r"(?:chủ trì|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|phụ trách)\b", re.IGNORECASE)
_DATES_ITEMS = re.compile(r"(?:Hoàn thành|Xong|Trước|Chậm nhất|Từ|Trong)\b", re.IGNORECASE)
_TOPIC_WORDS = 10
_PERSON_WORDS = 12


def read_section(nodes: Sequence[Node], same_line: str, heading: Paragraph) -> Reading:
    """Duties of one organisation section in the order of the text."""
    reading = Reading()
    context = Context()
    if same_line:
        context = read_own_line(same_line, heading, context, reading, above_items=bool(nodes))
    _walk(nodes, context, reading)
    return reading


def _walk(nodes: Sequence[Node], context: Context, reading: Reading) -> None:
    for position, node in enumerate(nodes):
        if node.level == OWN_LINE and opens_closing(node.paragraph.text):
            reading.closings.extend(item.paragraph for item in nodes[position:])
            return
        following = _node(node, context, reading, last=position == len(nodes) - 1)
        if node.level == OWN_LINE:
            context = following


def _node(node: Node, context: Context, reading: Reading, *, last: bool) -> Context:
    """Read one node; the returned context holds for its following siblings when the node has no mark of its own."""
    text = node.paragraph.text
    if node.paragraph.is_row:
        return context
    if is_difficulty_rule(text, unmarked=node.level == OWN_LINE) or _is_last_note(node, context, last=last):
        reading.closings.append(node.paragraph)
        return context
    if duty := labelled_duty(node):
        reading.duties.append(duty)
        return context
    if context.units and node.level > context.level:
        return _under_unit(node, context, reading)
    return _addressed(node, context, reading)


def _is_last_note(node: Node, context: Context, *, last: bool) -> bool:
    text = node.paragraph.text
    ends = text.rstrip().endswith("/.") and is_note_to_all(text, last=last)
    return ends and (not context.units or node.level == OWN_LINE)


def _addressed(node: Node, context: Context, reading: Reading) -> Context:
    """A numbered item, or a bullet with no unit above it."""
    paragraph, text, below = node.paragraph, node.paragraph.text, bool(node.children)
    subject = _heading_subject(node) or find_subject(text) or unlisted_subject(text, above_items=below)
    if subject is None or not subject.units:
        return _topic(node, context, reading)
    if subject.colon and below and (person := _named_person(subject.rest)):
        subject = person  # "Trưởng Ban Tổ chức: đồng chí A" above duties
    if subject.colon and _MEMBERS.search(subject.rest) and not opens_task(subject.rest):
        return context
    talks = below and asks_for_speeches(text) and _lists_units(node)
    heading = text if talks or is_lead_in(text) else context.heading
    inner = Context(units=subject.units, heading=heading, level=node.level)
    if not subject.rest or _ONLY_DUTY_WORDS.match(subject.rest):
        if not below and node.level != OWN_LINE:
            reading.idle.append((subject.units[0], paragraph))
        _walk(node.children, inner, reading)
        return context if below else inner
    if not talks and not (below and is_lead_in(text)):
        inner = read_own_line(text, paragraph, context, reading, above_items=below)
        inner = replace(inner, level=node.level, sentence=True)
    _walk(node.children, inner, reading)
    return context


def _lists_units(node: Node) -> bool:
    """Every marked item below is "Unit: …"; a closing paragraph below them has no mark."""
    items = [child.paragraph.text for child in node.children if child.paragraph.mark]
    return bool(items) and all(map(names_own_unit, items))


def _named_person(text: str) -> Subject | None:
    if not _PERSON.match(text) or len(text.split()) > _PERSON_WORDS:
        return None
    found = find_subject(text.rstrip(". ;:"))
    return found if found and not found.rest else None


def _heading_subject(node: Node) -> Subject | None:
    """A heading whose verb only describes who is meant ("Các phòng ban tham gia đào tạo" above bullets), or belongs
    to the name of a working group ("Tổ đón tiếp đại biểu").
    """
    text = node.paragraph.text
    if not node.children or re.search(r"[:.;]\s*$", text) or node.level >= BULLET:
        return None
    if names_only(text):
        return Subject(units=expand(text), rest="")
    subject = find_subject(text)
    if subject and not subject.whole and not subject.colon and subject.rest and _DESCRIBES.match(subject.rest):
        return Subject(units=expand(text), rest="")
    return None


def _topic(node: Node, context: Context, reading: Reading) -> Context:
    """No unit here: a topic above its items, or a duty of the unit above."""
    paragraph = node.paragraph
    if node.children and (not context.units or _is_topic(node)):
        _walk(node.children, replace(context, heading=paragraph.text), reading)
    elif context.units:
        reading.add(context.units, paragraph.text, paragraph, context.heading)
        _own_units_only(node.children, reading)
    elif opens_task(paragraph.text) and not _NO_DUTY.match(paragraph.text):
        reading.unaddressed.append(paragraph)
    return context


def _is_topic(node: Node) -> bool:
    text = node.paragraph.text.rstrip()
    short = len(text.split()) <= _TOPIC_WORDS and not text.endswith((".", ";"))
    return node.level <= OWN_LINE and (text.endswith(":") or short)


def _under_unit(node: Node, context: Context, reading: Reading) -> Context:
    """A bullet or a paragraph below a unit's heading: usually a duty of that unit."""
    paragraph, text = node.paragraph, node.paragraph.text
    if header := _own_header(node):
        return _header(node, header, context, reading)
    if _addresses_another(node):
        return _addressed(node, Context(heading=context.heading), reading)
    if inner := _by_order(node, context, reading):
        _walk(node.children, inner, reading)
    elif _introduces(node):
        _walk(node.children, replace(context, heading=text), reading)
    elif _NO_DUTY.match(text):
        _walk(node.children, context, reading)
    elif not take_deadline(text, reading, of_all=node.paragraph.mark is None):
        reading.add(_speakers(text) or _listed(text, context.units) or context.units, text, paragraph, context.heading)
        if node.level == OWN_LINE:
            _walk(node.children, context, reading)
        else:
            _own_units_only(node.children, reading)
    return context


def _own_header(node: Node) -> Subject | None:
    """A unit named alone, with a colon or above items of its own, opens a heading below the heading."""
    text = node.paragraph.text
    found = find_subject(text)
    if found is None or found.rest or found.whole or (opens_task(text) and not _ORDERS.match(text)):
        return None
    return found if found.colon or node.children else None


def _addresses_another(node: Node) -> bool:
    """A bullet "Unit: duty"; a lettered or numbered item that begins with a unit and its verb."""
    text = node.paragraph.text
    if opens_task(text):
        return False
    if names_own_unit(text):
        return True
    found = find_subject(text) if node.level <= OWN_LINE else None
    if found is None or not found.rest or found.whole:
        return False
    return node.level < OWN_LINE or (not _COLLECTIVE.match(text) and _IN_CHARGE.match(found.rest) is not None)


def _by_order(node: Node, context: Context, reading: Reading) -> Context | None:
    """Somebody else addressed below a sentence, or by an order in a paragraph of its own: "Giao Phòng A …"."""
    text = node.paragraph.text
    may = (context.sentence and node.level > OWN_LINE) or (node.level == OWN_LINE and _ORDERS.match(text))
    found = find_subject(text) if may else None
    if found is None or not found.rest or is_staff(found.units[0]):
        return None
    cleared = replace(context, units=())
    return read_own_line(text, node.paragraph, cleared, reading, above_items=False)


def _introduces(node: Node) -> bool:
    """A paragraph or a short bullet that only leads to its items ("- Công tác chuẩn bị:" above "+")."""
    text = node.paragraph.text.rstrip()
    if not node.children:
        return False
    if node.level == OWN_LINE or _DATES_ITEMS.match(text):
        return is_lead_in(text)
    return node.level > OWN_LINE and text.endswith(":") and len(text.split()) <= _TOPIC_WORDS // 2


def _header(node: Node, own: Subject, context: Context, reading: Reading) -> Context:
    """A unit on a line of its own takes over; without a mark it also holds for the lines that follow."""
    inner = Context(units=own.units, heading=context.heading, level=node.level)
    _walk(node.children, inner, reading)
    return inner if node.level == OWN_LINE and not node.children else context


def _speakers(text: str) -> tuple[str, ...]:
    """Units a bullet names to give a talk: each of them is asked, not the group above."""
    found = find_subject(text)
    named = found is not None and bool(found.rest) and not _COLLECTIVE.match(text)
    return found.units if found and named and is_speech(found.rest) else ()


def _listed(text: str, above: Sequence[str]) -> tuple[str, ...]:
    """Units a bullet lists by name below a heading that means them all: "UBND các xã: A, B bố trí …" below "Các xã"."""
    if not all(_COLLECTIVE.search(unit) for unit in above):
        return ()
    found = find_subject(text)
    named = found is not None and len(found.units) > 1 and bool(found.rest)
    return found.units if found and named and not any(map(_COLLECTIVE.search, found.units)) else ()


def _own_units_only(nodes: Iterable[Node], reading: Reading) -> None:
    """Sub-bullets explain their bullet; only those that name a unit of their own are duties."""
    for node in nodes:
        own = names_own_unit(node.paragraph.text)
        if own and own.rest:
            read_own_line(node.paragraph.text, node.paragraph, Context(), reading, above_items=False)
