"""Bảng điều hành: can the conferences be held, and whom to chase."""

from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext

from tracker.domain.glossary import Compliance, Light
from tracker.domain.permissions import Action, can
from tracker.services import address_findings, extension_queue, readiness, readiness_figures
from tracker.services.address_findings import Finding
from tracker.services.conferences import standing
from tracker.services.readiness import Board, Filter, Sort
from tracker.services.working_calendar import calendar_of
from tracker.web.guard import requires
from tracker.web.labels import light_label
from tracker.web.reminder_desk import lack_address
from tracker.web.requests import db, now, today
from tracker.web.sessions import actor

bp = Blueprint("board", __name__)

# addresses are Vietnamese words
SORTS = {"rui-ro": Sort.RISK, "ngay": Sort.EVENT}
LISTS = {"qua-han": Compliance.OPEN_OVERDUE, "sap-den-han": Compliance.OPEN_DUE_SOON}


@bp.get("/bang-dieu-hanh")
@requires(Action.SEE_BOARD)
def show() -> str:
    wanted = _filter()
    found = readiness.board(db(), actor(), today=today(), now=now(), wanted=wanted)
    lacks = _lacks(found)
    return render_template(
        "board/show.html",
        board=found,
        asked=extension_queue.count(db(), actor()),
        lacks=lacks,
        mending=_mending(lacks),
        wanted=wanted,
        said=_said(wanted, found),
        year_options=_years(found),
        light_options=[("", gettext("All")), *((light, light_label(light)) for light in Light)],
        Light=Light,
    )


def _lacks(found: Board) -> list[Finding]:
    """Addresses without which reminders reach nobody; the rest stands with each conference."""
    every = address_findings.of_conferences(db(), [row.conference for row in found.every], today=today())
    return [one for one in every if one.lack in address_findings.SERIOUS]


def _mending(lacks: Sequence[Finding]) -> str:
    """Where the addresses are put right: the only one on its own page, several where the first one's conference lists
    them; empty where the person may open none of these.
    """
    if not lacks:
        return ""
    listed = can(actor(), Action.SEE_CONFERENCE)
    one = lack_address(lacks[0])
    if listed and (len(lacks) > 1 or not one):
        return url_for("conferences.reminding", conference_id=lacks[0].conferences[0])
    return one


def _years(found: Board) -> list[tuple[object, object]]:
    years = ((year, year) for year in found.years)
    return [("", gettext("In preparation, and this year's")), *years, ("tat-ca", gettext("All years"))]


def _period(wanted: Filter) -> str:
    if wanted.year:
        return gettext("Year %(year)s", year=wanted.year)
    return gettext("All years") if wanted.past else gettext("In preparation, and this year's")


def _said(wanted: Filter, found: Board) -> str:
    """The filters in force, in words: they are folded away."""
    parts = [
        _period(wanted),
        light_label(wanted.light) if wanted.light else "",
        found.units.get(wanted.unit_id, "") if wanted.unit_id else "",
        gettext("by the date of the event") if wanted.sort is Sort.EVENT else gettext("highest risk first"),
    ]
    return ", ".join(part for part in parts if part)


def _filter() -> Filter:
    """What the address asks for; what is no value of ours is no filter."""
    light = request.args.get("den", "")
    return Filter(
        year=request.args.get("nam", type=int),
        past=request.args.get("nam") == "tat-ca",
        light=Light(light) if light in set(Light) else None,
        unit_id=request.args.get("don-vi", type=int),
        sort=SORTS.get(request.args.get("xep", ""), Sort.RISK),
    )


@bp.get("/bang-dieu-hanh/<which>")
@requires(Action.SEE_BOARD)
def tasks(which: str) -> str:
    """The tasks behind a figure."""
    if which not in LISTS:
        abort(404)
    found = readiness.board(db(), actor(), today=today(), now=now())
    calendar = calendar_of(db())
    listed = readiness_figures.tasks_with(found.every, {LISTS[which]}, today=today(), calendar=calendar)
    listed = sorted(listed, key=lambda task: (task.due, task.id))
    standings = [standing(task, today=today(), calendar=calendar) for task in listed]
    conferences = {row.conference.id: row.conference for row in found.every}
    return render_template(
        "board/tasks.html", standings=standings, which=which, conferences=conferences, units=found.units
    )
