"""Subjects: the action first, the rest cut at a word."""

import unicodedata

import pytest

from tracker.web.subjects import MOST, at_word, subject_line, visible

TITLE = "Hội nghị sơ kết hoạt động khoa học, công nghệ và đổi mới sáng tạo 6 tháng đầu năm"
UNIT = "Phòng Quản lý Khoa học và Công nghệ cơ sở"


def test_what_fits_is_left_whole() -> None:
    assert subject_line("2 việc quá hạn", "Sơ kết", "Văn phòng Sở") == "2 việc quá hạn: Sơ kết – Văn phòng Sở"
    assert subject_line("2 việc quá hạn", "", "Văn phòng Sở") == "2 việc quá hạn – Văn phòng Sở"
    assert subject_line("2 việc quá hạn", "", "") == "2 việc quá hạn"


def test_a_long_title_is_cut_at_a_word_and_the_reader_s_own_name_goes_first() -> None:
    line = subject_line("3 việc được giao, hạn sớm nhất 17/07/2026", TITLE, UNIT)
    assert line == "3 việc được giao, hạn sớm nhất 17/07/2026: Hội nghị sơ kết hoạt động khoa…"


def test_the_action_is_never_cut_and_some_of_what_it_is_about_always_said() -> None:
    assert subject_line(TITLE, TITLE, UNIT) == f"{TITLE}: Hội nghị sơ kết hoạt động…"
    assert subject_line(TITLE, "", UNIT) == TITLE


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marks_take_no_room(form: str) -> None:
    line = subject_line("2 việc", unicodedata.normalize(form, TITLE), unicodedata.normalize(form, UNIT))  # type: ignore[arg-type]  # a literal in the stubs
    assert visible(line) <= MOST
    assert unicodedata.normalize("NFC", line) == subject_line("2 việc", TITLE, UNIT)


def test_one_word_longer_than_the_room_is_cut_between_letters() -> None:
    assert at_word("a" * 30, 10) == "a" * 9 + "…"
    cut = at_word(unicodedata.normalize("NFD", "ế" * 30), 10)
    assert unicodedata.normalize("NFC", cut) == "ế" * 9 + "…"
