"""A unit is renamed, merged, split, absorbed or abolished: plans keep it, mail and people follow."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task, make_unit, make_user
from tracker.domain.errors import InvalidInput, NotAllowed, NotFound, Refused
from tracker.domain.glossary import MemberRole, UnitKind
from tracker.domain.reminders import Audience
from tracker.domain.succession import UnitChange
from tracker.models import Conference, Membership, OutboxMail, Task, TaskEvent, Unit, UnitSuccessor
from tracker.services import accounts, directory, succession, task_access, unit_changes, unit_page
from tracker.services.hand_over import hand_over
from tracker.services.outbox import RenderedLetter
from tracker.services.recipients import for_tasks
from tracker.services.unit_changes import Wanted

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY, DAY = date(2026, 11, 20), date(2026, 11, 16)


class Compose:
    """Letters without words: who gets one is what counts here."""

    def compose(self, kind: str, **context: object) -> RenderedLetter:
        class Letter:
            subject = text = html = kind
            calendar = unsubscribe = None

        return Letter()

    def token(self, name: str) -> str:
        return name


def change(
    session: Session, cast: Cast, unit: Unit, how: UnitChange, *into: str, others: tuple[str, ...] = ()
) -> list[Unit]:
    wanted = Wanted(change=how, effective=DAY, decision="12/QĐ-UBND", into=into, others=others)
    return unit_changes.record(session, cast.actor("coordinator"), unit.id, wanted, now=NOW, today=TODAY)


def conference_of(session: Session, cast: Cast) -> Conference:
    return make_conference(session, cast.host, cast.people["coordinator"])


def addresses(session: Session, task: Task) -> list[str]:
    return [to.email for to in for_tasks(session, [task], today=TODAY).of(task, Audience.UNIT)]


def test_a_renamed_unit_ends_the_day_before_and_keeps_its_address(session: Session, cast: Cast) -> None:
    (heir,) = change(session, cast, cast.department, UnitChange.RENAME, "Phòng Khoa học và Sáng kiến")
    assert (cast.department.valid_until, heir.valid_from) == (date(2026, 11, 15), DAY)
    assert (heir.email, heir.kind, heir.parent_id) == (cast.department.email, UnitKind.DEPARTMENT, cast.host.id)


def test_mail_for_a_former_unit_goes_to_the_one_that_stands_for_it(session: Session, cast: Cast) -> None:
    task = make_task(session, conference_of(session, cast), cast.ward)
    make_unit(session, "UBND phường Biển Đông", UnitKind.COMMUNE_COMMITTEE, email="biendong@haibinh.example")
    change(session, cast, cast.ward, UnitChange.ABSORB, "UBND phường Biển Đông")
    assert (addresses(session, task), task.unit_id) == (["biendong@haibinh.example"], cast.ward.id)


def test_its_people_find_its_tasks_under_the_one_that_stands_for_it(session: Session, cast: Cast) -> None:
    heir = make_unit(session, "UBND phường Biển Đông", UnitKind.COMMUNE_COMMITTEE)
    user = make_user(session, "moi@haibinh.example", "Bùi Thị Mới", MemberRole.MEMBER, heir)
    task = make_task(session, conference_of(session, cast), cast.ward)
    change(session, cast, cast.ward, UnitChange.ABSORB, heir.name)
    theirs = accounts.load_actor(session, user, today=TODAY)
    assert task_access.get(session, theirs, task.id) is task
    with pytest.raises(NotFound):
        task_access.get(session, accounts.load_actor(session, user, today=date(2026, 11, 1)), task.id)


def test_members_of_a_merged_unit_become_members_of_the_new_one(session: Session, cast: Cast) -> None:
    (heir,) = change(session, cast, cast.department, UnitChange.MERGE, "Phòng Tổng hợp", others=("Văn phòng Sở",))
    mine = session.scalars(select(Membership.user_id).where(Membership.unit_id == heir.id)).all()
    assert set(mine) == {cast.people["member"].id, cast.people["officer"].id}
    assert cast.office.valid_until == date(2026, 11, 15)


def test_after_a_split_nobody_is_written_to_until_a_person_chooses(session: Session, cast: Cast) -> None:
    task = make_task(session, conference_of(session, cast), cast.department)
    one, _two = change(session, cast, cast.department, UnitChange.SPLIT, "Phòng Khoa học", "Phòng Công nghệ")
    page = unit_page.load(session, cast.actor("coordinator"), cast.department.id, today=TODAY)
    assert (addresses(session, task), [each.task.id for each in page.to_hand_over]) == ([], [task.id])
    one.email = "khoahoc@haibinh.example"
    hand_over(session, cast.actor("coordinator"), cast.department.id, one.id, [task.id], now=NOW, compose=Compose())
    assert (task.unit_id, addresses(session, task)) == (one.id, ["khoahoc@haibinh.example"])
    told = session.scalars(select(OutboxMail.recipient).where(OutboxMail.kind == "assigned")).all()
    event = session.scalars(select(TaskEvent).where(TaskEvent.task_id == task.id)).one()
    assert (told, event.step, event.details["former"]) == (
        ["khoahoc@haibinh.example"], "handed_over", "Phòng Quản lý Khoa học",
    )  # fmt: skip


def test_tasks_go_only_to_one_that_took_over(session: Session, cast: Cast) -> None:
    task = make_task(session, conference_of(session, cast), cast.department)
    change(session, cast, cast.department, UnitChange.SPLIT, "Phòng Khoa học", "Phòng Công nghệ")
    with pytest.raises(InvalidInput, match="unit_not_heir"):
        hand_over(
            session, cast.actor("coordinator"), cast.department.id, cast.office.id, [task.id], now=NOW,
            compose=Compose(),
        )  # fmt: skip


def test_an_abolished_unit_may_have_nobody_after_it(session: Session, cast: Cast) -> None:
    assert change(session, cast, cast.school, UnitChange.ABOLISH) == []
    assert succession.standing_for(session, [cast.school.id], TODAY)[cast.school.id].ids == ()


def test_a_plan_of_before_still_means_the_former_unit_and_a_later_one_does_not(session: Session, cast: Cast) -> None:
    change(session, cast, cast.department, UnitChange.RENAME, "Phòng Khoa học và Sáng kiến")
    before = {unit.name for unit in directory.candidates(session, cast.host.id, on=date(2026, 11, 1))}
    after = {unit.name for unit in directory.candidates(session, cast.host.id, on=TODAY)}
    assert (before - after, after - before) == ({"Phòng Quản lý Khoa học"}, {"Phòng Khoa học và Sáng kiến"})


def test_the_preview_counts_open_tasks_and_coming_mails_and_writes_nothing(session: Session, cast: Cast) -> None:
    make_task(session, conference_of(session, cast), cast.department)
    wanted = Wanted(change=UnitChange.SPLIT, effective=DAY, into=("Phòng A", "Phòng B"))
    seen = unit_changes.preview(session, cast.actor("coordinator"), cast.department.id, wanted, today=TODAY)
    assert (len(seen.standings), seen.mails > 0, [heir.unit for heir in seen.heirs]) == (1, True, [None, None])
    assert session.scalar(select(UnitSuccessor.id)) is None


@pytest.mark.parametrize(
    ("how", "into", "code"),
    [
        (UnitChange.RENAME, (), "unit_change_one"),
        (UnitChange.RENAME, ("Văn phòng Sở",), "unit_change_known"),
        (UnitChange.SPLIT, ("Phòng A",), "unit_change_several"),
        (UnitChange.ABSORB, ("Phòng Không Có",), "unit_not_in_directory"),
        (UnitChange.ABSORB, ("Phòng Quản lý Khoa học",), "unit_change_itself"),
    ],
)
def test_what_makes_no_sense_is_refused(
    session: Session, cast: Cast, how: UnitChange, into: tuple[str, ...], code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(session, cast, cast.department, how, *into)
    assert refused.value.code == code


def test_a_unit_changes_once_and_never_into_its_own_past(session: Session, cast: Cast) -> None:
    change(session, cast, cast.department, UnitChange.ABSORB, "Văn phòng Sở")
    with pytest.raises(InvalidInput, match="unit_changed"):
        change(session, cast, cast.department, UnitChange.ABOLISH)
    cast.department.valid_until = None
    with pytest.raises(InvalidInput, match="unit_change_ring"):
        change(session, cast, cast.office, UnitChange.ABSORB, "Phòng Quản lý Khoa học")


def test_an_agency_that_holds_conferences_is_not_changed_so(session: Session, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="unit_holds_conferences"):
        change(session, cast, cast.host, UnitChange.RENAME, "Sở Khoa học")


def test_a_wrong_record_is_taken_back(session: Session, cast: Cast) -> None:
    change(session, cast, cast.department, UnitChange.ABSORB, "Văn phòng Sở")
    unit_changes.take_back(session, cast.actor("coordinator"), cast.department.id)
    assert (cast.department.valid_until, succession.standing_for(session, [cast.department.id], TODAY)) == (None, {})


def test_a_finished_task_is_not_handed_over(session: Session, cast: Cast) -> None:
    task = make_task(session, conference_of(session, cast), cast.department)
    one, _two = change(session, cast, cast.department, UnitChange.SPLIT, "Phòng A", "Phòng B")
    task.unit_id = cast.office.id
    session.flush()
    with pytest.raises(Refused, match="task_not_open"):
        hand_over(session, cast.actor("coordinator"), cast.department.id, one.id, [task.id], now=NOW, compose=Compose())
