"""Reviewing a plan: the text beside what was read from it, every action a plain form."""

from collections.abc import Callable, Mapping

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from tracker.domain.errors import NotFound, Refused
from tracker.domain.permissions import Action
from tracker.models import Task
from tracker.services import conference_facts, plans, review, review_add, review_undo, review_units
from tracker.web import activation, review_changes, review_forms, review_items, review_words
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.requests import commit, db, now
from tracker.web.review_answers import done, to_first
from tracker.web.review_show import page, refused_page
from tracker.web.sessions import actor
from tracker.web.suggestions import take_offers

bp = Blueprint("review", __name__)

Answer = Response | tuple[str, int] | str


@bp.get("/ke-hoach/<int:conference_id>/ra-soat")
@requires(Action.REVIEW_PLAN)
def show(conference_id: int) -> str:
    return page(review.opened(db(), actor(), conference_id))


def _back(conference_id: int, task: Task) -> Response:
    """To the item that is next to be looked at after ``task``, else to the task itself."""
    tasks = review.tasks_of(db(), conference_id)
    return to_first(conference_id, [review_items.following(tasks, task, panel=request.form.get("panel", ""))])


_VERBS: Mapping[str, tuple[Callable[..., list[Task]], Callable[[int], str]]] = {
    "chap-nhan": (review.accept, lambda n: ngettext("%(num)d task accepted.", "%(num)d tasks accepted.", n)),
    "bo-qua": (review.skip, lambda n: ngettext("%(num)d task skipped.", "%(num)d tasks skipped.", n)),
    "khoi-phuc": (review.restore, lambda n: ngettext("%(num)d task restored.", "%(num)d tasks restored.", n)),
}


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/<verb>")
@requires(Action.REVIEW_PLAN)
def act(conference_id: int, verb: str) -> Answer:
    """Accept, skip or restore the tasks of the form."""
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
        return refused_page(conference_id, refused)
    done(words(len(tasks)), conference_id)
    answer = _back(conference_id, tasks[-1])
    commit()
    return answer


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/hoan-tac")
@requires(Action.REVIEW_PLAN)
def undo(conference_id: int) -> Answer:
    """Take one's own step back; the message offers the one before it."""
    try:
        step = review_undo.undo(db(), actor(), conference_id, request.form.get("step", 0, type=int), now=now())
    except NotFound:
        raise
    except Refused as refused:
        return refused_page(conference_id, refused)
    done(gettext("Taken back: %(what)s.", what=review_words.step_words(step)), conference_id)
    touched = {row["task"] for row in step.rows}
    answer = to_first(conference_id, [task for task in review.tasks_of(db(), conference_id) if task.id in touched])
    commit()
    return answer


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/chac-chan")
@requires(Action.REVIEW_PLAN)
def accept_all(conference_id: int) -> Answer:
    tasks = review.accept_certain(db(), actor(), conference_id, now=now())
    if tasks:
        done(_VERBS["chap-nhan"][1](len(tasks)), conference_id)
    answer = to_first(conference_id, [])
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
        return refused_page(conference_id, refused, editing=str(found[0][0]) if found else "")
    done(gettext("Saved and accepted."), conference_id)
    answer = _back(conference_id, tasks[-1])
    commit()
    return answer


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/them")
@requires(Action.REVIEW_PLAN)
def add(conference_id: int) -> Answer:
    """A task by hand, or from words of the text."""
    try:
        conference = review.opened(db(), actor(), conference_id)
        wanted = review_forms.correction(request.form, plans.units_for(db(), conference))
        line, last, quote = review_forms.place(request.form, plans.lines_of(db(), conference_id))
        task = review_add.add(db(), actor(), conference_id, wanted, now=now(), line=line, last=last, quote=quote)
    except NotFound:
        raise
    except Refused as refused:
        return refused_page(conference_id, refused, editing="them")
    done(gettext("Task %(number)s added.", number=task.position), conference_id)
    commit()
    return to_first(conference_id, [task])


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/goi-y")
@requires(Action.REVIEW_PLAN)
def take(conference_id: int) -> Answer:
    """Turn ticked suggestions, or the one whose button was pressed, into tasks."""
    try:
        conference = review.opened(db(), actor(), conference_id)
        unit_id = review_forms.unit_id(request.form.get("unit", ""), plans.units_for(db(), conference))
        tasks = take_offers(conference, unit_id)
    except NotFound:
        raise
    except Refused as refused:
        return refused_page(conference_id, refused)
    done(ngettext("%(num)d task added.", "%(num)d tasks added.", len(tasks)), conference_id)
    commit()
    return to_first(conference_id, tasks)


@bp.post("/ke-hoach/<int:conference_id>/ra-soat/don-vi")
@requires(Action.REVIEW_PLAN)
def choose_unit(conference_id: int) -> Answer:
    """The plan's spelling means this unit, now and in later plans."""
    words = request.values.get("words", "")  # in the list of unknown units the button's address carries both
    try:
        unit_id = request.values.get("unit_id", type=int) or 0
        tasks = review_units.choose(db(), actor(), conference_id, words, unit_id, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return refused_page(conference_id, refused)
    done(gettext("“%(words)s” is remembered as this unit.", words=words), conference_id)
    answer = to_first(conference_id, tasks)
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
        return refused_page(conference_id, refused)
    told = gettext("Enter their mail addresses in the directory: until then no mail reaches them.")
    count = ngettext("%(num)d unit taken into the directory.", "%(num)d units taken into the directory.", len(made))
    flash_done(f"{count} {told}")
    names = {one.words for one in wanted}
    answer = to_first(conference_id, [one for one in review.tasks_of(db(), conference_id) if one.unit_words in names])
    commit()
    return answer


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
        return refused_page(conference_id, refused, editing="thong-tin")
    commit()
    saved = gettext("Saved.")
    said = ngettext("%(num)d due date has moved.", "%(num)d due dates have moved.", len(moved)) if moved else ""
    flash_done(f"{saved} {said}".strip())
    return to_first(conference_id, [])


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
    return to_first(conference_id, [])


bp.add_url_rule("/ke-hoach/<int:conference_id>/xem-truoc", view_func=activation.preview)
bp.add_url_rule("/ke-hoach/<int:conference_id>/kich-hoat", view_func=activation.activate, methods=["POST"])
for _rule, _view in (
    ("tach", review_changes.split), ("giao", review_changes.spread), ("gop", review_changes.merge),
    ("theo", review_changes.link),
):  # fmt: skip
    bp.add_url_rule(f"/ke-hoach/<int:conference_id>/ra-soat/{_rule}", view_func=_view, methods=["POST"])
bp.add_url_rule("/ke-hoach/<int:conference_id>/ra-soat/tin", view_func=review_changes.news, methods=["POST"])
