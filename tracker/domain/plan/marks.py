"""What a line of a plan starts with: "IV.", "1.", "1.1.", "a)", "-", "+". Signs of markdown are removed."""

import re
from dataclasses import dataclass

from tracker.domain.normalise import CAPITALS

# Levels from the decree's form (Nghị định 30/2020/NĐ-CP, phụ lục I): Phần, Chương → I. → 1. → 1.1. → a) → -
PART, LETTERED_PART, ROMAN, ARTICLE, DECIMAL, LETTER, BULLET = 0, 1, 2, 3, 4, 8, 10

_BULLETS = "-–—−+•·*▪●○◦§✓➢➤►❖♦■□\uf0b7\uf02d\uf0a7"
_PATTERNS = (
    (
        PART,
        re.compile(r"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:thứ\s+)?(?:[IVXL]+|\d+|nhất|hai|ba|tư|bốn|năm)\b\s*[.:\-–]?\s*"),
    ),
    (ARTICLE, re.compile(r"(?:Điều|ĐIỀU|Mục|MỤC)\s+(?:\d+|[IVXL]+)\s*[.:]\s*")),
    (ROMAN, re.compile(r"[IVXL]{1,6}\s*[.)/:\-–]\s*(?=\S)")),
    (LETTERED_PART, re.compile(r"[A-EGH]\s*[.)/]\s+(?=[^\W\d_]{2})")),
    (DECIMAL, re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}(?:\s*[.)/:]\s*|\s+)(?=[^\W\d_])")),
    (DECIMAL, re.compile(r"\d{1,2}\s*(?:[.)]|/(?!\d))\s*[-–]?\s*(?=[^\s\d])")),
    (DECIMAL, re.compile(rf"\d{{1,2}}\s?[-–]\s+(?=[{CAPITALS}])")),
    (LETTER, re.compile(r"[a-zđ]\s*[.)]\s+(?=\S)|[a-zđ]\)(?=\S)")),
    (
        BULLET,
        re.compile(rf"[{re.escape(_BULLETS)}]\s*(?=[^\s{re.escape(_BULLETS)}\d])|[{re.escape(_BULLETS)}]\s+(?=\d)"),
    ),
    (BULLET, re.compile(rf"o\s+(?=[{CAPITALS}])")),
)
_TYPED_TWICE = re.compile(r"^[-–+•]\s+(?=\S)")  # a dash typed after an automatic bullet or number
_HEADING_SIGN = re.compile(r"^\s*(#{1,6})\s+")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|`")


@dataclass(frozen=True, kw_only=True)
class Mark:
    """``level`` grows inwards; ``sign`` tells bullets apart ("-" or "+")."""

    label: str
    level: int
    sign: str = ""


def strip_markdown(text: str) -> tuple[str, bool]:
    """The text without heading signs, quotation signs and emphasis, and whether it was a heading."""
    heading = _HEADING_SIGN.match(text)
    body = text[heading.end() :] if heading else re.sub(r"^\s*>\s?", "", text)
    bullet = re.match(r"^\s*\*\s+(?=\S)", body)
    start = bullet.end() if bullet else 0
    return body[:start] + _EMPHASIS.sub("", body[start:]), heading is not None


def read_mark(text: str) -> tuple[Mark | None, str]:
    """The mark a line starts with and the rest of the line."""
    text = text.strip()
    for level, pattern in _PATTERNS:
        found = pattern.match(text)
        if found and text[found.end() :].strip():
            return _mark(level, found.group().strip()), _TYPED_TWICE.sub("", text[found.end() :].strip())
    return None, text


def _mark(level: int, label: str) -> Mark:
    if level == DECIMAL:
        return Mark(label=label, level=DECIMAL + len(re.findall(r"\d+", label)) - 1)
    if level == BULLET:
        return Mark(label=label, level=BULLET, sign=label.replace("–", "-").replace("—", "-").replace("−", "-"))
    return Mark(label=label, level=level)
