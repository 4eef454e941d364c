"""Every step of a review is kept, can be taken back one after the other, and is told to others."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_unit
from tests.services.review_desk import NOW, Desk
from tracker.domain.errors import StepRefused
from tracker.domain.glossary import AssignmentRole, Review, UnitKind
from tracker.services import (
    conference_facts,
    review,
    review_add,
    review_log,
    review_presence,
    review_undo,
    review_units,
)
from tracker.services.conference_facts import Facts
from tracker.services.review import Correction

CERTAIN, CHECK, ACCEPTED, SKIPPED = Review.CERTAIN, Review.CHECK, Review.ACCEPTED, Review.SKIPPED


@pytest.fixture
def desk(session: Session, cast: Cast) -> Desk:
    return Desk(session, cast)


def undo(desk: Desk) -> None:
    """Take the newest step back, as the button on the page does."""
    step = review_undo.next_step(desk.session, desk.actor, desk.conference.id, now=NOW)
    assert step is not None
    review_undo.undo(desk.session, desk.actor, desk.conference.id, step.id, now=NOW)


def test_a_step_says_who_did_what_to_which_tasks(desk: Desk) -> None:
    review.skip(desk.session, desk.actor, desk.conference.id, desk.refs(3, 4), now=NOW)
    (step,) = desk.steps()
    assert (step.kind, step.actor_id, step.at, [row["position"] for row in step.rows]) == (
        "skipped",
        desk.actor.user_id,
        NOW,
        [3, 4],
    )
    assert step.rows[0]["before"] == {"review": "certain"}
    assert step.rows[0]["after"] == {"review": "skipped"}


def test_what_changes_nothing_is_no_step(desk: Desk) -> None:
    review.restore(desk.session, desk.actor, desk.conference.id, desk.refs(1), now=NOW)
    assert desk.steps() == []


def test_a_correction_taken_back_is_as_before(desk: Desk) -> None:
    before = [review_log.remember(task) for task in desk.tasks()]
    desk.correct(1, title="Khác", kind="venue", role=AssignmentRole.LEAD, partners=((desk.cast.ward.id, "Phường"),))
    undo(desk)
    assert [review_log.remember(task) for task in desk.tasks()] == before


def test_a_hand_set_date_taken_back_follows_the_event_again(desk: Desk) -> None:
    desk.correct(1, due=date(2026, 12, 2))
    pinned = desk.task(1).pinned
    undo(desk)
    assert (pinned, desk.task(1).pinned) == (True, False)


def test_several_steps_are_taken_back_one_after_the_other(desk: Desk) -> None:
    review.skip(desk.session, desk.actor, desk.conference.id, desk.refs(3), now=NOW)
    review.accept(desk.session, desk.actor, desk.conference.id, desk.refs(1), now=NOW)
    desk.correct(1, title="Khác")
    undo(desk)
    assert (desk.task(1).title, desk.task(1).review) == ("Chủ trì xây dựng chương trình Hội nghị.", ACCEPTED)
    undo(desk)
    assert [task.review for task in desk.tasks()][:3] == [CERTAIN, CHECK, SKIPPED]
    undo(desk)
    assert desk.task(3).review is CERTAIN
    assert review_undo.next_step(desk.session, desk.actor, desk.conference.id, now=NOW) is None


def test_a_second_click_on_undo_takes_nothing_else_back(desk: Desk) -> None:
    review.skip(desk.session, desk.actor, desk.conference.id, desk.refs(3), now=NOW)
    (step,) = desk.steps()
    review_undo.undo(desk.session, desk.actor, desk.conference.id, step.id, now=NOW)
    with pytest.raises(StepRefused, match="step_gone"):
        review_undo.undo(desk.session, desk.actor, desk.conference.id, step.id, now=NOW)
    assert [one.kind for one in desk.steps()] == ["skipped", "review_undone"]


def test_what_a_colleague_built_on_is_not_taken_back(desk: Desk) -> None:
    desk.correct(3, title="Bố trí hội trường lớn")
    review.skip(desk.session, desk.colleague(), desk.conference.id, desk.refs(3), now=NOW)
    step = desk.steps()[0]
    with pytest.raises(StepRefused, match="step_gone"):
        review_undo.undo(desk.session, desk.actor, desk.conference.id, step.id, now=NOW)
    assert (desk.task(3).title, desk.task(3).review) == ("Bố trí hội trường lớn", SKIPPED)


def test_a_colleagues_step_is_theirs_to_take_back(desk: Desk) -> None:
    review.skip(desk.session, desk.actor, desk.conference.id, desk.refs(3), now=NOW)
    colleague = desk.colleague()
    assert review_undo.next_step(desk.session, colleague, desk.conference.id, now=NOW) is None
    with pytest.raises(StepRefused, match="step_gone"):
        review_undo.undo(desk.session, colleague, desk.conference.id, desk.steps()[0].id, now=NOW)


def test_a_due_date_that_moved_since_is_not_set_back(desk: Desk) -> None:
    desk.correct(3, kind="technical")
    late = date(2026, 12, 22)
    facts = Facts(
        title="Hội nghị", short_title="", number="", issued="", event_start=late, event_end=late, tentative=True,
        place="",
    )  # fmt: skip
    conference_facts.change(
        desk.session, desk.actor, desk.conference.id, facts, version=desk.conference.version, now=NOW
    )
    with pytest.raises(StepRefused, match="step_gone"):
        undo(desk)


def test_after_a_working_day_a_step_stays(desk: Desk) -> None:
    desk.correct(1, title="Khác")
    later = NOW + timedelta(hours=13)
    with pytest.raises(StepRefused, match="step_gone"):
        review_undo.undo(desk.session, desk.actor, desk.conference.id, desk.steps()[0].id, now=later)


def test_taking_a_chosen_unit_back_forgets_the_spelling(desk: Desk) -> None:
    unit = make_unit(desk.session, "UBND đặc khu Vân Khê", UnitKind.COMMUNE_COMMITTEE)
    review_units.choose(desk.session, desk.actor, desk.conference.id, "UBND xã Vân Khê", unit.id, now=NOW)
    undo(desk)
    desk.session.flush()
    desk.session.refresh(unit, ["aliases"])
    assert (desk.task(5).unit_id, desk.task(5).review, unit.aliases) == (None, CHECK, [])


def test_a_task_added_and_taken_back_is_gone_and_its_number_is_not_used_again(desk: Desk) -> None:
    wanted = Correction(title="In ấn tài liệu", role=AssignmentRole.LEAD, kind="", unit_id=desk.cast.office.id)
    review_add.add(desk.session, desk.actor, desk.conference.id, wanted, now=NOW)
    undo(desk)
    assert [task.position for task in desk.tasks()] == [1, 2, 3, 4, 5]
    again = review_add.add(desk.session, desk.actor, desk.conference.id, wanted, now=NOW)
    assert again.position == 7


def test_a_page_is_told_of_what_was_saved_after_it_was_made(desk: Desk) -> None:
    seen = review_log.version(desk.session, desk.conference.id), desk.conference.version
    colleague = desk.colleague()
    review.skip(desk.session, colleague, desk.conference.id, desk.refs(3), now=NOW)
    news = review_presence.news(desk.session, desk.actor, desk.conference.id, seen, now=NOW)
    assert [(step.actor_id, step.kind) for step in news.steps] == [(colleague.user_id, "skipped")]
    now_seen = review_log.version(desk.session, desk.conference.id), desk.conference.version
    assert review_presence.news(desk.session, desk.actor, desk.conference.id, now_seen, now=NOW).steps == ()


def test_who_has_the_review_open_is_shown_until_they_have_gone(desk: Desk) -> None:
    colleague = desk.colleague()
    for _ in range(2):
        review_presence.stay(desk.session, colleague, desk.conference.id, now=NOW)
    present = review_presence.others(desk.session, desk.actor, desk.conference.id, now=NOW)
    assert [user.full_name for user in present] == ["Nguyễn Thị Hoa"]
    assert review_presence.others(desk.session, colleague, desk.conference.id, now=NOW) == []
    later = NOW + timedelta(minutes=1)
    assert review_presence.others(desk.session, desk.actor, desk.conference.id, now=later) == []
