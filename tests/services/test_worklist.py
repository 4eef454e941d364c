"""My unit's tasks and the coordinator's queue: who sees what, in which order, with how many queries."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.domain.glossary import Compliance, ConferenceState, TaskState
from tracker.models import Conference, TaskPartner
from tracker.services import tasks, worklist
from tracker.services.working_calendar import calendar_of

TODAY = date(2026, 11, 30)  # Monday
NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


@pytest.fixture
def conference(session: Session, cast: Cast) -> Conference:
    return make_conference(session, cast.host, cast.people["coordinator"])


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    """The SQL sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):  # which SQLite is sent as a statement
            sent.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def titles(rows: tuple[worklist.Row, ...]) -> list[str]:
    return [row.task.title for row in rows]


def test_tasks_fall_into_groups_by_their_due_date(session: Session, cast: Cast, conference: Conference) -> None:
    for title, due in (
        ("quá hạn", date(2026, 11, 27)),
        ("hôm nay", TODAY),
        ("trong tuần", date(2026, 12, 7)),
        ("sau đó", date(2026, 12, 8)),
        ("chưa có hạn", None),
    ):
        make_task(session, conference, cast.department, title=title, due=due, kind="awards")
    mine = worklist.mine(session, cast.actor("member"), today=TODAY)
    assert titles(mine.overdue) == ["quá hạn"]
    assert titles(mine.week) == ["hôm nay", "trong tuần"]
    assert titles(mine.later) == ["sau đó", "chưa có hạn"]
    assert titles(mine.open) == ["quá hạn", "hôm nay", "trong tuần", "sau đó", "chưa có hạn"]


def test_what_is_handed_in_waits_and_what_is_confirmed_is_done(
    session: Session, cast: Cast, conference: Conference
) -> None:
    one = make_task(session, conference, cast.department, title="chờ", due=date(2026, 11, 30))
    other = make_task(session, conference, cast.department, title="xong")
    member, coordinator = cast.actor("member"), cast.actor("coordinator")
    for task in (one, other):
        tasks.submit(session, member, task.id, version=1, now=NOW)
    tasks.accept(session, coordinator, other.id, version=other.version, now=NOW)
    later = worklist.mine(session, member, today=TODAY + timedelta(days=9))
    assert (titles(later.overdue), titles(later.waiting), titles(later.done)) == ([], ["chờ"], ["xong"])
    assert later.waiting[0].on_time
    assert later.done[0].compliance is Compliance.DONE_ON_TIME
    assert later.done[0].events["accept"].actor_id == coordinator.user_id


def test_blocking_tasks_come_first_within_a_day(session: Session, cast: Cast, conference: Conference) -> None:
    make_task(session, conference, cast.department, title="khen thưởng", kind="awards", position=1)
    make_task(session, conference, cast.department, title="báo cáo", kind="main_report", position=2)
    make_task(session, conference, cast.department, title="sớm hơn", kind="awards", position=3, due=date(2026, 12, 3))
    assert titles(worklist.mine(session, cast.actor("member"), today=TODAY).open) == [
        "sớm hơn", "báo cáo", "khen thưởng",
    ]  # fmt: skip


def test_other_units_drafts_and_cancelled_tasks_are_not_there(
    session: Session, cast: Cast, conference: Conference
) -> None:
    make_task(session, conference, cast.office, title="của đơn vị khác")
    make_task(session, conference, cast.department, title="dự thảo", state=TaskState.DRAFT)
    make_task(session, conference, cast.department, title="huỷ", state=TaskState.CANCELLED)
    draft = make_conference(session, cast.host, cast.people["coordinator"], state=ConferenceState.DRAFT)
    make_task(session, draft, cast.department, title="hội nghị dự thảo")
    mine = worklist.mine(session, cast.actor("member"), today=TODAY)
    assert (mine.open, mine.waiting, mine.done, mine.partner) == ((), (), (), ())


def test_a_suspended_task_is_set_aside_not_overdue(session: Session, cast: Cast, conference: Conference) -> None:
    make_task(session, conference, cast.department, state=TaskState.SUSPENDED, due=date(2026, 11, 2), title="hoãn")
    mine = worklist.mine(session, cast.actor("member"), today=TODAY)
    assert (titles(mine.overdue), titles(mine.later)) == ([], ["hoãn"])


