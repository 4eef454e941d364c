"""The words of one PDF page with their places, as pdfium finds the letters; the page is turned as it is shown."""

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tracker.documents.layout import Box, Word
from tracker.documents.legacy import font_alphabet

MAX_LETTERS = 60_000  # of a page; a printed one has 5,000
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: ""}  # pdfium's marks for a hyphen at the line's end; a soft hyphen
_BLANK = {0x20, 0xA0, 0x09, 0x3000, *range(0x2000, 0x200C)}
_BREAKS = {0x0A, 0x0D, 0x0C}
_BOLD = 600  # weight of a font from which it is bold
_GAP = 0.8  # of the letters' height: farther apart are two words even where pdfium sees no space

Place = Callable[[float, float, float, float], Box]


def page_words(page: pdfium.PdfPage) -> list[Word]:
    """In the order of the file. Letters beyond MAX_LETTERS are left out."""
    text = page.get_textpage()
    try:
        return list(_words(text.raw, min(text.count_chars(), MAX_LETTERS), turned(page)))
    finally:
        text.close()


def turned(page: pdfium.PdfPage) -> Place:
    """From the file's coordinates (left, bottom, right, top) to a Box on the page as it is shown."""
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()

    def place(x0: float, y0: float, x1: float, y1: float) -> Box:
        if rotation == 90:
            return Box(y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        if rotation == 180:
            return Box(right - x1, y0 - bottom, right - x0, y1 - bottom)
        if rotation == 270:
            return Box(top - y1, right - x1, top - y0, right - x0)
        return Box(x0 - left, top - y1, x1 - left, top - y0)

    return place


def _words(handle: object, count: int, place: Place) -> Iterator[Word]:
    rectangle = raw.FS_RECTF()
    letters: list[str] = []
    box: Box | None = None
    first, spaced = 0, True
    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        blank, ends = code in _BLANK, code in _BREAKS
        own = None
        if not blank and not ends:
            raw.FPDFText_GetLooseCharBox(handle, index, rectangle)
            own = place(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if box is not None and (own is None or _apart(box, own)):
            yield _word(handle, first, letters, box, spaced=spaced)
            spaced = own is None or _far(box, own)
            letters, box = [], None
        spaced = spaced or own is None
        if own is not None and (letter := _HYPHENS.get(code, chr(code) if code > 31 else "")):
            if box is None:
                first = index
            letters.append(letter)
            box = own if box is None else box.with_(own)
    if box is not None:
        yield _word(handle, first, letters, box, spaced=spaced)


def _apart(before: Box, own: Box) -> bool:
    """Whether a letter starts a new word: on another line, to the left, or a gap away."""
    height = max(min(before.height, own.height), 1.0)
    if min(before.bottom, own.bottom) - max(before.top, own.top) < 0.4 * height:
        return True
    return own.left < before.right - 0.7 * height or _far(before, own)


def _far(before: Box, own: Box) -> bool:
    return own.left - before.right > _GAP * max(before.height, own.height, 1.0)


def _word(handle: object, first: int, letters: list[str], box: Box, *, spaced: bool) -> Word:
    name, weight = _font(handle, first)
    alphabet, capitals = font_alphabet(name)
    return Word(
        text="".join(letters),
        box=box,
        spaced=spaced,
        bold=weight >= _BOLD or "bold" in name.lower(),
        alphabet=alphabet,
        capitals=capitals,
    )


def _font(handle: object, index: int) -> tuple[str, int]:
    buffer = ctypes.create_string_buffer(128)
    used = raw.FPDFText_GetFontInfo(handle, index, buffer, 128, None)
    name = buffer.raw[: max(used - 1, 0)].decode("utf-8", "replace") if used <= 128 else ""
    return name, raw.FPDFText_GetFontWeight(handle, index)
