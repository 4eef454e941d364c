"""Tasks → the light, its reasons and what would turn it green. Today is Friday 14/7/2023, the event on 24–28/7."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.item import Item
from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import Compliance, ConferenceState, Light, TaskState
from tracker.domain.readiness import Reason, Rollup, SilentUnit, rollup
from tracker.domain.schedule import Event

TODAY = date(2023, 7, 14)
EVENT = Event(start=date(2023, 7, 24), end=date(2023, 7, 28), tentative=True)


LATER = date(2023, 7, 20)


def board(
    tasks: Sequence[Item],
    *,
    today: date = TODAY,
    event: Event | None = EVENT,
    state: ConferenceState = ConferenceState.ACTIVE,
    silent_units: Sequence[SilentUnit] = (),
) -> Rollup:
    return rollup(tasks, state=state, event=event, today=today, calendar=VIETNAM, silent_units=silent_units)


def codes(reasons: Sequence[Reason]) -> list[tuple[str, int | None]]:
    return [(reason.code, reason.task_id) for reason in reasons]


def done(number: int, submitted_on: date) -> Item:
    return Item(id=number, state=TaskState.COMPLETED, submitted_on=submitted_on)


def test_an_overdue_blocking_task_makes_it_red_with_the_delay() -> None:
    found = board([Item(id=4, title="Báo cáo chính", kind="main_report", blocking=True)])
    facts = {
        "title": "Báo cáo chính",
        "kind": "main_report",
        "unit": 7,
        "due": date(2023, 7, 13),
        "latest": date(2023, 7, 17),
        "days": 1,
    }
    assert found.light is Light.RED
    assert found.reasons == (Reason(code="blocking_overdue", task_id=4, params=facts),)
    assert found.needed == (Reason(code="complete", task_id=4, params=facts),)


def test_a_blocking_task_open_the_day_before_makes_it_red() -> None:
    task = Item(blocking=True, due=date(2023, 7, 21))
    assert board([task], today=date(2023, 7, 20)).light is Light.GREEN
    eve = board([task], today=date(2023, 7, 21))
    assert (eve.light, codes(eve.reasons)) == (Light.RED, [("blocking_open_on_eve", 1)])


def test_what_is_due_after_the_event_does_not_redden_its_eve() -> None:
    assert board([Item(blocking=True, due=date(2023, 8, 4))], today=date(2023, 7, 21)).light is Light.GREEN


def test_a_submitted_result_only_needs_to_be_confirmed() -> None:
    task = Item(blocking=True, state=TaskState.SUBMITTED, submitted_on=date(2023, 7, 12))
    assert board([task]).light is Light.GREEN
    assert codes(board([task], today=date(2023, 7, 21)).needed) == [("confirm", 1)]


def test_a_blocking_task_due_soon_without_progress_makes_it_amber() -> None:
    found = board([Item(blocking=True, state=TaskState.ACKNOWLEDGED, due=date(2023, 7, 19))])
    assert (found.light, codes(found.reasons)) == (Light.AMBER, [("blocking_due_soon", 1)])
    assert codes(found.needed) == [("start", 1)]
    assert found.reasons[0].params["days"] == 3


def test_with_progress_it_stays_green() -> None:
    assert board([Item(blocking=True, due=date(2023, 7, 19))]).light is Light.GREEN


def test_an_overdue_task_makes_it_amber_and_names_who_waits_for_it() -> None:
    found = board([Item(id=1, kind="unit_data"), Item(id=2, kind="main_report", due=LATER)])
    assert (found.light, codes(found.reasons)) == (Light.AMBER, [("overdue", 1)])
    assert found.reasons[0].params["waiting"] == (2,)


def test_several_late_tasks_of_one_kind_are_one_reason() -> None:
    found = board([Item(id=n, unit_id=n, kind="speech") for n in (1, 2, 3)])
    params = {"kind": "speech", "count": 3, "days": 1, "tasks": (1, 2, 3), "units": (1, 2, 3), "waiting": ()}
    assert found.reasons == (Reason(code="several_overdue", params=params),)
    assert found.needed == (Reason(code="complete_several", params=params),)


def test_a_silent_unit_makes_it_amber() -> None:
    found = board([Item(due=LATER)], silent_units=[SilentUnit(unit_id=7, reminders=3)])
    assert found.light is Light.AMBER
    assert found.reasons == (Reason(code="unit_silent", params={"unit": 7, "reminders": 3}),)
    assert codes(found.needed) == [("reach_unit", None)]


def test_the_most_serious_reason_comes_first() -> None:
    tasks = [Item(id=1), Item(id=2, blocking=True, state=TaskState.ASSIGNED, due=TODAY), Item(id=3, blocking=True)]
    found = board(tasks, silent_units=[SilentUnit(unit_id=7, reminders=3)])
    expected = [("blocking_overdue", 3), ("blocking_due_soon", 2), ("overdue", 1), ("unit_silent", None)]
    assert codes(found.reasons) == expected


def test_a_conference_without_a_date_is_at_risk() -> None:
    found = board([Item(due=None)], event=None)
    assert (found.light, codes(found.needed)) == (Light.AMBER, [("set_event_date", None)])


def test_green_says_that_nothing_is_late() -> None:
    assert codes(board([Item(due=LATER)]).reasons) == [("nothing_overdue_or_due_soon", None)]
    assert board([Item(due=TODAY)]).reasons == (Reason(code="nothing_overdue", params={"due_soon": 1}),)
    assert board([Item(due=LATER)]).needed == ()


def test_a_draft_conference_has_no_verdict() -> None:
    found = board([Item(state=TaskState.DRAFT, blocking=True)], state=ConferenceState.DRAFT)
    assert (found.light, found.reasons) == (Light.DRAFT, (Reason(code="draft", params={"tasks": 1}),))


def test_a_conference_that_has_ended_is_past_even_with_work_left() -> None:
    tasks = [done(1, date(2023, 7, 12)), done(2, date(2023, 7, 17)), Item(id=3, due=date(2023, 8, 11))]
    found = board(tasks, today=date(2023, 7, 31))
    assert found.light is Light.PAST
    assert found.reasons == (Reason(code="held", params={"done": 2, "total": 3, "late": 1, "days": 2}),)
    assert board(tasks, today=date(2023, 7, 28)).light is not Light.PAST


def test_the_bar_is_in_its_order_and_leaves_out_what_is_not_counted() -> None:
    tasks = [
        done(1, date(2023, 7, 12)),
        done(2, date(2023, 7, 14)),
        Item(id=3, due=LATER),
        Item(id=4, due=date(2023, 7, 17)),
        Item(id=5),
        Item(id=6, due=None),
        Item(id=7, counted=False),
    ]
    found = board(tasks)
    assert found.bar == (("done", 1), ("done_late", 1), ("in_time", 1), ("due_soon", 1), ("overdue", 1), ("no_due", 1))
    assert (found.total, found.done, found.percent) == (6, 2, 33)
    assert found.counts[Compliance.NOT_COUNTED] == 1


def test_the_next_deadline_leaves_out_what_is_late_or_waits_for_confirmation() -> None:
    tasks = [
        Item(id=1),
        Item(id=2, due=date(2023, 7, 17), state=TaskState.SUBMITTED, submitted_on=TODAY),
        Item(id=3, due=date(2023, 7, 19)),
        Item(id=4, due=date(2023, 7, 19)),
        Item(id=5, due=date(2023, 7, 20)),
    ]
    found = board(tasks)
    assert (found.next_due, found.next_due_count) == (date(2023, 7, 19), 2)


def test_a_conference_without_tasks_has_zeros() -> None:
    found = board([])
    assert (found.total, found.percent, found.next_due, found.next_due_count) == (0, 0, None, 0)


ITEMS = st.lists(
    st.builds(
        Item,
        id=st.integers(1, 9),
        kind=st.sampled_from(["speech", "venue", "settlement", "other"]),
        blocking=st.booleans(),
        counted=st.booleans(),
        state=st.sampled_from(TaskState),
        due=st.none() | st.dates(date(2023, 7, 1), date(2023, 8, 15)),
        submitted_on=st.none() | st.dates(date(2023, 7, 1), date(2023, 8, 15)),
    ),
    max_size=6,
    unique_by=lambda item: item.id,
)


@given(ITEMS, st.dates(date(2023, 7, 1), date(2023, 8, 15)), st.none() | st.just(EVENT))
def test_every_light_is_explained_and_only_red_and_amber_need_something(
    tasks: list[Item], today: date, event: Event | None
) -> None:
    found = board(tasks, today=today, event=event)
    assert found.reasons
    assert bool(found.needed) == (found.light in (Light.RED, Light.AMBER))
    assert sum(count for _, count in found.bar) == found.total == len(tasks) - found.counts[Compliance.NOT_COUNTED]
    assert (found.percent == 100) == (found.done == found.total > 0)
