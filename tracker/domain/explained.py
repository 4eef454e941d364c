"""Short forms that a plan itself explains, harvested from its text before anything else is looked up."""

import re
from collections.abc import Sequence

from tracker.domain.normalise import collapse, search_key

_DEFINITION = re.compile(
    r"((?:[^\W\d_]+[\s,]+){1,9}?[^\W\d_]+)\s*"
    r"\((?:(?:sau đây )?(?:gọi|viết) (?:chung |tắt )?là:?\s+)?[“\"]?([A-ZĐ][A-ZĐ&\-]{1,11})[”\"]?\)"
)


def definitions(text: str) -> frozenset[tuple[str, str]]:
    """Abbreviations that a plan explains: "Khoa học và Công nghệ (KH&CN)" gives ("KH&CN", "Khoa học và Công nghệ")."""
    found = set()
    for match in _DEFINITION.finditer(collapse(text)):
        meaning = _meaning(match.group(1).split(), match.group(2))
        if meaning:
            found.add((match.group(2), meaning))
    return frozenset(found)


def _meaning(words: Sequence[str], short: str) -> str | None:
    """The closing words whose initials are the letters of ``short`` ("và" and commas aside)."""
    letters = [char for char in short if char.isalpha()]
    for start in range(len(words) - 1, -1, -1):
        initials = [word[0].upper() for word in words[start:] if word.lower().strip(",") != "và"]
        if [search_key(initial) for initial in initials] == [search_key(letter) for letter in letters]:
            return " ".join(words[start:])
    return None
