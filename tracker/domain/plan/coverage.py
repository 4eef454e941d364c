"""What became of every sentence that hands out duties. Worked out from the text and the finished assignments, not from
the walk that made them, so that nothing the walk passed over can be lost: what nothing explains is unread.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.glossary import SentenceClass
from tracker.domain.plan.grids import Grid, GridKind
from tracker.domain.plan.outline import Node, Section, title_of, tree
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.parsed import Assignment, Coverage, Sentence
from tracker.domain.plan.sentence_classes import (
    covers,
    introduces,
    is_blank,
    is_closing,
    is_contact,
    is_explanation,
    orders,
)
from tracker.domain.plan.sentences import sentences


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A paragraph and what stands around it. ``explains``: it hangs below an assigned one, no sibling is assigned."""

    paragraph: Paragraph
    above_items: bool = False
    explains: bool = False
    last: bool = False  # at the end of its section
    after_duty: bool = False


class _Made:
    """The assignments by the line they begin on."""

    def __init__(self, assignments: Sequence[Assignment]) -> None:
        self.all = assignments
        self.by_line: dict[int, list[Assignment]] = {}
        for one in assignments:
            self.by_line.setdefault(one.first_line, []).append(one)

    def of(self, paragraph: Paragraph) -> Sequence[Assignment]:
        return self.by_line.get(paragraph.first, ())

    def saying(self, words: str, before: int) -> tuple[int, ...]:
        """Assignments read elsewhere that hold these words: a deadline taken to the duty above, a repeated table."""
        return tuple(
            one.no for one in self.all if one.first_line <= before and covers(one.task, words, whole=True)
        ) or tuple(
            one.no for one in self.all if covers(one.task, words, whole=True) and covers(words, one.task, whole=True)
        )


def measure(
    blocks: Sequence[Paragraph],
    sections: Sequence[Section],
    tables: Sequence[Grid],
    assignments: Sequence[Assignment],
    *,
    body_end: int,
) -> Coverage:
    """Every sentence of the organisation sections, and of what was assigned outside them; ``body_end`` as of
    ``outline.body_end``.
    """
    made = _Made(assignments)
    found = sorted(_all(blocks, sections, tables, made, body_end), key=lambda one: one.line)
    unread = tuple(one.line for one in found if one.kind is SentenceClass.UNREAD)
    assigned = sum(one.kind is SentenceClass.TASK for one in found)
    skipped = sum(
        one.kind is SentenceClass.CONTACT or (one.kind is SentenceClass.CLOSING and orders(one.words)) for one in found
    )
    return Coverage(
        sentences=assigned + skipped + len(unread),
        assigned=assigned,
        tasks=len(assignments),
        skipped=skipped,
        unread=unread,
        all=tuple(found),
    )


def _all(
    blocks: Sequence[Paragraph], sections: Sequence[Section], tables: Sequence[Grid], made: _Made, body_end: int
) -> Iterator[Sentence]:
    rows = {row.first: grid for grid in tables for row in grid.rows}
    inside: set[int] = set()
    for section in sections:
        inside.update(range(section.heading, section.end))
        yield from _heading(blocks[section.heading], section, made)
        for place in _places(blocks[section.start : section.end], made):
            yield from _paragraph(place, rows, made)
    for index, block in enumerate(blocks):
        grid = rows.get(block.first)
        if index not in inside and block.is_row and grid and grid.kind is GridKind.DUTIES:
            yield from _paragraph(_Place(paragraph=block), rows, made)
    starts = [0, *(section.end for section in sections)]
    ends = [*(section.heading for section in sections), body_end]
    for start, end in zip(starts, ends, strict=True):
        for place in _assigned_outside([block for block in blocks[start:end] if not block.is_row], made):
            yield from _paragraph(place, rows, made)


def _heading(paragraph: Paragraph, section: Section, made: _Made) -> Iterator[Sentence]:
    title = title_of(paragraph.text)[0] if section.same_line else paragraph.text
    yield Sentence(line=paragraph.first, words=title, kind=SentenceClass.HEADING)
    if section.same_line:
        rest = Paragraph(text=section.same_line, raw=section.same_line, first=paragraph.first, last=paragraph.last)
        yield from _text(_Place(paragraph=rest, above_items=section.end > section.start), made)


def _places(blocks: Sequence[Paragraph], made: _Made) -> Iterator[_Place]:
    """The paragraphs of a section in the order of the text, a table's rows among them."""
    around = {
        id(place.paragraph): place for place in _around(tree([one for one in blocks if not one.is_row]), made, ())
    }
    seen_duty = False
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        place = around.get(id(block), _Place(paragraph=block))
        yield _Place(
            paragraph=block,
            above_items=place.above_items or (following is not None and following.is_row and not block.is_row),
            explains=place.explains,
            last=index >= len(blocks) - 2,
            after_duty=seen_duty,
        )
        seen_duty = seen_duty or bool(made.of(block))


