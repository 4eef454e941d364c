"""What people did in a review, and what differs after it, in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from tracker.domain.glossary import AssignmentRole, Review
from tracker.models import ReviewStep, Unit, User
from tracker.services import review_log
from tracker.services.review_presence import News
from tracker.web.formats import format_day, format_time
from tracker.web.labels import kind_label, role_label
from tracker.web.plan_text import runs

_FIELDS: Mapping[str, Any] = {
    "title": _l("What is to be done"),
    "unit_id": _l("Lead unit"),
    "partners": _l("Co-operating units"),
    "role": _l("Role"),
    "kind": _l("Kind of work"),
    "due": _l("Due date"),
    "lead_task_id": _l("Co-operates on task"),
    "review": _l("Review"),
}

_REVIEWS: Mapping[str, Any] = {
    Review.CERTAIN: _l("Certain"),
    Review.CHECK: _l("To check"),
    Review.ACCEPTED: _l("Accepted"),
    Review.SKIPPED: _l("Skipped"),
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field of one task, before and after a step."""

    task: int
    field: str
    before: str
    after: str


def step_words(step: ReviewStep) -> str:
    """What was done, after the person's name: "accepted tasks 3–5"."""
    if step.kind == review_log.UNDONE:
        what = _done(step.of.kind, step.of.rows) if step.of else ""
        return gettext("took back: %(what)s", what=what) if what else gettext("took a correction back")
    return _done(step.kind, step.rows)


def _done(kind: str, rows: Sequence[Mapping[str, Any]]) -> str:
    own = [row["position"] for row in rows if not row.get("made") and not row.get("absorbed")]
    if kind == review_log.SPLIT:
        made = runs([row["position"] for row in rows])
        return gettext("split task %(number)s, now tasks %(made)s", number=runs(own), made=made)
    if kind == review_log.SPREAD:
        made = runs([row["position"] for row in rows])
        return gettext("gave task %(number)s to several units, now tasks %(made)s", number=runs(own), made=made)
    if kind == review_log.MERGED:
        gone = [row["position"] for row in rows if row.get("absorbed")]
        into = next((row["position"] for row in rows if row["task"] == _into(rows)), own[0] if own else "")
        return gettext("merged task %(gone)s into task %(number)s", gone=runs(gone), number=into)
    places = [row["position"] for row in rows]
    return _sentence(kind, len(places), runs(places))


def _into(rows: Sequence[Mapping[str, Any]]) -> int | None:
    return next((row["absorbed"] for row in rows if row.get("absorbed")), None)


def _sentence(kind: str, count: int, places: str) -> str:
    if kind == review_log.ACCEPTED:
        return ngettext("accepted task %(places)s", "accepted tasks %(places)s", count, places=places)
    if kind == review_log.SKIPPED:
        return ngettext("skipped task %(places)s", "skipped tasks %(places)s", count, places=places)
    if kind == review_log.RESTORED:
        return ngettext("restored task %(places)s", "restored tasks %(places)s", count, places=places)
    if kind == review_log.ADDED:
        return ngettext("added task %(places)s", "added tasks %(places)s", count, places=places)
    if kind == review_log.UNIT_CHOSEN:
        return ngettext("chose the unit of task %(places)s", "chose the unit of tasks %(places)s", count, places=places)
    if kind == review_log.LINKED:
        return ngettext(
            "changed whose task %(places)s follows", "changed whose task tasks %(places)s follow", count, places=places
        )
    return ngettext("corrected task %(places)s", "corrected tasks %(places)s", count, places=places)


def changes(
    steps: Sequence[ReviewStep], task_ids: Collection[int], units: Sequence[Unit], positions: Mapping[int, int]
) -> list[Change]:
    """What ``steps`` changed in the tasks, field by field, where a person can name the field."""
    names = {unit.id: unit.name for unit in units}
    return [
        Change(
            task=row["position"],
            field=str(_FIELDS[name]),
            before=_shown(name, row["before"].get(name), names, positions),
            after=_shown(name, row["after"].get(name), names, positions),
        )
        for step in steps
        for row in step.rows
        if row["task"] in task_ids
        for name in _FIELDS
        if name in row["before"]
    ]


def told(
    step: ReviewStep, task_ids: Collection[int], units: Sequence[Unit], positions: Mapping[int, int], own_id: int
) -> str:
    """Who did what when, and which fields of the tasks are different now."""
    fields = "; ".join(
        gettext("%(field)s: %(before)s → %(after)s", field=one.field, before=one.before, after=one.after)
        for one in changes([step], task_ids, units, positions)
    )
    who = gettext("%(name)s %(what)s", name=_name(step.actor, own_id), what=step_words(step))
    return f"{format_time(step.at)} – {who}" + (f" ({fields})" if fields else "")


def _shown(name: str, value: Any, units: Mapping[int, str], positions: Mapping[int, int]) -> str:
    if value in (None, "", []):
        return "–"
    readers: Mapping[str, Any] = {
        "unit_id": lambda: units.get(value, str(value)),
        "partners": lambda: "; ".join(words for _, words in value),
        "role": lambda: role_label(AssignmentRole(value)),
        "kind": lambda: kind_label(value),
        "due": lambda: format_day(date.fromisoformat(value)),
        "lead_task_id": lambda: str(positions.get(value, "–")),
        "review": lambda: str(_REVIEWS[value]),
    }
    return str(readers[name]()) if name in readers else str(value)


def news_lines(news: News, own_id: int) -> list[str]:
    """What was saved since the page was made, a line for each person and step, the newest last."""
    lines = [
        gettext("%(name)s %(what)s", name=_name(step.actor, own_id), what=step_words(step)) for step in news.steps[-4:]
    ]
    if len(news.steps) > 4:
        more = len(news.steps) - 4
        lines.insert(0, ngettext("%(num)d more step before that", "%(num)d more steps before that", more))
    return [*lines, gettext("The facts of the conference were changed")] if news.facts else lines


def _name(user: User, own_id: int) -> str:
    return gettext("You, in another window,") if user.id == own_id else user.full_name


def present_words(users: Sequence[User]) -> str:
    names = ", ".join(user.full_name for user in users)
    return ngettext(
        "%(names)s has this review open too.", "%(names)s have this review open too.", len(users), names=names
    )
