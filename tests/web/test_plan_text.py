"""The plan's text shows each assigned sentence once, at its place, and folds what assigns nothing."""

from typing import Any

from tracker.domain.glossary import Review
from tracker.models import Task
from tracker.web import plan_text
from tracker.web.plan_text import Fold, Paragraph


def task(position: int, first: int, quote: str, last: int | None = None, review: Review = Review.CERTAIN) -> Task:
    return Task(
        id=position,
        position=position,
        first_line=first,
        last_line=first if last is None else last,
        quote=quote,
        review=review,
    )


def lines(*texts: str) -> list[dict[str, Any]]:
    return [{"label": "", "text": text, "cells": None} for text in texts]


def marked(block: Paragraph | Fold) -> list[tuple[str, str, str]]:
    """(text, note, anchor) of the marked stretches."""
    assert isinstance(block, Paragraph)
    return [(one.text, one.mark.note, one.mark.anchor) for one in block.segments if one.mark]


def shown(block: Paragraph | Fold) -> str:
    assert isinstance(block, Paragraph)
    return block.head + "".join(one.text for one in block.segments)


def test_the_sentence_is_marked_where_it_stands() -> None:
    (block,) = plan_text.blocks(lines("- Bố trí  hội trường. Mời báo chí."), {}, [task(1, 0, "Bố trí hội trường.")])
    assert (shown(block), marked(block)) == ("- Bố trí hội trường. Mời báo chí.", [("Bố trí hội trường.", "1", "c1")])


def test_a_sentence_for_several_units_is_marked_once_with_their_numbers() -> None:
    quote = "Các xã chuẩn bị tham luận."
    (block,) = plan_text.blocks(lines(quote), {}, [task(one, 0, quote) for one in (4, 5, 6)])
    assert marked(block) == [(quote, "4–6", "c4")]


def test_words_that_do_not_stand_in_the_line_mark_all_of_it() -> None:
    (block,) = plan_text.blocks(lines("Bố trí hội trường"), {}, [task(1, 0, "Bố trí hội trưởng")])
    assert marked(block) == [("Bố trí hội trường", "1", "c1")]


def test_a_sentence_over_two_lines_is_numbered_on_the_first() -> None:
    text = lines("- Xây dựng báo cáo", "sơ kết. Trình Giám đốc.")
    first, second = plan_text.blocks(text, {}, [task(1, 0, "Xây dựng báo cáo sơ kết.", last=1)])
    assert marked(first) == [("Xây dựng báo cáo", "1", "c1")]
    assert marked(second) == [("sơ kết.", "", "")]


def test_of_overlapping_marks_both_keep_their_anchor() -> None:
    text = lines("Bố trí hội trường và in tài liệu.")
    (block,) = plan_text.blocks(text, {}, [task(1, 0, "không có"), task(2, 0, "cũng không")])
    assert {anchor for _, _, anchor in marked(block) if anchor} == {"c1", "c2"}
    assert shown(block) == "Bố trí hội trường và in tài liệu."


def test_skipped_and_doubtful_sentences_look_different() -> None:
    text = lines("Một việc.", "Hai việc.")
    tasks = [task(1, 0, "Một việc.", review=Review.SKIPPED), task(2, 1, "Hai việc.", review=Review.CHECK)]
    styles = [
        one.mark.style
        for block in plan_text.blocks(text, {}, tasks)
        if isinstance(block, Paragraph)
        for one in block.segments
        if one.mark
    ]
    assert styles == ["skip", "check"]


def test_a_long_stretch_without_duties_is_folded_but_not_the_heading_before_one() -> None:
    text = lines("I. MỤC ĐÍCH", *(f"Đoạn {one}." for one in range(9)), "II. TỔ CHỨC", "- Bố trí hội trường.")
    coverage = {"outline": [[0, 1, "I.", "MỤC ĐÍCH"], [10, 1, "II.", "TỔ CHỨC"]], "unread": [], "organisation": []}
    folded, heading, duty = plan_text.blocks(text, coverage, [task(1, 11, "Bố trí hội trường.")])
    assert isinstance(folded, Fold)
    assert (len(folded.paragraphs), folded.labels) == (10, ("I",))
    assert isinstance(heading, Paragraph)
    assert (heading.tag, shown(heading), len(marked(duty))) == ("h3", "II. TỔ CHỨC", 1)


def test_a_line_says_in_which_section_it_stands() -> None:
    outline = [[0, 1, "I.", "A"], [2, 2, "1.", "B"], [5, 1, "II.", "C"], [6, 2, "a)", "D"]]
    places = [plan_text.place(line, {"outline": outline}) for line in (None, 1, 3, 5, 7)]
    assert places == ["", "I", "I.1", "II", "II.a"]


def test_places_out_of_the_text_are_ignored() -> None:
    (block,) = plan_text.blocks(lines("Một dòng."), {}, [task(1, 99, "Không còn")])
    assert marked(block) == []


def test_merged_tasks_are_marked_at_each_of_their_sentences_and_nowhere_between() -> None:
    text = lines("- Bố trí hội trường.", "- Việc khác.", "- In tài liệu.")
    blocks = plan_text.blocks(text, {}, [task(1, 0, "Bố trí hội trường.\nIn tài liệu.", last=2)])
    assert [marked(block) for block in blocks] == [
        [("Bố trí hội trường.", "1", "c1")],
        [],
        [("In tài liệu.", "", "")],
    ]


def test_numbers_that_do_not_follow_each_other_are_listed() -> None:
    assert plan_text.runs([5, 19, 6, 7]) == "5–7, 19"


def test_words_chosen_over_two_lines_are_found_with_their_last_line() -> None:
    text = lines("Mở đầu.", "- Bố trí hội", "trường và in tài liệu.")
    assert plan_text.found_at(text, 1, "hội  trường") == (2, "hội trường")
    assert plan_text.found_at(text, 1, "không có") is None
