"""Who is asking: Flask-Login over our own session rows, so that logging out revokes the cookie."""

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from tracker.domain.permissions import Actor
from tracker.models import User
from tracker.services import accounts
from tracker.web.requests import database, db, now, today


class SignedIn(UserMixin):
    """The person of this request. ``get_id`` is the session's token, never the user's id."""

    def __init__(self, user: User, actor: Actor, token: str) -> None:
        self.user, self.actor, self.token = user, actor, token

    def get_id(self) -> str:
        return self.token


def register(app: Flask, manager: LoginManager) -> None:
    manager.init_app(app)
    manager.session_protection = None
    manager.login_view = "auth.login"
    manager.user_loader(_load)
    app.jinja_env.globals["signed_in"] = signed_in


def signed_in() -> SignedIn | None:
    """The signed-in person, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001 -- werkzeug's way


def actor() -> Actor:
    """The signed-in person as the services know them; only behind ``@requires``."""
    found: Actor = current_user.actor
    return found


def _load(token: str) -> SignedIn | None:
    found = accounts.find_session(db(), token, now=now())
    if found is None:
        return None
    if now() - found.last_seen_at > accounts.SEEN_EVERY:
        _remember_use(found.id)
    return SignedIn(found.user, accounts.load_actor(db(), found.user, today=today()), token)


def _remember_use(session_id: int) -> None:
    """In a transaction of its own: the request may only be reading."""
    moment = now()
    if "db" in g and db().in_transaction():
        db().rollback()
    database().transact(lambda writer: accounts.touch(writer, session_id, now=moment))


def sign_in(user: User, token: str) -> None:
    """Start anew: nothing of an earlier visitor's session survives."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    login_user(SignedIn(user, accounts.load_actor(db(), user, today=today()), token))


def sign_out() -> None:
    accounts.close_session(db(), current_user.token, now=now())
    logout_user()
    session.clear()
