"""For load balancers and monitors: does it answer, do the jobs run. No account needed, nothing personal told.

``/suc-khoe`` tells everything; ``…/song`` (live) that the process answers, whatever the database does: restart it where
it does not; ``…/san-sang`` (ready) that it can serve pages: send it no visitors where it cannot.
"""

from flask import Blueprint, jsonify
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from tracker.domain.permissions import Action
from tracker.services import health
from tracker.services.database_time import database_now
from tracker.web.guard import requires
from tracker.web.requests import db

bp = Blueprint("health", __name__)


@bp.get("/suc-khoe")
@requires(Action.PUBLIC)
def report() -> tuple[Response, int]:
    """200 with each job's last run and the outbox; monitors alarm on ``late``. 503 while the database is away."""
    try:
        return jsonify(health.report(db(), database_now(db()))), 200
    except SQLAlchemyError:
        return _away()


@bp.get("/suc-khoe/song")
@requires(Action.PUBLIC)
def live() -> tuple[Response, int]:
    return jsonify({"live": True}), 200


@bp.get("/suc-khoe/san-sang")
@requires(Action.PUBLIC)
def ready() -> tuple[Response, int]:
    try:
        database_now(db())
    except SQLAlchemyError:
        return _away()
    return jsonify({"ready": True, "database": "ok"}), 200


def _away() -> tuple[Response, int]:
    return jsonify({"ready": False, "database": "away"}), 503
