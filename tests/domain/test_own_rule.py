"""What an agency may write into a row of its table."""

from typing import Any

import pytest

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import Anchor
from tracker.domain.kinds import DEFAULT, KINDS
from tracker.domain.own_rule import LONGEST_BASIS, MOST_PHRASES, factors, own_rule, phrases
from tracker.domain.rules import Factors, OwnRule, RuleTable

PLAIN: dict[str, Any] = {"anchor": Anchor.START, "offset": -9, "latest": -6, "blocking": True, "basis": "Quy chế 12"}


def row(code: str = "venue", **values: Any) -> OwnRule:
    return own_rule(code, table=RuleTable(words={"awards": ["Bằng khen"]}), **(PLAIN | values))


def refused(code: str = "venue", **values: Any) -> tuple[str, object]:
    with pytest.raises(InvalidInput) as why:
        row(code, **values)
    return why.value.code, why.value.params["field"]


def test_a_row_keeps_what_was_typed_and_the_words_of_its_kind() -> None:
    kind = row().kind
    assert (kind.anchor, kind.offset, kind.latest_offset, kind.basis) == (Anchor.START, -9, -6, "Quy chế 12")
    assert kind.pattern is KINDS["venue"].pattern


def test_the_shipped_values_typed_again_are_the_shipped_row() -> None:
    assert row(offset=-7, latest=-5, basis=DEFAULT).as_shipped
    assert not row().as_shipped
    assert not row(offset=-7, latest=-5, basis=DEFAULT, words=["sảnh"]).as_shipped


def test_an_empty_basis_is_the_default() -> None:
    assert row(basis="  ").kind.basis == DEFAULT


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"offset": 1}, ("rule_offset_range", "offset")),
        ({"offset": -61}, ("rule_offset_range", "offset")),
        ({"anchor": Anchor.END, "offset": -1}, ("rule_offset_range", "offset")),
        ({"anchor": Anchor.END, "offset": 61}, ("rule_offset_range", "offset")),
        ({"latest": 1}, ("rule_latest_range", "latest")),
        ({"latest": -10}, ("rule_latest_first", "latest")),
        ({"anchor": Anchor.END, "offset": 5, "latest": 4}, ("rule_latest_first", "latest")),
        ({"next_month": True}, ("rule_next_month_before", "latest")),
        ({"anchor": Anchor.END, "offset": 16, "next_month": True}, ("rule_next_month_short", "offset")),
        ({"basis": "x" * (LONGEST_BASIS + 1)}, ("rule_basis_long", "basis")),
        ({"words": ["a"]}, ("rule_phrase_length", "words")),
        ({"words": ["a" * 61]}, ("rule_phrase_length", "words")),
        ({"words": ["bang khen"]}, ("rule_phrase_twice", "words")),
        ({"words": [f"từ {number}" for number in range(MOST_PHRASES + 1)]}, ("rule_phrases_many", "words")),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(values: dict[str, Any], why: tuple[str, str]) -> None:
    assert refused(**values) == why


def test_the_edges_of_the_ranges_are_taken() -> None:
    assert row(offset=0, latest=0).kind.offset == 0
    assert row(offset=-60, latest=None).kind.latest_offset is None
    assert row(anchor=Anchor.END, offset=15, latest=None, next_month=True).kind.latest_end_of_next_month


@pytest.mark.parametrize(("code", "anchor"), [("other", Anchor.END), ("other_after", Anchor.START)])
def test_other_work_keeps_its_side_of_the_event(code: str, anchor: Anchor) -> None:
    assert refused(code, anchor=anchor, offset=0, latest=None) == ("rule_anchor_fixed", "anchor")


def test_phrases_are_trimmed_and_counted_once_whatever_their_marks() -> None:
    found = phrases("venue", ["  Phòng  khánh tiết ", "", "phong khanh tiet", "sảnh"], RuleTable())
    assert found == ("Phòng khánh tiết", "sảnh")


def test_a_kind_may_keep_its_own_phrase() -> None:
    assert phrases("awards", ["bằng khen"], RuleTable(words={"awards": ["Bằng khen"]})) == ("bằng khen",)


@pytest.mark.parametrize(("small", "provincial"), [(9, 150), (101, 150), (50, 99), (50, 301)])
def test_factors_have_their_ranges(small: int, provincial: int) -> None:
    with pytest.raises(InvalidInput):
        factors(small, provincial)


def test_factors_at_the_edges_are_taken() -> None:
    assert (factors(10, 300), factors(100, 100)) == (
        Factors(small=10, provincial=300),
        Factors(small=100, provincial=100),
    )
