"""Mails beside the ledger are shown to those whose business they are: "we never got it", said of remarks too."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task, make_user
from tracker.domain.glossary import ConferenceState, MemberRole
from tracker.mail import Mailer
from tracker.models import Conference, MailState, OutboxMail, Task
from tracker.services import bad_addresses, briefing, ledger_page, notices, other_mails, outbox, reminders, tasks
from tracker.services.ledger_page import Fate
from tracker.services.other_mails import Other, OtherPage

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 23/11/2026 08:00 in Vietnam


@pytest.fixture
def mailer(app: Flask) -> Mailer:
    mailer: Mailer = app.extensions["mailer"]
    return mailer


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    return make_conference(session, cast.host, cast.people["coordinator"])


@pytest.fixture
def task(session: Session, cast: Cast, conference: Conference) -> Task:
    """The department's, overdue: a digest goes to it and a list to the coordinator."""
    return make_task(session, conference, cast.department, title="Viết báo cáo", due=date(2026, 11, 20))


def remark(session: Session, cast: Cast, mailer: Mailer, task: Task, who: str = "member") -> None:
    text = f"@{cast.people[who].full_name} xem giúp"
    tasks.comment(session, cast.actor("coordinator"), task.id, now=MONDAY_8, text=text, compose=mailer)
    session.commit()


def everything(session: Session, cast: Cast, mailer: Mailer, task: Task) -> None:
    """A remark, the week's briefing, a digest to the unit and one to the coordinator."""
    remark(session, cast, mailer, task)
    briefing.plan(session, mailer, now=MONDAY_8)
    reminders.plan(session, mailer, now=MONDAY_8)
    session.commit()


def said(found: OtherPage) -> set[tuple[str, str]]:
    return {(one.mail.kind, one.mail.recipient.partition("@")[0]) for one in found.rows}


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE")):
            sent.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_with_the_ledger_a_conference_shows_every_mail_about_it_once(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference, task: Task
) -> None:
    everything(session, cast, mailer, task)
    other = other_mails.of_conference(session, conference)
    assert said(other) == {("comment", "member"), ("briefing", "leader"), ("digest", "coordinator")}
    in_ledger = {row.mail_id for row in ledger_page.of_conference(session, conference.id).rows if row.mail_id}
    beside = {one.mail.id for one in other.rows}
    assert in_ledger & beside == set()
    assert in_ledger | beside == {mail.id for mail in session.query(OutboxMail)}


def test_a_mail_that_was_taken_back_stays_to_be_seen(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference, task: Task
) -> None:
    notices.assigned(session, mailer, [task], now=MONDAY_8)
    outbox.drop_pending(session, [task.id])
    session.commit()
    (one,) = other_mails.of_conference(session, conference).rows
    assert (one.mail.kind, one.mail.state) == ("assigned", MailState.CANCELLED)
    assert other_mails.of_conference(session, conference, fate=Fate.HELD).total == 1
    assert other_mails.of_conference(session, conference, fate=Fate.FAILED).total == 0


def test_an_agency_s_mails_belong_to_its_running_conferences_from_their_first_day(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference, task: Task
) -> None:
    everything(session, cast, mailer, task)
    later = make_conference(
        session, cast.host, cast.people["coordinator"], activated_at=MONDAY_8 + timedelta(minutes=1)
    )
    draft = make_conference(
        session, cast.host, cast.people["coordinator"], activated_at=None, state=ConferenceState.DRAFT
    )
    assert said(other_mails.of_conference(session, later)) == set()
    assert said(other_mails.of_conference(session, draft)) == set()


def test_the_list_is_narrowed_to_a_unit_s_addresses_and_to_a_fate(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference, task: Task
) -> None:
    everything(session, cast, mailer, task)
    session.query(OutboxMail).filter_by(kind="briefing").one().state = MailState.SENT
    session.commit()
    narrowed = other_mails.of_conference(session, conference, unit_id=cast.department.id)
    assert said(narrowed) == {("comment", "member")}
    assert said(other_mails.of_conference(session, conference, fate=Fate.SENT)) == {("briefing", "leader")}
    assert said(other_mails.of_conference(session, conference, unit_id=0)) == set()


