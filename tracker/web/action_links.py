"""Pages of units and speakers without an account, behind the link of a mail: GET shows, only a pressed button acts.

Mail programmes and their scanners follow links, and some send forms: a step needs the form's token, the button's own
value and a name; handing in and declining also a ticked box. The token never leaves by a Referer header.
"""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.wrappers import Response
from wtforms import ValidationError

from tracker.domain.errors import NotFound, Refused, StaleVersion
from tracker.domain.permissions import Action
from tracker.extensions import csrf
from tracker.models import ActionLink
from tracker.services import action_links, extension_page, link_page, task_files, task_page
from tracker.web import extension_words, link_forms, task_forms, task_words
from tracker.web.downloads import download
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import by_field, message
from tracker.web.requests import commit, database, db, mailer, now, today

bp = Blueprint("action_links", __name__, url_prefix="/viec")
# With no Referer sent, Flask-WTF's own check for HTTPS would refuse every form: `_check_form` does the rest of it
csrf.exempt(bp)

Answer = Response | tuple[str, int] | str

TOO_MANY_REQUESTS = 429


@bp.url_value_preprocessor
def _admit_several_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before anything reads the form, and only for tokens that were made here."""
    if endpoint == "action_links.take" and values and mailer().links.genuine(values["token"]):
        request.max_content_length = task_forms.LARGEST_REPORT


@bp.before_request
def _check_form() -> None:
    if request.method == "POST" and current_app.config.get("WTF_CSRF_ENABLED", True):
        try:
            validate_csrf(request.form.get("csrf_token"))
        except ValidationError as refused:
            raise CSRFError(str(refused)) from None


@bp.after_request
def _keep_to_yourself(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.errorhandler(NotFound)
def _gone(_refused: NotFound) -> tuple[str, int]:
    """One answer for unknown, expired and revoked links alike, and for tasks that are not (any more) the unit's."""
    return render_template("links/gone.html"), 404


@bp.get("/<token>")
@requires(Action.PUBLIC)
def show(token: str) -> str:
    link = _link(token)
    page = _list(link, token)
    _note_opened(link)
    return page


@bp.get("/<token>/<int:task_id>")
@requires(Action.PUBLIC)
def task(token: str, task_id: int) -> str:
    link = _link(token)
    page = _task(link, token, task_id)
    _note_opened(link)
    return page


@bp.get("/<token>/<int:task_id>/tep/<int:file_id>")
@requires(Action.PUBLIC)
def file(token: str, task_id: int, file_id: int) -> Response:
    link = _link(token)
    found = task_files.get(db(), action_links.actor_of(link), task_id, file_id)
    answer = download(found.filename, found.content, found.sha256)
    if request.method == "GET":
        _note_aside(link.id, action_links.FILE, task_id=task_id, details=found.filename)
    return answer


@bp.post("/<token>/tiep-nhan")
@requires(Action.PUBLIC)
def acknowledge_all(token: str) -> Answer:
    link = _link(token)
    try:
        action_links.check_rate(db(), link, now=now())
        name = link_forms.person(link_forms.ALL)
        taken = link_page.acknowledge_all(db(), link, name, now=now())
    except Refused as refused:
        return _refused(token, None, refused)
    for one in taken:
        action_links.note_use(db(), link.id, "acknowledge", now=now(), task_id=one.id, name=name)
    commit()
    flash_done(ngettext("%(num)d task taken on.", "%(num)d tasks taken on.", len(taken)))
    return redirect(url_for("action_links.show", token=token))


@bp.post("/<token>/<int:task_id>/<step>")
@requires(Action.PUBLIC)
def take(token: str, task_id: int, step: str) -> Answer:
    link = _link(token)
    try:
        action_links.check_rate(db(), link, now=now())
        taken = link_forms.take(db(), link, step, task_id, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(token, task_id, refused)
    if taken is None:
        abort(404)
    done, name = taken
    action_links.note_use(db(), link.id, step, now=now(), task_id=task_id, name=name)
    commit()
    flash_done(task_words.done_words(step, done))
    return redirect(url_for("action_links.task", token=token, task_id=task_id))


def _link(token: str) -> ActionLink:
    """Raises:
    NotFound: forged, which the database is not asked about; or unknown, expired, revoked.
    """
    if not mailer().links.genuine(token):
        raise NotFound("link_closed")
    return action_links.find(db(), token, now=now())


def _refused(token: str, task_id: int | None, refused: Refused) -> tuple[str, int]:
    """Nothing is saved but a line of the link's log; what was typed stays in the form."""
    db().rollback()
    link = _link(token)
    many = refused.code == "link_too_often"
    if not many:
        _note_aside(link.id, action_links.REFUSED, task_id=task_id, details=refused.code)
    status = TOO_MANY_REQUESTS if many else 409 if isinstance(refused, StaleVersion) else 422
    page = _list(link, token, refused) if task_id is None else _task(link, token, task_id, refused)
    return page, status


def _note_opened(link: ActionLink) -> None:
    """Not for HEAD, by which programmes only look whether there is something."""
    if request.method == "GET":
        _note_aside(link.id, action_links.OPENED)


def _note_aside(link_id: int, what: str, *, task_id: int | None = None, details: str = "") -> None:
    """In a transaction of its own: the request only reads, or has been rolled back. Last: it ends the reading."""
    moment = now()
    known = task_id if what != action_links.REFUSED else None  # the task of a refused step may not exist
    db().rollback()
    database().transact(
        lambda writer: action_links.note_use(writer, link_id, what, now=moment, task_id=known, details=details)
    )


def _list(link: ActionLink, token: str, refused: Refused | None = None) -> str:
    return render_template(
        "links/list.html",
        link=link,
        token=token,
        found=link_page.load(db(), link, now=now()),
        errors=by_field(refused),
        typed=request.form,
        last_name=action_links.last_name(db(), link.id),
    )


def _task(link: ActionLink, token: str, task_id: int, refused: Refused | None = None) -> str:
    actor = action_links.actor_of(link)
    page = task_page.load(db(), actor, task_id, now=now())
    return render_template(
        "links/task.html",
        link=link,
        token=token,
        page=page,
        asking=extension_page.load(db(), actor, page.task, today=today()),
        more_time=extension_words,
        refused_words=message,
        errors=by_field(refused),
        typed=request.form,
        limits=task_forms.LIMITS,
        words=task_words,
        last_name=action_links.last_name(db(), link.id),
        speech=page.task.kind == "speech",
    )
