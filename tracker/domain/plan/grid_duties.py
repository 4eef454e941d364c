"""Tables of assignments → duties (one per row and lead); programme tables → agenda items."""

import re
from collections.abc import Iterator

from tracker.domain.normalise import collapse, search_key
from tracker.domain.plan.duty import Duty
from tracker.domain.plan.grids import Grid, cell
from tracker.domain.plan.labelled import labelled
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.parsed import AgendaItem
from tracker.domain.plan.units import expand

_SHARED = re.compile(
    r"^(?P<lead>.+?)\s*\(?\bchủ trì\)?\s*[,;]?\s*(?:và\s+)?(?:phối hợp (?:với|"
    r"cùng)?\s*:?\s*)?(?P<partner>.*?)\s*\(?(?:phối hợp)?\)?\s*\.?$",
    re.IGNORECASE | re.DOTALL,
)
_MARK = re.compile(r"^(?:[-–+•*]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\))\s*")


def grid_duties(grid: Grid) -> Iterator[Duty]:
    """An empty "chủ trì" cell under a filled one is a merged cell: the duty is the unit's above."""
    above: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    for row in grid.rows:
        task = collapse(_MARK.sub("", cell(row, grid.task)))
        who = cell(row, grid.lead)
        if not task or _is_group(row, grid):
            above = None if not who else above
            continue
        if search_key(task) == search_key(who):
            continue  # a cell merged across the row
        leads, partners = _who(who) if who else (above or ((), ()))
        if cell(row, grid.partner):
            partners = expand(_lines(cell(row, grid.partner)))
        above = (leads, partners) if who else above
        if leads:
            yield Duty(
                units=leads,
                task=task,
                paragraph=row,
                partners=partners,
                due_words=collapse(cell(row, grid.due)),
                led=True,
            )


def grid_agenda(grid: Grid) -> Iterator[AgendaItem]:
    """Rows of the programme; a row with one filled cell is the session's name."""
    session = ""
    for row in grid.rows:
        filled = [value for value in row.cells or () if value and not re.fullmatch(r"\d{1,2}\.?|[IVX]+\.?", value)]
        if not filled:
            continue
        doer = collapse(cell(row, grid.lead))
        content = collapse(cell(row, grid.task))
        if len(filled) == 1 or (not (row.cells or ("",))[0] and re.match(r"(?:Buổi|Sáng|Chiều|Ngày)\b", content)):
            session = collapse(filled[0])
            if not doer:
                continue
        yield AgendaItem(
            line=row.first,
            time=collapse(cell(row, grid.due)),
            content=content or session,
            doer=doer,
            session=session if content != session else "",
        )


def _who(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """As in "Chủ trì: A; Phối hợp: B", "A chủ trì, B phối hợp", or names only: all of them lead."""
    named = labelled(Paragraph(text=collapse(text), raw=text, first=0, last=0))
    if "lead" in named:
        return expand(named["lead"]), expand(named.get("partner", ""))
    shared = _SHARED.match(collapse(text))
    if shared:
        return expand(shared.group("lead")), expand(shared.group("partner"))
    return expand(_lines(text)), ()


def _lines(text: str) -> str:
    return "\n".join(_MARK.sub("", line.strip()) for line in re.split(r"\n|\s/\s", text) if line.strip())


def _is_group(row: Paragraph, grid: Grid) -> bool:
    """A row that only names a group of duties ("I | Công tác chuẩn bị | | ")."""
    first = (row.cells or ("",))[0]
    return not cell(row, grid.lead) and bool(re.fullmatch(r"[IVX]{1,5}\.?|[A-H]\.?", first))
