"""Hội nghị mới: a conference without a document, from a template or empty; it is reviewed and activated as usual."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import ConferenceKind, ConferenceScale, MeetingMode
from tracker.domain.normalise import search_key
from tracker.domain.permissions import Action
from tracker.domain.plan.titles import kind_of
from tracker.models import Unit
from tracker.services import directory, new_conference, suggestions, templates
from tracker.services.dues import event_of
from tracker.services.new_conference import Wanted
from tracker.services.planning import planning_of
from tracker.services.templates import Template
from tracker.services.working_calendar import calendar_of
from tracker.web import replan_words, review_forms, template_forms
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import by_field
from tracker.web.requests import commit, db, now, today
from tracker.web.sessions import actor

bp = Blueprint("new_conference", __name__)

BY_TITLE = "theo-ten"
"""The kind of meeting is to be seen from its title."""


@bp.get("/hoi-nghi/moi")
@requires(Action.IMPORT_PLAN)
def show() -> str:
    return _page()


@bp.post("/hoi-nghi/moi")
@requires(Action.IMPORT_PLAN)
def start() -> Response | tuple[str, int]:
    try:
        host, found = _host(), _template()
        units = directory.candidates(db(), host.id, on=today())
        conference = new_conference.start(
            db(), actor(), host_id=host.id, template=found, wanted=_wanted(found), parts=_parts(found, units), now=now()
        )
    except InvalidInput as refused:
        db().rollback()
        return _page(refused), 422
    commit()
    count = len(found.used) if found else 0
    made = gettext("The draft is there.")
    said = ngettext("%(num)d task comes from the template.", "%(num)d tasks come from the template.", count)
    notes = replan_words.event_notes(event_of(conference), calendar_of(db()), today())
    flash_done(" ".join([made, *([said] if count else []), *notes]))
    return redirect(url_for("review.show", conference_id=conference.id))


def _hosts() -> list[Unit]:
    ids = actor().hosts(Action.IMPORT_PLAN)
    return list(db().scalars(select(Unit).where(Unit.id.in_(ids), Unit.is_host).order_by(Unit.sort_key)))


def _host() -> Unit:
    hosts = _hosts()
    wanted = request.values.get("host", type=int)
    found = next((unit for unit in hosts if unit.id == wanted), hosts[0] if len(hosts) == 1 and not wanted else None)
    if found is None:
        raise InvalidInput("host_unknown", field="host")
    return found


def _template() -> Template | None:
    key = request.values.get("mau", "")
    return templates.find(db(), actor(), key) if key else None


def _wanted(found: Template | None) -> Wanted:
    form = request.form
    title, kind, mode = form.get("title", ""), form.get("kind", BY_TITLE), form.get("mode", "")
    scale = form.get("scale", ConferenceScale.ORDINARY)
    for field, value, known in (("kind", kind, {BY_TITLE, *ConferenceKind}), ("mode", mode, {"", *MeetingMode})):
        if value not in known:
            raise InvalidInput("choice_unknown", field=field)
    if scale not in set(ConferenceScale):
        raise InvalidInput("choice_unknown", field="scale")
    return Wanted(
        title=title,
        start=review_forms.day(form.get("start", ""), "start"),
        end=review_forms.day(form.get("end", ""), "end"),
        tentative=form.get("tentative") == "1",
        place=form.get("place", ""),
        kind=_by_title(title, found) if kind == BY_TITLE else ConferenceKind(kind),
        mode=MeetingMode(mode) if mode else None,
        scale=ConferenceScale(scale),
    )


def _by_title(title: str, found: Template | None) -> ConferenceKind:
    named = kind_of(title)
    return found.kind if named is ConferenceKind.OTHER and found else named


def _parts(found: Template | None, units: tuple[Unit, ...]) -> Mapping[str, int]:
    """Whom each part of the template is filled with; those left empty are asked for in the review."""
    filled = {}
    for number, words in enumerate(template_forms.parts(found.used) if found else ()):
        unit_id = review_forms.unit_id(request.form.get(f"part-{number}", ""), units, field=f"part-{number}")
        if unit_id is not None:
            filled[words] = unit_id
    return filled


def _page(refused: InvalidInput | None = None) -> str:
    hosts, found = _hosts(), _template()
    host = next((unit for unit in hosts if unit.id == request.values.get("host", type=int)), hosts[0])
    units = directory.candidates(db(), host.id, on=today())
    parts = template_forms.parts(found.used) if found else []
    guessed = _guessed(parts, units, host, today())
    return render_template(
        "conferences/new.html",
        hosts=hosts,
        host=host,
        host_options=[(unit.id, unit.name) for unit in hosts],
        template=found,
        rules=planning_of(db(), host.id).rules,
        own=[one for one in templates.own(db(), actor()) if one.row and one.row.host_id in {unit.id for unit in hosts}],
        shipped=templates.shipped(),
        parts=[(number, words, guessed.get(words, "")) for number, words in enumerate(parts)],
        units=[review_forms.unit_label(unit, units) for unit in units] if parts else [],
        errors=by_field(refused),
        v=lambda name, present: request.form.get(name, "") if refused else present,
        kinds=[(BY_TITLE, gettext("By the name"))],
    )


def _guessed(parts: list[str], units: tuple[Unit, ...], host: Unit, on: date) -> dict[str, str]:
    """Who is meant by a part, where it is certain: shown in the form, to be changed there."""
    matches = directory.resolve(parts, units, host.id)
    by_id = {unit.id: unit for unit in units}
    found = {words: by_id.get(match.unit_id or 0) for words, match in matches.items() if match.certain}
    office = suggestions.usual_unit(db(), host.id, on)
    for words in parts:
        if found.get(words) is None and search_key(words) == "van phong":
            found[words] = office
    return {words: review_forms.unit_label(unit, units) for words, unit in found.items() if unit is not None}
