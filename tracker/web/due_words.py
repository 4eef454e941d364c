"""Due dates in words: why a date is what it is, how far off it is, when the event takes place."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from flask_babel import gettext, ngettext

from tracker.domain.glossary import Anchor, Compliance, ConferenceState, DueFlag, DueSource, TaskState
from tracker.web.formats import format_day, format_short_day
from tracker.web.labels import kind_label, left_label


class Stands(Protocol):
    """A task with what its dates say today."""

    @property
    def task(self) -> Any: ...
    @property
    def compliance(self) -> Compliance: ...
    @property
    def left(self) -> int | None: ...
    @property
    def latest_left(self) -> int | None: ...


def standing_notes(one: Stands) -> list[str]:
    """What stands below a due date in a list: when it was handed in, how long there is left, the latest date."""
    return [note for note in (_standing_note(one), extended_note(one.task)) if note]


def _standing_note(one: Stands) -> str:
    task = one.task
    if task.conference.state is ConferenceState.CANCELLED:
        return ""
    if task.state in (TaskState.SUBMITTED, TaskState.COMPLETED) and task.submitted_on:
        return gettext("Handed in %(day)s", day=format_short_day(task.submitted_on))
    if task.due_source is DueSource.LEAD_TASK:
        return gettext("Follows the task it co-operates on")
    if one.compliance is Compliance.OPEN_OVERDUE:
        return latest_note(task.latest, one.latest_left)
    return left_label(one.left) if one.compliance in (Compliance.OPEN_IN_TIME, Compliance.OPEN_DUE_SOON) else ""


def extended_note(task: Any) -> str:
    """How often a task was given more time, and the date it had at first; empty where it never was."""
    if not task.extensions:
        return ""
    if task.original_due is None:
        return ngettext("extended %(num)d time", "extended %(num)d times", task.extensions)
    return ngettext(
        "extended %(num)d time, first due %(day)s",
        "extended %(num)d times, first due %(day)s",
        task.extensions,
        day=format_short_day(task.original_due),
    )


def latest_note(latest: date | None, left: int | None) -> str:
    """The ceiling of an overdue task, and the working days until it."""
    if latest is None or left is None:
        return ""
    day = format_short_day(latest)
    if left < 0:
        return gettext("Latest date %(day)s has passed", day=day)
    if left == 0:
        return gettext("Today is the latest date")
    return ngettext(
        "%(day)s at the latest, %(num)d working day left",
        "%(day)s at the latest, %(num)d working days left",
        left,
        day=day,
    )


class Ruled(Protocol):
    """What the sentence about a due date needs to know of a task."""

    @property
    def kind(self) -> str: ...
    @property
    def due(self) -> date | None: ...
    @property
    def due_source(self) -> DueSource: ...
    @property
    def due_words(self) -> str: ...
    @property
    def anchor(self) -> Anchor | None: ...
    @property
    def offset_days(self) -> int | None: ...
    @property
    def offset_working(self) -> bool: ...
    @property
    def due_flag(self) -> DueFlag | None: ...


def due_source_sentence(task: Ruled, event: Any = None) -> str:
    """Why the due date is what it is, in one or two sentences. ``event``: domain.schedule.Event, or None."""
    why = _why(task)
    if event is not None and event.tentative and task.anchor is not None and task.due is not None:
        why = gettext("%(why)s The event's date is tentative; the due date moves with it.", why=why)
    if task.due_flag is DueFlag.SHORTENED:
        return gettext("%(why)s Shortened: the rule's date is too close to the plan's.", why=why)
    if task.due_flag is DueFlag.INFEASIBLE:
        return gettext("%(why)s Not feasible: the plan leaves too little time before the event.", why=why)
    return why


def _why(task: Ruled) -> str:
    rule = anchor_words(task.anchor, task.offset_days, task.offset_working)
    sentences: Mapping[DueSource, Callable[[], str]] = {
        DueSource.PLAN: lambda: gettext("As the plan says: “%(words)s”.", words=task.due_words),
        DueSource.PLAN_RELATIVE: lambda: gettext("The plan counts from the event: “%(words)s”.", words=task.due_words),
        DueSource.PLAN_INHERITED: lambda: gettext("As the heading above says: “%(words)s”.", words=task.due_words),
        DueSource.LEAD_TASK: lambda: gettext("Follows the task it co-operates on."),
        DueSource.RULE: lambda: gettext("By the rule for “%(kind)s”: %(rule)s.", kind=kind_label(task.kind), rule=rule),
        DueSource.DEFAULT: lambda: gettext("The plan names no date; by default %(rule)s.", rule=rule),
        DueSource.PERSON: lambda: _by_person(task, rule),
        DueSource.NONE: lambda: gettext("Counted once the event has a date: %(rule)s.", rule=rule),
    }
    return sentences[task.due_source]()


def _by_person(task: Ruled, rule: str) -> str:
    """A person's date, or a distance that follows the event, such as a template's own."""
    stays = task.anchor is None or getattr(task, "pinned", False)  # of an amended plan's values nothing is pinned
    return gettext("Set by the coordinator.") if stays else gettext("Set by the coordinator: %(rule)s.", rule=rule)


def anchor_words(anchor: Anchor | None, offset: int | None, working: bool = True) -> str:
    """A distance from the event: “7 ngày làm việc trước hội nghị”."""
    if anchor is None or offset is None:
        return gettext("without a fixed distance from the event")
    if offset == 0 and anchor is Anchor.START:
        return gettext("on the first day of the event")
    if offset == 0:
        return gettext("on the last day of the event")
    count = abs(offset)
    if offset < 0 and working:
        return ngettext("%(num)d working day before the event", "%(num)d working days before the event", count)
    if offset < 0:
        return ngettext("%(num)d day before the event", "%(num)d days before the event", count)
    if working:
        return ngettext("%(num)d working day after the event", "%(num)d working days after the event", count)
    return ngettext("%(num)d day after the event", "%(num)d days after the event", count)


def event_words(start: date | None, end: date | None) -> str:
    """The days of an event: one date, or from–to in the shortest clear form."""
    if start is None or end is None:
        return gettext("No date yet")
    if start == end:
        return format_day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%d}–{format_day(end)}"
    if start.year == end.year:
        return f"{start:%d/%m}–{format_day(end)}"
    return f"{format_day(start)}–{format_day(end)}"
