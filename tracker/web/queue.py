"""Chờ xác nhận: results and refusals that wait for a coordinator's answer, accepted or returned in place."""

from flask import Blueprint, render_template, request

from tracker.domain.errors import Refused
from tracker.domain.permissions import Action
from tracker.services import worklist
from tracker.web import task_words
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import db, today
from tracker.web.sessions import actor

bp = Blueprint("queue", __name__)


@bp.get("/cho-xac-nhan")
@requires(Action.CONFIRM_TASK)
def waiting() -> str:
    return page()


def page(refused: tuple[int, Refused] | None = None) -> str:
    """``refused``: the task whose form was not taken, and why; what was typed stays in it."""
    return render_template(
        "queue/waiting.html",
        waiting=worklist.waiting(db(), actor(), today=today()),
        refused_id=refused[0] if refused else None,
        error=message(refused[1]) if refused else None,
        typed=request.form,
        words=task_words,
    )
