"""One task: its page, its steps, its files."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput, Refused, StaleVersion, StepRefused
from tracker.domain.permissions import Action
from tracker.models import Task
from tracker.services import extension_page, task_files, task_page
from tracker.web import extension_words, queue, reminder_desk, task_forms, task_verdict, task_words
from tracker.web.downloads import download
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import by_field, message
from tracker.web.requests import commit, db, now, today
from tracker.web.sessions import actor

bp = Blueprint("tasks", __name__)

Answer = Response | tuple[str, int] | str


@bp.url_value_preprocessor
def _admit_several_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form: a report may bring several files, each of them up to the limit."""
    if endpoint == "tasks.step":
        request.max_content_length = task_forms.LARGEST_REPORT


@bp.get("/nhiem-vu/<int:task_id>")
@requires(Action.SEE_TASK)
def show(task_id: int) -> str:
    return _page(task_id)


@bp.post("/nhiem-vu/<int:task_id>/<step>")
@requires(Action.SEE_TASK)
def step(task_id: int, step: str) -> Answer:
    try:
        task = task_forms.take(step, task_id)
    except (InvalidInput, StepRefused, StaleVersion) as refused:
        db().rollback()
        return _refused(task_id, refused)
    if task is None:
        abort(404)
    commit()
    _say(step, task)
    return redirect(_way_back(task))


@bp.get("/nhiem-vu/<int:task_id>/tep/<int:file_id>")
@requires(Action.SEE_TASK)
def file(task_id: int, file_id: int) -> Response:
    found = task_files.get(db(), actor(), task_id, file_id)
    return download(found.filename, found.content, found.sha256)


bp.post("/nhiem-vu/<int:task_id>/nhac-ngay", endpoint="nudge")(reminder_desk.nudge_task)


def _page(task_id: int, refused: Refused | None = None) -> str:
    """``refused``: why the form was not taken; what was typed stays in its fields."""
    page = task_page.load(db(), actor(), task_id, now=now())
    asked_unit = page.confirms and page.task.state == "declined"
    return render_template(
        "tasks/show.html",
        page=page,
        asking=extension_page.load(db(), actor(), page.task, today=today()),
        more_time=extension_words,
        refused_words=message,
        errors=by_field(refused),
        typed=request.form,
        talk=request.args.get("xem") == "trao-doi",
        units=task_page.units_to_choose(db()) if asked_unit else (),
        limits=task_forms.LIMITS,
        words=task_words,
        verdict=task_verdict.verdict,
    )


def _refused(task_id: int, refused: Refused) -> tuple[str, int]:
    status = 409 if isinstance(refused, StaleVersion) else 422
    if request.form.get("back") == "queue":
        return queue.page(refused=(task_id, refused)), status
    return _page(task_id, refused), status


def _say(step: str, task: Task) -> None:
    """Tell what was done, with the way back where there is one."""
    undo = task_words.undo_step(step, task)
    if task.version == task_forms.version():  # a note only: nothing has changed that could come back
        undo = None
    fields = {"version": str(task.version), "back": request.form.get("back", "")}
    address = url_for("tasks.step", task_id=task.id, step=undo) if undo else None
    flash_done(task_words.done_words(step, task), undo=address, fields=fields)


def _way_back(task: Task) -> str:
    """To the list from which the step was taken, otherwise to the task."""
    back = request.form.get("back")
    if back == "worklist":
        chosen: dict[str, Any] = {"hoi-nghi": request.form.get("hoi-nghi") or None}
        return url_for("worklist.mine", **chosen)
    if back == "queue":
        return url_for("queue.waiting")
    return url_for("tasks.show", task_id=task.id)
