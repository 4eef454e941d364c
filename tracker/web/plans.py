"""Taking a plan in: the upload page, the progress of its reading, and the original for those who may see it whole."""

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from tracker import documents
from tracker.domain.errors import DocumentRefused, NotFound, Refused
from tracker.domain.permissions import Action
from tracker.models import Conference, PlanReading, ReadingPurpose, ReadingState, Unit
from tracker.services import amendments, plans, readings
from tracker.services.readings import Upload
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.plan_files import attachment
from tracker.web.plan_reader import plan_reader
from tracker.web.reading_words import note_texts, reading_standing, stage_text
from tracker.web.requests import commit, database, db, now
from tracker.web.sessions import actor

bp = Blueprint("plans", __name__)

# The field of the form and the word of the address for what a plan is sent for.
_TARGETS = {ReadingPurpose.REPLACES: ("replaces", "thay"), ReadingPurpose.AMENDS: ("amends", "sua-doi")}


@bp.route("/ke-hoach/tai-len", methods=["GET", "POST"])
@requires(Action.IMPORT_PLAN)
def upload() -> Response | tuple[str, int] | str:
    if request.method == "GET":
        return _page()
    try:
        reading_id = readings.take_in(db(), actor(), _sent(), now=now()).id
    except NotFound:
        raise
    except Refused as refused:
        db().rollback()
        return _page(refused), 422
    return _read(reading_id)


def _read(reading_id: int) -> Response | tuple[str, int]:
    """Let it be read, and show what became of it: its conference, what is wrong, or how far it is."""
    person = actor()
    commit()  # reading takes seconds in another process: no write lock must be held meanwhile
    plan_reader().start(reading_id, person.account_id)
    with database().readers() as session:
        reading = readings.get(session, person, reading_id)
        if reading.refusal and request.endpoint == "plans.upload":
            return _page(Refused(reading.refusal, **reading.params)), 422
        return redirect(_next(reading))


def _next(reading: PlanReading) -> str:
    if reading.state is not ReadingState.DONE:
        return url_for("plans.progress", reading_id=reading.id)
    if reading.amendment_id is not None:
        flash_done(gettext("The new version has been read. Decide on each difference; nothing has changed yet."))
        return url_for("amendments.show", amendment_id=reading.amendment_id)
    said = gettext("The plan has been read. Review what was found, then activate.")
    flash_done(" ".join((said, *note_texts(reading.notes))))
    return url_for("review.show", conference_id=reading.conference_id)


@bp.get("/ke-hoach/dang-doc/<int:reading_id>")
@requires(Action.IMPORT_PLAN)
def progress(reading_id: int) -> Response | str:
    """How far the reading is; once it is done, on to what it became."""
    reading = readings.get(db(), actor(), reading_id)
    if reading.state is ReadingState.DONE:
        return _onward(_next(reading))
    return render_template(
        "plans/reading.html",
        reading=reading,
        standing=reading_standing(reading, now()),
        stage=stage_text(reading.stage, reading.done, reading.total),
        error=message(Refused(reading.refusal, **reading.params)) if reading.refusal else None,
    )


def _onward(address: str) -> Response:
    """A redirect that also leads on the page whose part asks in the background."""
    if request.headers.get("HX-Request") != "true":
        return redirect(address)
    answer = make_response("", 200)
    answer.headers["HX-Redirect"] = address
    return answer


@bp.post("/ke-hoach/dang-doc/<int:reading_id>/huy")
@requires(Action.IMPORT_PLAN)
def cancel(reading_id: int) -> Response:
    reading = readings.cancel(db(), actor(), reading_id, now=now())
    commit()
    plan_reader().call_off(reading.id)
    return redirect(url_for("plans.progress", reading_id=reading_id))


@bp.post("/ke-hoach/dang-doc/<int:reading_id>/doc-lai")
@requires(Action.IMPORT_PLAN)
def take_up(reading_id: int) -> Response | tuple[str, int]:
    """Read it once more: the reader is gone, or it is to be imported although it is there already."""
    again = request.form.get("again") == "1"
    readings.take_up(db(), actor(), reading_id, again=again, now=now())
    return _read(reading_id)


def _sent() -> Upload:
    filename, data = _file()
    purpose, target_id = _purpose()
    return Upload(
        host_id=request.form.get("host", type=int) or _hosts()[0].id,
        filename=filename,
        data=data,
        purpose=purpose,
        target_id=target_id,
        again=request.form.get("again") == "1",
    )


def _file() -> tuple[str, bytes]:
    """File name and bytes of what was sent: the file, or the pasted text."""
    sent, pasted = request.files.get("file"), request.form.get("text", "")
    limit = current_app.extensions["settings"].max_upload
    if sent is not None and sent.filename:
        data = sent.read()
        if len(data) > limit:
            raise DocumentRefused("too_large", size=len(data), limit=limit)
        return sent.filename, data
    if not pasted.strip():
        raise DocumentRefused("nothing_sent")
    return gettext("pasted text") + ".txt", pasted.encode()


def _purpose() -> tuple[ReadingPurpose, int | None]:
    """What the plan is for, and which conference it concerns."""
    for purpose, (field, word) in _TARGETS.items():
        concerned = request.form.get(field, type=int) or request.args.get(word, type=int)
        if concerned:
            return purpose, concerned
    return ReadingPurpose.NEW, None


def _target() -> tuple[ReadingPurpose, Conference | None]:
    purpose, concerned = _purpose()
    return purpose, readings.target(db(), actor(), purpose, concerned) if concerned else None


def _hosts() -> list[Unit]:
    """The agencies whose plans the person may import."""
    ids = actor().hosts(Action.IMPORT_PLAN)
    return list(db().scalars(select(Unit).where(Unit.id.in_(ids), Unit.is_host).order_by(Unit.sort_key)))


def _page(refused: Refused | None = None) -> str:
    twin = refused.params.get("conference_id") if refused and refused.code == "already_imported" else None
    hosts = _hosts()
    purpose, concerned = _target()
    accepted = tuple(f".{name}" for name in documents.readable())
    return render_template(
        "plans/upload.html",
        hosts=hosts,
        host_options=[(unit.id, unit.name) for unit in hosts],
        host=request.form.get("host", ""),
        text=request.form.get("text", ""),
        replaced=concerned if purpose is ReadingPurpose.REPLACES else None,
        amended=concerned if purpose is ReadingPurpose.AMENDS else None,
        waiting=amendments.open_of(db(), concerned.id) if concerned and purpose is ReadingPurpose.AMENDS else None,
        error=message(refused) if refused else None,
        twin=twin,
        had_file=bool(request.files.get("file") and request.files["file"].filename),
        accepted=accepted,
        limit=current_app.extensions["settings"].max_upload // (1024 * 1024),
    )


@bp.get("/ke-hoach/<int:conference_id>/goc")
@requires(Action.SEE_WHOLE_CONFERENCE)
def original(conference_id: int) -> Response:
    """The file as it was sent; always a download, whatever it contains."""
    plan = plans.original(db(), actor(), conference_id)
    return attachment(plan.filename, plan.content)
