"""The model can fail: it finds bugs that are planted. All of them: ``benchmarks/faults_model.py --planted``."""

import pytest

from benchmarks.faults_model import finds


@pytest.mark.parametrize(
    ("bug", "said"),
    [
        ("the ledger has no key", "two lines for one key"),
        ("a moved date keeps its version", "moved without a new version"),
    ],
)
def test_a_planted_bug_is_found(bug: str, said: str) -> None:
    assert said in finds(bug, examples=40, steps=30)
