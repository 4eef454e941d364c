"""What a clerk means is what is read, however it was typed."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.plan.making import read
from tests.domain.plan.writing import Meant, Style, meanings, styles, wrapped, written
from tracker.domain.normalise import search_key
from tracker.domain.plan import ParsedPlan

_SAID = {"Hoà": "Hòa", "Thuỷ": "Thủy"}


def found(plan: ParsedPlan) -> list[tuple[str, str, tuple[str, ...], str | None]]:
    """Unit, words, partners and last good day of every assignment, spelling differences apart, in alphabetical
    order: a clerk who gathers a unit's duties under one heading changes their order.
    """
    return sorted(
        (
            search_key(one.unit),
            search_key(one.task).rstrip(" ."),
            tuple(map(search_key, one.partners)),
            one.due.day.isoformat() if one.due and one.due.day else None,
        )
        for one in plan.assignments
    )


def meant_of(meant: list[Meant]) -> list[tuple[str, str, tuple[str, ...], str | None]]:
    return sorted(
        (
            search_key(one.unit),
            search_key(one.words),
            (search_key(one.helper),) if one.helper else (),
            one.deadline[1],
        )
        for one in meant
    )


@settings(max_examples=150, deadline=None)
@given(meanings(), styles())
def test_what_was_meant_is_read(meant: list[Meant], style: Style) -> None:
    assert found(read(written(meant, style))) == meant_of(meant)


@settings(max_examples=60, deadline=None)
@given(meanings(), styles(), st.sampled_from(("NFC", "NFD")), st.booleans(), st.booleans())
def test_spelling_and_case_of_headings_change_nothing(
    meant: list[Meant], style: Style, form: str, modern: bool, lower: bool
) -> None:
    text = written(meant, style)
    if modern:
        text = text.replace("Hoà", "Hòa").replace("Thuỷ", "Thủy")
    if lower:
        text = text.replace("TỔ CHỨC THỰC HIỆN", "Tổ chức thực hiện").replace("MỤC ĐÍCH", "Mục đích")
    assert found(read(unicodedata.normalize(form, text))) == meant_of(meant)


@settings(max_examples=60, deadline=None)
@given(meanings(), styles(), st.integers(60, 110))
def test_breaking_lines_changes_nothing(meant: list[Meant], style: Style, width: int) -> None:
    text = written(meant, Style(style.heading, style.bullet, style.same_line, 0))
    assert found(read(wrapped(text, width))) == found(read(text))


@settings(max_examples=60, deadline=None)
@given(meanings(), styles())
def test_every_quote_stands_in_the_lines_it_names(meant: list[Meant], style: Style) -> None:
    text = written(meant, style)
    lines = text.split("\n")
    for one in read(text).assignments:
        named = " ".join(lines[one.first_line : one.last_line + 1])
        assert search_key(one.quote) in search_key(named)
