"""What was read from a text, kept as JSON: an amendment shows days later what was shown when it was uploaded."""

from collections.abc import Iterable, Mapping
from typing import Any

from cattrs.preconf.json import make_converter

from tracker.domain.plan import ConferenceFacts, Coverage, ParsedPlan, read_plan
from tracker.domain.plan.lines import Line

_CONVERTER = make_converter()
_NOTHING = ParsedPlan(
    conference=ConferenceFacts(), coverage=Coverage(sentences=0, assigned=0, tasks=0, skipped=0)
)  # a conference that was entered by hand


def stored(base: ParsedPlan, new: ParsedPlan) -> dict[str, Any]:
    """Both readings in JSON's types. ``base``: the text in force as today's reader reads it."""
    return {"base": _CONVERTER.unstructure(base), "new": _CONVERTER.unstructure(new)}


def loaded(reading: Mapping[str, Any]) -> tuple[ParsedPlan, ParsedPlan]:
    """The reverse of :func:`stored`; what a newer reader has learned since is at its default."""
    return _CONVERTER.structure(reading["base"], ParsedPlan), _CONVERTER.structure(reading["new"], ParsedPlan)


def read_again(lines: Iterable[Mapping[str, Any]]) -> ParsedPlan:
    """Stored lines read by today's reader, so that both versions are compared as the same reader sees them."""
    rows = tuple(_lines(lines))
    return read_plan(rows) if rows else _NOTHING


def _lines(stored_lines: Iterable[Mapping[str, Any]]) -> Iterable[Line]:
    table, inside = -1, False
    for number, line in enumerate(stored_lines):
        cells = line.get("cells")
        table += bool(cells) and not inside
        inside = bool(cells)
        yield Line(
            number=number,
            text=line["text"],
            label=line.get("label") or "",
            cells=tuple(cells) if cells is not None else None,
            table=line.get("table", table if cells else None),
            page=line.get("page"),
            bold=bool(line.get("bold")),
        )
