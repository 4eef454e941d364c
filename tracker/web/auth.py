"""Signing in and out, one's own password, the language."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.domain.errors import Refused
from tracker.domain.permissions import Action, Actor
from tracker.services import accounts
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.language import LANGUAGES
from tracker.web.messages import message
from tracker.web.requests import commit, db, now
from tracker.web.sessions import actor, sign_in, sign_out

bp = Blueprint("auth", __name__)


@bp.get("/")
@requires(Action.SIGNED_IN)
def home() -> Response:
    return redirect(home_of(actor()))


def home_of(person: Actor) -> str:
    """Where a person starts: the board for those who steer, their unit's tasks for the others."""
    if person.hosts(Action.SEE_BOARD):
        return url_for("board.show")
    return url_for("worklist.mine")


@bp.route("/dang-nhap", methods=["GET", "POST"])
@requires(Action.PUBLIC)
def login() -> Response | tuple[str, int] | str:
    if request.method == "GET":
        if current_user.is_authenticated:
            return redirect(url_for("auth.home"))
        return _login_page()
    try:
        user = accounts.authenticate(
            db(), email=request.form.get("email", ""), password=request.form.get("password", ""), now=now()
        )
    except Refused as refused:
        commit()  # the failure is counted
        return _login_page(error=message(refused)), 422
    token = accounts.open_session(db(), user, now=now(), days=current_app.extensions["settings"].session_days)
    sign_in(user, token)
    commit()
    return redirect(_own_address(request.args.get("next")) or url_for("auth.home"))


def _login_page(error: str | None = None) -> str:
    return render_template(
        "auth/login.html",
        error=error,
        email=request.form.get("email", ""),
        demo=current_app.extensions["settings"].demo,
    )


def _own_address(target: str | None) -> str | None:
    """``target`` when it stays on this site: an outside address in a link must not catch people after the login."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    return target if not urlsplit(target).netloc else None


@bp.post("/dang-xuat")
@requires(Action.SIGNED_IN)
def logout() -> Response:
    sign_out()
    commit()
    return redirect(url_for("auth.login"))


@bp.route("/mat-khau", methods=["GET", "POST"])
@requires(Action.SIGNED_IN)
def password() -> Response | tuple[str, int] | str:
    if request.method == "GET":
        return render_template("auth/password.html", error=None)
    user = current_user.user
    try:
        accounts.change_password(
            db(), user.id, old=request.form.get("old", ""), new=request.form.get("password", ""), now=now()
        )
    except Refused as refused:
        return render_template("auth/password.html", error=message(refused)), 422
    token = accounts.open_session(db(), user, now=now(), days=current_app.extensions["settings"].session_days)
    sign_in(user, token)
    commit()
    flash_done(gettext("The password has been changed; other devices are signed out."))
    return redirect(url_for("auth.home"))


@bp.post("/ngon-ngu")
@requires(Action.PUBLIC)
def language() -> Response:
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
    return redirect(_own_address(request.form.get("next")) or url_for("auth.home"))
