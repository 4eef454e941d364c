"""Every sentence of the text that hands out duties is accounted for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.plan.making import HEADER, SECTION, read
from tests.domain.plan.writing import Meant, Style, meanings, styles, written
from tracker.domain.glossary import SentenceClass
from tracker.domain.normalise import collapse
from tracker.domain.plan import ParsedPlan
from tracker.domain.plan.parsed import Sentence

TASK, PART, HEADING = SentenceClass.TASK, SentenceClass.PART, SentenceClass.HEADING
TABLE = "| STT | Nội dung công việc | Đơn vị chủ trì |\n"
CONTACT, CLOSING, UNREAD = SentenceClass.CONTACT, SentenceClass.CLOSING, SentenceClass.UNREAD


def classes(organisation: str) -> list[tuple[SentenceClass, str]]:
    found = read(HEADER + SECTION + organisation).coverage.all
    return [(one.kind, one.words) for one in found if one.words != "TỔ CHỨC THỰC HIỆN"]


def unread(parsed: ParsedPlan) -> list[Sentence]:
    return [one for one in parsed.coverage.all if one.kind is UNREAD]


def test_duties_headings_contact_and_closing_are_told_apart() -> None:
    text = (
        "1. Văn phòng Sở\n- Xây dựng chương trình Hội nghị. Hoàn thành trước ngày 01/6/2024.\n"
        "2. Phòng Kế hoạch thực hiện các nội dung sau:\n- Lập dự toán kinh phí.\n"
        "Trên đây là Kế hoạch của Sở. Nếu có vướng mắc, đề nghị liên hệ Văn phòng Sở để giải quyết./.\n"
    )
    assert [kind for kind, _ in classes(text)] == [HEADING, TASK, PART, HEADING, TASK, CLOSING, CONTACT]


def test_the_figures_count_what_gives_orders() -> None:
    coverage = read(
        HEADER
        + SECTION
        + "1. Văn phòng Sở\n- Thuê xe.\n- Đặt cơm.\n2. Đề nghị Sở Y tế; Sở Nội vụ chuẩn bị tham luận.\n"
        "3. Việc chọn mô hình điển hình do kết quả bình chọn.\nNếu có vướng mắc, liên hệ Văn phòng Sở để giải quyết.\n"
    ).coverage
    assert (coverage.sentences, coverage.assigned, coverage.tasks, coverage.skipped, len(coverage.unread)) == (
        5,
        3,
        4,
        1,
        1,
    )


@pytest.mark.parametrize(
    "line",
    [
        "3. Việc chọn mô hình điển hình căn cứ kết quả bình chọn.",
        "- Chuẩn bị báo cáo.",
        "Các nội dung khác được cập nhật hằng tuần.",
    ],
)
def test_what_nothing_explains_is_listed(line: str) -> None:
    found = unread(read(HEADER + SECTION + line + "\n1. Văn phòng Sở: Thuê xe.\n"))
    assert [one.line for one in found] == [16]


def test_items_below_a_duty_explain_it() -> None:
    text = "1. Văn phòng Sở\n- Chuẩn bị hội trường, gồm:\n+ Âm thanh, ánh sáng;\n+ Hoa, nước uống.\n- Thuê xe.\n"
    assert [kind for kind, _ in classes(text)] in (
        [HEADING, TASK, PART, PART, TASK],
        [HEADING, HEADING, TASK, TASK, TASK],
    )


def test_labelled_lines_belong_to_their_duty() -> None:
    labels = "- Đơn vị chủ trì: Phòng Kế hoạch.\n- Thời gian hoàn thành: trước ngày 01/6/2024.\n"
    assert [kind for kind, _ in classes("1. Xây dựng báo cáo sơ kết.\n" + labels)] == [TASK, PART, PART]


def test_rows_of_a_table_of_duties_are_counted_one_by_one() -> None:
    rows = TABLE + "| 1 | Thuê xe | Văn phòng Sở |\n| 2 | In tài liệu | Phòng Kế hoạch |\n"
    found = read(HEADER + SECTION + rows).coverage
    assert [one.kind for one in found.all] == [HEADING, HEADING, TASK, TASK]
    assert [one.nos for one in found.all if one.kind is TASK] == [(1,), (2,)]


def test_a_row_without_a_doer_is_listed_as_not_understood() -> None:
    header = "| STT | Nội dung công việc | Đơn vị chủ trì | Thời hạn |\n"
    rows = header + "| 1 | Thuê xe | Văn phòng Sở | |\n| 2 | Chạy thử đường truyền | | 5/6/2024 |\n"
    parsed = read(HEADER + SECTION + rows)
    assert len(unread(parsed)) + len(parsed.assignments) == 2


def test_a_table_of_duties_in_an_appendix_counts_too() -> None:
    tail = "Nơi nhận:\n- Như trên.\nPHỤ LỤC PHÂN CÔNG NHIỆM VỤ\n" + TABLE + "| 1 | Thuê xe | Phòng Kế hoạch |\n"
    found = read(HEADER + SECTION + "1. Văn phòng Sở: Đặt cơm.\n" + tail).coverage
    assert (found.sentences, found.assigned, found.tasks) == (2, 2, 2)


@settings(max_examples=60, deadline=None)
@given(meanings(), styles())
def test_of_a_clerks_plan_no_sentence_is_left_over(meant: list[Meant], style: Style) -> None:
    parsed = read(written(meant, style))
    assert_adds_up(parsed)
    assert unread(parsed) == []


PIECES = st.sampled_from(
    ["1. Văn phòng Sở", "2. Phòng Kế hoạch:", "- ", "+ ", "a) ", "Thuê xe.", "Xây dựng báo cáo. Gửi về Sở.", "Giao ",
     "Trên đây là Kế hoạch.", "Nếu có vướng mắc, liên hệ Văn phòng Sở.", "Hoàn thành trước ngày 01/6/2024.",
     "Lưu ý: gọn.",
     "chủ trì ", "phối hợp với Sở Y tế ", "Đơn vị chủ trì: Phòng Kế hoạch.", "Không rõ của ai.",
     "| 1 | Thuê xe | Văn phòng Sở |",
     "| STT | Nội dung | Đơn vị chủ trì |", "(Kèm theo phụ lục)", "IV. KINH PHÍ", "Nơi nhận:"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=4).map("".join), max_size=14))
def test_no_sentence_vanishes_and_the_classes_add_up(lines: list[str]) -> None:
    parsed = read(HEADER + SECTION + "\n".join(lines))
    assert_adds_up(parsed)
    told = collapse(" ".join(one.words for one in parsed.coverage.all))
    for number in parsed.organisation[1:]:
        text = (HEADER + SECTION + "\n".join(lines)).split("\n")[number]
        words = [word for word in text.split() if len(word) > 3 and word.isalpha() and word.isascii()]
        assert all(word in told for word in words)


def assert_adds_up(parsed: ParsedPlan) -> None:
    coverage = parsed.coverage
    counts = {kind: sum(one.kind is kind for one in coverage.all) for kind in SentenceClass}
    assert sum(counts.values()) == len(coverage.all)
    assert coverage.assigned == counts[TASK]
    assert len(coverage.unread) == counts[UNREAD]
    assert coverage.sentences == coverage.assigned + coverage.skipped + len(coverage.unread)
    assert {no for one in coverage.all for no in one.nos} == {one.no for one in parsed.assignments}
