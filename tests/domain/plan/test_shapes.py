"""The shapes in which plans hand out duties, each as a fictitious agency would word it."""

import pytest

from tests.domain.plan.making import HEADER, organised, read, units_and_tasks


def test_bullets_below_a_numbered_unit_are_its_duties() -> None:
    assert units_and_tasks(
        organised(
            "1. Phòng Trồng trọt\n- Xây dựng chương trình.\n- Chuẩn bị báo cáo.\n2. Văn phòng Sở\n- Bố trí hội trường."
        )
    ) == [
        ("Phòng Trồng trọt", "Xây dựng chương trình."),
        ("Phòng Trồng trọt", "Chuẩn bị báo cáo."),
        ("Văn phòng Sở", "Bố trí hội trường."),
    ]


def test_a_unit_inside_a_lead_in_sentence_owns_the_bullets_below() -> None:
    found = organised("1. Căn cứ nội dung trên, Văn phòng Sở lo các việc sau:\n- Gửi giấy mời.\n- Thuê xe.")
    assert units_and_tasks(found) == [("Văn phòng Sở", "Gửi giấy mời."), ("Văn phòng Sở", "Thuê xe.")]


def test_text_on_the_units_line_is_one_duty_per_sentence_and_never_cut_at_a_semicolon() -> None:
    found = organised("1. Phòng Kế hoạch: Lập dự toán; trình Giám đốc Sở. Thanh quyết toán kinh phí.")
    assert units_and_tasks(found) == [
        ("Phòng Kế hoạch", "Lập dự toán; trình Giám đốc Sở."),
        ("Phòng Kế hoạch", "Thanh quyết toán kinh phí."),
    ]


def test_a_unit_without_a_colon_ends_where_its_verb_begins() -> None:
    found = organised(
        "1. Trung tâm Công nghệ thông tin đưa tin về Hội nghị.\n2. Giao Thanh tra Sở giám sát việc tổ chức."
    )
    assert units_and_tasks(found) == [
        ("Trung tâm Công nghệ thông tin", "đưa tin về Hội nghị."),
        ("Thanh tra Sở", "giám sát việc tổ chức."),
    ]


def test_one_duty_of_many_units_is_one_assignment_per_unit() -> None:
    found = organised(
        "1. Đề nghị một số đơn vị: Sở Công nghiệp; Phòng Nông nghiệp các huyện: An Khê, Bình Lâm; Cẩm Sơn; "
        "Trường Trung cấp Hải Bình chuẩn bị tham luận tại Hội nghị."
    )
    assert [one.unit for one in found] == [
        "Sở Công nghiệp",
        "Phòng Nông nghiệp huyện An Khê",
        "Phòng Nông nghiệp huyện Bình Lâm",
        "Phòng Nông nghiệp huyện Cẩm Sơn",
        "Trường Trung cấp Hải Bình",
    ]
    assert {(one.role, one.task) for one in found} == {("contribute", "chuẩn bị tham luận tại Hội nghị.")}


def test_a_collective_stays_one_unit_and_its_note_is_general() -> None:
    [found] = organised(
        "1. Các phòng, đơn vị thuộc Sở phối hợp với Văn phòng Sở triển khai thực hiện tốt các nội dung."
    )
    assert (found.unit, found.role, found.partners) == ("Các phòng, đơn vị thuộc Sở", "general", ("Văn phòng Sở",))


def test_units_under_letters_below_an_agency_have_their_own_duties() -> None:
    found = organised(
        "1. Sở Nông nghiệp\na) Chi cục Bảo vệ rừng\n- Lập danh sách đại biểu.\nb) Văn phòng Sở\n- Thuê xe."
    )
    assert [one.unit for one in found] == ["Chi cục Bảo vệ rừng", "Văn phòng Sở"]


def test_sub_bullets_explain_their_bullet() -> None:
    found = organised(
        "1. Văn phòng Sở\n- Chuẩn bị các điều kiện phục vụ Hội nghị, trong đó:\n+ Âm thanh, máy chiếu;\n+ Nước uống."
    )
    assert units_and_tasks(found) == [("Văn phòng Sở", "Chuẩn bị các điều kiện phục vụ Hội nghị, trong đó:")]


def test_paragraphs_without_marks_below_a_unit_are_its_duties() -> None:
    found = organised("1. Phòng Truyền thông\nViết bài về Hội nghị.\nChụp ảnh, quay phim.")
    assert units_and_tasks(found) == [
        ("Phòng Truyền thông", "Viết bài về Hội nghị."),
        ("Phòng Truyền thông", "Chụp ảnh, quay phim."),
    ]


