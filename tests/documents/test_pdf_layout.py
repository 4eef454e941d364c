"""A printed page as a reader sees it: columns, paragraphs, tables."""

import pytest

from tests.documents.making import Sheet, printed, ruled
from tracker.documents.pdf import read_pdf

LEFT, TOP, STEP, WIDE = 60, 80, 16, 75  # letters are 6 points wide: 75 of them are a line
LONG = (
    "Thực hiện chương trình công tác năm, Sở Nông nghiệp xây dựng kế hoạch tổ chức hội nghị tổng kết công tác khuyến "
    "nông, triển khai nhiệm vụ năm sau, với yêu cầu thiết thực, tiết kiệm, đúng thành phần và bảo đảm tiến độ đã đề ra "
    "trong chương trình công tác của cơ quan, đồng thời làm rõ trách nhiệm của từng đơn vị tham gia chuẩn bị hội nghị"
)


def wrapped(text: str, width: int = WIDE) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def column(lines: list[str], left: float = LEFT, top: float = TOP) -> list[tuple[float, float, str]]:
    return [(left, top + STEP * row, line) for row, line in enumerate(lines)]


def texts(*pages: Sheet) -> list[str]:
    return [line.text for line in read_pdf(printed(*pages)).lines]


def test_lines_that_the_printer_broke_are_one_paragraph() -> None:
    assert texts(Sheet(column([*wrapped(LONG + "."), "Nơi nhận", "Như trên"]))) == [LONG + ".", "Nơi nhận", "Như trên"]


def test_a_short_line_ends_its_paragraph_whatever_follows() -> None:
    lines = [*wrapped(LONG), "Văn phòng Sở", "Phòng Kỹ thuật chuẩn bị báo cáo"]
    assert texts(Sheet(column(lines)))[1:] == ["Văn phòng Sở", "Phòng Kỹ thuật chuẩn bị báo cáo"]


def test_a_first_line_that_is_set_in_starts_a_paragraph_after_a_full_line() -> None:
    full = "Thực hiện chương trình công tác năm, các đơn vị chuẩn bị báo cáo chuyên đề."
    body = [*column(wrapped(LONG)), (LEFT, TOP + 6 * STEP, full), (LEFT + 30, TOP + 7 * STEP, "Văn phòng Sở bố trí xe")]
    assert texts(Sheet(body))[-1] == "Văn phòng Sở bố trí xe"


def test_a_paragraph_runs_on_over_the_page_and_its_number() -> None:
    lines = wrapped(LONG)
    pages = [column([*lines, *lines[:3]]), column(["2", *lines[3:], "Nơi nhận"])]
    assert texts(*(Sheet(page) for page in pages))[-2:] == [" ".join(lines[:3] + lines[3:]), "Nơi nhận"]


def test_a_hyphen_at_the_end_of_a_line_holds_the_word_together() -> None:
    lines = wrapped(LONG)
    lines[1:2] = ["nông của tỉnh theo kế hoạch chung đã được phê duyệt tại văn bản số 12/KH-", "UBND ngày 5/1"]
    assert "số 12/KH-UBND ngày 5/1" in texts(Sheet(column(lines)))[0]


def test_the_letterhead_is_read_left_then_right_however_near_its_columns_stand() -> None:
    page = [
        (40, 60, "ỦY BAN NHÂN DÂN XÃ AN PHÚ ĐÔNG"), (40, 76, "Số: 12/KH-UBND"),
        (232, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (260, 76, "Độc lập - Tự do - Hạnh phúc"),
        (250, 120, "KẾ HOẠCH"),
    ]  # fmt: skip
    assert texts(Sheet(page)) == [
        "ỦY BAN NHÂN DÂN XÃ AN PHÚ ĐÔNG", "Số: 12/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "KẾ HOẠCH",
    ]  # fmt: skip


def test_a_page_of_two_columns_is_read_one_after_the_other() -> None:
    words = LONG.split()
    one, two = " ".join(words[:40]), " ".join(words[40:])
    page = column(wrapped(one, 32), 60) + column(wrapped(two, 32), 310)
    assert texts(Sheet(page)) == [one, two]


def test_text_around_a_signature_stands_in_order() -> None:
    page = [*column(["Nơi nhận:", "- Như trên;", "- Lưu: VT."]), *column(["GIÁM ĐỐC", "Trần Văn A"], 350)]
    assert texts(Sheet(page)) == ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "GIÁM ĐỐC", "Trần Văn A"]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_stored_turned_is_read_as_it_is_shown(turned: int) -> None:
    lines = ["Phụ lục", "Một dòng chữ đủ dài để không bị coi là ảnh chụp", "Dòng cuối"]
    assert texts(Sheet(column(lines), turned=turned)) == lines


# ---- tables ----

WIDTHS = (40, 200, 120)