def _around(nodes: Sequence[Node], made: _Made, above: Sequence[Node]) -> Iterator[_Place]:
    siblings_assigned = any(made.of(node.paragraph) for node in nodes)
    below_duty = bool(above) and bool(
        made.of(above[-1].paragraph) or (not siblings_assigned and _explained(above, made))
    )
    for node in nodes:
        yield _Place(
            paragraph=node.paragraph,
            above_items=bool(node.children),
            explains=below_duty and not siblings_assigned,
        )
        yield from _around(node.children, made, (*above, node))


def _explained(above: Sequence[Node], made: _Made) -> bool:
    """Whether the item hangs, through items without duties of their own, below one that is a duty."""
    for node in reversed(above):
        if made.of(node.paragraph):
            return True
        if any(made.of(child.paragraph) for child in node.children):
            return False
    return False


def _assigned_outside(blocks: Sequence[Paragraph], made: _Made) -> Iterator[_Place]:
    """Duties that stand outside the organisation sections, with what hangs below them."""

    def walk(nodes: Sequence[Node], *, below: bool) -> Iterator[_Place]:
        for node in nodes:
            own = bool(made.of(node.paragraph))
            if own or below:
                yield _Place(
                    paragraph=node.paragraph, above_items=bool(node.children), explains=below, after_duty=below
                )
            yield from walk(node.children, below=own or below)

    yield from walk(tree(blocks), below=False)


def _paragraph(place: _Place, rows: Mapping[int, Grid], made: _Made) -> Iterator[Sentence]:
    if place.paragraph.is_row:
        kind, nos = _row(place.paragraph, rows, made)
        if not is_blank(place.paragraph.raw):
            yield Sentence(line=place.paragraph.first, words=place.paragraph.raw, kind=kind, nos=nos)
    else:
        yield from _text(place, made)


def _row(row: Paragraph, rows: Mapping[int, Grid], made: _Made) -> tuple[SentenceClass, tuple[int, ...]]:
    own = tuple(one.no for one in made.of(row))
    grid = rows.get(row.first)
    if own:
        return SentenceClass.TASK, own
    if grid is None:
        below = next((rows[line] for line in range(row.last + 1, row.last + 4) if line in rows), None)
        return (SentenceClass.HEADING if below else SentenceClass.UNREAD), ()
    if grid.kind is GridKind.PROGRAMME:
        return SentenceClass.PROGRAMME, ()
    cells = [cell for cell in row.cells or () if cell.strip()]
    task = row.cells[grid.task] if row.cells and grid.task is not None and grid.task < len(row.cells) else ""
    if repeated := made.saying(task, row.first) if task else ():
        return SentenceClass.TASK, repeated
    worded = [cell for cell in cells if any(char.isalpha() for char in cell) and len(cell) > 3]
    if len(set(worded)) <= 1:
        return SentenceClass.HEADING, ()
    return (SentenceClass.PART if not task.strip() else SentenceClass.UNREAD), ()


def _text(place: _Place, made: _Made) -> Iterator[Sentence]:
    found = list(_sentences(place, made))
    told = {no for one in found for no in one.nos}
    left = tuple(one.no for one in made.of(place.paragraph) if one.no not in told)
    if left and found:  # words that were changed beyond recognition are still that paragraph's
        first = next((one for one in found if one.kind is SentenceClass.UNREAD), found[0])
        found[found.index(first)] = replace(first, kind=SentenceClass.TASK, nos=(*first.nos, *left))
    yield from found


def _sentences(place: _Place, made: _Made) -> Iterator[Sentence]:
    parts = sentences(place.paragraph.text)
    told: set[int] = set()
    duty = place.after_duty
    for position, words in enumerate(parts):
        own = tuple(one.no for one in made.of(place.paragraph) if covers(one.task, words))
        if own and not told.issuperset(own):
            kind, nos = SentenceClass.TASK, own
        elif own:
            kind, nos = SentenceClass.PART, own
        else:
            kind, nos = _unassigned(place, words, made, last=position == len(parts) - 1, duty=duty)
        told.update(own)
        duty = duty or bool(own)
        yield Sentence(line=place.paragraph.first, words=words, kind=kind, nos=nos)


def _unassigned(
    place: _Place, words: str, made: _Made, *, last: bool, duty: bool
) -> tuple[SentenceClass, tuple[int, ...]]:
    if is_contact(words, unmarked=place.paragraph.mark is None):
        return SentenceClass.CONTACT, ()
    if is_closing(words, last=place.last):
        return SentenceClass.CLOSING, ()
    if introduces(words, above_items=place.above_items and last):
        return SentenceClass.HEADING, ()
    if place.explains or (duty and is_explanation(words, place.paragraph)):
        return SentenceClass.PART, ()
    elsewhere = made.saying(words, place.paragraph.first)
    return (SentenceClass.PART, elsewhere) if elsewhere else (SentenceClass.UNREAD, ())
