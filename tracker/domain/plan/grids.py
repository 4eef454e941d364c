"""Consecutive table rows → tables with a header and the words above them; which of them hand out duties, which are the
programme.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.normalise import search_key
from tracker.domain.plan.outline import is_organisation_title
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.tables import column

_LEAD = (
    r"\bchu tri\b",
    r"^(?:to|tieu ban|bo phan|nhom|don vi|phong,? ban)$",
    r"\bdau moi\b",
    r"nguoi phu trach|phu trach|chiu trach nhiem|trach nhiem chinh",
    r"(?:don vi|co quan|nguoi|bo phan|ca nhan|phong|to chuc|can bo|thanh vien)[^|]{0,20}thuc hien",
    r"phan cong|trach nhiem",
    r"^(?:thuc hien|don vi|nguoi lam|co quan|bo phan|ca nhan)$",
)
_TASK = (
    r"noi dung (?:cong viec|nhiem vu|cong tac|thuc hien)|nhiem vu|cong viec|dau viec|hang muc",
    r"noi dung",
    r"^viec",
)
_PARTNER = (r"phoi hop", r"^(?:nguoi |don vi )?ho tro$")
_DOERS = (r"don vi thuc hien|co quan thuc hien",)
_DUE = (
    r"thoi han|han hoan thanh|thoi gian hoan thanh|hoan thanh|thoi diem|\bxong\b|cham nhat",
    r"thoi gian|tien do|ngay|han\b",
)
_CLOCK = re.compile(r"\b\d{1,2}\s*(?:h|giờ|:|g)\s*\d{0,2}\b", re.IGNORECASE)
_PROGRAMME = re.compile(
    r"^(?:du thao |du kien |noi dung )?(?:chuong trinh|kich ban|lich trinh|tien trinh|lich lam viec)\b|"
    r"chuong trinh (?:hoi nghi|le|dai hoi|hoi thao|lam viec|tap huan)"
)
_DUTIES = re.compile(r"phan cong|nhiem vu|tien do|phu luc cong viec|ke hoach (?:chi tiet|cong viec)|bang cong viec")
_ABOVE = 6  # paragraphs above a table that may be its title


class GridKind(StrEnum):
    DUTIES = "duties"
    PROGRAMME = "programme"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Grid:
    """``rows`` without the header; column numbers are None where the table has no such column."""

    kind: GridKind
    rows: tuple[Paragraph, ...]
    task: int | None
    lead: int | None
    partner: int | None
    due: int | None


def grids(paragraphs: Sequence[Paragraph], organisation: Sequence[int]) -> Iterator[Grid]:
    """The tables of a document; ``organisation`` are the indices of paragraphs inside organisation sections."""
    inside = set(organisation)
    index = 0
    while index < len(paragraphs):
        if not paragraphs[index].is_row:
            index += 1
            continue
        end = index
        while end < len(paragraphs) and paragraphs[end].is_row:
            end += 1
        above = [paragraph.text for paragraph in paragraphs[max(0, index - _ABOVE) : index] if not paragraph.is_row]
        grid = _grid(paragraphs[index:end], above, inside=index in inside)
        if grid:
            yield grid
        index = end


def _grid(rows: Sequence[Paragraph], above: Sequence[str], *, inside: bool) -> Grid | None:
    for position, row in enumerate(rows[:4]):
        header = [search_key(cell) for cell in row.cells or ()]
        task = column(header, *_TASK)
        lead = column(header, *_LEAD)
        if task is None or lead is None or task == lead:
            continue
        partner = column(header, *_PARTNER)
        if partner is None and re.search(_LEAD[0], header[lead]):
            partner = column(header, *_DOERS)
        partner = None if partner == lead else partner
        due = column(header, *_DUE)
        due = None if due in (task, lead) else due
        body = tuple(rows[position + 1 :])
        kind = _kind(header, task, body, above, due, inside=inside)
        return Grid(kind=kind, rows=body, task=task, lead=lead, partner=partner, due=due)
    return None


def _kind(
    header: Sequence[str], task: int, rows: Sequence[Paragraph], above: Sequence[str], due: int | None, *, inside: bool
) -> GridKind:
    clocked = sum(any(_CLOCK.search(cell) for cell in (row.cells or ())[:3]) for row in rows)
    titles = [search_key(text) for text in above]
    near = " ".join(titles[-3:])
    if rows and clocked * 3 >= len(rows):
        return GridKind.PROGRAMME
    programme = any(_PROGRAMME.search(title) for title in titles)
    if "phan cong" in near or (not programme and (inside or any(is_organisation_title(text) for text in above[-3:]))):
        return GridKind.DUTIES
    if any(re.search(r"chu tri|phoi hop", cell) for cell in header):
        return GridKind.DUTIES
    if programme:
        return GridKind.PROGRAMME
    if re.search(r"viec|nhiem vu|hang muc", header[task]):
        return GridKind.DUTIES
    if _DUTIES.search(near) or (due is not None and re.search(r"hoan thanh|thoi han|han|tien do", header[due])):
        return GridKind.DUTIES
    return GridKind.OTHER


def cell(row: Paragraph, index: int | None) -> str:
    """The text of a cell, empty where the row is shorter or the table has no such column."""
    cells = row.cells or ()
    return cells[index].strip() if index is not None and index < len(cells) else ""
