"""What every request has: one database session, the time it began, and safe headers on the answer."""

from datetime import date, datetime

from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import Database
from tracker.mail import Mailer

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'"
)


def database() -> Database:
    found: Database = current_app.extensions["database"]
    return found


def mailer() -> Mailer:
    found: Mailer = current_app.extensions["mailer"]
    return found


def db() -> Session:
    """This request's session: GET and HEAD read without waiting for writers; others commit through :func:`commit`."""
    if "db" not in g:
        reading = request.method in {"GET", "HEAD", "OPTIONS"}
        g.db = database().readers() if reading else database().sessions()
    session: Session = g.db
    return session


def commit() -> None:
    """Save what the request did; the one place of the web layer that commits."""
    db().commit()


def now() -> datetime:
    """When the request began: one answer for the whole page."""
    if "now" not in g:
        g.now = clock.now()
    moment: datetime = g.now
    return moment


def today() -> date:
    """The date in Vietnam when the request began."""
    return clock.vietnam_date(now())


def register(app: Flask) -> None:
    app.teardown_appcontext(_close)
    app.after_request(_protect)
    app.jinja_env.globals.update(today=today, now=now)


def _close(_error: BaseException | None) -> None:
    session = g.pop("db", None)
    if session is not None:
        session.close()


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
