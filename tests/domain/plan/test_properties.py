"""What holds for every text."""

import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.plan.making import HEADER, SECTION, lines_of, read
from tracker.domain.plan import Line, read_plan

BODY = (
    "1. Phòng Thuỷ lợi và Hoà giải\n- Chủ trì xây dựng báo cáo trước ngày 01/6/2024.\n2. Uỷ ban nhân dân xã "
    "Hoà Bình phối hợp với Phòng Thuỷ lợi và Hoà giải đón tiếp đại biểu.\n"
)
PLAN = HEADER + SECTION + BODY
PIECES = st.sampled_from(
    [
        "1. ",
        "- ",
        "+ ",
        "a) ",
        "III. ",
        "Phòng Kế hoạch",
        "Giao ",
        "các huyện: A, B;",
        "phối hợp với ",
        ": ",
        "\t",
        "|",
        "trước ngày 5/6",
        "TỔ CHỨC THỰC HIỆN",
        "do ",
        "(",
        ")",
        "và ",
        "KẾ HOẠCH",
        "Nơi nhận:",
        "31/2",
        "tháng 13",
        "chủ trì",
        "tham luận",
        "STT|Nội dung|Đơn vị chủ trì|",
        "Thời gian: ",
        "\u0301",
        "…",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=7).map("".join), max_size=25))
def test_reading_never_raises_and_counts_add_up(texts: list[str]) -> None:
    parsed = read_plan([Line(number=number, text=text) for number, text in enumerate(texts)])
    assert [one.no for one in parsed.assignments] == list(range(1, len(parsed.assignments) + 1))
    assert parsed.coverage.tasks == len(parsed.assignments)
    assert all(
        one.unit and one.task and 0 <= one.first_line <= one.last_line < len(texts) for one in parsed.assignments
    )


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.text(max_size=12), max_size=5).map(tuple), max_size=8),
    st.sampled_from(["", "1.", "-", "I.", "•"]),
)
def test_reading_never_raises_on_any_rows_and_labels(rows: list[tuple[str, ...]], label: str) -> None:
    lines = [Line(number=number, text="x", label=label, cells=cells, table=0) for number, cells in enumerate(rows)]
    read_plan([*lines, replace(lines[0], cells=None)] if lines else [])


def test_an_empty_document_is_read_as_an_empty_plan() -> None:
    parsed = read_plan([])
    assert (parsed.assignments, parsed.conference.title, parsed.coverage.sentences) == ((), None, 0)


def test_decomposed_letters_change_nothing() -> None:
    assert read(unicodedata.normalize("NFD", PLAN)) == read(PLAN)


def test_tone_placement_changes_no_result_but_the_spelling() -> None:
    modern = PLAN.replace("Hoà", "Hòa").replace("Thuỷ", "Thủy").replace("Uỷ", "Ủy")
    assert [(one.role, one.kind, one.lead_no, one.due) for one in read(modern).assignments] == [
        (one.role, one.kind, one.lead_no, one.due) for one in read(PLAN).assignments
    ]
    assert [one.unit for one in read(modern).assignments] == [
        "Phòng Thủy lợi và Hòa giải",
        "Ủy ban nhân dân xã Hòa Bình",
    ]


def test_the_case_of_headings_changes_nothing() -> None:
    lower = PLAN.replace("III. TỔ CHỨC THỰC HIỆN", "III. Tổ chức thực hiện").replace(
        "II. THỜI GIAN, ĐỊA ĐIỂM", "II. Thời gian, địa điểm"
    )
    assert read(lower).assignments == read(PLAN).assignments
    assert read(lower).conference == read(PLAN).conference


def test_units_in_capitals_are_the_same_units() -> None:
    shouted = read(PLAN.replace("1. Phòng Thuỷ lợi và Hoà giải", "1. PHÒNG THUỶ LỢI VÀ HOÀ GIẢI"))
    assert [one.unit.casefold() for one in shouted.assignments] == [
        one.unit.casefold() for one in read(PLAN).assignments
    ]
    assert [one.task for one in shouted.assignments] == [one.task for one in read(PLAN).assignments]


def test_automatic_labels_and_typed_labels_are_the_same_outline() -> None:
    labelled = [
        Line(number=line.number, text=line.text.removeprefix("- "), label="-") if line.text.startswith("- ") else line
        for line in lines_of(PLAN)
    ]
    assert read_plan(labelled).assignments == read(PLAN).assignments
