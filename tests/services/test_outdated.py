"""Asked when a mail goes out: is it still true, and still wanted?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.glossary import ConferenceState
from tracker.mail import Letter, Mailer
from tracker.models import Conference, MailState, OutboxMail, Reminder, Task
from tracker.services import mutes, outbox, outdated, reminders

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 23/11/2026, 08:00 in Vietnam
LATER = NOW + timedelta(minutes=20)
LETTER = Letter(subject="Việc đến hạn", text="Kính gửi", html="<p>Kính gửi</p>")
UNIT = "qlkh@haibinh.example"


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    return make_conference(session, cast.host, cast.people["coordinator"])


def reminding(
    session: Session, cast: Cast, *tasks: Task, kind: str = "digest", stage: str = "before_3", audience: str = "unit"
) -> OutboxMail:
    """A mail that the ledger has as a reminder of ``tasks``, in a worker's hands."""
    mail_id = outbox.enqueue(
        session, key=f"{kind}:{stage}:{audience}", kind=kind, to=outbox.Address(email=UNIT, name="Phòng"),
        letter=LETTER, host_id=cast.host.id, conference_id=None, reply_to=None, now=NOW,
    )  # fmt: skip
    for task in tasks:
        line = {"stage": stage, "audience": audience, "recipient": UNIT, "due_version": 1, "at": NOW}
        session.add(Reminder(task_id=task.id, mail_id=mail_id, **line))
    (mail,) = outbox.claim(session, now=NOW)
    assert mail.state is MailState.SENDING
    return mail


def lines(session: Session) -> list[tuple[int, str, str]]:
    """(task, stage, reason or "mail") of the ledger."""
    rows = session.scalars(select(Reminder).order_by(Reminder.id))
    return [(row.task_id, row.stage, row.reason or "mail") for row in rows]


def mute(session: Session, cast: Cast, conference: Conference, **what: object) -> None:
    mutes.mute(
        session, cast.actor("coordinator"), conference.id, reason="Đã thống nhất", now=NOW,
        **{"unit_id": None, "stage": None, **what},  # type: ignore[arg-type]  # one of them is given
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "is_live"), [("assigned", True), ("returned", True), ("completed", False), ("suspended", False)]
)
def test_a_reminder_of_a_task_that_is_over_is_outdated(
    session: Session, cast: Cast, conference: Conference, state: str, is_live: bool
) -> None:
    task = make_task(session, conference, cast.department, state=state, submitted_on=NOW.date())
    mail = reminding(session, cast, task)
    assert outdated.drop(session, [mail], now=LATER) == (set() if is_live else {mail.id})


@pytest.mark.parametrize(("state", "is_live"), [("active", True), ("cancelled", False), ("draft", False)])
def test_a_reminder_of_a_conference_that_is_not_being_prepared_is_outdated(
    session: Session, cast: Cast, conference: Conference, state: str, is_live: bool
) -> None:
    mail = reminding(session, cast, make_task(session, conference, cast.department))
    conference.state = ConferenceState(state)
    session.flush()
    assert outdated.drop(session, [mail], now=LATER) == (set() if is_live else {mail.id})


def test_a_mail_that_a_worker_held_when_the_mute_was_made_is_withdrawn_and_the_ledger_says_why(
    session: Session, cast: Cast, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department)
    mail = reminding(session, cast, task)
    mute(session, cast, conference, unit_id=cast.department.id)
    states = [mail.state]  # the mute finds it in a worker's hands
    assert outdated.drop(session, [mail], now=LATER) == {mail.id}
    session.flush()
    assert [*states, mail.state] == [MailState.SENDING, MailState.CANCELLED]
    assert lines(session) == [(task.id, "before_3", "muted")]


