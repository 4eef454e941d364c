"""Out of the leadership's briefing and in again, by the address that its mails carry: GET shows, POST acts.

The address is the right: whoever has it acts, without signing in. A mail programme's own "unsubscribe" button posts to
it without a form of ours (RFC 8058), so no form token is asked for; one could be forged only by who knows the address.
"""

import hmac

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.permissions import Action
from tracker.extensions import csrf
from tracker.models import User
from tracker.services import briefing
from tracker.web.guard import requires
from tracker.web.requests import commit, db, mailer

bp = Blueprint("briefing", __name__)
csrf.exempt(bp)


@bp.after_request
def _keep_to_yourself(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/ban-tin/<int:user_id>/<token>")
@requires(Action.PUBLIC)
def choose(user_id: int, token: str) -> str:
    _check(user_id, token)
    person = db().get(User, user_id) or abort(404)
    return render_template("briefing/choose.html", person=person)


@bp.post("/ban-tin/<int:user_id>/<token>")
@requires(Action.PUBLIC)
def take(user_id: int, token: str) -> Response:
    """``wanted`` is what our own page sends to have it back; a mail programme sends none."""
    _check(user_id, token)
    if briefing.choose(db(), user_id, wanted=request.form.get("wanted") == "1") is None:
        abort(404)
    commit()
    return redirect(url_for("briefing.choose", user_id=user_id, token=token))


def _check(user_id: int, token: str) -> None:
    """Before anything is read: the token names the account."""
    if not hmac.compare_digest(mailer().token(briefing.opt_out_name(user_id)).encode(), token.encode()):
        abort(404)
