"""Re-plannings in words: what is done, what shifts, why something stays, what is odd, what was done."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import ConferenceState, ReplanKind, TaskState
from tracker.domain.replan import Oddity, Stay
from tracker.domain.schedule import Event
from tracker.models import Conference, Replan, Task
from tracker.services.replan import Line, Replanning
from tracker.services.replan_notices import News, event_kept
from tracker.services.replan_undo import Undone
from tracker.web.due_words import event_words
from tracker.web.formats import format_day, format_long_day

_KINDS: Mapping[ReplanKind, Any] = {
    ReplanKind.SET: lazy_gettext("Date set"),
    ReplanKind.CONFIRM: lazy_gettext("Date confirmed"),
    ReplanKind.POSTPONE: lazy_gettext("Postponed"),
    ReplanKind.ADVANCE: lazy_gettext("Brought forward"),
    ReplanKind.CANCEL: lazy_gettext("Cancelled"),
    ReplanKind.REINSTATE: lazy_gettext("Reinstated"),
    ReplanKind.SHIFT: lazy_gettext("Due dates shifted"),
    ReplanKind.CALENDAR: lazy_gettext("Working calendar changed"),
    ReplanKind.RULES: lazy_gettext("Rules changed"),
}
_STAYS: Mapping[Stay, Any] = {
    Stay.SETTLED: lazy_gettext("handed in, completed or cancelled"),
    Stay.PLAN: lazy_gettext("the plan names the date"),
    Stay.PERSON: lazy_gettext("pinned by a coordinator"),
    Stay.EXTENDED: lazy_gettext("more time was granted until then"),
    Stay.LEAD: lazy_gettext("follows a task that stays"),
    Stay.SAME: lazy_gettext("the count gives the same day"),
    Stay.UNCOUNTED: lazy_gettext("is counted from nothing"),
}
_ODDITIES: Mapping[Oddity, tuple[str, Any]] = {
    Oddity.PAST: ("red", lazy_gettext("has passed already")),
    Oddity.AFTER_EVENT: ("red", lazy_gettext("after the event has begun")),
    Oddity.BEFORE_EVENT: ("red", lazy_gettext("before the event ends")),
    Oddity.INFEASIBLE: ("red", lazy_gettext("not feasible: too little time")),
    Oddity.SHORTENED: ("amber", lazy_gettext("shortened")),
    Oddity.DAY_OFF: ("amber", lazy_gettext("on a day off")),
}


def kind_label(kind: ReplanKind) -> str:
    return str(_KINDS[kind])


def _said(kind: ReplanKind, after: Event | None) -> str:
    """A postponement to a known day is told apart from one without."""
    return gettext("Moved later") if kind is ReplanKind.POSTPONE and after else kind_label(kind)


def stay_label(stay: Stay) -> str:
    return str(_STAYS[stay])


def oddities(line: Line) -> list[tuple[str, str]]:
    """(colour, words) of what a person should look at."""
    return [(_ODDITIES[one][0], str(_ODDITIES[one][1])) for one in line.shift.oddities]


def odd(found: Replanning) -> list[tuple[str, str, int]]:
    """(colour, words, number of due dates) over the whole re-planning, the worst first."""
    every = [one for line in found.lines for one in line.shift.oddities]
    return [(colour, str(words), every.count(one)) for one, (colour, words) in _ODDITIES.items() if one in every]


def stays_by_reason(found: Replanning) -> list[tuple[str, list[Line]]]:
    """What stays, gathered by why; what a person should look at first."""
    groups = [(stay, [line for line in found.stays if line.shift.stay is stay]) for stay in Stay]
    return [(stay_label(stay), lines) for stay, lines in groups if lines]


def can_follow_again(line: Line) -> bool:
    """Whether a person has pinned the date, or granted it, and can hand it back to the rule on the task's page."""
    return line.shift.stay in (Stay.PERSON, Stay.EXTENDED) and line.task.state is not TaskState.DRAFT


def choices(conference: Conference) -> list[tuple[str, str, str]]:
    """(value, words, explanation) of what can become of the event."""
    if conference.state is ConferenceState.CANCELLED:
        return [("lai", gettext("Hold it after all"), gettext("With the days entered below, or with those it had."))]
    known = conference.event_start is not None
    found = [("doi", gettext("Set or move the date"), gettext("Confirm, postpone or bring forward: enter the days."))]
    if known:
        words = gettext("Due dates counted from the event are open until there is a date again.")
        found.append(("hoan", gettext("Postpone, new date not known yet"), words))
    words = gettext("Tasks stay as they are; nobody is reminded any more.")
    return [*found, ("huy", gettext("Cancel the conference"), words)]


def heading(found: Replanning) -> str:
    """What the previewed re-planning is, with the days."""
    before, after = days(found.event_before), days(found.event_after)
    if found.kind is ReplanKind.CANCEL:
        return gettext("Cancel the conference")
    if found.kind is ReplanKind.REINSTATE:
        return gettext("Hold it after all: %(days)s", days=after)
    if found.event_before == found.event_after:
        return kind_label(found.kind)
    return gettext(
        "%(what)s: %(new)s instead of %(old)s", what=_said(found.kind, found.event_after), new=after, old=before
    )


