"""Who gets what is meant for a unit or a person: mailbox, contact persons, substitutes; and who cannot be reached."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.errors import InvalidInput, NotFound
from tracker.domain.reminders import Audience
from tracker.mail import Mailer
from tracker.models import Absence, OutboxMail, SuppressedAddress, Task, User
from tracker.services import absences, address_findings, ledger_page, reminders, unit_contacts
from tracker.services.address_findings import Lack
from tracker.services.recipients import for_tasks

MONDAY_8 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def task(session: Session, cast: Cast) -> Task:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    return make_task(session, conference, cast.department, due=date(2026, 11, 20))


def away(session: Session, user: User, substitute: User | None, first: int = 23, last: int = 27) -> None:
    session.add(
        Absence(
            user_id=user.id, first=date(2026, 11, first), last=date(2026, 11, last),
            substitute_id=substitute.id if substitute else None,
        )
    )  # fmt: skip
    session.flush()


def reached(session: Session, task: Task, audience: Audience, day: date = TODAY) -> list[str]:
    return [to.email for to in for_tasks(session, [task], today=TODAY).of(task, audience, on=day)]


def test_contact_persons_are_written_to_beside_the_mailbox_each_once(session: Session, cast: Cast, task: Task) -> None:
    unit_contacts.add(session, cast.department, name="Lê Thị Hoa", email=" Hoa@HaiBinh.example ", phone="")
    assert reached(session, task, Audience.UNIT) == ["qlkh@haibinh.example", "hoa@haibinh.example"]
    cast.department.email = None
    session.flush()
    assert reached(session, task, Audience.UNIT) == ["hoa@haibinh.example"]


def test_what_a_contact_person_cannot_be(session: Session, cast: Cast) -> None:
    for name, email, code in (
        (" ", "a@b.vn", "contact_name"),
        ("Hoa", "", "contact_email"),
        ("Hoa", "hoa", "email_invalid"),
        ("Hoa", "QLKH@haibinh.example", "contact_twice"),
    ):
        with pytest.raises(InvalidInput) as refused:
            unit_contacts.add(session, cast.department, name=name, email=email, phone="")
        assert refused.value.code == code


def test_mail_goes_to_the_substitute_from_the_first_to_the_last_day(session: Session, cast: Cast, task: Task) -> None:
    away(session, cast.people["leader"], cast.people["administrator"], 24, 25)
    found = [reached(session, task, Audience.LEADERSHIP, date(2026, 11, day))[0] for day in (23, 24, 25, 26)]
    assert [one.partition("@")[0] for one in found] == ["leader", "administrator", "administrator", "leader"]


def test_a_substitute_s_substitute_gets_it_and_in_a_ring_the_person(session: Session, cast: Cast, task: Task) -> None:
    coordinator, leader, third = (cast.people[who] for who in ("coordinator", "leader", "administrator"))
    away(session, coordinator, leader)
    away(session, leader, third)
    assert reached(session, task, Audience.COORDINATOR) == [third.email]
    away(session, third, coordinator)
    assert reached(session, task, Audience.COORDINATOR) == [coordinator.email]


def test_without_a_substitute_or_with_one_who_has_left_mail_stays_with_the_person(
    session: Session, cast: Cast, task: Task
) -> None:
    leader, third = cast.people["leader"], cast.people["administrator"]
    away(session, leader, third)
    third.active = False
    session.flush()
    assert reached(session, task, Audience.LEADERSHIP) == [leader.email]


def test_the_coordinator_s_list_goes_to_the_substitute(session: Session, cast: Cast, task: Task, app: Flask) -> None:
    mailer: Mailer = app.extensions["mailer"]
    away(session, cast.people["coordinator"], cast.people["leader"])
    reminders.plan(session, mailer, now=MONDAY_8)
    got = set(session.scalars(select(OutboxMail.recipient)))
    assert "leader@haibinh.example" in got
    assert "coordinator@haibinh.example" not in got


def test_an_absence_is_entered_for_oneself_or_by_those_who_manage_the_agency(session: Session, cast: Cast) -> None:
    leader = cast.people["leader"]
    days = {"first": date(2026, 11, 24), "last": date(2026, 11, 25), "substitute_id": None, "today": TODAY}
    with pytest.raises(NotFound):
        absences.enter(session, cast.actor("member"), leader.id, **days)  # type: ignore[arg-type]  # of several kinds
    absences.enter(session, cast.actor("coordinator"), leader.id, **days)  # type: ignore[arg-type]  # of several kinds
    with pytest.raises(InvalidInput) as twice:
        absences.enter(session, cast.actor("leader"), leader.id, **days)  # type: ignore[arg-type]  # of several kinds
    assert twice.value.code == "absence_overlap"
    (row,) = absences.of_user(session, cast.actor("leader"), leader.id, today=TODAY)
    absences.remove(session, cast.actor("leader"), leader.id, row.id)
    with pytest.raises(NotFound):
        absences.remove(session, cast.actor("leader"), leader.id, row.id)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (None, date(2026, 11, 25), "absence_day"),
        (date(2026, 11, 25), date(2026, 11, 24), "absence_order"),
        (date(2026, 11, 20), date(2026, 11, 22), "absence_past"),
        (date(2026, 11, 25), date(2028, 1, 1), "absence_long"),
    ],
)
def test_days_that_are_no_absence(
    session: Session, cast: Cast, first: date | None, last: date | None, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        absences.enter(
            session, cast.actor("leader"), cast.people["leader"].id, first=first, last=last, substitute_id=None,
            today=TODAY,
        )  # fmt: skip
    assert refused.value.code == code


def test_only_a_colleague_who_is_there_can_stand_in(session: Session, cast: Cast) -> None:
    leader, third = cast.people["leader"], cast.people["administrator"]
    away(session, third, None)
    for chosen, code in ((cast.people["outsider"].id, "absence_substitute"), (third.id, "absence_substitute_away")):
        with pytest.raises(InvalidInput) as refused:
            absences.enter(
                session, cast.actor("leader"), leader.id, first=TODAY, last=TODAY, substitute_id=chosen, today=TODAY
            )
        assert refused.value.code == code


def lacks(session: Session, task: Task) -> list[tuple[Lack, str]]:
    found = address_findings.of_conferences(session, [task.conference], today=TODAY)
    return [(one.lack, one.address) for one in found]


def test_missing_malformed_and_stopped_addresses_are_findings(session: Session, cast: Cast, task: Task) -> None:
    assert lacks(session, task) == []
    session.add(SuppressedAddress(address="qlkh@haibinh.example", since=MONDAY_8, code=550))
    cast.department.head_email = "truong phong"
    session.flush()
    assert lacks(session, task) == [(Lack.STOPPED, "qlkh@haibinh.example"), (Lack.INVALID, "truong phong")]
    session.add(SuppressedAddress(address="qlkh@haibinh.example", since=MONDAY_8, lifted_at=MONDAY_8))
    cast.department.head_email = None
    session.flush()
    assert lacks(session, task) == [(Lack.NO_HEAD, "")]
    cast.department.email = None
    cast.people["member"].active = cast.people["leader"].active = False
    session.flush()
    assert [lack for lack, _to in lacks(session, task)] == [Lack.NO_ADDRESS, Lack.NO_LEADER, Lack.NO_HEAD]


def test_a_stopped_address_of_those_who_steer_is_a_finding_with_the_name_and_the_conferences(
    session: Session, cast: Cast, task: Task
) -> None:
    coordinator, leader = cast.people["coordinator"], cast.people["leader"]
    leader.email = "Leader@HaiBinh.example"
    for address in ("coordinator@haibinh.example", "leader@haibinh.example", "member@haibinh.example"):
        session.add(SuppressedAddress(address=address, since=MONDAY_8, code=550))
    session.flush()
    found = address_findings.of_conferences(session, [task.conference], today=TODAY)
    of_people = {(one.lack, one.name, one.address, one.conferences) for one in found if one.unit is None}
    assert of_people == {
        (Lack.STOPPED, coordinator.full_name, "coordinator@haibinh.example", (task.conference_id,)),
        (Lack.STOPPED, leader.full_name, "Leader@HaiBinh.example", (task.conference_id,)),
    }


def test_a_leader_who_is_written_to_again_or_has_left_is_none(session: Session, cast: Cast, task: Task) -> None:
    address = "leader@haibinh.example"
    session.add(SuppressedAddress(address=address, since=MONDAY_8, code=550))
    session.flush()
    assert lacks(session, task) == [(Lack.STOPPED, address)]
    session.add(SuppressedAddress(address=address, since=MONDAY_8, lifted_at=MONDAY_8))
    session.flush()
    assert lacks(session, task) == []
    session.add(SuppressedAddress(address=address, since=MONDAY_8, code=550))
    cast.people["leader"].active = False
    session.flush()
    assert [lack for lack, _to in lacks(session, task)] == [Lack.NO_LEADER]


def test_somebody_away_without_a_substitute_is_a_finding(session: Session, cast: Cast, task: Task) -> None:
    away(session, cast.people["coordinator"], None)
    assert lacks(session, task) == [(Lack.AWAY, "coordinator@haibinh.example")]


def test_the_mails_to_a_unit_are_seen_by_those_who_steer_and_by_its_own_people(
    session: Session, cast: Cast, task: Task, app: Flask
) -> None:
    reminders.plan(session, app.extensions["mailer"], now=MONDAY_8)
    for who in ("coordinator", "leader", "administrator", "member"):
        found = ledger_page.of_unit(session, cast.actor(who), cast.department.id, today=TODAY)
        got = {row.recipient for row in found.ledger.rows}
        assert got == {"qlkh@haibinh.example", "truongphong.qlkh@haibinh.example"}, who
        assert any(row.mail and row.mail.message_id for row in found.ledger.rows)
    for who in ("officer", "outsider"):
        with pytest.raises(NotFound):
            ledger_page.of_unit(session, cast.actor(who), cast.department.id, today=TODAY)


def test_the_ledger_is_narrowed_to_a_unit_and_a_fate(session: Session, cast: Cast, task: Task, app: Flask) -> None:
    make_task(session, task.conference, cast.office, due=TODAY + timedelta(days=4))
    reminders.plan(session, app.extensions["mailer"], now=MONDAY_8)
    place = task.conference_id
    every = ledger_page.of_conference(session, place)
    office = ledger_page.of_conference(session, place, unit_id=cast.office.id)
    assert every.total > office.total > 0
    assert {row.recipient for row in office.rows} == {"vanphong@haibinh.example"}
    assert ledger_page.of_conference(session, place, fate=ledger_page.Fate.SENT).total == 0
    assert ledger_page.of_conference(session, place, fate=ledger_page.Fate.WAITING, page=99).page == 1
