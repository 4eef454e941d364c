"""Forms for matching and sorting."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.normalise import collapse, fold_tone, search_key, sort_key


def test_search_key_is_what_people_type_without_marks() -> None:
    assert search_key("Đường  Lý Tự Trọng") == "duong ly tu trong"


def test_old_and_new_tone_placement_fold_together() -> None:
    assert [fold_tone(word) for word in ("Hoà", "thuỷ", "khoẻ", "Uỷ")] == ["hòa", "thủy", "khỏe", "ủy"]


def test_the_u_of_qu_carries_no_tone() -> None:
    assert fold_tone("Quý quỷ quà") == "quý quỷ quà"


def test_closed_syllables_keep_their_tone_where_it_is() -> None:
    assert fold_tone("hoàn toàn khoản") == "hoàn toàn khoản"


def test_invisible_characters_and_no_break_spaces_do_not_count() -> None:
    assert collapse("\ufeffVăn\u00a0phòng\u200b  Sở\n") == "Văn phòng Sở"


def test_names_sort_in_the_vietnamese_alphabet() -> None:
    names = ["Đông", "Dung", "Ân", "An", "Anh", "An Bình", "Ba", "Ăn", "Bá"]
    assert sorted(names, key=sort_key) == ["An", "An Bình", "Anh", "Ăn", "Ân", "Ba", "Bá", "Dung", "Đông"]


@pytest.mark.parametrize("form", [search_key, fold_tone, sort_key])
@given(text=st.text(max_size=30))
def test_composed_and_decomposed_text_have_one_form(form, text: str) -> None:  # type: ignore[no-untyped-def] # any of three
    assert form(unicodedata.normalize("NFD", text)) == form(unicodedata.normalize("NFC", text))
