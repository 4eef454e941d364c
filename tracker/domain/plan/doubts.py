"""What makes an assignment uncertain, so that a person looks at it before it becomes a task."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from tracker.domain.dates import EventWindow
from tracker.domain.glossary import AssignmentRole
from tracker.domain.plan.parsed import Assignment, Doubt

_CONTINUOUS = re.compile(
    r"^(?:(?:có|chịu) trách nhiệm\s+|thường xuyên\s+)?(?:hướng dẫn|đôn đốc|theo dõi|giám sát|kiểm tra|"
    r"duy trì)\b(?!\s+(?:thanh|quyết) )",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"^(?:các|những|toàn thể|tất cả|một số|cơ quan|đơn vị|mỗi)\b|^(?:UBND|ủy ban nhân dân|uỷ ban nhân dân|"
    r"lãnh đạo|thủ trưởng|trưởng|phòng .{0,30}) các\b",
    re.IGNORECASE,
)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")


def with_doubts(
    one: Assignment,
    *,
    slips: Mapping[int, str],
    title_years: Collection[str],
    issued: date | None,
    event: EventWindow | None,
) -> Assignment:
    """``slips`` maps line numbers to words whose year contradicts the title."""
    found = [
        *_year_slip(one, slips, title_years),
        *_continuous(one),
        *one.doubts,
        *_collective(one),
        *_deadline(one, issued, event),
    ]
    return replace(one, doubts=tuple(found))


def _year_slip(one: Assignment, slips: Mapping[int, str], title_years: Collection[str]) -> list[Doubt]:
    words = [said for line, said in slips.items() if one.first_line <= line <= one.last_line and said in one.quote]
    return (
        [Doubt(code="year_slip", params={"words": words[0], "title_years": ", ".join(sorted(title_years))})]
        if words
        else []
    )


def _continuous(one: Assignment) -> list[Doubt]:
    """Urging and watching have no product of their own; without a deadline they end with their object."""
    dated = one.due is not None and not one.due.vague
    return (
        [Doubt(code="continuous_duty")]
        if _CONTINUOUS.match(one.task) and not dated and one.role is AssignmentRole.LEAD
        else []
    )


def _collective(one: Assignment) -> list[Doubt]:
    needs_one = one.role in {AssignmentRole.LEAD, AssignmentRole.CONTRIBUTE}
    if not needs_one or not _ALL.match(one.unit):
        return []
    if one.excluded:
        return [Doubt(code="collective_except", params={"unit": one.unit, "excluded": "; ".join(one.excluded)})]
    return [Doubt(code="collective_unit", params={"unit": one.unit})]


def _deadline(one: Assignment, issued: date | None, event: EventWindow | None) -> list[Doubt]:
    due = one.due
    if due is None or due.day is None:
        return []
    doubts = []
    if due.until and not _HAS_YEAR.search(due.words):
        doubts.append(Doubt(code="due_year_assumed", params={"year": due.until[:4], "words": due.words}))
    if issued and due.day < issued:
        doubts.append(Doubt(code="due_before_plan", params={"due": due.until or "", "words": due.words}))
    return doubts
