"""What the reader of plans found or doubts, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l

from tracker.web.formats import format_day, weekday

_MONDAY = date(2024, 1, 1)  # any Monday: to name a weekday by its number


class Coded(Protocol):
    """A finding, stored or fresh."""

    @property
    def code(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any]: ...


FINDINGS: Mapping[str, Any] = {
    "contradictory_years": _l("The year here does not fit the title (%(title_years)s): probably a slip of the pen."),
    "event_date_unclear": _l("The time of the event is named, but no date can be read from it: set the date by hand."),
    "event_date_missing": _l("The plan names no time of the event: set the date by hand."),
    "event_tentative": _l("The date of the event is tentative (%(start)s–%(end)s): due dates move when it is settled."),
    "weekday_contradicts_date": _l("The weekday does not fit the date: %(start)s is no %(weekday)s."),
    "event_before_plan": _l("The event (%(start)s) is before the plan's own date (%(day)s)."),
    "organisation_section_missing": _l("No section that assigns work (“Tổ chức thực hiện”) was found."),
    "assignments_missing": _l("No assignment was found: add the tasks by hand, or paste the part that assigns them."),
    "assignment_without_unit": _l("This sentence assigns work without naming a unit."),
    "unit_without_assignment": _l("“%(unit)s” is named, but no work of it could be read."),
    "deadline_before_plan": _l("The deadline of task %(no)s (%(due)s) is before the plan's own date."),
    "deadline_after_event": _l("The deadline of task %(no)s (%(due)s) is after the event."),
    "duplicated_lead": _l(
        "Tasks %(no)s (%(unit)s) and %(other_no)s (%(other_unit)s) are the same work under two leads: "
        "which unit leads it?"
    ),
    "unit_not_invited": _l("“%(unit)s” has work (task %(no)s) and is not among the units invited."),
    "guest_without_task": _l("“%(unit)s” is invited and, unlike the others of its kind, has no task."),
    "outing": _l(
        "The programme has a visit. For information: Decision 45/2018/QĐ-TTg asks not to combine meetings "
        "with sightseeing."
    ),
    "classified": _l("The document is marked “%(degree)s”: it must not be put into this system."),
    "number_blank": _l("The plan has no number yet."),
    "date_blank": _l("The plan has no full date of issue yet."),
    "title_missing": _l("No title was found: enter one."),
    "header_missing": _l("The head of the document (agency, number, date) was not found."),
    "contact_recognised": _l("%(unit)s is named for questions: recorded as the contact, not as a task."),
    "scale_small": _l(
        "“%(words)s” in the title: if this is a small meeting, choose that scale and it is prepared less far ahead."
    ),
    "scale_provincial": _l(
        "“%(words)s”: if this is a meeting of the whole province, choose that scale and it is prepared further ahead."
    ),
    "event_past": _l("The event was on %(day)s: all due dates have passed."),
    "read_tcvn3": _l("The file was written in TCVN3 (ABC) and has been converted: check names and capitals."),
    "read_vni": _l("The file was written in VNI and has been converted: check names and capitals."),
    "read_windows": _l("The file was written in an older Windows encoding and has been converted: check the letters."),
    "read_ocr": _l("The text was recognised from pictures of pages: compare every task with the original."),
    "read_pages_unread": _l("Some pages are pictures without text and were not read: look for tasks on them."),
}

QUOTED = frozenset(
    {
        "contradictory_years", "weekday_contradicts_date", "event_before_plan", "assignment_without_unit",
        "deadline_before_plan", "deadline_after_event", "duplicated_lead", "outing",
    }
)  # fmt: skip
"""Findings whose words in the plan are worth reading."""

DOUBTS: Mapping[str, Any] = {
    "year_slip": _l("“%(words)s” does not fit the year of the title (%(title_years)s)."),
    "continuous_duty": _l("Work without a product or date of its own: is it to be tracked, and until when?"),
    "collective_unit": _l("“%(unit)s” stands for several units: name them, or leave the task as a general duty."),
    "collective_except": _l(
        "“%(unit)s” stands for several units, but not for %(excluded)s: name those that are meant."
    ),
    "due_year_assumed": _l("“%(words)s” has no year: %(year)s was assumed."),
    "due_before_plan": _l("The deadline “%(words)s” (%(due)s) is before the plan's own date."),
    "due_after_event": _l("The deadline “%(words)s” (%(due)s) is after the event."),
    "no_lead": _l("The sentence only names who co-operates (%(partners)s): who leads?"),
    "linked_lead": _l("Taken as co-operation on task %(lead_no)s, whose due date it follows."),
}


def finding_text(finding: Coded) -> str:
    """The sentence of a finding; a code without words is shown as it is rather than hidden."""
    return _filled(FINDINGS, finding.code, finding.params)


def finding_quote(finding: Any) -> str:
    """The plan's words to show beside the finding, empty where they add nothing."""
    return str(finding.words) if finding.code in QUOTED else ""


def doubt_text(doubt: Mapping[str, Any]) -> str:
    """The sentence of a doubt as it is stored: {"code", "params"}."""
    return _filled(DOUBTS, str(doubt["code"]), doubt.get("params", {}))


def _filled(words: Mapping[str, Any], code: str, params: Mapping[str, Any]) -> str:
    if code not in words:
        return code
    return str(words[code]) % {name: _shown(name, str(value)) for name, value in params.items()}


def _shown(name: str, value: str) -> str:
    """Dates as people write them; a month ("2026-05") as 05/2026; a weekday by its name."""
    if name == "weekday":
        return weekday(date.fromordinal(_MONDAY.toordinal() + int(value)))
    if name in {"start", "end", "due", "day"} and value:
        parts = value.split("-")
        return format_day(date.fromisoformat(value)) if len(parts) == 3 else "/".join(reversed(parts))
    return value
