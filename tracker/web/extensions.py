"""Đề nghị gia hạn: requests for more time, decided in place by the coordinator or the leadership."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput, Refused, StaleVersion, StepRefused, noting, raise_all
from tracker.domain.glossary import ExtensionState
from tracker.domain.permissions import Action
from tracker.models import ExtensionRequest
from tracker.services import extension_decisions, extension_queue, extensions
from tracker.web import extension_words, task_words
from tracker.web.downloads import download
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import by_field
from tracker.web.requests import commit, db, mailer, now, today
from tracker.web.sessions import actor
from tracker.web.task_forms import read_day

bp = Blueprint("extensions", __name__)

Answer = Response | tuple[str, int] | str

ACCEPT, ADJUST, REFUSE = "chap-thuan", "doi-ngay", "tu-choi"  # addresses are Vietnamese words


@bp.get("/de-nghi-gia-han")
@requires(Action.DECIDE_EXTENSION)
def waiting() -> str:
    return _page()


@bp.post("/de-nghi-gia-han/<int:request_id>/<answer>")
@requires(Action.DECIDE_EXTENSION)
def decide(request_id: int, answer: str) -> Answer:
    decision = _DECISIONS.get(answer)
    if decision is None:
        abort(404)
    try:
        found = decision(request_id)
    except (InvalidInput, StepRefused, StaleVersion) as refused:
        db().rollback()
        return _page(refused=(request_id, answer, refused)), 409 if isinstance(refused, StaleVersion) else 422
    commit()
    back = url_for("extensions.undo", request_id=found.id)
    flash_done(extension_words.done_words(found, found.task.title), undo=back, fields={})
    return redirect(url_for("extensions.waiting"))


@bp.post("/de-nghi-gia-han/<int:request_id>/hoan-tac")
@requires(Action.DECIDE_EXTENSION)
def undo(request_id: int) -> Answer:
    try:
        found = extension_decisions.undo(db(), actor(), request_id, now=now(), compose=mailer())
    except StepRefused as refused:
        db().rollback()
        return _page(refused=(request_id, "", refused)), 422
    commit()
    flash_done(extension_words.undone_words(found.task.title))
    return redirect(url_for("extensions.waiting"))


@bp.get("/de-nghi-gia-han/<int:request_id>/tep")
@requires(Action.SEE_TASK)
def file(request_id: int) -> Response:
    found = extensions.file_of(db(), actor(), request_id)
    return download(found.filename or "", found.content or b"", found.sha256 or "")


def _page(refused: tuple[int, str, Refused] | None = None) -> str:
    """``refused``: the request and the answer that was not taken, and why; what was typed stays in it."""
    asked = extension_queue.waiting(db(), actor(), today=today())
    return render_template(
        "extensions/waiting.html",
        mine=[one for one in asked if one.mine],
        others=[one for one in asked if not one.mine],
        refused_id=refused[0] if refused else None,
        refused_answer=refused[1] if refused else "",
        errors=by_field(refused[2]) if refused else {},
        typed=request.form,
        words=extension_words,
        waited_words=task_words.waited_words,
        OPEN=ExtensionState.OPEN,
    )


def _common() -> dict[str, Any]:
    """``due_version``: the due date that the person had before them; -1, which no task has, when the form lost it."""
    return {"due_version": request.form.get("due_version", -1, type=int), "now": now(), "compose": mailer()}


def _accept(request_id: int) -> ExtensionRequest:
    return extension_decisions.accept(db(), actor(), request_id, **_common())


def _adjust(request_id: int) -> ExtensionRequest:
    reason, day = request.form.get("reason", ""), None
    wrong: list[InvalidInput] = []
    with noting(wrong):
        day = read_day(request.form.get("day", ""))
        if day is None:
            raise InvalidInput("extension_day_missing", field="day")
    if wrong and not reason.strip():
        wrong.append(InvalidInput("reason_missing", field="reason"))
    raise_all(wrong)
    return extension_decisions.accept(db(), actor(), request_id, day=day, reason=reason, **_common())


def _refuse(request_id: int) -> ExtensionRequest:
    return extension_decisions.refuse(db(), actor(), request_id, reason=request.form.get("reason", ""), **_common())


_DECISIONS: Mapping[str, Callable[[int], ExtensionRequest]] = {ACCEPT: _accept, ADJUST: _adjust, REFUSE: _refuse}
