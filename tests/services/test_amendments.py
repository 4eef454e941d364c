"""An amended plan beside the tasks there are: what is proposed, with what caution, and what is decided about it."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.services.amended_plans import DEPARTMENT, FIRST, LATER, NOW, OFFICE, WARD, Case, activated, read_in, text
from tests.services.plan_values import ReadLines
from tracker.domain.amendment import ChangeKind
from tracker.domain.errors import DocumentRefused, NotFound, Refused, StaleVersion, StepRefused
from tracker.domain.glossary import AssignmentRole, TaskState
from tracker.domain.plan import read_plan
from tracker.models import AmendmentState
from tracker.services import amendments, review_add, tasks
from tracker.services.amendment_changes import Caution
from tracker.services.review import Correction
from tracker.services.task_files import Upload


@pytest.fixture
def case(app: Flask, session: Session, cast: Cast) -> Case:
    return activated(app, session, cast)


def kinds(case: Case, words: str) -> list[tuple[str, str]]:
    return [(str(change.kind), change.subject.title[:20]) for change in case.changes(words)]


WITHOUT_HALL = OFFICE.replace("- Bố trí hội trường, âm thanh phục vụ Hội nghị.\n", "")
LATER_REPORT = text(DEPARTMENT, OFFICE, WARD, number="15", report="05")


def test_a_conference_that_is_not_activated_takes_another_file_instead(session: Session, cast: Cast) -> None:
    conference = read_in(session, cast)
    document = ReadLines(lines=())
    with pytest.raises(StepRefused, match="amend_draft"):
        amendments.propose(
            session, cast.actor("coordinator"), conference.id, filename="a.txt", data=b"a", document=document,
            parsed=read_plan(()), now=NOW,
        )  # fmt: skip


def test_the_file_in_force_and_a_text_that_is_no_plan_are_refused(case: Case) -> None:
    with pytest.raises(Refused, match="amend_same"):
        case.propose(FIRST)
    with pytest.raises(DocumentRefused, match="no_plan"):
        case.propose("Giấy mời họp giao ban tuần")


@pytest.mark.parametrize("who", ["leader", "member", "outsider", "administrator"])
def test_an_amendment_is_the_coordinators(case: Case, who: str) -> None:
    amendment = case.propose(LATER_REPORT)
    with pytest.raises(NotFound):
        amendments.get(case.session, case.cast.actor(who), amendment.id)


def test_a_second_upload_takes_the_place_of_the_first(case: Case) -> None:
    first = case.propose(LATER_REPORT)
    second = case.propose(text(DEPARTMENT, OFFICE, number="16"))
    assert (first.state, second.state) == (AmendmentState.DISCARDED, AmendmentState.OPEN)
    assert amendments.open_of(case.session, case.conference.id) is second


def test_only_the_number_and_the_order_of_the_sections_is_no_change_of_any_task(case: Case) -> None:
    sheet = case.sheet(case.propose(text(WARD, OFFICE, DEPARTMENT, number="15")))
    assert sheet.changes == ()
    assert {change.kind for change in sheet.every} == {ChangeKind.MOVED, ChangeKind.UNCHANGED}
    assert [(fact.name, fact.old, fact.new) for fact in sheet.facts] == [("number", "12/KH-SKHCN", "15/KH-SKHCN")]


def test_a_task_corrected_in_the_review_stays_corrected_while_its_sentence_is_the_same(case: Case) -> None:
    task = case.task("hội trường")
    task.title, task.kind, task.role = "Chuẩn bị phòng họp tầng 2", "other", AssignmentRole.COORDINATE
    assert case.changes(text(DEPARTMENT, OFFICE, WARD, number="15")) == []


def test_a_new_date_in_the_words_is_shown_with_the_due_date_it_gives(case: Case) -> None:
    sheet = case.sheet(case.propose(LATER_REPORT))
    change = sheet.changes[0]
    assert (change.kind, change.fields) == (ChangeKind.CHANGED, ("words", "due"))
    assert (f"{change.was_due}", f"{sheet.dues.of(change).day}") == ("2026-12-02", "2026-12-04")


def test_the_same_sentence_under_another_unit_is_handed_over(case: Case) -> None:
    office = OFFICE + "- Chủ trì xây dựng chương trình Hội nghị.\n"
    department = DEPARTMENT.replace("- Chủ trì xây dựng chương trình Hội nghị.\n", "")
    change = case.changes(text(department, office, WARD, number="15"))[0]
    assert (change.kind, change.unit) == (ChangeKind.REASSIGNED, case.cast.office)


def test_what_a_unit_works_on_is_not_withdrawn_unless_somebody_says_so(case: Case) -> None:
    task = case.task("hội trường")
    words = text(DEPARTMENT, WITHOUT_HALL, WARD, number="15")
    assert [(one.kind, one.accept) for one in case.changes(words)] == [(ChangeKind.WITHDRAWN, True)]
    tasks.start(case.session, case.cast.actor("officer"), task.id, version=task.version, now=NOW)
    change = case.changes(words)[0]
    assert (change.accept, change.caution) == (False, Caution.AT_WORK)


def test_what_is_completed_keeps_its_wording_by_default_and_cannot_be_withdrawn(case: Case) -> None:
    for words in ("báo cáo", "hội trường"):
        task = case.task(words)
        tasks.submit(
            case.session,
            case.actor,
            task.id,
            version=task.version,
            now=NOW,
            files=[Upload(filename="a.pdf", content=b"%PDF-1.4")],
        )
        tasks.accept(case.session, case.actor, task.id, version=task.version, now=NOW)
    found = {one.kind: one for one in case.changes(text(DEPARTMENT, WITHOUT_HALL, WARD, number="15", report="05"))}
    changed, withdrawn = found[ChangeKind.CHANGED], found[ChangeKind.WITHDRAWN]
    assert (changed.accept, changed.caution, changed.impossible) == (False, Caution.COMPLETED, False)
    assert (withdrawn.accept, withdrawn.caution, withdrawn.impossible) == (False, Caution.COMPLETED, True)


def test_a_task_added_by_hand_is_never_withdrawn(case: Case) -> None:
    wanted = Correction(title="Thuê phiên dịch", role=AssignmentRole.LEAD, kind="other", unit_id=case.cast.office.id)
    review_add.add(case.session, case.actor, case.conference.id, wanted, now=NOW, line=16, quote="Bố trí hội trường")
    assert kinds(case, text(DEPARTMENT, WARD, number="15")) == [
        ("withdrawn", "Bố trí hội trường, â"), ("withdrawn", "In ấn tài liệu và gử"),
    ]  # fmt: skip


def test_a_task_added_by_hand_is_recognised_in_a_text_that_now_asks_for_it(case: Case) -> None:
    wanted = Correction(
        title="Mời báo chí đưa tin về Hội nghị", role=AssignmentRole.LEAD, kind="press", unit_id=case.cast.office.id
    )
    review_add.add(case.session, case.actor, case.conference.id, wanted, now=NOW)
    office = OFFICE + "- Mời báo chí đưa tin về Hội nghị.\n"
    assert case.changes(text(DEPARTMENT, office, WARD, number="15")) == []


def test_a_name_that_the_directory_does_not_know_is_asked_for(case: Case) -> None:
    ward = WARD.replace("Đông Hải", "Tây Hải")
    added, withdrawn = case.changes(text(DEPARTMENT, OFFICE, ward, number="15"))
    assert (added.kind, added.unit, added.needs_unit) == (ChangeKind.ADDED, None, True)
    assert withdrawn.task is case.task("tham luận")


def test_choices_are_kept_and_two_people_do_not_overwrite_each_other(case: Case) -> None:
    amendment = case.propose(LATER_REPORT)
    task, version = case.task("báo cáo"), amendment.version
    case.decide(amendment, **{f"t{task.id}": {"accept": False}})
    assert [one.accept for one in case.sheet(amendment).changes] == [False]
    with pytest.raises(StaleVersion):
        amendments.decide(case.session, case.actor, amendment.id, {}, version=version)


def test_a_task_changed_in_between_makes_the_preview_stale(case: Case) -> None:
    amendment = case.propose(LATER_REPORT)
    seen = case.sheet(amendment).seen
    task = case.task("báo cáo")
    tasks.start(case.session, case.cast.actor("member"), task.id, version=task.version, now=LATER)
    with pytest.raises(StaleVersion, match="amend_stale"):
        amendments.apply(
            case.session, case.actor, amendment.id, seen=seen, reason="x", compose=case.app.extensions["mailer"],
            now=LATER,
        )  # fmt: skip
    assert task.state is TaskState.IN_PROGRESS


def test_who_will_be_told_is_named_with_addresses_or_without(case: Case) -> None:
    case.cast.ward.email = None
    sheet = case.sheet(case.propose(text(DEPARTMENT, OFFICE, number="15", report="05")))
    assert [(one.unit.name, [to.email for to in one.to], one.count) for one in sheet.told] == [
        ("Phòng Quản lý Khoa học", ["qlkh@haibinh.example"], 1), ("UBND phường Đông Hải", [], 1),
    ]  # fmt: skip


def test_an_amendment_set_aside_is_closed(case: Case) -> None:
    amendment = case.propose(LATER_REPORT)
    amendments.discard(case.session, case.actor, amendment.id, version=amendment.version, now=LATER)
    with pytest.raises(StepRefused, match="amend_closed"):
        case.decide(amendment)
