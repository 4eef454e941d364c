"""Whom "các đơn vị", "các khoa còn lại", "UBND các xã" can mean."""

import pytest

from tracker.domain.collectives import are_excluded, is_collective, kinds_meant, means_the_rest
from tracker.domain.glossary import UnitKind as K


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("UBND các xã, phường", {K.COMMUNE_COMMITTEE}),
        ("Các phòng, đơn vị thuộc Chi cục", {K.OFFICE, K.DEPARTMENT, K.AFFILIATED}),
        ("Các phòng, đơn vị thuộc Sở", {K.OFFICE, K.DEPARTMENT, K.AFFILIATED}),
        ("Các sở, ban, ngành", {K.AGENCY}),
        ("Các phòng Chuyển đổi số", {K.OFFICE, K.DEPARTMENT, K.AFFILIATED}),
        ("Các trường THPT", {K.SCHOOL}),
        ("UBND các huyện", {K.DISTRICT_COMMITTEE}),
        ("Các tổ chức chính trị - xã hội", {K.MASS_ORGANISATION}),
        ("Các thành viên", set()),
    ],
)
def test_the_words_say_which_kinds_are_meant(words: str, kinds: set[K]) -> None:
    assert kinds_meant(words) == kinds


def test_one_unit_is_no_collective() -> None:
    units = ("Phòng Kế hoạch", "Trung tâm Đổi mới sáng tạo", "Các phòng", "Mỗi xã")
    assert [is_collective(words) for words in units] == [False, False, True, True]


def test_the_rest_leaves_out_whom_the_plan_names() -> None:
    assert (means_the_rest("Các khoa còn lại"), means_the_rest("Các khoa")) == (True, False)
    assert are_excluded("Khoa Dược", ["khoa Dược", "khoa Nhi"])
