"""Lines of a plan → conference facts, assignments, findings. Pure: no clock, no files, never raises on any lines."""

from tracker.domain.plan.lines import Line
from tracker.domain.plan.parsed import (
    AgendaItem,
    Assignment,
    ConferenceFacts,
    Coverage,
    Doubt,
    Finding,
    Heading,
    ParsedPlan,
    Suggestion,
)
from tracker.domain.plan.reader import read_plan

__all__ = [
    "AgendaItem",
    "Assignment",
    "ConferenceFacts",
    "Coverage",
    "Doubt",
    "Finding",
    "Heading",
    "Line",
    "ParsedPlan",
    "Suggestion",
    "read_plan",
]