def days(event: Event | None) -> str:
    """The days of an event in words, with how certain they are."""
    if event is None:
        return gettext("no date yet")
    words = event_words(event.start, event.end)
    return gettext("%(days)s (tentative)", days=words) if event.tentative else words


def event_notes(event: Event | None, calendar: WorkingCalendar, today: date) -> tuple[str, ...]:
    """What is unusual about the event's own days."""
    return tuple(_event_notes(event, calendar, today)) if event else ()


def _event_notes(event: Event, calendar: WorkingCalendar, today: date) -> Iterator[str]:
    if event.end < today:
        yield gettext("These days have passed already.")
    for number in range((event.end - event.start).days + 1):
        day = event.start + timedelta(days=number)
        if not calendar.is_working(day):
            name = calendar.name(day) or gettext("weekend")
            yield gettext("%(day)s is a day off (%(name)s).", day=format_long_day(day), name=name)
    if calendar.provisional(event.start.year):
        yield gettext(
            "The holidays of %(year)s are not announced yet: due dates may move once they are.", year=event.start.year
        )


def done(row: Replan) -> str:
    """What is said after a re-planning."""
    moved = sum("due" in entry["before"] for entry in row.tasks)
    dates = ngettext("%(num)d due date has moved.", "%(num)d due dates have moved.", moved)
    after = event_kept(row, "after")
    said = _said(row.kind, after)
    moves = row.kind in (ReplanKind.SET, ReplanKind.CONFIRM, ReplanKind.POSTPONE, ReplanKind.ADVANCE)
    parts = [f"{said}: {days(after)}." if moves and after else f"{said}.", *([dates] if moved else [])]
    if row.told:
        parts.append(ngettext("%(num)d recipient is written to.", "%(num)d recipients are written to.", row.told))
    return " ".join(parts)


def undone(what: Undone) -> str:
    """What is said after a re-planning was taken back."""
    words = gettext("Taken back: %(what)s. Event and due dates are as they were.", what=kind_label(what.kind))
    if not what.told:
        return words
    more = ngettext(
        "%(num)d recipient had been told and is told so.",
        "%(num)d recipients had been told and are told so.",
        what.told,
    )
    return f"{words} {more}"


def log_line(row: Replan) -> str:
    """A re-planning in the conference's log."""
    before, after = event_kept(row, "before"), event_kept(row, "after")
    moved = sum("due" in entry["before"] for entry in row.tasks)
    dates = ngettext("%(num)d due date moved", "%(num)d due dates moved", moved)
    if before == after:
        return f"{kind_label(row.kind)}; {dates}"
    return gettext(
        "%(what)s: %(new)s instead of %(old)s; %(dates)s",
        what=_said(row.kind, after), new=days(after), old=days(before), dates=dates,
    )  # fmt: skip


def replan_subject(news: News, moved: Sequence[Task]) -> str:
    """What a mail about a re-planning begins with: the action and the date."""
    after = news.before if news.undone else news.after
    date_words = event_words(after.start, after.end) if after else gettext("no date yet")
    if news.undone and news.kind is ReplanKind.CALENDAR:
        return _dates_again(moved)
    if news.undone:
        return gettext("Notice withdrawn, the event is on %(day)s as before", day=date_words)
    if news.kind is ReplanKind.CANCEL:
        return gettext("Cancelled, nothing more is to be done")
    if news.kind is ReplanKind.POSTPONE and after is None:
        return gettext("Postponed, new date not known yet")
    shifted = news.before is not None and after is not None and news.before.start != after.start
    words: Mapping[ReplanKind, str] = {
        ReplanKind.SET: gettext("Date of the event: %(day)s", day=date_words),
        ReplanKind.CONFIRM: gettext("Moved and confirmed: %(day)s", day=date_words)
        if shifted
        else gettext("Date confirmed: %(day)s", day=date_words),
        ReplanKind.POSTPONE: gettext("Postponed to %(day)s", day=date_words),
        ReplanKind.ADVANCE: gettext("Brought forward to %(day)s", day=date_words),
        ReplanKind.REINSTATE: gettext("Takes place after all, %(day)s", day=date_words),
    }
    return words.get(news.kind) or _new_dates(moved)


def _new_dates(moved: Sequence[Task]) -> str:
    known = [task.due for task in moved if task.due]
    if not known:
        return gettext("Due dates that are open for now")
    return ngettext(
        "New due date %(day)s", "%(num)d new due dates, first %(day)s", len(moved), day=format_day(min(known))
    )


def _dates_again(moved: Sequence[Task]) -> str:
    known = [task.due for task in moved if task.due]
    if not known:
        return gettext("Notice withdrawn, due dates as before")
    return ngettext(
        "Notice withdrawn, %(num)d due date as before: %(day)s",
        "Notice withdrawn, %(num)d due dates as before, first %(day)s",
        len(moved),
        day=format_day(min(known)),
    )


def apply_label(found: Replanning) -> str:
    """The words of the button that does it."""
    if found.kind is ReplanKind.CANCEL:
        return gettext("Cancel the conference")
    return gettext("Apply and send") if found.told else gettext("Apply")
