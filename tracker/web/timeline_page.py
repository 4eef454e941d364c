"""The timeline of a conference: on its page, and on sheets for paper; ``conferences`` names the address."""

from flask import render_template, request

from tracker.domain.permissions import Action
from tracker.services import conference_access, conferences, order
from tracker.services.conferences import ConferencePage
from tracker.services.order import OrderWarning
from tracker.services.working_calendar import calendar_of
from tracker.web import timeline_words
from tracker.web.guard import requires
from tracker.web.requests import db, today
from tracker.web.sessions import actor
from tracker.web.timeline_words import Drawing

BY_UNIT = "don-vi"


def on_screen(page: ConferencePage) -> tuple[tuple[OrderWarning, ...], Drawing | None]:
    """The warnings about the order and the drawing, for those who see every unit's tasks."""
    if not page.whole:
        return (), None
    orders = _orders(page)
    return orders, timeline_words.drawing(page, orders, today=today(), calendar=calendar_of(db()))


@requires(Action.SEE_CONFERENCE)
def show(conference_id: int) -> str:
    """The sheets, by due date or under the units."""
    conference_access.get(db(), actor(), conference_id, Action.SEE_WHOLE_CONFERENCE)
    page = conferences.load(db(), actor(), conference_id, today=today())
    orders, by_unit = _orders(page), request.args.get("nhom") == BY_UNIT
    sheets = timeline_words.sheets(page, orders, by_unit=by_unit, today=today(), calendar=calendar_of(db()))
    return render_template(
        "conferences/timeline.html",
        page=page,
        conference=page.conference,
        orders=orders,
        sheets=sheets,
        by_unit=by_unit,
        notes=timeline_words.notes(sheets[0]) if sheets else [],
        description=timeline_words.description(page, orders, today=today()),
    )


def _orders(page: ConferencePage) -> tuple[OrderWarning, ...]:
    tasks = [one.task for one in page.standings]
    return order.of_conference(db(), page.conference, tasks, today=today())
