"""Every finding with a text that has it and a similar one that has not."""

import pytest

from tests.domain.plan.making import HEADER, SECTION, read
from tracker.domain.glossary import Severity
from tracker.domain.plan import Finding

PLAIN = HEADER + SECTION + "1. Văn phòng Sở: Thuê xe.\n"
GUESTS = "3. Thành phần:\n- Đại diện lãnh đạo: Sở Y tế; Sở Công Thương; Sở Nội vụ; Sở Tài chính.\n"


def codes(text: str) -> list[str]:
    return [found.code for found in read(text).findings]


def finding(text: str, code: str) -> Finding:
    return next(found for found in read(text).findings if found.code == code)


def with_guests(duties: str, guests: str = GUESTS) -> str:
    return HEADER.replace("3. Thành phần: Khoảng 60 đại biểu.\n", guests) + SECTION + duties


def test_a_clean_plan_has_no_findings() -> None:
    assert codes(PLAIN) == []


def test_a_missing_event_date_is_reported() -> None:
    assert codes(PLAIN.replace("1. Thời gian: 01 ngày, thứ Sáu ngày 14/6/2024.\n", "")) == ["event_date_missing"]
    assert codes(PLAIN.replace("thứ Sáu ngày 14/6/2024", "có thông báo sau")) == ["event_date_unclear"]


def test_an_event_before_the_plan_itself_is_reported() -> None:
    assert codes(PLAIN.replace("thứ Sáu ngày 14/6/2024", "ngày 04/5/2024")) == ["event_before_plan"]


def test_of_a_plan_without_a_day_only_the_month_is_held_against_the_event() -> None:
    blank = PLAIN.replace("ngày 06 tháng 5", "ngày    tháng 5")
    assert "event_before_plan" in codes(blank.replace("thứ Sáu ngày 14/6/2024", "ngày 30/4/2024"))
    assert "event_before_plan" not in codes(blank.replace("thứ Sáu ngày 14/6/2024", "ngày 02/5/2024"))


def test_the_same_period_with_another_year_is_reported_with_its_line_and_words() -> None:
    text = (
        PLAIN.replace("công tác khuyến nông năm 2024", "công tác khuyến nông 6 tháng đầu năm 2024")
        + "- Báo cáo công tác khuyến nông 6 tháng đầu năm 2023.\n"
    )
    found = finding(text, "contradictory_years")
    assert (found.line, found.words, dict(found.params)) == (17, "6 tháng đầu năm 2023", {"title_years": "2024"})


def test_a_weekday_of_the_event_that_contradicts_its_date_is_reported_once() -> None:
    assert codes(PLAIN.replace("thứ Sáu ngày 14/6", "thứ Năm ngày 14/6")) == ["weekday_contradicts_date"]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("trước thứ Hai, ngày 11/6/2024", True),  # a Tuesday
        ("trước thứ Ba, ngày 11/6/2024", False),
        ("trước ngày 11/6/2024 (Thứ hai)", True),
        ("trước ngày 11/6/2024 (thứ 3)", False),
        ("tại cuộc họp lần thứ hai ngày 11/6/2024", False),
        ("trước thứ Hai, ngày 11/6", False),  # whether the year was meant is unknown
    ],
)
def test_weekdays_are_checked_anywhere(words: str, wrong: bool) -> None:
    text = HEADER + SECTION + f"1. Văn phòng Sở: Gửi giấy mời {words}.\n"
    assert ("weekday_contradicts_date" in codes(text)) is wrong


def test_a_weekday_in_a_table_is_checked_too() -> None:
    table = "| Ngày | Nội dung |\n| 11/6/2024 (thứ Hai) | Chạy thử |\n"
    found = finding(HEADER + table + SECTION + "1. Văn phòng Sở: Thuê xe.\n", "weekday_contradicts_date")
    assert (found.line, found.words, dict(found.params)) == (
        16,
        "11/6/2024 (thứ Hai)",
        {"start": "2024-06-11", "weekday": "0"},
    )


def test_a_plan_without_duties_says_so() -> None:
    assert codes(HEADER) == ["organisation_section_missing", "assignments_missing"]


def test_duties_without_a_unit_are_reported_never_given_to_somebody() -> None:
    parsed = read(HEADER + SECTION + "- Chuẩn bị báo cáo.\n")
    assert parsed.assignments == ()
    assert [found.words for found in parsed.findings if found.code == "assignment_without_unit"] == [
        "Chuẩn bị báo cáo."
    ]


