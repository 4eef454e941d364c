"""The text on a unit's own line: one duty per sentence."""

import re
from dataclasses import replace

from tracker.domain.plan.closing import is_difficulty_rule, is_note_to_all, opens_closing
from tracker.domain.plan.duty import Context, Reading
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.phrases import opens_task
from tracker.domain.plan.sentences import sentences
from tracker.domain.plan.subjects import Subject, find_subject
from tracker.domain.plan.unlisted import unlisted_subject

_LEAD_IN = re.compile(
    r"(?::|(?:các|những|một số)?\s*(?:nội dung|nhiệm vụ|công việc|việc|yêu cầu)\s*(?:sau|sau đây|cụ thể)?|"
    r"như sau|cụ thể|gồm)\s*[:.]?\s*$",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?:cán bộ|công chức|viên chức|nhân viên|chuyên viên|giáo viên|giảng viên|bác sĩ|đoàn viên)\b", re.IGNORECASE
)
_ORDER = re.compile(r"(?:đề nghị|yêu cầu|giao)\b", re.IGNORECASE)
_DEADLINE_ONLY = re.compile(
    r"^(?:Thời gian|Thời hạn|Hoàn thành|Hạn|Chậm nhất|Xong|Tiến độ)\b.{0,90}$", re.IGNORECASE | re.DOTALL
)


def clauses(sentence: str) -> tuple[str, ...]:
    """An order to several is cut at ";" where the next is addressed: "Đề nghị A làm …; B làm …". Nothing else is."""
    first = find_subject(sentence)
    if first is None or not first.rest or not _ORDER.match(sentence) or not sentence.endswith(first.rest):
        return (sentence,)
    head = sentence[: len(sentence) - len(first.rest)]
    parts: list[str] = []
    for piece in re.split(r"(?<=;)\s+", first.rest):
        if parts and not _addresses(piece):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return (f"{head}{parts[0]}", *parts[1:])


def _addresses(clause: str) -> bool:
    if not (clause[:1].isupper() or _ORDER.match(clause)):
        return False
    found = find_subject(clause)
    return found is not None and bool(found.rest) and not found.whole


def is_staff(unit: str) -> bool:
    """Whoever a unit orders about inside itself: "Phân công viên chức hỗ trợ …"."""
    return _STAFF.match(unit) is not None


def is_lead_in(text: str) -> bool:
    """The text introduces what stands below it: "… thực hiện các nội dung sau:"."""
    return _LEAD_IN.search(text) is not None


def take_deadline(sentence: str, reading: Reading, *, of_all: bool = False) -> bool:
    """A sentence that only gives a date belongs to the duty before it; False for any other sentence.

    ``of_all``: a line of its own below bullets dates all of them.
    """
    if not reading.duties or not _DEADLINE_ONLY.match(sentence) or not re.search(r"\d", sentence):
        return False
    before = reading.duties[-1]
    reading.duties[-1] = replace(before, task=f"{before.task} {sentence}")
    if of_all and before.paragraph.mark is not None:
        for index, duty in enumerate(reading.duties[:-1]):
            if duty.units == before.units and duty.paragraph.mark is not None:
                reading.duties[index] = replace(duty, heading=f"{duty.heading} {sentence}:".strip())
    return True


def read_own_line(text: str, paragraph: Paragraph, context: Context, reading: Reading, *, above_items: bool) -> Context:
    """Add the duties of a line; the returned context names the last unit addressed.

    ``above_items``: items follow below, so a last sentence that only introduces them is none.
    """
    units = context.units
    parts = tuple(clause for sentence in sentences(text) for clause in clauses(sentence))
    for position, sentence in enumerate(parts):
        if _is_closing(sentence, parts, position):
            reading.closings.append(paragraph)
            continue
        if position and take_deadline(sentence, reading):
            continue
        subject = _subject(sentence, position)
        takes_over = subject is not None and (not position or (bool(subject.rest) and not (subject.whole and units)))
        task = sentence
        if subject is not None and takes_over:
            units = subject.units
            task = sentence if subject.whole else subject.rest
        if above_items and position == len(parts) - 1 and is_lead_in(sentence):
            break
        if units and task:
            reading.add(units, task, paragraph, context.heading)
        elif task and opens_task(task):
            reading.unaddressed.append(paragraph)
    return replace(context, units=units)


def _is_closing(sentence: str, parts: tuple[str, ...], position: int) -> bool:
    if is_difficulty_rule(sentence) or opens_closing(sentence):
        return True
    near_end = position == len(parts) - 1 or is_difficulty_rule(parts[-1])
    return position > 0 and is_note_to_all(sentence, last=near_end)


def _subject(sentence: str, position: int) -> Subject | None:
    if position == 0:
        return find_subject(sentence) or unlisted_subject(sentence)
    found = find_subject(sentence) if sentence[:1].isupper() or _ORDER.match(sentence) else None
    return None if found and is_staff(found.units[0]) else found
