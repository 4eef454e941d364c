"""Documents marked as state secrets, and words that are no marks."""

import pytest

from tests.domain.plan.making import HEADER, SECTION, lines_of, read
from tracker.domain.plan import Line, read_plan

PLAIN = HEADER + SECTION + "1. Văn phòng Sở: Thuê xe.\n"


@pytest.mark.parametrize(
    ("mark", "degree"),
    [
        ("MẬT", "MẬT"),
        ("TỐI MẬT", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        ("T U Y Ệ T  M Ậ T", "TUYỆT MẬT"),
        ("[ MẬT ]", "MẬT"),
        ("**TỐI MẬT**", "TỐI MẬT"),
        ("Mật", "MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
        ("MẬT        Hải Bình, ngày 06 tháng 5 năm 2024", "MẬT"),
        ("MẬT Số: 45/KH-SNN", "MẬT"),
    ],
)
def test_a_mark_above_the_title_is_seen(mark: str, degree: str) -> None:
    parsed = read(PLAIN.replace("SỞ NÔNG NGHIỆP\n", f"SỞ NÔNG NGHIỆP\n{mark}\n"))
    assert (parsed.classified, parsed.findings[0].code) == (degree, "classified")


def test_a_stamp_further_down_is_seen_too() -> None:
    assert read(PLAIN + "Phụ lục\nTỐI MẬT\n").classified == "TỐI MẬT"


def test_a_mark_in_a_cell_of_the_header_is_seen() -> None:
    header = Line(number=0, text="x", cells=("SỞ NÔNG NGHIỆP\nMẬT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), table=0)
    body = [Line(number=line.number + 1, text=line.text) for line in lines_of(PLAIN)]
    assert read_plan([header, *body]).classified == "MẬT"


@pytest.mark.parametrize(
    "line",
    [
        "Bảo vệ bí mật nhà nước trong công tác văn thư.",
        "Đồng chí Bí thư Đảng uỷ chủ trì.",
        "Thực hiện công tác bảo mật thông tin.",
        "100% văn bản không mật được ký số.",
        "TĂNG CƯỜNG CÔNG TÁC BẢO VỆ BÍ\nMẬT NHÀ NƯỚC",
        "TĂNG CƯỜNG BẢO\nMẬT",
        "Độ mật: không",
        "| STT | Độ mật |\n| 1 | MẬT |",
        "gửi nhận văn bản\nmật",
    ],
)
def test_the_word_in_a_text_is_no_mark(line: str) -> None:
    assert read(HEADER + line + "\n" + SECTION + "1. Văn phòng Sở: Thuê xe.\n").classified is None
