"""The process that opens an uploaded file: bytes on standard input, JSON on standard output. Started by ``sandbox``.

It limits itself before it imports any parser, and ends with the answer or not at all. Its progress goes to a descriptor
of its own, a line each: stage, done, of how many.
"""

import json
import os
import resource
import sys
from contextlib import suppress
from typing import Any


def limit(memory: int, cpu: int, most_cpu: int) -> None:
    """Address space in bytes, CPU in seconds; no files may be written, no core dumped."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, most_cpu))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def telling(descriptor: int) -> Any:
    """A Progress that writes to the descriptor. Recognising pictures may take more CPU than reading."""
    from tracker.documents.progress import RECOGNISING

    def tell(stage: str, done: int, total: int) -> None:
        if stage == RECOGNISING and done == 0:
            _, most = resource.getrlimit(resource.RLIMIT_CPU)
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        with suppress(OSError):  # nobody listens any more
            os.write(descriptor, f"{stage} {done} {total}\n".encode("ascii"))

    return tell


def answer(kind: str, data: bytes, progress: Any) -> dict[str, Any]:
    """What the parent turns into a Document or a refusal."""
    from tracker.domain.errors import DocumentRefused

    try:
        document = _read(kind, data, progress)
    except DocumentRefused as refused:
        return {"refused": refused.code, "params": refused.params}
    except MemoryError:
        return {"refused": "too_large", "params": {"reason": "memory"}}
    except RecursionError:
        return {"refused": "broken", "params": {"reason": "nesting"}}
    lines = [[line.text, line.label, line.cells, line.table, line.page, line.bold] for line in document.lines]
    return {"format": document.format, "pages": document.pages, "notes": document.notes, "lines": lines}


def _read(kind: str, data: bytes, progress: Any) -> Any:
    if kind == "pdf":
        from tracker.documents.pdf import read_pdf

        return read_pdf(data, progress)
    if kind == "txt":
        from tracker.documents.text import read_bytes

        return read_bytes(data)
    from tracker.documents.docx import read_docx

    return read_docx(data)


def main() -> None:
    kind, (memory, cpu, most_cpu, descriptor) = sys.argv[1], map(int, sys.argv[2:6])
    limit(memory, cpu, most_cpu)
    data = sys.stdin.buffer.read()
    sys.stdout.write(json.dumps(answer(kind, data, telling(descriptor)), ensure_ascii=True, default=str))


if __name__ == "__main__":
    main()
