"""What a conference often needs and its plan does not name: offered on its page and in the review, one click each."""

from typing import NamedTuple

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput
from tracker.domain.permissions import Action
from tracker.models import Conference, Task, Unit
from tracker.services import review, review_undo, suggestions, unit_matching
from tracker.services.conferences import ConferencePage
from tracker.services.suggestions import Offers
from tracker.web import need_words
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.requests import commit, db, now, today
from tracker.web.sessions import actor

bp = Blueprint("suggestions", __name__)

for _words in (need_words.offer_title, need_words.need_reason, need_words.need_basis):
    bp.add_app_template_global(_words)


class Panel(NamedTuple):
    """What the conference's page offers: the offers, and the host's own units to give them to."""

    offers: Offers
    units: list[Unit]


@bp.app_template_global()
def suggestion_panel(page: ConferencePage) -> Panel | None:
    """For the page of a conference in preparation, for whoever may add tasks to it."""
    if not page.may_review or page.conference.state.value != "active":
        return None
    tasks = review.tasks_of(db(), page.conference.id)
    offers = suggestions.of_conference(db(), page.conference, tasks, today=today())
    return Panel(offers, _own_units(page.conference)) if offers.open or offers.dismissed else None


def _own_units(conference: Conference) -> list[Unit]:
    inside = unit_matching.valid(today()).where(
        (Unit.parent_id == conference.host_id) | (Unit.id == conference.host_id)
    )
    return list(db().scalars(inside.order_by(Unit.parent_id.is_(None), Unit.sort_key)))


def take_offers(conference: Conference, unit_id: int | None) -> list[Task]:
    """What the form has ticked, or the one whose button was pressed, as drafts.

    Raises:
        InvalidInput: ``nothing_chosen``.
    """
    one = request.form.get("one", "")
    keys = {one} if one else set(request.form.getlist("suggestion"))
    tasks = review.tasks_of(db(), conference.id)
    offered = suggestions.of_conference(db(), conference, tasks, today=today()).open
    titles = {offer.key: need_words.offer_title(offer) for offer in offered if offer.key in keys}
    return suggestions.take(db(), actor(), conference.id, titles, unit_id=unit_id, now=now())


@bp.post("/hoi-nghi/<int:conference_id>/goi-y")
@requires(Action.REVIEW_PLAN)
def take(conference_id: int) -> Response:
    """From the conference's page: drafts, which go out by the usual activation."""
    conference = review.opened(db(), actor(), conference_id)
    tasks = take_offers(conference, _unit_id(conference))
    step = review_undo.next_step(db(), actor(), conference_id, now=now())
    commit()
    said = ngettext(
        "%(num)d task added as a draft. No unit has been told of it yet: preview the mails and activate.",
        "%(num)d tasks added as drafts. No unit has been told of them yet: preview the mails and activate.",
        len(tasks),
    )
    undo = url_for("suggestions.undo", conference_id=conference_id)
    flash_done(said, undo=undo if step else None, fields={"step": str(step.id)} if step else None)
    return _back(conference_id)


def _unit_id(conference: Conference) -> int:
    chosen = request.form.get("unit", type=int)
    if chosen is None:
        raise InvalidInput("unit_needed_to_add", field="unit")
    if chosen not in {unit.id for unit in _own_units(conference)}:
        raise InvalidInput("unit_not_here", field="unit")
    return chosen


@bp.post("/hoi-nghi/<int:conference_id>/goi-y/hoan-tac")
@requires(Action.REVIEW_PLAN)
def undo(conference_id: int) -> Response:
    review_undo.undo(db(), actor(), conference_id, request.form.get("step", 0, type=int), now=now())
    commit()
    flash_done(gettext("Taken back; it is offered again."))
    return _back(conference_id)


@bp.post("/hoi-nghi/<int:conference_id>/goi-y/bo")
@requires(Action.REVIEW_PLAN)
def dismiss(conference_id: int) -> Response:
    """Not for this conference."""
    key = request.form.get("key", "")
    offer = suggestions.dismiss(db(), actor(), conference_id, key, now=now())
    commit()
    flash_done(
        gettext("“%(title)s” is not offered any more.", title=need_words.offer_title(offer)),
        undo=url_for("suggestions.take_up", conference_id=conference_id),
        fields={"key": offer.key, "ve": _from()},
    )
    return _back(conference_id)


@bp.post("/hoi-nghi/<int:conference_id>/goi-y/neu-lai")
@requires(Action.REVIEW_PLAN)
def take_up(conference_id: int) -> Response:
    suggestions.take_up(db(), actor(), conference_id, request.form.get("key", ""))
    commit()
    flash_done(gettext("It is offered again."))
    return _back(conference_id)


def _from() -> str:
    return "ra-soat" if request.form.get("ve") == "ra-soat" else ""


def _back(conference_id: int) -> Response:
    """To the page that the form stood on, with the offers open."""
    if _from():
        return redirect(url_for("review.show", conference_id=conference_id, _anchor="goi-y"))
    return redirect(url_for("conferences.show", conference_id=conference_id, mo="goi-y", _anchor="goi-y"))
