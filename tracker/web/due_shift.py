"""Dời nhiều thời hạn: tasks are chosen, the shift is looked at, then carried out; ``conferences`` has the address."""

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput, Refused, StaleVersion, StepRefused
from tracker.domain.permissions import Action
from tracker.services import due_shift
from tracker.services.due_shift import Shifting
from tracker.services.planning import planning_of
from tracker.services.replan import Replanning
from tracker.web import replan_words
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, mailer, now, today
from tracker.web.sessions import actor


@requires(Action.CONFIRM_TASK)
def show(conference_id: int) -> tuple[str, int] | str:
    """The tasks to choose from; with days in the address also what would move."""
    if "days" not in request.args:
        return _page(conference_id)
    try:
        found = due_shift.preview(db(), actor(), conference_id, _typed(request.args), now=now())
    except (InvalidInput, StepRefused) as refused:
        return _page(conference_id, refused=refused), 422
    return _page(conference_id, found)


@requires(Action.CONFIRM_TASK)
def apply(conference_id: int) -> Response | tuple[str, int]:
    try:
        row = due_shift.apply(
            db(), actor(), conference_id, _typed(request.form), seen=request.form.get("seen", ""),
            reason=request.form.get("reason", ""), compose=mailer(), now=now(),
        )  # fmt: skip
    except (InvalidInput, StepRefused, StaleVersion) as refused:
        db().rollback()
        return _page(conference_id, refused=refused), 409 if isinstance(refused, StaleVersion) else 422
    commit()
    flash_done(
        replan_words.done(row),
        undo=url_for("conferences.undo_replan", conference_id=conference_id, replan_id=row.id),
    )
    return redirect(url_for("conferences.show", conference_id=conference_id))


def _typed(values: MultiDict[str, str]) -> Shifting:
    days = max(values.get("days", 0, type=int), 0)  # which way is chosen beside it
    earlier = values.get("way") == "som"
    return due_shift.check(values.getlist("task", type=int), -days if days and earlier else days)


def _page(conference_id: int, found: Replanning | None = None, refused: Refused | None = None) -> str:
    conference, tasks = due_shift.choices(db(), actor(), conference_id)
    typed = request.values
    return render_template(
        "replan/shift.html",
        conference=conference,
        tasks=tasks,
        found=found,
        over=due_shift.after_latest(found, planning_of(db(), conference.host_id)) if found else (),
        past=due_shift.in_the_past(found, today()) if found else (),
        words=replan_words,
        errors={str(refused.params.get("field", "")): message(refused)} if refused else {},
        chosen=set(typed.getlist("task", type=int)),
        values={name: typed.get(name, "") for name in ("days", "way", "reason")},
    )
