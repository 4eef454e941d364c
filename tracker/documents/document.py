"""What reading a file gives: its lines, in reading order."""

from dataclasses import dataclass

from tracker.domain.errors import DocumentRefused
from tracker.domain.plan.lines import Line

MAX_LINES = 20_000  # a plan has some hundreds; what is longer is no plan, and reading it would keep others waiting
MAX_CHARACTERS = 2_000_000
# Converted from an old Vietnamese alphabet or code page; recognised from pictures; some pages are pictures nobody read.
NOTES = ("tcvn3", "vni", "windows", "ocr", "pages_unread")


@dataclass(frozen=True, kw_only=True)
class Document:
    lines: tuple[Line, ...]
    format: str  # docx, pdf, txt; as it was sent: doc, odt, rtf
    pages: int | None = None
    notes: tuple[str, ...] = ()  # what a person should know: see NOTES

    def __post_init__(self) -> None:
        """Raises DocumentRefused("too_large") for more lines or characters than any plan has."""
        characters = sum(len(line.text) for line in self.lines)
        if len(self.lines) > MAX_LINES or characters > MAX_CHARACTERS:
            raise DocumentRefused("too_large", lines=len(self.lines), characters=characters)
