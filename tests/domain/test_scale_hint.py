"""Words of a title that hint at the scale of the meeting."""

import pytest

from tracker.domain.glossary import ConferenceScale
from tracker.domain.scale_hint import scale_hint

SMALL, PROVINCIAL = ConferenceScale.SMALL, ConferenceScale.PROVINCIAL


@pytest.mark.parametrize(
    ("title", "hint"),
    [
        ("Hội nghị giao ban công tác thủy sản quý III", (SMALL, "giao ban")),
        ("Tổ chức HỌP Ban Chỉ đạo nuôi trồng", (SMALL, "HỌP")),
        ("Hội nghị giao ban toàn tỉnh về thủy lợi", (PROVINCIAL, "toàn tỉnh")),
        ("Hội thi tay nghề cấp tỉnh", (PROVINCIAL, "cấp tỉnh")),
        ("Hội nghị phối hợp, tổng hợp số liệu hợp tác xã", None),
        ("Họp báo giới thiệu sản phẩm", None),
        ("Hội nghị tổng kết công tác thủy lợi", None),
        ("", None),
    ],
)
def test_a_title_hints_or_it_does_not(title: str, hint: tuple[ConferenceScale, str] | None) -> None:
    assert scale_hint(title) == hint


def test_the_delegates_can_hint_at_the_whole_province_only() -> None:
    assert scale_hint("Hội nghị thủy lợi", "200 đại biểu toàn tỉnh") == (PROVINCIAL, "toàn tỉnh")
    assert scale_hint("Hội nghị thủy lợi", "thành viên dự họp") is None
