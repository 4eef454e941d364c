"""What somebody without an account may do behind a link: three things, on one unit's tasks of one conference."""

import pytest

from tracker.domain.errors import NotAllowed
from tracker.domain.glossary import MemberRole
from tracker.domain.permissions import Action, Actor, Grant, LinkReach, Subject, can, subject

UNIT, OTHER_UNIT, HOST = 5, 6, 1
HERE, ELSEWHERE = 10, 11
BEHIND = Actor(
    user_id=None,
    name="Vũ Hoàng Nam",
    link=LinkReach(link_id=3, conference_id=HERE, unit_id=UNIT, unit_name="UBND phường Đông Hải"),
)
OWN = subject(host_id=HOST, lead_ids=[UNIT], partner_ids=[OTHER_UNIT], conference_id=HERE)


def allowed(on: Subject | None, actor: Actor = BEHIND) -> set[Action]:
    return {action for action in Action if can(actor, action, on)} - {Action.PUBLIC}


def test_on_its_own_tasks_it_sees_reports_and_talks_and_nothing_else() -> None:
    assert allowed(OWN) == {Action.SEE_TASK, Action.REPORT_TASK, Action.DISCUSS_TASK}


@pytest.mark.parametrize(
    "on",
    [
        None,
        subject(host_id=HOST, lead_ids=[UNIT], conference_id=ELSEWHERE),
        subject(host_id=HOST, lead_ids=[UNIT]),
        subject(host_id=HOST, lead_ids=[OTHER_UNIT], conference_id=HERE),
        subject(host_id=HOST, lead_ids=[OTHER_UNIT], partner_ids=[UNIT], conference_id=HERE),
        subject(host_id=HOST, lead_ids=[UNIT], conference_id=HERE, released=False),
        subject(host_id=UNIT, conference_id=HERE),
        subject(host_id=HOST, conference_id=HERE),
    ],
    ids=["anything", "elsewhere", "nowhere", "another unit", "as a partner", "a draft", "as the host", "no unit"],
)
def test_it_reaches_nothing_besides(on: Subject | None) -> None:
    assert allowed(on) == set()


def test_no_membership_makes_it_more() -> None:
    grants = tuple(Grant(role=role, unit_id=HOST, units=frozenset({HOST, UNIT, OTHER_UNIT})) for role in MemberRole)
    stronger = Actor(user_id=None, name="Vũ Hoàng Nam", grants=grants, link=BEHIND.link)
    assert allowed(OWN, stronger) == allowed(OWN)
    assert allowed(subject(host_id=HOST, lead_ids=[UNIT], conference_id=ELSEWHERE), stronger) == set()


def test_it_has_no_account_to_be_recorded_under() -> None:
    with pytest.raises(NotAllowed):
        _ = BEHIND.account_id
