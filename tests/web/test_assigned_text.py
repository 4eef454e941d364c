"""The plan's text with its assigned sentences marked."""

from tracker.models import Task
from tracker.web.assigned_text import assigned

SENTENCE = "Văn phòng chuẩn bị hội trường."


def task(position: int, quote: str = SENTENCE, first: int = 0, last: int = 0) -> Task:
    return Task(position=position, quote=quote, first_line=first, last_line=last)


def parts(text: str, *tasks: Task) -> list[tuple[str, list[int]]]:
    [line] = assigned([{"label": "", "text": text, "cells": None}], tasks)
    return [(part.text, [one.position for one in part.tasks]) for part in line.parts]


def test_the_sentence_is_marked_and_what_stands_around_it_is_not() -> None:
    assert parts(f"Trước. {SENTENCE} Sau.", task(1)) == [("Trước. ", []), (SENTENCE, [1]), (" Sau.", [])]


def test_a_sentence_for_several_units_is_one_mark_with_all_their_tasks() -> None:
    assert parts(SENTENCE, task(1), task(2), task(3)) == [(SENTENCE, [1, 2, 3])]


def test_a_quote_that_does_not_stand_there_letter_by_letter_marks_the_whole_line() -> None:
    assert parts("Văn phòng lo hội trường", task(1)) == [("Văn phòng lo hội trường", [1])]


def test_no_words_are_lost_where_sentences_overlap() -> None:
    found = parts("Một hai ba bốn", task(1, "Một hai ba"), task(2, "hai ba bốn"), task(3, "hai"))
    assert "".join(text for text, _ in found) == "Một hai ba bốn"
    assert sorted(position for _, positions in found for position in positions) == [1, 2, 3]


def test_a_sentence_over_two_lines_marks_both() -> None:
    lines = [
        {"label": "", "text": "Văn phòng chuẩn bị", "cells": None},
        {"label": "", "text": "hội trường.", "cells": None},
    ]
    found = assigned(lines, [task(1, "Văn phòng chuẩn bị hội trường.", 0, 1)])
    assert [[bool(part.tasks) for part in line.parts] for line in found] == [[True], [True]]


def test_a_tables_row_keeps_its_cells_until_something_in_it_is_assigned() -> None:
    row = {"label": "", "text": "08h00 | Khai mạc", "cells": ["08h00", "Khai mạc"]}
    assert assigned([row], [])[0].cells == ("08h00", "Khai mạc")
    assert assigned([row], [task(1, "Khai mạc")])[0].cells == ()


def test_merged_tasks_mark_each_of_their_sentences_and_nothing_between() -> None:
    lines = [{"label": "", "text": text, "cells": None} for text in (SENTENCE, "Việc khác.", "In tài liệu.")]
    found = assigned(lines, [task(1, f"{SENTENCE}\nIn tài liệu.", last=2)])
    assert [[one.position for part in line.parts for one in part.tasks] for line in found] == [[1], [], [1]]
