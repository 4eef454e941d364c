"""Out of the leadership's briefing and in again, by the address that its mails carry: GET shows, POST acts.

The address is the right: whoever has it acts, without signing in. A mail programme's own "unsubscribe" button posts to
it without a form of ours (RFC 8058), so no form token is asked for; one could be forged only by who knows the address.
"""

import hmac

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.errors import NotFound
from tracker.domain.glossary import MemberRole
from tracker.domain.permissions import Action
from tracker.extensions import csrf
from tracker.models import User
from tracker.services import briefing
from tracker.web.guard import requires
from tracker.web.requests import commit, db, mailer
from tracker.web.sessions import signed_in

bp = Blueprint("briefing", __name__)
csrf.exempt(bp)


@bp.after_request
def _keep_to_yourself(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.errorhandler(NotFound)
def _gone(_refused: NotFound) -> tuple[str, int]:
    """An address copied in part must not leave its reader with mails that do not stop: where else to do it is said."""
    return render_template("briefing/gone.html"), 404


@bp.get("/ban-tin")
@requires(Action.SIGNED_IN)
def own() -> Response:
    """From the pages of the service to the same choice, for leaders who have no mail of it at hand."""
    person = signed_in()
    if person is None or not any(one.role is MemberRole.LEADER for one in person.user.memberships):
        raise NotFound("not_found")
    token = mailer().token(briefing.opt_out_name(person.user.id))
    return redirect(url_for("briefing.choose", user_id=person.user.id, token=token))


@bp.get("/ban-tin/<int:user_id>/<token>")
@requires(Action.PUBLIC)
def choose(user_id: int, token: str) -> str:
    _check(user_id, token)
    person = db().get(User, user_id)
    if person is None:
        raise NotFound("not_found")
    return render_template("briefing/choose.html", person=person)


@bp.post("/ban-tin/<int:user_id>/<token>")
@requires(Action.PUBLIC)
def take(user_id: int, token: str) -> Response:
    """``wanted`` is what our own page sends to have it back; a mail programme sends none."""
    _check(user_id, token)
    if briefing.choose(db(), user_id, wanted=request.form.get("wanted") == "1") is None:
        raise NotFound("not_found")
    commit()
    return redirect(url_for("briefing.choose", user_id=user_id, token=token))


def _check(user_id: int, token: str) -> None:
    """Before anything is read: the token names the account.

    Raises:
        NotFound: it was not made here, or for another account.
    """
    if not hmac.compare_digest(mailer().token(briefing.opt_out_name(user_id)).encode(), token.encode()):
        raise NotFound("not_found")
