"""Who may do what: denied unless a line here says otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.errors import NotAllowed
from tracker.domain.glossary import MemberRole


class Action(StrEnum):
    """Everything that can be asked of the service."""

    PUBLIC = "public"  # needs no account: login, health, static files
    SIGNED_IN = "signed_in"  # own account, own work list
    SEE_BOARD = "see_board"
    SEE_CONFERENCE = "see_conference"
    SEE_WHOLE_CONFERENCE = "see_whole_conference"  # every unit's tasks, the plan's text, reminders, log
    IMPORT_PLAN = "import_plan"
    REVIEW_PLAN = "review_plan"  # correct, activate, change the event
    SEE_TASK = "see_task"
    REPORT_TASK = "report_task"  # acknowledge, report, submit, withdraw, decline
    CONFIRM_TASK = "confirm_task"  # accept, return, suspend, cancel
    DISCUSS_TASK = "discuss_task"
    SEE_DIRECTORY = "see_directory"
    MANAGE_DIRECTORY = "manage_directory"
    SEE_MAIL = "see_mail"
    DECIDE_EXTENSION = "decide_extension"
    DECIDE_SECOND_EXTENSION = "decide_second_extension"  # of a task that has been given more time once
    MANAGE_CALENDAR = "manage_calendar"  # days off and worked, for everybody
    MANAGE_RULES = "manage_rules"  # the agency's back-planning table and templates


_A = Action
_WATCH = frozenset(
    {_A.SEE_BOARD, _A.SEE_CONFERENCE, _A.SEE_WHOLE_CONFERENCE, _A.SEE_TASK, _A.DISCUSS_TASK, _A.SEE_DIRECTORY}
)
# REPORT_TASK: a unit without an account reports by telephone, and the coordinator enters it under their own name
_COORDINATE = _WATCH | {
    _A.IMPORT_PLAN,
    _A.REVIEW_PLAN,
    _A.REPORT_TASK,
    _A.CONFIRM_TASK,
    _A.MANAGE_DIRECTORY,
    _A.SEE_MAIL,
    _A.DECIDE_EXTENSION,
    _A.MANAGE_RULES,
}

HOST_ACTIONS: dict[MemberRole, frozenset[Action]] = {
    MemberRole.ADMINISTRATOR: frozenset(
        {_A.SEE_BOARD, _A.SEE_DIRECTORY, _A.MANAGE_DIRECTORY, _A.SEE_MAIL, _A.MANAGE_CALENDAR, _A.MANAGE_RULES}
    ),
    MemberRole.COORDINATOR: frozenset(_COORDINATE),
    MemberRole.LEADER: _WATCH | {_A.DECIDE_EXTENSION, _A.DECIDE_SECOND_EXTENSION},
    MemberRole.MEMBER: frozenset(),
}
LEAD_UNIT_ACTIONS = frozenset({_A.SEE_CONFERENCE, _A.SEE_TASK, _A.REPORT_TASK, _A.DISCUSS_TASK})
PARTNER_UNIT_ACTIONS = frozenset({_A.SEE_CONFERENCE, _A.SEE_TASK, _A.DISCUSS_TASK})
LINK_ACTIONS = frozenset({_A.SEE_TASK, _A.REPORT_TASK, _A.DISCUSS_TASK})  # on tasks that the link's unit leads


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A membership with its reach: ``units`` holds the unit and everything below it in the tree."""

    role: MemberRole
    unit_id: int
    units: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class LinkReach:
    """What an action link opens: the tasks that one unit leads in one conference, and nothing besides."""

    link_id: int
    conference_id: int
    unit_id: int
    unit_name: str


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The person asking: signed in, or without an account (``user_id`` None) behind a ``link``, which has no grants.

    ``name``: of a link's actor as the person entered it.
    """

    user_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    link: LinkReach | None = None

    @property
    def account_id(self) -> int:
        """The account of somebody who is signed in.

        Raises:
            NotAllowed: there is none behind a link.
        """
        if self.user_id is None:
            raise NotAllowed("not_allowed")
        return self.user_id

    @property
    def member_units(self) -> frozenset[int]:
        """Units whose work is this person's: as a member, with everything below."""
        return frozenset().union(*(g.units for g in self.grants if g.role is MemberRole.MEMBER))

    def hosts(self, action: Action) -> frozenset[int]:
        """Units in whose conferences the person may do ``action``."""
        return frozenset().union(*(g.units for g in self.grants if action in HOST_ACTIONS[g.role]))


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is acted upon: the agency it belongs to, the unit that leads it and the units that co-operate.

    ``released`` is False for drafts, which only the host sees. ``conference_id``: a link reaches no further.
    """

    host_id: int | None = None
    lead_ids: frozenset[int] = frozenset()
    partner_ids: frozenset[int] = frozenset()
    released: bool = True
    conference_id: int | None = None


def subject(
    *,
    host_id: int | None,
    lead_ids: Iterable[int] = (),
    partner_ids: Iterable[int] = (),
    released: bool = True,
    conference_id: int | None = None,
) -> Subject:
    """Build a :class:`Subject` from any iterables of unit ids."""
    return Subject(
        host_id=host_id, lead_ids=frozenset(lead_ids), partner_ids=frozenset(partner_ids), released=released,
        conference_id=conference_id,
    )  # fmt: skip


def can(actor: Actor | None, action: Action, on: Subject | None = None) -> bool:
    """Whether ``actor`` may do ``action`` on ``on``; without a subject: on anything at all."""
    if action is Action.PUBLIC:
        return True
    if actor is None:
        return False
    if actor.link is not None:
        return action in LINK_ACTIONS and on is not None and _opens(actor.link, on)
    if action is Action.SIGNED_IN:
        return True
    if on is None:
        return bool(actor.hosts(action)) or (action in LEAD_UNIT_ACTIONS and bool(actor.member_units))
    return _host_may(actor, action, on) or _unit_may(actor, action, on)


def _opens(link: LinkReach, on: Subject) -> bool:
    return on.released and on.conference_id == link.conference_id and link.unit_id in on.lead_ids


def _host_may(actor: Actor, action: Action, on: Subject) -> bool:
    return on.host_id is not None and on.host_id in actor.hosts(action)


def _unit_may(actor: Actor, action: Action, on: Subject) -> bool:
    if not on.released:
        return False
    units = actor.member_units
    return (action in LEAD_UNIT_ACTIONS and bool(units & on.lead_ids)) or (
        action in PARTNER_UNIT_ACTIONS and bool(units & on.partner_ids)
    )
