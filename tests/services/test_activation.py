"""What activation would do is shown before, with the reason for everything that stays behind."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO, make_conference, make_task, make_unit
from tests.services.plan_values import imported
from tracker.domain.errors import NotFound, Refused
from tracker.domain.glossary import AssignmentRole, ConferenceState, Review, TaskState, UnitKind
from tracker.models import Reminder, Task, TaskEvent
from tracker.services import activation, review
from tracker.services.activation import Held

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"review": Review.ACCEPTED}, None),
        ({"review": Review.CERTAIN}, None),
        ({"review": Review.CHECK}, Held.TO_CHECK),
        ({"review": Review.ACCEPTED, "due": None}, Held.NO_DUE),
        ({"review": Review.ACCEPTED, "unit_id": None}, Held.NO_UNIT),
        ({"review": Review.ACCEPTED, "unit_id": None, "role": AssignmentRole.GENERAL}, Held.COLLECTIVE),
    ],
)
def test_a_draft_goes_out_only_with_a_look_a_unit_and_a_date(
    session: Session, cast: Cast, values: dict[str, object], reason: Held | None
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    task = make_task(session, conference, cast.office, state=TaskState.DRAFT)
    for name, value in values.items():
        setattr(task, name, value)
    assert activation.held_back(task) == reason


def test_an_umbrella_duty_stays_behind_although_the_directory_lists_all_units_together(
    session: Session, cast: Cast
) -> None:
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    everyone = make_unit(session, "Các phòng, đơn vị thuộc Sở", UnitKind.COLLECTIVE)
    task = make_task(session, conference, everyone, state=TaskState.DRAFT, role=AssignmentRole.GENERAL)
    assert activation.held_back(task) == Held.COLLECTIVE


def test_the_preview_says_who_is_written_to_and_who_cannot_be(session: Session, cast: Cast) -> None:
    cast.ward.email = None
    conference = imported(session, cast)
    shown = activation.preview(session, cast.actor("coordinator"), conference.id, today=TODAY)
    assert [(mail.unit.id, [to.email for to in mail.to]) for mail in shown.mails] == [
        (cast.department.id, ["qlkh@haibinh.example"]),
        (cast.ward.id, []),
        (cast.office.id, ["vanphong@haibinh.example"]),
    ]
    assert [mail.unit.id for mail in shown.unreachable] == [cast.ward.id]
    assert [(task.position, reason) for task, reason in shown.held] == [(2, Held.TO_CHECK), (5, Held.NO_UNIT)]


def test_the_preview_shows_reminders_of_released_tasks_only(session: Session, cast: Cast) -> None:
    conference = imported(session, cast)
    shown = activation.preview(session, cast.actor("coordinator"), conference.id, today=TODAY)
    assert {one.task.position for one in shown.coming} == {1, 3, 4}
    assert min(one.day for one in shown.coming) > TODAY


def test_the_preview_changes_nothing(session: Session, cast: Cast) -> None:
    conference = imported(session, cast)
    session.commit()
    activation.preview(session, cast.actor("coordinator"), conference.id, today=TODAY)
    assert not session.dirty
    assert not session.new


def release(app: Flask, session: Session, cast: Cast, conference_id: int) -> list[Task]:
    actor = cast.actor("coordinator")
    shown = activation.preview(session, actor, conference_id, today=TODAY)
    compose = app.extensions["mailer"]
    return list(activation.activate(session, actor, conference_id, seen=shown.seen, compose=compose, now=LONG_AGO))


def test_released_tasks_have_a_day_of_assignment_and_a_history(app: Flask, session: Session, cast: Cast) -> None:
    conference = imported(session, cast)
    released = release(app, session, cast, conference.id)
    assert (conference.state, conference.activated_at) == (ConferenceState.ACTIVE, LONG_AGO)
    assert {(task.state, task.assigned_on, task.review) for task in released} == {
        (TaskState.ASSIGNED, TODAY, Review.ACCEPTED)
    }
    steps = session.scalars(select(TaskEvent.step).where(TaskEvent.task_id == released[0].id)).all()
    assert steps == ["assign"]


def test_a_unit_without_an_address_is_in_the_ledger_as_not_told(app: Flask, session: Session, cast: Cast) -> None:
    cast.ward.email = None
    conference = imported(session, cast)
    release(app, session, cast, conference.id)
    ward_task = review.tasks_of(session, conference.id)[3]
    rows = session.scalars(select(Reminder).where(Reminder.task_id == ward_task.id)).all()
    assert [(row.mail_id, row.reason) for row in rows] == [(None, "no_address")]


def test_there_must_be_something_to_release(app: Flask, session: Session, cast: Cast) -> None:
    conference = imported(session, cast)
    for task in review.tasks_of(session, conference.id):
        task.review = Review.SKIPPED
    session.flush()
    with pytest.raises(Refused, match="nothing_to_release"):
        release(app, session, cast, conference.id)


@pytest.mark.parametrize("who", ["leader", "member", "outsider", "administrator"])
def test_the_preview_is_the_coordinators(session: Session, cast: Cast, who: str) -> None:
    conference = imported(session, cast)
    with pytest.raises(NotFound):
        activation.preview(session, cast.actor(who), conference.id, today=TODAY)
