"""What the timeline of a conference shows, in words: its rows, its description, what is said below it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import AssignmentRole, Compliance, DueFlag, DueSource
from tracker.domain.kinds import UNRECOGNISED
from tracker.models import Conference
from tracker.services.conferences import ConferencePage, Standing
from tracker.services.order import OrderWarning
from tracker.web import conference_words, timeline
from tracker.web.due_words import event_words
from tracker.web.formats import format_day, format_short_day
from tracker.web.labels import compliance_label, kind_label
from tracker.web.order_words import order_sentence
from tracker.web.timeline import Order, Row, Timeline
from tracker.web.timeline_marks import Item

MOST_ROWS = 24  # from here on the tasks of one kind share a row on the screen; on paper each has its own
MOST_ORDERS = 20  # contradictions that are drawn; all of them are listed

FLAGS = (DueFlag.SHORTENED, DueFlag.INFEASIBLE)


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """The timeline for a conference's page; ``gathered``: tasks of one kind share a row."""

    timeline: Timeline
    description: str
    notes: list[str]
    gathered: bool


def drawing(
    page: ConferencePage, orders: Sequence[OrderWarning], *, today: date, calendar: WorkingCalendar
) -> Drawing | None:
    """What counts, by due date, speeches in one row; None where there is no due date."""
    standings = _drawn(page)
    gathered = len(_rows(page, standings)) > MOST_ROWS
    rows = _by_kind(standings) if gathered else _rows(page, standings)
    found = timeline.build(rows, today=today, event=_event(page), calendar=calendar, orders=_orders(orders))
    if found is None:
        return None
    words = description(page, orders, today=today)
    return Drawing(timeline=found, description=words, notes=notes(found), gathered=gathered)


def sheets(
    page: ConferencePage, orders: Sequence[OrderWarning], *, by_unit: bool, today: date, calendar: WorkingCalendar
) -> list[Timeline]:
    """The same for paper, every task in a row of its own: by due date, or under their units."""
    standings = _drawn(page)
    if by_unit:
        known = {one.task.id for one in standings}
        rows = []
        for group in conference_words.groups(page, "don-vi"):
            inside = [one for one in _sorted(group.rows) if one.task.id in known]
            rows += [Row(name=group.title), *(_row(one, _name(one, unit=group.by_unit)) for one in inside)]
    else:
        rows = [_row(one, one.task.title, note=_unit(one)) for one in standings]
    return timeline.pages(rows, today=today, event=_event(page), calendar=calendar, orders=_orders(orders))


def _drawn(page: ConferencePage) -> list[Standing]:
    """What only follows its lead task would draw the same mark twice."""
    counted = [one for one in page.standings if one.compliance is not Compliance.NOT_COUNTED]
    return _sorted(one for one in counted if one.task.due and one.task.due_source is not DueSource.LEAD_TASK)


def _sorted(standings: Iterable[Standing]) -> list[Standing]:
    return sorted(standings, key=lambda one: (one.task.due or date.max, one.task.position))


def _event(page: ConferencePage) -> tuple[date, date] | None:
    start, end = page.conference.event_start, page.conference.event_end
    return (start, end) if start and end else None


def _rows(page: ConferencePage, standings: Sequence[Standing]) -> list[Row]:
    """A row for each task, one for the speeches."""
    kinds = [one.task.kind for one in standings]
    speeches = [one for one in standings if one.task.role is AssignmentRole.CONTRIBUTE]
    rows = []
    for one in standings:
        if len(speeches) < 2 or one.task.role is not AssignmentRole.CONTRIBUTE:
            rows.append(_row(one, _short_name(one, alone=kinds.count(one.task.kind) == 1)))
        elif one is speeches[0]:
            count = len(page.speeches)
            rows.append(_shared(speeches, ngettext("Speeches, %(num)d unit", "Speeches, %(num)d units", count)))
    return rows


def _by_kind(standings: Sequence[Standing]) -> list[Row]:
    found: dict[str, list[Standing]] = {}
    for one in standings:
        found.setdefault(one.task.kind, []).append(one)
    return [
        _row(rows[0], _short_name(rows[0], alone=True))
        if len(rows) == 1
        else _shared(rows, kind_label(kind), note=ngettext("%(num)d task", "%(num)d tasks", len(rows)))
        for kind, rows in found.items()
    ]