def test_a_unit_s_people_see_the_mails_to_their_own_addresses_only(
    session: Session, cast: Cast, mailer: Mailer, task: Task
) -> None:
    everything(session, cast, mailer, task)
    remark(session, cast, mailer, task, "leader")
    mine = other_mails.of_unit(session, cast.actor("member"), cast.department)
    assert said(mine) == {("comment", "member")}
    assert [(one.known, one.task) for one in mine.rows] == [(True, task)]
    steered = other_mails.of_unit(session, cast.actor("coordinator"), cast.host)
    assert said(steered) == {("briefing", "leader"), ("comment", "leader"), ("digest", "coordinator")}
    assert said(other_mails.of_unit(session, cast.actor("outsider"), cast.department)) == set()


def test_of_a_remark_on_another_unit_s_task_a_unit_learns_no_more_than_that_there_is_one(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference, task: Task
) -> None:
    both = make_user(session, "haivai@haibinh.example", "Cao Văn Hai", MemberRole.MEMBER, cast.department)
    session.add(type(both.memberships[0])(user_id=both.id, unit_id=cast.office.id, role=MemberRole.MEMBER))
    theirs = make_task(session, conference, cast.office, title="Việc riêng của văn phòng")
    session.commit()
    cast.people["both"] = both
    remark(session, cast, mailer, theirs, "both")

    def seen(who: str) -> list[tuple[bool, Task | None]]:
        found: list[Other] = list(other_mails.of_unit(session, cast.actor(who), cast.department).rows)
        return [(one.known, one.task) for one in found]

    assert seen("member") == [(False, None)]
    assert seen("coordinator") == [(True, theirs)]


def test_a_remark_in_a_conference_without_work_of_the_unit_is_not_its_business(
    session: Session, cast: Cast, mailer: Mailer, task: Task
) -> None:
    elsewhere = make_conference(session, cast.host, cast.people["coordinator"])
    hosted = make_user(session, "so@haibinh.example", "Đặng Văn Sở", MemberRole.MEMBER, cast.host)
    session.add(type(hosted.memberships[0])(user_id=hosted.id, unit_id=cast.department.id, role=MemberRole.MEMBER))
    other = make_task(session, elsewhere, cast.office)
    session.commit()
    cast.people["hosted"] = hosted
    remark(session, cast, mailer, other, "hosted")
    assert said(other_mails.of_unit(session, cast.actor("member"), cast.department)) == set()
    assert said(other_mails.of_unit(session, cast.actor("coordinator"), cast.department)) == {("comment", "so")}


def test_the_list_is_paged_with_the_same_number_of_queries_however_long_it_is(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference, task: Task
) -> None:
    remark(session, cast, mailer, task)
    session.expire_all()
    with statements(session) as few:
        other_mails.of_conference(session, conference)
    for _ in range(other_mails.ROWS):
        remark(session, cast, mailer, task)
    session.expire_all()
    with statements(session) as many:
        first = other_mails.of_conference(session, conference)
    assert len(few) == len(many)
    assert (len(first.rows), first.total, first.pages) == (other_mails.ROWS, other_mails.ROWS + 1, 2)
    assert len(other_mails.of_conference(session, conference, page=2).rows) == 1
    assert other_mails.of_conference(session, conference, page=99).page == 2


def test_a_stopped_address_is_held_and_not_failed_in_the_ledger_too(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference, task: Task
) -> None:
    bad_addresses.add(session, cast.actor("coordinator"), "qlkh@haibinh.example", "Đã đổi hộp thư", now=MONDAY_8)
    reminders.plan(session, mailer, now=MONDAY_8)
    session.commit()
    held = ledger_page.of_conference(session, conference.id, fate=Fate.HELD).rows
    assert {row.recipient for row in held if row.mail} == {"qlkh@haibinh.example"}
    assert ledger_page.of_conference(session, conference.id, fate=Fate.FAILED).rows == []
