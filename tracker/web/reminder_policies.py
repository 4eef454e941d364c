"""Chính sách nhắc việc: when whom an agency reminds, and what one conference does otherwise; looked at before saved."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput, NotAllowed, Refused, StaleVersion
from tracker.domain.permissions import Action
from tracker.services import policy_changes
from tracker.services.policy_changes import Place, Preview
from tracker.web import policy_forms, policy_words
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import by_field
from tracker.web.requests import commit, db, now, today
from tracker.web.sessions import actor

bp = Blueprint("reminder_policies", __name__)

Answer = Response | tuple[str, int] | str


@bp.get("/chinh-sach-nhac")
@requires(Action.SEE_BOARD)
def show() -> str:
    return _form(_agency())


@bp.get("/chinh-sach-nhac/xem-truoc")
@requires(Action.MANAGE_RULES)
def preview() -> Answer:
    return _look(_agency())


@bp.post("/chinh-sach-nhac")
@requires(Action.MANAGE_RULES)
def save() -> Answer:
    return _save(_agency)


@bp.get("/hoi-nghi/<int:conference_id>/chinh-sach-nhac")
@requires(Action.SEE_CONFERENCE)
def show_own(conference_id: int) -> str:
    return _form(_conference(conference_id))


@bp.get("/hoi-nghi/<int:conference_id>/chinh-sach-nhac/xem-truoc")
@requires(Action.REVIEW_PLAN)
def preview_own(conference_id: int) -> Answer:
    return _look(_conference(conference_id))


@bp.post("/hoi-nghi/<int:conference_id>/chinh-sach-nhac")
@requires(Action.REVIEW_PLAN)
def save_own(conference_id: int) -> Answer:
    return _save(lambda: _conference(conference_id))


def _agency() -> Place:
    return policy_changes.of_agency(db(), actor(), request.values.get("co-quan", type=int))


def _conference(conference_id: int) -> Place:
    return policy_changes.of_conference(db(), actor(), conference_id)


def _look(place: Place) -> Answer:
    """What the policy in the address would do; one that cannot be taken goes back to its form."""
    if not place.may_edit:
        raise NotAllowed("not_allowed")
    try:
        wanted = policy_forms.policy(request.args, place.above)
        return _preview(place, policy_changes.preview(db(), place, wanted, today=today()))
    except InvalidInput as refused:
        return _form(place, refused), 422


def _save(load: Any) -> Answer:
    place: Place = load()
    try:
        wanted = policy_forms.policy(request.form, place.above)
        policy_changes.save(db(), actor(), place, wanted, seen=request.form.get("seen", ""), now=now())
    except InvalidInput as refused:
        db().rollback()
        return _form(load(), refused), 422
    except StaleVersion as refused:
        db().rollback()
        place = load()
        wanted = policy_forms.policy(request.form, place.above)
        return _preview(place, policy_changes.preview(db(), place, wanted, today=today()), refused), 409
    commit()
    flash_done(gettext("The reminder policy is saved; the coming reminders follow it."))
    return redirect(address("show", place))


def address(view: str, place: Place, **values: Any) -> str:
    """The address of a view for the same agency or conference."""
    if place.conference is not None:
        return url_for(f"reminder_policies.{view}_own", conference_id=place.conference.id, **values)
    agency: dict[str, Any] = {"co-quan": place.host.id} if len(place.hosts) > 1 else {}
    return url_for(f"reminder_policies.{view}", **agency, **values)


def _form(place: Place, refused: Refused | None = None) -> str:
    reset = request.values.get("viec") == policy_forms.RESET
    typed = refused is not None and not reset
    values = policy_forms.again(request.values) if typed else policy_forms.present(place.policy)
    return _render("edit", place, v=values, errors=by_field(refused))


def _preview(place: Place, found: Preview, refused: Refused | None = None) -> str:
    handed = policy_forms.handed_on(request.values)
    return _render(
        "preview", place, found=found, handed_on=handed, errors=by_field(refused), overdue=policy_changes.OVERDUE
    )


def _render(template: str, place: Place, **values: Any) -> str:
    return render_template(
        f"reminder_policies/{template}.html", place=place, words=policy_words, forms=policy_forms, address=address,
        **values,
    )  # fmt: skip
