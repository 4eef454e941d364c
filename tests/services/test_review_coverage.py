"""Sentences without a task: answered by one, dismissed, taken up again; findings taken note of."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO
from tests.services.plan_values import DUTIES, imported, parsed
from tracker.domain.errors import InvalidInput, NotFound, StaleVersion
from tracker.domain.glossary import AssignmentRole, Review, SentenceClass, Severity
from tracker.domain.plan import Coverage, Finding
from tracker.domain.plan.parsed import Sentence
from tracker.models import Conference, Task
from tracker.services import review, review_add, review_coverage, review_findings, review_log, review_undo
from tracker.services.review import Correction
from tracker.services.review_coverage import Standing

WORDS = "Việc chọn mô hình điển hình do Giám đốc Sở xem xét."
TASK, UNREAD = SentenceClass.TASK, SentenceClass.UNREAD
SENTENCES = (
    Sentence(line=4, words=DUTIES[0].task, kind=TASK, nos=(1,)),
    Sentence(line=6, words=DUTIES[1].task, kind=TASK, nos=(2,)),
    Sentence(line=7, words=DUTIES[2].task, kind=TASK, nos=(3,)),
    Sentence(line=8, words="Đề nghị …", kind=TASK, nos=(4, 5)),
    Sentence(line=9, words=WORDS, kind=UNREAD),
    Sentence(line=10, words="Nội dung khác.", kind=UNREAD),
)
COVERAGE = Coverage(sentences=7, assigned=4, tasks=5, skipped=1, unread=(9, 10), all=SENTENCES)


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    finding = Finding(code="number_blank", severity=Severity.INFO)
    return imported(session, cast, parsed=parsed(coverage=COVERAGE, findings=(finding,)))


def standing(session: Session, conference: Conference) -> Standing:
    found = review_coverage.standing(session, conference, review.tasks_of(session, conference.id))
    assert found is not None
    return found


def figures(session: Session, conference: Conference) -> tuple[int, int, int, int, int]:
    """Sentences, assigned, tasks, skipped, open."""
    found = standing(session, conference)
    return found.sentences, found.assigned, found.tasks, found.skipped, len(found.open)


def add(session: Session, cast: Cast, conference: Conference, *, line: int = 9, quote: str = WORDS) -> Task:
    wanted = Correction(title=quote, role=AssignmentRole.LEAD, kind="", unit_id=cast.office.id)
    return review_add.add(
        session, cast.actor("coordinator"), conference.id, wanted, now=LONG_AGO, line=line, quote=quote
    )


def test_at_first_it_is_what_was_read(session: Session, conference: Conference) -> None:
    assert figures(session, conference) == (7, 4, 5, 1, 2)
    assert review_coverage.open_count(session, conference) == 2


def test_a_task_added_from_the_sentence_closes_it(session: Session, cast: Cast, conference: Conference) -> None:
    add(session, cast, conference)
    assert figures(session, conference) == (7, 5, 6, 1, 1)


def test_a_task_from_other_words_of_the_plan_closes_nothing(
    session: Session, cast: Cast, conference: Conference
) -> None:
    add(session, cast, conference, line=7, quote="Bố trí hội trường.")
    assert len(standing(session, conference).open) == 2


def test_taking_the_task_back_opens_the_sentence_again(session: Session, cast: Cast, conference: Conference) -> None:
    add(session, cast, conference)
    actor = cast.actor("coordinator")
    step = review_undo.next_step(session, actor, conference.id, now=LONG_AGO)
    assert step is not None
    assert step.kind == review_log.ADDED
    review_undo.undo(session, actor, conference.id, step.id, now=LONG_AGO)
    assert figures(session, conference) == (7, 4, 5, 1, 2)


def test_a_skipped_task_counts_as_a_skipped_sentence(session: Session, cast: Cast, conference: Conference) -> None:
    third = review.tasks_of(session, conference.id)[2]
    review.skip(session, cast.actor("coordinator"), conference.id, [(third.id, third.version)], now=LONG_AGO)
    assert third.review is Review.SKIPPED
    assert figures(session, conference) == (7, 3, 4, 2, 2)


def test_dismissing_is_recorded_with_who_when_and_why(session: Session, cast: Cast, conference: Conference) -> None:
    first = standing(session, conference).open[0]
    actor = cast.actor("coordinator")
    review_coverage.dismiss(session, actor, conference.id, first.id, reason="Giám đốc tự làm", now=LONG_AGO)
    assert figures(session, conference) == (7, 4, 5, 2, 1)
    assert (first.dismissed_at, first.dismissed_by_id, first.reason) == (LONG_AGO, actor.user_id, "Giám đốc tự làm")
    review_coverage.take_up(session, actor, conference.id, first.id, now=LONG_AGO)
    assert figures(session, conference) == (7, 4, 5, 1, 2)
    assert [(entry["what"], entry["by"], entry["reason"]) for entry in first.history] == [
        ("dismissed", actor.user_id, "Giám đốc tự làm"),
        ("taken_up", actor.user_id, ""),
    ]


def test_what_somebody_has_answered_meanwhile_is_not_answered_again(
    session: Session, cast: Cast, conference: Conference
) -> None:
    first = standing(session, conference).open[0]
    add(session, cast, conference)
    with pytest.raises(StaleVersion):
        review_coverage.dismiss(session, cast.actor("coordinator"), conference.id, first.id, reason="", now=LONG_AGO)


def test_a_reason_has_an_end(session: Session, cast: Cast, conference: Conference) -> None:
    first = standing(session, conference).open[0]
    with pytest.raises(InvalidInput, match="reason_long"):
        review_coverage.dismiss(
            session, cast.actor("coordinator"), conference.id, first.id, reason="x" * 501, now=LONG_AGO
        )


@pytest.mark.parametrize("who", ["leader", "member", "outsider", "administrator"])
def test_only_the_coordinator_answers(session: Session, cast: Cast, conference: Conference, who: str) -> None:
    first = standing(session, conference).open[0]
    with pytest.raises(NotFound):
        review_coverage.dismiss(session, cast.actor(who), conference.id, first.id, reason="", now=LONG_AGO)
    with pytest.raises(NotFound):
        review_findings.mark_seen(session, cast.actor(who), conference.id, conference.findings[0].id, now=LONG_AGO)


def test_a_sentence_of_another_plan_is_not_found(session: Session, cast: Cast, conference: Conference) -> None:
    other = imported(session, cast, data=b"other", parsed=parsed(coverage=COVERAGE))
    foreign = standing(session, other).open[0]
    with pytest.raises(NotFound):
        review_coverage.dismiss(session, cast.actor("coordinator"), conference.id, foreign.id, reason="", now=LONG_AGO)


def test_a_finding_taken_note_of_says_by_whom_and_can_be_shown_again(
    session: Session, cast: Cast, conference: Conference
) -> None:
    actor, [finding] = cast.actor("coordinator"), conference.findings
    review_findings.mark_seen(session, actor, conference.id, finding.id, now=LONG_AGO)
    assert (finding.seen_at, finding.seen_by_id) == (LONG_AGO, actor.user_id)
    review_findings.unmark(session, actor, conference.id, finding.id)
    assert (finding.seen_at, finding.seen_by_id) == (None, None)


def test_units_that_no_mail_reaches_are_named_as_the_directory_stands(
    session: Session, cast: Cast, conference: Conference
) -> None:
    def silent() -> list[str]:
        tasks = review.tasks_of(session, conference.id)
        found = review_findings.without_contact(session, conference, tasks, today=date(2026, 11, 2))
        return [unit.name for unit in found]

    assert silent() == []
    cast.ward.email = None
    session.flush()
    assert silent() == ["UBND phường Đông Hải"]
