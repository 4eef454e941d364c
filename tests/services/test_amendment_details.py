"""The smaller facts, the sentences nobody has understood and the findings go along with an amended plan."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.services.amended_plans import DEPARTMENT, NOW, OFFICE, WARD, Case, activated, text
from tracker.documents import read_text
from tracker.domain.glossary import SentenceClass
from tracker.domain.plan import ParsedPlan, read_plan
from tracker.domain.plan.parsed import Sentence
from tracker.models import Conference
from tracker.services.amendment_details import detail_changes, take_details


def conference(**facts: Any) -> Conference:
    return Conference(facts=facts)


GUESTS = [
    {"name": "Sở Nội vụ", "collective": False, "line": 8},
    {"name": "Sở Tài chính", "collective": False, "line": 9},
]


def test_what_the_new_text_says_otherwise_is_proposed_and_what_it_leaves_out_stays() -> None:
    ours = conference(duration="01 ngày", budget="Ngân sách tỉnh", budget_sum=5_000_000)
    new = conference(duration="1/2 ngày", budget="Ngân sách tỉnh")
    assert list(detail_changes(ours, ours, new)) == [("duration", "01 ngày", "1/2 ngày")]


def test_a_fact_corrected_by_hand_stays_while_both_texts_say_the_same() -> None:
    text = conference(duration="01 ngày")
    assert list(detail_changes(conference(duration="02 ngày"), text, text)) == []


def test_a_fact_on_another_line_is_the_same_fact_and_points_to_its_new_line() -> None:
    ours = conference(invited=GUESTS, lines={"place": 5})
    new = conference(invited=[one | {"line": one["line"] + 2} for one in GUESTS], lines={"place": 7})
    assert list(detail_changes(ours, ours, new)) == []
    take_details(ours, new, {})
    assert [one["line"] for one in ours.facts["invited"]] == [10, 11]
    assert ours.facts["lines"] == {"place": 7}


def test_a_guest_added_by_hand_has_no_line_in_a_text_that_does_not_name_it() -> None:
    ours, new = conference(invited=GUESTS), conference(invited=GUESTS[:1])
    take_details(ours, new, {})
    assert [(one["name"], one["line"]) for one in ours.facts["invited"]] == [("Sở Nội vụ", 8), ("Sở Tài chính", None)]


@pytest.fixture
def case(app: Flask, session: Session, cast: Cast) -> Case:
    return activated(app, session, cast)


def with_unread(words: str, line: int) -> ParsedPlan:
    """The plan as a reader gives it that has not understood one sentence."""
    parsed = read_plan(read_text(text(DEPARTMENT, OFFICE, WARD, number="15")).lines)
    sentence = Sentence(line=line, words=words, kind=SentenceClass.UNREAD)
    return replace(parsed, coverage=replace(parsed.coverage, all=(*parsed.coverage.all, sentence)))


def test_an_answer_about_a_sentence_holds_for_the_same_sentence_of_the_new_text(case: Case) -> None:
    words = "Các mốc trên có thể điều chỉnh."
    case.apply(case.propose(text(DEPARTMENT, OFFICE, WARD, number="15"), parsed=with_unread(words, 18)))
    (sentence,) = case.unread()
    sentence.dismissed_at, sentence.reason = NOW, "Không phải nhiệm vụ"
    case.session.flush()
    case.apply(case.propose(text(DEPARTMENT, OFFICE, WARD, number="16"), parsed=with_unread(words, 20)))
    assert [(one.line, one.dismissed_at, one.reason) for one in case.unread()] == [(20, NOW, "Không phải nhiệm vụ")]


def test_a_finding_taken_note_of_is_not_shown_again(case: Case) -> None:
    case.amend(text(DEPARTMENT, OFFICE, WARD, number=""))
    (blank,) = [one for one in case.conference.findings if one.code == "number_blank"]
    blank.seen_at = NOW
    case.session.flush()
    case.amend(text(WARD, OFFICE, DEPARTMENT, number=""))
    assert [one.seen_at for one in case.conference.findings if one.code == "number_blank"] == [NOW]
