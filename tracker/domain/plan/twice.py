"""The same work given to two leads: "một việc chỉ giao một cơ quan chủ trì"."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from tracker.domain.glossary import AssignmentRole, UnitKind
from tracker.domain.normalise import search_key
from tracker.domain.plan.abbreviations import Abbreviations
from tracker.domain.plan.linking import object_of, same_unit
from tracker.domain.plan.parsed import Assignment
from tracker.domain.unit_names import guess_kind

# Work that a conference needs once. Of the rest every unit may have its own share ("cử cán bộ tham gia").
_ONCE = frozenset(
    {
        "programme", "main_report", "invitations", "venue", "budget", "budget_outside", "printing", "delegate_list",
        "run_of_show", "send_papers", "conclusion_notice", "settlement", "event_report", "leader_speeches",
        "collect_speeches", "advance",
    }
)  # fmt: skip
_SAME_OBJECT = 88
_OWN_SHARE = re.compile(
    r"\b(?:cua (?:don vi|co quan|nganh|dia phuong|phong|minh)|"
    r"(?:don vi|co quan|nganh|dia phuong|phong) minh|linh vuc|phu trach|"
    r"duoc phan cong|theo chuc nang|tai (?:don vi|co quan|dia phuong)|moi don vi)\b"
)
_DATE = re.compile(r"\b(?:truoc|cham nhat|xong|hoan thanh|den het|trong)\s+(?:truoc\s+)?(?:ngay|thang|quy)\b.*$")


def given_twice(assignments: Sequence[Assignment], short: Abbreviations) -> Iterator[tuple[Assignment, Assignment]]:
    """Pairs of assignments with the same object and different leads, from different places of the text."""
    leads = [one for one in assignments if one.role is AssignmentRole.LEAD and one.kind in _ONCE and _alone(one)]
    objects = {one.no: _object(one) for one in leads}
    for first, second in combinations(leads, 2):
        if first.kind != second.kind or first.first_line == second.first_line:
            continue
        alike = fuzz.token_sort_ratio(objects[first.no], objects[second.no]) >= _SAME_OBJECT
        if alike and not same_unit(first.unit, second.unit, short):
            yield first, second


def _alone(one: Assignment) -> bool:
    unsure = any(doubt.code == "no_lead" for doubt in one.doubts)
    return (
        not unsure and guess_kind(one.unit) is not UnitKind.COLLECTIVE and not _OWN_SHARE.search(search_key(one.task))
    )


def _object(one: Assignment) -> str:
    return _DATE.sub("", object_of(one.task)).strip(" .;,")
