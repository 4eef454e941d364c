"""An imported plan becomes a dated draft with its tasks, or nothing."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_unit
from tests.services.plan_values import COORDINATE, DUTIES, FACTS, duty, imported, parsed
from tracker.domain.dates import DuePhrase, EventWindow
from tracker.domain.errors import DocumentRefused, NotFound, Refused
from tracker.domain.glossary import (
    Anchor,
    AssignmentRole,
    ConferenceKind,
    ConferenceState,
    DueSource,
    MeetingMode,
    Review,
    Severity,
    TaskState,
    UnitKind,
)
from tracker.domain.plan import AgendaItem, ConferenceFacts, Coverage, Finding, ParsedPlan, Suggestion
from tracker.domain.plan.details import from_json
from tracker.domain.plan.parsed import Invited, Signer
from tracker.models import Conference, Task
from tracker.services import plans, review


def tasks(session: Session, conference: Conference) -> list[Task]:
    return list(review.tasks_of(session, conference.id))


def test_the_conference_is_a_draft_with_the_facts_of_the_plan(session: Session, cast: Cast) -> None:
    made = imported(session, cast)
    assert (made.state, made.title, made.number, made.issued) == (
        ConferenceState.DRAFT,
        "Tổ chức Hội nghị sơ kết hoạt động khoa học",
        "/KH-SKHCN",
        "2026-11",
    )
    assert (made.event_start, made.event_end, made.event_tentative) == (date(2026, 12, 15), date(2026, 12, 15), True)
    assert made.coordinator_id == cast.people["coordinator"].id


def test_the_original_is_kept_byte_for_byte(session: Session, cast: Cast) -> None:
    made = imported(session, cast, data=b"\x00\xffke hoach")
    kept = plans.original(session, cast.actor("leader"), made.id)
    assert (kept.content, kept.size, kept.filename) == (b"\x00\xffke hoach", 10, "ke-hoach.txt")


def test_the_original_is_not_for_units(session: Session, cast: Cast) -> None:
    made = imported(session, cast)
    with pytest.raises(NotFound):
        plans.original(session, cast.actor("member"), made.id)


def test_each_duty_is_a_draft_task_with_its_unit_and_due_date(session: Session, cast: Cast) -> None:
    rows = [
        (task.unit_id, task.kind, task.blocking, task.due, task.due_source, task.review)
        for task in tasks(session, imported(session, cast))
    ]
    assert rows == [
        (cast.department.id, "programme", True, date(2026, 12, 1), DueSource.RULE, Review.CERTAIN),
        (cast.office.id, "programme", False, date(2026, 12, 1), DueSource.LEAD_TASK, Review.CHECK),
        (cast.office.id, "venue", True, date(2026, 12, 4), DueSource.RULE, Review.CERTAIN),
        (cast.ward.id, "speech", False, date(2026, 12, 4), DueSource.RULE, Review.CERTAIN),
        (None, "speech", False, date(2026, 12, 4), DueSource.RULE, Review.CHECK),
    ]


def test_a_co_operating_task_hangs_on_the_lead_task(session: Session, cast: Cast) -> None:
    first, second, *_ = tasks(session, imported(session, cast))
    assert second.lead_task_id == first.id
    assert [(partner.unit_id, partner.words) for partner in second.partners] == [
        (cast.department.id, "Phòng Quản lý Khoa học")
    ]


def test_an_unknown_unit_is_a_doubt(session: Session, cast: Cast) -> None:
    last = tasks(session, imported(session, cast))[-1]
    assert (last.unit_words, last.doubts) == (
        "UBND xã Vân Khê",
        [{"code": "unit_unknown", "params": {"unit": "UBND xã Vân Khê"}}],
    )


def test_a_unit_that_is_only_probably_meant_is_a_doubt(session: Session, cast: Cast) -> None:
    make_unit(session, "UBND xã Văn Khê", UnitKind.COMMUNE_COMMITTEE)
    last = tasks(session, imported(session, cast))[-1]
    assert (last.unit.name if last.unit else None, last.review, [doubt["code"] for doubt in last.doubts]) == (
        "UBND xã Văn Khê",
        Review.CHECK,
        ["unit_guessed"],
    )


def test_an_umbrella_duty_needs_no_unit_and_is_not_counted(session: Session, cast: Cast) -> None:
    everyone = duty(1, "Các phòng, đơn vị thuộc Sở", "phối hợp thực hiện.", 4, "general", AssignmentRole.GENERAL)
    (task,) = tasks(session, imported(session, cast, parsed=parsed(assignments=(everyone,))))
    assert (task.unit_id, task.counted, task.review) == (None, False, Review.CERTAIN)


def test_all_units_together_co_operate_under_an_umbrella(session: Session, cast: Cast) -> None:
    make_unit(session, "Các phòng, đơn vị thuộc Sở", UnitKind.COLLECTIVE)
    helping = duty(
        2, "Các phòng, đơn vị thuộc Sở", "phối hợp bố trí hội trường.", 6, "venue", COORDINATE, lead_no=1
    )  # fmt: skip
    _, task = tasks(session, imported(session, cast, parsed=parsed(assignments=(DUTIES[0], helping))))
    assert (task.role, task.kind, task.counted, task.blocking, task.lead_task_id) == (
        AssignmentRole.GENERAL,
        "general",
        False,
        False,
        None,
    )


def test_words_of_the_plan_about_a_date_come_first(session: Session, cast: Cast) -> None:
    phrase = DuePhrase(words="trước ngày 09/12/2026", day=date(2026, 12, 8), until="2026-12-08")
    counted = DuePhrase(words="trước hội nghị 02 ngày", anchor=Anchor.START, offset=-2)
    plan = parsed(assignments=(replace(DUTIES[0], due=phrase), replace(DUTIES[2], no=2, due=counted)))
    first, second = tasks(session, imported(session, cast, parsed=plan))
    assert (first.due, first.due_source, first.due_words) == (
        date(2026, 12, 8),
        DueSource.PLAN,
        "trước ngày 09/12/2026",
    )
    assert (second.due, second.due_source) == (date(2026, 12, 11), DueSource.PLAN_RELATIVE)


def test_without_an_event_date_tasks_have_no_due_date_yet(session: Session, cast: Cast) -> None:
    plan = parsed(conference=replace(FACTS, event=None))
    made = imported(session, cast, parsed=plan)
    assert {(task.due, task.due_source) for task in tasks(session, made)} <= {
        (None, DueSource.NONE),
        (None, DueSource.LEAD_TASK),
    }


def test_what_the_text_implies_is_offered_not_created(session: Session, cast: Cast) -> None:
    implied = Suggestion(code="invite_speakers", words="sẽ có văn bản mời tham luận", line=8)
    made = imported(session, cast, parsed=parsed(suggestions=(implied,)))
    assert [(one.kind, one.words) for one in made.suggestions] == [("invite_speakers", implied.words)]
    assert len(tasks(session, made)) == len(DUTIES)


def test_findings_and_programme_are_kept_with_their_place(session: Session, cast: Cast) -> None:
    finding = Finding(code="year_mismatch", severity=Severity.WARNING, line=4, words="2022", params={"title": "2023"})
    item = AgendaItem(line=8, time="8h00", content="Khai mạc", doer="Giám đốc Sở", note="5 phút", session="Buổi sáng")
    made = imported(session, cast, parsed=parsed(findings=(finding,), agenda=(item,)))
    assert [(one.code, one.line, one.params) for one in made.findings] == [("year_mismatch", 4, {"title": "2023"})]
    assert [
        (one.position, one.line, one.session, one.time, one.content, one.responsible, one.note) for one in made.agenda
    ] == [(1, 8, "Buổi sáng", "8h00", "Khai mạc", "Giám đốc Sở", "5 phút")]


def test_an_event_in_the_past_is_said(session: Session, cast: Cast) -> None:
    past = EventWindow(start=date(2023, 1, 5), end=date(2023, 1, 5), tentative=True, words="05/01/2023", line=1)
    made = imported(session, cast, parsed=parsed(conference=replace(FACTS, event=past)))
    assert [(one.code, one.params) for one in made.findings] == [("event_past", {"day": "2023-01-05"})]


def test_the_same_file_again_is_refused_unless_wanted(session: Session, cast: Cast) -> None:
    first = imported(session, cast)
    with pytest.raises(Refused) as refused:
        imported(session, cast)
    assert (refused.value.code, refused.value.params) == (
        "already_imported",
        {"conference_id": first.id, "title": "Hội nghị sơ kết hoạt động khoa học"},
    )
    assert imported(session, cast, again=True).id != first.id


def test_another_agency_may_import_the_same_file(session: Session, cast: Cast) -> None:
    imported(session, cast)
    other = make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    with pytest.raises(NotFound):
        imported(session, cast, host_id=other.id)


@pytest.mark.parametrize("who", ["leader", "member", "outsider", "administrator"])
def test_only_a_coordinator_imports(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        imported(session, cast, who)


def test_a_text_with_nothing_of_a_plan_is_refused_and_leaves_nothing(session: Session, cast: Cast) -> None:
    empty = ParsedPlan(
        conference=ConferenceFacts(title="Thực đơn tuần"),
        coverage=Coverage(sentences=0, assigned=0, tasks=0, skipped=0),
    )
    with pytest.raises(DocumentRefused, match="no_plan"):
        imported(session, cast, parsed=empty)
    assert session.scalar(select(func.count()).select_from(Conference)) == 0


def test_a_classified_document_is_refused_and_leaves_nothing(session: Session, cast: Cast) -> None:
    with pytest.raises(DocumentRefused) as refused:
        imported(session, cast, parsed=parsed(classified="TỐI MẬT"))
    assert (refused.value.code, refused.value.params) == ("classified", {"degree": "TỐI MẬT"})
    assert session.scalar(select(func.count()).select_from(Conference)) == 0


def test_the_smaller_facts_are_kept_with_their_places(session: Session, cast: Cast) -> None:
    facts = replace(
        FACTS,
        kind=ConferenceKind.MIDTERM,
        mode=MeetingMode.HYBRID,
        signer=Signer(name="Trần Hải Minh", post="Phó Giám đốc", capacity="KT. GIÁM ĐỐC"),
        invited=(Invited(name="Sở Y tế", line=3),),
        budget_sum=45_000_000,
        lines={"signer": 30},
    )
    made = imported(session, cast, parsed=parsed(conference=facts))
    session.expire(made)
    kept = from_json(made.facts)
    assert (made.kind, made.mode) == (ConferenceKind.MIDTERM, MeetingMode.HYBRID)
    assert (kept.signer, kept.invited, kept.budget_sum, kept.lines) == (
        facts.signer,
        facts.invited,
        45_000_000,
        {"signer": 30},
    )


def test_a_plan_without_assignments_but_with_a_dated_event_is_a_draft_to_fill(session: Session, cast: Cast) -> None:
    bare = ParsedPlan(conference=FACTS, coverage=Coverage(sentences=0, assigned=0, tasks=0, skipped=0))
    assert tasks(session, imported(session, cast, parsed=bare)) == []


def test_drafts_are_not_yet_anybodys_work(session: Session, cast: Cast) -> None:
    assert {task.state for task in tasks(session, imported(session, cast))} == {TaskState.DRAFT}
