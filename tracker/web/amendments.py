"""An amended plan: what it would change, chosen one by one, looked at once more, applied. Every action a plain form."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.amendment import ChangeKind
from tracker.domain.errors import InvalidInput, NotFound, Refused, StaleVersion
from tracker.domain.permissions import Action
from tracker.models import Amendment, AmendmentState
from tracker.services import amendment_units, amendments
from tracker.services.amendment_sheet import Sheet
from tracker.web import amendment_forms, amendment_words, plan_words, review_forms
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.plan_files import attachment
from tracker.web.requests import commit, db, mailer, now, today
from tracker.web.sessions import actor

bp = Blueprint("amendments", __name__)

Answer = Response | tuple[str, int] | str


@bp.get("/ke-hoach/sua-doi/<int:amendment_id>")
@requires(Action.REVIEW_PLAN)
def show(amendment_id: int) -> str:
    return _page(amendments.get(db(), actor(), amendment_id))


def _page(
    amendment: Amendment, *, errors: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None
) -> str:
    if amendment.state is not AmendmentState.OPEN:
        return render_template(
            "amendments/closed.html", amendment=amendment, conference=amendment.conference, words=amendment_words,
            ChangeKind=ChangeKind,
        )  # fmt: skip
    sheet = amendments.sheet(db(), actor(), amendment, today=today())
    return render_template(
        "amendments/show.html",
        amendment=amendment,
        conference=amendment.conference,
        sheet=sheet,
        groups=[(kind, [one for one in sheet.changes if one.kind is kind]) for kind in amendment_words.KINDS],
        quiet=[one for one in sheet.every if one.kind in (ChangeKind.MOVED, ChangeKind.UNCHANGED)],
        errors=errors or {},
        typed=typed or {},
        words=amendment_words,
        doubts=plan_words,
        forms=review_forms,
        ChangeKind=ChangeKind,
    )


@bp.post("/ke-hoach/sua-doi/<int:amendment_id>")
@requires(Action.REVIEW_PLAN)
def save(amendment_id: int) -> Answer:
    """Keep the choices; then on to the preview, or back where a name was taken into the directory."""
    try:
        amendment = _save(amendment_id)
    except NotFound:
        raise
    except Refused as refused:
        return _refused(amendment_id, refused)
    commit()
    if request.form.get("then") == "preview":
        return redirect(url_for("amendments.preview", amendment_id=amendment.id))
    if not request.form.get("take_in"):
        flash_done(gettext("Your choices are saved; nothing is applied yet."))
    return redirect(url_for("amendments.show", amendment_id=amendment.id, _anchor=_place()))


def _save(amendment_id: int) -> Amendment:
    amendment = amendments.get(db(), actor(), amendment_id)
    version = request.form.get("version", 0, type=int)
    if amendment.state is AmendmentState.OPEN:
        chosen = amendment_forms.decisions(request.form, amendments.sheet(db(), actor(), amendment, today=today()))
        amendment = amendments.decide(db(), actor(), amendment_id, chosen, version=version)
        if request.form.get("take_in"):
            unit = amendment_units.take_in(db(), actor(), amendment, request.form["take_in"], today=today())
            flash_done(gettext("“%(name)s” is in the directory now.", name=unit.name))
        return amendment
    return amendments.decide(db(), actor(), amendment_id, {}, version=version)


def _place() -> str | None:
    taken = request.form.get("take_in")
    return f"c-{taken}" if taken else None


def _refused(amendment_id: int, refused: Refused) -> tuple[str, int]:
    """The page as it is now, with what was typed and why it was not taken."""
    db().rollback()
    field = str(refused.params.get("field", "")) if isinstance(refused, InvalidInput) else ""
    stale = isinstance(refused, StaleVersion)
    typed = {} if stale else request.form
    amendment = amendments.get(db(), actor(), amendment_id)
    return _page(amendment, errors={field: message(refused)}, typed=typed), 409 if stale else 422


@bp.get("/ke-hoach/sua-doi/<int:amendment_id>/xem-truoc")
@requires(Action.REVIEW_PLAN)
def preview(amendment_id: int) -> Answer:
    amendment = amendments.get(db(), actor(), amendment_id)
    if amendment.state is not AmendmentState.OPEN:
        return redirect(url_for("amendments.show", amendment_id=amendment_id))
    sheet = amendments.sheet(db(), actor(), amendment, today=today())
    if sheet.without_unit:
        names = "; ".join(one.subject.unit_words for one in sheet.without_unit)
        field = f"unit-{sheet.without_unit[0].id}"
        return _page(amendment, errors={field: message(InvalidInput("amend_unit_needed", names=names))}), 422
    return _preview(amendment)


def _preview(amendment: Amendment, error: str | None = None) -> str:
    return render_template(
        "amendments/preview.html",
        amendment=amendment,
        conference=amendment.conference,
        sheet=amendments.sheet(db(), actor(), amendment, today=today()),
        error=error,
        words=amendment_words,
        ChangeKind=ChangeKind,
    )


@bp.post("/ke-hoach/sua-doi/<int:amendment_id>/ap-dung")
@requires(Action.REVIEW_PLAN)
def apply(amendment_id: int) -> Answer:
    """Do what the preview showed."""
    try:
        done = _apply(amendment_id)
    except NotFound:
        raise
    except StaleVersion as refused:
        db().rollback()
        return _preview(amendments.get(db(), actor(), amendment_id), message(refused)), 409
    except Refused as refused:
        return _refused(amendment_id, refused)
    commit()
    flash_done(gettext("The amended plan is in force: %(what)s.", what=", ".join(amendment_words.applied(done))))
    return redirect(url_for("conferences.show", conference_id=done.conference.id))


def _apply(amendment_id: int) -> Sheet:
    amendment = amendments.get(db(), actor(), amendment_id)
    number = amendments.number_of(amendment)
    return amendments.apply(
        db(),
        actor(),
        amendment_id,
        seen=request.form.get("seen", ""),
        reason=amendment_words.reason(amendment, number),
        compose=mailer(),
        now=now(),
    )


@bp.post("/ke-hoach/sua-doi/<int:amendment_id>/bo")
@requires(Action.REVIEW_PLAN)
def discard(amendment_id: int) -> Answer:
    version = request.form.get("version", 0, type=int)
    try:
        amendment = amendments.discard(db(), actor(), amendment_id, version=version, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(amendment_id, refused)
    commit()
    flash_done(gettext("The amended plan is set aside; the plan in force is unchanged."))
    return redirect(url_for("conferences.show", conference_id=amendment.conference_id))


@bp.get("/ke-hoach/<int:conference_id>/ban/<int:version>")
@requires(Action.SEE_WHOLE_CONFERENCE)
def original(conference_id: int, version: int) -> Response:
    """One version of the plan as it was sent."""
    plan = amendments.version_file(db(), actor(), conference_id, version)
    return attachment(plan.filename, plan.content)
