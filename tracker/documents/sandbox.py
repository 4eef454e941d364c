"""Run the reader of an uploaded file in a short-lived process with bounds on memory, processor and wall time."""

import json
import os
import signal
import sys
from dataclasses import dataclass
from typing import Any

from tracker.documents.document import Document
from tracker.documents.process import Deadline, run
from tracker.documents.progress import RECOGNISING, Cancelled, Progress, never, silent
from tracker.domain.errors import DocumentRefused
from tracker.domain.plan.lines import Line

_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}
_PASSED_ON = ("PATH", "TESSDATA_PREFIX")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """``memory`` is address space in bytes, ``cpu`` and ``wall`` are seconds; pictures may take the longer ones."""

    memory: int = 1024**3
    cpu: int = 60
    wall: float = 120.0
    cpu_for_pictures: int = 600
    wall_for_pictures: float = 1200.0


def read_in_child(
    kind: str, data: bytes, limits: Limits = Limits(), *, progress: Progress = silent, cancelled: Cancelled = never
) -> Document:
    """Raises DocumentRefused with the child's code; timeout, too_large or broken where it was stopped."""
    deadline = Deadline(limits.wall)

    def hear(line: str) -> None:
        stage, done, total = line.split(" ")
        if stage == RECOGNISING:
            deadline.seconds = limits.wall_for_pictures
        progress(stage, int(done), int(total))

    numbers = (limits.memory, limits.cpu, limits.cpu_for_pictures)
    ended = run(
        lambda descriptor: [
            *(sys.executable, "-E", "-s", "-m", "tracker.documents.child", kind),
            *map(str, (*numbers, descriptor)),
        ],
        data,
        deadline,
        env={"LANG": "C.UTF-8"} | {name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        hear=hear,
        cancelled=cancelled,
    )
    if ended.code in _OUT_OF_TIME:
        raise DocumentRefused("timeout", seconds=limits.cpu)
    if ended.code != 0:
        out_of_memory = b"MemoryError" in ended.errors or b"bad_alloc" in ended.errors
        raise DocumentRefused("too_large", reason="memory") if out_of_memory else DocumentRefused("broken")
    return _document(json.loads(ended.output))


def _document(answer: dict[str, Any]) -> Document:
    if "refused" in answer:
        raise DocumentRefused(answer["refused"], **answer["params"])
    lines = tuple(_line(number, fields) for number, fields in enumerate(answer["lines"]))
    return Document(lines=lines, format=answer["format"], pages=answer["pages"], notes=tuple(answer["notes"]))


def _line(number: int, fields: list[Any]) -> Line:
    text, label, cells, table, page, bold = fields
    return Line(
        number=number,
        text=text,
        label=label,
        cells=tuple(cells) if cells is not None else None,
        table=table,
        page=page,
        bold=bold,
    )
