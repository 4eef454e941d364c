"""Việc của đơn vị tôi: what the person's units owe."""

from flask import Blueprint, render_template, request

from tracker.domain.permissions import Action
from tracker.services import worklist
from tracker.web import extension_words, task_words
from tracker.web.guard import requires
from tracker.web.requests import db, today
from tracker.web.sessions import actor

bp = Blueprint("worklist", __name__)


@bp.get("/viec-cua-toi")
@requires(Action.SIGNED_IN)
def mine() -> str:
    chosen = request.args.get("hoi-nghi", type=int)
    found = worklist.mine(db(), actor(), today=today(), conference_id=chosen)
    return render_template(
        "worklist/mine.html", found=found, chosen=chosen, words=task_words, more_time=extension_words
    )
