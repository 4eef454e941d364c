"""Words that belong to one year are found before a template keeps them."""

import pytest

from tracker.domain.dated_words import dated_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Xây dựng báo cáo sơ kết 6 tháng đầu năm 2026", ("6 tháng đầu năm 2026",)),
        ("Báo cáo sơ kết 18 tháng hoạt động", ("18 tháng",)),
        ("Gửi giấy mời trước ngày 15/6/2026", ("ngày 15/6/2026",)),
        ("Hoàn thành trước 15/6", ("trước 15/6",)),
        ("Báo cáo trước ngày 05 tháng 7 năm 2026", ("ngày 05 tháng 7 năm 2026",)),
        ("Tổng hợp số liệu quý II/2026", ("quý II/2026",)),
        ("Báo cáo tổng kết giai đoạn 2021-2025", ("giai đoạn 2021-2025",)),
        ("Đại hội lần thứ VII", ("lần thứ VII",)),
        ("Báo cáo năm 2025, phương hướng năm 2026", ("năm 2025", "năm 2026")),
        ("In 02/03 bộ tài liệu cho 300 đại biểu", ()),
        ("Chuẩn bị hội trường, maket, âm thanh", ()),
    ],
)
def test_dates_periods_and_editions_are_found(text: str, found: tuple[str, ...]) -> None:
    assert dated_words(text) == found
