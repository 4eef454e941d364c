"""Page numbers and running heads: what stands at the edge of most pages and is no part of the text."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from tracker.documents.layout import TextLine

_EDGE = 2  # lines at the top and at the bottom of a page that may be such
_LEAST = 3  # pages
_SMALL = 0.85  # of the usual height of a line
_ADDRESS = re.compile(r"(?:https?|file)://\S+")  # what browsers print below a page
_PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s*)?(?:(?:trang|page)\s+)?\d{1,3}(?:\s*(?:/|of|trên)\s*\d{1,3})?(?:\s*[-–—])?", re.IGNORECASE
)


def without_running(pages: Sequence[Sequence[TextLine]]) -> list[list[TextLine]]:
    """The lines of each page without its number and its running heads."""
    heights = [line.height for page in pages for line in page]
    small = _SMALL * median(heights) if heights else 0.0
    heads = _heads(pages, small)
    return [
        [line for index, line in enumerate(page) if not _is_running(line, index, len(page), heads, small)]
        for page in pages
    ]


def _heads(pages: Sequence[Sequence[TextLine]], small: float) -> frozenset[str]:
    """Lines, digits apart, at the edge of about half of the pages: left and right pages may differ.

    In small print two pages are enough.
    """
    seen: Counter[str] = Counter()
    least: dict[str, int] = {}
    for page in pages:
        edge = {masked(line.text): line for line in (*page[:_EDGE], *page[-_EDGE:])}
        seen.update(edge.keys())
        least |= {text: 2 if line.height < small else _LEAST for text, line in edge.items()}
    return frozenset(
        text for text, count in seen.items() if count >= least[text] and count > 0.4 * len(pages) and len(text) > 3
    )


def _is_running(line: TextLine, index: int, count: int, heads: frozenset[str], small: float) -> bool:
    outermost = index == 0 or index == count - 1
    beside = index < _EDGE + 1 or index >= count - _EDGE - 1
    if outermost and (_PAGE_NUMBER.fullmatch(line.text) or (line.height < small and _ADDRESS.search(line.text))):
        return True
    return beside and masked(line.text) in heads


def masked(text: str) -> str:
    return re.sub(r"\d+", "#", text.strip())
