"""Chốt ngày tổ chức: the date is typed, what moves is looked at, then applied; ``conferences`` names the address."""

from collections.abc import Mapping
from datetime import date

from flask import redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput
from tracker.domain.permissions import Action
from tracker.services import conference_access, event_move
from tracker.services.event_move import NewEvent, Preview
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, now
from tracker.web.sessions import actor
from tracker.web.task_forms import read_day


@requires(Action.REVIEW_PLAN)
def show(conference_id: int) -> tuple[str, int] | str:
    """The form; with a date in the address also what would move."""
    if "start" not in request.args:
        return _page(conference_id)
    try:
        new = _typed(request.args)
    except InvalidInput as refused:
        return _page(conference_id, refused=refused), 422
    return _page(conference_id, event_move.preview_event(db(), actor(), conference_id, new, now=now()))


@requires(Action.REVIEW_PLAN)
def apply(conference_id: int) -> Response | tuple[str, int]:
    version = request.form.get("version", 0, type=int)
    try:
        done = event_move.set_event(db(), actor(), conference_id, _typed(request.form), version=version, now=now())
    except InvalidInput as refused:
        db().rollback()
        return _page(conference_id, refused=refused), 422
    commit()
    count = len(done.moves)
    flash_done(
        ngettext(
            "The date is set; %(num)d due date has moved.", "The date is set; %(num)d due dates have moved.", count
        )
    )
    return redirect(url_for("conferences.show", conference_id=conference_id))


def _typed(values: Mapping[str, str]) -> NewEvent:
    tentative = values.get("tentative", "") == "1"
    reason = values.get("reason", "")
    return event_move.check(_day(values, "start"), _day(values, "end"), tentative=tentative, reason=reason)


def _day(values: Mapping[str, str], name: str) -> date | None:
    try:
        return read_day(values.get(name, ""))
    except InvalidInput as refused:
        refused.params["field"] = name
        raise


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _page(conference_id: int, preview: Preview | None = None, refused: InvalidInput | None = None) -> str:
    conference = conference_access.get(db(), actor(), conference_id, Action.REVIEW_PLAN)
    typed = request.values
    one_day = conference.event_end == conference.event_start  # its end goes with the start
    errors = {str(refused.params.get("field", "")): message(refused)} if refused else {}
    return render_template(
        "conferences/event_date.html",
        conference=conference,
        preview=preview,
        errors=errors,
        values={
            "start": typed.get("start", _written(conference.event_start)),
            "end": typed.get("end", "" if one_day else _written(conference.event_end)),
            "reason": typed.get("reason", ""),
            "tentative": typed.get("tentative") == "1" if "start" in typed else False,
        },
    )
