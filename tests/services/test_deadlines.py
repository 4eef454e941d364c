"""What stands on the days of a person's calendar."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.glossary import Compliance, ConferenceState, TaskState
from tracker.models import Conference, TaskPartner
from tracker.services import deadlines
from tracker.services.deadlines import Narrowed, Shown

TODAY = date(2026, 12, 3)
FIRST, LAST = date(2026, 11, 30), date(2027, 1, 3)


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    return make_conference(session, cast.host, cast.people["coordinator"])


def shown(session: Session, cast: Cast, who: str, to: Narrowed | None = None) -> Shown:
    return deadlines.between(session, cast.actor(who), FIRST, LAST, today=TODAY, to=to)


def titles(found: Shown) -> list[str]:
    return [one.task.title for one in found.deadlines]


def test_each_person_sees_their_own_days(session: Session, cast: Cast, conference: Conference) -> None:
    make_task(session, conference, cast.department, title="Một")
    led = make_task(session, conference, cast.office, title="Hai", due=date(2026, 12, 7))
    session.add(TaskPartner(task_id=led.id, unit_id=cast.department.id, words="Phòng"))
    session.flush()
    found = {who: titles(shown(session, cast, who)) for who in ("leader", "member", "officer", "outsider")}
    assert found == {"leader": ["Một", "Hai"], "member": ["Một", "Hai"], "officer": ["Hai"], "outsider": []}
    met = {who: len(shown(session, cast, who).meetings) for who in found}
    assert met == {"leader": 1, "member": 1, "officer": 1, "outsider": 0}


def test_the_first_and_the_last_day_belong_to_it(session: Session, cast: Cast, conference: Conference) -> None:
    for day in (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)):
        make_task(session, conference, cast.department, due=day)
    assert [one.task.due for one in shown(session, cast, "member").deadlines] == [FIRST, LAST]


def test_what_is_overdue_is_there_whenever_it_was_due(session: Session, cast: Cast, conference: Conference) -> None:
    make_task(session, conference, cast.department, title="Cũ", due=date(2026, 11, 9))
    make_task(session, conference, cast.department, title="Mới", due=date(2026, 12, 1))
    done = {"state": TaskState.COMPLETED, "submitted_on": date(2026, 11, 20)}
    make_task(session, conference, cast.department, title="Xong", due=date(2026, 11, 24), **done)
    waiting = {"state": TaskState.SUBMITTED, "submitted_on": date(2026, 11, 23)}
    make_task(session, conference, cast.department, title="Đã nộp", due=date(2026, 11, 24), **waiting)
    found = shown(session, cast, "member")
    assert [one.task.title for one in found.overdue] == ["Cũ", "Mới"]
    assert {one.compliance for one in found.overdue} == {Compliance.OPEN_OVERDUE}
    assert titles(found) == ["Mới"]


def test_what_is_set_aside_or_called_off_is_not_there(session: Session, cast: Cast, conference: Conference) -> None:
    for state in (TaskState.CANCELLED, TaskState.SUSPENDED):
        make_task(session, conference, cast.department, state=state)
    off = make_conference(session, cast.host, cast.people["coordinator"], state=ConferenceState.CANCELLED)
    make_task(session, off, cast.department)
    found = shown(session, cast, "coordinator")
    assert (titles(found), [one.id for one in found.meetings]) == ([], [conference.id])


def test_a_draft_stands_there_for_the_host_and_is_never_overdue(session: Session, cast: Cast) -> None:
    draft = make_conference(session, cast.host, cast.people["coordinator"], state=ConferenceState.DRAFT)
    plain = {"state": TaskState.DRAFT, "assigned_on": None}
    make_task(session, draft, cast.department, title="Dự thảo", **plain)
    make_task(session, draft, cast.department, title="Đã qua", due=date(2026, 11, 30), **plain)
    host, member = shown(session, cast, "coordinator"), shown(session, cast, "member")
    assert (titles(host), host.overdue, len(host.meetings)) == (["Đã qua", "Dự thảo"], (), 1)
    assert (titles(member), member.meetings) == ([], ())


def test_the_filters_narrow_deadlines_overdue_and_events_alike(
    session: Session, cast: Cast, conference: Conference
) -> None:
    other = make_conference(session, cast.host, cast.people["coordinator"])
    for number, (which, unit) in enumerate(
        [(conference, cast.department), (conference, cast.office), (other, cast.office)]
    ):
        make_task(session, which, unit, title=f"{number}")
        make_task(session, which, unit, title=f"{number} quá hạn", due=date(2026, 11, 9))
    for to, numbers, meetings in (
        (Narrowed(), "012", 2),
        (Narrowed(conference_id=conference.id), "01", 1),
        (Narrowed(unit_id=cast.office.id), "12", 2),
        (Narrowed(unit_id=cast.department.id), "0", 1),
        (Narrowed(conference_id=other.id, unit_id=cast.department.id), "", 0),
        (Narrowed(conference_id=999_999), "", 0),
    ):
        found = shown(session, cast, "leader", to)
        late = "".join(one.task.title[0] for one in found.overdue)
        assert ("".join(titles(found)), late, len(found.meetings)) == (numbers, numbers, meetings)
        assert (len(found.conferences), len(found.units)) == (2, 2)


def test_an_event_over_the_edge_of_the_days_belongs_to_them(session: Session, cast: Cast) -> None:
    for first, last in (
        (date(2026, 11, 26), date(2026, 11, 29)),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2027, 1, 3), date(2027, 1, 8)),
        (date(2027, 1, 4), date(2027, 1, 4)),
    ):
        make_conference(session, cast.host, cast.people["coordinator"], event_start=first, event_end=last)
    make_conference(session, cast.host, cast.people["coordinator"], event_start=None, event_end=None)
    starts = [one.event_start for one in shown(session, cast, "leader").meetings]
    assert starts == [date(2026, 11, 28), date(2027, 1, 3)]


def test_more_rows_take_no_more_queries(session: Session, cast: Cast, conference: Conference) -> None:
    said: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    def count() -> int:
        session.flush()
        session.expire_all()
        actor = cast.actor("leader")
        said.clear()
        found = deadlines.between(session, actor, FIRST, LAST, today=TODAY, to=Narrowed(unit_id=cast.office.id))
        assert all(one.task.unit and one.task.conference.short_title for one in found.deadlines)
        return len(said)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    make_task(session, conference, cast.office)
    count()  # the working calendar is read once per session
    one = count()
    for _ in range(3):
        other = make_conference(session, cast.host, cast.people["coordinator"])
        make_task(session, other, cast.office)
        make_task(session, other, cast.office, due=date(2026, 11, 9))
    assert count() == one
    event.remove(engine, "before_cursor_execute", note)
