"""Mẫu hội nghị: an agency's templates and those that come with the service; keeping a conference as one."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from tracker.domain.dated_words import dated_words
from tracker.domain.errors import InvalidInput, NotFound, Refused
from tracker.domain.glossary import AssignmentRole
from tracker.domain.kinds import KINDS
from tracker.domain.permissions import Action
from tracker.domain.rules import SHIPPED, RuleTable
from tracker.models import Unit
from tracker.services import directory, review, template_changes, templates
from tracker.services.planning import planning_of
from tracker.services.templates import Template
from tracker.web import template_forms
from tracker.web.errors import STATUS
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, now, today
from tracker.web.sessions import actor

bp = Blueprint("conference_templates", __name__)

Answer = Response | tuple[str, int] | str

bp.add_app_template_global(template_forms.when_words)


@bp.get("/mau-hoi-nghi")
@requires(Action.MANAGE_RULES)
def index() -> str:
    return render_template(
        "conference_templates/index.html",
        own=templates.own(db(), actor()),
        shipped=templates.shipped(),
        hosts=_hosts(),
    )


def _hosts() -> list[Unit]:
    ids = actor().hosts(Action.MANAGE_RULES)
    return list(db().scalars(select(Unit).where(Unit.id.in_(ids), Unit.is_host).order_by(Unit.sort_key)))


@bp.get("/mau-hoi-nghi/<key>")
@requires(Action.MANAGE_RULES)
def show(key: str) -> str:
    return _page(templates.find(db(), actor(), key), request.args.get("sua", ""))


def _page(found: Template, editing: str = "", refused: Refused | None = None) -> str:
    """``editing``: the index of the item whose form is open, "moi" for a new one."""
    host_id = found.row.host_id if found.row else 0
    units = directory.candidates(db(), host_id, on=today()) if found.row else ()
    place = int(editing) if editing.isdecimal() and int(editing) < len(found.items) else None
    opened = found.items[place] if place is not None else None
    field = str(refused.params.get("field", "")) if refused else ""
    typed = request.form if refused and "title" in request.form else None
    return render_template(
        "conference_templates/show.html",
        template=found,
        rules=_rules(found.row.host_id if found.row else None),
        numbered=list(enumerate(found.items)),
        units=units,
        editing=place if place is not None else "moi" if editing == "moi" else None,
        values=template_forms.values(opened, units) | (typed.to_dict() if typed else {}),
        typed_name=request.form.get("name") if refused else None,
        errors={field: message(refused)} if refused else {},
        roles=list(AssignmentRole),
        kinds=list(KINDS),
        hosts=_hosts(),
    )


def _rules(host_id: int | None) -> RuleTable:
    """The table by which dates are counted: the agency's own, or the shipped one."""
    return planning_of(db(), host_id).rules if host_id else SHIPPED


def _refused(template_id: int, refused: Refused, editing: str = "") -> tuple[str, int]:
    db().rollback()
    status = next(code for kind, code in STATUS.items() if isinstance(refused, kind))
    return _page(templates.find(db(), actor(), str(template_id)), editing, refused), status


def _version() -> int:
    return request.form.get("version", -1, type=int)


@bp.post("/mau-hoi-nghi/<int:template_id>/ten")
@requires(Action.MANAGE_RULES)
def rename(template_id: int) -> Answer:
    try:
        kind = template_forms.kind(request.form)
        name = request.form.get("name", "")
        row = template_changes.rename(db(), actor(), template_id, name, kind, version=_version())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(template_id, refused)
    commit()
    flash_done(gettext("Saved."))
    return redirect(url_for("conference_templates.show", key=row.id))


@bp.post("/mau-hoi-nghi/<int:template_id>/viec")
@requires(Action.MANAGE_RULES)
def save_item(template_id: int) -> Answer:
    """One item, or a new one at the end."""
    place = request.form.get("place", type=int)
    try:
        found = templates.find(db(), actor(), str(template_id))
        units = directory.candidates(db(), found.row.host_id if found.row else 0, on=today())
        before = found.items[place] if place is not None and 0 <= place < len(found.items) else None
        wanted = template_forms.item(request.form, units, before)
        template_changes.put(db(), actor(), template_id, place, wanted, version=_version())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(template_id, refused, "moi" if place is None else str(place))
    commit()
    flash_done(gettext("Saved."))
    at = len(found.items) if place is None else place
    return redirect(url_for("conference_templates.show", key=template_id, _anchor=f"v{at + 1}"))


