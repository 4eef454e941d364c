"""Printed lines → paragraphs, told from where the lines end: a break before which the next word had room was meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from tracker.documents.layout import TextLine
from tracker.domain.plan.marks import read_mark

# All in heights of the line.
_SLACK = 0.35  # by which a ragged line may miss the margin
_INDENT = 0.8  # from which a line is indented
_CENTRED = 2.5  # free on both sides
_NEW_PART = 1.3  # free between lines
_OTHER_SIZE = 0.25
_BROKEN = 4  # lines tell where the printer breaks
_EARLY = 0.15  # of them with room for the next word: somebody else broke them
_UNFINISHED, _FULL = 0.3, 0.14  # of the width may then be free behind a line without a stop, with one
_ENDS = (".", ";", ":", "!", "?", "…")


@dataclass(frozen=True)
class Margins:
    """``loose``: the lines were broken for another font, as in a printed text file; they tell less."""

    left: float
    right: float
    loose: bool = False


@dataclass
class Printed:
    """A paragraph as printed; ``page`` is the page of its first line, ``last_page`` of its last."""

    lines: list[TextLine]
    page: int
    last_page: int
    text: str

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    def grow(self, line: TextLine, page: int) -> None:
        self.text = hyphenated(self.text, line.text)
        self.lines.append(line)
        self.last_page = page


def margins_of(lines: Sequence[TextLine]) -> Margins:
    """Where lines begin, and where the printer breaks them: where most lines end that go on in lower case.

    Without such lines nothing is known about its breaks: every one counts as meant.
    """
    odd = min(1 + len(lines) // 30, len(lines) - 1)  # so many may stick out
    reach = lines[0].height
    lefts = sorted(line.box.left for line in lines)
    left = lefts[0] if lefts[odd] - lefts[0] < reach else lefts[odd]
    broken = [
        (above, below)
        for above, below in pairwise(lines)
        if below.text[:1].islower() and not above.text.endswith(_ENDS)
    ]
    if len(broken) >= _BROKEN:
        right = sorted(above.box.right for above, _ in broken)[int(len(broken) * 0.9)]
        early = sum(right - above.box.right > _needed(below) for above, below in broken)
        return Margins(left, right, loose=early > _EARLY * len(broken))
    return Margins(left, inf)


def joined(lines: Sequence[tuple[TextLine, int]], margins: Mapping[int, Margins]) -> Iterator[Printed]:
    """Lines of one column with their pages, and its margins on each page."""
    current: Printed | None = None
    for line, page in lines:
        if current is not None:
            if _goes_on(current, line, margins[current.last_page], same_page=page == current.last_page):
                current.grow(line, page)
                continue
            yield current
        current = Printed(lines=[line], page=page, last_page=page, text=line.text)
    if current is not None:
        yield current


def hyphenated(before: str, after: str) -> str:
    """Two lines as one text: a hyphen that ends the first holds the words together ("KH-" "CN")."""
    holds = before[-1:] == "-" and before[-2:-1].isalnum() and after[:1].isalnum()
    return before + after if holds else f"{before} {after}"


def _goes_on(paragraph: Printed, line: TextLine, margins: Margins, *, same_page: bool) -> bool:
    last = paragraph.lines[-1]
    if read_mark(line.text)[0] is not None or paragraph.text.isupper() != line.text.isupper():
        return False
    if abs(line.height - last.height) > _OTHER_SIZE * max(line.height, last.height) or _ends_early(last, line, margins):
        return False
    if same_page and line.box.top - last.box.bottom > _NEW_PART * last.height:
        return False
    lower = line.text[:1].islower()
    if lower or (paragraph.bold and not line.bold) or _is_centred(line, margins):
        return lower
    return _stands_like_a_continuation(paragraph, line, margins, same_page=same_page)


def _ends_early(last: TextLine, line: TextLine, margins: Margins) -> bool:
    """Whether the break between the lines was meant, as the next word had room."""
    ended = last.text.endswith(_ENDS)
    if not ended and line.text[:1].islower():
        return False
    room = _room(last, margins)
    if margins.loose and room < inf:
        return room > (_FULL if ended else _UNFINISHED) * (margins.right - margins.left)
    return room > _needed(line)


def _room(line: TextLine, margins: Margins) -> float:
    """What the line leaves free."""
    width = line.box.right - line.box.left
    return margins.right - margins.left - width if _is_centred(line, margins) else margins.right - line.box.right


def _needed(line: TextLine) -> float:
    """What the line's first word would have taken on the line above."""
    first = line.words[0].box
    end = next((word.box.left for word in line.words[1:] if word.spaced), line.box.right)
    return min(end, line.box.right) - first.left + _SLACK * line.height


def _is_centred(line: TextLine, margins: Margins) -> bool:
    left, right = line.box.left - margins.left, margins.right - line.box.right
    if right == inf:
        return False
    return min(left, right) > _CENTRED * line.height and abs(left - right) < 0.2 * (left + right)


def _stands_like_a_continuation(paragraph: Printed, line: TextLine, margins: Margins, *, same_page: bool) -> bool:
    """A full line above, a capital below: a first line that is set in tells a new paragraph."""
    last = paragraph.lines[-1]
    step = _INDENT * last.height
    shift = line.box.left - last.box.left if same_page else line.box.left - margins.left
    if shift > step:
        return len(paragraph.lines) == 1 and read_mark(paragraph.text)[0] is not None  # the text beside its bullet
    set_in = line.box.left - margins.left > step
    return shift < -step or not (set_in and paragraph.text.endswith(_ENDS))