def test_units_as_bullets_below_a_common_deadline_inherit_it() -> None:
    found = organised(
        "1. Yêu cầu hoàn thành trước ngày 10/6/2024 các nội dung sau:\n- Phòng Chăn nuôi: Hoàn thiện báo "
        "cáo.\n- Phòng Thủy lợi: Chuẩn bị tham luận."
    )
    assert [(one.unit, one.due and one.due.until, one.due and one.due.inherited) for one in found] == [
        ("Phòng Chăn nuôi", "2024-06-10", True),
        ("Phòng Thủy lợi", "2024-06-10", True),
    ]


def test_named_persons_are_units_and_their_posts_are_left_out() -> None:
    found = organised(
        "1. Đồng chí Lê Văn An – Phó Giám đốc Sở\n- Chỉ đạo chung.\n2. Đồng chí Trần Thị Bình, Chuyên "
        "viên: dẫn chương trình."
    )
    assert [one.unit for one in found] == ["Đồng chí Lê Văn An", "Đồng chí Trần Thị Bình"]


def test_a_doer_named_at_the_end_is_the_unit() -> None:
    [found] = organised("1. Kinh phí: do Văn phòng Sở chuẩn bị theo quy định.")
    assert found.unit == "Văn phòng Sở"


def test_labelled_lines_name_lead_partners_and_deadline() -> None:
    text = (
        "1. Rà soát danh mục dự án khuyến nông.\n- Đơn vị chủ trì: Phòng Kế hoạch; Đơn vị phối hợp: Văn phòng "
        "Sở, Thanh tra Sở.\n- Thời gian hoàn thành: 01/6/2024."
    )
    [found] = organised(text)
    assert (found.unit, found.partners, found.due and found.due.until) == (
        "Phòng Kế hoạch",
        ("Văn phòng Sở", "Thanh tra Sở"),
        "2024-06-01",
    )


@pytest.mark.parametrize(
    "title",
    [
        "Tổ chức thực hiện",
        "PHÂN CÔNG NHIỆM VỤ",
        "Trách nhiệm thực hiện",
        "KINH PHÍ VÀ TỔ CHỨC THỰC HIỆN",
        "Phân công thực hiện:",
        "NHIỆM VỤ CỦA CÁC ĐƠN VỊ",
    ],
)
def test_the_section_is_recognised_by_its_meaning(title: str) -> None:
    found = read(
        f"{HEADER}IV. {title}\n1. Văn phòng Sở: Thuê xe.\nV. PHỤ LỤC\n1. Phòng Kế hoạch: Không phải nhiệm vụ."
    ).assignments
    assert units_and_tasks(found) == [("Văn phòng Sở", "Thuê xe.")]


def test_the_section_may_share_its_line_with_a_duty() -> None:
    found = read(f"{HEADER}III. TỔ CHỨC THỰC HIỆN: Giao Văn phòng Sở thuê xe.").assignments
    assert units_and_tasks(found) == [("Văn phòng Sở", "thuê xe.")]


def test_the_closing_contact_is_no_duty() -> None:
    parsed = read(
        f"{HEADER}III. TỔ CHỨC THỰC HIỆN\n1. Văn phòng Sở: Thuê xe.\nTrong quá trình thực hiện, nếu có "
        f"vướng mắc đề nghị các đơn vị liên hệ Phòng Kế hoạch để giải quyết./."
    )
    assert (len(parsed.assignments), parsed.contact, parsed.coverage.skipped) == (1, "Phòng Kế hoạch", 1)


def test_a_paragraph_broken_by_a_page_is_read_as_one() -> None:
    found = organised("1. Các phòng: Trồng trọt, Chăn nuôi,\n\n2\n\nThủy lợi chuẩn bị tham luận tại Hội nghị.")
    assert [one.unit for one in found] == ["Phòng Trồng trọt", "Phòng Chăn nuôi", "Phòng Thủy lợi"]


def test_lost_spaces_are_put_back_for_reading_and_the_quote_stays_verbatim() -> None:
    [found] = organised("1. Văn phòng Sở chủtrì, phối hợp với Phòng Kếhoạch chuẩnbịhội trường.")
    assert (found.unit, found.partners, found.task) == (
        "Văn phòng Sở",
        ("Phòng Kế hoạch",),
        "chủ trì, phối hợp với Phòng Kế hoạch chuẩn bị hội trường.",
    )
    assert found.quote == "Văn phòng Sở chủtrì, phối hợp với Phòng Kếhoạch chuẩnbịhội trường."


def test_a_hyphen_at_the_end_of_a_line_holds_the_word_together() -> None:
    found = organised("1. Văn phòng Sở\n- Gửi giấy mời theo Kế hoạch số 12/KH-\nUBND ngày 5/1/2026.")
    assert units_and_tasks(found) == [("Văn phòng Sở", "Gửi giấy mời theo Kế hoạch số 12/KH-UBND ngày 5/1/2026.")]
