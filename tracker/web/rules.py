"""Quy tắc thời hạn: the back-planning table of an agency, a row or the factors corrected after a look at what moves."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput, Refused, StaleVersion
from tracker.domain.permissions import Action
from tracker.domain.rules import Proposal
from tracker.services import agency_rules, rule_changes
from tracker.services.agency_rules import Table
from tracker.services.rule_changes import Preview
from tracker.web import replan_words, rule_forms, rule_words
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, mailer, now, today
from tracker.web.sessions import actor

bp = Blueprint("rules", __name__)

Answer = Response | tuple[str, int] | str


@bp.get("/quy-tac-thoi-han")
@requires(Action.SEE_BOARD)
def index() -> str:
    return _index(agency_rules.table(db(), actor(), _host()))


@bp.get("/quy-tac-thoi-han/sua/<code>")
@requires(Action.MANAGE_RULES)
def edit(code: str) -> str:
    table = agency_rules.to_edit(db(), actor(), _host())
    return _form(table, code)


@bp.get("/quy-tac-thoi-han/quy-mo")
@requires(Action.MANAGE_RULES)
def factors() -> Answer:
    """The factors; with some typed also what they would make of the rules."""
    table = agency_rules.to_edit(db(), actor(), _host())
    if "small" not in request.args:
        return _factors(table)
    try:
        return _factors(table, wanted=rule_forms.proposal({**request.args, "viec": rule_forms.FACTORS}, table))
    except InvalidInput as refused:
        return _factors(table, refused=refused), 422


@bp.get("/quy-tac-thoi-han/xem-truoc")
@requires(Action.MANAGE_RULES)
def preview() -> Answer:
    """What the proposal in the address would do; one that cannot be taken goes back to its form."""
    table = agency_rules.to_edit(db(), actor(), _host())
    try:
        wanted = rule_forms.proposal(request.args, table)
        return _preview(table, rule_changes.preview(db(), actor(), table.host.id, wanted, today=today()))
    except InvalidInput as refused:
        return _refused(table, refused), 422


@bp.post("/quy-tac-thoi-han")
@requires(Action.MANAGE_RULES)
def apply() -> Answer:
    table = agency_rules.to_edit(db(), actor(), _host())
    running = request.form.get("pham-vi") == "dang-chuan-bi"
    try:
        wanted = rule_forms.proposal(request.form, table)
        done = rule_changes.apply(
            db(), actor(), table.host.id, wanted, running=running, confirmed=request.form.get("confirmed") == "1",
            seen=request.form.get("seen", ""), reason=request.form.get("reason", ""), compose=mailer(), now=now(),
        )  # fmt: skip
    except (InvalidInput, StaleVersion) as refused:
        db().rollback()
        return _again(refused)
    commit()
    flash_done(_done_words(done, running))
    return redirect(url_for("rules.index", **_agency(table)))


def _again(refused: Refused) -> Answer:
    """The preview as it is now, with what was refused; a proposal that makes no difference any more, its form."""
    table = agency_rules.to_edit(db(), actor(), _host())
    status = 409 if isinstance(refused, StaleVersion) else 422
    try:
        wanted = rule_forms.proposal(request.form, table)
        found = rule_changes.preview(db(), actor(), table.host.id, wanted, today=today())
    except InvalidInput as why:
        return _refused(table, why), 422
    return _preview(table, found, refused), status


def _done_words(done: Preview, running: bool) -> str:
    if not running or not done.effects:
        return gettext("The rules are changed; conferences that are there keep their due dates.")
    return ngettext(
        "The rules are changed; %(num)d due date has moved.", "The rules are changed; %(num)d due dates have moved.",
        done.moves,
    )  # fmt: skip


def _host() -> int | None:
    return request.values.get("co-quan", type=int)


def _agency(table: Table) -> dict[str, Any]:
    """The agency for an address; nothing where there is only one."""
    return {"co-quan": table.host.id} if len(table.hosts) > 1 else {}


def _index(table: Table, refused: Refused | None = None) -> str:
    return _render("rules/index.html", table, error=message(refused) if refused else None)


def _form(table: Table, code: str, refused: Refused | None = None) -> str:
    row = table.row(code)
    return _render("rules/edit.html", table, row=row, v=rule_forms.present(row) | _typed(), errors=_errors(refused))


def _factors(table: Table, *, wanted: Proposal | None = None, refused: Refused | None = None) -> str:
    values = {"small": str(table.factors.small), "provincial": str(table.factors.provincial)}
    shown = table.rules.amended(wanted) if wanted else table.rules
    return _render("rules/factors.html", table, shown=shown, v=values | _typed(), errors=_errors(refused))


def _preview(table: Table, found: Preview, refused: Refused | None = None) -> str:
    return _render(
        "rules/preview.html",
        table,
        found=found,
        replans=replan_words,
        handed_on=_typed(),
        running=request.values.get("pham-vi", "dang-chuan-bi") == "dang-chuan-bi",
        reason=request.values.get("reason", ""),
        errors=_errors(refused),
    )


def _refused(table: Table, refused: Refused) -> str:
    """The form from which the proposal came, with what is wrong."""
    what = request.values.get("viec")
    if what == rule_forms.FACTORS:
        return _factors(table, refused=refused)
    code = request.values.get("loai", "")
    return _form(table, code, refused) if what == rule_forms.ROW else _index(table, refused)


def _typed() -> dict[str, str]:
    return rule_forms.handed_on(request.values)


def _errors(refused: Refused | None) -> dict[str, str]:
    return {str(refused.params.get("field", "")): message(refused)} if refused else {}


def _render(template: str, table: Table, **values: Any) -> str:
    return render_template(template, table=table, agency=_agency(table), words=rule_words, forms=rule_forms, **values)
