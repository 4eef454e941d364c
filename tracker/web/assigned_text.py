"""The whole text of a plan with the sentences that became tasks, each linked to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.normalise import collapse
from tracker.models import Task
from tracker.web.plan_text import text_of


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of a line; ``tasks`` (maybe none) were read from it."""

    text: str
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """One line of the document; a table's row has ``cells`` and no parts unless something in it was assigned."""

    number: int
    parts: tuple[Part, ...]
    cells: tuple[str, ...]
    heading: bool


def assigned(
    lines: Sequence[Mapping[str, Any]], tasks: Iterable[Task], *, headings: frozenset[int] = frozenset()
) -> tuple[TextLine, ...]:
    """``lines`` as ``Plan.lines`` holds them. ``headings``: numbers of the lines that are shown as such."""
    on_line: dict[int, list[Task]] = {}
    for task in tasks:
        if task.first_line is not None:
            for number in range(task.first_line, (task.last_line or task.first_line) + 1):
                on_line.setdefault(number, []).append(task)
    return tuple(
        _line(number, line, _said(line, on_line.get(number, [])), heading=number in headings)
        for number, line in enumerate(lines)
    )


def _said(line: Mapping[str, Any], tasks: Sequence[Task]) -> list[Task]:
    """Of merged tasks, whose quote has a line for each sentence, those with a sentence in this line."""
    text = text_of(line)
    return [task for task in tasks if "\n" not in task.quote or any(one in text for one in _sentences(task))]


def _sentences(task: Task) -> list[str]:
    return [collapse(one) for one in task.quote.split("\n")]


def _line(number: int, line: Mapping[str, Any], tasks: Sequence[Task], *, heading: bool) -> TextLine:
    cells = () if tasks else tuple(collapse(str(cell)) for cell in line.get("cells") or ())
    parts = () if cells else tuple(_parts(text_of(line), tasks))
    return TextLine(number=number, parts=parts, cells=cells, heading=heading)


def _parts(text: str, tasks: Sequence[Task]) -> list[Part]:
    """``text`` cut at the tasks' sentences; a sentence that runs over several lines marks each of them whole."""
    places: dict[tuple[int, int], list[Task]] = {}
    for task in tasks:
        places.setdefault(_place(text, task), []).append(task)
    parts: list[Part] = []
    done = 0
    for (start, end), found in sorted(places.items(), key=lambda entry: entry[0]):
        start = max(start, done)
        if start > done:
            parts.append(Part(text=text[done:start]))
        if end > start:
            parts.append(Part(text=text[start:end], tasks=tuple(found)))
            done = end
        elif parts:  # inside a stretch that is marked already: one mark for all its tasks
            parts[-1] = Part(text=parts[-1].text, tasks=(*parts[-1].tasks, *found))
    if done < len(text):
        parts.append(Part(text=text[done:]))
    return parts


def _place(text: str, task: Task) -> tuple[int, int]:
    quote = next((one for one in _sentences(task) if one in text), "")
    start = text.find(quote) if quote else -1
    return (start, start + len(quote)) if start >= 0 else (0, len(text))
