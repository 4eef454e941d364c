"""Where duties are handed out, whatever the section is called and however its items are marked."""

from tests.domain.plan.making import HEADER, organised, read, units_and_tasks


def test_a_section_without_a_telling_title_hands_out_duties_when_its_items_do() -> None:
    found = read(
        HEADER + "III. BAN TỔ CHỨC VÀ CÁC TIỂU BAN\n1. Tiểu ban Nội dung\n- Soạn chương trình.\n"
        "2. Tiểu ban Hậu cần: chuẩn bị nước uống.\n"
    )
    assert [one.unit for one in found.assignments] == ["Tiểu ban Nội dung", "Tiểu ban Hậu cần"]


def test_a_list_of_participants_hands_out_none() -> None:
    found = read(
        HEADER + "III. THÀNH PHẦN\n1. Sở Nông nghiệp: lãnh đạo Sở, trưởng các phòng.\n2. UBND huyện: cử 01 lãnh đạo.\n"
    )
    assert found.assignments == ()


def test_lettered_parts_below_a_roman_section_are_its_inside() -> None:
    found = organised("A. Các phòng\n1. Phòng Kế toán: lập dự toán.\nB. Các tổ\n1. Tổ Xe: bố trí xe.")
    assert [one.unit for one in found] == ["Phòng Kế toán", "Tổ Xe"]


def test_bullets_that_name_units_own_the_unmarked_lines_below_them() -> None:
    found = organised(
        "* Văn phòng\nSoạn giấy mời, gửi trước ngày 01/6/2024.\nĐón tiếp đại biểu.\n* Phòng Kế toán\nLập dự toán."
    )
    assert units_and_tasks(found) == [
        ("Văn phòng", "Soạn giấy mời, gửi trước ngày 01/6/2024."),
        ("Văn phòng", "Đón tiếp đại biểu."),
        ("Phòng Kế toán", "Lập dự toán."),
    ]


def test_a_part_number_on_its_own_line_numbers_the_title_below_it() -> None:
    found = read(HEADER + "PHẦN III\nPHÂN CÔNG NHIỆM VỤ\n1. Văn phòng: in tài liệu.\nPHẦN IV\nKINH PHÍ\n1. Sở cấp.\n")
    assert units_and_tasks(found.assignments) == [("Văn phòng", "in tài liệu.")]


def test_titles_of_talks_below_a_request_for_talks_are_talks_with_its_deadline() -> None:
    found = organised(
        "1. Các đơn vị chuẩn bị tham luận (gửi về Văn phòng trước ngày 02/6/2024)\n"
        "- Phòng Thuỷ lợi: “Nâng cao hiệu quả hồ chứa”.\n- Phòng Trồng trọt: “Giống lúa mới”."
    )
    assert [(one.unit, one.role, one.due and one.due.until) for one in found] == [
        ("Phòng Thuỷ lợi", "contribute", "2024-06-02"),
        ("Phòng Trồng trọt", "contribute", "2024-06-02"),
    ]


def test_a_deadline_on_a_line_of_its_own_dates_all_bullets_above_it() -> None:
    found = organised("1. Văn phòng\n- In tài liệu.\n- Gửi giấy mời.\nThời gian hoàn thành: trước ngày 03/6/2024")
    assert [one.due and one.due.until for one in found] == ["2024-06-03", "2024-06-03"]


def test_a_closing_order_of_another_unit_is_its_own() -> None:
    found = organised(
        "1. Các tổ chức chính trị - xã hội tuyên truyền về Hội nghị.\n"
        "Phòng Tổng hợp chủ trì, phối hợp với Văn phòng theo dõi việc thực hiện Kế hoạch này."
    )
    assert [one.unit for one in found] == ["Các tổ chức chính trị - xã hội", "Phòng Tổng hợp"]


def test_lines_that_list_their_own_units_below_a_collective_address_those() -> None:
    found = organised("1. UBND các xã\n- Cử đại biểu.\n- UBND các xã: Hoà Lạc, Bến Đá bố trí gian trưng bày.")
    assert [one.unit for one in found] == ["UBND các xã", "UBND xã Hoà Lạc", "UBND xã Bến Đá"]
