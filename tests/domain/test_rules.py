"""An agency's table over the shipped one, and what the scale of a meeting makes of its rules."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import Anchor, AssignmentRole, ConferenceScale
from tracker.domain.kinds import KINDS
from tracker.domain.rules import (
    LEGAL,
    SAFE_NEXT_MONTH,
    Factors,
    OwnRule,
    Proposal,
    RuleTable,
    is_law,
    looser_than_law,
    scaled,
)
from tracker.domain.schedule import Event, due_for, last_day, latest_for

LEAD = AssignmentRole.LEAD
SMALL, ORDINARY, PROVINCIAL = ConferenceScale.SMALL, ConferenceScale.ORDINARY, ConferenceScale.PROVINCIAL
EVENTS = st.dates(date(2022, 1, 10), date(2027, 12, 20)).map(lambda day: Event(start=day, end=day))
VENUE = replace(KINDS["venue"], offset=-9, latest_offset=-6, blocking=False, basis="Quy chế 12")


def table(**values: object) -> RuleTable:
    return RuleTable(changed={"venue": VENUE}, words={"venue": ["phòng khánh tiết"]}, **values)  # type: ignore[arg-type]


def test_a_kind_without_a_row_of_the_agency_has_the_shipped_rule() -> None:
    assert table().kind("programme") == KINDS["programme"]
    assert not table().differs("programme")


def test_the_agency_s_row_stands_over_the_shipped_one() -> None:
    assert table().kind("venue") == VENUE
    assert table().differs("venue")


def test_a_code_that_nobody_knows_has_the_rule_of_other_work() -> None:
    assert table().kind("gone").code == "other"


def test_an_agency_s_phrase_is_tried_before_the_shipped_words() -> None:
    text = "Chuẩn bị nội dung và phòng khánh tiết"
    assert RuleTable().classify(text, LEAD) == "thematic_content"
    assert table().classify(text, LEAD) == "venue"
    assert table().classify("Chuan bi phong khanh tiet", LEAD) == "venue"


def test_a_phrase_is_no_part_of_a_word() -> None:
    short = RuleTable(words={"awards": ["thi"]})
    assert short.own_kind("Thiết kế maket", LEAD) is None
    assert short.own_kind("Tổ chức thi", LEAD) == "awards"


@pytest.mark.parametrize("role", [AssignmentRole.CONTRIBUTE, AssignmentRole.GENERAL])
def test_phrases_do_not_touch_speeches_and_umbrella_duties(role: AssignmentRole) -> None:
    assert table().own_kind("phòng khánh tiết", role) is None


def test_a_proposal_gives_another_table_and_leaves_the_first() -> None:
    before = table()
    after = before.amended(
        Proposal(rows={"venue": None, "awards": OwnRule(kind=KINDS["awards"], words=("bằng khen",))})
    )
    assert (after.kind("venue"), after.words) == (KINDS["venue"], {"awards": ("bằng khen",)})
    assert (before.kind("venue"), before.words) == (VENUE, {"venue": ("phòng khánh tiết",)})
    assert before.written != after.written


def test_a_proposal_of_what_is_there_gives_an_equal_table() -> None:
    same = table().amended(Proposal(rows={"venue": OwnRule(kind=VENUE, words=("phòng khánh tiết",))}))
    assert same.written == table().written


@pytest.mark.parametrize(
    ("code", "small", "provincial"),
    [
        ("invite_speakers", (-8, -5), (-23, -10)),
        ("programme", (-5, -3), (-15, -5)),
        ("main_report", (-4, -3), (-11, -5)),  # half of 7 is 4: rounded away from the event
        ("invitations", (-3, -3), (-8, -3)),  # never nearer than the decree's three days
        ("send_papers", (-3, -3), (-5, -3)),
        ("press", (-1, 0), (-3, 0)),
        ("rehearsal", (-1, -1), (-1, -1)),  # the day before stays the day before
        ("conclusion_notice", (5, 5), (5, 5)),
        ("settlement", (10, None), (10, None)),
    ],
)
def test_what_half_and_one_and_a_half_make_of_the_shipped_rules(
    code: str, small: tuple[int, int | None], provincial: tuple[int, int | None]
) -> None:
    rules = RuleTable()
    found = [(rules.kind(code, scale).offset, rules.kind(code, scale).latest_offset) for scale in (SMALL, PROVINCIAL)]
    assert found == [small, provincial]


def test_a_document_that_the_agency_names_keeps_its_ceiling_as_a_decree_does() -> None:
    assert scaled(VENUE, 50).latest_offset == -6
    assert scaled(VENUE, 50).offset == -6
    assert scaled(replace(VENUE, basis="practice"), 50).latest_offset == -3


def test_a_decree_holds_although_the_agency_names_another_basis() -> None:
    renamed = replace(KINDS["invitations"], basis="default")
    assert (scaled(renamed, 10).offset, scaled(renamed, 10).latest_offset) == (-3, -3)


def test_an_ordinary_meeting_is_counted_by_the_rule_itself() -> None:
    rules = RuleTable(factors=Factors(small=10, provincial=300))
    assert [rules.kind(code, ORDINARY) for code in KINDS] == list(KINDS.values())


@given(st.sampled_from(sorted(KINDS)), st.integers(10, 300))
def test_at_every_scale_latest_is_not_before_due_and_the_law_holds(code: str, percent: int) -> None:
    kind, found = KINDS[code], scaled(KINDS[code], percent)
    assert found.latest_offset is None or found.latest_offset >= found.offset
    assert found.anchor is kind.anchor
    if kind.after_event or kind.offset >= -1:
        assert found == kind
    else:
        assert found.offset <= -1
        assert (found.offset <= kind.offset) if percent >= 100 else (found.offset >= kind.offset)
    if kind.basis in LEGAL:
        assert found.latest_offset == kind.latest_offset


@given(st.integers(-60, -2), st.integers(0, 58), st.integers(10, 300))
def test_an_agency_s_own_rule_is_never_due_after_its_latest(offset: int, more: int, percent: int) -> None:
    kind = replace(KINDS["venue"], offset=offset, latest_offset=min(0, offset + more))
    found = scaled(kind, percent)
    assert found.latest_offset is not None
    assert found.offset <= found.latest_offset <= 0


@given(EVENTS, st.sampled_from(sorted(KINDS)), st.integers(10, 300))
def test_no_scale_brings_a_due_date_past_its_latest_day(event: Event, code: str, percent: int) -> None:
    kind = scaled(KINDS[code], percent)
    due = due_for(kind=kind, event=event, calendar=VIETNAM)
    assert due.day is not None
    assert due.latest is None or due.day <= due.latest
    assert VIETNAM.is_working(due.day)


def test_fifteen_working_days_always_fit_until_the_end_of_the_next_month() -> None:
    days = [date(2022, 1, 1) + timedelta(days=n) for n in range(6 * 365)]
    events = [Event(start=day, end=day) for day in days]
    left = [
        VIETNAM.count_between(last_day(event, VIETNAM), latest_for(KINDS["settlement"], event, VIETNAM) or event.end)
        for event in events
    ]
    assert min(left) == SAFE_NEXT_MONTH


@pytest.mark.parametrize(
    ("code", "values", "looser"),
    [
        ("invitations", {}, False),
        ("invitations", {"offset": -3}, False),  # due on the last day that the decree allows
        ("invitations", {"offset": -8, "latest_offset": -5}, False),
        ("invitations", {"latest_offset": -2}, True),
        ("invitations", {"latest_offset": None}, True),
        ("invitations", {"anchor": Anchor.END, "offset": 1, "latest_offset": 2}, True),
        ("conclusion_notice", {"offset": 3, "latest_offset": 4}, False),
        ("conclusion_notice", {"latest_offset": 6}, True),
        ("settlement", {"latest_end_of_next_month": False, "latest_offset": 15}, False),
        ("settlement", {"latest_end_of_next_month": False, "latest_offset": 16}, True),
        ("settlement", {"latest_end_of_next_month": False}, True),
        ("venue", {"latest_offset": None}, False),  # no decree speaks of it
    ],
)
def test_only_a_later_day_than_the_decree_s_is_looser(code: str, values: dict[str, object], looser: bool) -> None:
    assert looser_than_law(replace(KINDS[code], **values)) is looser  # type: ignore[arg-type]  # the row's own fields


def test_four_rules_are_law() -> None:
    assert {code for code in KINDS if is_law(code)} == {"invitations", "send_papers", "conclusion_notice", "settlement"}
