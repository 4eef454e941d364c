"""What the words of a plan say about the scale of its meeting: a hint for a person, never a decision."""

import re

from tracker.domain.glossary import ConferenceScale
from tracker.domain.normalise import collapse, fold_tone

# With marks: "họp" is a meeting, "hợp" is half of "phối hợp", "tổng hợp", "hợp tác".
_PROVINCIAL = re.compile(r"\b(?:toàn tỉnh|cấp tỉnh|quy mô tỉnh|toàn thành phố|cấp thành phố)\b")
_SMALL = re.compile(r"\b(?:giao ban|họp)\b(?! (?:báo|mặt))")


def scale_hint(title: str, delegates: str = "") -> tuple[ConferenceScale, str] | None:
    """(scale, the words that say so) of a meeting by its title and who is expected; None: they say nothing.

    "Toàn tỉnh" outweighs "giao ban": a monthly briefing of the whole province is prepared like a provincial one.
    """
    for pattern, scale, texts in (
        (_PROVINCIAL, ConferenceScale.PROVINCIAL, (title, delegates)),
        (_SMALL, ConferenceScale.SMALL, (title,)),
    ):
        for text in map(collapse, texts):
            if found := pattern.search(fold_tone(text)):
                return scale, text[found.start() : found.end()]
    return None
