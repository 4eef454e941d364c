"""Thay đổi tổ chức: what becomes of a unit is typed, looked at, then recorded; ``directory`` names the addresses."""

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput, Refused
from tracker.domain.permissions import Action
from tracker.domain.succession import UnitChange
from tracker.services import hand_over as handing
from tracker.services import unit_changes, unit_page
from tracker.services.unit_changes import Preview, Wanted
from tracker.web import unit_mail
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, mailer, now, today
from tracker.web.sessions import actor
from tracker.web.task_forms import read_day
from tracker.web.unit_words import change_label


@requires(Action.MANAGE_DIRECTORY)
def show(unit_id: int) -> tuple[str, int] | str:
    """The form; with a kind of change in the address also what it would do."""
    if "change" not in request.args:
        return _page(unit_id)
    try:
        seen = unit_changes.preview(db(), actor(), unit_id, _typed(request.args), today=today())
    except InvalidInput as refused:
        return _page(unit_id, refused=refused), 422
    return _page(unit_id, seen)


@requires(Action.MANAGE_DIRECTORY)
def record(unit_id: int) -> Response | tuple[str, int]:
    try:
        heirs = unit_changes.record(db(), actor(), unit_id, _typed(request.form), now=now(), today=today())
    except InvalidInput as refused:
        db().rollback()
        return _page(unit_id, refused=refused), 422
    commit()
    count = len(heirs)
    flash_done(
        ngettext("Recorded; %(num)d unit takes over.", "Recorded; %(num)d units take over.", count)
        if count
        else gettext("Recorded; nobody takes over.")
    )
    return redirect(url_for("directory.show", unit_id=unit_id))


@requires(Action.MANAGE_DIRECTORY)
def take_back(unit_id: int) -> Response:
    unit = unit_changes.take_back(db(), actor(), unit_id)
    commit()
    flash_done(gettext("The record is removed: “%(name)s” is there as before.", name=unit.name))
    return redirect(url_for("directory.show", unit_id=unit_id))


@requires(Action.CONFIRM_TASK)
def hand_over(unit_id: int) -> Response | tuple[str, int]:
    heir_id = request.form.get("heir", 0, type=int)
    ids = set(request.form.getlist("task", type=int))
    try:
        given = handing.hand_over(db(), actor(), unit_id, heir_id, ids, now=now(), compose=mailer())
    except Refused as refused:
        db().rollback()
        page = unit_page.load(db(), actor(), unit_id, today=today())
        contacts = unit_mail.values(unit_id)
        return render_template("directory/show.html", page=page, refusal=message(refused), **contacts), 422
    commit()
    flash_done(
        ngettext(
            "%(num)d task handed over; the unit is told.", "%(num)d tasks handed over; the unit is told.", len(given)
        )
    )
    return redirect(url_for("directory.show", unit_id=unit_id))


def _typed(values: Mapping[str, str]) -> Wanted:
    """Raises:
    InvalidInput: ``date_invalid``, ``unit_change_unknown``.
    """
    change = values.get("change", "")
    if change not in set(UnitChange):
        raise InvalidInput("unit_change_unknown", field="change")
    try:
        effective = read_day(values.get("effective", ""))
    except InvalidInput as refused:
        refused.params["field"] = "effective"
        raise
    return Wanted(
        change=UnitChange(change),
        effective=effective,
        decision=values.get("decision", ""),
        into=_lines(values.get("into", "")),
        others=_lines(values.get("others", "")),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _page(unit_id: int, seen: Preview | None = None, refused: InvalidInput | None = None) -> str:
    fields = ("change", "effective", "decision", "into", "others")
    return render_template(
        "directory/change.html",
        unit=unit_page.check_edit(db(), actor(), unit_id),
        seen=seen,
        errors={str(refused.params.get("field", "")): message(refused)} if refused else {},
        values={name: request.values.get(name, "") for name in fields},
        changes=[(change, change_label(change)) for change in UnitChange],
    )
