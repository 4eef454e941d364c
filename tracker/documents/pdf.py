"""A .pdf → lines: words by pypdfium2 with their places, laid out as printed; pictures of pages recognised."""

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tracker.documents import ocr
from tracker.documents.document import Document
from tracker.documents.grids import grids
from tracker.documents.layout import Word
from tracker.documents.pdf_words import page_words
from tracker.documents.printed import PrintedPage, document_lines
from tracker.documents.progress import READING, Progress, silent
from tracker.documents.restoring import lines_restored
from tracker.documents.rulings import rules
from tracker.domain.errors import DocumentRefused

MAX_PAGES = 500
_TEXT_PER_PAGE = 40  # letters: less is a scan, perhaps with a signature's stamp
_PICTURE = 0.3  # share of the page from which a picture may hold its text


def read_pdf(data: bytes, progress: Progress = silent) -> Document:
    """Raises DocumentRefused: broken, encrypted, scanned, empty, too_large."""
    document = _opened(data)
    try:
        if len(document) > MAX_PAGES:
            raise DocumentRefused("too_large", pages=len(document))
        return _read(document, progress)
    except pdfium.PdfiumError:
        raise DocumentRefused("broken") from None
    finally:
        document.close()


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        if len(document) == 0:
            raise DocumentRefused("empty")
    except pdfium.PdfiumError as failure:
        raise DocumentRefused("encrypted" if "password" in str(failure).lower() else "broken") from None
    return document


def _read(document: pdfium.PdfDocument, progress: Progress) -> Document:
    pages: list[PrintedPage] = []
    pictures: list[int] = []
    for index in range(len(document)):
        page = document[index]
        words = page_words(page)
        if _letters(words) < _TEXT_PER_PAGE and _is_picture(page, empty=not words):
            pictures.append(index)
        pages.append(PrintedPage(words, grids(*rules(page))))
        page.close()
        progress(READING, index + 1, len(document))
    notes = _recognised(document, pages, pictures, progress)
    if not any(page.words for page in pages):
        raise DocumentRefused("empty")
    lines, alphabet = lines_restored(document_lines(pages))
    return Document(lines=lines, format="pdf", pages=len(pages), notes=(*alphabet, *notes))


def _letters(words: list[Word]) -> int:
    return sum(len(word.text) for word in words)


def _is_picture(page: pdfium.PdfPage, *, empty: bool) -> bool:
    """Whether what is shown may be text all the same: a large picture, or on an empty page anything drawn."""
    if empty:
        kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH)
        return any(True for _ in page.get_objects(filter=kinds, max_depth=3))
    width, height = page.get_size()
    return any(
        (right - left) * (top - bottom) >= _PICTURE * width * height
        for left, bottom, right, top in (
            picture.get_bounds() for picture in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3)
        )
    )


def _recognised(
    document: pdfium.PdfDocument, pages: list[PrintedPage], pictures: list[int], progress: Progress
) -> tuple[str, ...]:
    """Put the words of pictures into their pages; what to note about it."""
    if not pictures:
        return ()
    if not ocr.is_installed():
        if sum(_letters(page.words) for page in pages) < _TEXT_PER_PAGE * len(pages):
            raise DocumentRefused("scanned", pages=len(pictures))
        return ("pages_unread",)
    for index, words in zip(pictures, ocr.recognise(document, pictures, progress), strict=True):
        pages[index] = PrintedPage(words)
    return ("ocr",)
