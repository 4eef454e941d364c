"""Roles, partners, links between co-operation and lead, and what makes the reader ask."""

import pytest

from tests.domain.plan.making import organised
from tracker.domain.plan.roles import partners_of, role_of


@pytest.mark.parametrize(
    ("task", "role"),
    [
        ("Chủ trì, phối hợp với Văn phòng Sở xây dựng chương trình.", "lead"),
        ("Phối hợp với Phòng Kế hoạch chuẩn bị tài liệu.", "coordinate"),
        ("Tham gia tiếp đón đại biểu.", "coordinate"),
        ("Tăng cường kiểm tra; phối hợp xử lý vi phạm.", "lead"),
        ("Chuẩn bị tham luận về thủy lợi.", "contribute"),
        ("Tổng hợp, biên tập tham luận của các đơn vị.", "lead"),
        ("Hướng dẫn, đôn đốc các đơn vị viết tham luận.", "lead"),
    ],
)
def test_the_first_verb_decides_the_role(task: str, role: str) -> None:
    assert role_of(task, "Phòng Trồng trọt") == role


@pytest.mark.parametrize(
    ("task", "partners"),
    [
        (
            "Chủ trì, phối hợp với Phòng Kế hoạch và các đơn vị liên quan tổng hợp báo cáo.",
            ("Phòng Kế hoạch", "Các đơn vị liên quan"),
        ),
        ("Phối hợp Văn phòng Sở bố trí xe.", ("Văn phòng Sở",)),
        ("Phối hợp tổ chức Hội nghị.", ()),
        ("Chỉ đạo Phòng Kế hoạch cân đối kinh phí.", ()),
    ],
)
def test_partners_are_those_one_co_operates_with(task: str, partners: tuple[str, ...]) -> None:
    assert partners_of(task) == partners


def test_co_operation_on_a_task_somebody_leads_is_linked_to_it() -> None:
    lead, helper = organised(
        "1. Phòng Trồng trọt\n- Chủ trì xây dựng chương trình Hội nghị sơ kết.\n2. Văn phòng Sở\n- Phối "
        "hợp với phòng Trồng trọt xây dựng chương trình Hội nghị sơ kết."
    )
    assert (lead.no, helper.role, helper.lead_no) == (1, "coordinate", 1)
    assert [doubt.code for doubt in helper.doubts] == ["linked_lead"]


def test_co_operation_that_nobody_leads_is_proposed_as_a_lead_and_asked_about() -> None:
    [found] = organised("1. Trung tâm Giống\n- Phối hợp với Sở Công nghiệp đón tiếp đại biểu.")
    assert (found.role, found.partners, [doubt.code for doubt in found.doubts]) == (
        "lead",
        ("Sở Công nghiệp",),
        ["no_lead"],
    )


def test_plain_duties_are_certain() -> None:
    assert [one.doubts for one in organised("1. Văn phòng Sở\n- Bố trí hội trường.\n- Gửi giấy mời.")] == [(), ()]


def test_urging_without_a_deadline_is_asked_about() -> None:
    [found] = organised("1. Phòng Kế hoạch\n- Hướng dẫn, đôn đốc các đơn vị chuẩn bị nội dung.")
    assert [doubt.code for doubt in found.doubts] == ["continuous_duty"]


def test_a_duty_of_many_unnamed_units_is_asked_about() -> None:
    [found] = organised("1. Các đơn vị trực thuộc Sở\n- Gửi danh sách đại biểu trước ngày 01/6/2024.")
    assert [doubt.code for doubt in found.doubts] == ["collective_unit"]