def cells(left: float, top: float, heights: list[float], rows: list[list[str]]) -> list[tuple[float, float, str]]:
    """Texts of a table's cells, "|" between the lines of one."""
    placed = []
    y = top
    for height, row in zip(heights, rows, strict=True):
        x = left
        for width, text in zip(WIDTHS, row, strict=True):
            placed += [(x + 4, y + 14 + STEP * line, part) for line, part in enumerate(text.split("|")) if part]
            x += width
        y += height
    return placed


def table_page(rows: list[list[str]], above: str = "", below: str = "") -> Sheet:
    heights = [20.0 + STEP * max(text.count("|") for text in row) for row in rows]
    texts = cells(LEFT, 100, heights, rows)
    texts += [(LEFT, 70, above)] * bool(above) + [(LEFT, 130 + sum(heights), below)] * bool(below)
    return Sheet(texts, ruled(LEFT, 100, WIDTHS, heights))


def rows_of(*pages: Sheet) -> list[tuple[str, ...] | str]:
    return [line.cells or line.text for line in read_pdf(printed(*pages)).lines]


HEAD = ["TT", "Nội dung", "Đơn vị"]


def test_a_ruled_table_gives_rows_and_its_wrapped_cells_one_text() -> None:
    page = table_page(
        [HEAD, ["1", "Chuẩn bị hội trường và thiết bị|phục vụ hội nghị", "Văn phòng"]], "PHÂN CÔNG", "Nơi nhận"
    )
    assert rows_of(page) == [
        "PHÂN CÔNG",
        tuple(HEAD),
        ("1", "Chuẩn bị hội trường và thiết bị phục vụ hội nghị", "Văn phòng"),
        "Nơi nhận",
    ]


def test_lines_of_a_cell_that_were_meant_stay_lines() -> None:
    page = table_page([HEAD, ["1", "Việc chung", "- Văn phòng|- Phòng Kỹ thuật"]])
    assert rows_of(page)[1] == ("1", "Việc chung", "- Văn phòng\n- Phòng Kỹ thuật")


def test_a_table_goes_on_over_pages_without_its_repeated_head() -> None:
    pages = (
        table_page([HEAD, ["1", "Việc một", "A"]], "Bảng phân công nhiệm vụ"),
        table_page([HEAD, ["2", "Việc hai", "B"]]),
    )
    read = read_pdf(printed(*pages)).lines
    assert [line.cells for line in read[1:]] == [tuple(HEAD), ("1", "Việc một", "A"), ("2", "Việc hai", "B")]
    assert ({line.table for line in read[1:]}, [line.page for line in read]) == ({0}, [1, 1, 1, 2])


def test_a_row_broken_by_the_page_is_put_together() -> None:
    pages = (
        table_page([HEAD, ["1", "Chuẩn bị hội trường", "A"]], "Bảng phân công"),
        table_page([["", "và thiết bị", ""]]),
    )
    assert rows_of(*pages)[-1] == ("1", "Chuẩn bị hội trường và thiết bị", "A")


def test_merged_cells_are_found_by_the_rules_that_are_missing() -> None:
    page = table_page([["1", "Chung", ""], ["", "Riêng", "B"]])
    rules = [
        *((60, y, 420, y) for y in (100, 140)), (100, 120, 420, 120),  # the first column spans both rows
        *((x, 100, x, 140) for x in (60, 100, 420)), (300, 120, 300, 140),  # the first row spans two columns
    ]  # fmt: skip
    assert rows_of(Sheet(page.texts, rules)) == [("1", "Chung", ""), ("1", "Riêng", "B")]


def test_a_table_without_rules_is_told_by_known_columns_and_numbers() -> None:
    lines = [
        (60, 100, "TT"), (110, 100, "Nội dung"), (380, 100, "Đơn vị"),
        (60, 120, "1"), (110, 120, "Chuẩn bị hội trường và thiết bị"), (380, 120, "Văn phòng"),
        (110, 136, "phục vụ hội nghị"),
        (60, 156, "2"), (110, 156, "Mời đại biểu"), (380, 156, "Phòng Tổ chức"),
        (60, 190, "Các đơn vị thực hiện nghiêm túc kế hoạch này và báo cáo kết quả."),
    ]  # fmt: skip
    assert rows_of(Sheet(lines)) == [
        ("TT", "Nội dung", "Đơn vị"),
        ("1", "Chuẩn bị hội trường và thiết bị phục vụ hội nghị", "Văn phòng"),
        ("2", "Mời đại biểu", "Phòng Tổ chức"),
        "Các đơn vị thực hiện nghiêm túc kế hoạch này và báo cáo kết quả.",
    ]


def test_frames_and_underlines_are_no_tables() -> None:
    rules = [(60, 90, 300, 90), *ruled(60, 60, [400], [100])]
    assert rows_of(Sheet(column(["KẾ HOẠCH", "Tổ chức Hội nghị tổng kết công tác khuyến nông"]), rules)) == [
        "KẾ HOẠCH",
        "Tổ chức Hội nghị tổng kết công tác khuyến nông",
    ]
