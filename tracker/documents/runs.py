"""The text of one Word paragraph: runs walked, insertions kept, deletions and hidden text dropped."""

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter

from lxml import etree

from tracker.documents.numbering import W
from tracker.documents.restoring import as_font_says
from tracker.documents.styles import OFF, PLAIN, Look

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DROPPED = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}delText",
    f"{W}pPr",
    f"{W}rPr",
    f"{W}txbxContent",
    f"{_MC}Fallback",
    f"{W}footnoteReference",
    f"{W}endnoteReference",
    f"{W}rt",
}
_TEXT = {f"{W}t", f"{_MATH}t"}
_FIXED = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
# Signs of Wingdings and Symbol by their code; what is not here is a picture that says nothing.
_SYMBOLS = {
    **dict.fromkeys((0xB7, 0x6C, 0x9F, 0xA7, 0x6E, 0x75, 0x76), "•"),
    **dict.fromkeys((0xD8, 0xF0, 0xE8, 0xE0, 0xAE), "→"),
    **dict.fromkeys((0xFC, 0xFE, 0x52, 0x54), "✓"),
    **dict.fromkeys((0xA8, 0x6F, 0x71, 0x72), "□"),
    0x2D: "-",
    0xB3: "≥",
    0xA3: "≤",
    0xB1: "±",
    0xB4: "×",
}


def paragraph_text(paragraph: etree._Element, looks: Callable[[etree._Element], Look]) -> tuple[str, tuple[str, ...]]:
    """Text with its tabs, and the old alphabets it was in; a soft line break is a line feed, a page break nothing."""
    parts: list[str] = []
    alphabets: list[str] = []
    for look, pieces in groupby(_pieces(paragraph, looks), key=itemgetter(1)):
        text = "".join(piece for piece, _ in pieces)
        if look.alphabet and not text.isascii():
            alphabets.append(look.alphabet)
        if look.alphabet:
            text = as_font_says(text, look.alphabet, capitals=look.capitals)
        elif look.capitals:
            text = text.upper()
        parts.append(text)
    return "".join(parts), tuple(dict.fromkeys(alphabets))


def text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The contents of text boxes anchored in the paragraph, the fallback copies left out."""
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(parent.tag == f"{_MC}Fallback" for parent in box.iterancestors()) and _nearest_box(box) is None:
            yield box


def is_bold(paragraph: etree._Element, bold: Callable[[etree._Element], bool]) -> bool:
    """Every run with text is bold."""
    runs = [run for run in paragraph.iter(f"{W}r") if any((text.text or "").strip() for text in run.iter(f"{W}t"))]
    return bool(runs) and all(bold(run) for run in runs)


def _nearest_box(box: etree._Element) -> etree._Element | None:
    return next((parent for parent in box.iterancestors() if parent.tag == f"{W}txbxContent"), None)


def _pieces(element: etree._Element, looks: Callable[[etree._Element], Look]) -> Iterator[tuple[str, Look]]:
    """Depth-first without recursion: hostile files nest deeper than Python does."""
    stack = [(iter(element), PLAIN)]
    while stack:
        children, look = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
        elif child.tag in _TEXT:
            yield child.text or "", look
        elif child.tag in _FIXED:
            yield _FIXED[child.tag], look
        elif child.tag == f"{W}sym":
            yield _symbol(child), look
        elif child.tag == f"{W}br":
            yield "" if child.get(f"{W}type") in {"page", "column"} else "\n", look
        elif child.tag not in _DROPPED and not _hidden(child):
            stack.append((iter(child), looks(child) if child.tag == f"{W}r" else look))


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", "0"), 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _hidden(element: etree._Element) -> bool:
    if element.tag != f"{W}r":
        return False
    vanish = element.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "1") not in OFF
