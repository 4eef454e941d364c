"""What a feed carries today: by its scope, and never more than its owner sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO, make_conference, make_task, make_unit
from tracker.domain.calendar import VIETNAM
from tracker.domain.errors import NotFound
from tracker.domain.glossary import ConferenceState, FeedScope, ReplanKind, Review, TaskState
from tracker.models import CalendarDay, Conference, Membership, Replan, TaskEvent, TaskPartner
from tracker.services import feed_entries, feed_tokens
from tracker.services.feed_entries import Contents, alarms_before

TODAY = date(2026, 11, 20)
EARLY, ON_DAY = timedelta(days=-3, hours=8), timedelta(hours=8)


def contents(session: Session, cast: Cast, who: str, scope: FeedScope = FeedScope.PERSON, **values: Any) -> Contents:
    made, _token = feed_tokens.make(session, cast.actor(who), scope, now=LONG_AGO, **values)
    return feed_entries.contents(session, made, today=TODAY)


def titles(found: Contents) -> list[str]:
    return [one.task.title for one in found.deadlines]


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    return make_conference(session, cast.host, cast.people["coordinator"])


@pytest.fixture
def told(session: Session, cast: Cast, conference: Conference) -> None:
    """Work of the department, the office and the ward; the department also helps the office."""
    make_task(session, conference, cast.department, title="Báo cáo")
    led = make_task(session, conference, cast.office, title="Hội trường", due=date(2026, 12, 7))
    make_task(session, conference, cast.ward, title="Tham luận", due=date(2026, 12, 8))
    session.add(TaskPartner(task_id=led.id, unit_id=cast.department.id, words="Phòng"))
    session.flush()


@pytest.mark.usefixtures("told")
def test_a_person_gets_what_their_units_lead_and_share_and_a_host_everything(session: Session, cast: Cast) -> None:
    every = ["Báo cáo", "Hội trường", "Tham luận"]
    found = {who: titles(contents(session, cast, who)) for who in ("member", "officer", "outsider", "coordinator")}
    assert found == {"member": every[:2], "officer": every[1:2], "outsider": [], "coordinator": every}
    meetings = {who: len(contents(session, cast, who).meetings) for who in found}
    assert meetings == {"member": 1, "officer": 1, "outsider": 0, "coordinator": 1}


@pytest.mark.usefixtures("told")
def test_a_units_feed_of_a_host_holds_that_unit_alone(session: Session, cast: Cast) -> None:
    found = contents(session, cast, "coordinator", FeedScope.UNIT, target_id=cast.department.id)
    assert (titles(found), len(found.meetings)) == (["Báo cáo", "Hội trường"], 1)
    other = make_unit(session, "Tổ công tác", parent=cast.department)
    make_task(session, found.meetings[0].conference, other, title="Việc của tổ")
    below = contents(session, cast, "coordinator", FeedScope.UNIT, target_id=cast.department.id)
    assert "Việc của tổ" in titles(below)


@pytest.mark.usefixtures("told")
def test_a_conferences_feed_of_a_member_holds_only_their_units_work(
    session: Session, cast: Cast, conference: Conference
) -> None:
    other = make_conference(session, cast.host, cast.people["coordinator"])
    make_task(session, other, cast.department, title="Của hội nghị khác")
    found = contents(session, cast, "member", FeedScope.CONFERENCE, target_id=conference.id)
    assert (titles(found), [one.conference.id for one in found.meetings]) == (
        ["Báo cáo", "Hội trường"],
        [conference.id],
    )


@pytest.mark.usefixtures("told")
def test_rights_are_those_of_the_moment(session: Session, cast: Cast, conference: Conference) -> None:
    actor = cast.actor("member")
    mine, _ = feed_tokens.make(session, actor, FeedScope.PERSON, now=LONG_AGO)
    unit, _ = feed_tokens.make(session, actor, FeedScope.UNIT, target_id=cast.department.id, now=LONG_AGO)
    one, _ = feed_tokens.make(session, actor, FeedScope.CONFERENCE, target_id=conference.id, now=LONG_AGO)
    session.execute(delete(Membership).where(Membership.user_id == cast.people["member"].id))
    assert titles(feed_entries.contents(session, mine, today=TODAY)) == []
    for feed in (unit, one):
        with pytest.raises(NotFound):
            feed_entries.contents(session, feed, today=TODAY)


def test_drafts_are_the_hosts_alone_and_skipped_ones_nobodys(
    session: Session, cast: Cast, conference: Conference
) -> None:
    draft = make_conference(session, cast.host, cast.people["coordinator"], state=ConferenceState.DRAFT)
    make_task(session, draft, cast.department, title="Chưa giao", state=TaskState.DRAFT, assigned_on=None)
    make_task(session, conference, cast.department, title="Thêm sau", state=TaskState.DRAFT, assigned_on=None)
    make_task(session, draft, cast.department, title="Bỏ qua", state=TaskState.DRAFT, review=Review.SKIPPED)
    never = {"state": TaskState.CANCELLED, "assigned_on": None}
    make_task(session, conference, cast.office, title="Hủy khi còn dự thảo", **never)
    member, host = contents(session, cast, "member"), contents(session, cast, "coordinator")
    assert (titles(member), len(member.meetings)) == ([], 0)
    assert titles(contents(session, cast, "officer")) == []
    assert (sorted(titles(host)), len(host.meetings)) == (["Chưa giao", "Thêm sau"], 2)
    assert [one.alarms for one in host.deadlines] == [(), ()]


@pytest.mark.parametrize("state", list(TaskState))
def test_only_what_the_unit_still_owes_rings(
    session: Session, cast: Cast, conference: Conference, state: TaskState
) -> None:
    make_task(session, conference, cast.department, state=state, submitted_on=TODAY)
    rings = {one.alarms for one in contents(session, cast, "coordinator").deadlines}
    owed = {TaskState.ASSIGNED, TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS, TaskState.RETURNED}
    assert rings == ({(EARLY, ON_DAY)} if state in owed else {()})


def test_nothing_of_a_conference_that_is_called_off_rings(session: Session, cast: Cast, conference: Conference) -> None:
    make_task(session, conference, cast.department)
    conference.state = ConferenceState.CANCELLED
    found = contents(session, cast, "member")
    assert [one.alarms for one in (*found.deadlines, *found.meetings)] == [(), ()]


def test_the_event_rings_in_the_morning_of_the_day_before(session: Session, cast: Cast, conference: Conference) -> None:
    make_task(session, conference, cast.department)
    assert contents(session, cast, "member").meetings[0].alarms == (timedelta(hours=-16),)


def test_the_first_alarm_is_three_working_days_before_also_across_tet(session: Session) -> None:
    assert alarms_before(date(2026, 12, 4), VIETNAM)[0] == timedelta(days=-3, hours=8)
    assert alarms_before(date(2026, 2, 24), VIETNAM)[0] == timedelta(
        days=-12, hours=8
    )  # Thursday 12/2 before the break
    assert alarms_before(date(2026, 12, 4), VIETNAM)[1] == ON_DAY


def test_alarms_follow_the_administrators_calendar(session: Session, cast: Cast, conference: Conference) -> None:
    make_task(session, conference, cast.department)
    session.add(CalendarDay(day=date(2026, 12, 3), worked=False, name="Nghỉ", decision="1/QĐ"))
    session.flush()
    assert contents(session, cast, "member").deadlines[0].alarms[0] == timedelta(days=-4, hours=8)


def test_the_sequence_grows_with_every_change_of_task_and_conference(
    session: Session, cast: Cast, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department)

    def sequences() -> tuple[int, int]:
        found = contents(session, cast, "member")
        return found.deadlines[0].sequence, found.meetings[0].sequence

    before = sequences()
    task.due = date(2026, 12, 9)
    session.flush()
    moved = sequences()
    conference.state = ConferenceState.CANCELLED
    session.flush()
    off = sequences()
    assert (moved[0] > before[0], moved[1] == before[1], off[0] > moved[0], off[1] > moved[1]) == (True,) * 4


def test_the_moment_of_the_change_is_that_of_the_newest_event(
    session: Session, cast: Cast, conference: Conference
) -> None:
    task = make_task(session, conference, cast.department)
    assert contents(session, cast, "member").changed_at == LONG_AGO
    told, moved = datetime(2026, 11, 10, 3, tzinfo=UTC), datetime(2026, 11, 12, 3, tzinfo=UTC)
    session.add(TaskEvent(task_id=task.id, at=told, step="note"))
    session.flush()
    assert [one.changed_at for one in contents(session, cast, "member").deadlines] == [told]
    who = cast.people["coordinator"].id
    session.add(
        Replan(conference_id=conference.id, kind=ReplanKind.POSTPONE, at=moved, actor_id=who, event={}, tasks=[])
    )
    session.flush()
    found = contents(session, cast, "member")
    assert [one.changed_at for one in (*found.deadlines, *found.meetings)] == [moved, moved]


def test_what_is_older_than_a_year_has_left(session: Session, cast: Cast) -> None:
    for day in (date(2025, 10, 31), date(2025, 11, 3)):
        conference = make_conference(session, cast.host, cast.people["coordinator"], event_start=day, event_end=day)
        make_task(session, conference, cast.department, due=day)
    found = contents(session, cast, "member")
    assert [one.task.due for one in found.deadlines] == [date(2025, 11, 3)]
    assert [one.conference.event_start for one in found.meetings] == [date(2025, 11, 3)]


def test_three_conferences_take_no_more_queries_than_one(session: Session, cast: Cast, conference: Conference) -> None:
    make_task(session, conference, cast.department)
    session.flush()
    with counted(session) as one:
        contents(session, cast, "member")
    for _ in range(2):
        other = make_conference(session, cast.host, cast.people["coordinator"])
        for unit in (cast.department, cast.office):
            task = make_task(session, other, unit)
            session.add(TaskPartner(task_id=task.id, unit_id=cast.department.id, words="Phòng"))
    session.flush()
    session.expire_all()
    with counted(session) as three:
        contents(session, cast, "member")
    assert len(three) <= len(one) + 2  # the person and the unit were expired


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements run meanwhile."""
    engine, said = session.get_bind(), []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)
