"""The lists of a conference's page: tasks in groups."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from tracker.domain.glossary import AssignmentRole, Compliance, TaskState
from tracker.domain.kinds import UNRECOGNISED
from tracker.domain.normalise import sort_key
from tracker.services.conferences import ConferencePage, Standing
from tracker.web.bar_words import segment_words
from tracker.web.formats import format_day
from tracker.web.labels import kind_label


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows under one heading. ``by_unit``: the rows are named after their units, not their tasks."""

    title: str
    note: str
    rows: Sequence[Standing]
    by_unit: bool = False


def groups(page: ConferencePage, how: str) -> list[Group]:
    """The page's tasks by unit ("don-vi"), by due date ("thoi-han") or by kind ("loai")."""
    make: Mapping[str, Callable[[Sequence[Standing]], list[Group]]] = {"thoi-han": _by_due, "loai": _by_kind}
    return make.get(how, _by_unit)(page.standings)


def _by_unit(standings: Sequence[Standing]) -> list[Group]:
    """Units in the order in which the plan names them, the speakers together at the end."""
    rest = [one for one in standings if one.task.role is not AssignmentRole.CONTRIBUTE]
    speeches = [one for one in standings if one.task.role is AssignmentRole.CONTRIBUTE]
    found = [Group(title=name, note=_unit_note(rows), rows=rows) for name, rows in _gather(rest, _unit_name)]
    if speeches:
        found.append(Group(title=gettext("Speakers"), note=_summary(speeches), rows=speeches, by_unit=True))
    return found


def _unit_name(one: Standing) -> str:
    return (one.task.unit.name if one.task.unit else one.task.unit_words) or gettext("No unit has been chosen yet.")


def _by_due(standings: Sequence[Standing]) -> list[Group]:
    ordered = sorted(standings, key=lambda one: (one.task.due or date.max, one.task.position))
    return [
        Group(title=title, note=_summary(rows), rows=rows)
        for title, rows in _gather(ordered, lambda one: _week(one.task.due))
    ]


def _week(due: date | None) -> str:
    if due is None:
        return gettext("Without a due date")
    monday = date.fromordinal(due.toordinal() - due.weekday())
    return gettext("Week of %(day)s", day=format_day(monday))


def _by_kind(standings: Sequence[Standing]) -> list[Group]:
    gathered = _gather(standings, lambda one: kind_label(one.task.kind))
    ordered = sorted(gathered, key=lambda entry: (entry[1][0].task.kind in UNRECOGNISED, sort_key(entry[0])))
    return [Group(title=title, note=_summary(rows), rows=rows) for title, rows in ordered]


def _gather(standings: Iterable[Standing], name: Callable[[Standing], str]) -> list[tuple[str, list[Standing]]]:
    found: dict[str, list[Standing]] = {}
    for one in standings:
        found.setdefault(name(one), []).append(one)
    return list(found.items())


def _unit_note(rows: Sequence[Standing]) -> str:
    unit = rows[0].task.unit
    contact = unit.contact_name if unit else None
    who = gettext("contact person %(name)s", name=contact) if contact else ""
    return " · ".join(part for part in (_summary(rows), who) if part)


_SHORT = (
    ("overdue", (Compliance.OPEN_OVERDUE,)),
    ("due_soon", (Compliance.OPEN_DUE_SOON,)),
)


def _summary(rows: Sequence[Standing]) -> str:
    parts = [ngettext("%(num)d task", "%(num)d tasks", len(rows))]
    done = sum(one.task.state is TaskState.COMPLETED for one in rows)
    if done:
        parts.append(gettext("%(num)s completed", num=done))
    for name, codes in _SHORT:
        if count := sum(one.compliance in codes for one in rows):
            parts.append(f"{count} {segment_words(name)}")
    return ", ".join(parts)


def meta(one: Standing, *, name_unit: bool) -> str:
    """Below a task's title: its unit where the group does not say it, and with whom."""
    task = one.task
    unit = (task.unit.name if task.unit else task.unit_words) if name_unit else ""
    partners = ", ".join(partner.unit.name if partner.unit else partner.words for partner in task.partners)
    together = gettext("with %(units)s", units=partners) if partners else ""
    return " · ".join(part for part in (unit, together) if part)
