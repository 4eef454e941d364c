"""Taking a plan in: the upload page, and the original for those who may see it whole."""

import re

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from tracker import documents
from tracker.domain.errors import DocumentRefused, NotFound, Refused
from tracker.domain.permissions import Action
from tracker.domain.plan import read_plan
from tracker.models import Conference, Unit
from tracker.services import conference_facts, plans
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, now
from tracker.web.sessions import actor

bp = Blueprint("plans", __name__)

ACCEPTED = tuple(f".{name}" for name in documents.READABLE)


@bp.route("/ke-hoach/tai-len", methods=["GET", "POST"])
@requires(Action.IMPORT_PLAN)
def upload() -> Response | tuple[str, int] | str:
    if request.method == "GET":
        return _page()
    try:
        conference = _import()
    except NotFound:
        raise
    except Refused as refused:
        db().rollback()
        return _page(refused), 422
    commit()
    flash_done(gettext("The plan has been read. Review what was found, then activate."))
    return redirect(url_for("review.show", conference_id=conference.id))


def _import() -> Conference:
    person, host_id = actor(), request.form.get("host", type=int) or _hosts()[0].id
    plans.check_host(person, host_id)
    # Reading takes seconds in another process: no write lock must be held meanwhile.
    db().rollback()
    filename, data, document = _document()
    parsed = read_plan(document.lines)
    conference = plans.import_plan(
        db(),
        person,
        host_id=host_id,
        filename=filename,
        data=data,
        document=document,
        parsed=parsed,
        now=now(),
        again=request.form.get("again") == "1",
    )
    replaced = request.form.get("replaces", type=int)
    if replaced:
        conference_facts.discard(db(), person, replaced)
    return conference


def _document() -> tuple[str, bytes, documents.Document]:
    """File name, bytes and lines of what was sent: the file, or the pasted text."""
    sent, pasted = request.files.get("file"), request.form.get("text", "")
    if sent is not None and sent.filename:
        data, limit = sent.read(), current_app.extensions["settings"].max_upload
        return sent.filename, data, documents.read_document(sent.filename, data, max_bytes=limit)
    if not pasted.strip():
        raise DocumentRefused("nothing_sent")
    return gettext("pasted text") + ".txt", pasted.encode(), documents.read_text(pasted)


def _hosts() -> list[Unit]:
    """The agencies whose plans the person may import."""
    ids = actor().hosts(Action.IMPORT_PLAN)
    return list(db().scalars(select(Unit).where(Unit.id.in_(ids), Unit.is_host).order_by(Unit.sort_key)))


def _page(refused: Refused | None = None) -> str:
    twin = refused.params.get("conference_id") if refused and refused.code == "already_imported" else None
    hosts = _hosts()
    return render_template(
        "plans/upload.html",
        hosts=hosts,
        host_options=[(unit.id, unit.name) for unit in hosts],
        host=request.form.get("host", ""),
        text=request.form.get("text", ""),
        replaces=request.values.get("thay", "") or request.form.get("replaces", ""),
        error=message(refused) if refused else None,
        twin=twin,
        had_file=bool(request.files.get("file") and request.files["file"].filename),
        accepted=ACCEPTED,
        limit=current_app.extensions["settings"].max_upload // (1024 * 1024),
    )


@bp.get("/ke-hoach/<int:conference_id>/goc")
@requires(Action.SEE_WHOLE_CONFERENCE)
def original(conference_id: int) -> Response:
    """The file as it was sent; always a download, whatever it contains."""
    plan = plans.original(db(), actor(), conference_id)
    answer = make_response(plan.content)
    answer.headers["Content-Type"] = "application/octet-stream"
    answer.headers["Cache-Control"] = "no-store"
    name = re.sub(r'[\x00-\x1f"\\/]', "_", plan.filename)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
