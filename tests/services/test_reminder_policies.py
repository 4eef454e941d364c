"""Policies laid over one another, and a forecast that says what the planning then does."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.errors import InvalidInput, NotAllowed, NotFound, StaleVersion
from tracker.domain.glossary import TaskState
from tracker.domain.reminder_policy import SHIPPED, Policy, difference, overlaid
from tracker.mail import Mailer
from tracker.models import Absence, MailState, OutboxMail, Reminder, ReminderPolicy, UnitContact
from tracker.services import forecast, ledger, policies, policy_changes, reminders
from tracker.services.policies import Policies, policies_of, policy_of

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 23/11/2026 08:00 in Vietnam; Tuesday 24/11 is a public holiday
TODAY = date(2026, 11, 23)

LADDERS = st.lists(st.integers(1, 30), unique=True, max_size=6).map(tuple)
POLICIES = st.builds(
    Policy,
    before=LADDERS,
    on_day=st.booleans(),
    overdue=LADDERS,
    overdue_every=st.integers(1, 9),
    opens=st.sampled_from([time(7), time(7, 30)]),
    digest=st.sampled_from([time(7, 30), time(10)]),
    quiet_weekdays=st.frozensets(st.integers(0, 6), max_size=4),
    quiet_days=st.just(((date(2026, 12, 1), date(2026, 12, 3)),)) | st.just(()),
)


@pytest.fixture
def mailer(app: Flask) -> Mailer:
    mailer: Mailer = app.extensions["mailer"]
    return mailer


def store(session: Session, cast: Cast, conference_id: int | None = None, **values: Any) -> None:
    session.add(
        ReminderPolicy(
            host_id=cast.host.id, conference_id=conference_id, settings=values, changed_at=MONDAY_8,
            changed_by_id=cast.people["coordinator"].id,
        )
    )  # fmt: skip
    session.flush()
    policies.forget(session)


@given(POLICIES, POLICIES)
def test_what_differs_makes_the_policy_again_over_the_one_above(policy: Policy, above: Policy) -> None:
    assert overlaid(above, difference(policy, above)) == policy


@given(POLICIES)
def test_nothing_is_stored_of_what_is_the_same(policy: Policy) -> None:
    assert difference(policy, policy) == {}


def test_a_conference_follows_its_agency_in_what_it_does_not_have_itself() -> None:
    every = Policies({(1, None): {"before": [5], "silent_after": 2}, (1, 7): {"before": [10, 2]}})
    assert every.agency(2) == SHIPPED
    assert (every.conference(1, 8).before, every.conference(1, 8).silent_after) == ((5,), 2)
    assert (every.conference(1, 7).before, every.conference(1, 7).silent_after) == ((10, 2), 2)


def test_a_stored_policy_that_does_not_fit_any_more_stops_no_reminder() -> None:
    every = Policies({(1, None): {"opens": "08:00", "digest": "08:00"}, (1, 7): {"closes": "07:45"}})
    assert every.conference(1, 7) == every.agency(1)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"before": (0,)}, "policy_days_positive"),
        ({"overdue": (3, 3)}, "policy_days_twice"),
        ({"before": (91,)}, "policy_days_many"),
        ({"digest": time(17)}, "policy_digest_hour"),
        ({"quiet_weekdays": frozenset(range(5))}, "policy_weekdays"),
        ({"quiet_days": ((date(2026, 12, 3), date(2026, 12, 1)),)}, "policy_period_order"),
        ({"quiet_days": ((date(2026, 1, 1), date(2026, 12, 1)),)}, "policy_period_long"),
    ],
)
def test_a_policy_without_sense_is_refused(values: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Policy(**values)
    assert refused.value.code == code


def run(session: Session, mailer: Mailer, days: int) -> set[tuple[date, str, str, int]]:
    """Plan at several hours of so many days, every mail going out at once (one that waits past its day is withdrawn);
    (day, stage, recipient, task) of what got a mail.
    """
    known = set(session.scalars(select(Reminder.id)))
    for day in range(days):
        for hour in (0, 3, 8):
            reminders.plan(session, mailer, now=MONDAY_8 + timedelta(days=day, hours=hour))
            session.execute(update(OutboxMail).values(state=MailState.SENT))
    rows = session.execute(
        select(Reminder.id, Reminder.at, Reminder.stage, Reminder.recipient, Reminder.task_id).where(
            Reminder.mail_id.is_not(None), Reminder.audience != "coordinator"
        )
    )
    return {(at.date(), stage, to, task) for id_, at, stage, to, task in rows if id_ not in known}


OVERLAYS: list[dict[str, Any]] = [
    {},
    {"before": [10, 5, 2], "on_day": False},
    {"quiet_weekdays": [0, 4]},
    {"quiet_days": [["2026-11-25", "2026-11-27"]], "digest": "10:30"},
    {"overdue": [2], "overdue_every": 1, "head_from": 2, "leadership_from": 2},
]


@pytest.mark.parametrize("settings_", OVERLAYS)
def test_the_forecast_is_what_is_planned(
    session: Session, cast: Cast, mailer: Mailer, settings_: dict[str, Any]
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    if settings_:
        store(session, cast, conference.id, **settings_)
    for number, due in enumerate((20, 27, 30, 1, 4), 1):
        day = date(2026, 11 if due > 15 else 12, due)
        make_task(session, conference, cast.department, position=number, due=day, blocking=number == 2)
    session.add(UnitContact(unit_id=cast.department.id, name="Lê Thị Hoa", email="hoa@haibinh.example"))
    deputy = cast.people["administrator"]
    session.add(
        Absence(
            user_id=cast.people["leader"].id, first=date(2026, 11, 26), last=date(2026, 11, 30),
            substitute_id=deputy.id,
        )
    )  # fmt: skip
    session.flush()
    last = TODAY + timedelta(days=9)
    foretold = {
        (one.day, one.stage, one.to.email, one.task.id)
        for one in forecast.coming(session, conference, today=TODAY)
        if one.to and one.day <= last and one.audience != "leadership"
    }
    done = {line for line in run(session, mailer, 10) if line[2] not in {cast.people["leader"].email, deputy.email}}
    overdue = {line for line in done if line[0] > date(2026, 11, 25) and "overdue" in line[1]}  # endless: not foretold
    assert foretold - done == set()
    assert {line for line in done - foretold if line not in overdue} == set()


def test_a_mail_waits_for_the_last_digest_hour_of_its_conferences(session: Session, cast: Cast, mailer: Mailer) -> None:
    early, late = (make_conference(session, cast.host, cast.people["coordinator"]) for _ in range(2))
    store(session, cast, late.id, digest="10:00")
    for conference in (early, late):
        make_task(session, conference, cast.department, due=date(2026, 11, 27))
    make_task(session, early, cast.office, due=date(2026, 11, 27))
    reminders.plan(session, mailer, now=MONDAY_8)
    assert session.scalars(select(OutboxMail.recipient)).all() == ["vanphong@haibinh.example"]
    reminders.plan(session, mailer, now=MONDAY_8 + timedelta(hours=2))
    assert sorted(session.scalars(select(OutboxMail.recipient))) == ["qlkh@haibinh.example", "vanphong@haibinh.example"]


def test_a_new_policy_makes_up_for_nothing_whose_day_has_passed(session: Session, cast: Cast, mailer: Mailer) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    task = make_task(session, conference, cast.department, due=date(2026, 12, 4))  # ten working days: 19/11
    place = policy_changes.of_conference(session, cast.actor("coordinator"), conference.id)
    wanted = Policy(before=(10, 2))
    found = policy_changes.preview(session, place, wanted, today=TODAY)
    assert (found.left_out, found.settings["before"]) == (1, [10, 2])
    policy_changes.save(session, cast.actor("coordinator"), place, wanted, seen=found.seen, now=MONDAY_8)
    assert policy_of(session, conference) == wanted
    reminders.plan(session, mailer, now=MONDAY_8)
    rows = session.scalars(select(Reminder).where(Reminder.task_id == task.id)).all()
    assert [(row.stage, row.reason, row.mail_id) for row in rows] == [("before_10", ledger.POLICY, None)]


def test_the_preview_counts_the_mails_of_every_running_conference_before_and_after(
    session: Session, cast: Cast
) -> None:
    for _ in range(2):
        make_task(
            session, make_conference(session, cast.host, cast.people["coordinator"]), cast.department,
            due=date(2026, 12, 4),
        )  # fmt: skip
    place = policy_changes.of_agency(session, cast.actor("coordinator"))
    found = policy_changes.preview(session, place, Policy(before=(3,), on_day=False), today=TODAY)
    (unit,) = [one for one in found.changes if one.email == "qlkh@haibinh.example"]
    assert (len(found.conferences), unit.before[0], unit.after[0]) == (2, date(2026, 11, 25), date(2026, 12, 1))
    assert len(unit.before) - len(unit.after) == 3  # before_7, before_1 and the day itself
    assert policies_of(session).agency(cast.host.id) == SHIPPED


@pytest.mark.parametrize("due", [date(2026, 12, 4), date(2026, 11, 2)], ids=["not yet due", "overdue for weeks"])
def test_another_rhythm_of_chasing_shows_in_the_preview(session: Session, cast: Cast, due: date) -> None:
    make_task(session, make_conference(session, cast.host, cast.people["coordinator"]), cast.department, due=due)
    place = policy_changes.of_agency(session, cast.actor("coordinator"))
    found = policy_changes.preview(session, place, replace(SHIPPED, overdue_every=1), today=TODAY)
    (unit,) = [one for one in found.different if one.email == "qlkh@haibinh.example"]
    assert len(unit.after) > len(unit.before)


def test_who_may_change_a_policy_and_what_is_refused(session: Session, cast: Cast) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    store(session, cast, conference.id, digest="07:40")
    place = policy_changes.of_agency(session, cast.actor("coordinator"))
    with pytest.raises(InvalidInput) as unfit:
        policy_changes.preview(session, place, Policy(opens=time(8), digest=time(8)), today=TODAY)
    assert unfit.value.code == "policy_conference"
    with pytest.raises(InvalidInput):
        policy_changes.preview(session, place, SHIPPED, today=TODAY)
    with pytest.raises(StaleVersion):
        policy_changes.save(session, cast.actor("coordinator"), place, Policy(before=(2,)), seen="other", now=MONDAY_8)
    leader = policy_changes.of_agency(session, cast.actor("leader"))
    with pytest.raises(NotAllowed):
        policy_changes.save(session, cast.actor("leader"), leader, Policy(before=(2,)), seen="", now=MONDAY_8)
    with pytest.raises(NotFound):
        policy_changes.of_agency(session, cast.actor("outsider"))


def test_taking_back_what_is_its_own_removes_the_row(session: Session, cast: Cast) -> None:
    store(session, cast, before=[2])
    place = policy_changes.of_agency(session, cast.actor("administrator"))
    found = policy_changes.preview(session, place, place.above, today=TODAY)
    policy_changes.save(session, cast.actor("administrator"), place, place.above, seen=found.seen, now=MONDAY_8)
    assert session.scalars(select(ReminderPolicy)).all() == []


def test_a_unit_is_silent_when_its_policy_says_so(session: Session, cast: Cast) -> None:
    from tracker.services import readiness

    conference = make_conference(session, cast.host, cast.people["coordinator"])
    task = make_task(session, conference, cast.department, state=TaskState.ASSIGNED)
    assert readiness.silent_units([task], {task.id: 2}, SHIPPED) == ()
    (silent,) = readiness.silent_units([task], {task.id: 2}, Policy(silent_after=2))
    assert silent.unit_id == cast.department.id
