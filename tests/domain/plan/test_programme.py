"""The programme outside tables with doers, and which tasks prepare its items."""

from tests.domain.plan.making import HEADER, SECTION, read
from tracker.domain.plan.agenda_links import Item, Prepared, linked
from tracker.domain.plan.export import as_json

PLAN = HEADER + SECTION + "1. Phòng Trồng trọt: Chuẩn bị chuyên đề giống lúa chịu mặn.\nNơi nhận:\n- Như trên.\n"


def agenda(tail: str) -> list[tuple[str, str, str, str]]:
    return [(item.session, item.time, item.content, item.doer) for item in read(PLAN + tail).agenda]


def test_lines_that_begin_with_a_time_are_items_with_their_session_and_doer() -> None:
    tail = (
        "Phụ lục\nCHƯƠNG TRÌNH HỘI NGHỊ\nBuổi sáng\n7h30 - 8h00: Đón tiếp đại biểu (Văn phòng Sở)\n"
        "8h00: Khai mạc – Giám đốc Sở\nBuổi chiều\n13h30: Thảo luận (tại các tổ)\n"
    )
    assert agenda(tail) == [
        ("Buổi sáng", "7h30 - 8h00", "Đón tiếp đại biểu", "Văn phòng Sở"),
        ("Buổi sáng", "8h00", "Khai mạc", "Giám đốc Sở"),
        ("Buổi chiều", "13h30", "Thảo luận (tại các tổ)", ""),
    ]


def test_a_table_of_times_needs_no_column_for_doers() -> None:
    rows = "| Thời gian | Nội dung |\n| 7h30 | Đón tiếp |\n| 8h00 | Khai mạc |\n| 9h00 | Thảo luận |\n"
    assert agenda(rows) == [("", "7h30", "Đón tiếp", ""), ("", "8h00", "Khai mạc", ""), ("", "9h00", "Thảo luận", "")]


def test_a_work_programme_in_the_text_is_no_programme() -> None:
    assert agenda("CHƯƠNG TRÌNH CÔNG TÁC\n1. Xây dựng kế hoạch\n2. Tổng hợp\n3. Báo cáo\n") == []


def test_an_item_knows_the_task_that_prepares_it() -> None:
    tail = "CHƯƠNG TRÌNH\n8h00: Phòng Trồng trọt báo cáo chuyên đề giống lúa chịu mặn\n9h00: Giải lao\n"
    assert [item["assignments"] for item in as_json(read(PLAN + tail))["agenda"]] == [[1], []]


def test_items_are_linked_by_content_unit_and_kind() -> None:
    tasks = [
        Prepared(
            what="Xây dựng chương trình Hội nghị sơ kết công tác khuyến nông", unit="Văn phòng Sở", kind="programme"
        ),
        Prepared(what="Xây dựng báo cáo sơ kết công tác khuyến nông", unit="Phòng Kế hoạch", kind="main_report"),
        Prepared(what="Chuẩn bị tham luận", unit="Sở Y tế", kind="speech"),
        Prepared(what="Chuẩn bị tham luận", unit="Sở Nội vụ", kind="speech"),
        Prepared(what="Bố trí hội trường", unit="Văn phòng Sở", kind="venue"),
    ]
    items = [
        Item(content="Trình bày báo cáo sơ kết công tác khuyến nông", by="Phòng Kế hoạch"),
        Item(content="Tham luận của các sở", by=""),
        Item(content="Giải lao", by="Văn phòng Sở"),
    ]
    assert linked(items, tasks) == {0: (1,), 1: (2, 3)}
