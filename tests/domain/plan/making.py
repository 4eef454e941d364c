"""Plans of agencies that do not exist, and short ways to read them."""

from tracker.domain.plan import Assignment, Line, ParsedPlan, read_plan

HEADER = """\
UBND TỈNH HẢI BÌNH
SỞ NÔNG NGHIỆP
Số: 45/KH-SNN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hải Bình, ngày 06 tháng 5 năm 2024
KẾ HOẠCH
Tổ chức Hội nghị sơ kết công tác khuyến nông năm 2024
Căn cứ Chương trình công tác năm 2024, Sở Nông nghiệp xây dựng kế hoạch như sau:
I. MỤC ĐÍCH
Đánh giá kết quả công tác khuyến nông.
II. THỜI GIAN, ĐỊA ĐIỂM
1. Thời gian: 01 ngày, thứ Sáu ngày 14/6/2024.
2. Địa điểm: Tại Hội trường tầng 3, Sở Nông nghiệp.
3. Thành phần: Khoảng 60 đại biểu.
"""
SECTION = "III. TỔ CHỨC THỰC HIỆN\n"


def lines_of(text: str) -> list[Line]:
    return [Line(number=number, text=line) for number, line in enumerate(text.split("\n"))]


def read(text: str) -> ParsedPlan:
    return read_plan(lines_of(text))


def organised(text: str) -> tuple[Assignment, ...]:
    """Assignments of a plan whose organisation section is ``text``."""
    return read(HEADER + SECTION + text).assignments


def units_and_tasks(assignments: tuple[Assignment, ...]) -> list[tuple[str, str]]:
    return [(one.unit, one.task) for one in assignments]
