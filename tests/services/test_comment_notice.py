"""A remark that names people: who can be named, and the mail that tells them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task, make_user
from tracker.clock import vietnam_date
from tracker.domain.glossary import MemberRole, TaskState
from tracker.domain.permissions import Action, can
from tracker.mail import Mailer
from tracker.models import Absence, OutboxMail, Task, TaskEvent, TaskPartner, User
from tracker.services import comment_notice, outbox, outdated, task_access, tasks
from tracker.services.accounts import load_actor

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # Wednesday 25/11/2026, 12:00 in Vietnam
TODAY = vietnam_date(NOON)


@pytest.fixture
def mailer(app: Flask) -> Mailer:
    mailer: Mailer = app.extensions["mailer"]
    return mailer


@pytest.fixture
def task(session: Session, cast: Cast) -> Task:
    """The department's, with the office."""
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    task = make_task(session, conference, cast.department)
    session.add(TaskPartner(task_id=task.id, unit_id=cast.office.id, words="Văn phòng Sở"))
    session.commit()
    return task


def names(session: Session, task: Task) -> list[str]:
    return sorted(user.full_name for user in comment_notice.readers(session, task, today=TODAY))


def say(
    session: Session, mailer: Mailer, cast: Cast, task: Task, text: str, who: str = "member", *chosen: str
) -> list[OutboxMail]:
    ids = [cast.people[one].id for one in chosen]
    tasks.comment(session, cast.actor(who), task.id, now=NOON, text=text, compose=mailer, chosen=ids)
    session.commit()
    return list(session.scalars(select(OutboxMail).where(OutboxMail.kind == "comment").order_by(OutboxMail.id)))


def test_those_can_be_named_who_can_see_the_task(session: Session, cast: Cast, task: Task) -> None:
    assert names(session, task) == ["Lê Minh Đức", "Nguyễn Văn An", "Phạm Thị Lan", "Trần Thu Hà"]
    task.state = TaskState.DRAFT
    session.commit()
    assert names(session, task) == ["Nguyễn Văn An", "Trần Thu Hà"], "a draft is the host's alone"


def test_it_is_the_same_people_whom_the_permissions_let_in(session: Session, cast: Cast, task: Task) -> None:
    make_user(session, "so@haibinh.example", "Đặng Văn Sở", MemberRole.MEMBER, cast.host)  # above the department
    make_user(session, "cu@haibinh.example", "Hồ Văn Cũ", MemberRole.MEMBER, cast.department, active=False)
    session.commit()
    on = task_access.subject_of(task)
    seeing = {
        user.full_name
        for user in session.scalars(select(User).where(User.active))
        if can(load_actor(session, user, today=TODAY), Action.SEE_TASK, on)
    }
    assert set(names(session, task)) == seeing
    assert "Đặng Văn Sở" in seeing


def test_the_named_person_is_told_once_with_the_words_and_a_link(
    session: Session, cast: Cast, mailer: Mailer, task: Task
) -> None:
    said = "@Trần Thu Hà và @trần thu hà: thiếu <số liệu>\nxin ý kiến @Vũ Hoàng Nam"
    (mail,) = say(session, mailer, cast, task, said)
    assert (mail.recipient, mail.reply_to) == ("coordinator@haibinh.example", "member@haibinh.example")
    assert mail.subject.startswith("Lê Minh Đức cần ý kiến của anh/chị, việc có hạn 04/12/2026: ")
    assert "> @Trần Thu Hà và @trần thu hà: thiếu <số liệu>\n> xin ý kiến @Vũ Hoàng Nam" in mail.text
    assert "thiếu &lt;số liệu&gt;<br>" in mail.html
    for words in (mail.text, mail.html):
        assert f"https://sansang.example/nhiem-vu/{task.id}#talk" in words
    event = session.scalars(select(TaskEvent)).one()
    assert event.details == {"named": ["Trần Thu Hà"]}


def test_an_outsider_can_neither_be_named_nor_chosen_nor_oneself(
    session: Session, cast: Cast, mailer: Mailer, task: Task
) -> None:
    assert say(session, mailer, cast, task, "@Vũ Hoàng Nam @Lê Minh Đức", "member", "outsider", "member") == []
    assert session.scalars(select(TaskEvent)).one().details == {}


def test_people_are_chosen_beside_the_words(session: Session, cast: Cast, mailer: Mailer, task: Task) -> None:
    mails = say(session, mailer, cast, task, "@Trần Thu Hà, xin ý kiến", "member", "coordinator", "officer")
    assert [mail.recipient for mail in mails] == ["coordinator@haibinh.example", "officer@haibinh.example"]


def test_two_remarks_are_two_mails_of_one_conversation(
    session: Session, cast: Cast, mailer: Mailer, task: Task
) -> None:
    say(session, mailer, cast, task, "@Trần Thu Hà xin ý kiến")
    first, second = say(session, mailer, cast, task, "@Trần Thu Hà xin ý kiến")
    assert first.message_id != second.message_id
    assert first.thread == second.thread


def test_what_was_said_is_sent_though_the_task_is_done_meanwhile(
    session: Session, cast: Cast, mailer: Mailer, task: Task
) -> None:
    (mail,) = say(session, mailer, cast, task, "@Trần Thu Hà xin ý kiến")
    task.state, task.submitted_on = TaskState.COMPLETED, date(2026, 11, 25)
    outbox.drop_pending(session, [task.id])
    session.commit()
    assert (mail.state, outdated.drop(session, [mail], now=NOON)) == ("pending", set())


def away(session: Session, cast: Cast, who: str, substitute: str) -> None:
    session.add(
        Absence(
            user_id=cast.people[who].id, first=date(2026, 11, 23), last=date(2026, 11, 27),
            substitute_id=cast.people[substitute].id,
        )
    )  # fmt: skip
    session.commit()


def test_the_substitute_of_who_is_away_is_told_instead_and_for_whom(
    session: Session, cast: Cast, mailer: Mailer, task: Task
) -> None:
    away(session, cast, "coordinator", "leader")
    (mail,) = say(session, mailer, cast, task, "@Trần Thu Hà xin ý kiến")
    assert mail.recipient == "leader@haibinh.example"
    for words in (mail.text, mail.html):
        assert "Gửi thay đồng chí Trần Thu Hà (vắng đến hết ngày 27/11/2026)." in words


def test_who_is_named_and_stands_in_for_another_gets_one_mail(
    session: Session, cast: Cast, mailer: Mailer, task: Task
) -> None:
    away(session, cast, "coordinator", "leader")
    (mail,) = say(session, mailer, cast, task, "@Trần Thu Hà và @Nguyễn Văn An xin ý kiến")
    assert mail.recipient == "leader@haibinh.example"
    assert "Gửi thay đồng chí Trần Thu Hà" in mail.text


@pytest.mark.parametrize("substitute", ["outsider", "member"])
def test_it_stays_with_the_person_whose_substitute_cannot_see_the_task_or_has_written_it(
    session: Session, cast: Cast, mailer: Mailer, task: Task, substitute: str
) -> None:
    away(session, cast, "coordinator", substitute)
    (mail,) = say(session, mailer, cast, task, "@Trần Thu Hà xin ý kiến")
    assert mail.recipient == "coordinator@haibinh.example"
    assert "Gửi thay" not in mail.text
