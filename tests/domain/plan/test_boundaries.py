"""Where a unit's name ends and its duty begins."""

import pytest

from tests.domain.plan.making import organised, units_and_tasks

SENTENCES = [
    ("Tổ thư ký xây dựng chương trình.", ["Tổ thư ký"]),
    ("Tiểu ban Đón tiếp, lễ tân: bố trí xe đưa đón.", ["Tiểu ban Đón tiếp, lễ tân"]),
    ("Đài truyền thanh, truyền hình huyện: đưa tin về Hội nghị.", ["Đài truyền thanh, truyền hình huyện"]),
    ("Văn phòng tổng hợp kết quả.", ["Văn phòng"]),
    ("Chi cục Kiểm lâm là đầu mối, có trách nhiệm lập danh sách.", ["Chi cục Kiểm lâm"]),
    ("Đoàn Thanh niên tuyển 20 cộng tác viên.", ["Đoàn Thanh niên"]),
    ("Đảng uỷ Công an xã lãnh đạo công tác bảo vệ.", ["Đảng uỷ Công an xã"]),
    ("Phòng Dịch vụ - Truyền thông thiết kế phông.", ["Phòng Dịch vụ - Truyền thông"]),
    ("Phòng Vận tải, Trung tâm Điều khiển: trực kỹ thuật.", ["Phòng Vận tải", "Trung tâm Điều khiển"]),
    ("Khoa Nội tổng hợp, khoa Hồi sức cấp cứu: cử bác sĩ trực.", ["Khoa Nội tổng hợp", "Khoa Hồi sức cấp cứu"]),
    ("Các phân xưởng: Khai thác 1, Đào lò 2 chuẩn bị ý kiến.", ["Phân xưởng Khai thác 1", "Phân xưởng Đào lò 2"]),
    ("Các trường: THCS Hoa Lư, Tiểu học Cây Đa lập đội.", ["Trường THCS Hoa Lư", "Trường Tiểu học Cây Đa"]),
    ("UBND các phường: Hội Phú, Đoàn Kết cử đại biểu.", ["UBND phường Hội Phú", "UBND phường Đoàn Kết"]),
    (
        "Sở Y tế các tỉnh, thành phố: Hải Bình, Đà Nẵng gửi báo cáo.",
        ["Sở Y tế tỉnh Hải Bình", "Sở Y tế thành phố Đà Nẵng"],
    ),
    ("Các phòng: Trồng trọt; Cây lúa, cây màu cung cấp số liệu.", ["Phòng Trồng trọt", "Phòng Cây lúa, cây màu"]),
    (
        "Ông Lê Bình An - chuyên viên Phòng Tư pháp; bà Trần Thị Gạo - Thư ký: ghi biên bản.",
        ["Ông Lê Bình An", "Bà Trần Thị Gạo"],
    ),
    ("Ông Đỗ Văn Cày - Giám đốc Hợp tác xã Bưởi, huyện Sông Con: trình bày tham luận.", ["Ông Đỗ Văn Cày"]),
    ("BS Phạm Thị Sen - Giám đốc: chỉ đạo chung.", ["BS Phạm Thị Sen"]),
    ("Nhờ Ban đại diện cha mẹ học sinh hỗ trợ nước uống.", ["Ban đại diện cha mẹ học sinh"]),
    ("Các Chi hội: Sông Con; Sông Cái - mỗi Chi hội gửi 01 bài.", ["Chi hội Sông Con", "Chi hội Sông Cái"]),
]


@pytest.mark.parametrize(("sentence", "units"), SENTENCES)
def test_the_name_ends_where_the_duty_begins(sentence: str, units: list[str]) -> None:
    assert [one.unit for one in organised(f"1. {sentence}")] == units


@pytest.mark.parametrize("heading", ["Tổ thư ký", "Tiểu ban Tuyên truyền, khánh tiết", "Phòng Kiểm tra và giám sát"])
def test_a_heading_above_bullets_is_all_name(heading: str) -> None:
    assert units_and_tasks(organised(f"1. {heading}\n- Ghi biên bản.")) == [(heading, "Ghi biên bản.")]


def test_who_sits_in_a_group_is_no_duty() -> None:
    found = organised("1. Ban Tổ chức: Hiệu trưởng - Trưởng ban; các khoa - uỷ viên.\n2. Văn phòng: in giấy mời.")
    assert [one.unit for one in found] == ["Văn phòng"]


def test_staff_whom_a_unit_sends_are_not_addressed() -> None:
    found = organised("1. Trung tâm Tin học: Lắp máy chiếu. Phân công viên chức trực kỹ thuật.")
    assert {one.unit for one in found} == {"Trung tâm Tin học"}


def test_units_a_collective_leaves_out_are_named() -> None:
    (one,) = organised("1. Các khoa còn lại (trừ khoa Dược và khoa Nhi): cử 02 người dự.")
    assert (one.unit, one.excluded) == ("Các khoa còn lại", ("Khoa Dược", "Khoa Nhi"))
    assert [doubt.code for doubt in one.doubts] == ["collective_except"]
