"""What conferences need by kind, mode and scale, and what answers a need."""

from dataclasses import dataclass, replace

import pytest

from tests.domain.item import Item
from tracker.domain.glossary import AssignmentRole, ConferenceKind, ConferenceScale, MeetingMode, Review, TaskState
from tracker.domain.kinds import KINDS
from tracker.domain.needed import NEEDS, gives_speeches, missing, needed

SUMMARY, TRAINING, BRIEFING = ConferenceKind.SUMMARY, ConferenceKind.TRAINING, ConferenceKind.BRIEFING
ORDINARY, SMALL = ConferenceScale.ORDINARY, ConferenceScale.SMALL


@dataclass(frozen=True, kw_only=True)
class Planned(Item):
    review: Review = Review.ACCEPTED


def kinds(
    kind: ConferenceKind = SUMMARY,
    mode: MeetingMode | None = None,
    scale: ConferenceScale = ORDINARY,
    *,
    speeches: bool = False,
) -> list[str]:
    return [need.kind for need in needed(kind, mode, scale, speeches=speeches)]


def open_needs(*tasks: Planned) -> set[str]:
    return {need.kind for need in missing(needed(SUMMARY, None, ORDINARY, speeches=True), tasks)}


def test_a_final_review_needs_everything_that_closes_and_reports() -> None:
    assert kinds() == [
        "budget", "venue", "programme", "delegate_list", "invitations", "registration", "main_report",
        "leader_speeches", "send_papers", "printing", "technical", "reception", "rehearsal", "conclusion_notice",
        "event_report", "settlement", "records",
    ]  # fmt: skip


def test_a_main_report_is_for_reviews_only() -> None:
    assert {kind for kind in ConferenceKind if "main_report" in kinds(kind)} == {SUMMARY, ConferenceKind.MIDTERM}


def test_speakers_are_invited_and_their_speeches_collected_only_where_there_are_speeches() -> None:
    assert set(kinds(speeches=True)) - set(kinds()) == {"invite_speakers", "collect_speeches"}


def test_a_meeting_over_the_line_needs_the_line_and_no_hall() -> None:
    online = kinds(mode=MeetingMode.ONLINE)
    assert {"venue", "printing", "reception"} & set(online) == set()
    assert "technical" in online
    hybrid = kinds(mode=MeetingMode.HYBRID)
    assert {"venue", "technical"} <= set(hybrid)
    assert hybrid.count("technical") == 1


@pytest.mark.parametrize(("kind", "scale"), [(BRIEFING, ORDINARY), (ConferenceKind.OTHER, SMALL)])
def test_a_small_meeting_needs_little(kind: ConferenceKind, scale: ConferenceScale) -> None:
    assert kinds(kind, scale=scale) == [
        "venue", "programme", "invitations", "send_papers", "printing", "technical", "conclusion_notice", "records",
    ]  # fmt: skip


def test_a_training_teaches_and_concludes_nothing() -> None:
    assert "thematic_content" in kinds(TRAINING)
    assert "conclusion_notice" not in kinds(TRAINING)


def test_every_need_is_a_kind_of_task_that_words_can_name() -> None:
    assert all(KINDS[need.kind].pattern for need in NEEDS)
    assert {near for need in NEEDS for near in need.near} <= KINDS.keys()


@pytest.mark.parametrize("state", [state for state in TaskState if state is not TaskState.CANCELLED])
def test_a_task_of_the_kind_answers_whatever_its_state(state: TaskState) -> None:
    assert "venue" not in open_needs(Planned(kind="venue", title="Phòng họp", state=state))


def test_what_was_cancelled_or_skipped_or_is_everybodys_answers_nothing() -> None:
    task = Planned(kind="venue", title="Hội trường")
    assert "venue" in open_needs(replace(task, state=TaskState.CANCELLED))
    assert "venue" in open_needs(replace(task, state=TaskState.DRAFT, review=Review.SKIPPED))
    assert "venue" in open_needs(replace(task, role=AssignmentRole.GENERAL))


def test_near_kinds_answer() -> None:
    assert "budget" not in open_needs(Planned(kind="budget_outside"))
    assert "collect_speeches" not in open_needs(Planned(kind="urge_speeches"))


def test_one_task_whose_words_name_several_answers_them_all() -> None:
    task = Planned(kind="venue", title="Chuẩn bị hội trường, âm thanh, maket, đón tiếp đại biểu, in ấn tài liệu")
    assert {"venue", "technical", "reception", "printing"} & open_needs(task) == set()


def test_a_speech_about_a_thing_does_not_do_the_thing() -> None:
    speech = Planned(kind="speech", role=AssignmentRole.CONTRIBUTE, title="Tham luận về công tác lưu trữ hồ sơ")
    assert "records" in open_needs(speech)
    assert gives_speeches([speech])
    assert not gives_speeches([replace(speech, state=TaskState.CANCELLED)])