@bp.post("/mau-hoi-nghi/<int:template_id>/viec/<int:place>/<verb>")
@requires(Action.MANAGE_RULES)
def switch(template_id: int, place: int, verb: str) -> Answer:
    """Take an item out of the template ("bo"), or put it back ("dua-lai")."""
    if verb not in {"bo", "dua-lai"}:
        raise NotFound("not_found")
    try:
        row = template_changes.switch(db(), actor(), template_id, place, off=verb == "bo", version=_version())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(template_id, refused)
    commit()
    if verb == "bo":
        undo = url_for("conference_templates.switch", template_id=template_id, place=place, verb="dua-lai")
        flash_done(gettext("The task is no longer in the template."), undo=undo, fields={"version": str(row.version)})
    else:
        flash_done(gettext("The task is in the template again."))
    return redirect(url_for("conference_templates.show", key=template_id, _anchor="viec"))


@bp.post("/mau-hoi-nghi/<key>/nhan-ban")
@requires(Action.MANAGE_RULES)
def duplicate(key: str) -> Response:
    hosts = _hosts()
    host_id = request.form.get("host", type=int) or (hosts[0].id if len(hosts) == 1 else None)
    row = template_changes.duplicate(db(), actor(), key, host_id=host_id, now=now())
    commit()
    flash_done(gettext("Copied as “%(name)s”.", name=row.name))
    return redirect(url_for("conference_templates.show", key=row.id))


@bp.post("/mau-hoi-nghi/<int:template_id>/xoa")
@requires(Action.MANAGE_RULES)
def delete(template_id: int) -> Answer:
    try:
        row = template_changes.delete(db(), actor(), template_id, version=_version(), now=now())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(template_id, refused)
    commit()
    undo = url_for("conference_templates.bring_back", template_id=template_id)
    flash_done(gettext("The template “%(name)s” has been deleted.", name=row.name), undo=undo)
    return redirect(url_for("conference_templates.index"))


@bp.post("/mau-hoi-nghi/<int:template_id>/khoi-phuc")
@requires(Action.MANAGE_RULES)
def bring_back(template_id: int) -> Response:
    row = template_changes.bring_back(db(), actor(), template_id)
    commit()
    flash_done(gettext("The template “%(name)s” is back.", name=row.name))
    return redirect(url_for("conference_templates.index"))


@bp.get("/hoi-nghi/<int:conference_id>/luu-mau")
@requires(Action.REVIEW_PLAN)
def keep(conference_id: int) -> str:
    return _keeping(conference_id)


def _keeping(conference_id: int, refused: Refused | None = None) -> str:
    conference = review.opened(db(), actor(), conference_id)
    field = str(refused.params.get("field", "")) if refused else ""
    undated = conference.short_title
    for words in dated_words(undated):
        undated = undated.replace(words, "")
    typed = request.form if refused else None
    return render_template(
        "conference_templates/keep.html",
        conference=conference,
        rules=_rules(conference.host_id),
        rows=templates.preview(db(), actor(), conference_id),
        name=typed.get("name", "") if typed else " ".join(undated.split()).strip(" ,;:–-"),
        chosen=set(typed.getlist("task")) if typed else None,
        later=set(typed.getlist("later")) if typed else set(),
        typed=typed or {},
        errors={field: message(refused)} if refused else {},
    )


@bp.post("/hoi-nghi/<int:conference_id>/luu-mau")
@requires(Action.REVIEW_PLAN)
def save(conference_id: int) -> Answer:
    """Keep the ticked tasks."""
    later = set(request.form.getlist("later"))
    chosen = {int(one): one in later for one in request.form.getlist("task") if one.isdecimal()}
    titles = {one: request.form[f"title-{one}"] for one in chosen if f"title-{one}" in request.form}
    name = request.form.get("name", "")
    try:
        row = templates.save(db(), actor(), conference_id, name, chosen, titles=titles, now=now())
    except InvalidInput as refused:
        db().rollback()
        return _keeping(conference_id, refused), 422
    commit()
    flash_done(gettext("Kept as the template “%(name)s”.", name=row.name))
    return redirect(url_for("conference_templates.show", key=row.id))
