"""Templates: kept from a conference, corrected, copied, deleted and back; started on other dates."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO, make_conference, make_task, make_unit
from tracker.domain.calendar import VIETNAM
from tracker.domain.errors import InvalidInput, NotFound, StaleVersion
from tracker.domain.glossary import (
    Anchor,
    AssignmentRole,
    ConferenceKind,
    ConferenceScale,
    DueSource,
    MeetingMode,
    Review,
    TaskState,
    UnitKind,
)
from tracker.domain.kinds import KINDS
from tracker.domain.schedule import Due, Event, first_day, follow, last_day
from tracker.domain.succession import UnitChange
from tracker.models import Conference, ConferenceTemplate, Task, TaskPartner, UnitSuccessor
from tracker.services import dues, new_conference, review, template_changes, templates
from tracker.services.new_conference import Wanted
from tracker.services.planning import planning_of
from tracker.services.template_items import Item, from_json, to_json
from tracker.services.templates import Template

NOW = LONG_AGO
S, E = Anchor.START, Anchor.END


def conference_of(session: Session, cast: Cast, **values: Any) -> Conference:
    return make_conference(session, cast.host, cast.people["coordinator"], **values)


def ruled(session: Session, conference: Conference, kind: str, unit: Any, position: int = 1, **values: Any) -> Task:
    """A task whose date the rule of its kind gives."""
    task = make_task(session, conference, unit, kind=kind, position=position, **values)
    dues.put(task, dues.by_rule(kind, conference, planning_of(session, conference.host_id)))
    return task


def keep(session: Session, cast: Cast, conference: Conference, name: str = "Mẫu sơ kết", **later: bool) -> Template:
    tasks = review.tasks_of(session, conference.id)
    row = templates.save(
        session, cast.actor("coordinator"), conference.id, name, {task.id: False for task in tasks}, titles={}, now=NOW
    )
    return templates.of_row(row)


def wanted(start: date | None = date(2027, 3, 16), **values: Any) -> Wanted:
    plain: dict[str, Any] = {
        "title": "Hội nghị sơ kết", "start": start, "end": None, "tentative": False, "place": "Hội trường",
        "kind": ConferenceKind.MIDTERM, "mode": MeetingMode.IN_PERSON, "scale": ConferenceScale.ORDINARY,
    }  # fmt: skip
    return Wanted(**(plain | values))


def begin(
    session: Session,
    cast: Cast,
    template: Template | None,
    when: Wanted | None = None,
    parts: Mapping[str, int] | None = None,
) -> list[Task]:
    made = new_conference.start(
        session, cast.actor("coordinator"), host_id=cast.host.id, template=template, wanted=when or wanted(),
        parts=parts or {}, now=NOW,
    )  # fmt: skip
    return list(review.tasks_of(session, made.id))


def test_tasks_are_kept_with_what_they_are_and_who_does_them(session: Session, cast: Cast) -> None:
    conference = conference_of(session, cast)
    task = ruled(session, conference, "invitations", cast.office, title="Gửi giấy mời")
    task.partners = [TaskPartner(unit_id=cast.department.id, words="Phòng QLKH")]
    (item,) = keep(session, cast, conference).items
    assert item == Item(
        title="Gửi giấy mời", kind="invitations", unit_id=cast.office.id, unit_words="Văn phòng Sở", blocking=True,
        partners=((cast.department.id, "Phòng Quản lý Khoa học"),),
    )  # fmt: skip


def test_a_date_of_the_plan_or_a_person_becomes_working_days_from_the_event(session: Session, cast: Cast) -> None:
    conference = conference_of(session, cast)  # Tuesday 15/12/2026
    planning = planning_of(session, cast.host.id)
    before = make_task(session, conference, cast.office, kind="printing", position=1)
    dues.put(before, Due(day=date(2026, 12, 4), source=DueSource.PLAN, words="trước 05/12", pinned=True))
    after = make_task(session, conference, cast.office, kind="settlement", position=2)
    dues.put(after, dues.by_person(date(2026, 12, 18), "gấp", "settlement", conference, planning))
    assert [(item.anchor, item.offset) for item in keep(session, cast, conference).items] == [(S, -7), (E, 3)]


def test_a_distance_in_calendar_days_becomes_the_working_days_that_it_was(session: Session, cast: Cast) -> None:
    conference = conference_of(session, cast)
    task = make_task(session, conference, cast.office, kind="printing")
    relative = Due(day=date(2026, 12, 10), source=DueSource.PLAN_RELATIVE, anchor=S, offset=-5, working=False)
    dues.put(task, relative)
    (item,) = keep(session, cast, conference).items
    assert (item.anchor, item.offset) == (S, -3)


def test_a_named_date_without_an_event_falls_back_on_the_rule(session: Session, cast: Cast) -> None:
    conference = conference_of(session, cast, event_start=None, event_end=None)
    task = make_task(session, conference, cast.office, kind="printing")
    dues.put(task, Due(day=date(2026, 12, 4), source=DueSource.PLAN, pinned=True))
    (item,) = keep(session, cast, conference).items
    assert (item.anchor, item.offset) == (None, None)


def test_lead_links_stay_and_one_left_out_leaves_its_distance(session: Session, cast: Cast) -> None:
    conference = conference_of(session, cast)
    lead = ruled(session, conference, "programme", cast.department)
    helper = make_task(
        session, conference, cast.office, position=2, kind="programme", role=AssignmentRole.COORDINATE,
        lead_task_id=lead.id,
    )  # fmt: skip
    dues.put(helper, follow(dues.due_of(lead)))
    whole = keep(session, cast, conference)
    assert [(item.lead, item.follows) for item in whole.items] == [(None, False), (0, True)]
    row = templates.save(
        session, cast.actor("coordinator"), conference.id, "Một nửa", {helper.id: False}, titles={}, now=NOW
    )
    (alone,) = templates.of_row(row).items
    assert (alone.lead, alone.anchor, alone.offset) == (None, S, -10)
    first, second = begin(session, cast, whole)
    assert (second.lead_task_id, second.due, second.due_source) == (first.id, first.due, DueSource.LEAD_TASK)


def test_what_was_cancelled_or_skipped_is_not_kept(session: Session, cast: Cast) -> None:
    conference = conference_of(session, cast)
    ruled(session, conference, "venue", cast.office)
    ruled(session, conference, "printing", cast.office, 2, state=TaskState.CANCELLED)
    ruled(session, conference, "press", cast.office, 3, state=TaskState.DRAFT, review=Review.SKIPPED)
    assert [item.kind for item in keep(session, cast, conference).items] == ["venue"]


def test_units_can_be_left_to_be_chosen_and_titles_put_right(session: Session, cast: Cast) -> None:
    conference = conference_of(session, cast)
    task = ruled(session, conference, "main_report", cast.office, title="Báo cáo 6 tháng đầu năm 2026")
    row = templates.save(
        session, cast.actor("coordinator"), conference.id, "Mẫu", {task.id: True}, titles={task.id: " Báo cáo "},
        now=NOW,
    )  # fmt: skip
    (item,) = templates.of_row(row).items
    assert (item.title, item.unit_id, item.unit_words) == ("Báo cáo", None, "")


@pytest.mark.parametrize(
    ("name", "code"),
    [("  ", "template_name_missing"), ("x" * 201, "template_name_long"), ("Mẫu sơ kết", "template_name_taken")],
)
def test_a_name_that_cannot_be_is_refused(session: Session, cast: Cast, name: str, code: str) -> None:
    conference = conference_of(session, cast)
    ruled(session, conference, "venue", cast.office)
    keep(session, cast, conference)
    with pytest.raises(InvalidInput, match=code):
        keep(session, cast, conference, name)


def test_nothing_chosen_is_refused(session: Session, cast: Cast) -> None:
    conference = conference_of(session, cast)
    with pytest.raises(InvalidInput, match="nothing_chosen"):
        templates.save(session, cast.actor("coordinator"), conference.id, "Mẫu", {99: False}, titles={}, now=NOW)


def started(session: Session, cast: Cast) -> ConferenceTemplate:
    conference = conference_of(session, cast)
    ruled(session, conference, "venue", cast.office, title="Bố trí hội trường")
    ruled(session, conference, "printing", cast.office, 2, title="In tài liệu")
    row = keep(session, cast, conference).row
    assert row is not None
    return row


def test_an_item_is_corrected_added_taken_out_and_put_back(session: Session, cast: Cast) -> None:
    row, actor = started(session, cast), cast.actor("coordinator")
    edited = Item(title="Bố trí phòng họp", kind="venue", anchor=S, offset=-4)
    template_changes.put(session, actor, row.id, 0, edited, version=row.version)
    template_changes.put(session, actor, row.id, None, Item(title="Đưa tin", kind="press"), version=row.version)
    template_changes.switch(session, actor, row.id, 1, off=True, version=row.version)
    assert [item.title for item in templates.of_row(row).used] == ["Bố trí phòng họp", "Đưa tin"]
    template_changes.switch(session, actor, row.id, 1, off=False, version=row.version)
    assert [item.title for item in templates.of_row(row).used] == ["Bố trí phòng họp", "In tài liệu", "Đưa tin"]


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (Item(title=" ", kind="venue"), "title_missing"),
        (Item(title="x" * 4001, kind="venue"), "title_long"),
        (Item(title="Việc", kind="no-such-kind"), "kind_unknown"),
        (Item(title="Việc", kind="venue", anchor=S, offset=-251), "offset_far"),
        (Item(title="Việc", kind="venue", lead=0), "lead_unknown"),
        (Item(title="Việc", kind="venue", lead=7), "lead_unknown"),
    ],
)
def test_an_item_that_cannot_be_is_refused(session: Session, cast: Cast, item: Item, code: str) -> None:
    row = started(session, cast)
    with pytest.raises(InvalidInput, match=code):
        template_changes.put(session, cast.actor("coordinator"), row.id, 0, item, version=row.version)


def test_whom_others_follow_follows_nobody(session: Session, cast: Cast) -> None:
    row, actor = started(session, cast), cast.actor("coordinator")
    helper = Item(title="Phối hợp", kind="venue", role=AssignmentRole.COORDINATE, lead=0)
    template_changes.put(session, actor, row.id, 1, helper, version=row.version)
    with pytest.raises(InvalidInput, match="lead_unknown"):
        template_changes.put(session, actor, row.id, 0, replace(helper, lead=1), version=row.version)


def test_a_lead_taken_out_leaves_its_follower_to_the_rule(session: Session, cast: Cast) -> None:
    row, actor = started(session, cast), cast.actor("coordinator")
    helper = Item(title="Phối hợp", kind="venue", role=AssignmentRole.COORDINATE, lead=0)
    template_changes.put(session, actor, row.id, 1, helper, version=row.version)
    template_changes.switch(session, actor, row.id, 0, off=True, version=row.version)
    (task,) = begin(session, cast, templates.of_row(row))
    assert (task.lead_task_id, task.due_source) == (None, DueSource.RULE)


def test_a_page_that_is_out_of_date_changes_nothing(session: Session, cast: Cast) -> None:
    row, actor = started(session, cast), cast.actor("coordinator")
    seen = row.version
    template_changes.rename(session, actor, row.id, "Tên mới", ConferenceKind.SUMMARY, version=seen)
    changes: tuple[Callable[[], object], ...] = (
        lambda: template_changes.rename(session, actor, row.id, "Khác", ConferenceKind.OTHER, version=seen),
        lambda: template_changes.put(session, actor, row.id, 0, Item(title="x", kind="venue"), version=seen),
        lambda: template_changes.switch(session, actor, row.id, 0, off=True, version=seen),
        lambda: template_changes.delete(session, actor, row.id, version=seen, now=NOW),
    )
    for change in changes:
        with pytest.raises(StaleVersion):
            change()
    assert (row.name, row.kind, row.deleted_at) == ("Tên mới", ConferenceKind.SUMMARY, None)


def test_a_deleted_template_comes_back_under_a_free_name(session: Session, cast: Cast) -> None:
    row, actor = started(session, cast), cast.actor("coordinator")
    template_changes.delete(session, actor, row.id, version=row.version, now=NOW)
    assert templates.own(session, actor) == ()
    with pytest.raises(NotFound):
        templates.find(session, actor, str(row.id))
    other = conference_of(session, cast)
    ruled(session, other, "venue", cast.office)
    keep(session, cast, other)  # the name is free meanwhile
    template_changes.bring_back(session, actor, row.id)
    assert [one.name for one in templates.own(session, actor)] == ["Mẫu sơ kết", "Mẫu sơ kết (2)"]


def test_what_was_deleted_long_ago_goes_for_good(session: Session, cast: Cast) -> None:
    row, actor = started(session, cast), cast.actor("coordinator")
    copy = template_changes.duplicate(session, actor, str(row.id), host_id=None, now=NOW)
    template_changes.delete(session, actor, row.id, version=row.version, now=NOW)
    gone = row.id
    template_changes.delete(session, actor, copy.id, version=copy.version, now=NOW + timedelta(days=31))
    session.expire_all()
    assert session.get(ConferenceTemplate, gone) is None
    assert session.get(ConferenceTemplate, copy.id) is not None


def test_copies_get_free_names_and_shipped_ones_are_only_copied(session: Session, cast: Cast) -> None:
    actor = cast.actor("coordinator")
    first, second = (
        template_changes.duplicate(session, actor, "giao-ban", host_id=cast.host.id, now=NOW) for _ in range(2)
    )
    assert (first.name, second.name) == ("Họp giao ban", "Họp giao ban (2)")
    assert templates.of_row(first).items == templates.find(session, actor, "giao-ban").items
    with pytest.raises(NotFound):
        template_changes.duplicate(session, actor, "giao-ban", host_id=cast.school.id, now=NOW)


def test_other_agencies_and_units_see_none_of_it(session: Session, cast: Cast) -> None:
    row = started(session, cast)
    for who in ("member", "officer", "outsider", "leader"):
        actor = cast.actor(who)
        assert templates.own(session, actor) == ()
        with pytest.raises(NotFound):
            templates.find(session, actor, str(row.id))
        with pytest.raises(NotFound):
            template_changes.delete(session, actor, row.id, version=row.version, now=NOW)
    administrator = cast.actor("administrator")
    template_changes.rename(session, administrator, row.id, "Mẫu của Sở", ConferenceKind.SUMMARY, version=row.version)
    with pytest.raises(NotFound):
        templates.preview(session, administrator, 1)


def test_the_templates_that_come_with_the_service_are_sound() -> None:
    shipped = templates.shipped()
    assert [one.key for one in shipped] == ["so-ket-tong-ket", "trien-khai", "tap-huan", "hoi-thao", "giao-ban"]
    for one in shipped:
        assert one.about
        assert one.used == one.items
        assert len({item.title for item in one.items}) == len(one.items)
        assert not [item.title for item in one.items if item.dated]
        assert all(item.unit_words for item in one.items)


def test_an_item_survives_being_stored() -> None:
    item = Item(
        title="Việc", kind="venue", role=AssignmentRole.COORDINATE, unit_id=3, unit_words="Văn phòng",
        partners=((None, "Công đoàn"),), blocking=True, anchor=E, offset=2, lead=0, off=True,
    )  # fmt: skip
    assert from_json(to_json(item)) == item
    assert from_json({"title": "Việc", "kind": "dropped-kind"}) == Item(title="Việc", kind="other")


# ---- starting a conference


def test_a_conference_starts_as_a_draft_with_the_rules_dates(session: Session, cast: Cast) -> None:
    template = templates.find(session, cast.actor("coordinator"), "so-ket-tong-ket")
    office, content = cast.office.id, cast.department.id
    tasks = begin(session, cast, template, parts={"Văn phòng": office, "Đơn vị chủ trì nội dung": content})
    invitations = next(task for task in tasks if task.kind == "invitations")
    assert (invitations.due, invitations.due_source, invitations.unit_id) == (date(2027, 3, 9), DueSource.RULE, office)
    assert (invitations.state, invitations.review, invitations.blocking) == (TaskState.DRAFT, Review.CERTAIN, True)
    budget = next(task for task in tasks if task.kind == "budget")
    assert (budget.unit_id, budget.unit_words, budget.review) == (None, "", Review.CHECK)
    assert budget.doubts == [{"code": "unit_of_part", "params": {"part": "Bộ phận tài chính – kế toán"}}]
    assert [task.position for task in tasks] == list(range(1, len(template.items) + 1))


def test_an_empty_conference_without_a_date(session: Session, cast: Cast) -> None:
    made = new_conference.start(
        session, cast.actor("coordinator"), host_id=cast.host.id, template=None, wanted=wanted(None), parts={}, now=NOW
    )
    assert (made.event_start, made.event_tentative, made.title) == (None, True, "Hội nghị sơ kết")
    assert (made.coordinator_id, made.plan) == (cast.people["coordinator"].id, None)


def test_without_a_date_the_distance_waits_for_one(session: Session, cast: Cast) -> None:
    template = templates.find(session, cast.actor("coordinator"), "giao-ban")
    tasks = begin(session, cast, template, wanted(None))
    assert {task.due for task in tasks} == {None}
    conference = tasks[0].conference
    conference.event_start = conference.event_end = date(2027, 3, 16)
    dues.recount(conference, tasks, planning_of(session, cast.host.id))
    assert [task.due for task in tasks[:2]] == [date(2027, 3, 10), date(2027, 3, 12)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "conference_title_missing"),
        ({"title": "x" * 1001}, "title_long"),
        ({"start": None, "end": date(2027, 3, 16)}, "event_needed"),
        ({"end": date(2027, 3, 15)}, "event_order"),
        ({"end": date(2027, 6, 15)}, "event_too_long"),
        ({"start": date(2062, 3, 15)}, "event_year"),
    ],
)
def test_a_conference_that_cannot_be_is_refused(
    session: Session, cast: Cast, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(InvalidInput, match=code):
        begin(session, cast, None, replace(wanted(), **change))


def test_nobody_else_starts_one(session: Session, cast: Cast) -> None:
    for who in ("leader", "member", "administrator", "outsider"):
        with pytest.raises(NotFound):
            new_conference.start(
                session, cast.actor(who), host_id=cast.host.id, template=None, wanted=wanted(), parts={}, now=NOW
            )
    with pytest.raises(NotFound):
        new_conference.start(
            session, cast.actor("coordinator"), host_id=cast.school.id, template=None, wanted=wanted(), parts={},
            now=NOW,
        )  # fmt: skip


def test_a_part_cannot_be_filled_with_another_agencys_unit(session: Session, cast: Cast) -> None:
    other = make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    inner = make_unit(session, "Phòng Nghiệp vụ Y", parent=other)
    template = templates.find(session, cast.actor("coordinator"), "giao-ban")
    with pytest.raises(InvalidInput, match="unit_not_here"):
        begin(session, cast, template, parts={"Văn phòng": inner.id})


def succeed(session: Session, unit: Any, *heirs: Any) -> None:
    """The unit ended in October 2026."""
    unit.valid_until = date(2026, 9, 30)
    for heir in heirs or (None,):
        session.add(
            UnitSuccessor(
                unit_id=unit.id, successor_id=heir.id if heir else None, effective=date(2026, 10, 1),
                change=UnitChange.RENAME if heir else UnitChange.ABOLISH, recorded_at=NOW,
            )
        )  # fmt: skip
    session.flush()


def test_a_unit_that_ended_is_replaced_by_its_heir_to_be_confirmed(session: Session, cast: Cast) -> None:
    row = started(session, cast)
    heir = make_unit(session, "Văn phòng Sở KH&CN", UnitKind.OFFICE, parent=cast.host)
    succeed(session, cast.office, heir)
    task, _ = begin(session, cast, templates.of_row(row))
    assert (task.unit_id, task.unit_words, task.review) == (heir.id, heir.name, Review.CHECK)
    assert [doubt["code"] for doubt in task.doubts] == ["unit_succeeded"]


def test_a_unit_that_was_split_or_abolished_waits_for_a_choice(session: Session, cast: Cast) -> None:
    row = started(session, cast)
    one, two = (make_unit(session, f"Văn phòng {name}", UnitKind.OFFICE, parent=cast.host) for name in "AB")
    succeed(session, cast.office, one, two)
    task, _ = begin(session, cast, templates.of_row(row))
    assert (task.unit_id, task.unit_words, [doubt["code"] for doubt in task.doubts]) == (
        None, "Văn phòng Sở", ["unit_gone"],
    )  # fmt: skip


def test_words_of_another_year_are_asked_about(session: Session, cast: Cast) -> None:
    row, actor = started(session, cast), cast.actor("coordinator")
    old = Item(title="Báo cáo năm 2026", kind="main_report", unit_id=cast.office.id, unit_words="Văn phòng Sở")
    template_changes.put(session, actor, row.id, 0, old, version=row.version)
    task, _ = begin(session, cast, templates.of_row(row))
    assert (task.review, task.doubts) == (
        Review.CHECK, [{"code": "dated_words", "params": {"words": "năm 2026"}}],
    )  # fmt: skip


def test_a_distance_of_the_templates_own_follows_the_event(session: Session, cast: Cast) -> None:
    row, actor = started(session, cast), cast.actor("coordinator")
    own = Item(title="Bố trí", kind="venue", unit_id=cast.office.id, unit_words="Văn phòng Sở", anchor=S, offset=-12)
    template_changes.put(session, actor, row.id, 0, own, version=row.version)
    task, _ = begin(session, cast, templates.of_row(row))
    assert (task.due, task.due_source, task.due_words, task.pinned) == (
        date(2027, 2, 26), DueSource.PERSON, "Mẫu sơ kết", False,
    )  # fmt: skip


# ---- properties

DAYS = st.dates(date(2024, 1, 15), date(2027, 11, 1))
KIND_CODES = st.sampled_from([code for code in KINDS if code != "general"])


@st.composite
def distances(draw: st.DrawFn) -> tuple[str, str, int]:
    """(kind, how it is dated, working days)."""
    how = draw(st.sampled_from(["rule", "relative", "pinned"]))
    return draw(KIND_CODES), how, draw(st.integers(-25, 25))


def fill(session: Session, cast: Cast, event: Event, chosen: list[tuple[str, str, int]]) -> Conference:
    conference = conference_of(session, cast, event_start=event.start, event_end=event.end)
    planning = planning_of(session, cast.host.id)
    for position, (kind, how, days) in enumerate(chosen, start=1):
        task = make_task(session, conference, cast.office, kind=kind, position=position)
        anchor, start = (E, last_day(event, VIETNAM)) if days > 0 else (S, first_day(event, VIETNAM))
        if how == "rule":
            due = dues.by_rule(kind, conference, planning)
        elif how == "relative":
            due = dues.again(
                Due(day=None, source=DueSource.PLAN_RELATIVE, anchor=anchor, offset=days), kind, conference, planning
            )
        else:
            due = Due(day=VIETNAM.shift(start, days), source=DueSource.PLAN, pinned=True)
        dues.put(task, due)
    session.flush()
    return conference


def working_distance(task: Task, event: Event) -> int:
    assert task.due is not None
    if task.due > event.end:
        return VIETNAM.count_between(last_day(event, VIETNAM), task.due)
    return VIETNAM.count_between(first_day(event, VIETNAM), task.due)


PROPERTY = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


def weekdays(day: date, length: int) -> Event:
    """An event that begins and ends on working days."""
    start = VIETNAM.next_or_same(day)
    return Event(start=start, end=VIETNAM.shift(start, length))


@PROPERTY
@given(DAYS, st.integers(0, 3), st.lists(distances(), min_size=1, max_size=6))
def test_on_the_same_days_every_date_is_the_same(
    session: Session, cast: Cast, day: date, length: int, chosen: list[tuple[str, str, int]]
) -> None:
    event = weekdays(day, length)
    conference = fill(session, cast, event, chosen)
    template = keep(session, cast, conference, f"Mẫu {conference.id}")
    before = [task.due for task in review.tasks_of(session, conference.id)]
    after = begin(session, cast, template, wanted(event.start, end=event.end))
    assert [task.due for task in after] == before
    session.rollback()


@PROPERTY
@given(DAYS, DAYS, st.integers(0, 3), st.lists(distances(), min_size=1, max_size=6))
def test_on_other_days_every_distance_in_working_days_is_the_same(
    session: Session, cast: Cast, day: date, other: date, length: int, chosen: list[tuple[str, str, int]]
) -> None:
    event, moved = weekdays(day, length), weekdays(other, length)
    conference = fill(session, cast, event, chosen)
    template = keep(session, cast, conference, f"Mẫu {conference.id}")
    before = [working_distance(task, event) for task in review.tasks_of(session, conference.id)]
    after = begin(session, cast, template, wanted(moved.start, end=moved.end))
    assert [working_distance(task, moved) for task in after] == before
    session.rollback()
