"""What an amended plan has changed in a task, as its history tells it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext

from tracker.domain.glossary import AssignmentRole
from tracker.web.formats import format_day
from tracker.web.labels import kind_label, role_label


def field_label(name: str) -> str:
    """What a field of a task is called where its old and new values stand side by side."""
    labels = {
        "words": gettext("What is to be done"),
        "due": gettext("Due date"),
        "role": gettext("Role"),
        "kind": gettext("Kind of work"),
        "partners": gettext("Co-operating units"),
    }
    return labels[name]


def field_value(name: str, value: Any) -> str:
    """A stored value ("2026-12-02", "lead", names) in words."""
    words: Mapping[str, Callable[[], str]] = {
        "due": lambda: format_day(date.fromisoformat(value)) if value else gettext("no due date"),
        "role": lambda: role_label(AssignmentRole(value)),
        "kind": lambda: kind_label(value),
        "partners": lambda: "; ".join(value) or gettext("none"),
    }
    return words[name]() if name in words else str(value)


def amended_history(details: Mapping[str, Any]) -> str:
    """One clause for the history of a task."""
    parts = [_field(name, *values) for name, values in details.get("fields", {}).items()]
    if "units" in details:
        old, new = details["units"]
        parts.insert(0, gettext("from %(old)s to %(new)s", old=old, new=new))
    if not parts:
        return gettext("took over the amended plan")
    return gettext("took over the amended plan (%(changes)s)", changes="; ".join(parts))


def _field(name: str, old: Any, new: Any) -> str:
    values: Sequence[str] = (field_value(name, old), field_value(name, new))
    label = field_label(name)
    return gettext("%(field)s: “%(new)s” instead of “%(old)s”", field=label, old=values[0], new=values[1])
