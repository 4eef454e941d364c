"""The working calendar in words: what a day is and by what decision, what a change did."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import format_date, gettext, lazy_gettext, ngettext

from tracker.domain.calendar_edit import LONGEST, DayChange, Edit, Wish
from tracker.domain.calendar_year import Span, Special
from tracker.domain.month import Day
from tracker.models import CalendarChange
from tracker.services.calendar_affected import Affected
from tracker.services.calendar_change import Preview
from tracker.services.calendar_days import Year, edit_of
from tracker.web import replan_words
from tracker.web.calendar_sheet import day_notes
from tracker.web.formats import format_day, format_short_day
from tracker.web.working_calendar_forms import OPEN_YEAR

_WISHES: Mapping[Wish, Any] = {
    Wish.OFF: lazy_gettext("Day off"),
    Wish.WORKED: lazy_gettext("Working day"),
    Wish.BACK: lazy_gettext("As published"),
}


def wishes() -> list[tuple[str, str]]:
    """(value, words) of what can become of a day."""
    return [(wish, str(words)) for wish, words in _WISHES.items()]


def year_choices(shown: Sequence[tuple[int, bool]]) -> list[tuple[str, str]]:
    """(value, words) for the years (year, provisional) whose announcement can be noted or taken off."""
    found = [("", "–")]
    for year, provisional in shown:
        value = str(year) if provisional else f"{OPEN_YEAR}{year}"
        words = (
            gettext("%(year)s has been announced", year=year)
            if provisional
            else gettext("%(year)s is provisional again", year=year)
        )
        found.append((value, words))
    return found


def standing(special: Special) -> str:
    """Off, worked, or worked in exchange for another day."""
    if special.made_up:
        return gettext("Worked (make-up)")
    return gettext("Working day") if special.worked else gettext("Day off")


def span_line(span: Span) -> str:
    """1–3/9: Quốc khánh; 22/8 làm bù (12345/TB-BNV)"""
    days = format_short_day(span.last)
    if span.first != span.last:
        days = f"{span.first.day}–{days}"
    names = "; ".join(span.names)
    if names:
        line = f"{days}: {names}"
    else:
        line = gettext("%(days)s worked", days=days) if span.worked else gettext("%(days)s off", days=days)
    orders = [one for one in span.decisions if one not in names]  # a day without a name is called after its decision
    return f"{line} ({'; '.join(orders)})" if orders else line


def day_line(change: DayChange) -> str:
    """02/01/2026 off – Nghỉ Tết"""
    after = change.after
    if after is None:
        return gettext("%(day)s as published", day=format_day(change.day))
    day = format_day(change.day)
    line = gettext("%(day)s worked", day=day) if after.worked else gettext("%(day)s off", day=day)
    return f"{line} – {after.name}" if after.name else line


def change_lines(edit: Edit) -> list[str]:
    """Every day and year of a change."""
    lines = [day_line(one) for one in edit.days]
    for mark in edit.years:
        announced = gettext("%(year)s has been announced", year=mark.year)
        lines.append(announced if mark.after else gettext("%(year)s is provisional again", year=mark.year))
    return lines


def log_lines(row: CalendarChange) -> list[str]:
    """The same for a line of the log."""
    return change_lines(edit_of(row))


def undo_decision(row: CalendarChange) -> str:
    """What stands in the field when a change is undone; the person may write something else."""
    words = gettext("Undoes: %(decision)s", decision=row.decision)
    return words[:LONGEST]


def done(found: Preview) -> str:
    """What is said after a change."""
    parts = [
        gettext("The working calendar is changed."),
        ngettext("%(num)d due date has moved.", "%(num)d due dates have moved.", found.moved),
    ]
    if found.wrote:
        parts.append(ngettext("%(num)d recipient is written to.", "%(num)d recipients are written to.", found.wrote))
    return " ".join(parts)


def needless(days: Sequence[date]) -> str:
    """Days of a range that are left as they are."""
    return gettext("So already, left as they are: %(days)s.", days=", ".join(format_day(day) for day in days))


def cell_class(day: Day, sheet: Year, today: date) -> str:
    """The classes of a day's cell on the year's sheet."""
    marks = {
        "is-off": not day.worked,
        "is-holiday": not day.worked and bool(day.name),
        "is-made-up": day.made_up,
        "is-own": day.day in sheet.own.days,
        "is-today": day.day == today,
    }
    return " ".join(name for name, holds in marks.items() if holds)


def cell_words(day: Day, sheet: Year) -> str:
    """What a cell's look says, in words; "" for a plain working day or weekend."""
    mine = sheet.own.days.get(day.day)
    parts = [*day_notes(day), gettext("by %(decision)s", decision=mine.decision) if mine else ""]
    return ", ".join(part for part in parts if part)


def month_only(month: date) -> str:
    """Tháng 11: the year stands above."""
    name = str(format_date(month, "LLLL"))
    return name[:1].upper() + name[1:]


def armed(found: Preview) -> int:
    """How many tasks are next reminded on another day."""
    return sum(one.day is not None for affected in found.affected for one in affected.found.armed)


def in_numbers(one: Affected) -> str:
    """What is told of a conference whose tasks the administrator does not see."""
    told = sum(each.to is not None for each in one.found.told)
    written = ngettext("%(num)d recipient is written to", "%(num)d recipients are written to", told)
    return "; ".join([*_figures([one]), written]) + "."


def unseen(found: Preview) -> str:
    """What is told of other agencies' conferences: numbers only."""
    parts = list(_figures(found.unseen))
    if lost := sum(bool(one.lost) for one in found.unseen):
        event = ngettext(
            "the event of %(num)d conference falls on a day off",
            "the events of %(num)d conferences fall on a day off",
            lost,
        )
        parts.append(event)
    return "; ".join(parts) + "."


def odd(one: Affected) -> list[tuple[str, str, int]]:
    """(colour, words, number) of what is wrong with due dates that move; those that stay are told by themselves."""
    found = Counter(mark for line in one.found.moves for mark in replan_words.oddities(line))
    return [(colour, words, number) for (colour, words), number in found.items()]


def _figures(affected: Iterable[Affected]) -> Iterator[str]:
    every = list(affected)
    moved = sum(len(one.found.moves) for one in every)
    yield ngettext("%(num)d due date moves", "%(num)d due dates move", moved)
    if stuck := sum(len(one.stuck) for one in every):
        yield ngettext(
            "%(num)d pinned due date comes to stand on a day off",
            "%(num)d pinned due dates come to stand on a day off",
            stuck,
        )
