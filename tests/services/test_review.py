"""What was read is confirmed, corrected, dismissed or completed, and never silently overwritten."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_unit
from tests.services.plan_values import FACTS, imported
from tests.services.review_desk import NOW, Desk
from tracker.domain.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, StepRefused
from tracker.domain.glossary import AssignmentRole, ConferenceState, DueSource, Review, TaskState, UnitKind
from tracker.models import Task, TaskEvent, Unit
from tracker.services import conference_facts, directory, plans, review, review_add, review_units
from tracker.services.conference_facts import Facts
from tracker.services.review import Correction
from tracker.services.review_units import NewUnit

LEAD = AssignmentRole.LEAD


@pytest.fixture
def desk(session: Session, cast: Cast) -> Desk:
    return Desk(session, cast)


def reviews(desk: Desk) -> list[Review]:
    return [task.review for task in desk.tasks()]


CERTAIN, CHECK, ACCEPTED, SKIPPED = Review.CERTAIN, Review.CHECK, Review.ACCEPTED, Review.SKIPPED


def test_accepting_all_that_is_certain_leaves_the_rest(desk: Desk) -> None:
    review.accept_certain(desk.session, desk.actor, desk.conference.id, now=NOW)
    assert reviews(desk) == [ACCEPTED, CHECK, ACCEPTED, ACCEPTED, CHECK]


def test_accepting_a_group_takes_those_that_have_their_unit(desk: Desk) -> None:
    taken = review.accept(desk.session, desk.actor, desk.conference.id, desk.refs(4, 5), now=NOW)
    assert ([task.position for task in taken], reviews(desk)[3:]) == ([4], [ACCEPTED, CHECK])


def test_a_task_without_its_unit_cannot_be_accepted(desk: Desk) -> None:
    with pytest.raises(InvalidInput, match="unit_needed"):
        review.accept(desk.session, desk.actor, desk.conference.id, desk.refs(5), now=NOW)


def test_skipped_and_restored_is_as_before(desk: Desk) -> None:
    review.skip(desk.session, desk.actor, desk.conference.id, desk.refs(1, 2), now=NOW)
    assert reviews(desk)[:2] == [SKIPPED, SKIPPED]
    review.restore(desk.session, desk.actor, desk.conference.id, desk.refs(1, 2), now=NOW)
    assert reviews(desk)[:2] == [CERTAIN, CHECK]


def test_a_correction_is_saved_and_accepted(desk: Desk) -> None:
    task = desk.correct(3, title=" Bố trí  hội trường 200 chỗ ", kind="technical", partners=((None, "Điện lực"),))
    assert (task.title, task.kind, task.review, task.blocking) == (
        "Bố trí hội trường 200 chỗ",
        "technical",
        ACCEPTED,
        False,
    )
    assert [partner.words for partner in task.partners] == ["Điện lực"]


def test_another_kind_has_another_due_date_unless_one_was_typed(desk: Desk) -> None:
    assert (desk.correct(3, kind="technical").due, desk.task(3).due_source) == (date(2026, 12, 11), DueSource.RULE)
    typed = desk.correct(3, kind="venue", due=date(2026, 11, 20), reason="Theo ý kiến Giám đốc")
    assert (typed.due, typed.due_source, typed.due_words) == (
        date(2026, 11, 20),
        DueSource.PERSON,
        "Theo ý kiến Giám đốc",
    )
    assert desk.correct(3, due=None).due == date(2026, 12, 4)


def test_a_changed_due_date_is_a_new_version_for_reminders(desk: Desk) -> None:
    before = desk.task(3).due_version
    assert desk.correct(3).due_version == before
    assert desk.correct(3, due=date(2026, 11, 20)).due_version == before + 1


def test_a_lead_tasks_date_takes_the_co_operating_task_along(desk: Desk) -> None:
    desk.correct(1, due=date(2026, 11, 20))
    assert (desk.task(2).due, desk.task(2).due_source) == (date(2026, 11, 20), DueSource.LEAD_TASK)


def test_a_co_operating_task_made_lead_is_dated_by_its_own_rule(desk: Desk) -> None:
    task = desk.correct(2, role=LEAD, lead_id=None)
    assert (task.lead_task_id, task.due_source, task.blocking) == (None, DueSource.RULE, True)


def test_tasks_cannot_follow_each_other_in_a_ring(desk: Desk) -> None:
    second = desk.task(2)
    with pytest.raises(InvalidInput, match="lead_unknown"):
        desk.correct(1, role=AssignmentRole.COORDINATE, lead_id=second.id)


def test_choosing_a_unit_teaches_the_directory_the_spelling(desk: Desk) -> None:
    unit = make_unit(desk.session, "UBND đặc khu Vân Khê", UnitKind.COMMUNE_COMMITTEE)
    review_units.choose(desk.session, desk.actor, desk.conference.id, "UBND xã Vân Khê", unit.id, now=NOW)
    assert (desk.task(5).unit_id, desk.task(5).review, desk.task(5).doubts) == (unit.id, CERTAIN, [])
    units = directory.candidates(desk.session, desk.cast.host.id)
    found = directory.resolve(["UBND xã Vân Khê"], units, desk.cast.host.id)["UBND xã Vân Khê"]
    assert (found.unit_id, found.certain) == (unit.id, True)


def test_a_unit_given_by_hand_settles_the_doubt_and_is_remembered(desk: Desk) -> None:
    task = desk.correct(5, unit_id=desk.cast.school.id)
    assert (task.unit_id, task.doubts, task.review) == (desk.cast.school.id, [], ACCEPTED)
    assert [alias.name for alias in desk.cast.school.aliases] == ["UBND xã Vân Khê"]


def test_a_unit_of_another_agency_cannot_be_chosen(desk: Desk) -> None:
    other = make_unit(desk.session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    inner = make_unit(desk.session, "Phòng Nghiệp vụ", parent=other)
    with pytest.raises(InvalidInput, match="unit_not_here"):
        review_units.choose(desk.session, desk.actor, desk.conference.id, "UBND xã Vân Khê", inner.id, now=NOW)


def test_unknown_units_are_listed_with_what_they_probably_are(desk: Desk) -> None:
    units = plans.units_for(desk.session, desk.conference)
    (found,) = review_units.unknown(desk.session, desk.conference, desk.tasks(), units)
    assert (found.words, found.kind, found.inside, [task.position for task in found.tasks]) == (
        "UBND xã Vân Khê",
        UnitKind.COMMUNE_COMMITTEE,
        False,
        [5],
    )


def test_unknown_units_are_taken_in_with_one_step(desk: Desk) -> None:
    wanted = [NewUnit(words="UBND xã Vân Khê", kind=UnitKind.COMMUNE_COMMITTEE, inside=False)]
    (unit,) = review_units.create(desk.session, desk.actor, desk.conference.id, wanted, now=NOW)
    assert (unit.name, unit.parent_id, desk.task(5).unit_id, desk.task(5).review) == (
        "UBND xã Vân Khê",
        None,
        unit.id,
        CERTAIN,
    )


def test_a_unit_of_the_host_is_taken_in_below_it(desk: Desk) -> None:
    wanted = [NewUnit(words="Ban Đề án", kind=UnitKind.DEPARTMENT, inside=True)]
    (unit,) = review_units.create(desk.session, desk.actor, desk.conference.id, wanted, now=NOW)
    assert unit.parent_id == desk.cast.host.id


def test_a_task_by_hand_is_accepted_and_dated_by_its_words(desk: Desk) -> None:
    wanted = Correction(title="In ấn tài liệu", role=LEAD, kind="", unit_id=desk.cast.office.id)
    task = review_add.add(desk.session, desk.actor, desk.conference.id, wanted, now=NOW)
    assert (task.position, task.kind, task.due, task.review) == (6, "printing", date(2026, 12, 11), ACCEPTED)


def test_what_somebody_else_has_changed_is_not_overwritten(desk: Desk) -> None:
    seen = desk.refs(3)
    desk.correct(3, title="Bố trí hội trường lớn")
    with pytest.raises(StaleVersion):
        review.skip(desk.session, desk.actor, desk.conference.id, seen, now=NOW)
    assert desk.task(3).review is ACCEPTED


def test_every_change_is_in_the_history(desk: Desk) -> None:
    review.skip(desk.session, desk.actor, desk.conference.id, desk.refs(3), now=NOW)
    (event,) = desk.session.scalars(select(TaskEvent).where(TaskEvent.task_id == desk.task(3).id))
    assert (event.step, event.actor_id, event.details) == (
        "reviewed",
        desk.actor.user_id,
        {"before": {"review": "certain"}, "to": "skipped"},
    )


def test_a_released_task_is_not_reviewed_any_more(desk: Desk) -> None:
    desk.task(3).state = TaskState.ASSIGNED
    with pytest.raises(StepRefused, match="task_released"):
        review.skip(desk.session, desk.actor, desk.conference.id, desk.refs(3), now=NOW)


@pytest.mark.parametrize("who", ["leader", "member", "outsider", "administrator"])
def test_reviewing_is_the_coordinators(desk: Desk, who: str) -> None:
    with pytest.raises(NotFound):
        review.accept_certain(desk.session, desk.cast.actor(who), desk.conference.id, now=NOW)


def test_a_task_of_another_conference_is_not_found(desk: Desk) -> None:
    other = imported(desk.session, desk.cast, again=True)
    with pytest.raises(NotFound):
        review.skip(desk.session, desk.actor, other.id, desk.refs(1), now=NOW)


def facts(**values: Any) -> Facts:
    plain: dict[str, Any] = {
        "title": FACTS.title, "short_title": "", "number": "", "issued": "", "event_start": date(2026, 12, 15),
        "event_end": date(2026, 12, 15), "tentative": True, "place": "",
    }  # fmt: skip
    return Facts(**(plain | values))


def save(desk: Desk, version: int | None = None, **values: Any) -> list[tuple[Task, date | None]]:
    seen = desk.conference.version if version is None else version
    return conference_facts.change(desk.session, desk.actor, desk.conference.id, facts(**values), version=seen, now=NOW)


def test_a_moved_event_moves_what_is_counted_from_it(desk: Desk) -> None:
    desk.correct(3, due=date(2026, 11, 20))
    moved = save(desk, event_start=date(2026, 12, 22), event_end=date(2026, 12, 22), tentative=False)
    assert sorted(task.position for task, _ in moved) == [1, 2, 4, 5]
    assert [task.due for task in desk.tasks()] == [
        date(2026, 12, 8),
        date(2026, 12, 8),
        date(2026, 11, 20),
        date(2026, 12, 11),
        date(2026, 12, 11),
    ]


def test_the_day_of_issue_keeps_due_dates_from_lying_before_it(desk: Desk) -> None:
    save(desk, issued="2026-12-01")
    assert desk.task(1).due == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": " "}, "title_missing"),
        ({"event_end": date(2026, 12, 14)}, "event_order"),
        ({"event_end": date(2027, 12, 15)}, "event_long"),
        ({"event_start": None}, "event_needed"),
        ({"issued": "tháng 5"}, "issued_invalid"),
    ],
)
def test_facts_that_cannot_be_are_refused(desk: Desk, values: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        save(desk, **values)


def test_facts_that_somebody_else_has_changed_are_not_overwritten(desk: Desk) -> None:
    seen = desk.conference.version
    save(desk, place="Hội trường A")
    with pytest.raises(StaleVersion):
        save(desk, seen, place="Hội trường B")


def test_a_discarded_draft_can_be_brought_back(desk: Desk) -> None:
    conference_facts.discard(desk.session, desk.actor, desk.conference.id)
    with pytest.raises(NotFound):
        review.opened(desk.session, desk.actor, desk.conference.id)
    conference_facts.bring_back(desk.session, desk.actor, desk.conference.id)
    assert review.opened(desk.session, desk.actor, desk.conference.id).state is ConferenceState.DRAFT


def test_an_active_conference_is_not_discarded(desk: Desk) -> None:
    desk.conference.activated_at = NOW
    with pytest.raises(StepRefused, match="conference_active"):
        conference_facts.discard(desk.session, desk.actor, desk.conference.id)


def test_only_the_directorys_keepers_take_units_in(desk: Desk) -> None:
    wanted = [NewUnit(words="UBND xã Vân Khê", kind=UnitKind.COMMUNE_COMMITTEE, inside=False)]
    with pytest.raises((NotFound, NotAllowed)):
        review_units.create(desk.session, desk.cast.actor("leader"), desk.conference.id, wanted, now=NOW)
    assert desk.session.scalar(select(Unit.id).where(Unit.name == "UBND xã Vân Khê")) is None
