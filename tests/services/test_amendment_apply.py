"""An amended plan is taken over: tasks, dates, texts and notices, and nothing that units have done is touched."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from tests.cast import Cast
from tests.services.amended_plans import DEPARTMENT, FIRST, LATER, NOW, OFFICE, WARD, Case, activated, text
from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import DueSource, Review, TaskState
from tracker.models import MailState, OutboxMail, Plan, Reminder, TaskEvent
from tracker.services import amendments, outbox, outdated, tasks
from tracker.services.task_files import Upload

PROGRAMME = "- Chủ trì xây dựng chương trình Hội nghị.\n"
HALL = "- Bố trí hội trường, âm thanh phục vụ Hội nghị.\n"
HANDED_OVER = text(DEPARTMENT.replace(PROGRAMME, ""), OFFICE + PROGRAMME, WARD, number="15")


@pytest.fixture
def case(app: Flask, session: Session, cast: Cast) -> Case:
    return activated(app, session, cast)


def test_a_changed_sentence_changes_its_task_and_stands_in_its_history(case: Case) -> None:
    task = case.task("báo cáo")
    before, version = task.title, task.due_version
    case.amend(text(DEPARTMENT, OFFICE, WARD, number="15", report="05"))
    assert (task.due, task.due_source, task.due_version) == (date(2026, 12, 4), DueSource.PLAN, version + 1)
    event = case.session.scalars(select(TaskEvent).where(TaskEvent.step == "amended")).one()
    assert (event.task_id, event.note) == (task.id, "Bản sửa đổi số 15")
    assert event.details["fields"] == {"words": [before, task.title], "due": ["2026-12-02", "2026-12-04"]}


def test_progress_results_and_files_stay_as_they_are(case: Case) -> None:
    task = case.task("báo cáo")
    member = case.cast.actor("member")
    tasks.submit(
        case.session,
        member,
        task.id,
        version=task.version,
        now=NOW,
        note="Bản 1",
        files=[Upload(filename="a.pdf", content=b"%PDF-1.4")],
    )
    amendment = case.propose(text(DEPARTMENT, OFFICE, WARD, number="15", report="05"))
    case.decide(amendment, **{f"t{task.id}": {"accept": True}})
    case.apply(amendment)
    assert (task.state, task.submitted_on, task.due) == (TaskState.SUBMITTED, date(2026, 11, 2), date(2026, 12, 2))
    assert ([file.filename for file in task.files], task.title[-16:]) == (["a.pdf"], "ngày 05/12/2026.")


def test_a_new_duty_goes_to_its_unit_as_at_activation(case: Case) -> None:
    case.amend(text(DEPARTMENT, OFFICE + "- Mời báo chí đưa tin về Hội nghị.\n", WARD, number="15"))
    task = case.task("báo chí")
    assert (task.state, task.unit, task.assigned_on) == (TaskState.ASSIGNED, case.cast.office, date(2026, 11, 9))
    assert case.steps(task) == ["assign"]
    assert case.session.scalars(select(Reminder.stage).where(Reminder.task_id == task.id)).all() == ["assigned"]


def test_a_new_duty_that_is_skipped_is_not_asked_for_again(case: Case) -> None:
    office = OFFICE + "- Mời báo chí đưa tin về Hội nghị.\n"
    amendment = case.propose(text(DEPARTMENT, office, WARD, number="15"))
    case.decide(amendment, n5={"accept": False})
    case.apply(amendment)
    task = case.task("báo chí")
    assert (task.state, task.review) == (TaskState.DRAFT, Review.SKIPPED)
    assert case.changes(text(DEPARTMENT, office, WARD, number="16")) == []
    assert case.mails() == []


def test_a_withdrawn_task_is_cancelled_with_the_reason_and_its_reminders_do_not_go_out(case: Case) -> None:
    task = case.task("hội trường")
    mail_id = outbox.enqueue(
        case.session, key="digest", kind="digest", to=outbox.Address(email="a@b.example", name="A"),
        letter=_Letter(), host_id=case.cast.host.id, conference_id=None, reply_to=None, now=NOW,
    )  # fmt: skip
    case.session.add(
        Reminder(
            task_id=task.id, stage="before_7", audience="unit", recipient="a@b.example", due_version=task.due_version,
            at=NOW, mail_id=mail_id,
        )
    )  # fmt: skip
    case.amend(text(DEPARTMENT, OFFICE.replace(HALL, ""), WARD, number="15"))
    assert (task.state, case.steps(task)) == (TaskState.CANCELLED, ["assign", "cancel"])
    assert case.session.get_one(OutboxMail, mail_id).state is MailState.CANCELLED


class _Letter:
    subject = text = html = "x"
    calendar = unsubscribe = None


def test_a_task_handed_over_keeps_its_history_and_begins_anew(case: Case) -> None:
    task = case.task("chương trình")
    tasks.start(case.session, case.cast.actor("member"), task.id, version=task.version, now=NOW, note="Đã có dàn ý")
    case.amend(HANDED_OVER)
    assert (task.unit, task.state, task.acknowledged) == (case.cast.office, TaskState.ASSIGNED, False)
    assert case.steps(task) == ["assign", "start", "amended"]


def test_both_units_hear_of_a_task_handed_over_each_in_one_mail(case: Case) -> None:
    case.amend(HANDED_OVER)
    assert [mail.recipient for mail in case.mails()] == ["qlkh@haibinh.example", "vanphong@haibinh.example"]
    old, new = case.mails()
    assert "Chuyển cho Văn phòng Sở" in old.text
    assert new.subject.startswith("1 việc mới, hạn gần nhất 01/12/2026: ")


def test_one_notice_tells_a_unit_everything_and_others_nothing(case: Case) -> None:
    office = OFFICE.replace(HALL, "- Mời báo chí đưa tin về Hội nghị.\n").replace(
        "gửi giấy mời", "gửi giấy mời, tài liệu"
    )
    case.amend(text(DEPARTMENT, office, WARD, number="15"))
    (mail,) = case.mails()
    assert mail.recipient == "vanphong@haibinh.example"
    assert mail.subject.startswith("1 việc mới, 1 việc thay đổi, 1 việc không còn của đơn vị, hạn gần nhất ")
    for words in ("báo chí", "trước đây: “In ấn tài liệu và gửi giấy mời đại biểu.”", "không còn giao việc này"):
        assert words in mail.text, words


def test_a_notice_stays_true_when_the_unit_acts_before_it_is_sent(case: Case) -> None:
    case.amend(text(DEPARTMENT, OFFICE + "- Mời báo chí đưa tin về Hội nghị.\n", WARD, number="15"))
    task = case.task("báo chí")
    tasks.submit(case.session, case.cast.actor("officer"), task.id, version=task.version, now=LATER, note="Xong")
    (mail,) = case.mails()
    assert (mail.state, outdated.drop(case.session, [mail], now=NOW)) == (MailState.PENDING, set())


def test_a_unit_without_an_address_is_in_the_ledger_as_not_told(case: Case) -> None:
    case.cast.ward.email = None
    case.amend(text(DEPARTMENT, OFFICE, number="15"))
    task = case.task("tham luận")
    rows = case.session.scalars(select(Reminder.reason).where(Reminder.task_id == task.id, Reminder.mail_id.is_(None)))
    assert (rows.all(), case.mails()) == (["no_address"], [])


def test_the_event_moves_with_the_due_dates_that_are_counted_from_it(case: Case) -> None:
    pinned = case.task("hội trường")
    tasks.change_due(
        case.session, case.actor, pinned.id, version=pinned.version, now=NOW, day=date(2026, 12, 3), reason="Đã hẹn"
    )
    case.amend(text(DEPARTMENT, OFFICE, WARD, number="15", event="17"))
    assert case.conference.event_start == date(2026, 12, 17)
    dues = {task.title[:10]: task.due for task in case.tasks()}
    assert dues == {
        "Chủ trì xâ": date(2026, 12, 3), "Xây dựng b": date(2026, 12, 2), "Bố trí hội": date(2026, 12, 3),
        "In ấn tài ": date(2026, 12, 10), "Chuẩn bị n": date(2026, 12, 8),
    }  # fmt: skip
    assert "Hội nghị tổ chức ngày 17/12/2026, thay cho 15/12/2026." in case.mails()[0].text


@pytest.mark.parametrize(("keep", "due", "source"), [(True, 7, DueSource.PERSON), (False, 4, DueSource.PLAN)])
def test_a_date_set_by_hand_yields_to_the_plans_words_only_where_that_is_chosen(
    case: Case, keep: bool, due: int, source: DueSource
) -> None:
    task = case.task("báo cáo")
    tasks.change_due(
        case.session, case.actor, task.id, version=task.version, now=NOW, day=date(2026, 12, 7), reason="Chờ số liệu"
    )
    amendment = case.propose(text(DEPARTMENT, OFFICE, WARD, number="15", report="05"))
    assert case.sheet(amendment).changes[0].asks_due
    case.decide(amendment, **{f"t{task.id}": {"accept": True, "keep_due": keep}})
    case.apply(amendment)
    assert (task.due, task.due_source) == (date(2026, 12, due), source)


def test_facts_that_are_skipped_stay(case: Case) -> None:
    amendment = case.propose(text(DEPARTMENT, OFFICE, WARD, number="15", event="17", place="Nhà văn hóa tỉnh"))
    case.decide(amendment, **{"f-event": {"accept": False}})
    case.apply(amendment)
    assert (case.conference.event_start, case.conference.place) == (date(2026, 12, 15), "Nhà văn hóa tỉnh")


def test_the_new_text_is_in_force_and_the_old_one_is_kept_byte_for_byte(case: Case) -> None:
    new = text(WARD, OFFICE, DEPARTMENT, number="15")
    versions = [task.version for task in case.tasks()]
    case.amend(new)
    plans = case.session.scalars(select(Plan).options(undefer(Plan.content)).order_by(Plan.version)).all()
    assert [(one.version, one.content.decode(), one.superseded_at) for one in plans] == [
        (1, FIRST, LATER), (2, new, None),
    ]  # fmt: skip
    assert case.conference.plan is plans[1]
    lines = [line["text"] for line in plans[1].lines]
    for task in case.tasks():
        assert task.first_line is not None
        assert task.title[2:20] in lines[task.first_line], "every task points into the new text"
    assert sorted(task.version for task in case.tasks()) == sorted(versions), "no open page has become stale"
    assert case.mails() == []


def test_a_third_version_is_compared_with_the_second(case: Case) -> None:
    case.amend(text(DEPARTMENT, OFFICE.replace(HALL, ""), WARD, number="15", report="05"))
    changes = case.changes(text(DEPARTMENT, OFFICE, WARD, number="16", report="05"))
    assert [(str(one.kind), one.subject.title) for one in changes] == [
        ("added", "Bố trí hội trường, âm thanh phục vụ Hội nghị.")
    ]


def test_whose_a_new_duty_is_must_be_said_before_it_is_applied_and_the_spelling_is_remembered(case: Case) -> None:
    ward = WARD.replace("UBND phường Đông Hải", "Ủy ban phường Đông Hải mới")
    amendment = case.propose(text(DEPARTMENT, OFFICE, ward, number="15"))
    with pytest.raises(InvalidInput, match="amend_unit_needed"):
        case.apply(amendment)
    case.decide(amendment, n5={"accept": True, "unit": case.cast.ward.id})
    case.apply(amendment)
    added = next(task for task in case.tasks() if task.state is TaskState.ASSIGNED and "tham luận" in task.title)
    assert added.unit is case.cast.ward
    assert "Ủy ban phường Đông Hải mới" in [alias.name for alias in case.cast.ward.aliases]


def test_what_was_applied_is_kept_with_who_told_whom(case: Case) -> None:
    amendment = case.propose(text(DEPARTMENT, OFFICE, number="15"))
    case.apply(amendment)
    assert [one.id for one in amendments.applied(case.session, case.conference.id)] == [amendment.id]
    assert amendment.outcome["told"] == [["UBND phường Đông Hải", ["donghai@haibinh.example"]]]
    assert (amendment.closed_at, amendment.plan_id) == (LATER, case.conference.plan.id if case.conference.plan else 0)
