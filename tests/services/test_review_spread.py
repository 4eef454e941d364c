"""A collective's duty is given to each unit that a person names."""

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_unit
from tests.services.plan_values import DUTIES, duty, parsed
from tests.services.review_desk import NOW, Desk
from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import AssignmentRole, Review, UnitKind
from tracker.domain.plan import Doubt
from tracker.models import Task, Unit
from tracker.services import plans, review_spread, review_undo

DUTY = "Cử 02 người dự tập huấn."


@pytest.fixture
def inner(session: Session, cast: Cast) -> list[Unit]:
    names = ("Khoa Nội", "Khoa Ngoại", "Khoa Dược")
    return [make_unit(session, name, UnitKind.DEPARTMENT, parent=cast.host) for name in names]


@pytest.fixture
def desk(session: Session, cast: Cast, inner: list[Unit]) -> Desk:
    """Task 6 is everybody's but the pharmacy's."""
    doubt = Doubt(code="collective_except", params={"unit": "Các khoa còn lại", "excluded": "Khoa Dược"})
    last = duty(6, "Các khoa còn lại", DUTY, 6, "other", doubts=(doubt,))
    return Desk(session, cast, parsed=parsed(assignments=(*DUTIES, last)))


def spread(desk: Desk, *units: Unit) -> list[Task]:
    ids = [unit.id for unit in units]
    return review_spread.spread(desk.session, desk.actor, desk.conference.id, desk.refs(6), ids, now=NOW)


def test_each_chosen_unit_has_a_task_of_its_own(desk: Desk, inner: list[Unit]) -> None:
    made = spread(desk, inner[0], inner[1])
    assert [(task.unit_id, task.title, task.review, task.quote) for task in made] == [
        (unit.id, DUTY, Review.CERTAIN, DUTY) for unit in inner[:2]
    ]
    assert made[0].due == made[1].due


def test_a_general_note_becomes_a_duty_that_counts(desk: Desk, inner: list[Unit]) -> None:
    desk.correct(6, role=AssignmentRole.GENERAL)
    made = spread(desk, inner[0])
    assert [(task.role, task.counted) for task in made] == [(AssignmentRole.LEAD, True)]


def test_those_are_offered_first_whom_the_words_mean(desk: Desk, inner: list[Unit]) -> None:
    units = plans.units_for(desk.session, desk.conference)
    offered = {one.unit.name: one.meant for one in review_spread.offers(desk.task(6), desk.tasks(), units)}
    assert (offered["Khoa Nội"], offered["Khoa Dược"]) == (True, False)
    assert offered["Văn phòng Sở"] is False  # it has a task of its own: it is not "the rest"
    assert "UBND phường Đông Hải" not in offered


def test_nobody_chosen_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidInput, match="spread_nobody"):
        spread(desk)


def test_taking_it_back_gives_the_collective_its_task_again(desk: Desk, inner: list[Unit]) -> None:
    before = len(desk.tasks())
    spread(desk, *inner)
    review_undo.undo(desk.session, desk.actor, desk.conference.id, desk.steps()[-1].id, now=NOW)
    assert (len(desk.tasks()), desk.task(6).unit_words, desk.task(6).unit_id) == (before, "Các khoa còn lại", None)
