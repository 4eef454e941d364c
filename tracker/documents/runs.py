"""The text of one Word paragraph: runs walked, insertions kept, deletions and hidden text dropped."""

from collections.abc import Iterator

from lxml import etree

from tracker.documents.numbering import W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
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
_FIXED = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
_OFF = {"0", "false", "off", "none"}


def paragraph_text(paragraph: etree._Element) -> str:
    """Text with its tabs; a soft line break is a line feed, a page break is nothing."""
    return "".join(_pieces(paragraph))


def text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The contents of text boxes anchored in the paragraph, the fallback copies left out."""
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(parent.tag == f"{_MC}Fallback" for parent in box.iterancestors()) and _nearest_box(box) is None:
            yield box


def is_bold(paragraph: etree._Element, *, inherited: bool) -> bool:
    """Every run with text is bold."""
    runs = [run for run in paragraph.iter(f"{W}r") if any((text.text or "").strip() for text in run.iter(f"{W}t"))]
    return bool(runs) and all(_bold(run, inherited) for run in runs)


def _nearest_box(box: etree._Element) -> etree._Element | None:
    return next((parent for parent in box.iterancestors() if parent.tag == f"{W}txbxContent"), None)


def _bold(run: etree._Element, inherited: bool) -> bool:
    bold = run.find(f"{W}rPr/{W}b")
    return inherited if bold is None else bold.get(f"{W}val", "1") not in _OFF


def _pieces(element: etree._Element) -> Iterator[str]:
    """Depth-first without recursion: hostile files nest deeper than Python does."""
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _FIXED:
            yield _FIXED[child.tag]
        elif child.tag == f"{W}br":
            yield "" if child.get(f"{W}type") in {"page", "column"} else "\n"
        elif child.tag not in _DROPPED and not _hidden(child):
            stack.append(iter(child))


def _hidden(element: etree._Element) -> bool:
    if element.tag != f"{W}r":
        return False
    vanish = element.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "1") not in _OFF
