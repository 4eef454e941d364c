"""Splitting, merging, linking, and the news for an open page. ``web.review`` binds these views to its blueprint."""

from collections.abc import Sequence

from flask import render_template, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from tracker.domain.errors import NotFound, Refused
from tracker.domain.permissions import Action
from tracker.services import review_link, review_merge, review_presence, review_split, review_spread
from tracker.services.review import Ref
from tracker.web import review_forms, review_words
from tracker.web.formats import format_day
from tracker.web.guard import requires
from tracker.web.plan_text import runs
from tracker.web.requests import commit, db, now
from tracker.web.review_answers import done, filtered, to_first
from tracker.web.review_show import refused_page
from tracker.web.sessions import actor

Answer = Response | tuple[str, int] | str


@requires(Action.REVIEW_PLAN)
def split(conference_id: int) -> Answer:
    """Cut a task at the ticked places and before the typed words."""
    found = review_forms.refs(request.form.get("tasks", ""))
    cuts = set(request.form.getlist("cut", type=int))
    try:
        words = review_forms.lines(request.form.get("words", ""))
        tasks = review_split.split(db(), actor(), conference_id, found, cuts, words=words, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return refused_page(conference_id, refused, editing=_first(found), mode="split")
    places = runs(task.position for task in tasks)
    done(gettext("Split: now tasks %(places)s. See whether kind and due date fit.", places=places), conference_id)
    commit()
    return to_first(conference_id, tasks)


def _first(found: Sequence[Ref]) -> str:
    return str(found[0][0]) if found else ""


@requires(Action.REVIEW_PLAN)
def spread(conference_id: int) -> Answer:
    """Give a collective's task to each of the ticked units."""
    found = review_forms.refs(request.form.get("tasks", ""))
    unit_ids = request.form.getlist("units", type=int)
    try:
        tasks = review_spread.spread(db(), actor(), conference_id, found, unit_ids, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return refused_page(conference_id, refused, editing=_first(found), mode="spread")
    done(
        ngettext("%(num)d unit has the task now.", "%(num)d units have the task now, one each.", len(tasks)),
        conference_id,
    )
    commit()
    return to_first(conference_id, tasks)


@requires(Action.REVIEW_PLAN)
def merge(conference_id: int) -> Answer:
    """Merge the ticked tasks into the one whose form this is."""
    own = review_forms.refs(request.form.get("tasks", ""))
    others = [ref for text in request.form.getlist("with") for ref in review_forms.refs(text)]
    try:
        task = review_merge.merge(db(), actor(), conference_id, [*own, *others], now=now())
    except NotFound:
        raise
    except Refused as refused:
        return refused_page(conference_id, refused, editing=_first(own), mode="merge")
    count = len(others) + 1
    said = ngettext(
        "%(num)d task merged into task %(no)s.", "%(num)d tasks merged into task %(no)s.", count, no=task.position
    )
    due = gettext("Due date: %(day)s, the earliest of them.", day=format_day(task.due)) if task.due else ""
    done(f"{said} {due}".strip(), conference_id)
    commit()
    return to_first(conference_id, [task])


@requires(Action.REVIEW_PLAN)
def link(conference_id: int) -> Answer:
    """Follow another lead task, or none."""
    found = review_forms.refs(request.form.get("tasks", ""))
    lead = request.form.get("lead", type=int) if request.form.get("follow") == "1" else None
    try:
        tasks = review_link.link(db(), actor(), conference_id, found, lead, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return refused_page(conference_id, refused)
    done(
        gettext("It follows the chosen task now.") if lead else gettext("It follows no other task any more."),
        conference_id,
    )
    commit()
    return to_first(conference_id, tasks)


@requires(Action.REVIEW_PLAN)
def news(conference_id: int) -> Answer:
    """What others have saved since the page was made, and who is there; nothing (204) where nothing is new."""
    seen = request.form.get("seen", 0, type=int), request.form.get("facts", 0, type=int)
    found = review_presence.news(db(), actor(), conference_id, seen, now=now())
    review_presence.stay(db(), actor(), conference_id, now=now())
    commit()
    if found.token == request.form.get("told"):
        return "", 204
    return render_template(
        "review/_news.html",
        conference_id=conference_id,
        seen=seen,
        told=found.token,
        present=found.present,
        lines=review_words.news_lines(found, actor().account_id),
        reload=_reload(conference_id),
        said=review_words,
    )


def _reload(conference_id: int) -> dict[str, str]:
    """The page anew, with the form that is open: "keep" for scripts, which leave it as it is being typed in."""
    form = request.form.get("open", "")
    name, _, target = form.partition("=")
    chosen = {name: target} if name in {"sua", "tach", "gop", "giao"} and target else {}
    plain = filtered("review.show", conference_id=conference_id, **chosen)
    return {"plain": plain, "keep": filtered("review.show", conference_id=conference_id, giu="1", **chosen)}
