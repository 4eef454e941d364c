"""Header, event and what the text implies."""

import pytest

from tests.domain.plan.making import HEADER, SECTION, read
from tracker.domain.dates import EventWindow

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
