"""One draft is cut into several, several become one, and a co-operating task follows whom a person says."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.services.plan_values import DUTIES, duty, parsed
from tests.services.review_desk import NOW, Desk
from tracker.domain.errors import InvalidInput, StaleVersion
from tracker.domain.glossary import AssignmentRole, DueSource, Review
from tracker.models import Task
from tracker.services import review, review_link, review_log, review_merge, review_split, review_undo

TWO = "Bố trí hội trường; in ấn tài liệu phục vụ Hội nghị."
CUT = TWO.index("in ấn")


@pytest.fixture
def desk(session: Session, cast: Cast) -> Desk:
    """Task 3 holds two duties; task 6 is another one of the same unit."""
    duties = (
        *DUTIES[:2],
        duty(3, "Văn phòng Sở", TWO, 7, "venue", partners=("UBND phường Đông Hải",)),
        *DUTIES[3:],
        duty(6, "Văn phòng Sở", "Chuẩn bị âm thanh, máy chiếu.", 6, "technical"),
    )
    return Desk(session, cast, parsed=parsed(assignments=duties))


def split(desk: Desk, position: int, *cuts: int, words: tuple[str, ...] = ()) -> list[Task]:
    return review_split.split(
        desk.session, desk.actor, desk.conference.id, desk.refs(position), cuts, words=words, now=NOW
    )


def merge(desk: Desk, *positions: int) -> Task:
    return review_merge.merge(desk.session, desk.actor, desk.conference.id, desk.refs(*positions), now=NOW)


def undo(desk: Desk) -> None:
    review_undo.undo(desk.session, desk.actor, desk.conference.id, desk.steps()[-1].id, now=NOW)


def test_each_part_has_its_own_kind_and_due_date(desk: Desk) -> None:
    first, second = split(desk, 3, CUT)
    assert (first.title, first.kind, first.due) == ("Bố trí hội trường", "venue", date(2026, 12, 4))
    assert (second.title, second.kind, second.due) == (
        "In ấn tài liệu phục vụ Hội nghị.",
        "printing",
        date(2026, 12, 11),
    )
    assert (first.blocking, second.blocking) == (True, False)


def test_each_part_keeps_unit_role_partners_and_sentence_and_is_to_be_checked(desk: Desk) -> None:
    first, second = split(desk, 3, CUT)
    assert (second.unit_id, second.role, second.quote, second.first_line) == (first.unit_id, first.role, TWO, 7)
    assert [one.words for one in second.partners] == ["UBND phường Đông Hải"]
    assert {task.review for task in (first, second)} == {Review.CHECK}
    assert (first.position, second.position) == (3, 7)


def test_a_task_is_cut_before_typed_words_whatever_their_case(desk: Desk) -> None:
    first, second, third = split(desk, 3, CUT, words=("Phục vụ hội nghị",))
    assert [task.title for task in (first, second, third)] == [
        "Bố trí hội trường",
        "In ấn tài liệu",
        "Phục vụ Hội nghị.",
    ]


def test_a_date_set_by_a_person_stays_with_every_part(desk: Desk) -> None:
    desk.correct(3, due=date(2026, 11, 20), reason="Theo chỉ đạo")
    parts = split(desk, 3, CUT)
    assert [(task.due, task.due_source) for task in parts] == [(date(2026, 11, 20), DueSource.PERSON)] * 2


@pytest.mark.parametrize(("cuts", "words", "code"), [((), (), "split_nowhere"), ((), ("không có",), "split_words")])
def test_a_cut_that_is_none_is_refused(desk: Desk, cuts: tuple[int, ...], words: tuple[str, ...], code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        split(desk, 3, *cuts, words=words)
    assert len(desk.tasks()) == 6


def test_a_split_taken_back_is_one_task_again(desk: Desk) -> None:
    before = [review_log.remember(task) for task in desk.tasks()]
    split(desk, 3, CUT)
    undo(desk)
    assert [review_log.remember(task) for task in desk.tasks()] == before


def test_a_split_on_which_something_was_built_is_not_taken_back(desk: Desk) -> None:
    split(desk, 3, CUT)
    step = desk.steps()[-1]
    desk.correct(7, title="In tài liệu")
    with pytest.raises(Exception, match="step_gone"):
        review_undo.undo(desk.session, desk.actor, desk.conference.id, step.id, now=NOW)


def test_merged_tasks_are_one_with_all_words_and_the_earliest_due_date(desk: Desk) -> None:
    task = merge(desk, 3, 6)
    assert task.title == "Bố trí hội trường; in ấn tài liệu phục vụ Hội nghị; Chuẩn bị âm thanh, máy chiếu"
    assert (task.position, task.due, task.kind, task.blocking) == (3, date(2026, 12, 4), "venue", True)
    assert (task.first_line, task.last_line) == (6, 7)
    assert task.quote == f"{TWO}\nChuẩn bị âm thanh, máy chiếu."
    assert [one.position for one in desk.tasks()] == [1, 2, 3, 4, 5]


def test_different_due_dates_are_said_and_left_to_be_checked(desk: Desk) -> None:
    task = merge(desk, 3, 6)
    assert (task.review, task.doubts[-1]) == (
        Review.CHECK,
        {"code": "merged_due", "params": {"no": "3", "due": "2026-12-04"}},
    )


def test_the_due_date_keeps_the_rule_it_came_from(desk: Desk) -> None:
    desk.correct(6, due=date(2026, 11, 20), reason="Theo chỉ đạo")
    task = merge(desk, 3, 6)
    assert (task.due, task.due_source, task.due_words) == (date(2026, 11, 20), DueSource.PERSON, "Theo chỉ đạo")


@pytest.mark.parametrize(
    ("positions", "code"), [((3,), "merge_alone"), ((1, 3), "merge_units"), ((2, 3), "merge_roles")]
)
def test_only_tasks_of_one_unit_and_role_are_merged(desk: Desk, positions: tuple[int, ...], code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        merge(desk, *positions)


def test_merged_tasks_taken_back_are_as_before(desk: Desk) -> None:
    before = [review_log.remember(task) for task in desk.tasks()]
    merge(desk, 3, 6)
    undo(desk)
    assert [review_log.remember(task) for task in desk.tasks()] == before


def test_a_task_that_was_merged_away_cannot_be_changed_from_an_old_page(desk: Desk) -> None:
    seen = desk.refs(6)
    merge(desk, 3, 6)
    with pytest.raises(StaleVersion):
        review.accept(desk.session, desk.actor, desk.conference.id, seen, now=NOW)


def test_a_task_that_followed_a_merged_one_follows_the_whole(desk: Desk) -> None:
    desk.correct(4, role=AssignmentRole.COORDINATE, lead_id=desk.task(6).id)
    merge(desk, 3, 6)
    assert (desk.task(4).lead_task_id, desk.task(4).due) == (desk.task(3).id, date(2026, 12, 4))


def test_an_unlinked_task_is_due_by_its_own_rule_and_settled(desk: Desk) -> None:
    desk.correct(1, due=date(2026, 11, 20))
    review_link.link(desk.session, desk.actor, desk.conference.id, desk.refs(2), None, now=NOW)
    task = desk.task(2)
    assert (task.lead_task_id, task.due_source, task.role) == (None, DueSource.RULE, AssignmentRole.COORDINATE)


def test_another_lead_task_brings_its_due_date(desk: Desk) -> None:
    review_link.link(desk.session, desk.actor, desk.conference.id, desk.refs(2), desk.task(4).id, now=NOW)
    task = desk.task(2)
    assert (task.lead_task_id, task.due, task.due_source) == (desk.task(4).id, desk.task(4).due, DueSource.LEAD_TASK)
    undo(desk)
    assert desk.task(2).lead_task_id == desk.task(1).id


def test_a_leading_task_follows_nobody(desk: Desk) -> None:
    with pytest.raises(InvalidInput, match="link_role"):
        review_link.link(desk.session, desk.actor, desk.conference.id, desk.refs(3), desk.task(1).id, now=NOW)
