"""Run the reader of an uploaded file in a short-lived process with bounds on memory, processor and wall time."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.documents.document import Document
from tracker.domain.errors import DocumentRefused
from tracker.domain.plan.lines import Line

_ROOT = Path(__file__).resolve().parents[2]
_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """``memory`` is address space in bytes, ``cpu`` and ``wall`` are seconds."""

    memory: int = 1024**3
    cpu: int = 30
    wall: float = 60.0


def read_in_child(kind: str, data: bytes, limits: Limits = Limits()) -> Document:
    """Raises DocumentRefused with the child's code; timeout, too_large or broken where it was stopped."""
    command = [sys.executable, "-E", "-s", "-m", "tracker.documents.child", kind, str(limits.memory), str(limits.cpu)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, fixed arguments
            command,
            input=data,
            capture_output=True,
            timeout=limits.wall,
            cwd=_ROOT,
            env={"LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DocumentRefused("timeout", seconds=limits.wall) from None
    if done.returncode in _OUT_OF_TIME:
        raise DocumentRefused("timeout", seconds=limits.cpu)
    if done.returncode != 0:
        out_of_memory = b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr
        raise DocumentRefused("too_large", reason="memory") if out_of_memory else DocumentRefused("broken")
    return _document(json.loads(done.stdout))


def _document(answer: dict[str, Any]) -> Document:
    if "refused" in answer:
        raise DocumentRefused(answer["refused"], **answer["params"])
    lines = tuple(_line(number, fields) for number, fields in enumerate(answer["lines"]))
    return Document(lines=lines, format=answer["format"], pages=answer["pages"])


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
