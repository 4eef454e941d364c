"""Conferences: the list, and the page of one with its tabs."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.errors import NotAllowed
from tracker.domain.permissions import Action
from tracker.services import amendments, conferences, dues, replan_undo
from tracker.services.conferences import ConferencePage
from tracker.web import (
    amendment_words,
    assigned_text,
    conference_scale,
    conference_words,
    due_shift,
    event_move,
    reminder_desk,
    replan_words,
    task_words,
    timeline_page,
)
from tracker.web.guard import requires
from tracker.web.requests import db, today
from tracker.web.sessions import actor

bp = Blueprint("conferences", __name__)

GROUPINGS = ("don-vi", "thoi-han", "loai")
TABS = {
    "tham-luan": "conferences.speeches",
    "chuong-trinh": "conferences.programme",
    "van-ban": "conferences.text",
    "nhac-viec": "conferences.reminding",
    "nhat-ky": "conferences.log",
}


@bp.get("/hoi-nghi")
@requires(Action.SEE_CONFERENCE)
def index() -> str:
    find = request.args.get("tim", "").strip()
    page = request.args.get("trang", 1, type=int)
    listing = conferences.index(db(), actor(), today=today(), find=find, page=page)
    return render_template("conferences/index.html", listing=listing, find=find, page_address=_page_address)


def _page_address(page: int) -> str:
    endpoint = request.endpoint or "conferences.index"
    known: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(), "trang": page}
    return url_for(endpoint, **known)


@bp.get("/hoi-nghi/<int:conference_id>")
@requires(Action.SEE_CONFERENCE)
def show(conference_id: int) -> Response | str:
    if request.args.get("tab") in TABS:  # a tab by name, for links from elsewhere
        return redirect(url_for(TABS[request.args["tab"]], conference_id=conference_id))
    page = _load(conference_id)
    chosen = request.args.get("nhom", GROUPINGS[0])
    how = chosen if chosen in GROUPINGS else GROUPINGS[0]
    orders, drawing = timeline_page.on_screen(page)
    return _tab(
        "tasks",
        page,
        how=how,
        groups=conference_words.groups(page, how),
        meta=conference_words.meta,
        drawing=drawing,
        orders=orders,
    )


@bp.get("/hoi-nghi/<int:conference_id>/tham-luan")
@requires(Action.SEE_CONFERENCE)
def speeches(conference_id: int) -> str:
    return _tab("speeches", _whole(conference_id))


@bp.get("/hoi-nghi/<int:conference_id>/chuong-trinh")
@requires(Action.SEE_CONFERENCE)
def programme(conference_id: int) -> str:
    page = _whole(conference_id)
    items = conferences.agenda(db(), actor(), conference_id)
    sessions = [(name, list(rows)) for name, rows in groupby(items, key=lambda item: item.session or "")]
    return _tab("programme", page, sessions=sessions, prepared=conferences.prepared_by(items, page.standings))


@bp.get("/hoi-nghi/<int:conference_id>/van-ban")
@requires(Action.SEE_CONFERENCE)
def text(conference_id: int) -> str:
    page = _whole(conference_id)
    plan = conferences.plan(db(), actor(), conference_id)
    lines: tuple[assigned_text.TextLine, ...] = ()
    if plan is not None:
        headings = frozenset(int(head[0]) for head in plan.coverage.get("outline", ()))
        lines = assigned_text.assigned(plan.lines, [one.task for one in page.standings], headings=headings)
    return _tab("text", page, plan=plan, lines=lines, versions=amendments.versions(db(), conference_id))


@bp.get("/hoi-nghi/<int:conference_id>/nhac-viec")
@requires(Action.SEE_CONFERENCE)
def reminding(conference_id: int) -> str:
    return reminders_page(conference_id)


def reminders_page(conference_id: int, errors: Mapping[str, str] | None = None) -> str:
    page = _whole(conference_id)
    values = reminder_desk.values(page)
    return _tab("reminders", page, errors=errors or {}, typed=request.form, page_address=_page_address, **values)


@bp.get("/hoi-nghi/<int:conference_id>/nhat-ky")
@requires(Action.SEE_CONFERENCE)
def log(conference_id: int) -> str:
    page = _whole(conference_id)
    found = conferences.log(db(), actor(), conference_id, page=request.args.get("trang", 1, type=int))
    amended = amendments.applied(db(), conference_id) if found.page == 1 else ()
    replans = replan_undo.of_conference(db(), conference_id) if found.page == 1 else ()
    return _tab(
        "log",
        page,
        log=found,
        line=task_words.history_line,
        page_address=_page_address,
        amended=amended,
        amended_summary=amendment_words.outcome,
        replans=replans,
        undoable=next((row.id for row in replans[:1] if replan_undo.can_undo(db(), row)), None),
        replan_line=replan_words.log_line,
    )


bp.add_app_template_global(reminder_desk.lack_address)
bp.add_app_template_global(reminder_desk.lack_words)
bp.post("/hoi-nghi/<int:conference_id>/tat-nhac", endpoint="mute")(reminder_desk.mute)
bp.post("/hoi-nghi/<int:conference_id>/tat-nhac/<int:mute_id>/bo", endpoint="lift_mute")(reminder_desk.lift)
bp.post("/hoi-nghi/<int:conference_id>/nhac-ngay", endpoint="nudge_unit")(reminder_desk.nudge_unit)
bp.post("/hoi-nghi/<int:conference_id>/nhac-ngay/rut-lai", endpoint="take_back_nudge")(reminder_desk.take_back)
bp.get("/hoi-nghi/<int:conference_id>/tien-do", endpoint="timeline")(timeline_page.show)
bp.get("/hoi-nghi/<int:conference_id>/ngay-to-chuc", endpoint="event_date")(event_move.show)
bp.post("/hoi-nghi/<int:conference_id>/ngay-to-chuc", endpoint="set_event_date")(event_move.apply)
bp.get("/hoi-nghi/<int:conference_id>/quy-mo", endpoint="scale")(conference_scale.show)
bp.post("/hoi-nghi/<int:conference_id>/quy-mo", endpoint="set_scale")(conference_scale.apply)
bp.get("/hoi-nghi/<int:conference_id>/doi-han", endpoint="shift")(due_shift.show)
bp.post("/hoi-nghi/<int:conference_id>/doi-han", endpoint="shift_dues")(due_shift.apply)
bp.post("/hoi-nghi/<int:conference_id>/lap-lai/<int:replan_id>/hoan-tac", endpoint="undo_replan")(event_move.undo)


def _load(conference_id: int) -> ConferencePage:
    return conferences.load(db(), actor(), conference_id, today=today())


def _whole(conference_id: int) -> ConferencePage:
    """The page of someone who sees every unit's tasks; a unit's member has the first tab only."""
    page = _load(conference_id)
    if not page.whole:
        raise NotAllowed("not_allowed")
    return page


def _tab(name: str, page: ConferencePage, **values: Any) -> str:
    return render_template(
        f"conferences/{name}.html",
        page=page,
        conference=page.conference,
        tab=name,
        event=dues.event_of(page.conference),
        tabs=_tabs(name, page) if page.whole else [],
        **values,
    )


def _tabs(current: str, page: ConferencePage) -> list[tuple[str, str, bool, int | None]]:
    def entry(name: str, words: str, endpoint: str, count: int | None = None) -> tuple[str, str, bool, int | None]:
        return words, url_for(f"conferences.{endpoint}", conference_id=page.conference.id), name == current, count

    return [
        entry("tasks", gettext("Tasks"), "show", len(page.standings)),
        entry("speeches", gettext("Speeches"), "speeches", len(page.speeches)),
        entry("programme", gettext("Programme"), "programme", page.agenda),
        *([entry("text", gettext("Text"), "text")] if page.has_plan else []),
        entry("reminders", gettext("Reminders"), "reminding"),
        entry("log", gettext("Log"), "log"),
    ]
