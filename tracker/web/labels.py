"""Screen words of the enums and kinds of task; those of reasons and findings stand in modules of their own."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from tracker.domain.glossary import (
    AssignmentRole,
    Compliance,
    ConferenceState,
    Light,
    MemberRole,
    TaskState,
    UnitKind,
)
from tracker.domain.reminders import Audience, parse_stage
from tracker.models import MailState
from tracker.services import suppression

ROLES: Mapping[AssignmentRole, Any] = {
    AssignmentRole.LEAD: _l("Leads"),
    AssignmentRole.COORDINATE: _l("Co-operates"),
    AssignmentRole.CONTRIBUTE: _l("Gives a speech"),
    AssignmentRole.GENERAL: _l("General co-operation"),
}

STATES: Mapping[TaskState, Any] = {
    TaskState.DRAFT: _l("Draft"),
    TaskState.ASSIGNED: _l("Not yet received"),
    TaskState.ACKNOWLEDGED: _l("Not yet begun"),
    TaskState.IN_PROGRESS: _l("In progress"),
    TaskState.SUBMITTED: _l("Waiting for confirmation"),
    TaskState.RETURNED: _l("Returned – to be done again"),
    TaskState.COMPLETED: _l("Completed"),
    TaskState.DECLINED: _l("Declined"),
    TaskState.SUSPENDED: _l("Suspended"),
    TaskState.CANCELLED: _l("Cancelled"),
}

# colour and icon of each compliance code; the words are compliance_label's
_COMPLIANCE: Mapping[Compliance, tuple[str, str]] = {
    Compliance.OPEN_NO_DUE: ("grey", "dashed"),
    Compliance.OPEN_IN_TIME: ("green", "clock"),
    Compliance.OPEN_DUE_SOON: ("amber", "amber"),
    Compliance.OPEN_OVERDUE: ("red", "red"),
    Compliance.DONE_ON_TIME: ("green", "done"),
    Compliance.DONE_LATE: ("green", "done"),
    Compliance.DONE_NO_DUE: ("grey", "dashed"),
    Compliance.NOT_COUNTED: ("grey", "none"),
}

# class, icon, words
_LIGHTS: Mapping[Light, tuple[str, str, Any]] = {
    Light.RED: ("red", "red", _l("Not assured")),
    Light.AMBER: ("amber", "amber", _l("At risk of delay")),
    Light.GREEN: ("green", "done", _l("On track")),
    Light.DRAFT: ("grey", "dashed", _l("Draft")),
    Light.PAST: ("past", "done", _l("Held")),
}

# colour, icon, words
_MAIL_STATES: Mapping[str, tuple[str, str, Any]] = {
    MailState.PENDING: ("grey", "clock", _l("Waits to be sent")),
    MailState.SENDING: ("grey", "clock", _l("Being sent")),
    MailState.SENT: ("green", "done", _l("Sent")),
    MailState.UNKNOWN: ("amber", "amber", _l("Not certain whether sent")),
    MailState.DEAD: ("red", "red", _l("Could not be sent")),
    suppression.STAGE: ("amber", "none", _l("Held: the address is stopped")),
    MailState.CANCELLED: ("grey", "none", _l("Withdrawn")),
}

CONFERENCE_STATES: Mapping[ConferenceState, Any] = {
    ConferenceState.DRAFT: _l("Draft"),
    ConferenceState.ACTIVE: _l("In preparation"),
    ConferenceState.CANCELLED: _l("Called off"),
}

UNIT_KINDS: Mapping[UnitKind, Any] = {
    UnitKind.AGENCY: _l("Agency"),
    UnitKind.OFFICE: _l("Office"),
    UnitKind.DEPARTMENT: _l("Department"),
    UnitKind.AFFILIATED: _l("Affiliated unit"),
    UnitKind.MASS_ORGANISATION: _l("Mass organisation, association"),
    UnitKind.DISTRICT_COMMITTEE: _l("District People's Committee"),
    UnitKind.COMMUNE_COMMITTEE: _l("Commune People's Committee"),
    UnitKind.DIVISION: _l("Division of a People's Committee"),
    UnitKind.SCHOOL: _l("School, institute"),
    UnitKind.ENTERPRISE: _l("Enterprise"),
    UnitKind.PARTY: _l("Party body"),
    UnitKind.PERSON: _l("Person"),
    UnitKind.COLLECTIVE: _l("Several units together"),
    UnitKind.OTHER: _l("Other"),
}

MEMBER_ROLES: Mapping[MemberRole, Any] = {
    MemberRole.ADMINISTRATOR: _l("Administrator"),
    MemberRole.COORDINATOR: _l("Coordinator"),
    MemberRole.LEADER: _l("Leadership"),
    MemberRole.MEMBER: _l("Unit's contact person"),
}

KINDS: Mapping[str, Any] = {
    "settlement": _l("Settlement of accounts"),
    "conclusion_notice": _l("Notice of conclusions, minutes"),
    "event_report": _l("Report on the event"),
    "collect_speeches": _l("Collecting and editing speeches"),
    "urge_speeches": _l("Guiding and urging speeches"),
    "invite_speakers": _l("Inviting speakers"),
    "speech": _l("Speech"),
    "unit_data": _l("Figures and reports of units"),
    "budget_outside": _l("Budget submitted outside the agency"),
    "budget": _l("Budget estimate"),
    "advance": _l("Advance payment"),
    "invitations": _l("Invitations"),
    "delegate_list": _l("List of delegates"),
    "registration": _l("Registration of delegates"),
    "send_papers": _l("Sending the papers"),
    "printing": _l("Printing"),
    "run_of_show": _l("Run of show"),
    "programme": _l("Programme"),
    "leader_speeches": _l("Speeches of the leadership"),
    "main_report": _l("Main report"),
    "thematic_content": _l("Thematic content"),
    "awards": _l("Awards"),
    "field_visit": _l("Field visit"),
    "venue": _l("Venue"),
    "technical": _l("Sound, screens, stage"),
    "reception": _l("Reception and logistics"),
    "security": _l("Security, health, power"),
    "press": _l("Press and publicity"),
    "rehearsal": _l("Rehearsal, check of readiness"),
    "general": _l("General co-operation"),
    "records": _l("Filing the records"),
    "other_after": _l("Other work after the event"),
    "other": _l("Other work"),
}

AUDIENCES: Mapping[Audience, Any] = {
    Audience.UNIT: _l("The unit"),
    Audience.HEAD: _l("The unit's head"),
    Audience.COORDINATOR: _l("The coordinator"),
    Audience.LEADERSHIP: _l("The leadership"),
}


def role_label(role: AssignmentRole) -> str:
    return str(ROLES[role])


def state_label(state: TaskState) -> str:
    return str(STATES[state])


def conference_state_label(state: ConferenceState) -> str:
    return str(CONFERENCE_STATES[state])


def unit_kind_label(kind: UnitKind) -> str:
    return str(UNIT_KINDS[kind])


def member_role_label(role: MemberRole) -> str:
    return str(MEMBER_ROLES[role])


def kind_label(code: str) -> str:
    """The name of a kind of task; an unknown code is shown as it is."""
    return str(KINDS.get(code, code))


def unsent_label(reason: str) -> str:
    """Why a reminder in the ledger has no mail of its own."""
    words = {
        "no_address": gettext("Nobody can be reached: no mail address"),
        "superseded": gettext("Taken up by a later reminder"),
        "told": gettext("Told by the notice of the new due date"),
        "muted": gettext("Muted by a person"),
        "policy": gettext("Its day had passed when the policy was changed"),
    }
    return words.get(reason, reason)


def audience_label(audience: str) -> str:
    return str(AUDIENCES[Audience(audience)])


def light_label(light: Light) -> str:
    return str(_LIGHTS[light][2])


def light_class(light: Light) -> str:
    return _LIGHTS[light][0]


def light_icon(light: Light) -> str:
    return _LIGHTS[light][1]


def mail_state_label(state: str) -> str:
    return str(_MAIL_STATES[state][2])


def mail_state_colour(state: str) -> str:
    return _MAIL_STATES[state][0]


def mail_state_icon(state: str) -> str:
    return _MAIL_STATES[state][1]


def compliance_colour(code: Compliance) -> str:
    return _COMPLIANCE[code][0]


def compliance_icon(code: Compliance) -> str:
    return _COMPLIANCE[code][1]


def compliance_label(code: Compliance, days: int = 0, extended: bool = False) -> str:
    """``days``: working days late, for the two codes that name them. ``extended``: more time was given."""
    if code is Compliance.DONE_ON_TIME and extended:
        return gettext("Completed on time (extended)")
    if code is Compliance.OPEN_OVERDUE:
        return ngettext("Overdue by %(num)d day", "Overdue by %(num)d days", days)
    if code is Compliance.DONE_LATE:
        return ngettext("Completed %(num)d day late", "Completed %(num)d days late", days)
    words = {
        Compliance.OPEN_NO_DUE: gettext("No due date yet"),
        Compliance.OPEN_IN_TIME: gettext("In time"),
        Compliance.OPEN_DUE_SOON: gettext("Due soon"),
        Compliance.DONE_ON_TIME: gettext("Completed on time"),
        Compliance.DONE_NO_DUE: gettext("Completed, no due date"),
        Compliance.NOT_COUNTED: gettext("Not counted"),
    }
    return words[code]


def left_label(days: int | None) -> str:
    """Working days to the due date: "Còn 3 ngày làm việc"; 0 is today, negative is past, None is nothing to say."""
    if days is None:
        return ""
    if days == 0:
        return gettext("Due today")
    if days > 0:
        return ngettext("%(num)d working day to go", "%(num)d working days to go", days)
    return ngettext("%(num)d working day past due", "%(num)d working days past due", -days)


def stage_label(stage: str) -> str:
    """What a reminder's stage key says: "before_3" → Trước hạn 3 ngày làm việc."""
    parsed = parse_stage(stage)
    words: Mapping[str, Callable[[], str]] = {
        "assigned": lambda: gettext("Assignment"),
        "returned": lambda: gettext("Result returned"),
        "amended": lambda: gettext("Amended plan"),
        "replanned": lambda: gettext("Event or due dates moved"),
        "redated": lambda: gettext("New due date"),
        "extension": lambda: gettext("Answer about more time"),
        "on_day": lambda: gettext("On the due date"),
        "nudge": lambda: gettext("Reminded by hand"),
        "before": lambda: ngettext("%(num)d working day before", "%(num)d working days before", parsed.days),
        "overdue": lambda: ngettext("Overdue, day %(num)d", "Overdue, day %(num)d", parsed.days),
        "confirm": lambda: ngettext("Waiting, day %(num)d", "Waiting, day %(num)d", parsed.days),
    }
    return words[parsed.name]() if parsed.name in words else stage
