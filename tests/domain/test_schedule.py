"""Rules and the event → due dates."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.dates import DuePhrase
from tracker.domain.glossary import Anchor, DueFlag, DueSource
from tracker.domain.kinds import KINDS
from tracker.domain.schedule import (
    Due,
    Event,
    due_for,
    first_day,
    follow,
    last_day,
    reschedule,
)

MID_YEAR = Event(start=date(2023, 7, 24), end=date(2023, 7, 28), tentative=True)
NEW_YEAR = Event(start=date(2023, 1, 5), end=date(2023, 1, 5))
TRAINING = Event(start=date(2023, 8, 2), end=date(2023, 8, 2))


def due(
    kind: str, event: Event | None = MID_YEAR, *, planned: date | None = None, phrase: DuePhrase | None = None
) -> Due:
    return due_for(kind=KINDS[kind], event=event, calendar=VIETNAM, planned=planned, phrase=phrase)


@pytest.mark.parametrize(
    ("kind", "mid_year", "new_year"),
    [
        ("invite_speakers", date(2023, 7, 3), date(2022, 12, 14)),  # S−15
        ("unit_data", date(2023, 7, 6), date(2022, 12, 19)),  # S−12
        ("programme", date(2023, 7, 10), date(2022, 12, 21)),  # S−10
        ("budget", date(2023, 7, 10), date(2022, 12, 21)),
        ("main_report", date(2023, 7, 13), date(2022, 12, 26)),  # S−7
        ("speech", date(2023, 7, 13), date(2022, 12, 26)),
        ("thematic_content", date(2023, 7, 13), date(2022, 12, 26)),
        ("venue", date(2023, 7, 13), date(2022, 12, 26)),
        ("awards", date(2023, 7, 13), date(2022, 12, 26)),
        ("invitations", date(2023, 7, 17), date(2022, 12, 28)),  # S−5
        ("field_visit", date(2023, 7, 17), date(2022, 12, 28)),
        ("send_papers", date(2023, 7, 19), date(2022, 12, 30)),  # S−3
        ("reception", date(2023, 7, 19), date(2022, 12, 30)),
        ("printing", date(2023, 7, 20), date(2023, 1, 3)),  # S−2
        ("technical", date(2023, 7, 20), date(2023, 1, 3)),
        ("rehearsal", date(2023, 7, 21), date(2023, 1, 4)),  # S−1
        ("conclusion_notice", date(2023, 8, 4), date(2023, 1, 12)),  # E+5
        ("settlement", date(2023, 8, 11), date(2023, 1, 19)),  # E+10
    ],
)
def test_worked_dates_of_both_samples(kind: str, mid_year: date, new_year: date) -> None:
    assert (due(kind).day, due(kind, NEW_YEAR).day) == (mid_year, new_year)


@pytest.mark.parametrize(
    ("kind", "event", "latest"),
    [
        ("main_report", MID_YEAR, date(2023, 7, 17)),
        ("invite_speakers", TRAINING, date(2023, 7, 19)),
        ("press", MID_YEAR, date(2023, 7, 24)),
        ("settlement", MID_YEAR, date(2023, 8, 31)),  # end of the month after
        ("settlement", NEW_YEAR, date(2023, 2, 28)),
        ("conclusion_notice", MID_YEAR, date(2023, 8, 4)),
        ("records", MID_YEAR, None),
        ("general", MID_YEAR, None),
    ],
)
def test_the_ceiling_for_extensions(kind: str, event: Event, latest: date | None) -> None:
    assert due(kind, event).latest == latest


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("invite_speakers", date(2023, 7, 12)),
        ("unit_data", date(2023, 7, 17)),
        ("programme", date(2023, 7, 19)),
        ("thematic_content", date(2023, 7, 24)),
        ("venue", date(2023, 7, 24)),
    ],
)
def test_worked_dates_of_a_one_day_event(kind: str, day: date) -> None:
    assert due(kind, TRAINING).day == day


def test_a_rule_stays_beside_its_date() -> None:
    expected = Due(
        day=date(2023, 7, 10), latest=date(2023, 7, 17), source=DueSource.RULE, anchor=Anchor.START, offset=-10
    )
    assert due("programme") == expected


def test_an_unrecognised_task_gets_a_default() -> None:
    assert (due("other").day, due("other").source) == (date(2023, 7, 19), DueSource.DEFAULT)


def test_without_an_event_a_rule_gives_no_day() -> None:
    assert due("programme", None) == Due(day=None, source=DueSource.NONE, anchor=Anchor.START, offset=-10)


def test_a_date_in_the_plan_comes_first() -> None:
    phrase = DuePhrase(words="chậm nhất ngày 12/7", day=date(2023, 7, 12), until="2023-07-12")
    found = due("main_report", phrase=phrase)
    assert (found.day, found.source, found.words) == (date(2023, 7, 12), DueSource.PLAN, "chậm nhất ngày 12/7")


def test_a_date_in_the_plan_needs_no_event() -> None:
    assert due("venue", None, phrase=DuePhrase(words="12/7", day=date(2023, 7, 12))).day == date(2023, 7, 12)


def test_a_date_in_the_heading_says_so() -> None:
    found = due("venue", phrase=DuePhrase(words="xong trước 13/7", day=date(2023, 7, 12), inherited=True))
    assert (found.day, found.source) == (date(2023, 7, 12), DueSource.PLAN_INHERITED)


def test_a_date_before_the_event_on_a_day_off_moves_back_and_after_it_forward() -> None:
    assert due("venue", phrase=DuePhrase(words="16/7", day=date(2023, 7, 16))).day == date(2023, 7, 14)
    assert due("settlement", phrase=DuePhrase(words="06/8", day=date(2023, 8, 6))).day == date(2023, 8, 7)


def test_a_month_ends_on_its_last_working_day_even_after_the_event() -> None:
    phrase = DuePhrase(words="trong tháng 9", until="2023-09")
    assert due("settlement", phrase=phrase).day == date(2023, 9, 29)


def test_the_plan_may_name_a_day_past_the_ceiling() -> None:
    found = due("main_report", phrase=DuePhrase(words="20/7", day=date(2023, 7, 20)))
    assert (found.day, found.latest) == (date(2023, 7, 20), date(2023, 7, 20))


def test_days_counted_from_the_event_are_calendar_days_unless_the_text_says_working() -> None:
    calendar_days = DuePhrase(words="trước 05 ngày", anchor=Anchor.START, offset=-5)
    working_days = DuePhrase(words="trước 05 ngày làm việc", anchor=Anchor.START, offset=-5, working=True)
    assert due("venue", phrase=calendar_days).day == date(2023, 7, 19)
    assert due("venue", phrase=working_days).day == date(2023, 7, 17)
    assert due("venue", phrase=working_days).source is DueSource.PLAN_RELATIVE


def test_a_count_that_lands_on_a_day_off_moves_away_from_the_event() -> None:
    before = DuePhrase(words="trước 02 ngày", anchor=Anchor.START, offset=-2)
    after = DuePhrase(words="sau 01 ngày", anchor=Anchor.END, offset=1)
    assert due("venue", phrase=before).day == date(2023, 7, 21)
    assert due("records", phrase=after).day == date(2023, 7, 31)


def test_a_count_waits_for_the_event_to_be_known() -> None:
    phrase = DuePhrase(words="trước 05 ngày", anchor=Anchor.START, offset=-5)
    waiting = due("venue", None, phrase=phrase)
    assert (waiting.day, waiting.source, waiting.offset) == (None, DueSource.PLAN_RELATIVE, -5)
    known = reschedule(waiting, kind=KINDS["venue"], event=MID_YEAR, calendar=VIETNAM)
    assert known == due("venue", phrase=phrase)


def test_after_the_event_without_a_number_is_the_rule_of_the_kind() -> None:
    phrase = DuePhrase(words="sau hội nghị", anchor=Anchor.END)
    assert due("settlement", phrase=phrase).day == date(2023, 8, 11)
    assert due("press", phrase=phrase).day == date(2023, 8, 4)  # its own rule would be before the event


def test_vague_words_are_kept_and_the_rule_decides() -> None:
    found = due("venue", phrase=DuePhrase(words="kịp thời", vague=True))
    assert (found.day, found.source, found.words) == (date(2023, 7, 13), DueSource.RULE, "kịp thời")


def test_a_due_date_too_close_to_the_plan_is_shortened() -> None:
    found = due("programme", planned=date(2023, 7, 10))
    assert (found.day, found.flag) == (date(2023, 7, 12), DueFlag.SHORTENED)


def test_a_due_date_that_passes_its_ceiling_is_infeasible() -> None:
    found = due("programme", planned=date(2023, 7, 14))
    assert (found.day, found.latest, found.flag) == (date(2023, 7, 18), date(2023, 7, 17), DueFlag.INFEASIBLE)


def test_an_infeasible_task_is_still_due_before_the_event() -> None:
    assert due("programme", planned=date(2023, 7, 21)).day == date(2023, 7, 21)


def test_enough_time_is_not_flagged() -> None:
    assert due("programme", planned=date(2023, 7, 6)).flag is None
    assert due("settlement", planned=date(2023, 9, 6)).flag is None


def test_a_date_in_the_plan_is_never_clamped() -> None:
    found = due("venue", planned=date(2023, 7, 12), phrase=DuePhrase(words="12/7", day=date(2023, 7, 12)))
    assert (found.day, found.flag) == (date(2023, 7, 12), None)


def test_the_event_counts_from_its_working_days() -> None:
    weekend_first = Event(start=date(2023, 7, 22), end=date(2023, 7, 25))
    sunday = Event(start=date(2023, 7, 23), end=date(2023, 7, 23))
    assert first_day(weekend_first, VIETNAM) == date(2023, 7, 24)
    assert (first_day(sunday, VIETNAM), last_day(sunday, VIETNAM)) == (date(2023, 7, 23), date(2023, 7, 23))
    assert due("rehearsal", sunday).day == date(2023, 7, 21)
    assert due("press", sunday).latest == date(2023, 7, 21)


def test_a_co_operating_task_follows_its_lead() -> None:
    lead = due("programme")
    assert (follow(lead).day, follow(lead).source) == (lead.day, DueSource.LEAD_TASK)


@pytest.mark.parametrize("kind", KINDS)
def test_a_moved_event_gives_the_same_dates_as_a_fresh_one(kind: str) -> None:
    moved = reschedule(due(kind), kind=KINDS[kind], event=TRAINING, calendar=VIETNAM)
    assert moved == due(kind, TRAINING)


def test_a_moved_event_leaves_what_a_person_or_the_plan_has_set() -> None:
    for source in (DueSource.PERSON, DueSource.PLAN, DueSource.PLAN_INHERITED):
        fixed = Due(day=date(2023, 7, 13), latest=date(2023, 7, 17), source=source)
        moved = reschedule(fixed, kind=KINDS["venue"], event=TRAINING, calendar=VIETNAM)
        assert (moved.day, moved.latest, moved.source) == (date(2023, 7, 13), date(2023, 7, 26), source)


def test_a_rule_after_the_event_stays_after_it_when_the_event_moves() -> None:
    press = due("press", phrase=DuePhrase(words="sau hội nghị", anchor=Anchor.END))
    moved = reschedule(press, kind=KINDS["press"], event=TRAINING, calendar=VIETNAM)
    assert moved.day == date(2023, 8, 9)


def test_a_follower_is_left_to_its_lead() -> None:
    follower = follow(due("programme"))
    assert reschedule(follower, kind=KINDS["programme"], event=TRAINING, calendar=VIETNAM) == follower


def test_a_new_day_off_moves_the_dates_counted_over_it() -> None:
    storm = WorkingCalendar(off={date(2023, 7, 20): "Nghỉ bão"})
    moved = reschedule(due("programme"), kind=KINDS["programme"], event=MID_YEAR, calendar=storm)
    assert moved.day == date(2023, 7, 7)


EVENTS = st.builds(
    lambda start, days: Event(start=start, end=start + timedelta(days=days)),
    st.dates(date(2022, 3, 1), date(2027, 11, 30)),
    st.integers(0, 6),
)
KIND = st.sampled_from(sorted(KINDS))
PLANNED = st.none() | st.dates(date(2022, 1, 1), date(2027, 12, 31))


@given(KIND, EVENTS, PLANNED)
def test_nothing_is_due_on_a_day_off(kind: str, event: Event, planned: date | None) -> None:
    found = due(kind, event, planned=planned)
    assert found.day is not None
    assert VIETNAM.is_working(found.day)
    assert found.latest is None or VIETNAM.is_working(found.latest)


@given(KIND, EVENTS, PLANNED)
def test_preparation_is_due_by_the_event_and_the_rest_after(kind: str, event: Event, planned: date | None) -> None:
    found = due(kind, event, planned=planned)
    assert found.day is not None
    assert found.day > event.end if KINDS[kind].after_event else found.day <= first_day(event, VIETNAM)


@given(KIND, EVENTS, PLANNED)
def test_only_an_infeasible_due_date_passes_its_ceiling(kind: str, event: Event, planned: date | None) -> None:
    found = due(kind, event, planned=planned)
    assume(found.latest is not None and found.flag is not DueFlag.INFEASIBLE)
    assert found.day is not None
    assert found.latest is not None
    assert found.day <= found.latest


@given(KIND, EVENTS, st.integers(-40, 40).filter(bool), st.booleans())
def test_a_count_from_the_event_never_ends_on_a_day_off(kind: str, event: Event, offset: int, working: bool) -> None:
    anchor = Anchor.START if offset < 0 else Anchor.END
    found = due(kind, event, phrase=DuePhrase(words="…", anchor=anchor, offset=offset, working=working))
    assert found.day is not None
    assert VIETNAM.is_working(found.day)
