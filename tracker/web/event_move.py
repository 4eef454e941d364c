"""Ngày tổ chức: what is to become of the event is chosen, looked at, carried out; ``conferences`` has the address."""

from collections.abc import Mapping
from datetime import date

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput, Refused, StaleVersion, StepRefused
from tracker.domain.glossary import ReplanKind
from tracker.domain.permissions import Action
from tracker.services import conference_access, event_move, extensions, replan_undo
from tracker.services.event_move import Wanted
from tracker.services.replan import Replanning
from tracker.services.working_calendar import calendar_of
from tracker.web import replan_words
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import by_field
from tracker.web.requests import commit, db, mailer, now, today
from tracker.web.sessions import actor
from tracker.web.task_forms import read_days

MOVE, POSTPONE, CANCEL, REINSTATE = "doi", "hoan", "huy", "lai"


@requires(Action.REVIEW_PLAN)
def show(conference_id: int) -> tuple[str, int] | str:
    """The form; with something chosen in the address also what it would do."""
    if "viec" not in request.args and "start" not in request.args:
        return _page(conference_id)
    try:
        wanted = _typed(request.args)
        return _page(conference_id, event_move.preview(db(), actor(), conference_id, wanted, now=now()))
    except (InvalidInput, StepRefused) as refused:
        return _page(conference_id, refused=refused), 422


@requires(Action.REVIEW_PLAN)
def apply(conference_id: int) -> Response | tuple[str, int]:
    wanted = None
    try:
        wanted = _typed(request.form)
        row = event_move.apply(
            db(), actor(), conference_id, wanted, seen=request.form.get("seen", ""),
            reason=request.form.get("reason", ""), compose=mailer(), now=now(),
            past_known=request.form.get("past_known") == "1",
        )  # fmt: skip
    except (InvalidInput, StepRefused, StaleVersion) as refused:
        db().rollback()
        again = None
        if wanted is not None and _still(refused):
            again = event_move.preview(db(), actor(), conference_id, wanted, now=now())
        return _page(conference_id, again, refused), 409 if isinstance(refused, StaleVersion) else 422
    commit()
    flash_done(
        replan_words.done(row),
        undo=url_for("conferences.undo_replan", conference_id=conference_id, replan_id=row.id),
    )
    return redirect(url_for("conferences.show", conference_id=conference_id))


@requires(Action.REVIEW_PLAN)
def undo(conference_id: int, replan_id: int) -> Response:
    undone = replan_undo.undo(db(), actor(), conference_id, replan_id, compose=mailer(), now=now())
    commit()
    flash_done(replan_words.undone(undone))
    return redirect(url_for("conferences.show", conference_id=conference_id))


def _still(refused: Refused) -> bool:
    """Whether the preview is shown again: a reason or a tick was missing, or somebody else was quicker."""
    return isinstance(refused, StaleVersion) or refused.params.get("field") in ("reason", "past_known")


def _typed(values: Mapping[str, str]) -> Wanted:
    what = values.get("viec", MOVE)
    if what == POSTPONE:
        return Wanted()
    if what == CANCEL:
        return Wanted(cancel=True)
    start, end = read_days(values, "start", "end")
    if what == REINSTATE and start is None:
        return Wanted(reinstate=True)
    checked = event_move.check(start, end, tentative=values.get("tentative", "") == "1", today=today())
    return Wanted(event=checked.event, reinstate=what == REINSTATE)


def _requests(found: Replanning) -> int:
    """How many requests for more time the cancellation closes, or has closed."""
    if found.kind not in (ReplanKind.CANCEL, ReplanKind.REINSTATE):
        return 0
    return extensions.of_called_off(db(), found.conference.id, closed=found.kind is ReplanKind.REINSTATE)


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _page(conference_id: int, found: Replanning | None = None, refused: Refused | None = None) -> str:
    conference = conference_access.get(db(), actor(), conference_id, Action.REVIEW_PLAN)
    typed = request.values
    one_day = conference.event_end == conference.event_start  # its end goes with the start
    cancelled = conference.state == "cancelled"
    kept = cancelled and conference.event_tentative  # held after all, it is as certain as it was
    return render_template(
        "replan/event.html",
        conference=conference,
        found=found,
        notes=replan_words.event_notes(found.event_after, calendar_of(db()), today()) if found else (),
        requests=_requests(found) if found else 0,
        words=replan_words,
        past=found is not None and event_move.is_past(found, today()),
        errors=by_field(refused),
        values={
            "viec": typed.get("viec", REINSTATE if cancelled else MOVE),
            "start": typed.get("start", _written(conference.event_start)),
            "end": typed.get("end", "" if one_day else _written(conference.event_end)),
            "reason": typed.get("reason", ""),
            "past_known": typed.get("past_known") == "1",
            "tentative": typed.get("tentative") == "1" if "start" in typed else kept,
        },
        choices=replan_words.choices(conference),
    )
