"""What reading a file gives: its lines, in reading order."""

from dataclasses import dataclass

from tracker.domain.plan.lines import Line


@dataclass(frozen=True, kw_only=True)
class Document:
    lines: tuple[Line, ...]
    format: str  # docx, pdf, txt
    pages: int | None = None
