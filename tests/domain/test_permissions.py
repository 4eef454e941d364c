"""Who may do what: the table of roles, walked over every action, and the reach of a membership."""

import pytest

from tracker.domain.glossary import MemberRole
from tracker.domain.permissions import Action, Actor, Grant, Subject, can, subject

HOST, OFFICE, OUTSIDE = 1, 2, 9
STEER = {
    Action.SEE_BOARD,
    Action.SEE_CONFERENCE,
    Action.SEE_WHOLE_CONFERENCE,
    Action.SEE_TASK,
    Action.DISCUSS_TASK,
    Action.SEE_DIRECTORY,
}
RUN = {
    Action.IMPORT_PLAN,
    Action.REVIEW_PLAN,
    Action.REPORT_TASK,
    Action.CONFIRM_TASK,
    Action.MANAGE_DIRECTORY,
    Action.SEE_MAIL,
    Action.DECIDE_EXTENSION,
    Action.MANAGE_RULES,
}
LEADER = STEER | {Action.DECIDE_EXTENSION, Action.DECIDE_SECOND_EXTENSION}
LEAD = {Action.SEE_CONFERENCE, Action.SEE_TASK, Action.REPORT_TASK, Action.DISCUSS_TASK}
FOR_ALL = {Action.PUBLIC, Action.SIGNED_IN}
IN_THE_HOST = {
    MemberRole.COORDINATOR: STEER | RUN,
    MemberRole.LEADER: LEADER,
    MemberRole.ADMINISTRATOR: {
        Action.SEE_BOARD, Action.SEE_DIRECTORY, Action.MANAGE_DIRECTORY, Action.SEE_MAIL, Action.MANAGE_CALENDAR,
        Action.MANAGE_RULES,
    },
    MemberRole.MEMBER: set(),
}  # fmt: skip


def person(role: MemberRole, *units: int) -> Actor:
    return Actor(user_id=1, name="Trần Thu Hà", grants=(Grant(role=role, unit_id=units[0], units=frozenset(units)),))


def allowed(actor: Actor | None, on: Subject | None = None) -> set[Action]:
    return {action for action in Action if can(actor, action, on)}


def test_a_stranger_may_only_what_is_public() -> None:
    assert allowed(None) == allowed(None, subject(host_id=HOST)) == {Action.PUBLIC}


def test_somebody_without_a_membership_has_an_account_and_nothing_else() -> None:
    assert allowed(Actor(user_id=1, name="x")) == FOR_ALL


@pytest.mark.parametrize("role", MemberRole)
def test_a_role_may_in_its_own_agency_what_the_table_says(role: MemberRole) -> None:
    assert allowed(person(role, HOST, OFFICE), subject(host_id=HOST)) == IN_THE_HOST[role] | FOR_ALL


@pytest.mark.parametrize("role", MemberRole)
def test_no_role_reaches_into_another_agency(role: MemberRole) -> None:
    assert allowed(person(role, HOST, OFFICE), subject(host_id=OUTSIDE)) == FOR_ALL


@pytest.mark.parametrize("role", MemberRole)
def test_a_subject_of_no_agency_is_nobodys(role: MemberRole) -> None:
    assert allowed(person(role, HOST), subject(host_id=None)) == FOR_ALL


def test_the_unit_in_charge_reports_and_a_partner_only_reads_and_talks() -> None:
    member = person(MemberRole.MEMBER, OFFICE)
    assert allowed(member, subject(host_id=HOST, lead_ids=[OFFICE])) == LEAD | FOR_ALL
    assert allowed(member, subject(host_id=HOST, partner_ids=[OFFICE])) == (LEAD - {Action.REPORT_TASK}) | FOR_ALL
    assert allowed(member, subject(host_id=HOST, lead_ids=[OUTSIDE], partner_ids=[HOST])) == FOR_ALL


def test_a_membership_reaches_the_units_below() -> None:
    assert can(person(MemberRole.MEMBER, HOST, OFFICE), Action.REPORT_TASK, subject(host_id=OUTSIDE, lead_ids=[OFFICE]))
    assert not can(person(MemberRole.MEMBER, OFFICE), Action.REPORT_TASK, subject(host_id=OUTSIDE, lead_ids=[HOST]))


def test_a_draft_is_seen_by_the_host_only() -> None:
    draft = subject(host_id=HOST, lead_ids=[OFFICE], partner_ids=[OFFICE], released=False)
    assert allowed(person(MemberRole.MEMBER, OFFICE), draft) == FOR_ALL
    assert allowed(person(MemberRole.COORDINATOR, HOST, OFFICE), draft) == STEER | RUN | FOR_ALL


def test_a_leader_watches_and_decides_on_more_time_only() -> None:
    assert allowed(person(MemberRole.LEADER, HOST), subject(host_id=HOST)) & RUN == {Action.DECIDE_EXTENSION}


def test_a_coordinator_is_no_members_unit() -> None:
    """A coordinator's own unit does not make its tasks theirs in another agency's conference."""
    assert allowed(person(MemberRole.COORDINATOR, HOST, OFFICE), subject(host_id=OUTSIDE, lead_ids=[OFFICE])) == FOR_ALL


def test_without_a_subject_the_question_is_whether_it_is_possible_anywhere() -> None:
    assert allowed(person(MemberRole.MEMBER, OFFICE)) == LEAD | FOR_ALL
    assert allowed(person(MemberRole.LEADER, HOST)) == LEADER | FOR_ALL


def test_several_memberships_add_up() -> None:
    both = Actor(
        user_id=1,
        name="x",
        grants=(*person(MemberRole.LEADER, HOST).grants, *person(MemberRole.MEMBER, OUTSIDE).grants),
    )
    assert both.member_units == {OUTSIDE}
    assert both.hosts(Action.SEE_BOARD) == {HOST}
    assert allowed(both, subject(host_id=HOST, lead_ids=[OUTSIDE])) == LEADER | LEAD | FOR_ALL
