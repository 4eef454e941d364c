"""Words of importing and reviewing: what was covered, what is doubtful, why a draft stays one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from tracker.models import Conference, Finding, Task
from tracker.services.activation import Held
from tracker.services.review_units import Unknown
from tracker.web.finding_words import doubt_text, finding_text
from tracker.web.formats import format_day

_DOUBTS: Mapping[str, Any] = {
    "unit_unknown": _l("“%(unit)s” is not in the directory yet."),
    "unit_guessed": _l("The plan writes “%(unit)s”; the directory has “%(match)s”. Confirm that they are the same."),
    "unit_missing": _l("No unit has been chosen yet."),
    "unit_of_part": _l("The template says “%(part)s”: choose the unit."),
    "unit_succeeded": _l("“%(unit)s” of the template has gone into “%(match)s”. Confirm that it takes this task over."),
    "unit_gone": _l(
        "“%(unit)s” of the template is no longer in the directory, or several units took over: choose one."
    ),
    "dated_words": _l("These words belong to one year: “%(words)s”. Change them where they are not right this time."),
    "split_part": _l("Cut off task %(no)s: see whether kind and due date, counted by its own words, are right."),
    "merged_due": _l("The merged tasks had different due dates: the earliest, of task %(no)s (%(due)s), was taken."),
}

# What a doubt is about; others are about the words of the task
ABOUT: Mapping[str, str] = {
    "unit_unknown": "unit", "unit_guessed": "unit", "unit_missing": "unit", "unit_of_part": "unit",
    "unit_succeeded": "unit", "unit_gone": "unit", "collective_unit": "unit",
    "collective_except": "unit",
    "no_lead": "role", "linked_lead": "role", "continuous_duty": "due", "due_year_assumed": "due",
    "due_before_plan": "due", "due_after_event": "due", "merged_due": "due",
}  # fmt: skip

_ASPECTS: Mapping[str, Any] = {
    "unit": _l("Unit"),
    "role": _l("Role"),
    "due": _l("Due"),
    "content": _l("Content"),
}

_HELD: Mapping[Held, Any] = {
    Held.TO_CHECK: _l("not reviewed yet"),
    Held.NO_UNIT: _l("no unit chosen yet"),
    Held.COLLECTIVE: _l("addressed to all units together: recorded, not followed up"),
    Held.NO_DUE: _l("no due date"),
}


def held_words(reason: Held) -> str:
    return str(_HELD[reason])


def doubt_words(doubt: Mapping[str, Any]) -> str:
    """Why a task is to be checked: the import's own doubts about units, else the reader's."""
    if doubt["code"] in _DOUBTS:
        params = dict(doubt.get("params", {}))
        if "due" in params:
            params["due"] = format_day(date.fromisoformat(params["due"]))
        return str(str(_DOUBTS[doubt["code"]]) % params)
    return doubt_text(doubt)


def aspect_of(doubt: Mapping[str, Any]) -> str:
    """What is uncertain: "Unit", "Role", "Due" or "Content"."""
    return aspect_words(ABOUT.get(doubt["code"], "content"))


def aspects(doubts: Sequence[Mapping[str, Any]]) -> set[str]:
    """What any of the doubts is about: keys of the facts to look at."""
    return {ABOUT.get(doubt["code"], "content") for doubt in doubts}


def aspect_words(aspect: str) -> str:
    return str(_ASPECTS[aspect])


def finding_words(finding: Finding) -> str:
    if finding.code == "event_past":
        day = format_day(date.fromisoformat(finding.params["day"]))
        return gettext(
            "The event ended on %(day)s. The plan can be kept for the record; activating it asks for a confirmation.",
            day=day,
        )
    return finding_text(finding)


def coverage_head(coverage: Mapping[str, Any]) -> str:
    count = int(coverage["sentences"])
    return ngettext("%(num)d assigning sentence:", "%(num)d assigning sentences:", count)


def coverage_words(coverage: Mapping[str, Any], tasks: Sequence[Task], sentences: Sequence[Sequence[Task]]) -> str:
    """How the assigning sentences were used, as far as the plan itself goes."""
    many = max((len(group) for group in sentences), default=0)
    made = gettext(
        "%(assigned)s became %(tasks)s tasks%(many)s, %(skipped)s skipped, %(unread)s not understood.",
        assigned=coverage["assigned"],
        tasks=coverage["tasks"],
        many=gettext(" (one went to %(count)s units)", count=many) if many > 1 else "",
        skipped=coverage["skipped"],
        unread=len(coverage["unread"]),
    )
    added = sum(not task.quote for task in tasks)
    return made + (" " + ngettext("%(num)d added by hand.", "%(num)d added by hand.", added) if added else "")


def unknown_words(unknown: Sequence[Unknown]) -> str:
    names = ", ".join(one.words for one in unknown[:4])
    more = len(unknown) - 4
    said = ngettext(
        "%(num)d unit is not in the directory: %(names)s",
        "%(num)d units are not in the directory: %(names)s",
        len(unknown),
        names=names,
    )
    return said + (gettext(" and %(count)s more", count=more) if more > 0 else "") + "."


def plan_line(conference: Conference) -> str:
    """What was imported, from whom."""
    plan = conference.plan
    if plan is None:
        return ""
    pages = ngettext("%(num)d page", "%(num)d pages", plan.pages) if plan.pages else ""
    return f", {pages}" if pages else ""
