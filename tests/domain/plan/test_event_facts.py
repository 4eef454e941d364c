"""What a plan says about its event beyond title, date and place."""

import pytest

from tests.domain.plan.making import HEADER, SECTION, read
from tracker.domain.glossary import ConferenceKind, DayPart, MeetingMode
from tracker.domain.plan import ConferenceFacts
from tracker.domain.plan.parsed import Signer
from tracker.domain.plan.sessions import session_entered
from tracker.domain.plan.titles import kind_of, short_title

DUTY = SECTION + "1. Văn phòng Sở: Thuê xe.\n"


def facts(body: str = "", tail: str = "", **replaced: str) -> ConferenceFacts:
    text = HEADER + body + DUTY + tail
    for old, new in replaced.items():
        text = text.replace(
            {
                "time": "01 ngày, thứ Sáu ngày 14/6/2024",
                "place": "Tại Hội trường tầng 3, Sở Nông nghiệp",
                "guests": "3. Thành phần: Khoảng 60 đại biểu.",
            }[old],
            new,
        )
    return read(text).conference


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Tổ chức Hội nghị tổng kết công tác năm 2023", "Hội nghị tổng kết công tác năm 2023"),
        ("Tổ chức Hội nghị tổng kết công tác năm 2023; phương hướng, nhiệm vụ năm 2024",
         "Hội nghị tổng kết công tác năm 2023"),
        ("Tổ chức Hội nghị sơ kết công tác 6 tháng đầu năm và triển khai nhiệm vụ 6 tháng cuối năm 2024",
         "Hội nghị sơ kết công tác 6 tháng đầu năm 2024"),
        ("Tổng kết công tác dân vận nhiệm kỳ Đại hội XII của Đảng",
         "Tổng kết công tác dân vận nhiệm kỳ Đại hội XII của Đảng"),
        ("tổ chức lớp tập huấn phòng cháy", "Lớp tập huấn phòng cháy"),
        ("Tổ chức Hội nghị tổng kết và triển khai nhiệm vụ năm 2024",
         "Hội nghị tổng kết và triển khai nhiệm vụ năm 2024"),
        ("Tổ chức Hội thảo khoa học cấp tỉnh năm 2024 với chủ đề Giống cây trồng thích ứng với biến đổi khí hậu",
         "Hội thảo khoa học cấp tỉnh năm 2024"),
    ],
)  # fmt: skip
def test_the_short_title_names_the_event_and_ends_with_a_phrase(title: str, short: str) -> None:
    assert short_title(title) == short


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Tổ chức Hội nghị giao ban và sơ kết công tác 6 tháng", ConferenceKind.MIDTERM),
        ("Tổ chức Hội nghị tổng kết năm 2023 và triển khai nhiệm vụ năm 2024", ConferenceKind.SUMMARY),
        ("Tổ chức Hội nghị quán triệt, triển khai Nghị quyết số 12", ConferenceKind.ROLLOUT),
        ("Tổ chức lớp tập huấn phòng cháy", ConferenceKind.TRAINING),
        ("Tổ chức Hội thảo khoa học", ConferenceKind.WORKSHOP),
        ("Tổ chức Tọa đàm ngày Nhà giáo", ConferenceKind.DISCUSSION),
        ("Tổ chức Hội nghị đối thoại với thanh niên", ConferenceKind.DIALOGUE),
        ("Tổ chức Đại hội Công đoàn", ConferenceKind.CONGRESS),
        ("Tổng kết công tác nhiệm kỳ Đại hội XII", ConferenceKind.SUMMARY),
        ("Tổ chức Lễ kỷ niệm 20 năm thành lập", ConferenceKind.CEREMONY),
        ("Kiểm tra công tác văn thư năm 2024", ConferenceKind.INSPECTION),
        ("Thực hiện Đề án số 3", ConferenceKind.OTHER),
    ],
)
def test_the_kind_of_meeting_is_told_by_the_title(title: str, kind: ConferenceKind) -> None:
    assert kind_of(title) is kind


def test_who_signs_for_whom() -> None:
    found = facts(tail="Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nTrần Hải Minh\n")
    assert found.signer == Signer(name="Trần Hải Minh", post="Phó Giám đốc", capacity="KT. GIÁM ĐỐC")
    assert found.lines["signer"] == 21


def test_the_signature_in_two_columns_is_taken_apart() -> None:
    rows = "|Nơi nhận:|TM. ỦY BAN NHÂN DÂN|\n|- Như trên;|CHỦ TỊCH|\n|- Lưu: VT.|Lê Thu An|\n"
    assert facts(tail=rows).signer == Signer(name="Lê Thu An", post="Chủ tịch", capacity="TM. ỦY BAN NHÂN DÂN")


