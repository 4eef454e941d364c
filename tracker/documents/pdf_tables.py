"""Ruled tables of one PDF page, found by pdfplumber from the drawn lines."""

import io
import unicodedata
from dataclasses import dataclass

import pdfplumber

_SETTINGS = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}


@dataclass(frozen=True)
class RuledTable:
    """``top`` and ``bottom`` are points from the page's upper edge."""

    top: float
    bottom: float
    rows: tuple[tuple[str, ...], ...]


def ruled_tables(stream: io.BytesIO, index: int) -> tuple[RuledTable, ...]:
    """Tables of at least two rows and columns, from the top of the page down; () where pdfplumber cannot read the
    page.
    """
    try:
        with pdfplumber.open(stream, pages=[index + 1]) as document:
            found = document.pages[0].find_tables(_SETTINGS)
            tables = [RuledTable(table.bbox[1], table.bbox[3], _rows(table.extract())) for table in found]
    except Exception:  # noqa: BLE001 - pdfminer raises many kinds on odd files; the text itself is read by pdfium
        return ()
    wanted = [table for table in tables if len(table.rows) >= 2 and len(table.rows[0]) >= 2]
    return tuple(sorted(wanted, key=lambda table: table.top))


def _rows(extracted: list[list[str | None]]) -> tuple[tuple[str, ...], ...]:
    """A cell pdfplumber reports as None is covered by the merged cell above it."""
    rows: list[tuple[str, ...]] = []
    for row in extracted:
        above = rows[-1] if rows else ()
        cells = [
            _text(cell) if cell is not None else (above[column] if column < len(above) and rows[1:] else "")
            for column, cell in enumerate(row)
        ]
        rows.append(tuple(cells))
    return tuple(rows)


def _text(cell: str) -> str:
    return unicodedata.normalize("NFC", cell).strip()
