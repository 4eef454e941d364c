"""Where a duty's words may be cut, and what the parts are."""

import pytest

from tracker.domain.cutting import Seam, pieces, place_of, places


def seams(text: str) -> list[tuple[Seam, str]]:
    return [(one.seam, text[one.at :].split(maxsplit=1)[0]) for one in places(text)]


def test_sentences_semicolons_commas_and_conjunctions_are_offered() -> None:
    text = "Bố trí hội trường; in tài liệu, mời báo chí và đón đại biểu. Báo cáo Giám đốc."
    assert seams(text) == [
        (Seam.SEMICOLON, "in"),
        (Seam.COMMA, "mời"),
        (Seam.AND, "và"),
        (Seam.SENTENCE, "Báo"),
    ]


def test_a_single_word_is_no_part() -> None:
    assert places("In, bố trí hội trường") == ()


def test_of_very_many_places_the_usual_ones_are_offered() -> None:
    text = ", ".join(f"việc số {one}" for one in range(20)) + "; gửi báo cáo"
    assert [one.seam for one in places(text)] == [Seam.SEMICOLON]


def test_what_only_joined_the_parts_is_dropped() -> None:
    text = "Bố trí hội trường; và in tài liệu; - gửi giấy mời;"
    assert pieces(text, [text.index("và"), text.index("-")]) == ("Bố trí hội trường", "In tài liệu", "Gửi giấy mời")


def test_cuts_outside_of_the_text_cut_nothing() -> None:
    assert pieces("Bố trí hội trường", [0, -3, 99]) == ("Bố trí hội trường",)


@pytest.mark.parametrize("words", ["hoà mạng", "HÒA MẠNG", " hòa  mạng "])
def test_typed_words_are_found_in_any_case_and_tone_placement(words: str) -> None:
    assert place_of("Bố trí và hòa mạng", words) == len("Bố trí và ")


@pytest.mark.parametrize("words", ["", "Bố trí", "không có"])
def test_words_that_are_not_inside_cut_nowhere(words: str) -> None:
    assert place_of("Bố trí hội trường", words) is None
