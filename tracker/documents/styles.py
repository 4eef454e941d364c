"""What the styles of a .docx say about letters: bold, capitals, and fonts of alphabets from before Unicode."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from lxml import etree

from tracker.documents.legacy import font_alphabet
from tracker.documents.numbering import W

T = TypeVar("T")
OFF = {"0", "false", "off", "none"}
_MOST_STYLES = 12  # in one chain of basedOn; Word allows eleven
_FONTS, _CAPS, _BOLD = f"{W}rFonts", f"{W}caps", f"{W}b"


@dataclass(frozen=True)
class Look:
    """How a run is printed. ``alphabet`` None: Unicode."""

    alphabet: str | None = None
    capitals: bool = False


PLAIN = Look()


class Styles:
    """A run's own properties go before its style's, those before its paragraph's, then come the defaults."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._properties: dict[str, etree._Element] = {}
        self._based: dict[str, str] = {}
        self._default_style = ""
        self._defaults: etree._Element | None = None
        if styles is not None:
            self._read(styles)
        self._inherited = lru_cache(maxsize=2_000)(self._of_styles)

    def look(self, run: etree._Element, paragraph_style: str | None) -> Look:
        own = run.find(f"{W}rPr")
        style = _value(own, "rStyle") or ""
        font, caps, _ = self._inherited(style, paragraph_style or self._default_style)
        if own is not None:
            font = _first(_font(own), font)
            caps = _first(_flag(own, _CAPS), caps)
        alphabet, capitals = font_alphabet(font) if font else (None, False)
        return Look(alphabet, capitals or bool(caps)) if alphabet or caps else PLAIN

    def is_bold(self, run: etree._Element, paragraph_style: str | None) -> bool:
        own = run.find(f"{W}rPr")
        _, _, bold = self._inherited(_value(own, "rStyle") or "", paragraph_style or self._default_style)
        return bool(_first(_flag(own, _BOLD), bold) if own is not None else bold)

    def _read(self, styles: etree._Element) -> None:
        self._defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        for style in styles.iter(f"{W}style"):
            key = style.get(f"{W}styleId", "")
            if (properties := style.find(f"{W}rPr")) is not None:
                self._properties[key] = properties
            if based := _value(style, "basedOn"):
                self._based[key] = based
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in OFF:
                self._default_style = key

    def _of_styles(self, run_style: str, paragraph_style: str) -> tuple[str | None, bool | None, bool | None]:
        """Font, capitals, bold of the two styles and the defaults."""
        font: str | None = None
        caps: bool | None = None
        bold: bool | None = None
        for properties in (*self._chain(run_style), *self._chain(paragraph_style), self._defaults):
            if properties is not None:
                font = _first(font, _font(properties))
                caps = _first(caps, _flag(properties, _CAPS))
                bold = _first(bold, _flag(properties, _BOLD))
        return font, caps, bold

    def _chain(self, style: str) -> list[etree._Element]:
        found: list[etree._Element] = []
        for _ in range(_MOST_STYLES):
            if style in self._properties:
                found.append(self._properties[style])
            style = self._based.get(style, "")
        return found


def _font(properties: etree._Element) -> str | None:
    """The font of letters outside ASCII; "" for one of the theme, which is never an old one."""
    fonts = properties.find(_FONTS)
    if fonts is None:
        return None
    if fonts.get(f"{W}hAnsiTheme") or fonts.get(f"{W}asciiTheme"):
        return ""
    return fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")


def _flag(properties: etree._Element, name: str) -> bool | None:
    element = properties.find(name)
    return None if element is None else element.get(f"{W}val", "1") not in OFF


def _value(element: etree._Element | None, name: str) -> str | None:
    found = element.find(f"{W}{name}") if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def _first(first: T | None, second: T | None) -> T | None:
    return first if first is not None else second
