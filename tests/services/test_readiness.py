"""The board: its numbers are recounts of tasks, its queries do not grow, its filters and notices say what is so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO, make_conference, make_task, make_unit, make_user
from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import Compliance, ConferenceState, Light, MemberRole, TaskState, UnitKind
from tracker.domain.task import compliance
from tracker.models import Conference, JobRun, MailState, OutboxMail, Reminder, Task
from tracker.services import health, policies, readiness
from tracker.services.readiness import Board, Filter, Sort
from tracker.services.working_calendar import calendar_of

TODAY = date(2026, 12, 7)  # Monday; the factories' tasks were due on Friday 4/12
NOW = datetime(2026, 12, 7, 3, 0, tzinfo=UTC)


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    return make_conference(session, cast.host, cast.people["coordinator"])


def board(session: Session, cast: Cast, who: str = "coordinator", **wanted: object) -> Board:
    session.flush()
    return readiness.board(session, cast.actor(who), today=TODAY, now=NOW, wanted=Filter(**wanted))  # type: ignore[arg-type]  # the test's own names


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    """The SQL sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def many_kinds_of_tasks(session: Session, cast: Cast, conference: Conference) -> None:
    for state, due, submitted in (
        (TaskState.ASSIGNED, date(2026, 12, 4), None),
        (TaskState.IN_PROGRESS, date(2026, 12, 9), None),
        (TaskState.IN_PROGRESS, date(2026, 12, 14), None),
        (TaskState.SUBMITTED, date(2026, 12, 4), date(2026, 12, 3)),
        (TaskState.COMPLETED, date(2026, 12, 4), date(2026, 12, 4)),
        (TaskState.COMPLETED, date(2026, 12, 2), date(2026, 12, 4)),
        (TaskState.CANCELLED, date(2026, 12, 1), None),
    ):
        make_task(session, conference, cast.department, state=state, due=due, submitted_on=submitted)


def test_the_figures_equal_a_recount_of_the_tasks(session: Session, cast: Cast, conference: Conference) -> None:
    many_kinds_of_tasks(session, cast, conference)
    second = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=date(2027, 1, 12), event_end=date(2027, 1, 12)
    )
    many_kinds_of_tasks(session, cast, second)

    found = board(session, cast)

    standings = [compliance(task, today=TODAY, calendar=VIETNAM) for task in session.query(Task)]
    assert found.figures.overdue == standings.count(Compliance.OPEN_OVERDUE) == 2
    assert found.figures.due_soon == standings.count(Compliance.OPEN_DUE_SOON) == 2
    assert (found.figures.preparing, found.figures.waiting, found.figures.waiting_since) == (2, 2, date(2026, 12, 3))
    for row in found.rows:
        counted = [compliance(task, today=TODAY, calendar=VIETNAM) for task in row.tasks]
        assert dict(row.rollup.counts) == {code: counted.count(code) for code in Compliance}
        assert sum(count for _name, count in row.rollup.bar) == row.rollup.total == 6


def test_one_conference_and_five_take_the_same_number_of_queries(
    session: Session, cast: Cast, conference: Conference
) -> None:
    many_kinds_of_tasks(session, cast, conference)
    session.commit()
    session.expunge_all()
    calendar_of(session), policies.policies_of(session)  # once for the whole session
    with counting(session) as one:
        board(session, cast)
    for _ in range(4):
        many_kinds_of_tasks(session, cast, make_conference(session, cast.host, cast.people["coordinator"]))
    session.commit()
    session.expunge_all()
    with counting(session) as five:
        board(session, cast)
    assert len(five) == len(one)


def test_another_agencys_conferences_are_not_on_the_board(session: Session, cast: Cast, conference: Conference) -> None:
    other = make_unit(session, "Sở Tư pháp tỉnh Hải Bình", UnitKind.AGENCY, is_host=True)
    theirs = make_user(session, "khac@haibinh.example", "Ngô Văn Khác", MemberRole.COORDINATOR, other)
    make_task(session, make_conference(session, other, theirs), cast.department)
    assert [row.conference for row in board(session, cast).rows] == [conference]
    assert board(session, cast).figures.overdue == 0


def test_a_units_member_steers_nothing_and_gets_an_empty_board(
    session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.department)
    assert board(session, cast, "member").rows == ()