def test_the_documents_it_is_based_on_with_number_and_date() -> None:
    text = (HEADER + DUTY).replace(
        "Căn cứ Chương trình công tác năm 2024, Sở Nông nghiệp xây dựng kế hoạch như sau:",
        "Căn cứ Luật Trồng trọt ngày 19/11/2018;\nCăn cứ Nghị định số 83/2018/NĐ-CP ngày 24 tháng 5 năm 2018 của "
        "Chính phủ về khuyến nông; Kế hoạch số 12-KH/TU ngày 02/3/2024 của Tỉnh uỷ;\nThực hiện Chương trình "
        "công tác năm 2024, Sở Nông nghiệp xây dựng kế hoạch như sau:",
    )
    assert [(one.kind, one.number, one.issued) for one in read(text).conference.bases] == [
        ("Luật", None, "2018-11-19"),
        ("Nghị định", "83/2018/NĐ-CP", "2018-05-24"),
        ("Kế hoạch", "12-KH/TU", "2024-03-02"),
        ("Chương trình công tác", None, None),
    ]


@pytest.mark.parametrize(
    ("words", "sessions"),
    [
        ("7h30 - 11h00, ngày 14/6/2024", [(DayPart.MORNING, "07:30", "11:00")]),
        ("7h30 - 17h00, ngày 14/6/2024", [(DayPart.WHOLE_DAY, "07:30", "17:00")]),
        ("14 giờ 00 phút, ngày 14/6/2024", [(DayPart.AFTERNOON, "14:00", "")]),
        ("buổi sáng ngày 14/6/2024", [(DayPart.MORNING, "", "")]),
        ("01 ngày, ngày 14/6/2024", []),
    ],
)
def test_sessions_are_read_from_the_time(words: str, sessions: list[tuple[DayPart, str, str]]) -> None:
    assert [(one.part, one.start, one.end) for one in facts(time=words).sessions] == sessions


def test_a_session_as_a_person_types_it() -> None:
    typed = session_entered("Chiều 13h30 đến 16h30")
    assert typed is not None
    assert (typed.part, typed.start, typed.end) == (DayPart.AFTERNOON, "13:30", "16:30")
    assert session_entered("sau bữa trưa") is None


@pytest.mark.parametrize(
    ("line", "mode"),
    [
        ("4. Hình thức: trực tiếp.\n", MeetingMode.IN_PERSON),
        ("4. Hình thức: trực tuyến qua Zoom.\n", MeetingMode.ONLINE),
        ("4. Hình thức: Trực tiếp kết hợp trực tuyến.\n", MeetingMode.HYBRID),
        ("4. Nội dung: Đẩy mạnh dịch vụ công trực tuyến.\n", None),
        ("", None),
    ],
)
def test_how_people_take_part(line: str, mode: MeetingMode | None) -> None:
    assert facts(line).mode is mode


def test_the_places_connected_online_are_kept_in_words() -> None:
    found = facts(place="Hội trường Sở, kết nối trực tuyến đến các điểm cầu UBND xã")
    assert (found.mode, found.points) == (MeetingMode.HYBRID, "các điểm cầu UBND xã")


def test_the_units_invited_one_by_one() -> None:
    guests = (
        "3. Thành phần:\n- Đại diện lãnh đạo: Sở Y tế; Sở Văn hóa, Thể thao và Du lịch; UBND các xã, phường.\n"
        "- Phòng Kinh tế các xã: Hoà Lạc, Vân Khê.\n- Toàn thể công chức cơ quan.\n- Tổng số: khoảng 80 đại biểu."
    )
    found = facts(guests=guests)
    assert [(one.name, one.collective) for one in found.invited] == [
        ("Sở Y tế", False),
        ("Sở Văn hóa, Thể thao và Du lịch", False),
        ("UBND các xã, phường", True),
        ("Phòng Kinh tế xã Hoà Lạc", False),
        ("Phòng Kinh tế xã Vân Khê", False),
    ]
    assert (found.delegates, found.delegate_number) == ("khoảng 80 đại biểu", 80)


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("4. Kinh phí: Từ nguồn sự nghiệp.\n", None),
        ("4. Kinh phí: Tổng kinh phí 45.000.000 đồng từ nguồn sự nghiệp.\n", 45_000_000),
        ("4. Kinh phí: dự kiến 1,5 tỷ đồng.\n", 1_500_000_000),
        ("4. Kinh phí: 10 triệu đồng thuê hội trường, 5 triệu đồng in tài liệu.\n", None),  # no total is named
    ],
)
def test_the_sum_is_taken_only_where_it_is_the_total(line: str, amount: int | None) -> None:
    assert facts(line).budget_sum == amount
