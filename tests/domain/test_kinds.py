"""Words of a task → its kind, in the order of the table."""

import time

import pytest

from tracker.domain.glossary import Anchor, AssignmentRole
from tracker.domain.kinds import CHAINS, KINDS, classify, predecessors

LEAD = AssignmentRole.LEAD


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hướng dẫn thanh quyết toán kinh phí", "settlement"),
        ("Soạn thông báo kết luận của đồng chí Chủ tịch", "conclusion_notice"),
        ("Thư ký ghi biên bản", "conclusion_notice"),
        ("Báo cáo kết quả tổ chức hội nghị với Tỉnh ủy", "event_report"),
        ("Họp rút kinh nghiệm công tác chuẩn bị", "event_report"),
        ("Tổng hợp, biên tập các bài tham luận", "collect_speeches"),
        ("Đôn đốc các xã gửi tham luận", "urge_speeches"),
        ("Phát hành văn bản mời các trường viết tham luận", "invite_speakers"),
        ("Gửi công văn mời báo cáo viên", "invite_speakers"),
        ("Viết tham luận về nuôi cá lồng", "speech"),
        ("Cung cấp số liệu về thủy sản", "unit_data"),
        ("Gửi báo cáo năm về Văn phòng", "unit_data"),
        ("Tổng hợp số liệu của các trạm", "unit_data"),
        ("Lập dự toán hội nghị", "budget"),
        ("Trình UBND tỉnh phê duyệt dự toán", "budget_outside"),
        ("Lập dự toán gửi Sở Tài chính thẩm định", "budget_outside"),
        ("Phòng Tài chính lập dự toán", "budget"),
        ("Làm thủ tục tạm ứng", "advance"),
        ("Phát hành giấy mời", "invitations"),
        ("Mời đại biểu các huyện ven biển", "invitations"),
        ("Lập danh sách đại biểu", "delegate_list"),
        ("Lập danh sách mời đại biểu", "delegate_list"),
        ("Đăng ký danh sách dự họp", "registration"),
        ("Gửi tài liệu tới các đại biểu", "send_papers"),
        ("In ấn, đóng quyển", "printing"),
        ("Viết kịch bản, cử người dẫn chương trình", "run_of_show"),
        ("Xây dựng chương trình chi tiết", "programme"),
        ("Dự thảo và trình duyệt chương trình hội nghị", "programme"),
        ("Trình lãnh đạo phê duyệt chương trình hội nghị", "programme"),
        ("Viết bài phát biểu khai mạc", "leader_speeches"),
        ("Dự thảo kết luận", "leader_speeches"),
        ("Viết báo cáo tổng kết công tác thủy lợi", "main_report"),
        ("Xây dựng báo cáo tóm tắt kết quả nuôi trồng", "main_report"),
        ("Công đoàn: Báo cáo tổng kết phong trào", "main_report"),
        ("Chuẩn bị nội dung về giống cá", "thematic_content"),
        ("Chuẩn bị tài liệu tập huấn", "thematic_content"),
        ("Công tác khen thưởng", "awards"),
        ("Đưa đoàn đi thăm quan trại giống", "field_visit"),
        ("Bố trí địa điểm tham quan", "field_visit"),
        ("Khảo sát địa điểm họp", "venue"),
        ("Chuẩn bị hội trường và đường truyền trực tuyến", "venue"),
        ("Lắp đặt âm thanh, maket", "technical"),
        ("Bố trí xe đưa đón", "reception"),
        ("Bảo đảm an ninh khu vực", "security"),
        ("Trực y tế", "security"),
        ("Mời báo chí đưa tin", "press"),
        ("Tổ chức tổng duyệt", "rehearsal"),
        ("Kiểm tra toàn bộ các điều kiện", "rehearsal"),
        ("Các phòng phối hợp Văn phòng tổ chức thực hiện", "general"),
        ("Lập hồ sơ hội nghị", "records"),
        ("Dọn dẹp sau khi kết thúc hội nghị", "other_after"),
        ("Mua hoa", "other"),
        ("", "other"),
    ],
)
def test_words_select_the_kind(text: str, code: str) -> None:
    assert classify(text, LEAD).code == code


