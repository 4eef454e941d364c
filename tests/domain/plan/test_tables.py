"""Tables of assignments and programmes."""

from tests.domain.plan.making import HEADER, SECTION, read
from tracker.domain.plan import Line, read_plan

TABLE = """\
| STT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp | Thời hạn |
|---|---|---|---|---|
| I | Công tác chuẩn bị | | | |
| 1 | Xây dựng báo cáo | Phòng Trồng trọt | Trạm Khuyến nông; Văn phòng Sở | 01/6/2024 |
| 2 | Bố trí hội trường, âm thanh | Văn phòng Sở, Trung tâm Giống | | Trước 10/6 |
| 3 | In tài liệu | | | |
"""


def rows(text: str) -> list[tuple[str, str, tuple[str, ...], str | None]]:
    return [(one.unit, one.task, one.partners, one.due.until if one.due else None) for one in read(text).assignments]


def test_a_table_of_duties_gives_lead_partners_and_deadline() -> None:
    assert rows(HEADER + SECTION + TABLE) == [
        ("Phòng Trồng trọt", "Xây dựng báo cáo", ("Trạm Khuyến nông", "Văn phòng Sở"), "2024-06-01"),
        ("Văn phòng Sở", "Bố trí hội trường, âm thanh", (), "2024-06-10"),
        ("Trung tâm Giống", "Bố trí hội trường, âm thanh", (), "2024-06-10"),
        ("Văn phòng Sở", "In tài liệu", (), None),
        ("Trung tâm Giống", "In tài liệu", (), None),
    ]


def test_tabs_make_the_same_table_as_pipes() -> None:
    tabbed = "\n".join(
        "\t".join(cell.strip() for cell in row.strip("| ").split("|")) + "\t"
        for row in TABLE.splitlines()
        if "---" not in row
    )
    assert rows(HEADER + SECTION + tabbed) == rows(HEADER + SECTION + TABLE)


def test_persons_in_one_cell_each_lead() -> None:
    table = "\nPHÂN CÔNG NHIỆM VỤ\nTT\tNhiệm vụ\tNgười thực hiện\tGhi chú\n1\tChấm bài\tLê Văn An / Trần Thị Bình\t\n"
    assert [one[:2] for one in rows(f"{HEADER}Nơi nhận:\n{table}")] == [
        ("Lê Văn An", "Chấm bài"),
        ("Trần Thị Bình", "Chấm bài"),
    ]


def test_the_programme_is_an_agenda_and_no_duty() -> None:
    parsed = read(
        f"{HEADER}Nơi nhận:\nPhụ lục\nCHƯƠNG TRÌNH HỘI NGHỊ\nSTT\tNội dung\tNgười thực hiện\tGhi "
        f"chú\n\tBuổi sáng: Hội nghị\t\t\n1\tTuyên bố lý do\tVăn phòng Sở\t\n"
    )
    assert parsed.assignments == ()
    assert [(item.session, item.content, item.doer) for item in parsed.agenda] == [
        ("Buổi sáng: Hội nghị", "Tuyên bố lý do", "Văn phòng Sở")
    ]


def test_rows_with_clock_times_are_a_programme_wherever_they_stand() -> None:
    parsed = read(
        f"{HEADER}{SECTION}Thời gian\tNội dung\tNgười thực hiện\n8h00\tĐón tiếp\tBan Lễ tân\n8h30\tKhai "
        f"mạc\tGiám đốc Sở\n"
    )
    assert (len(parsed.assignments), [item.time for item in parsed.agenda]) == (0, ["8h00", "8h30"])


def test_cells_of_a_document_and_their_line_breaks_are_read() -> None:
    cells = [("TT", "Nội dung công việc", "Đơn vị chủ trì"), ("1", "Lập danh sách", "Phòng Kế hoạch\nVăn phòng Sở")]
    lines = [Line(number=0, text="III. TỔ CHỨC THỰC HIỆN")] + [
        Line(number=n, text=" | ".join(row), cells=row, table=0) for n, row in enumerate(cells, 1)
    ]
    assert [one.unit for one in read_plan(lines).assignments] == ["Phòng Kế hoạch", "Văn phòng Sở"]
