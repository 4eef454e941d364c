"""The review page drawn: plainly, with a form open, or with what was refused and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from tracker.domain import cutting
from tracker.domain.errors import InvalidInput, Refused, StaleVersion
from tracker.domain.glossary import AssignmentRole, UnitKind
from tracker.domain.kinds import KINDS
from tracker.models import Conference
from tracker.services import plans, review, review_log, review_spread
from tracker.web import plan_text, plan_words, review_forms, review_page, review_words
from tracker.web.errors import STATUS
from tracker.web.messages import message
from tracker.web.requests import db, now
from tracker.web.review_answers import UNCERTAIN, filtered, shown
from tracker.web.sessions import actor

Value = Callable[[str, object], object]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Which form is open: ``target`` the id of a task, "thong-tin" or "them"; ``mode``: edit, split, merge or
    spread.
    """

    target: str = ""
    mode: str = "edit"
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: MultiDict[str, str] = field(default_factory=MultiDict)  # what a refused form carried
    lines: tuple[str, ...] = ()  # what others have changed meanwhile

    def value(self, name: str, present: object) -> object:
        return self.typed.get(name, "") if self.typed else present


def page(conference: Conference, opened: Opened | None = None) -> str:
    opened = opened or _asked()
    sheet = review_page.sheet(db(), actor(), conference, now=now())
    return render_template(
        "review/show.html",
        sheet=sheet,
        conference=conference,
        sentences=plan_text.sentences(sheet.tasks),
        opened=opened,
        editing=opened.target,
        errors=opened.errors,
        at=sheet.anchor(request.args.get("o", type=int)),
        only=shown() == UNCERTAIN,
        here=lambda **values: filtered("review.show", conference_id=conference.id, **values),
        adding=_adding(conference, sheet, opened),
        v=opened.value,
        words=plan_words,
        said=review_words,
        page=review_page,
        forms=review_forms,
        cutting=cutting,
        spreading=review_spread,
        person_id=actor().account_id,
        roles=list(AssignmentRole),
        kinds=list(KINDS),
        unit_kinds=list(UnitKind),
        positions={task.id: task.position for task in sheet.tasks},
    )


def _asked() -> Opened:
    for name, mode in (("tach", "split"), ("gop", "merge"), ("giao", "spread")):
        if request.args.get(name):
            return Opened(target=request.args[name], mode=mode)
    return Opened(target=request.args.get("sua", ""))


@dataclass(frozen=True, kw_only=True)
class Adding:
    """The form for a task by hand: open or not, and what stands in it. ``words``: chosen in the text."""

    opened: bool
    line: int | None
    words: str
    v: Value


def _adding(conference: Conference, sheet: review_page.Sheet, opened: Opened) -> Adding:
    mine = opened.target == "them"
    if mine and opened.typed:
        line = opened.typed.get("line", type=int)
        return Adding(opened=True, line=line, words=opened.typed.get("quote", ""), v=opened.value)
    line = request.args.get("dong", type=int) if mine else None
    words = request.args.get("tu", "") if mine else ""
    unit = sheet.unit_near(line)
    start: dict[str, object] = {
        "title": review_forms.title_of(words or _line_words(sheet, line)),
        "unit": review_forms.unit_label(unit, sheet.units) if unit else "",
    }
    return Adding(opened=mine, line=line, words=words, v=lambda name, present: start.get(name) or present)


def _line_words(sheet: review_page.Sheet, line: int | None) -> str:
    inside = line is not None and 0 <= line < len(sheet.lines)
    return plan_text.text_of(sheet.lines[line or 0]) if inside else ""


def refused_page(conference_id: int, refused: Refused, *, editing: str = "", mode: str = "edit") -> tuple[str, int]:
    """The page again, with what was typed, why it was not taken and what others have changed meanwhile."""
    db().rollback()
    name = str(refused.params.get("field", "")) if isinstance(refused, InvalidInput) else ""
    status = next(code for kind, code in STATUS.items() if isinstance(refused, kind))
    conference = review.opened(db(), actor(), conference_id)
    lines = _changed_by_others(conference) if isinstance(refused, StaleVersion) else ()
    errors = {name: message(refused)}
    return page(
        conference, Opened(target=editing, mode=mode, errors=errors, typed=MultiDict(request.form), lines=lines)
    ), status


def _changed_by_others(conference: Conference) -> tuple[str, ...]:
    """Who changed the form's tasks after its page was made, when, and which fields."""
    wanted = {task_id for task_id, _ in review_forms.refs(request.form.get("tasks", ""))}
    seen = request.form.get("seen", type=int)
    steps = review_log.since(db(), conference.id, seen, wanted) if seen is not None else ()
    tasks = {task.id: task.position for task in review.tasks_of(db(), conference.id)}
    units = plans.units_for(db(), conference)
    return tuple(review_words.told(step, wanted, units, tasks, actor().account_id) for step in steps)