def test_tasks_that_another_unit_leads_stand_apart(session: Session, cast: Cast, conference: Conference) -> None:
    led = make_task(session, conference, cast.office, title="hội trường")
    session.add(TaskPartner(task_id=led.id, unit_id=cast.department.id, words="Phòng Quản lý Khoa học"))
    session.flush()
    mine = worklist.mine(session, cast.actor("member"), today=TODAY)
    assert (titles(mine.open), titles(mine.partner)) == ([], ["hội trường"])


def test_one_conference_at_a_time_with_all_of_them_in_the_filter(
    session: Session, cast: Cast, conference: Conference
) -> None:
    second = make_conference(session, cast.host, cast.people["coordinator"], short_title="Tập huấn")
    make_task(session, conference, cast.department, title="một")
    make_task(session, second, cast.department, title="hai")
    mine = worklist.mine(session, cast.actor("member"), today=TODAY, conference_id=second.id)
    assert (titles(mine.open), mine.conferences) == (["hai"], (conference, second))


def test_somebody_in_several_units_has_one_list(session: Session, cast: Cast, conference: Conference) -> None:
    make_task(session, conference, cast.department, title="của phòng")
    make_task(session, conference, cast.office, title="của văn phòng")
    member, officer = cast.actor("member"), cast.actor("officer")
    both = type(member)(user_id=member.user_id, name=member.name, grants=member.grants + officer.grants)
    mine = worklist.mine(session, both, today=TODAY)
    assert titles(mine.open) == ["của phòng", "của văn phòng"]
    assert mine.units == ("Phòng Quản lý Khoa học", "Văn phòng Sở")


def test_the_queue_has_the_oldest_first_and_says_how_long_it_waits(
    session: Session, cast: Cast, conference: Conference
) -> None:
    member = cast.actor("member")
    for title, day in (("mới", 27), ("cũ", 24)):
        task = make_task(session, conference, cast.department, title=title)
        tasks.submit(session, member, task.id, version=1, now=datetime(2026, 11, day, 3, 0, tzinfo=UTC))
    task = make_task(session, conference, cast.department, title="từ chối")
    tasks.decline(session, member, task.id, version=1, now=NOW, reason="Không thuộc phòng")
    queue = worklist.waiting(session, cast.actor("coordinator"), today=TODAY)
    # Friday 27/11 → Monday 30/11 is one working day; 24/11 is a public holiday from 2026
    assert [(one.row.task.title, one.days) for one in queue] == [("cũ", 4), ("mới", 1), ("từ chối", 0)]
    assert queue[2].event is not None
    assert queue[2].event.note == "Không thuộc phòng"


@pytest.mark.parametrize("who", ["leader", "member", "administrator"])
def test_nothing_waits_for_who_cannot_confirm(session: Session, cast: Cast, conference: Conference, who: str) -> None:
    task = make_task(session, conference, cast.department)
    tasks.submit(session, cast.actor("member"), task.id, version=1, now=NOW)
    assert worklist.waiting(session, cast.actor(who), today=TODAY) == ()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("read", "queries"),
    [
        (lambda session, cast: worklist.mine(session, cast.actor("member"), today=TODAY), 5),
        (lambda session, cast: worklist.waiting(session, cast.actor("coordinator"), today=TODAY), 4),
    ],
    ids=["mine", "queue"],
)  # each: the actor, the tasks, their events, and the files or the units' names with the requests for more time
def test_the_number_of_queries_does_not_grow_with_the_rows(
    session: Session,
    cast: Cast,
    conference: Conference,
    rows: int,
    read: Callable[[Session, Cast], object],
    queries: int,
) -> None:
    member = cast.actor("member")
    for _ in range(rows):
        task = make_task(session, conference, cast.department)
        session.add(TaskPartner(task_id=task.id, unit_id=cast.office.id, words="Văn phòng"))
        upload = tasks.Upload(filename="a.pdf", content=b"%PDF-1.7")
        tasks.submit(session, member, task.id, version=1, now=NOW, files=[upload])
    session.commit()
    session.expunge_all()
    calendar_of(session)  # once for the whole session
    with counting(session) as sent:
        found = read(session, cast)
        for row in _rows_of(found):
            assert (row.task.conference.coordinator.full_name, row.task.lead_task) == ("Trần Thu Hà", None)
            assert row.task.unit is not None
    assert len(sent) == queries, "\n".join(sent)


def _rows_of(found: object) -> list[worklist.Row]:
    if isinstance(found, worklist.Worklist):
        return list(found.waiting)
    assert isinstance(found, tuple)
    for one in found:
        assert [file.filename for file in one.row.task.files] == ["a.pdf"]
    return [one.row for one in found]
