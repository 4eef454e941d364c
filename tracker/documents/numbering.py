"""Automatic numbers of a .docx resolved to the labels Word prints ("I.", "1.1.", "a)", "-"). ECMA-376 part 1, 17.9."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMANS = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST = 9  # levels of a list


@dataclass
class Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False  # isLgl: every number of the label in Arabic digits
    restart: int | None = None  # lvlRestart: 0 never restarts


@dataclass
class _List:
    """One abstractNum: its levels and running counters, shared by all the lists made from it."""

    levels: dict[int, Level]
    counters: dict[int, int] = field(default_factory=dict)


@dataclass
class _Instance:
    """One num: which abstractNum it uses and what it overrides."""

    abstract: str
    starts: dict[int, int]
    levels: dict[int, Level]
    used: set[int] = field(default_factory=set)


class Numbering:
    """Call ``label`` for every numbered paragraph in the order of the text."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, _Instance] = {}
        self._styles = _style_numbers(styles)
        self._style_levels: dict[tuple[str, str], int] = {}  # (abstractNum, style) -> level
        if numbering is not None:
            self._read(numbering)

    def of_paragraph(self, properties: etree._Element | None, style: str | None) -> tuple[str, int] | None:
        """NumId and level of a paragraph, from its own numPr or its style's; None without a number."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        number, level = _num_pr(own)
        if number is None:
            number, style_level = self._styles.get(style or "", (None, None))
            level = level if level is not None else style_level
            if number is not None and level is None:
                instance = self._instances.get(number)
                level = self._style_levels.get((instance.abstract, style or ""), 0) if instance else 0
        if number is None or number == "0":
            return None
        return number, min(max(level or 0, 0), _MOST - 1)

    def label(self, number: str, level: int) -> str:
        """Advance the list and give the printed label, empty for unknown lists and unlabelled levels."""
        instance = self._instances.get(number)
        shared = self._lists.get(instance.abstract) if instance else None
        if instance is None or shared is None:
            return ""
        levels = {**shared.levels, **instance.levels}
        own = levels.get(level, Level())
        self._advance(shared, instance, levels, level)
        if own.format == "bullet":
            return bullet(own.text)
        if own.format == "none" and "%" not in own.text:
            return own.text.strip()
        return re.sub(
            r"%(\d)", lambda match: self._number(shared, levels, int(match.group(1)) - 1, legal=own.legal), own.text
        ).strip()

    def _advance(self, shared: _List, instance: _Instance, levels: dict[int, Level], level: int) -> None:
        counters = shared.counters
        if level in instance.starts and level not in instance.used:
            counters[level] = instance.starts[level]
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = levels.get(level, Level()).start
        instance.used.add(level)
        for deeper in [key for key in counters if key > level]:
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart and level < restart):
                del counters[deeper]

    @staticmethod
    def _number(shared: _List, levels: dict[int, Level], level: int, *, legal: bool) -> str:
        definition = levels.get(level, Level())
        value = shared.counters.setdefault(level, definition.start)
        return formatted(value, "decimal" if legal else definition.format)

    def _read(self, numbering: etree._Element) -> None:
        links: dict[str, str] = {}
        for abstract in numbering.iter(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            self._lists[key] = _List(dict(self._levels(abstract, key)))
            link = abstract.find(f"{W}numStyleLink")
            if link is not None:
                links[key] = link.get(f"{W}val", "")
        for num in numbering.iter(f"{W}num"):
            target = num.find(f"{W}abstractNumId")
            abstract_key = target.get(f"{W}val", "") if target is not None else ""
            self._instances[num.get(f"{W}numId", "")] = _instance(num, abstract_key)
        for key, style in links.items():
            self._follow(key, style)

    def _follow(self, key: str, style: str) -> None:
        """numStyleLink: the list is defined where the style's own number points."""
        number, _ = self._styles.get(style, (None, None))
        instance = self._instances.get(number or "")
        if instance and instance.abstract != key and instance.abstract in self._lists:
            self._lists[key] = self._lists[instance.abstract]

    def _levels(self, abstract: etree._Element, key: str) -> Iterator[tuple[int, Level]]:
        for element in abstract.findall(f"{W}lvl"):
            index = _integer(element.get(f"{W}ilvl"), 0)
            style = element.find(f"{W}pStyle")
            if style is not None:
                self._style_levels[key, style.get(f"{W}val", "")] = index
            yield index, _level(element)


def formatted(value: int, kind: str) -> str:
    """A counter in one of Word's number formats; unknown formats print Arabic digits."""
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""
        return letter.upper() if kind == "upperLetter" else letter
    if kind in {"lowerRoman", "upperRoman"}:
        roman = _roman(value)
        return roman.upper() if kind == "upperRoman" else roman
    if kind == "decimalZero":
        return f"{value:02d}"
    return "" if kind == "none" else str(value)


def bullet(text: str) -> str:
    """Symbol fonts keep their bullets in the private area; they all mean "•"."""
    sign = text.strip()
    return "•" if not sign or "\ue000" <= sign[0] <= "\uf8ff" else sign


def _roman(value: int) -> str:
    parts = []
    for size, letters in _ROMANS:
        while value >= size:
            parts.append(letters)
            value -= size
    return "".join(parts)


def _level(element: etree._Element) -> Level:
    legal = element.find(f"{W}isLgl")
    restart = element.find(f"{W}lvlRestart")
    return Level(
        format=_value(element, "numFmt", "decimal"),
        text=_value(element, "lvlText", ""),
        start=_integer(_value(element, "start", "1"), 1),
        legal=legal is not None and legal.get(f"{W}val", "1") not in {"0", "false", "off"},
        restart=_integer(restart.get(f"{W}val"), 0) if restart is not None else None,
    )


def _instance(num: etree._Element, abstract: str) -> _Instance:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in num.findall(f"{W}lvlOverride"):
        index = _integer(override.get(f"{W}ilvl"), 0)
        start = override.find(f"{W}startOverride")
        if start is not None:
            starts[index] = _integer(start.get(f"{W}val"), 1)
        level = override.find(f"{W}lvl")
        if level is not None:
            levels[index] = _level(level)
    return _Instance(abstract=abstract, starts=starts, levels=levels)


def _style_numbers(styles: etree._Element | None) -> dict[str, tuple[str | None, int | None]]:
    """NumId and level of every style, inherited along basedOn."""
    own: dict[str, tuple[str | None, int | None]] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        key = style.get(f"{W}styleId", "")
        own[key] = _num_pr(style.find(f"{W}pPr/{W}numPr"))
        base = style.find(f"{W}basedOn")
        if base is not None:
            based[key] = base.get(f"{W}val", "")
    return {key: _inherited(key, own, based) for key in own}


def _inherited(
    key: str, own: dict[str, tuple[str | None, int | None]], based: dict[str, str]
) -> tuple[str | None, int | None]:
    number: str | None = None
    level: int | None = None
    seen: set[str] = set()
    while key in own and key not in seen:
        seen.add(key)
        found, found_level = own[key]
        level = level if level is not None else found_level
        if found is not None:
            number = found
            break
        key = based.get(key, "")
    return number, level


def _num_pr(element: etree._Element | None) -> tuple[str | None, int | None]:
    if element is None:
        return None, None
    number, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    return (number.get(f"{W}val") if number is not None else None), (
        _integer(level.get(f"{W}val"), 0) if level is not None else None
    )


def _value(element: etree._Element, name: str, default: str) -> str:
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val", default) if child is not None else default


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
