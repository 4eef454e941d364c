"""Header, event and findings."""

import pytest

from tests.domain.plan.making import HEADER, SECTION, read
from tracker.domain.dates import EventWindow
from tracker.domain.plan import Finding


def codes(text: str) -> list[str]:
    return [found.code for found in read(text).findings]


def finding(text: str, code: str) -> Finding:
    return next(found for found in read(text).findings if found.code == code)


PLAIN = HEADER + SECTION + "1. Văn phòng Sở: Thuê xe.\n"


def test_the_header_gives_issuer_number_and_date() -> None:
    facts = read(PLAIN).conference
    assert (facts.issuer, facts.parent_issuer, facts.number, facts.issued) == (
        "Sở Nông nghiệp tỉnh Hải Bình",
        "UBND tỉnh Hải Bình",
        "45/KH-SNN",
        "2024-05-06",
    )


def test_the_title_ends_where_the_legal_basis_begins() -> None:
    facts = read(PLAIN).conference
    assert facts.title == "Tổ chức Hội nghị sơ kết công tác khuyến nông năm 2024"
    assert facts.short_title == "Hội nghị sơ kết công tác khuyến nông năm 2024"


def test_time_place_length_and_size_of_the_event_are_read() -> None:
    facts = read(PLAIN).conference
    assert facts.event is not None
    assert (facts.event.start, facts.event.end, facts.event.tentative) == (facts.event.start, facts.event.start, False)
    assert (str(facts.event.start), facts.place, facts.duration, facts.delegates) == (
        "2024-06-14",
        "Hội trường tầng 3, Sở Nông nghiệp",
        "01 ngày",
        "Khoảng 60 đại biểu",
    )


def test_a_clean_plan_has_no_findings() -> None:
    assert codes(PLAIN) == []


def test_blank_number_and_day_are_kept_blank_and_reported() -> None:
    parsed = read(PLAIN.replace("Số: 45/KH-SNN", "Số:      /KH-SNN").replace("ngày 06 tháng 5", "ngày     tháng 5"))
    assert (parsed.conference.number, parsed.conference.issued, parsed.conference.issued_on) == (
        "/KH-SNN",
        "2024-05",
        None,
    )
    assert [found.code for found in parsed.findings] == ["number_blank", "date_blank"]


def test_a_header_in_two_columns_is_taken_apart() -> None:
    columns = (
        "UBND TỈNH HẢI BÌNH        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NÔNG NGHIỆP        Độc lập - Tự do - "
        "Hạnh phúc\nSố: 45/KH-SNN        Hải Bình, ngày 06 tháng 5 năm 2024\n"
    )
    facts = read(columns + PLAIN[PLAIN.index("KẾ HOẠCH") :]).conference
    assert (facts.issuer, facts.parent_issuer, facts.number, facts.issued) == (
        "Sở Nông nghiệp tỉnh Hải Bình",
        "UBND tỉnh Hải Bình",
        "45/KH-SNN",
        "2024-05-06",
    )


def test_a_tentative_week_is_shown_as_its_dates() -> None:
    parsed = read(PLAIN.replace("thứ Sáu ngày 14/6/2024", "dự kiến tuần 2 tháng 6 năm 2024"))
    window = parsed.conference.event
    assert isinstance(window, EventWindow)
    assert (str(window.start), str(window.end), window.tentative, window.precision) == (
        "2024-06-10",
        "2024-06-14",
        True,
        "week",
    )
    assert [found.code for found in parsed.findings] == ["event_tentative"]


def test_a_weekday_that_contradicts_its_date_is_reported() -> None:
    assert codes(PLAIN.replace("thứ Sáu ngày 14/6", "thứ Năm ngày 14/6")) == ["weekday_contradicts_date"]


def test_a_missing_event_date_is_reported() -> None:
    assert codes(PLAIN.replace("1. Thời gian: 01 ngày, thứ Sáu ngày 14/6/2024.\n", "")) == ["event_date_missing"]
    assert codes(PLAIN.replace("thứ Sáu ngày 14/6/2024", "có thông báo sau")) == ["event_date_unclear"]


def test_the_same_period_with_another_year_is_reported_with_its_line_and_words() -> None:
    text = (
        PLAIN.replace("công tác khuyến nông năm 2024", "công tác khuyến nông 6 tháng đầu năm 2024")
        + "- Báo cáo công tác khuyến nông 6 tháng đầu năm 2023.\n"
    )
    found = finding(text, "contradictory_years")
    assert (found.line, found.words, dict(found.params)) == (17, "6 tháng đầu năm 2023", {"title_years": "2024"})


def test_a_plan_without_duties_says_so() -> None:
    assert codes(HEADER) == ["organisation_section_missing", "assignments_missing"]


def test_duties_without_a_unit_are_reported_never_given_to_somebody() -> None:
    parsed = read(HEADER + SECTION + "- Chuẩn bị báo cáo.\n")
    assert parsed.assignments == ()
    assert [found.words for found in parsed.findings if found.code == "assignment_without_unit"] == [
        "Chuẩn bị báo cáo."
    ]


def test_deadlines_before_the_plan_and_after_the_event_are_reported() -> None:
    assert codes(
        PLAIN
        + "2. Phòng Kế hoạch: Lập danh sách trước ngày 01/4/2024.\n3. Phòng Tài vụ: Quyết toán trước ngày 30/6/2024."
    ) == ["deadline_before_plan", "deadline_after_event"]


@pytest.mark.parametrize(
    "words", ["sẽ có văn bản riêng mời tham luận", "Sở Nông nghiệp sẽ gửi thư mời viết tham luận tới từng đơn vị"]
)
def test_an_implied_task_is_a_suggestion_of_its_kind(words: str) -> None:
    [offered] = read(PLAIN + f"2. Đề nghị Sở Công nghiệp chuẩn bị tham luận ({words}).").suggestions
    assert (offered.code, offered.words, offered.line) == ("invite_speakers", words, 17)


@pytest.mark.parametrize("words", ["kèm theo giấy mời", "sẽ thông báo sau", "danh sách gửi kèm công văn"])
def test_other_asides_imply_no_task(words: str) -> None:
    assert read(PLAIN + f"2. Đề nghị Sở Công nghiệp chuẩn bị tham luận ({words}).").suggestions == ()


@pytest.mark.parametrize(
    "value", ["Bắt đầu từ 8 giờ 00, ngày 14/6/2024", "từ ngày 14 đến ngày 15/6/2024", "sáng thứ Sáu, 14/6/2024"]
)
def test_the_words_of_the_time_are_kept(value: str) -> None:
    facts = read(PLAIN.replace("01 ngày, thứ Sáu ngày 14/6/2024", value)).conference
    assert (facts.event_time_text, str(facts.event and facts.event.start)) == (value, "2024-06-14")
