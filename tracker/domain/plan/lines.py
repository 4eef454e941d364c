"""One line of a document, as the reader of its format handed it over."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paragraph, a hard-wrapped line or one table row. ``number`` counts from 0 through the whole document."""

    number: int
    text: str
    label: str = ""  # automatic number or bullet of the word processor, e.g. "I.", "1.", "-": not part of ``text``
    cells: tuple[str, ...] | None = None  # a table row; ``text`` then is the cells joined by " | "
    table: int | None = None  # which table of the document the row belongs to, from 0
    page: int | None = None  # from 1, where the format has pages
    bold: bool = False

    @property
    def full_text(self) -> str:
        """The line as printed: automatic label, then text."""
        return f"{self.label} {self.text}".strip() if self.label else self.text


def as_text(lines: Iterable[Line]) -> str:
    """The document as plain text, one line each, table rows between pipes. Reading it gives the same plan."""
    return "\n".join(_row(line.cells) if line.cells is not None else line.full_text for line in lines)


def _row(cells: Iterable[str]) -> str:
    """Pipes inside a cell would be columns, breaks inside it lines."""
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " / ").strip() for cell in cells) + " |"