def test_the_highest_risk_comes_first_and_what_is_over_last(
    session: Session, cast: Cast, conference: Conference
) -> None:
    over = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=date(2026, 12, 1), event_end=date(2026, 12, 1)
    )
    red = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=date(2026, 12, 30), event_end=date(2026, 12, 30)
    )
    make_task(session, red, cast.department)
    assert [row.conference for row in board(session, cast).rows] == [red, conference, over]
    assert [row.conference for row in board(session, cast, sort=Sort.EVENT).rows] == [conference, red, over]


def test_the_filters_narrow_the_rows_but_not_the_figures(session: Session, cast: Cast, conference: Conference) -> None:
    make_task(session, conference, cast.department)
    green = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=date(2027, 3, 2), event_end=date(2027, 3, 2)
    )
    make_task(session, green, cast.office, due=date(2027, 2, 1), latest=None)
    for wanted, rows in (
        ({"light": Light.RED}, [conference]),
        ({"unit_id": cast.office.id}, [green]),
        ({"year": 2027}, [green]),
        ({"year": 2025}, []),
    ):
        found = board(session, cast, **wanted)
        assert [row.conference for row in found.rows] == rows
        assert (found.figures.preparing, found.figures.overdue) == (2, 1)


def test_last_years_conferences_leave_the_board_unless_asked_for(session: Session, cast: Cast) -> None:
    old = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=date(2025, 12, 2), event_end=date(2025, 12, 2)
    )
    assert board(session, cast).rows == ()
    assert [row.conference for row in board(session, cast, past=True).rows] == [old]
    assert [row.conference for row in board(session, cast, year=2025).rows] == [old]


def test_a_draft_counts_as_being_prepared_and_shows_what_is_to_review(session: Session, cast: Cast) -> None:
    draft = make_conference(
        session, cast.host, cast.people["coordinator"], state=ConferenceState.DRAFT, event_start=None, event_end=None
    )
    make_task(session, draft, None, state=TaskState.DRAFT, due=None, latest=None)
    found = board(session, cast)
    assert (found.figures.preparing, found.figures.drafts, found.figures.due_soon) == (1, 1, 0)
    assert [reason.code for reason in found.rows[0].rollup.reasons] == ["draft"]


def mail(session: Session, cast: Cast, key: str, state: MailState = MailState.SENT) -> OutboxMail:
    row = OutboxMail(
        key=key, kind="digest", recipient="qlkh@haibinh.example", recipient_name="Phòng", subject="Nhắc việc",
        text="", html="", message_id=f"<{key}@example>",
        host_id=cast.host.id, state=state, not_before=LONG_AGO, created_at=LONG_AGO,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def test_a_unit_that_was_reminded_three_times_without_an_answer_is_named(
    session: Session, cast: Cast, conference: Conference
) -> None:
    task = make_task(
        session, conference, cast.department, due=date(2026, 12, 11), latest=None, assigned_on=date(2026, 11, 30)
    )
    for stage in ("before_7", "before_3", "before_1"):
        row = Reminder(
            task_id=task.id, stage=stage, audience="unit", recipient="qlkh@haibinh.example", due_version=1,
            at=datetime(2026, 12, 2, 2, tzinfo=UTC),
        )  # fmt: skip
        row.mail_id = mail(session, cast, stage).id
        session.add(row)
    found = board(session, cast)
    assert [(one.unit_id, one.reminders, one.days) for one in found.silent] == [(cast.department.id, 3, 5)]
    assert found.rows[0].rollup.light is Light.AMBER


def test_unsent_mail_is_shown_to_those_who_answer_for_it(session: Session, cast: Cast) -> None:
    dead = mail(session, cast, "dead", MailState.DEAD)
    assert list(board(session, cast).failed) == [dead]
    assert list(board(session, cast, "leader").failed) == []


def test_a_late_run_of_the_reminders_is_told(session: Session, cast: Cast) -> None:
    assert board(session, cast).late_run
    for job in (health.PLAN_REMINDERS, health.DELIVER_MAIL):
        session.add(JobRun(job=job, started_at=NOW, finished_at=NOW, ok=True, figures={}))
    found = board(session, cast)
    assert (found.late_run, found.last_run) == (False, NOW)


def test_the_count_beside_the_menu_is_that_of_the_board(session: Session, cast: Cast, conference: Conference) -> None:
    many_kinds_of_tasks(session, cast, conference)
    make_task(session, conference, cast.office, state=TaskState.DECLINED)
    session.flush()
    assert readiness.waiting(session, cast.actor("coordinator")) == board(session, cast).figures.waiting == 2
    assert readiness.waiting(session, cast.actor("leader")) == 0