@pytest.mark.parametrize(
    ("text", "not_code"),
    [
        ("Xây dựng chương trình công tác quý IV", "programme"),
        ("Xây dựng báo cáo kết quả thực hiện chương trình giống cây", "programme"),
        ("Mỗi đơn vị viết 01 bài tham luận", "invite_speakers"),
        ("Viết tham luận về xây dựng nông thôn mới", "invite_speakers"),
        ("Gửi tài liệu, báo cáo cho đại biểu", "unit_data"),
        ("Phối hợp với Sở Y tế mua hoa", "security"),
        ("Bảo đảm an ninh mạng", "security"),
        ("Xem xét đề nghị của các xã", "reception"),
        ("Cung cấp dịch vụ công trực tuyến", "technical"),
        ("Ký biên bản ghi nhớ", "conclusion_notice"),
        ("Báo cáo kết quả tổ chức thực hiện đề án giống", "event_report"),
        ("Theo dõi và báo cáo kết quả với lãnh đạo", "main_report"),
        ("Thông tin an toàn lao động", "printing"),
    ],
)
def test_lookalike_words_do_not(text: str, not_code: str) -> None:
    assert classify(text, LEAD).code != not_code


def test_spelling_slips_and_decomposed_letters_do_not_matter() -> None:
    assert classify("CHUÂN BỊ NỘI DUNG về giống", LEAD).code == "thematic_content"
    assert classify("Tham lua\u0323\u0302n", LEAD).code == "speech"  # decomposed, marks out of order


@pytest.mark.parametrize(
    "words",
    ["trình UBND ", "dự toán trình ", "phối hợp ", "tổng hợp ", "hướng dẫn ", "văn bản a b c ", "các phối hợp thực "],
)
def test_a_long_repetitive_text_is_read_in_linear_time(words: str) -> None:
    started = time.process_time()
    classify(words * 1500, LEAD)
    assert time.process_time() - started < 1


def test_a_contributing_unit_owes_a_speech_whatever_the_words() -> None:
    text = "viết tham luận (sẽ có văn bản mời tham luận)"
    assert classify(text, AssignmentRole.CONTRIBUTE).code == "speech"
    assert classify("góp ý", AssignmentRole.CONTRIBUTE).code == "speech"


def test_an_umbrella_duty_is_general_and_not_counted() -> None:
    kind = classify("bố trí hội trường", AssignmentRole.GENERAL)
    assert (kind.code, kind.counted) == ("general", False)


def test_the_blocking_kinds_are_those_without_which_there_is_no_conference() -> None:
    blocking = {code for code, kind in KINDS.items() if kind.blocking}
    assert blocking == {"invitations", "send_papers", "programme", "main_report", "venue"}


@pytest.mark.parametrize("code", KINDS)
def test_no_ceiling_is_before_its_due_date(code: str) -> None:
    kind = KINDS[code]
    assert kind.latest_offset is None or kind.latest_offset >= kind.offset


@pytest.mark.parametrize("code", KINDS)
def test_offsets_lie_on_their_side_of_the_event(code: str) -> None:
    kind = KINDS[code]
    assert kind.offset < 0 if kind.anchor is Anchor.START else kind.offset > 0


def test_the_rule_of_the_decree_on_invitations_and_papers_is_named() -> None:
    named = {code for code, kind in KINDS.items() if kind.basis == "QĐ 45/2018/QĐ-TTg"}
    assert named == {"invitations", "send_papers", "conclusion_notice"}


def test_chains_name_known_kinds() -> None:
    assert {code for chain in CHAINS for code in chain} <= KINDS.keys()


def test_order_reaches_across_a_kind_that_the_plan_lacks() -> None:
    assert predecessors("invitations") == {"budget", "budget_outside", "venue", "programme"}
    assert predecessors("settlement") == {"conclusion_notice"}
    assert predecessors("budget") == frozenset()


def test_everything_before_the_event_precedes_the_rehearsal() -> None:
    expected = {code for code, kind in KINDS.items() if kind.anchor is Anchor.START} - {"rehearsal", "general"}
    assert predecessors("rehearsal") == expected
