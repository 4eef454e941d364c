"""A .pdf → lines: text by pypdfium2, ruled tables by pdfplumber, page numbers and running heads removed."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tracker.documents.document import Document
from tracker.documents.pdf_tables import ruled_tables
from tracker.domain.errors import DocumentRefused
from tracker.domain.plan.lines import Line

MAX_PAGES = 300
_TEXT_PER_PAGE = 40  # characters: less is a scan, perhaps with a signature's stamp
_RULES = 6  # drawn paths on a page from which a table is looked for
_EDGE = 2  # lines at the top and bottom of a page that may be running heads
_PAGE_NUMBER = re.compile(r"^\s*(?:[-–]\s*)?(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–])?\s*$", re.IGNORECASE)

_Piece = str | tuple[str, ...]


def read_pdf(data: bytes) -> Document:
    """Raises DocumentRefused: broken, encrypted, scanned, empty, too_large."""
    document = _opened(data)
    try:
        if len(document) > MAX_PAGES:
            raise DocumentRefused("too_large", pages=len(document))
        _refuse_scans(document)
        pages = [list(_page(document[index], data, index)) for index in range(len(document))]
    except pdfium.PdfiumError:
        raise DocumentRefused("broken") from None
    heads = _running_heads(pages)
    return Document(lines=tuple(_numbered(pages, heads)), format="pdf", pages=len(pages))


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        if len(document) == 0:
            raise DocumentRefused("empty")
    except pdfium.PdfiumError as failure:
        raise DocumentRefused("encrypted" if "password" in str(failure).lower() else "broken") from None
    return document


def _refuse_scans(document: pdfium.PdfDocument) -> None:
    """Pictures with hardly a word are a scan; a short text without pictures is a short text."""
    count = sum(len(re.sub(r"\s", "", page.get_textpage().get_text_range())) for page in document)
    if count >= _TEXT_PER_PAGE * len(document):
        return
    drawn = (raw.FPDF_PAGEOBJ_IMAGE,) if count else (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH)
    if any(any(True for _ in page.get_objects(filter=drawn, max_depth=3)) for page in document):
        raise DocumentRefused("scanned", pages=len(document))
    if count == 0:
        raise DocumentRefused("empty")


def _page(page: pdfium.PdfPage, data: bytes, index: int) -> Iterator[_Piece]:
    text = page.get_textpage()
    drawn = sum(1 for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=3))
    tables = ruled_tables(io.BytesIO(data), index) if drawn >= _RULES else ()
    if not tables:
        yield from _lines(text.get_text_range())
        return
    width, height = page.get_size()
    top = height
    for table in tables:
        yield from _lines(text.get_text_bounded(0, height - table.top, width, top))
        yield from table.rows
        top = height - table.bottom
    yield from _lines(text.get_text_bounded(0, 0, width, top))


def _lines(text: str) -> Iterator[str]:
    composed = unicodedata.normalize(
        "NFC", text.replace("\ufffe", "-").replace("\x02", "-")
    )  # pdfium's marks for a hyphen at the line's end
    yield from re.split(r"\r\n|\r|\n|\f", composed)


def _running_heads(pages: Sequence[Sequence[_Piece]]) -> frozenset[str]:
    """Lines, digits apart, that stand at the edge of most pages."""
    if len(pages) < 3:
        return frozenset()
    seen: Counter[str] = Counter()
    for page in pages:
        texts = [piece.strip() for piece in page if isinstance(piece, str) and piece.strip()]
        seen.update({_masked(text) for text in (*texts[:_EDGE], *texts[-_EDGE:])})
    return frozenset(text for text, count in seen.items() if count >= 3 and count > len(pages) / 2 and len(text) > 3)


def _numbered(pages: Sequence[Sequence[_Piece]], heads: frozenset[str]) -> Iterator[Line]:
    number, table, columns = 0, -1, 0
    for index, page in enumerate(pages, start=1):
        inside = False
        for position, piece in enumerate(page):
            if isinstance(piece, tuple):
                goes_on = inside or (columns == len(piece) and position <= _EDGE)  # a table broken by the page
                table += 0 if goes_on else 1
                inside, columns = True, len(piece)
                yield Line(
                    number=number,
                    text=" | ".join(cell.replace("\n", " / ") for cell in piece),
                    cells=piece,
                    table=table,
                    page=index,
                )
                number += 1
                continue
            if piece.strip():
                inside = False
            edge = position < _EDGE + 1 or position >= len(page) - _EDGE - 1
            if edge and (_PAGE_NUMBER.match(piece) or _masked(piece.strip()) in heads):
                continue
            if piece.strip():
                columns = 0
            yield Line(number=number, text=piece, page=index)
            number += 1


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", text)
