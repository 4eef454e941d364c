"""The preview of what would go out, and activation. ``web.review`` binds these views to its blueprint."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tracker.domain.errors import NotFound, Refused, StaleVersion
from tracker.domain.permissions import Action
from tracker.services import activation, review
from tracker.services.dues import event_of
from tracker.services.working_calendar import calendar_of
from tracker.web import plan_words, replan_words
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, mailer, now, today
from tracker.web.sessions import actor


@requires(Action.REVIEW_PLAN)
def preview(conference_id: int) -> str:
    return _preview(conference_id)


def _preview(conference_id: int, error: str | None = None) -> str:
    conference = review.opened(db(), actor(), conference_id)
    shown = activation.preview(db(), actor(), conference_id, today=today())
    return render_template(
        "review/preview.html",
        conference=conference,
        preview=shown,
        days=_by_day(shown),
        error=error,
        words=plan_words,
        notes=replan_words.event_notes(event_of(conference), calendar_of(db()), today()),
    )


def _by_day(shown: activation.Preview) -> list[tuple[date, list[tuple[str, str, int]]]]:
    """The coming reminders as (day, [(stage, name of the address or "", number of tasks)])."""
    days: dict[date, dict[tuple[str, str], int]] = {}
    for one in shown.coming:
        to = one.to.name if one.to else ""
        row = days.setdefault(one.day, {})
        row[one.stage, to] = row.get((one.stage, to), 0) + 1
    return [(day, [(stage, to, count) for (stage, to), count in rows.items()]) for day, rows in sorted(days.items())]


@requires(Action.REVIEW_PLAN)
def activate(conference_id: int) -> Response | tuple[str, int]:
    """Release what the preview showed."""
    try:
        released = activation.activate(
            db(),
            actor(),
            conference_id,
            seen=request.form.get("seen", ""),
            compose=mailer(),
            now=now(),
            past_confirmed=request.form.get("past") == "1",
        )
    except NotFound:
        raise
    except Refused as refused:
        db().rollback()
        return _preview(conference_id, message(refused)), 409 if isinstance(refused, StaleVersion) else 422
    commit()
    count = len(released)
    flash_done(ngettext("%(num)d task is with its unit now.", "%(num)d tasks are with their units now.", count))
    return redirect(url_for("conferences.show", conference_id=conference_id))
