"""Why a conference's light shows what it shows, and what would change it, in words.

A sentence is cut into the part to stress, which can be a link to a task, and the rest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext

from tracker.domain.readiness import Reason
from tracker.web.formats import format_short_day
from tracker.web.labels import kind_label

MOST_NAMED = 3  # units named in one sentence; the others are counted


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """``stress`` (maybe empty) comes first; ``task_id`` is what it links to."""

    stress: str = ""
    rest: str = ""
    task_id: int | None = None

    def __str__(self) -> str:
        return f"{self.stress} {self.rest}".strip()


Units = Mapping[int, str]  # unit id → name


def reason_text(reason: Reason, units: Units) -> Sentence:
    """One reason of a light."""
    facts = reason.params
    words: Mapping[str, Callable[[], Sentence]] = {
        "draft": lambda: Sentence(rest=_draft(facts)),
        "cancelled": lambda: Sentence(rest=gettext("Called off")),
        "held": lambda: Sentence(rest=_held(facts)),
        "nothing_overdue": lambda: Sentence(rest=_nothing_overdue(facts)),
        "nothing_overdue_or_due_soon": lambda: Sentence(rest=gettext("No task is overdue or due soon")),
        "no_event_date": lambda: Sentence(rest=gettext("The event has no date yet")),
        "blocking_overdue": lambda: _of_task(reason, _blocking_late(facts)),
        "blocking_open_on_eve": lambda: _of_task(reason, gettext("(blocking) is still open on the eve of the event")),
        "blocking_due_soon": lambda: _of_task(reason, _blocking_soon(facts)),
        "overdue": lambda: _of_task(reason, _late(facts)),
        "several_overdue": lambda: Sentence(stress=_several(facts), rest=_named(facts, units)),
        "unit_silent": lambda: _silent(facts, units),
    }
    return words[reason.code]() if reason.code in words else Sentence(rest=reason.code)


def needed_text(reason: Reason, units: Units) -> str:
    """One thing to do so that the light turns green, in lower case: it stands in a list after a colon."""
    facts = reason.params
    words: Mapping[str, Callable[[], str]] = {
        "complete": lambda: _by_latest(gettext("complete “%(title)s”", title=_title(facts)), facts),
        "confirm": lambda: gettext("confirm “%(title)s”", title=_title(facts)),
        "start": lambda: gettext("begin “%(title)s”", title=_title(facts)),
        "complete_several": lambda: gettext("receive %(several)s", several=_count_of_kind(facts)),
        "reach_unit": lambda: gettext("reach %(unit)s", unit=_unit(facts, units)),
        "set_event_date": lambda: gettext("set the date of the event"),
    }
    return words[reason.code]() if reason.code in words else reason.code


def _of_task(reason: Reason, rest: str) -> Sentence:
    return Sentence(stress=_title(reason.params), rest=rest, task_id=reason.task_id)


def _title(facts: Mapping[str, Any]) -> str:
    """The kind's short name where there is one, else the task's own words."""
    kind = str(facts.get("kind", "other"))
    return str(facts["title"]) if kind in {"other", "other_after"} else kind_label(kind)


def _draft(facts: Mapping[str, Any]) -> str:
    return ngettext(
        "The plan has been read; %(num)d task to review before it is activated",
        "The plan has been read; %(num)d tasks to review before it is activated",
        facts["tasks"],
    )


def _held(facts: Mapping[str, Any]) -> str:
    done = gettext("%(done)s of %(total)s tasks completed", done=facts["done"], total=facts["total"])
    if not facts["late"]:
        return done
    late = ngettext(
        "%(num)d late, by %(days)s days at most",
        "%(num)d late, by %(days)s days at most",
        facts["late"],
        days=facts["days"],
    )
    return f"{done}, {late}"


def _nothing_overdue(facts: Mapping[str, Any]) -> str:
    soon = facts["due_soon"]
    return ngettext("No task is overdue; %(num)d is due soon", "No task is overdue; %(num)d are due soon", soon)


def _blocking_late(facts: Mapping[str, Any]) -> str:
    return ngettext("(blocking) is overdue by %(num)d day", "(blocking) is overdue by %(num)d days", facts["days"])


def _late(facts: Mapping[str, Any]) -> str:
    return ngettext("is overdue by %(num)d day", "is overdue by %(num)d days", facts["days"])


def _blocking_soon(facts: Mapping[str, Any]) -> str:
    return gettext("(blocking) is due on %(day)s, no progress yet", day=format_short_day(facts["due"]))


def _count_of_kind(facts: Mapping[str, Any]) -> str:
    if facts["kind"] == "speech":
        return ngettext("%(num)d speech", "%(num)d speeches", facts["count"])
    kind = kind_label(facts["kind"])
    return ngettext("%(num)d task “%(kind)s”", "%(num)d tasks “%(kind)s”", facts["count"], kind=kind)


def _several(facts: Mapping[str, Any]) -> str:
    return gettext("%(several)s overdue", several=_count_of_kind(facts))


def _named(facts: Mapping[str, Any], units: Units) -> str:
    names = list(dict.fromkeys(units[unit] for unit in facts["units"] if unit in units))
    if not names:
        return ""
    if len(names) > MOST_NAMED:
        more = gettext("%(num)s more", num=len(names) - MOST_NAMED + 1)
        names = [*names[: MOST_NAMED - 1], more]
    return f"({', '.join(names)})"


def _silent(facts: Mapping[str, Any], units: Units) -> Sentence:
    rest = ngettext("has not answered %(num)d reminder", "has not answered %(num)d reminders", facts["reminders"])
    return Sentence(stress=_unit(facts, units), rest=rest)


def _unit(facts: Mapping[str, Any], units: Units) -> str:
    return units.get(facts["unit"], gettext("a unit"))


def _by_latest(words: str, facts: Mapping[str, Any]) -> str:
    latest = facts.get("latest")
    if not isinstance(latest, date):
        return words
    return gettext("%(what)s by %(day)s at the latest", what=words, day=format_short_day(latest))
