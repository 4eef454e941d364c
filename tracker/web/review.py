"""Reviewing a plan: the text beside what was read from it, every action a plain form."""

from collections.abc import Callable, Mapping

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput, NotFound, Refused
from tracker.domain.glossary import AssignmentRole, Review, UnitKind
from tracker.domain.kinds import KINDS
from tracker.domain.permissions import Action
from tracker.models import Conference, Task
from tracker.services import conference_facts, plans, review, review_add, review_units
from tracker.web import activation, plan_text, plan_words, review_forms, review_page
from tracker.web.errors import STATUS
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, now
from tracker.web.sessions import actor

bp = Blueprint("review", __name__)

Answer = Response | tuple[str, int] | str
UNDO_MOST = 100  # tasks whose numbers fit into the cookie that carries the message


@bp.get("/ke-hoach/<int:conference_id>/ra-soat")
@requires(Action.REVIEW_PLAN)
def show(conference_id: int) -> str:
    return _page(review.opened(db(), actor(), conference_id))


def _page(
    conference: Conference,
    *,
    editing: str | None = None,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    """``editing``: the id of a task, "thong-tin" or "them"; ``typed``: what a refused form carried."""
    sheet = review_page.sheet(db(), conference)
    line = request.values.get("dong", type=int) if editing is None else request.form.get("line", type=int)
    start = {"title": _line_words(conference.id, line)} if line is not None else {}

    def value(name: str, present: object) -> object:
        return (typed or {}).get(name, "") if typed else start.get(name, present)

    return render_template(
        "review/show.html",
        sheet=sheet,
        conference=conference,
        sentences=plan_text.sentences(sheet.tasks),
        editing=editing if editing is not None else request.args.get("sua", ""),
        at=sheet.anchor(request.args.get("o", type=int)),
        line=line,
        add_address=lambda number: (
            url_for("review.show", conference_id=conference.id, sua="them", dong=number) + "#them"
        ),
        errors=errors or {},
        v=value,
        words=plan_words,
        page=review_page,
        forms=review_forms,
        roles=list(AssignmentRole),
        kinds=list(KINDS),
        unit_kinds=list(UnitKind),
    )


def _refused(conference_id: int, refused: Refused, *, editing: str = "") -> tuple[str, int]:
    """The page again, with what was typed and why it was not taken."""
    db().rollback()
    field = str(refused.params.get("field", "")) if isinstance(refused, InvalidInput) else ""
    status = next(code for kind, code in STATUS.items() if isinstance(refused, kind))
    conference = review.opened(db(), actor(), conference_id)
    return _page(conference, editing=editing, errors={field: message(refused)}, typed=request.form), status


def _back(conference_id: int, task: Task | None = None) -> Response:
    """To the item that is next to be looked at after ``task``, else to the task itself."""
    if task is None:
        return redirect(url_for("review.show", conference_id=conference_id))
    tasks = review.tasks_of(db(), conference_id)
    waiting = [one for one in tasks if one.review is Review.CHECK and one.position > task.position]
    target = waiting[0] if waiting else task
    address = url_for("review.show", conference_id=conference_id, o=target.position)
    return redirect(f"{address}#n{target.position}")


def _done(text: str, conference_id: int, tasks: list[Task]) -> None:
    if len(tasks) > UNDO_MOST:
        flash_done(text)
        return
    undo = url_for("review.act", conference_id=conference_id, verb="hoan-tac")
    flash_done(text, undo=undo, fields={"tasks": review_page.refs_text(tasks)})


_VERBS: Mapping[str, tuple[Callable[..., list[Task]], Callable[[int], str]]] = {
    "chap-nhan": (review.accept, lambda n: ngettext("%(num)d task accepted.", "%(num)d tasks accepted.", n)),
    "bo-qua": (review.skip, lambda n: ngettext("%(num)d task skipped.", "%(num)d tasks skipped.", n)),
    "khoi-phuc": (review.restore, lambda n: ngettext("%(num)d task restored.", "%(num)d tasks restored.", n)),
    "hoan-tac": (review.undo, lambda n: gettext("Taken back.")),
}


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/<verb>")
@requires(Action.REVIEW_PLAN)
def act(conference_id: int, verb: str) -> Answer:
    """Accept, skip, restore or take back the tasks of the form."""
    if verb not in _VERBS:
        abort(404)
    service, words = _VERBS[verb]
    # A group's form carries all its tasks; "accept" takes those whose units are settled.
    chosen = (verb == "chap-nhan" and request.form.get("ready")) or request.form.get("tasks", "")
    try:
        tasks = service(db(), actor(), conference_id, review_forms.refs(chosen), now=now())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(conference_id, refused)
    if verb == "hoan-tac":
        flash_done(words(len(tasks)))
    else:
        _done(words(len(tasks)), conference_id, tasks)
    answer = _back(conference_id, tasks[-1])
    commit()
    return answer


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/chac-chan")
@requires(Action.REVIEW_PLAN)
def accept_all(conference_id: int) -> Answer:
    tasks = review.accept_certain(db(), actor(), conference_id, now=now())
    if tasks:
        _done(_VERBS["chap-nhan"][1](len(tasks)), conference_id, tasks)
    answer = _back(conference_id)
    commit()
    return answer


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/sua")
@requires(Action.REVIEW_PLAN)
def save(conference_id: int) -> Answer:
    """Save the edit form and accept."""
    found = review_forms.refs(request.form.get("tasks", ""))
    try:
        conference = review.opened(db(), actor(), conference_id)
        units = plans.units_for(db(), conference)
        wanted = review_forms.correction(request.form, units, several=len(found) > 1)
        tasks = review.correct(db(), actor(), conference_id, found, wanted, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(conference_id, refused, editing=str(found[0][0]) if found else "")
    _done(gettext("Saved and accepted."), conference_id, tasks)
    answer = _back(conference_id, tasks[-1])
    commit()
    return answer


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/them")
@requires(Action.REVIEW_PLAN)
def add(conference_id: int) -> Answer:
    """A task by hand."""
    try:
        conference = review.opened(db(), actor(), conference_id)
        wanted = review_forms.correction(request.form, plans.units_for(db(), conference))
        line = request.form.get("line", type=int)
        quote = _line_words(conference_id, line)
        task = review_add.add(db(), actor(), conference_id, wanted, now=now(), line=line, quote=quote)
    except NotFound:
        raise
    except Refused as refused:
        return _refused(conference_id, refused, editing="them")
    flash_done(gettext("Task %(number)s added.", number=task.position))
    commit()
    address = url_for("review.show", conference_id=conference_id, o=task.position)
    return redirect(f"{address}#n{task.position}")


def _line_words(conference_id: int, line: int | None) -> str:
    lines = plans.lines_of(db(), conference_id) if line is not None else []
    return plan_text.text_of(lines[line]) if line is not None and 0 <= line < len(lines) else ""


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/goi-y")
@requires(Action.REVIEW_PLAN)
def take(conference_id: int) -> Answer:
    """Turn ticked suggestions into tasks."""
    try:
        conference = review.opened(db(), actor(), conference_id)
        ids = set(request.form.getlist("suggestion", type=int))
        titles = {one.id: plan_words.suggestion_title(one.kind) for one in conference.suggestions if one.id in ids}
        unit_id = review_forms.unit_id(request.form.get("unit", ""), plans.units_for(db(), conference))
        tasks = review_add.take(db(), actor(), conference_id, titles, unit_id=unit_id, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(conference_id, refused)
    flash_done(ngettext("%(num)d task added.", "%(num)d tasks added.", len(tasks)))
    commit()
    address = url_for("review.show", conference_id=conference_id, o=tasks[0].position)
    return redirect(f"{address}#n{tasks[0].position}")


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/don-vi")
@requires(Action.REVIEW_PLAN)
def choose_unit(conference_id: int) -> Answer:
    """The plan's spelling means this unit, now and in later plans."""
    words = request.form.get("words", "")
    try:
        unit_id = request.form.get("unit_id", type=int) or 0
        tasks = review_units.choose(db(), actor(), conference_id, words, unit_id, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(conference_id, refused)
    _done(gettext("“%(words)s” is remembered as this unit.", words=words), conference_id, tasks)
    answer = _at(conference_id, tasks)
    commit()
    return answer


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/don-vi-moi")
@requires(Action.REVIEW_PLAN)
def create_units(conference_id: int) -> Answer:
    """Take the ticked unknown units into the directory."""
    wanted = review_forms.new_units(request.form, request.form.getlist("row"))
    try:
        made = review_units.create(db(), actor(), conference_id, wanted, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(conference_id, refused)
    told = gettext("Enter their mail addresses in the directory: until then no mail reaches them.")
    count = ngettext("%(num)d unit taken into the directory.", "%(num)d units taken into the directory.", len(made))
    flash_done(f"{count} {told}")
    names = {one.words for one in wanted}
    answer = _at(conference_id, [one for one in review.tasks_of(db(), conference_id) if one.unit_words in names])
    commit()
    return answer


def _at(conference_id: int, tasks: list[Task]) -> Response:
    if not tasks:
        return _back(conference_id)
    address = url_for("review.show", conference_id=conference_id, o=tasks[0].position)
    return redirect(f"{address}#n{tasks[0].position}")


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/thong-tin")
@requires(Action.REVIEW_PLAN)
def facts(conference_id: int) -> Answer:
    """Save the facts of the conference; due dates follow."""
    version = request.form.get("version", -1, type=int)
    try:
        wanted = review_forms.facts(request.form)
        moved = conference_facts.change(db(), actor(), conference_id, wanted, version=version, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return _refused(conference_id, refused, editing="thong-tin")
    commit()
    saved = gettext("Saved.")
    said = ngettext("%(num)d due date has moved.", "%(num)d due dates have moved.", len(moved)) if moved else ""
    flash_done(f"{saved} {said}".strip())
    return _back(conference_id)


@bp.post("/ke-hoach/<int:conference_id>/huy-ban-thao")
@requires(Action.REVIEW_PLAN)
def discard(conference_id: int) -> Answer:
    conference = conference_facts.discard(db(), actor(), conference_id)
    commit()
    undo = url_for("review.bring_back", conference_id=conference_id)
    flash_done(gettext("The draft “%(title)s” has been removed.", title=conference.short_title), undo=undo)
    return redirect(url_for("board.show"))


@bp.post("/ke-hoach/<int:conference_id>/khoi-phuc-ban-thao")
@requires(Action.REVIEW_PLAN)
def bring_back(conference_id: int) -> Answer:
    conference_facts.bring_back(db(), actor(), conference_id)
    commit()
    flash_done(gettext("The draft is back."))
    return _back(conference_id)


bp.add_url_rule("/ke-hoach/<int:conference_id>/xem-truoc", view_func=activation.preview)
bp.add_url_rule("/ke-hoach/<int:conference_id>/kich-hoat", view_func=activation.activate, methods=["POST"])
