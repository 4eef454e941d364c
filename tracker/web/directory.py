"""Đơn vị: the directory as a tree and a list, one unit with what it owes, adding and correcting."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import UnitKind
from tracker.domain.permissions import Action
from tracker.models import Unit
from tracker.services import directory, directory_list, unit_aliases, unit_page
from tracker.services.directory_list import Node, Which
from tracker.web import directory_starter, unit_changes, unit_mail, unit_words
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.labels import unit_kind_label
from tracker.web.messages import message
from tracker.web.requests import commit, db, now, today
from tracker.web.sessions import actor
from tracker.web.task_forms import read_day

bp = Blueprint("directory", __name__)

FIELDS = ("email", "phone", "contact_name", "head_name", "head_email")
DAYS = ("valid_from", "valid_until")
FILTERS = {"hien-nay": Which.TODAY, "da-ket-thuc": Which.FORMER, "tat-ca": Which.ALL}
MOST_PARENTS = 400  # in the list of the form; beyond that only units that have others below them

for _words in (unit_words.near_words, unit_words.validity_words, unit_words.change_words, unit_words.alias_words):
    bp.add_app_template_global(_words)
bp.get("/don-vi/khoi-tao", endpoint="starter")(directory_starter.show)
bp.post("/don-vi/khoi-tao", endpoint="fill")(directory_starter.fill)
bp.get("/don-vi/<int:unit_id>/thay-doi", endpoint="change")(unit_changes.show)
bp.post("/don-vi/<int:unit_id>/thay-doi", endpoint="record_change")(unit_changes.record)
bp.post("/don-vi/<int:unit_id>/thay-doi/rut-lai", endpoint="take_back_change")(unit_changes.take_back)
bp.post("/don-vi/<int:unit_id>/ban-giao", endpoint="hand_over")(unit_changes.hand_over)
bp.get("/don-vi/<int:unit_id>/thu", endpoint="mail")(unit_mail.show)
bp.post("/don-vi/<int:unit_id>/dau-moi", endpoint="add_contact")(unit_mail.add)
bp.post("/don-vi/<int:unit_id>/dau-moi/<int:contact_id>/go", endpoint="remove_contact")(unit_mail.remove)


@bp.get("/don-vi")
@requires(Action.SEE_DIRECTORY)
def index() -> str:
    find = request.args.get("tim", "").strip()
    shown = request.args.get("loc", "hien-nay")
    which = FILTERS.get(shown, Which.TODAY)
    below, kind = request.args.get("thuoc", type=int), request.args.get("loai", "")
    page = request.args.get("trang", 1, type=int)
    listed = find or below is not None or kind in set(UnitKind)
    found = directory_list.search(
        db(), find, which=which, today=today(), below=below, kind=UnitKind(kind) if kind in set(UnitKind) else None,
        page=page,
    ) if listed else None  # fmt: skip
    return render_template(
        "directory/index.html",
        found=found,
        rows=() if listed else directory_list.shortened(db(), which=which, today=today()),
        total=found.total if found else directory_list.count(db(), which=which, today=today()),
        find=find,
        shown=shown if shown in FILTERS else "hien-nay",
        filters=FILTERS,
        parent=db().get(Unit, below) if below is not None else None,
        kind=kind if kind in set(UnitKind) else "",
        page_address=lambda number: url_for(
            "directory.index",
            **{**request.args.to_dict(), "trang": number},
        ),
    )


@bp.get("/don-vi/<int:unit_id>")
@requires(Action.SEE_DIRECTORY)
def show(unit_id: int) -> str:
    return unit_shown(unit_id)


def unit_shown(unit_id: int, errors: Mapping[str, str] | None = None) -> str:
    page = unit_page.load(db(), actor(), unit_id, today=today())
    return render_template("directory/show.html", page=page, **unit_mail.values(unit_id, errors))


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
        return _form(unit, _stored(unit))
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


@bp.post("/don-vi/<int:unit_id>/ten-khac")
@requires(Action.MANAGE_DIRECTORY)
def add_alias(unit_id: int) -> Response:
    """Another spelling, for the plans of every agency."""
    unit = unit_page.check_edit(db(), actor(), unit_id)
    name = request.form.get("name", "")
    if unit_aliases.add_alias(db(), unit, name, actor=actor(), now=now()):
        commit()
        flash_done(gettext("Plans that write “%(name)s” mean this unit from now on.", name=name.strip()))
    return redirect(url_for("directory.show", unit_id=unit_id))


@bp.post("/don-vi/<int:unit_id>/ten-khac/<int:alias_id>/go")
@requires(Action.MANAGE_DIRECTORY)
def remove_alias(unit_id: int, alias_id: int) -> Response:
    name = unit_aliases.remove_alias(db(), unit_page.check_edit(db(), actor(), unit_id), alias_id)
    commit()
    flash_done(
        gettext("“%(name)s” is no longer a spelling of this unit: plans ask again.", name=name),
        undo=url_for("directory.add_alias", unit_id=unit_id),
        fields={"name": name},
    )
    return redirect(url_for("directory.show", unit_id=unit_id))


def _stored(unit: Unit) -> dict[str, Any]:
    values = {name: getattr(unit, name) or "" for name in (*FIELDS, "name", "kind", "parent_id")}
    days = {name: getattr(unit, name) for name in DAYS}
    return values | {name: f"{day:%d/%m/%Y}" if day else "" for name, day in days.items()}


def _typed() -> dict[str, Any]:
    """The form; the days only where it has them.

    Raises:
        InvalidInput: ``date_invalid``.
    """
    kind = request.form.get("kind", "")
    days = {}
    for name in (name for name in DAYS if name in request.form):
        try:
            days[name] = read_day(request.form[name])
        except InvalidInput as refused:
            refused.params["field"] = name
            raise
    return {
        "name": request.form.get("name", ""),
        "kind": UnitKind(kind) if kind in set(UnitKind) else UnitKind.OTHER,
        "parent_id": request.form.get("parent_id", type=int),
        **{name: request.form.get(name, "") for name in FIELDS},
        **days,
    }


def _form(unit: Unit | None, values: Mapping[str, Any], refused: InvalidInput | None = None) -> str:
    """``values``: field → what stands in it, a stored unit's or what was typed."""
    return render_template(
        "directory/form.html",
        unit=unit,
        values=values,
        errors={str(refused.params.get("field", "")): message(refused)} if refused else {},
        kinds=[(kind, unit_kind_label(kind)) for kind in UnitKind],
        parents=[("", gettext("None: at the top")), *_parents(unit, str(values.get("parent_id") or ""))],
    )


def _parents(unit: Unit | None, chosen: str) -> list[tuple[int, str]]:
    """Where the unit may stand; of a large directory only those with units below, agencies and the present one."""
    every: tuple[Node, ...] = directory_list.tree(db(), on=today())
    nodes = [node for node in every if unit is None or node.unit.id != unit.id]
    if len(nodes) > MOST_PARENTS:
        above = {node.unit.parent_id for node in nodes}
        nodes = [
            node
            for node in nodes
            if node.unit.id in above or node.unit.kind is UnitKind.AGENCY or str(node.unit.id) == chosen
        ]
    return [(node.unit.id, "– " * node.depth + node.unit.name) for node in nodes]
