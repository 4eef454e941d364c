"""Plans written at random by a clerk who knows what he means, so that what is read can be held against it."""

import textwrap
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.domain.plan.making import HEADER

UNITS = (
    "Văn phòng Sở",
    "Phòng Kế hoạch và Tài chính",
    "Phòng Chăn nuôi và Thú y",
    "Trung tâm Khuyến nông tỉnh",
    "Chi cục Kiểm lâm",
    "Công đoàn ngành",
    "UBND xã Hoà Lạc",
    "Ban Tổ chức Hội nghị",
    "Tổ thư ký",
    "Bộ phận Văn thư",
    "Trường THCS Nguyễn Trãi",
    "Hội Nông dân huyện",
)
HELPERS = ("Phòng Thuỷ lợi", "Thanh tra Sở", "Đoàn Thanh niên Sở", "Công an xã Hoà Lạc")
DUTIES = (
    "xây dựng chương trình Hội nghị",
    "chuẩn bị hội trường, âm thanh, ánh sáng",
    "gửi giấy mời đến các đại biểu",
    "in ấn tài liệu phục vụ Hội nghị",
    "tổng hợp danh sách đại biểu tham dự",
    "dự thảo báo cáo sơ kết công tác khuyến nông",
    "lập dự toán kinh phí tổ chức Hội nghị",
    "đưa tin về Hội nghị trên cổng thông tin điện tử",
    "bố trí xe đưa đón đại biểu",
)
DEADLINES = (
    ("", None),
    (" trước ngày 05/6/2024", "2024-06-04"),
    (", hoàn thành chậm nhất ngày 07/6/2024", "2024-06-07"),
    (" xong trong ngày 10 tháng 6 năm 2024", "2024-06-10"),
)
PURPOSE = (
    "- Nhìn lại một năm đưa kỹ thuật mới đến hộ nông dân, những việc đã làm được và những việc còn chậm, từ đó rút ra "
    "cách làm phù hợp với từng vùng đất và từng nhóm hộ trong những vụ tới.\n"
    "- Giữ cho buổi họp gọn, đúng giờ, đủ thành phần, mọi ý kiến đều được ghi lại và có người chịu trách nhiệm trả lời "
    "trước khi kết thúc, tránh bàn nhiều mà không rõ ai làm và làm đến bao giờ.\n"
    "- Mỗi phòng, đơn vị coi việc chuẩn bị là một phần của công tác thường ngày, bố trí người làm việc có kinh nghiệm "
    "và báo cho nhau sớm khi gặp khó khăn để còn kịp thời gian sắp xếp lại.\n"
    "- Hội nghị là dịp để người làm kỹ thuật nghe thẳng lời bà con, vì vậy phần thảo luận được dành nhiều thời gian "
    "hơn phần đọc báo cáo, và những mô hình được nêu tên phải là mô hình có thật, có số liệu kiểm chứng được, có "
    "người sẵn sàng chia sẻ cách làm cho nơi khác học theo mà không giấu những chỗ chưa thành công.\n"
)


@dataclass(frozen=True)
class Meant:
    """One duty as the clerk means it; ``due`` is the last good day."""

    unit: str
    duty: str
    helper: str
    deadline: tuple[str, str | None]

    @property
    def words(self) -> str:
        verb = f"chủ trì, phối hợp với {self.helper} {self.duty}" if self.helper else self.duty
        return f"{verb}{self.deadline[0]}"


@dataclass(frozen=True)
class Style:
    """How the clerk types: numbers and bullets, one line or several, and how wide his lines are (0: unbroken)."""

    heading: str
    bullet: str
    same_line: bool
    width: int


def meanings() -> st.SearchStrategy[list[Meant]]:
    one = st.builds(
        Meant,
        st.sampled_from(UNITS),
        st.sampled_from(DUTIES),
        st.sampled_from(("", *HELPERS)),
        st.sampled_from(DEADLINES),
    )
    return st.lists(one, min_size=1, max_size=8, unique_by=lambda meant: (meant.unit, meant.duty))


def styles() -> st.SearchStrategy[Style]:
    return st.builds(
        Style,
        st.sampled_from(("{n}. ", "{n}) ", "3.{n}. ", "{letter}) ")),
        st.sampled_from(("- ", "+ ", "• ", "– ")),
        st.booleans(),
        st.sampled_from((0, 0, 72, 90)),
    )


def written(meant: list[Meant], style: Style) -> str:
    """A whole plan whose organisation section says what is meant, units in the order of their first duty."""
    lines = []
    for position, unit in enumerate(dict.fromkeys(one.unit for one in meant), start=1):
        mark = style.heading.format(n=position, letter="abcdeghiklmn"[position - 1])
        duties = [one.words for one in meant if one.unit == unit]
        if style.same_line and len(duties) == 1:
            lines.append(f"{mark}{unit}: {duties[0][:1].upper()}{duties[0][1:]}.")
            continue
        lines.append(f"{mark}{unit}")
        lines.extend(f"{style.bullet}{words[:1].upper()}{words[1:]}." for words in duties)
    head = HEADER.replace("I. MỤC ĐÍCH\n", "I. MỤC ĐÍCH\n" + PURPOSE)
    text = head + "III. TỔ CHỨC THỰC HIỆN\n" + "\n".join(lines) + "\nNơi nhận:\n- Như trên;\n"
    return wrapped(text, style.width) if style.width else text


def wrapped(text: str, width: int) -> str:
    """Every line broken where a typewriter would break it."""
    return "\n".join("\n".join(textwrap.wrap(line, width) or [""]) for line in text.split("\n"))
