"""Values of walking an organisation section: duties with the units they address, and what was left aside."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.domain.plan.paragraphs import Paragraph


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One addressed sentence or bullet (or a table row) before roles are read; ``units`` share it."""

    units: tuple[str, ...]
    task: str
    paragraph: Paragraph
    heading: str = ""  # words of the lead-in above, which may carry the deadline
    partners: tuple[str, ...] = ()
    due_words: str = ""  # from a labelled line or a table column
    led: bool = False  # a line or column says who leads


@dataclass
class Reading:
    """What walking one section gave."""

    duties: list[Duty] = field(default_factory=list)
    closings: list[Paragraph] = field(default_factory=list)
    unaddressed: list[Paragraph] = field(default_factory=list)  # duties that name no unit
    idle: list[tuple[str, Paragraph]] = field(default_factory=list)  # units named with nothing to do

    def add(self, units: Sequence[str], task: str, paragraph: Paragraph, heading: str) -> None:
        self.duties.append(Duty(units=tuple(units), task=task, paragraph=paragraph, heading=heading))


@dataclass(frozen=True)
class Context:
    """Whom the item above has named."""

    units: tuple[str, ...] = ()
    heading: str = ""
    level: int = -1  # of the item that named the units; what stands deeper is theirs
    sentence: bool = False  # named by a sentence, not by a heading: bullets below may address others
