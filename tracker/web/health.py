"""For load balancers and monitors: does it answer, do the jobs run. No account needed, nothing personal told."""

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from tracker.domain.permissions import Action
from tracker.services import health
from tracker.web.guard import requires
from tracker.web.requests import db, now

bp = Blueprint("health", __name__)


@bp.get("/suc-khoe")
@requires(Action.PUBLIC)
def live() -> tuple[Response, int]:
    """200 while pages can be served from the database, with each job's last run; monitors alarm on ``late``."""
    return jsonify(health.report(db(), now())), 200