@pytest.mark.parametrize(
    ("duty", "expected"),
    [
        ("Lập danh sách đại biểu trước ngày 01/4/2024", ["deadline_before_plan"]),
        ("Lập danh sách đại biểu trước ngày 01/6/2024", []),
        ("Gửi giấy mời trước ngày 30/6/2024", ["deadline_after_event"]),
        ("Quyết toán kinh phí trước ngày 30/6/2024", []),  # follows the event
        ("Ban hành thông báo kết luận trước ngày 20/6/2024", []),
    ],
)
def test_deadlines_are_held_against_plan_and_event(duty: str, expected: list[str]) -> None:
    assert codes(HEADER + SECTION + f"1. Phòng Kế hoạch: {duty}.\n") == expected


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        ("Gửi giấy mời đến các đại biểu", "Gửi giấy mời đến các đại biểu trước ngày 05/6/2024", True),
        ("Gửi giấy mời đến các đại biểu", "Gửi giấy mời đến các cơ quan báo chí", False),
        ("Xây dựng báo cáo tổng kết công tác Đoàn", "Xây dựng báo cáo tổng kết công tác Sở", False),
        ("Cử cán bộ tham gia tập huấn sử dụng phần mềm", "Cử cán bộ tham gia tập huấn sử dụng phần mềm", False),
        ("Lập dự toán kinh phí của đơn vị", "Lập dự toán kinh phí của đơn vị", False),
        (
            "Xây dựng chương trình Hội nghị",
            "Phối hợp với Văn phòng Sở xây dựng chương trình Hội nghị",
            False,  # co-operation on the first
        ),
    ],
)
def test_the_same_work_under_two_leads_is_reported(first: str, second: str, twice: bool) -> None:
    text = HEADER + SECTION + f"1. Văn phòng Sở\n- {first}.\n2. Phòng Kế hoạch\n- {second}.\n"
    assert ("duplicated_lead" in codes(text)) is twice


def test_a_sentence_for_several_units_is_no_duplicate() -> None:
    assert codes(HEADER + SECTION + "1. Văn phòng Sở, Phòng Kế hoạch: Gửi giấy mời đến các đại biểu.\n") == []


def test_a_unit_with_work_that_an_exact_list_leaves_out_is_reported() -> None:
    found = finding(with_guests("1. Đề nghị Sở Tư pháp chuẩn bị tham luận.\n"), "unit_not_invited")
    assert dict(found.params) == {"unit": "Sở Tư pháp", "no": "1"}


@pytest.mark.parametrize(
    ("unit", "guests"),
    [
        ("Sở Y tế", GUESTS),
        ("Sở Y tế tỉnh Hải Bình", GUESTS),
        ("Văn phòng Sở", GUESTS),  # the host's own
        ("Sở Tư pháp", GUESTS.replace("Sở Tài chính", "Sở Tài chính và các cơ quan, đơn vị liên quan")),
        ("Sở Tư pháp", "3. Thành phần: Lãnh đạo các sở, ban, ngành; Sở Y tế; Sở Công Thương; Sở Nội vụ.\n"),
        ("Sở Tư pháp", "3. Thành phần: Các phòng, đơn vị thuộc Sở; Sở Y tế.\n"),
        ("Trường Đại học Hải Bình", GUESTS),  # the list says nothing of schools
    ],
)
def test_a_list_that_may_mean_the_unit_raises_no_alarm(unit: str, guests: str) -> None:
    assert "unit_not_invited" not in codes(with_guests(f"1. Đề nghị {unit} chuẩn bị tham luận.\n", guests))


def test_the_one_guest_without_a_task_among_many_with_one_is_mentioned() -> None:
    duty = "1. Đề nghị Sở Y tế; Sở Công Thương; Sở Nội vụ chuẩn bị tham luận.\n"
    found = finding(with_guests(duty), "guest_without_task")
    assert (found.severity, dict(found.params)) == (Severity.INFO, {"unit": "Sở Tài chính"})


def test_guests_who_only_listen_are_nothing_to_mention() -> None:
    assert codes(with_guests("1. Đề nghị Sở Y tế chuẩn bị tham luận.\n")) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("- Buổi chiều: đưa đại biểu đi tham quan, nghỉ mát.\n", True),
        ("- Thăm quan mô hình trồng rau.\n", True),
        ("- Kết hợp du lịch biển.\n", True),
        ("- Không kết hợp tham quan, nghỉ mát.\n", False),
        ("- Sở Văn hóa, Thể thao và Du lịch dự họp.\n", False),
        ("- Phát triển du lịch nông thôn.\n", False),
    ],
)
def test_sightseeing_is_mentioned_for_information(line: str, told: bool) -> None:
    found = read(HEADER + line + SECTION + "1. Văn phòng Sở: Thuê xe.\n").findings
    assert [one.severity for one in found if one.code == "outing"] == ([Severity.INFO] if told else [])


def test_whom_to_turn_to_is_one_unit_in_a_sentence_about_difficulties() -> None:
    rule = "Nếu có vướng mắc, đề nghị các đơn vị liên hệ {} để được hướng dẫn./.\n"
    assert read(PLAIN + rule.format("Văn phòng Sở")).contact == "Văn phòng Sở"
    assert read(PLAIN + rule.format("các phòng chuyên môn")).contact is None
