"""The back-planning table as one agency has it: the shipped rows, its own rows over them, its factors for scale."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.glossary import AssignmentRole, ConferenceScale
from tracker.domain.kinds import DEFAULT, KINDS, PRACTICE, QD_45, TT_17, TaskKind, classify
from tracker.domain.normalise import search_key

LEGAL = frozenset({QD_45, TT_17})
"""Bases that are law: what they set does not come closer to the event for a small meeting."""

UNNAMED = frozenset({DEFAULT, PRACTICE})
"""Bases that name no document: such a ceiling may come closer for a small meeting."""


@dataclass(frozen=True, kw_only=True)
class Factors:
    """Per cent by which days before the event are multiplied (defaults of this service; no decree knows any)."""

    small: int = 50
    provincial: int = 150

    def of(self, scale: ConferenceScale) -> int:
        return {ConferenceScale.SMALL: self.small, ConferenceScale.PROVINCIAL: self.provincial}.get(scale, 100)


@dataclass(frozen=True, kw_only=True)
class OwnRule:
    """A row as an agency has it or wants it; ``words``: its own phrases for the kind."""

    kind: TaskKind
    words: tuple[str, ...] = ()

    @property
    def as_shipped(self) -> bool:
        return self.kind == KINDS[self.kind.code] and not self.words


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is to become of a table. ``rows``: code → the row, None: the shipped one again. ``factors`` None: stay."""

    rows: Mapping[str, OwnRule | None] = field(default_factory=dict)
    factors: Factors | None = None


class RuleTable:
    """One agency's rules. ``changed``: code → its own row; ``words``: code → its own phrases, tried first."""

    def __init__(
        self,
        *,
        changed: Mapping[str, TaskKind] = MappingProxyType({}),
        words: Mapping[str, Sequence[str]] = MappingProxyType({}),
        factors: Factors | None = None,
    ) -> None:
        self.factors = factors or Factors()
        self.words: Mapping[str, tuple[str, ...]] = {code: tuple(own) for code, own in words.items() if own}
        self._rows = {code: changed.get(code, kind) for code, kind in KINDS.items()}
        self._scaled: dict[tuple[str, ConferenceScale], TaskKind] = {}
        self._words = tuple(
            (re.compile(rf"\b{re.escape(key)}\b"), code)
            for code in KINDS
            for phrase in words.get(code, ())
            if (key := search_key(phrase))
        )

    def rows(self) -> tuple[TaskKind, ...]:
        """All rules for a meeting of ordinary scale, in the order of the table."""
        return tuple(self._rows.values())

    def differs(self, code: str) -> bool:
        """Whether the agency counts this kind otherwise than the shipped table."""
        return self.kind(code) != KINDS.get(code, KINDS["other"])

    @property
    def written(self) -> str:
        """The table as text, equal for equal tables."""
        rows = (
            f"{one.code} {one.anchor} {one.offset} {one.latest_offset} {one.latest_end_of_next_month} {one.blocking} "
            f"{one.basis} {self.words.get(one.code, ())}"
            for one in self._rows.values()
        )
        return f"{self.factors} {' '.join(rows)}"

    def amended(self, proposal: Proposal) -> "RuleTable":
        """The table as it would be."""
        rows = dict(self._rows)
        words = dict(self.words)
        for code, own in proposal.rows.items():
            rows[code] = own.kind if own else KINDS[code]
            words[code] = own.words if own else ()
        return RuleTable(changed=rows, words=words, factors=proposal.factors or self.factors)

    def kind(self, code: str, scale: ConferenceScale = ConferenceScale.ORDINARY) -> TaskKind:
        """The rule of a kind for a meeting of that scale; an unknown code has the rule of "other"."""
        known = code if code in self._rows else "other"
        if (known, scale) not in self._scaled:
            self._scaled[known, scale] = scaled(self._rows[known], self.factors.of(scale))
        return self._scaled[known, scale]

    def classify(self, text: str, role: AssignmentRole) -> str:
        """The code of a task's kind by its words, the agency's own phrases first. Never raises."""
        return self.own_kind(text, role) or classify(text, role).code

    def own_kind(self, text: str, role: AssignmentRole) -> str | None:
        """The kind that the agency's own phrases give; None where none of them stands in the text."""
        if not self._words or role in (AssignmentRole.CONTRIBUTE, AssignmentRole.GENERAL):
            return None
        key = search_key(text)
        return next((code for pattern, code in self._words if pattern.search(key)), None)


def is_law(code: str) -> bool:
    """Whether a decree sets the latest day for this kind of task, whatever an agency writes as its basis."""
    return code in KINDS and KINDS[code].basis in LEGAL


def looser_than_law(kind: TaskKind) -> bool:
    """Whether an agency's row allows a later day than the decree behind the shipped one.

    "By the end of the following month" is counted as :data:`SAFE_NEXT_MONTH` working days, the least it can be.
    """
    shipped = KINDS[kind.code]
    if not is_law(kind.code) or (shipped.after_event and not kind.after_event):
        return False
    if kind.anchor is not shipped.anchor:
        return True
    allowed = SAFE_NEXT_MONTH if shipped.latest_end_of_next_month else shipped.latest_offset or 0
    if kind.latest_end_of_next_month:
        return not shipped.latest_end_of_next_month
    return kind.latest_offset is None or kind.latest_offset > allowed


SAFE_NEXT_MONTH = 15
"""Working days that fit between any day and the end of the month after it, with Tết in between."""


def scaled(kind: TaskKind, percent: int) -> TaskKind:
    """The rule with its days before the event multiplied, rounded away from the event.

    What comes after the event, and "the day before", stay. A larger meeting keeps the ceilings; a smaller one has them
    closer too, except where a decree or a document that the agency names sets them.
    """
    if percent == 100 or kind.after_event or kind.offset >= -1:
        return kind
    latest = kind.latest_offset
    if percent < 100 and latest is not None and not is_law(kind.code) and kind.basis in UNNAMED:
        latest = _times(latest, percent)
    offset = _times(kind.offset, percent)
    return replace(kind, offset=offset if latest is None else min(offset, latest), latest_offset=latest)


def _times(days: int, percent: int) -> int:
    """``days`` (zero or negative) times ``percent``, rounded away from the event."""
    return days * percent // 100


SHIPPED = RuleTable()


@dataclass(frozen=True, kw_only=True)
class Planning:
    """How an agency counts its due dates: the working calendar in force and its rules."""

    calendar: WorkingCalendar = VIETNAM
    rules: RuleTable = SHIPPED
