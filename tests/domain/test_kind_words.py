"""The words shown for a kind are words by which it is recognised."""

import pytest

from tracker.domain.glossary import AssignmentRole
from tracker.domain.kind_words import WORDS
from tracker.domain.kinds import KINDS, classify


def test_every_kind_has_its_entry() -> None:
    assert list(WORDS) == list(KINDS)
    assert [code for code, words in WORDS.items() if not words] == ["other"]


@pytest.mark.parametrize(("code", "words"), [(code, one) for code, words in WORDS.items() for one in words])
def test_each_phrase_is_taken_for_its_kind(code: str, words: str) -> None:
    assert classify(words.replace(" … ", " các đơn vị "), AssignmentRole.LEAD).code == code