def test_the_rest_of_such_a_mail_is_planned_anew(
    session: Session, cast: Cast, conference: Conference, app: Flask
) -> None:
    mailer: Mailer = app.extensions["mailer"]
    other = make_conference(session, cast.host, cast.people["coordinator"])
    held = make_task(session, conference, cast.department, title="Việc được tắt nhắc", due=date(2026, 11, 27))
    kept = make_task(session, other, cast.department, title="Việc vẫn nhắc", due=date(2026, 11, 27))
    reminders.plan(session, mailer, now=NOW)
    (mail,) = outbox.claim(session, now=NOW)
    mute(session, cast, conference, unit_id=cast.department.id)
    assert outdated.drop(session, [mail], now=LATER) == {mail.id}
    session.flush()
    reminders.plan(session, mailer, now=LATER)
    fresh = session.scalars(select(OutboxMail).where(OutboxMail.state == MailState.PENDING)).one()
    assert ("Việc vẫn nhắc" in fresh.text, "Việc được tắt nhắc" in fresh.text) == (True, False)
    said = [line for line in lines(session) if line[2] != "superseded"]
    assert said == [(held.id, "before_3", "muted"), (kept.id, "before_3", "mail")]


@pytest.mark.parametrize(
    ("what", "kind", "stage", "audience", "goes"),
    [
        ({"stage": "before_3"}, "digest", "before_3", "unit", False),
        ({"stage": "overdue"}, "digest", "overdue_4", "unit", False),
        ({"stage": "before_1"}, "digest", "before_3", "unit", True),
        ({"stage": "overdue"}, "digest", "overdue_4", "head", True),
        ({"stage": "overdue"}, "digest", "overdue_4", "leadership", True),
        ({"unit": "office"}, "digest", "before_3", "unit", True),
        ({"unit": "department"}, "nudge", "nudge_1", "unit", True),
        ({"unit": "department"}, "returned", "returned_2", "unit", True),
        ({"unit": "department"}, "assigned", "assigned", "unit", True),
    ],
)
def test_a_mute_holds_back_at_the_last_moment_what_it_holds_back_in_planning_and_nothing_else(
    session: Session, cast: Cast, conference: Conference, what: dict[str, str], kind: str, stage: str, audience: str,
    goes: bool,
) -> None:  # fmt: skip
    task = make_task(session, conference, cast.department)
    make_task(session, conference, cast.office)
    mail = reminding(session, cast, task, kind=kind, stage=stage, audience=audience)
    unit = getattr(cast, what["unit"]).id if "unit" in what else None
    mute(session, cast, conference, unit_id=unit, stage=what.get("stage"))
    assert outdated.drop(session, [mail], now=LATER) == (set() if goes else {mail.id})


def test_a_lifted_mute_and_one_of_another_conference_hold_nothing_back(
    session: Session, cast: Cast, conference: Conference
) -> None:
    other = make_conference(session, cast.host, cast.people["coordinator"])
    mail = reminding(session, cast, make_task(session, conference, cast.department))
    mute(session, cast, other, stage="before_3")
    mute(session, cast, conference, stage="before_3")
    row = mutes.of_conference(session, conference.id)[0]
    mutes.lift(session, cast.actor("coordinator"), conference.id, row.id, now=NOW)
    session.flush()
    assert outdated.drop(session, [mail], now=LATER) == set()


def test_what_is_both_muted_and_done_is_not_noted_as_muted(
    session: Session, cast: Cast, conference: Conference
) -> None:
    done = make_task(session, conference, cast.department, state="completed", submitted_on=NOW.date())
    open_ = make_task(session, conference, cast.department)
    mail = reminding(session, cast, done, open_)
    mute(session, cast, conference, stage="before_3")
    outdated.drop(session, [mail], now=LATER)
    assert lines(session) == [(open_.id, "before_3", "muted")]


def test_a_reminder_of_a_task_that_is_another_units_by_now_is_outdated(
    session: Session, cast: Cast, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department)
    mail = reminding(session, cast, task)
    session.scalars(select(Reminder)).one().unit_id = task.unit_id
    session.flush()
    assert outdated.drop(session, [mail], now=LATER) == set()
    task.unit_id = cast.office.id
    session.flush()
    assert outdated.drop(session, [mail], now=LATER) == {mail.id}
