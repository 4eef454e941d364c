"""The process that opens an uploaded file: bytes on standard input, JSON on standard output. Started by ``sandbox``.

It limits itself before it imports any parser, and ends with the answer or not at all.
"""

import json
import resource
import sys
from typing import Any


def limit(memory: int, cpu: int) -> None:
    """Address space in bytes, CPU in seconds; no files may be written, no core dumped."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(kind: str, data: bytes) -> dict[str, Any]:
    """What the parent turns into a Document or a refusal."""
    from tracker.domain.errors import DocumentRefused

    try:
        if kind == "pdf":
            from tracker.documents.pdf import read_pdf as read
        else:
            from tracker.documents.docx import read_docx as read
        document = read(data)
    except DocumentRefused as refused:
        return {"refused": refused.code, "params": refused.params}
    except MemoryError:
        return {"refused": "too_large", "params": {"reason": "memory"}}
    except RecursionError:
        return {"refused": "broken", "params": {"reason": "nesting"}}
    lines = [[line.text, line.label, line.cells, line.table, line.page, line.bold] for line in document.lines]
    return {"format": document.format, "pages": document.pages, "lines": lines}


def main() -> None:
    kind, memory, cpu = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    limit(memory, cpu)
    data = sys.stdin.buffer.read()
    sys.stdout.write(json.dumps(answer(kind, data), ensure_ascii=True, default=str))


if __name__ == "__main__":
    main()
