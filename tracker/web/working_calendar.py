"""Lịch làm việc: a year on one page for everybody; administrators enter days, look at what moves, and apply."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.calendar_edit import Edit, Entry, check_decision
from tracker.domain.errors import InvalidInput, StaleVersion, noting, raise_all
from tracker.domain.permissions import Action
from tracker.services import calendar_change, calendar_days
from tracker.services.calendar_change import Preview
from tracker.web import replan_words, working_calendar_forms, working_calendar_words
from tracker.web.calendar_sheet import weekday_short
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import by_field, message
from tracker.web.requests import commit, db, mailer, now, today
from tracker.web.sessions import actor
from tracker.web.working_calendar_forms import Form

bp = Blueprint("working_calendar", __name__)
Page = tuple[str, int] | str


@bp.get("/lich-lam-viec")
@requires(Action.SIGNED_IN)
def show() -> str:
    return _year(today().year)


@bp.get("/lich-lam-viec/<int:year>")
@requires(Action.SIGNED_IN)
def year(year: int) -> str:
    return _year(year)


def _year(number: int) -> str:
    return render_template(
        "calendar_admin/show.html",
        sheet=calendar_days.year_of(db(), number, today=today()),
        years=calendar_days.years(today()),
        changes=calendar_days.changes(db()),
        words=working_calendar_words,
        weekday_short=weekday_short,
    )


@bp.get("/lich-lam-viec/sua")
@requires(Action.MANAGE_CALENDAR)
def edit() -> Page:
    """The form; when it was sent also what would move."""
    form = working_calendar_forms.read(request.args)
    if request.args.get("act") != "preview":
        return _form(form)
    try:
        return _form(form, calendar_change.preview(db(), actor(), _typed(form), now=now()))
    except InvalidInput as refused:
        return _form(form, refused=refused), 422


@bp.post("/lich-lam-viec/sua")
@requires(Action.MANAGE_CALENDAR)
def apply() -> Response | Page:
    """Do what the preview showed."""
    form = working_calendar_forms.read(request.form)
    try:
        return _applied(_typed(form))
    except InvalidInput as refused:
        db().rollback()
        return _form(form, refused=refused), 422
    except StaleVersion as stale:
        db().rollback()
        return _again(form, stale)


@bp.get("/lich-lam-viec/hoan-tac/<int:change_id>")
@requires(Action.MANAGE_CALENDAR)
def undo_preview(change_id: int) -> Page:
    return _undo(change_id)


@bp.post("/lich-lam-viec/hoan-tac/<int:change_id>")
@requires(Action.MANAGE_CALENDAR)
def undo(change_id: int) -> Response | Page:
    try:
        return _applied(calendar_change.undoing(db(), actor(), change_id, request.form.get("decision", "")))
    except InvalidInput as refused:
        db().rollback()
        return _undo(change_id, message(refused)), 422
    except StaleVersion as stale:
        db().rollback()
        return _undo(change_id, stale=message(stale)), 409


def _typed(form: Form) -> Edit:
    entries, years = list[Entry](), dict[int, bool]()
    wrong: list[InvalidInput] = []
    with noting(wrong):
        entries = working_calendar_forms.entries(form.lines)
    with noting(wrong):
        years = working_calendar_forms.years(form.year)
    if wrong:  # what could be read is not looked at yet, but the decision is
        with noting(wrong):
            check_decision(form.decision)
    raise_all(wrong)
    return calendar_change.entered(db(), actor(), entries, years, form.decision, today=today())


def _applied(edit: Edit) -> Response:
    done = calendar_change.apply(db(), actor(), edit, seen=request.form.get("seen", ""), compose=mailer(), now=now())
    commit()
    flash_done(working_calendar_words.done(done))
    changed = [one.day.year for one in edit.days] + [mark.year for mark in edit.years]
    return redirect(url_for("working_calendar.year", year=changed[0]))


def _again(form: Form, stale: StaleVersion) -> Page:
    """The preview as it is now; the form, where what was typed does not fit any more."""
    try:
        found = calendar_change.preview(db(), actor(), _typed(form), now=now())
    except InvalidInput as refused:
        return _form(form, refused=refused), 422
    return _form(form, found, stale=message(stale)), 409


def _form(form: Form, preview: Preview | None = None, refused: InvalidInput | None = None, stale: str = "") -> str:
    own = calendar_days.own_of(db())
    calendar = calendar_days.calendar_with(own)
    years = [(number, calendar.provisional(number)) for number in calendar_days.years(today())]
    return render_template(
        "calendar_admin/edit.html",
        form=form,
        preview=preview,
        errors=by_field(refused),
        stale=stale,
        years=[one for one in years if one[1] or one[0] in own.years],
        words=working_calendar_words,
        replan_words=replan_words,
    )


def _undo(change_id: int, error: str = "", stale: str = "") -> str:
    change = calendar_change.standing(db(), actor(), change_id)
    proposed = working_calendar_words.undo_decision(change)
    found = calendar_change.undoing(db(), actor(), change_id, proposed)
    return render_template(
        "calendar_admin/undo.html",
        change=change,
        decision=request.form.get("decision", proposed),
        preview=calendar_change.preview(db(), actor(), found, now=now()),
        error=error,
        stale=stale,
        words=working_calendar_words,
        replan_words=replan_words,
    )
