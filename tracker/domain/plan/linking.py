"""Co-operation meets its lead: "phối hợp với X …" is linked to X's own task on the same object, or flagged where
nobody leads it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from tracker.domain.glossary import AssignmentRole
from tracker.domain.normalise import search_key
from tracker.domain.plan.abbreviations import Abbreviations
from tracker.domain.plan.parsed import Assignment, Doubt
from tracker.domain.plan.phrases import masked, predicate_at
from tracker.domain.plan.words import words_of

_SAME_UNIT = 88
_SAME_OBJECT = 72
_SAME_OBJECT_UNNAMED = 85  # without a partner's name only nearly equal words count
_WITH = re.compile(
    r"^.*?\b(?:phối hợp|phối kết hợp|tham gia)\s*(?:chặt chẽ\s*)?(?:cùng với|với|cùng)?\s*", re.IGNORECASE
)
_LEADS = re.compile(
    r"^(?:là )?(?:đầu mối,?\s*)?(?:chủ trì,?\s*)?(?:(?:và )?phối hợp (?:với|cùng)\s[^,]{0,80},\s*)?", re.IGNORECASE
)
_COLLECTIVE = re.compile(r"^(?:các|những|toàn thể|tất cả|cơ quan|đơn vị)\b", re.IGNORECASE)


def link(assignments: Sequence[Assignment], short: Abbreviations) -> tuple[Assignment, ...]:
    """Assignments with ``lead_no`` set, or made lead and flagged "no_lead", by the second and third rule of domain
    section 2.
    """
    return tuple(_linked(one, assignments, short) for one in assignments)


def _linked(one: Assignment, others: Sequence[Assignment], short: Abbreviations) -> Assignment:
    if one.role is not AssignmentRole.COORDINATE:
        return one
    lead = _lead_of(one, others, short)
    if lead is not None:
        return replace(
            one, lead_no=lead.no, doubts=(*one.doubts, Doubt(code="linked_lead", params={"lead_no": str(lead.no)}))
        )
    doubt = Doubt(code="no_lead", params={"partners": "; ".join(one.partners)})
    takes_over = bool(one.partners) and not _COLLECTIVE.match(one.unit)
    return replace(one, role=AssignmentRole.LEAD if takes_over else one.role, doubts=(*one.doubts, doubt))


def _lead_of(one: Assignment, others: Sequence[Assignment], short: Abbreviations) -> Assignment | None:
    wanted = object_of(one.task)
    best: tuple[float, Assignment] | None = None
    for other in others:
        if other.role is not AssignmentRole.LEAD or other.no == one.no or same_unit(other.unit, one.unit, short):
            continue
        named = any(same_unit(other.unit, partner, short) for partner in one.partners)
        if one.partners and not named:
            continue
        likeness = fuzz.token_set_ratio(wanted, search_key(_LEADS.sub("", other.task)))
        needed = _SAME_OBJECT if named and other.kind == one.kind else _SAME_OBJECT_UNNAMED
        if likeness >= needed and (best is None or likeness > best[0]):
            best = (likeness, other)
    return best[1] if best else None


def object_of(task: str) -> str:
    """What the co-operation is about: the duty without "phối hợp với X"."""
    rest = _WITH.sub("", masked(task), count=1)
    words = words_of(rest)
    end = predicate_at(words, 0) if words else None
    return search_key(rest[words[end].start :] if end else rest)


def same_unit(left: str, right: str, short: Abbreviations) -> bool:
    """One unit under two spellings, abbreviations of the text written out."""
    a, b = short.written_out(left), short.written_out(right)
    return a == b or fuzz.token_sort_ratio(a, b) >= _SAME_UNIT
