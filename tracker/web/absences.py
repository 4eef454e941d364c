"""Vắng mặt: who is away from when to when, and who gets their mail; for oneself, or for people of one's agency."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput
from tracker.domain.permissions import Action
from tracker.services import absences
from tracker.web.flashes import flash_done
from tracker.web.formats import format_day
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, today
from tracker.web.sessions import actor
from tracker.web.task_forms import read_day

bp = Blueprint("absences", __name__)

Answer = Response | tuple[str, int] | str


@bp.get("/tai-khoan/vang-mat")
@requires(Action.SIGNED_IN)
def show() -> str:
    return _page()


@bp.post("/tai-khoan/vang-mat")
@requires(Action.SIGNED_IN)
def enter() -> Answer:
    try:
        row = absences.enter(
            db(), actor(), _whose(), first=_day("first"), last=_day("last"),
            substitute_id=request.form.get("substitute", type=int), today=today(),
        )  # fmt: skip
    except InvalidInput as refused:
        db().rollback()
        return _page({str(refused.params.get("field", "")): message(refused)}), 422
    commit()
    words = gettext("Noted: away from %(first)s to %(last)s.", first=format_day(row.first), last=format_day(row.last))
    flash_done(words, undo=url_for("absences.remove", absence_id=row.id), fields={"nguoi": str(row.user_id)})
    return redirect(url_for("absences.show", nguoi=row.user_id))


@bp.post("/tai-khoan/vang-mat/<int:absence_id>/go")
@requires(Action.SIGNED_IN)
def remove(absence_id: int) -> Response:
    absences.remove(db(), actor(), _whose(), absence_id)
    commit()
    flash_done(gettext("The entry is removed: mail goes to the person again."))
    return redirect(url_for("absences.show", nguoi=_whose()))


def _whose() -> int:
    return request.values.get("nguoi", type=int) or actor().account_id


def _day(field: str) -> date | None:
    try:
        return read_day(request.form.get(field, ""))
    except InvalidInput as refused:
        refused.params["field"] = field
        raise


def _page(errors: dict[str, str] | None = None) -> str:
    person = absences.person(db(), actor(), _whose())
    return render_template(
        "auth/absence.html",
        whose=person,
        own=person.id == actor().account_id,
        people=absences.people(db(), actor()),
        substitutes=absences.substitutes(db(), person),
        rows=absences.of_user(db(), actor(), person.id, today=today()),
        errors=errors or {},
        typed=request.form,
    )
