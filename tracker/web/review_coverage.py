"""Answers to what the reader could not place, and findings taken note of; every answer can be undone."""

from collections.abc import Sequence

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.errors import NotFound, Refused
from tracker.domain.permissions import Action
from tracker.models import Conference, Task, Unit
from tracker.services import review_coverage, review_findings
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.requests import commit, db, now, today
from tracker.web.review_answers import filtered
from tracker.web.review_show import refused_page
from tracker.web.sessions import actor

bp = Blueprint("review_coverage", __name__)

Answer = Response | tuple[str, int]


@bp.post("/ke-hoach/<int:conference_id>/cau/<int:sentence_id>/bo-qua")
@requires(Action.REVIEW_PLAN)
def dismiss(conference_id: int, sentence_id: int) -> Answer:
    """The sentence is no duty."""
    reason = request.form.get("reason", "")
    try:
        review_coverage.dismiss(db(), actor(), conference_id, sentence_id, reason=reason, now=now())
    except NotFound:
        raise
    except Refused as refused:
        return refused_page(conference_id, refused)
    commit()
    flash_done(
        gettext("The sentence is dismissed."),
        undo=url_for("review_coverage.take_up", conference_id=conference_id, sentence_id=sentence_id),
    )
    return _back(conference_id, "chua-xu-ly")


@bp.post("/ke-hoach/<int:conference_id>/cau/<int:sentence_id>/khoi-phuc")
@requires(Action.REVIEW_PLAN)
def take_up(conference_id: int, sentence_id: int) -> Answer:
    review_coverage.take_up(db(), actor(), conference_id, sentence_id, now=now())
    commit()
    flash_done(gettext("The sentence waits for an answer again."))
    return _back(conference_id, "chua-xu-ly")


@bp.post("/ke-hoach/<int:conference_id>/phat-hien/<int:finding_id>/da-xem")
@requires(Action.REVIEW_PLAN)
def mark_seen(conference_id: int, finding_id: int) -> Answer:
    review_findings.mark_seen(db(), actor(), conference_id, finding_id, now=now())
    commit()
    flash_done(
        gettext("Taken note of."),
        undo=url_for("review_coverage.unmark", conference_id=conference_id, finding_id=finding_id),
    )
    return _back(conference_id, "phat-hien")


@bp.post("/ke-hoach/<int:conference_id>/phat-hien/<int:finding_id>/chua-xem")
@requires(Action.REVIEW_PLAN)
def unmark(conference_id: int, finding_id: int) -> Answer:
    review_findings.unmark(db(), actor(), conference_id, finding_id)
    commit()
    flash_done(gettext("The finding is shown again."))
    return _back(conference_id, "phat-hien")


def _back(conference_id: int, anchor: str) -> Response:
    return redirect(f"{filtered('review.show', conference_id=conference_id)}#{anchor}")


@bp.app_template_global()
def open_sentences(conference: Conference) -> int:
    """How many sentences that may hand out work nobody has answered."""
    return review_coverage.open_count(db(), conference)


@bp.app_template_global()
def units_without_contact(conference: Conference, tasks: Sequence[Task]) -> list[Unit]:
    """Units with work that no mail would reach today."""
    return review_findings.without_contact(db(), conference, tasks, today=today())
