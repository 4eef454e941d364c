"""What a person may hold back or send at once, and what the ledger says of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.errors import InvalidInput, NotAllowed, NotFound, Refused
from tracker.domain.glossary import ConferenceState, TaskState
from tracker.mail import Mailer
from tracker.models import Conference, MailState, OutboxMail, Reminder, Task
from tracker.services import forecast, mutes, nudges, reminders
from tracker.services.notices import GRACE

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 23/11/2026 08:00 in Vietnam; Tuesday 24/11 is a public holiday
TODAY = date(2026, 11, 23)
UNIT = "qlkh@haibinh.example"


@pytest.fixture
def mailer(app: Flask) -> Mailer:
    mailer: Mailer = app.extensions["mailer"]
    return mailer


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    return make_conference(session, cast.host, cast.people["coordinator"])


def lines(session: Session, task: Task) -> list[tuple[str, str, str]]:
    """(stage, recipient, reason or "mail") of the ledger."""
    rows = session.scalars(select(Reminder).where(Reminder.task_id == task.id).order_by(Reminder.id))
    return [(row.stage, row.recipient, row.reason or "mail") for row in rows]


def mute(
    session: Session, cast: Cast, conference: Conference, unit_id: int | None = None, stage: str | None = None
) -> int:
    row = mutes.mute(
        session, cast.actor("coordinator"), conference.id, unit_id=unit_id, stage=stage, reason="Đã thống nhất",
        now=MONDAY_8,
    )  # fmt: skip
    return row.id


def test_a_muted_unit_gets_nothing_and_the_ledger_says_why(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department, due=date(2026, 11, 27))
    mute(session, cast, conference, cast.department.id)
    assert {one.audience for one in forecast.coming(session, conference, today=TODAY)} == {"head", "leadership"}
    reminders.plan(session, mailer, now=MONDAY_8)
    assert lines(session, task) == [("before_3", UNIT, "muted")]
    assert session.scalars(select(OutboxMail)).all() == []


def test_muting_a_unit_never_stops_the_escalation_nor_the_coordinator_s_list(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    make_task(session, conference, cast.department, due=date(2026, 11, 20), blocking=True)
    mute(session, cast, conference, cast.department.id)
    reminders.plan(session, mailer, now=MONDAY_8)
    assert sorted(session.scalars(select(OutboxMail.recipient))) == [
        "coordinator@haibinh.example", "leader@haibinh.example", "truongphong.qlkh@haibinh.example",
    ]  # fmt: skip


def test_a_muted_stage_is_held_back_for_every_unit_and_other_stages_go(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    soon = make_task(session, conference, cast.department, due=date(2026, 11, 27))
    late = make_task(session, conference, cast.office, due=date(2026, 11, 20))
    mute(session, cast, conference, stage="before_3")
    reminders.plan(session, mailer, now=MONDAY_8)
    assert lines(session, soon) == [("before_3", UNIT, "muted")]
    assert ("overdue_1", "vanphong@haibinh.example", "mail") in lines(session, late)


def test_what_waits_is_dropped_and_the_rest_of_the_mail_is_planned_anew(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    other = make_conference(session, cast.host, cast.people["coordinator"])
    held = make_task(session, conference, cast.department, title="Việc được tắt nhắc", due=date(2026, 11, 27))
    kept = make_task(session, other, cast.department, title="Việc vẫn nhắc", due=date(2026, 11, 27))
    reminders.plan(session, mailer, now=MONDAY_8)
    mute(session, cast, conference, cast.department.id)
    reminders.plan(session, mailer, now=MONDAY_8 + timedelta(minutes=1))
    dropped, fresh = session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
    assert (dropped.state, fresh.state) == (MailState.CANCELLED, MailState.PENDING)
    assert "Việc vẫn nhắc" in fresh.text
    assert "Việc được tắt nhắc" not in fresh.text
    assert lines(session, held)[-1] == ("before_3", UNIT, "muted")
    assert ("before_3", UNIT, "mail") in lines(session, kept)


def test_a_lifted_mute_lets_the_next_stage_through_and_makes_up_for_nothing(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department, due=date(2026, 11, 27))
    number = mute(session, cast, conference, cast.department.id)
    reminders.plan(session, mailer, now=MONDAY_8)
    mutes.lift(session, cast.actor("coordinator"), conference.id, number, now=MONDAY_8)
    reminders.plan(session, mailer, now=MONDAY_8 + timedelta(hours=1))
    assert lines(session, task) == [("before_3", UNIT, "muted")]
    reminders.plan(session, mailer, now=MONDAY_8 + timedelta(days=3))
    assert lines(session, task)[1] == ("before_1", UNIT, "mail")


def test_what_cannot_be_muted(session: Session, cast: Cast, conference: Conference) -> None:
    make_task(session, conference, cast.department)
    coordinator = cast.actor("coordinator")
    for unit, stage, reason, code in (
        (None, None, "x", "mute_what"),
        (cast.department.id, None, "  ", "mute_reason"),
        (cast.department.id, None, "x" * 501, "mute_reason_long"),
        (cast.ward.id, None, "x", "mute_unit"),
        (None, "confirm_1", "x", "mute_stage"),
    ):
        with pytest.raises(InvalidInput) as refused:
            mutes.mute(session, coordinator, conference.id, unit_id=unit, stage=stage, reason=reason, now=MONDAY_8)
        assert refused.value.code == code
    mute(session, cast, conference, stage="overdue")
    with pytest.raises(InvalidInput):
        mute(session, cast, conference, stage="overdue")
    with pytest.raises(NotAllowed):
        mutes.mute(session, cast.actor("leader"), conference.id, unit_id=None, stage="overdue", reason="x",
                   now=MONDAY_8)  # fmt: skip
    with pytest.raises(NotFound):
        mutes.lift(session, coordinator, conference.id, 999, now=MONDAY_8)


def nudge(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference, *, confirmed: bool = False,
    now: datetime = MONDAY_8, who: str = "coordinator",
) -> nudges.Nudge:  # fmt: skip
    return nudges.about_unit(
        session, cast.actor(who), conference.id, cast.department.id, confirmed=confirmed, compose=mailer, now=now
    )


def test_a_reminder_by_hand_speaks_of_all_open_tasks_and_stands_in_the_ledger(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    tasks = [make_task(session, conference, cast.department, title=f"Việc số {number}") for number in (1, 2)]
    make_task(session, conference, cast.department, title="Việc đã xong", state=TaskState.COMPLETED,
              submitted_on=TODAY)  # fmt: skip
    done = nudge(session, cast, mailer, conference)
    (mail,) = session.scalars(select(OutboxMail)).all()
    assert (mail.kind, mail.recipient, mail.not_before, done.waits) == ("nudge", UNIT, MONDAY_8 + GRACE, False)
    assert all(task.title in mail.text and task.title in mail.html for task in tasks)
    assert "Việc đã xong" not in mail.text
    assert [lines(session, task) for task in tasks] == [[("nudge_1", UNIT, "mail")]] * 2


def test_a_unit_is_reminded_by_hand_once_a_day_unless_it_is_confirmed(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department)
    nudge(session, cast, mailer, conference)
    with pytest.raises(Refused) as again:
        nudge(session, cast, mailer, conference, now=MONDAY_8 + timedelta(hours=2))
    assert again.value.code == "nudge_again"
    nudge(session, cast, mailer, conference, now=MONDAY_8 + timedelta(hours=2), confirmed=True)
    nudge(session, cast, mailer, conference, now=MONDAY_8 + timedelta(days=2))
    assert [stage for stage, _to, _why in lines(session, task)] == ["nudge_1", "nudge_2", "nudge_3"]


def test_outside_working_hours_it_waits_until_they_begin(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    make_task(session, conference, cast.department)
    evening = MONDAY_8 + timedelta(hours=12)  # and Tuesday is a holiday
    done = nudge(session, cast, mailer, conference, now=evening)
    (mail,) = session.scalars(select(OutboxMail)).all()
    assert done.waits
    assert mail.not_before == datetime(2026, 11, 25, 0, 30, tzinfo=UTC)


def test_it_is_taken_back_until_it_has_gone_out(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department)
    done = nudge(session, cast, mailer, conference)
    coordinator, place = cast.actor("coordinator"), (conference.id, cast.department.id, done.number)
    nudges.take_back(session, coordinator, *place)
    assert lines(session, task) == []
    with pytest.raises(NotFound):
        nudges.take_back(session, coordinator, *place)
    nudge(session, cast, mailer, conference)
    for mail in session.scalars(select(OutboxMail).where(OutboxMail.state == MailState.PENDING)):
        mail.state = MailState.SENT
    session.flush()
    with pytest.raises(Refused) as gone:
        nudges.take_back(session, coordinator, *place)
    assert gone.value.code == "nudge_gone"


def test_who_may_not_and_when_there_is_nothing_to_remind_of(
    session: Session, cast: Cast, mailer: Mailer, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department, state=TaskState.SUBMITTED, submitted_on=TODAY)
    with pytest.raises(Refused) as nothing:
        nudge(session, cast, mailer, conference)
    assert nothing.value.code == "nudge_closed"
    for who in ("leader", "member"):
        with pytest.raises(NotAllowed):
            nudge(session, cast, mailer, conference, who=who)
    with pytest.raises(NotAllowed):
        nudges.about_task(session, cast.actor("member"), task.id, confirmed=False, compose=mailer, now=MONDAY_8)
    task.state, cast.department.email = TaskState.ASSIGNED, None
    cast.people["member"].active = False
    session.flush()
    with pytest.raises(Refused) as nobody:
        nudge(session, cast, mailer, conference)
    assert nobody.value.code == "nudge_nobody"
    conference.state = ConferenceState.CANCELLED
    session.flush()
    with pytest.raises(Refused):
        nudge(session, cast, mailer, conference)
