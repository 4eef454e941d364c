"""Years that contradict the title: the same words with another year ("6 tháng cuối năm 2022" under a 2023 title).
Flagged, never corrected.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from tracker.domain.normalise import search_key
from tracker.domain.plan.paragraphs import Paragraph

_YEAR = re.compile(r"(?:19|20)\d\d")
_WORDS_BEFORE = 3  # "tháng cuối năm" names the period; fewer words would compare unrelated years
_SPOKEN = 5


def years_of(text: str | None) -> frozenset[str]:
    return frozenset(_YEAR.findall(text or ""))


def year_slips(title: str | None, paragraphs: Iterable[Paragraph]) -> Mapping[int, str]:
    """First line of a paragraph → the contradicting words as printed."""
    known = {before: year for before, year, _ in _mentions(title or "")}
    years = set(known.values())
    slips: dict[int, str] = {}
    for paragraph in paragraphs:
        for before, year, words in _mentions(paragraph.raw):
            if before in known and year not in years:
                slips.setdefault(paragraph.first, words)
    return slips


def _mentions(text: str) -> Sequence[tuple[str, str, str]]:
    found = []
    for match in _YEAR.finditer(text):
        spoken = text[: match.start()].split()
        if len(spoken) >= _WORDS_BEFORE:
            before = search_key(" ".join(spoken[-_WORDS_BEFORE:]))
            found.append((before, match.group(), _phrase(spoken, match.group())))
    return found


def _phrase(spoken: Sequence[str], year: str) -> str:
    """The words to quote: from the number of months on, where there is one."""
    tail = list(spoken[-_SPOKEN:])
    starts = [index for index, word in enumerate(tail) if word.isdigit()]
    return " ".join([*tail[starts[-1] if starts else -_WORDS_BEFORE :], year])
