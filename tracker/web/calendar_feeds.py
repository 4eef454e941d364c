"""Đăng ký lịch: addresses for other calendar programmes, and what such an address gives; ``calendar`` names them."""

import hashlib
from urllib.parse import urlsplit

from flask import Response, redirect, render_template, request, session, url_for
from flask_babel import force_locale, get_locale, gettext
from werkzeug.wrappers import Response as AnyResponse

from tracker import feeds
from tracker.domain.errors import Refused
from tracker.domain.permissions import Action
from tracker.mail.compose import linker
from tracker.models import FeedToken
from tracker.services import feed_entries, feed_tokens
from tracker.web import feed_words
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.language import LANGUAGES
from tracker.web.messages import message
from tracker.web.requests import commit, database, db, mailer, now, today
from tracker.web.sessions import actor

_NEW = "new_feed"


@requires(Action.SIGNED_IN)
def index() -> str:
    return _page()


def _page(refused: Refused | None = None) -> str:
    made = session.pop(_NEW, None)
    return render_template(
        "calendar/feeds.html",
        feeds=feed_tokens.of_person(db(), actor()),
        offers=feed_tokens.offers(db(), actor(), today=today()),
        new=_addresses(made) if made else None,
        name=feed_words.scope_words,
        errors={"feed": message(refused)} if refused else {},
        chosen=request.form.get("feed") or request.args.get("nguon", ""),
        every=feed_tokens.NOTED_EVERY,
    )


@requires(Action.SIGNED_IN)
def make() -> AnyResponse | tuple[str, int]:
    """The token is shown by the page that follows, once; until then only the person's own cookie holds it."""
    try:
        scope, target_id = feed_tokens.read_choice(request.form.get("feed", ""))
        made, token = feed_tokens.make(db(), actor(), scope, target_id=target_id, now=now())
    except Refused as refused:
        db().rollback()
        return _page(refused), 404 if refused.code == "not_found" else 422
    commit()
    session[_NEW] = {"token": token, "name": feed_words.scope_words(made)}
    return redirect(url_for("calendar.feeds"))


def _addresses(made: dict[str, str]) -> dict[str, str]:
    """The address as people copy it, and as a programme on the same machine opens it."""
    language = str(get_locale())
    values = {} if language == mailer().settings.locale else {"lang": language}
    https = _link("calendar.feed", token=made["token"], **values)
    return {"name": made["name"], "https": https, "webcal": urlsplit(https)._replace(scheme="webcal").geturl()}


@requires(Action.SIGNED_IN)
def revoke(feed_id: int) -> AnyResponse:
    feed_tokens.revoke(db(), actor(), feed_id, now=now())
    commit()
    flash_done(gettext("The address leads nowhere any more. Calendars that followed it may be removed there."))
    return redirect(url_for("calendar.feeds"))


@requires(Action.PUBLIC)
def serve(token: str) -> AnyResponse:
    """The feed; calendar programmes sign in with nothing but its address."""
    found = feed_tokens.find(db(), token)
    asked = request.args.get("lang")
    with force_locale(asked if asked in LANGUAGES else mailer().settings.locale):
        contents = feed_entries.contents(db(), found, today=today())
        body = feeds.render(feed_words.feed(found, contents, _link))
    answer = Response(body, content_type=feeds.MEDIA_TYPE)
    answer.headers["Cache-Control"] = "private, no-cache"  # kept, but asked for anew: a revoked address is over at once
    answer.headers["Content-Disposition"] = 'inline; filename="sansang.ics"'
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    if not feed_tokens.is_noted(found, now()):
        _note_use(found)
    return answer.make_conditional(request)


def _note_use(found: FeedToken) -> None:
    """In a transaction of its own: the request itself only reads."""
    feed_id, moment = found.id, now()
    db().rollback()
    database().transact(lambda writer: feed_tokens.note_use(writer, feed_id, now=moment))


def _link(endpoint: str, **values: object) -> str:
    """A full address on the configured site, whatever host the request came to."""
    mail = mailer()
    return linker(mail.app, mail.settings.site_url)(endpoint, **values)
