"""A .docx → lines: automatic numbers resolved, insertions kept, deletions dropped, tables as rows. Our own reader on
lxml.

Headers, footers, footnotes and comments stand apart from the text and are left out.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from tracker.documents.document import Document
from tracker.documents.numbering import Numbering, W
from tracker.documents.package import Package
from tracker.documents.restoring import lines_restored
from tracker.documents.runs import is_bold, paragraph_text, text_boxes
from tracker.documents.styles import Styles
from tracker.domain.errors import DocumentRefused
from tracker.domain.plan.lines import Line

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = {
    f"{W}sdt",
    f"{W}sdtContent",
    f"{W}customXml",
    f"{W}smartTag",
    f"{W}ins",
    f"{W}moveTo",
    f"{_COMPATIBILITY}AlternateContent",
    f"{_COMPATIBILITY}Choice",
}
_SAFE_DEPTH = 60


def read_docx(data: bytes) -> Document:
    """Raises DocumentRefused: broken, encrypted, zip_bomb, macros, unsupported, empty, too_large."""
    package = Package(data)
    main = package.main_part()
    root = package.xml(main)
    folder = main.rpartition("/")[0]
    styles = package.xml(f"{folder}/styles.xml")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise DocumentRefused("broken", part=main)
    reader = _Reader(Numbering(package.xml(f"{folder}/numbering.xml"), styles), Styles(styles))
    read = tuple(replace(line, number=number) for number, line in enumerate(reader.lines(body)))
    if not any(line.text.strip() for line in read):
        raise DocumentRefused("empty")
    lines, alphabets = lines_restored(read)  # what stands in an old alphabet without its font
    return Document(lines=lines, format="docx", notes=tuple(dict.fromkeys((*reader.alphabets, *alphabets))))


class _Reader:
    def __init__(self, numbering: Numbering, styles: Styles) -> None:
        self.alphabets: list[str] = []  # old ones, by their fonts
        self._numbering, self._styles = numbering, styles
        self._tables = 0

    def lines(self, container: etree._Element) -> Iterator[Line]:
        """The blocks of a container; a paragraph whose mark was deleted runs on into the next."""
        held = ""
        for block in _blocks(container, 0):
            if block.tag == f"{W}tbl":
                yield from self._table(block)
                continue
            made = self._paragraph(block, held)
            held = ""
            if _mark_deleted(block) and made:
                held = made[-1].text
                made = made[:-1]
            yield from made
        if held:
            yield Line(number=0, text=held)

    def _paragraph(self, paragraph: etree._Element, held: str) -> list[Line]:
        properties = paragraph.find(f"{W}pPr")
        style_element = properties.find(f"{W}pStyle") if properties is not None else None
        style = style_element.get(f"{W}val") if style_element is not None else None
        own, alphabets = paragraph_text(paragraph, lambda run: self._styles.look(run, style))
        self.alphabets.extend(alphabets)
        text = held + unicodedata.normalize("NFC", own)
        label = "" if _mark_deleted(paragraph) and not text.strip() else self._label(properties, style)
        bold = is_bold(paragraph, lambda run: self._styles.is_bold(run, style))
        parts = text.split("\n")
        lines = [
            Line(number=0, text=part, label=label if index == 0 and text.strip() else "", bold=bold)
            for index, part in enumerate(parts)
        ]
        for box in text_boxes(paragraph):
            lines.extend(self.lines(box))
        return lines

    def _label(self, properties: etree._Element | None, style: str | None) -> str:
        numbered = self._numbering.of_paragraph(properties, style)
        return self._numbering.label(*numbered) if numbered else ""

    def _table(self, table: etree._Element) -> Iterator[Line]:
        """One line per row, columns aligned; a table of one column is a frame around paragraphs."""
        rows = list(_rows(table))
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell, _, _ in row:
                    if cell is not None:
                        yield from self.lines(cell)
            return
        number, self._tables = self._tables, self._tables + 1
        above: dict[int, str] = {}
        for row in rows:
            cells: list[str] = []
            for cell, span, merged in row:
                column = len(cells)
                text = above.get(column, "") if merged else self._cell(cell)
                above[column] = text
                cells.extend([text, *[""] * (span - 1)])
            yield Line(
                number=0, text=" | ".join(cell.replace("\n", " / ") for cell in cells), cells=tuple(cells), table=number
            )

    def _cell(self, cell: etree._Element | None) -> str:
        if cell is None:
            return ""
        return "\n".join(line.full_text.strip() for line in self.lines(cell) if line.full_text.strip())


def _blocks(container: etree._Element, depth: int) -> Iterator[etree._Element]:
    for child in container:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in _WRAPPERS and depth < _SAFE_DEPTH:
            yield from _blocks(child, depth + 1)


def _rows(table: etree._Element) -> Iterator[list[tuple[etree._Element | None, int, bool]]]:
    """Cells of each row with their span and whether they go on from the cell above; None for skipped columns."""
    for row in _children(table, "tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        skipped = _number(properties, "gridBefore", 0)
        cells: list[tuple[etree._Element | None, int, bool]] = [(None, 1, False)] * min(skipped, 30)
        for cell in _children(row, "tc"):
            details = cell.find(f"{W}tcPr")
            span = min(_number(details, "gridSpan", 1), 60)
            cells.append((None if _goes_on(details, "hMerge") else cell, span, _goes_on(details, "vMerge")))
        if cells:
            yield cells


def _goes_on(details: etree._Element | None, merge: str) -> bool:
    """Whether a cell is covered by the one above (vMerge) or, in old files, left of it (hMerge)."""
    element = details.find(f"{W}{merge}") if details is not None else None
    return element is not None and element.get(f"{W}val", "continue") == "continue"


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, name)


def _number(properties: etree._Element | None, name: str, default: int) -> int:
    element = properties.find(f"{W}{name}") if properties is not None else None
    text = element.get(f"{W}val", "") if element is not None else ""
    return max(int(text), default) if text.isdigit() else default


def _mark_deleted(paragraph: etree._Element) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