def _row(one: Standing, name: str, note: str = "") -> Row:
    return Row(name=name, items=(_item(one),), note=note, flag=flag_label(one.task.due_flag))


def _shared(rows: Sequence[Standing], name: str, note: str = "") -> Row:
    """The worst flag of a row speaks for it."""
    flags = [flag for flag in FLAGS if any(one.task.due_flag is flag for one in rows)]
    items = tuple(_item(one) for one in rows)
    return Row(name=name, items=items, note=note, flag=flag_label(flags[-1] if flags else None))


def flag_label(flag: DueFlag | None) -> str:
    """What is wrong with a due date that was clamped, in a word."""
    words = {DueFlag.SHORTENED: gettext("shortened"), DueFlag.INFEASIBLE: gettext("not feasible")}
    return words[flag] if flag else ""


def _item(one: Standing) -> Item:
    task = one.task
    assert task.due is not None  # noqa: S101 -- _drawn leaves out what has none
    return Item(
        id=task.id,
        code=one.compliance,
        due=task.due,
        submitted_on=task.submitted_on,
        latest=task.latest,
        blocking=task.blocking,
        words=_item_words(one, task.due),
    )


def _item_words(one: Standing, due: date) -> str:
    task = one.task
    latest = gettext("%(day)s at the latest", day=format_day(task.latest)) if task.latest else ""
    parts = [_unit(one), gettext("due %(day)s", day=format_day(due)), latest, flag_label(task.due_flag)]
    said = "; ".join(part for part in [*parts, compliance_label(one.compliance, one.overdue)] if part)
    return f"{task.title} ({said})"


def _unit(one: Standing) -> str:
    return one.task.unit.name if one.task.unit else one.task.unit_words


def _name(one: Standing, *, unit: bool) -> str:
    return _unit(one) if unit else one.task.title


def _short_name(one: Standing, *, alone: bool) -> str:
    return kind_label(one.task.kind) if alone and one.task.kind not in UNRECOGNISED else one.task.title


def _orders(warnings: Sequence[OrderWarning]) -> list[Order]:
    return [
        Order(
            number=number,
            before_id=one.before.id if one.before else None,
            after_id=one.after.id if one.after else None,
            words=str(order_sentence(one).unescape()),
        )
        for number, one in enumerate(warnings[:MOST_ORDERS], 1)
    ]


def description(page: ConferencePage, orders: Sequence[OrderWarning], *, today: date) -> str:
    """The timeline for those who do not see it."""
    overdue = [one.task for one in page.standings if one.compliance is Compliance.OPEN_OVERDUE]
    soon = [one.task for one in page.standings if one.compliance is Compliance.OPEN_DUE_SOON]
    parts = [gettext("Today is %(day)s.", day=format_short_day(today))]
    if overdue:
        parts.append(gettext("Overdue: %(tasks)s.", tasks=_listed(task.title for task in overdue)))
    if soon:
        parts.append(gettext("Due soon: %(tasks)s.", tasks=_listed(task.title for task in soon)))
    parts.append(_event_sentence(page.conference))
    if orders:
        parts.append(gettext("Against the natural order: %(count)s; see the list.", count=len(orders)))
    return " ".join(part for part in parts if part)


def _listed(titles: Iterable[str]) -> str:
    return "; ".join(titles)


def _event_sentence(conference: Conference) -> str:
    if conference.event_start is None:
        return ""
    return gettext("The event begins on %(day)s.", day=format_day(conference.event_start))


def notes(drawn: Timeline) -> list[str]:
    """The holidays by name and day, and the years whose holidays are not announced."""
    days = [f"{one.name} ({event_words(one.first, one.last)})" for one in drawn.holidays]
    found = [gettext("Public holidays: %(days)s.", days="; ".join(days))] if days else []
    years = [one.year for one in drawn.provisional]
    return found + [
        gettext("The holidays of %(year)s are not announced yet; its working days are estimates.", year=year)
        for year in years
    ]
