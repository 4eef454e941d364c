"""Deadlines as a sentence words them."""

from datetime import date

import pytest

from tracker.domain.glossary import Anchor
from tracker.domain.plan.deadlines import Calendarium, due_of_label, find_due

KNOWN = Calendarium(issued=date(2024, 5, 6), event_start=date(2024, 6, 14))


@pytest.mark.parametrize(
    ("text", "until", "day"),
    [
        ("gửi về Sở trước ngày 01/6/2024", "2024-06-01", date(2024, 5, 31)),
        ("xong trước 03/6", "2024-06-03", date(2024, 6, 2)),
        ("chậm nhất ngày 01/6/2024", "2024-06-01", date(2024, 6, 1)),
        ("đến hết ngày 01/6/2024", "2024-06-01", date(2024, 6, 1)),
        ("trước 17h00 ngày 01/6/2024", "2024-06-01", date(2024, 6, 1)),
        ("Thời gian hoàn thành: 01/6/2024.", "2024-06-01", date(2024, 6, 1)),
        ("phê duyệt chương trình (01/6/2024)", "2024-06-01", date(2024, 6, 1)),
        ("hoàn thành trong tháng 5/2024", "2024-05", None),
        ("trong quý II năm 2024", "2024-06", None),
        ("hoàn thành giữa tháng 5/2024", "2024-05-15", date(2024, 5, 15)),
    ],
)
def test_named_days_are_deadlines(text: str, until: str, day: date | None) -> None:
    due = find_due(text, KNOWN)
    assert due is not None
    assert (due.until, due.day) == (until, day)


def test_of_several_days_the_last_one_counts() -> None:
    due = find_due("dự thảo xong trước ngày 20/5/2024, trình ký trước ngày 25/5/2024", KNOWN)
    assert due is not None
    assert due.until == "2024-05-25"


@pytest.mark.parametrize(
    ("text", "anchor", "offset", "working"),
    [
        ("gửi tài liệu trước Hội nghị 05 ngày làm việc", Anchor.START, -5, True),
        ("chậm nhất 03 ngày sau khi kết thúc Hội nghị", Anchor.END, 3, False),
        ("chi trả trong vòng 15 ngày sau Hội thảo", Anchor.END, 15, False),
        ("hoàn thành trước ngày khai mạc Hội nghị 01 tuần", Anchor.START, -7, False),
        ("gửi tài liệu cho đại biểu trước 03 ngày;", Anchor.START, -3, False),
        ("báo cáo sau khi kết thúc Hội nghị", Anchor.END, 0, False),
    ],
)
def test_counts_from_the_event_keep_their_anchor(text: str, anchor: Anchor, offset: int, working: bool) -> None:
    due = find_due(text, KNOWN)
    assert due is not None
    assert (due.anchor, due.offset, due.working, due.day) == (anchor, offset, working, None)


@pytest.mark.parametrize(
    "text", ["kịp thời báo cáo", "định kỳ hằng tháng", "trước ngày 18 hằng tháng", "trong thời hạn 05 ngày làm việc"]
)
def test_recurring_and_bare_durations_give_no_date(text: str) -> None:
    due = find_due(text, KNOWN)
    assert due is not None
    assert (due.vague, due.until) == (True, None)


@pytest.mark.parametrize(
    "text",
    [
        "theo Nghị định số 10/2024/NĐ-CP ngày 01/02/2024",
        "Báo cáo kết quả 6 tháng đầu năm 2024",
        "lấy số liệu từ ngày 01/01/2024 đến ngày 30/4/2024",
        "tham dự Hội nghị vào ngày 14/6/2024",
        "bảo đảm an ninh trước, trong và sau Hội nghị",
    ],
)
def test_citations_reporting_periods_and_the_event_itself_are_no_deadlines(text: str) -> None:
    assert find_due(text, KNOWN) is None


def test_the_cell_of_a_deadline_column_may_hold_a_bare_date() -> None:
    due = due_of_label("01/6/2024", KNOWN)
    assert due is not None
    assert due.until == "2024-06-01"
