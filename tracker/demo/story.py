"""What has happened in the demo by today: which unit did what, on which working day counted back from today.

Each entry: working days from today, number of the assignment in the plan, step, note or reason. The plans' assignments
are numbered in the order of their text (tracker/demo/plans).
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Deed:
    day: int  # working days from today, negative before
    task: int
    step: str
    words: str = ""


def _deeds(*rows: tuple[int, int, str] | tuple[int, int, str, str]) -> tuple[Deed, ...]:
    return tuple(Deed(day=row[0], task=row[1], step=row[2], words=row[3] if len(row) == 4 else "") for row in rows)


# Activated 12 working days ago, held in 6: the programme was due 4 days ago, reports and speeches yesterday.
MIDYEAR_ACTIVATED, MIDYEAR_HELD = -12, 6
MIDYEAR = _deeds(
    (-11, 1, "acknowledge"), (-11, 2, "acknowledge"), (-11, 3, "acknowledge"), (-11, 6, "acknowledge"),
    (-10, 4, "acknowledge"), (-10, 9, "acknowledge"), (-10, 11, "acknowledge"), (-9, 13, "acknowledge"),
    (-8, 1, "start", "Đang lấy ý kiến các phòng về thời lượng từng phần."),
    (-7, 2, "start", "Đã có đề cương, chờ số liệu của các xã."),
    (-6, 1, "submit", "Dự thảo chương trình lần 2, đã có ý kiến Phó Giám đốc."), (-5, 1, "accept"),
    (-5, 5, "submit", "Đã góp ý và thống nhất với phòng chủ trì."), (-4, 5, "accept"),
    (-5, 11, "start"), (-4, 6, "start", "Danh sách đã rà xong khối sở, ngành."),
    (-4, 13, "submit", "Tham luận về truy xuất nguồn gốc nông sản."), (-3, 13, "accept"),
    (-3, 12, "submit", "Chọn mô hình rau trong nhà màng; cử 01 cán bộ giới thiệu."), (-2, 12, "accept"),
    (-3, 14, "submit", "Tham luận mô hình rau công nghệ cao, 6 trang."), (-2, 14, "accept"),
    (-3, 18, "submit", "Gửi bản tóm tắt, bản đầy đủ gửi sau."),
    (-2, 18, "return_", "Mới là bản tóm tắt; đề nghị gửi bản đầy đủ kèm số liệu."),
    (-2, 19, "acknowledge"),
    (-2, 20, "decline", "Chi cục không có nội dung tham luận năm nay, đề nghị chuyển đơn vị khác."),
    (-1, 3, "submit", "Slide giới thiệu Bộ chỉ số, 18 trang."),
    (-1, 19, "submit", "Tham luận về liên kết trường – doanh nghiệp."),
    (-1, 4, "start", "Đã nhắc 5/8 đơn vị."),
    (0, 17, "submit", "Tham luận về chỉnh trang đô thị bằng dữ liệu số."),
)  # fmt: skip

# Activated 6 working days ago, held in 30: nothing is late yet.
YEAREND_ACTIVATED, YEAREND_HELD = -6, 30
YEAREND = _deeds(
    (-5, 1, "acknowledge"), (-5, 2, "acknowledge"), (-5, 6, "acknowledge"),
    (-4, 2, "start", "Đang lập dự toán theo định mức mới."),
    (-3, 6, "start", "Đã gửi biểu mẫu số liệu cho các phòng."),
    (-2, 7, "acknowledge"),
    (-1, 7, "ask", "Hai địa phương đề nghị lùi lịch ghi hình; cần thêm thời gian dựng phim."),
    (-1, 2, "submit", "Dự toán đã trình Giám đốc Sở."), (0, 2, "accept"),
)  # fmt: skip
