"""The natural order in rows: whose warnings are told, and to which days the dates could go."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.glossary import ConferenceState, DueSource, TaskState
from tracker.domain.order import OrderCode
from tracker.domain.schedule import Event
from tracker.models import CalendarDay, Conference, Task
from tracker.services import order, working_calendar

TODAY = date(2026, 12, 1)
BY_HAND = {"due_source": DueSource.PERSON}


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    """On Tuesday 15/12/2026."""
    return make_conference(session, cast.host, cast.people["coordinator"])


@pytest.fixture
def report(session: Session, cast: Cast, conference: Conference) -> Task:
    """Due on Friday 11/12, two working days after the papers that need it."""
    return make_task(session, conference, cast.department, due=date(2026, 12, 11), **BY_HAND)


@pytest.fixture
def papers(session: Session, cast: Cast, conference: Conference) -> Task:
    return make_task(
        session,
        conference,
        cast.office,
        kind="send_papers",
        due=date(2026, 12, 9),
        latest=date(2026, 12, 10),
        position=2,
    )


def test_a_warning_has_both_tasks_the_distance_and_the_days_that_would_do(
    session: Session, conference: Conference, report: Task, papers: Task
) -> None:
    [one] = order.of_conference(session, conference, [report, papers], today=TODAY)
    assert (one.code, one.before, one.after, one.days) == (OrderCode.DUE_LATER, report, papers, 2)
    assert (one.earlier, one.later) == (papers.due, None)  # beyond the papers' latest date


def test_a_day_that_has_passed_is_not_offered(
    session: Session, conference: Conference, report: Task, papers: Task
) -> None:
    papers.latest = None
    [one] = order.of_conference(session, conference, [report, papers], today=date(2026, 12, 10))
    assert (one.earlier, one.later) == (None, report.due)


def test_the_distance_is_counted_by_the_calendar_in_force(
    session: Session, conference: Conference, report: Task, papers: Task
) -> None:
    session.add(CalendarDay(day=date(2026, 12, 10), worked=False, name="Nghỉ bão", decision="1/TB"))
    session.flush()
    working_calendar.forget(session)
    [one] = order.of_conference(session, conference, [report, papers], today=TODAY)
    assert one.days == 1


def test_a_task_is_told_what_concerns_it(
    session: Session, cast: Cast, conference: Conference, report: Task, papers: Task
) -> None:
    venue = make_task(session, conference, cast.office, kind="venue", position=3)
    told = [[one.before for one in order.of_task(session, task, today=TODAY)] for task in (report, papers, venue)]
    assert told == [[report], [report], []]


def test_a_preview_tells_what_would_appear_and_vanish_without_moving_anything(
    session: Session, cast: Cast, conference: Conference, report: Task, papers: Task
) -> None:
    venue = make_task(session, conference, cast.office, kind="venue", due=date(2026, 12, 11), position=3, **BY_HAND)
    earlier = Event(start=date(2026, 12, 10), end=date(2026, 12, 10))
    dues = {report.id: date(2026, 12, 4)}
    appear, vanish = order.after(
        session, conference, [report, papers, venue], dues, new_event=earlier, today=TODAY, by_person=dues
    )
    assert [[(one.code, one.before, one.earlier) for one in part] for part in (appear, vanish)] == [
        [(OrderCode.AFTER_EVENT, venue, date(2026, 12, 9))],
        [(OrderCode.DUE_LATER, report, date(2026, 12, 9))],
    ]
    assert report.due == date(2026, 12, 11)


def test_preparation_is_put_before_the_event_and_what_follows_it_after(
    session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.office, kind="venue", due=date(2026, 12, 16), **BY_HAND)
    make_task(session, conference, cast.office, kind="settlement", due=date(2026, 12, 14), **BY_HAND)
    tasks = session.query(Task).all()
    found = {one.code: (one.earlier, one.later) for one in order.of_conference(session, conference, tasks, today=TODAY)}
    assert found == {
        OrderCode.AFTER_EVENT: (date(2026, 12, 14), None),
        OrderCode.BEFORE_EVENT: (None, date(2026, 12, 16)),
    }


def test_nothing_is_told_of_a_conference_that_is_called_off_or_over(
    session: Session, conference: Conference, report: Task, papers: Task
) -> None:
    over = order.of_conference(session, conference, [report, papers], today=date(2026, 12, 16))
    conference.state = ConferenceState.CANCELLED
    off = (
        *order.of_conference(session, conference, [report, papers], today=TODAY),
        *order.of_task(session, report, today=TODAY),
    )
    assert (over, off) == ((), ())


def test_a_plan_under_review_is_told_what_its_dates_contradict_but_not_who_is_late(
    session: Session, conference: Conference, report: Task, papers: Task
) -> None:
    report.state = papers.state = TaskState.DRAFT
    report.due, papers.due = date(2026, 11, 2), date(2026, 11, 4)
    early = [len(order.of_conference(session, conference, [report, papers], today=day)) for day in (None, TODAY)]
    report.due = date(2026, 11, 6)
    [one] = order.of_conference(session, conference, [report, papers], today=None)
    assert (early, one.code) == ([0, 1], OrderCode.DUE_LATER)
