"""Đơn vị: the directory as a tree, one unit with what it owes, adding and correcting."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import UnitKind
from tracker.domain.permissions import Action
from tracker.models import Unit
from tracker.services import directory, unit_page
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.labels import unit_kind_label
from tracker.web.messages import message
from tracker.web.requests import commit, db, today
from tracker.web.sessions import actor

bp = Blueprint("directory", __name__)

FIELDS = ("email", "phone", "contact_name", "head_name", "head_email")


@bp.get("/don-vi")
@requires(Action.SEE_DIRECTORY)
def index() -> str:
    find = request.args.get("tim", "").strip()
    nodes = directory.tree(db(), on=today(), find=find)
    return render_template("directory/index.html", nodes=nodes, find=find)


@bp.get("/don-vi/<int:unit_id>")
@requires(Action.SEE_DIRECTORY)
def show(unit_id: int) -> str:
    return render_template("directory/show.html", page=unit_page.load(db(), actor(), unit_id, today=today()))


@bp.route("/don-vi/them", methods=["GET", "POST"])
@requires(Action.MANAGE_DIRECTORY)
def add() -> Response | tuple[str, int] | str:
    if request.method == "GET":
        parent = request.args.get("thuoc", type=int)
        return _form(None, {"parent_id": parent or "", "kind": UnitKind.DEPARTMENT})
    try:
        values = _typed()
        if values["parent_id"] is not None:
            unit_page.check_edit(db(), actor(), values["parent_id"])
        unit = directory.add_unit(db(), **values)
    except InvalidInput as refused:
        db().rollback()
        return _form(None, request.form, refused), 422
    commit()
    flash_done(gettext("“%(name)s” is in the directory.", name=unit.name))
    return redirect(url_for("directory.show", unit_id=unit.id))


@bp.route("/don-vi/<int:unit_id>/sua", methods=["GET", "POST"])
@requires(Action.MANAGE_DIRECTORY)
def edit(unit_id: int) -> Response | tuple[str, int] | str:
    unit = unit_page.check_edit(db(), actor(), unit_id)
    if request.method == "GET":
        return _form(unit, {name: getattr(unit, name) or "" for name in (*FIELDS, "name", "kind", "parent_id")})
    try:
        values = _typed()
        if values["parent_id"] not in (None, unit.parent_id):
            unit_page.check_edit(db(), actor(), values["parent_id"])
        directory.edit_unit(db(), unit_id, **values)
    except InvalidInput as refused:
        db().rollback()
        return _form(unit_page.check_edit(db(), actor(), unit_id), request.form, refused), 422
    commit()
    flash_done(gettext("Saved; reminders go to the address given here."))
    return redirect(url_for("directory.show", unit_id=unit_id))


def _typed() -> dict[str, Any]:
    kind = request.form.get("kind", "")
    return {
        "name": request.form.get("name", ""),
        "kind": UnitKind(kind) if kind in set(UnitKind) else UnitKind.OTHER,
        "parent_id": request.form.get("parent_id", type=int),
        **{name: request.form.get(name, "") for name in FIELDS},
    }


def _form(unit: Unit | None, values: Any, refused: InvalidInput | None = None) -> str:
    """``values``: field → what stands in it, a stored unit's or what was typed."""
    nodes = directory.tree(db(), on=today())
    parents = [
        (node.unit.id, "– " * node.depth + node.unit.name) for node in nodes if unit is None or node.unit.id != unit.id
    ]
    return render_template(
        "directory/form.html",
        unit=unit,
        values=values,
        errors={str(refused.params.get("field", "")): message(refused)} if refused else {},
        kinds=[(kind, unit_kind_label(kind)) for kind in UnitKind],
        parents=[("", gettext("None: at the top")), *parents],
    )
