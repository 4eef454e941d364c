"""The calendar as its pages lay it out: cells of a month, days of a list, and the words on them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import format_date, gettext

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import Compliance, ConferenceState, TaskState
from tracker.domain.month import Day, kind_of_day, weeks
from tracker.models import Conference
from tracker.services.conferences import Standing
from tracker.services.deadlines import Shown
from tracker.web.labels import compliance_colour, compliance_icon, compliance_label, state_label

IN_A_CELL = 3

_URGENCY = (Compliance.OPEN_OVERDUE, Compliance.OPEN_DUE_SOON, Compliance.OPEN_IN_TIME, Compliance.OPEN_NO_DUE)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A day with what stands on it; ``shown`` are the deadlines for which a month has room."""

    day: Day
    meetings: Sequence[Conference]
    deadlines: Sequence[Standing]

    @property
    def shown(self) -> Sequence[Standing]:
        room = max(1, IN_A_CELL - len(self.meetings))
        # a line "1 more" would take the place of the one that it stands for
        return self.deadlines if len(self.deadlines) <= room + 1 else self.deadlines[:room]

    @property
    def more(self) -> int:
        return len(self.deadlines) - len(self.shown)

    @property
    def empty(self) -> bool:
        return not (self.meetings or self.deadlines)


def month_sheet(month: date, shown: Shown, calendar: WorkingCalendar) -> tuple[tuple[Cell, ...], ...]:
    """Weeks of cells, Monday first."""
    by_day = _by_day(shown.deadlines)
    return tuple(tuple(_cell(day, by_day, shown.meetings) for day in week) for week in weeks(month, calendar))


def day_list(first: date, last: date, shown: Shown, calendar: WorkingCalendar) -> tuple[Cell, ...]:
    """The days on which something stands, and the holidays and make-up days among the others."""
    by_day = _by_day(shown.deadlines)
    cells = (_cell(kind_of_day(day, calendar), by_day, shown.meetings) for day in _days(first, last))
    return tuple(one for one in cells if not one.empty or one.day.name or one.day.made_up)


def _cell(day: Day, by_day: Mapping[date, Sequence[Standing]], meetings: Sequence[Conference]) -> Cell:
    held = [
        one for one in meetings if one.event_start and one.event_end and one.event_start <= day.day <= one.event_end
    ]
    return Cell(day=day, meetings=held, deadlines=sorted(by_day.get(day.day, ()), key=_urgency))


def _urgency(one: Standing) -> int:
    """Where there is room for a few, they are those to act on; otherwise the order stays."""
    return _URGENCY.index(one.compliance) if one.compliance in _URGENCY else len(_URGENCY)


def _by_day(standings: Sequence[Standing]) -> Mapping[date, Sequence[Standing]]:
    found: dict[date, list[Standing]] = defaultdict(list)
    for one in standings:
        if one.task.due is not None:
            found[one.task.due].append(one)
    return found


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def mark(one: Standing) -> tuple[str, str, str]:
    """Colour, icon and words of a deadline: its compliance, or that nobody has been given it yet."""
    if one.task.state is TaskState.DRAFT or one.task.conference.state is ConferenceState.DRAFT:
        return "grey", "dashed", state_label(TaskState.DRAFT)
    return (
        compliance_colour(one.compliance),
        compliance_icon(one.compliance),
        compliance_label(one.compliance, one.overdue),
    )


def meeting_words(one: Conference) -> str:
    if one.state is ConferenceState.DRAFT:
        return gettext("Event, draft")
    return gettext("Event, tentative") if one.event_tentative else gettext("Event")


def day_notes(day: Day) -> list[str]:
    """What is special about a day: the holiday's name, or that a weekend day is worked."""
    notes = []
    if day.name and day.provisional:
        notes.append(gettext("%(name)s (provisional)", name=day.name))
    elif day.name:
        notes.append(day.name)
    if day.made_up:
        notes.append(gettext("Make-up working day"))
    return notes


def month_name(month: date) -> str:
    """Tháng 11 năm 2026"""
    name = format_date(month, "LLLL")
    return gettext("%(month)s %(year)s", month=name[:1].upper() + name[1:], year=month.year)


def weekday_short(day: date) -> str:
    """T2, CN"""
    return str(format_date(day, "EEEEEE"))
