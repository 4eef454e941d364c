"""The natural order: which due dates contradict it, what settles them, and what other dates would do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.domain.item import Item
from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import Anchor, DueSource, Review, TaskState
from tracker.domain.kinds import KINDS, predecessors
from tracker.domain.order import OrderCode, OrderViolation, order_change, order_violations, violations_of
from tracker.domain.order_pairs import MOST
from tracker.domain.schedule import Event, due_for

EVENT = Event(start=date(2023, 7, 24), end=date(2023, 7, 28))


@dataclass(frozen=True, kw_only=True)
class Dated(Item):
    """Its date was set by a person unless the test says otherwise."""

    due_source: DueSource = DueSource.PERSON
    pinned: bool = False
    anchor: Anchor | None = None
    review: Review = Review.ACCEPTED


def task(number: int, kind: str, day: date | None, **values: object) -> Dated:
    return Dated(id=number, kind=kind, due=day, **values)  # type: ignore[arg-type]  # the test's own names


def found(
    tasks: Sequence[Dated], event: Event | None = None, today: date | None = None
) -> list[tuple[int | None, ...]]:
    every = order_violations(tasks, event=event, calendar=VIETNAM, today=today)
    return [(one.before_id, one.after_id) for one in every]


REPORT = task(1, "main_report", date(2023, 7, 19))
PAPERS = task(2, "send_papers", date(2023, 7, 18))


def test_a_predecessor_due_later_is_reported_with_the_working_days_between() -> None:
    rest = [task(3, "unit_data", date(2023, 7, 18)), task(4, "printing", None)]
    assert order_violations([REPORT, PAPERS, *rest], event=None, calendar=VIETNAM) == (
        OrderViolation(
            code=OrderCode.DUE_LATER,
            before_id=1,
            after_id=2,
            before_day=date(2023, 7, 19),
            after_day=date(2023, 7, 18),
            days=1,
        ),
    )


def test_days_off_do_not_lengthen_the_distance() -> None:
    papers = replace(PAPERS, due=date(2023, 7, 14))  # Friday
    [one] = order_violations([replace(REPORT, due=date(2023, 7, 17)), papers], event=None, calendar=VIETNAM)
    assert one.days == 1


def test_two_due_on_one_day_are_in_order() -> None:
    assert found([replace(REPORT, due=PAPERS.due), PAPERS]) == []


def test_a_rule_against_a_date_of_the_plan_is_reported() -> None:
    tasks = [
        task(1, "venue", date(2023, 7, 13), due_source=DueSource.RULE),
        task(2, "programme", date(2023, 7, 10), due_source=DueSource.PLAN),
    ]
    assert found(tasks) == [(1, 2)]


def test_our_own_rules_are_not_reported_against_each_other_unless_one_is_pinned() -> None:
    venue = task(1, "venue", date(2023, 7, 13), due_source=DueSource.RULE)
    programme = task(2, "programme", date(2023, 7, 10), due_source=DueSource.RULE)
    assert (found([venue, programme]), found([replace(venue, pinned=True), programme])) == ([], [(1, 2)])


def test_settled_work_is_not_reported() -> None:
    settled = [
        {"state": TaskState.COMPLETED, "submitted_on": date(2023, 7, 17)},
        {"state": TaskState.SUBMITTED, "submitted_on": date(2023, 7, 17)},
        {"state": TaskState.CANCELLED},
        {"state": TaskState.SUSPENDED},
        {"state": TaskState.DECLINED},
        {"state": TaskState.DRAFT, "review": Review.SKIPPED},
        {"counted": False},
        {"due_source": DueSource.LEAD_TASK},
    ]
    either = [(replace(REPORT, **one), replace(PAPERS, **one)) for one in settled]  # type: ignore[arg-type]
    assert [found([report, PAPERS]) + found([REPORT, papers]) for report, papers in either] == [[]] * len(settled)


def test_a_draft_that_a_person_has_not_dismissed_is_reported() -> None:
    assert found([replace(REPORT, state=TaskState.DRAFT), PAPERS]) == [(1, 2)]


def test_dates_on_the_wrong_side_of_the_event_are_reported_once_as_such() -> None:
    tasks = [
        task(1, "venue", date(2023, 7, 31)),
        task(2, "settlement", date(2023, 7, 21)),
        task(3, "venue", date(2023, 7, 13)),
        task(4, "invitations", date(2023, 7, 17)),
    ]
    every = order_violations(tasks, event=EVENT, calendar=VIETNAM)
    assert [(one.code, one.before_id, one.after_id, one.days) for one in every] == [
        (OrderCode.BEFORE_EVENT, None, 2, 1),
        (OrderCode.AFTER_EVENT, 1, None, 1),
    ]


def test_what_the_plan_counts_from_the_end_of_the_event_is_no_preparation() -> None:
    later = task(1, "other", date(2023, 8, 2), due_source=DueSource.PLAN_RELATIVE, anchor=Anchor.END)
    assert found([later, task(2, "rehearsal", date(2023, 7, 21))], EVENT) == []


def test_an_overdue_predecessor_is_reported_from_the_day_on_which_its_successor_is_due() -> None:
    report = replace(REPORT, due=date(2023, 7, 13), due_source=DueSource.RULE)
    papers = replace(PAPERS, due=date(2023, 7, 19), due_source=DueSource.RULE)
    days = (date(2023, 7, 18), date(2023, 7, 19))
    [late] = order_violations([report, papers], event=EVENT, calendar=VIETNAM, today=days[1])
    assert (found([report, papers], EVENT, days[0]), late.code, late.days) == ([], OrderCode.LATE, 4)


def test_what_is_late_by_now_is_not_also_due_too_late() -> None:
    every = order_violations([REPORT, PAPERS], event=EVENT, calendar=VIETNAM, today=date(2023, 7, 20))
    assert [one.code for one in every] == [OrderCode.LATE]


def test_of_many_the_worst_are_named_and_the_rest_is_counted() -> None:
    speeches = [task(n, "speech", date(2023, 7, 10) + timedelta(days=n)) for n in range(1, 10)]
    collect = task(20, "collect_speeches", date(2023, 7, 10))
    every = order_violations([*speeches, collect], event=None, calendar=VIETNAM)
    assert ({one.before_id for one in every}, sum(1 + one.more for one in every)) == ({7, 8, 9}, 9)


def test_a_task_is_told_its_own_though_anothers_are_worse() -> None:
    speeches = [task(n, "speech", date(2023, 7, 10) + timedelta(days=n)) for n in range(1, 10)]
    tasks = [*speeches, task(20, "collect_speeches", date(2023, 7, 10))]
    own = [violations_of(n, tasks, event=None, calendar=VIETNAM) for n in range(1, 10)]
    assert [[(one.before_id, one.after_id) for one in every] for every in own] == [[(n, 20)] for n in range(1, 10)]


def test_moving_one_date_shows_what_appears_and_what_vanishes() -> None:
    tasks = [REPORT, PAPERS, task(3, "unit_data", date(2023, 7, 18))]
    change = order_change(tasks, {1: date(2023, 7, 17)}, event=EVENT, new_event=EVENT, calendar=VIETNAM)
    pairs = [[(one.before_id, one.after_id) for one in part] for part in (change.appear, change.vanish)]
    assert pairs == [[(3, 1)], [(1, 2)]]


def test_a_rules_date_that_a_person_moves_is_compared_with_the_rules() -> None:
    report, papers = replace(REPORT, due_source=DueSource.RULE), replace(PAPERS, due_source=DueSource.RULE)
    moved = {1: date(2023, 7, 20)}
    by_rule = order_change([report, papers], moved, event=EVENT, new_event=EVENT, calendar=VIETNAM)
    by_hand = order_change([report, papers], moved, event=EVENT, new_event=EVENT, calendar=VIETNAM, by_person={1})
    assert (len(by_rule.appear), len(by_hand.appear)) == (0, 1)


def test_an_earlier_event_leaves_a_pinned_date_behind_it() -> None:
    venue = task(1, "venue", date(2023, 7, 20))
    earlier = Event(start=date(2023, 7, 18), end=date(2023, 7, 18))
    change = order_change([venue], {}, event=EVENT, new_event=earlier, calendar=VIETNAM)
    assert ([one.code for one in change.appear], change.vanish) == ([OrderCode.AFTER_EVENT], ())


EVENTS = st.builds(
    lambda start, days: Event(start=start, end=start + timedelta(days=days)),
    st.dates(date(2022, 3, 1), date(2027, 11, 30)),
    st.integers(0, 6),
)
PLANNED = st.none() | st.integers(3, 60)


def ruled(event: Event, planned: date | None) -> list[Dated]:
    """A task of every kind as the rules alone date it."""
    dues = {code: due_for(kind=kind, event=event, calendar=VIETNAM, planned=planned) for code, kind in KINDS.items()}
    return [
        task(n, code, due.day, due_source=due.source, anchor=due.anchor)
        for n, (code, due) in enumerate(dues.items(), 1)
    ]


@given(EVENTS, PLANNED)
def test_dates_of_the_rules_alone_are_never_reported(event: Event, ahead: int | None) -> None:
    planned = event.start - timedelta(days=ahead) if ahead else None
    assert found(ruled(event, planned), event) == []


MOVED = st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(-30, 30)), min_size=1, max_size=25)


def moved(event: Event, rows: list[tuple[str, int]]) -> list[Dated]:
    """Tasks that a person has put some days from the event."""
    return [task(n, kind, event.start + timedelta(days=days)) for n, (kind, days) in enumerate(rows, 1)]


@given(EVENTS, MOVED, st.none() | st.integers(-30, 30))
def test_every_contradiction_is_named_or_counted(event: Event, rows: list[tuple[str, int]], day: int | None) -> None:
    today = event.start + timedelta(days=day) if day is not None else None
    tasks = [one for one in moved(event, rows) if not _beside(one, event)]
    every = order_violations(tasks, event=event, calendar=VIETNAM, today=today)
    wrong = {
        (before.id, after.id)
        for before in tasks
        for after in tasks
        if before.kind in predecessors(after.kind) and before.due and after.due
        if before.due > after.due or (today and before.due < today and after.due <= today)
        if KINDS[before.kind].counted and KINDS[after.kind].counted
    }
    assert {(one.before_id, one.after_id) for one in every} <= wrong
    assert sum(1 + one.more for one in every) == len(wrong)


def _beside(one: Dated, event: Event) -> bool:
    """On the wrong side of the event, which is told on its own; or an umbrella duty, which is not counted."""
    assert one.due is not None
    after = KINDS[one.kind].after_event
    return one.due < event.start if after else one.due > event.end or not KINDS[one.kind].counted


@given(EVENTS, MOVED)
def test_of_no_task_more_than_a_few_are_named(event: Event, rows: list[tuple[str, int]]) -> None:
    every = order_violations(moved(event, rows), event=event, calendar=VIETNAM)
    sides = [[one.before_id for one in every], [one.after_id for one in every]]
    named = [side.count(number) for side in sides for number in set(side) if number is not None]
    assert max(named, default=0) <= MOST


@given(EVENTS, MOVED)
def test_a_violation_is_gone_once_the_date_is_mended(event: Event, rows: list[tuple[str, int]]) -> None:
    tasks = moved(event, rows)
    every = order_violations(tasks, event=event, calendar=VIETNAM)
    assume(every)
    first = every[0]
    if first.code is OrderCode.DUE_LATER:
        assert first.before_id is not None
        dues = {first.before_id: first.after_day}
    elif first.before_id is not None:
        dues = {first.before_id: event.start}
    else:
        assert first.after_id is not None
        dues = {first.after_id: event.end}
    change = order_change(tasks, dues, event=event, new_event=event, calendar=VIETNAM)
    mended = [replace(one, due=dues.get(one.id, one.due)) for one in tasks]
    left = violations_of(next(iter(dues)), mended, event=event, calendar=VIETNAM)
    key = (first.before_id, first.after_id)
    assert key in {(one.before_id, one.after_id) for one in change.vanish}
    assert key not in {(one.before_id, one.after_id) for one in left}


@settings(max_examples=3)
@given(EVENTS)
def test_thousands_of_tasks_are_looked_at_together(event: Event) -> None:
    codes = sorted(KINDS)
    tasks = [task(n, codes[n % len(codes)], event.start - timedelta(days=n % 40)) for n in range(1, 5001)]
    assert len(order_violations(tasks, event=event, calendar=VIETNAM)) <= MOST * len(tasks)


def test_the_side_of_the_event_is_the_agencys_rule_s() -> None:
    """An agency that sends the papers afterwards is not warned when they are due after the event, but before it."""
    after = replace(KINDS["send_papers"], anchor=Anchor.END, offset=3)
    kinds = {**KINDS, "send_papers": after}
    late = replace(PAPERS, due=date(2023, 8, 2), due_source=DueSource.PERSON)
    early = replace(late, due=date(2023, 7, 18))
    shipped = order_violations([late], event=EVENT, calendar=VIETNAM)
    assert [one.code for one in shipped] == [OrderCode.AFTER_EVENT]
    assert order_violations([late], event=EVENT, calendar=VIETNAM, kinds=kinds) == ()
    own = order_violations([early], event=EVENT, calendar=VIETNAM, kinds=kinds)
    assert [one.code for one in own] == [OrderCode.BEFORE_EVENT]
    assert order_violations([REPORT, late], event=EVENT, calendar=VIETNAM, kinds=kinds) == ()
