"""A plan printed as plain text is the same plan, and no line of it gets lost."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.plan.making import HEADER, lines_of, read
from tests.domain.plan.writing import DEADLINES, DUTIES, HELPERS, UNITS, Meant, Style, meanings, styles, written
from tracker.documents import read_document, read_text
from tracker.domain.normalise import search_key
from tracker.domain.plan import ParsedPlan, read_plan
from tracker.domain.plan.lines import Line, as_text
from tracker.domain.plan.paragraphs import paragraphs

DEMO = Path(__file__).parents[3] / "tracker" / "demo" / "plans"
Row = tuple[str, str, str, tuple[str, str | None]]


def essence(plan: ParsedPlan) -> list[tuple[object, ...]]:
    return [
        (one.unit, one.role, search_key(one.task), one.partners, one.due.until if one.due else None)
        for one in plan.assignments
    ]


@pytest.mark.parametrize("name", ["hoi-nghi-so-ket-2026.docx", "hoi-nghi-tong-ket-2026.docx"])
def test_a_word_file_printed_as_text_is_the_same_plan(name: str) -> None:
    document = read_document(name, (DEMO / name).read_bytes())
    printed = read_text(as_text(document.lines))
    assert essence(read_plan(printed.lines)) == essence(read_plan(document.lines))
    assert as_text(printed.lines) == as_text(document.lines)


@settings(max_examples=40, deadline=None)
@given(meanings(), styles())
def test_printing_a_text_gives_the_text(meant: list[Meant], style: Style) -> None:
    text = written(meant, style)
    assert as_text(lines_of(text)) == text


def rows() -> st.SearchStrategy[list[Row]]:
    row = st.tuples(
        st.sampled_from(UNITS), st.sampled_from(DUTIES), st.sampled_from(("", *HELPERS)), st.sampled_from(DEADLINES)
    )
    return st.lists(row, min_size=1, max_size=8, unique_by=lambda one: one[:2])


@settings(max_examples=80, deadline=None)
@given(rows(), st.permutations(["stt", "task", "lead", "partner", "due"]))
def test_a_table_of_assignments_is_read_whatever_the_order_of_its_columns(wanted: list[Row], order: list[str]) -> None:
    heads = {
        "stt": "STT", "task": "Nội dung công việc", "lead": "Đơn vị chủ trì", "partner": "Đơn vị phối hợp",
        "due": "Thời hạn hoàn thành",
    }  # fmt: skip
    table = [tuple(heads[name] for name in order)]
    for number, (unit, duty, helper, (words, _)) in enumerate(wanted, start=1):
        filled = {"stt": str(number), "task": duty, "lead": unit, "partner": helper, "due": words.strip(" ,")}
        table.append(tuple(filled[name] for name in order))
    head = lines_of(HEADER + "III. PHÂN CÔNG NHIỆM VỤ")
    lines = [
        *head,
        *(
            Line(number=len(head) + index, text=" | ".join(cells), cells=cells, table=0)
            for index, cells in enumerate(table)
        ),
    ]
    meant = sorted((unit, duty, (helper,) if helper else (), due[1]) for unit, duty, helper, due in wanted)
    for plan in (read_plan(lines), read(as_text(lines))):
        found = [
            (one.unit, one.task, one.partners, one.due.day.isoformat() if one.due and one.due.day else None)
            for one in plan.assignments
        ]
        assert sorted(found) == meant


WORDS = st.lists(st.text("aàbcđeêghi 1.-+:;,|\t", max_size=14), max_size=12)


@settings(max_examples=120, deadline=None)
@given(WORDS)
def test_no_line_with_a_word_in_it_gets_lost(texts: list[str]) -> None:
    lines = [Line(number=number, text=text) for number, text in enumerate(texts)]
    kept = {number for block in paragraphs(lines) for number in range(block.first, block.last + 1)}
    assert [
        text for line, text in zip(lines, texts, strict=True) if line.number not in kept and any(map(str.isalpha, text))
    ] == []
