"""What a form of the review is answered with: where to go, and what is said there."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.models import Task
from tracker.services import review_undo
from tracker.web.flashes import flash_done
from tracker.web.requests import db, now
from tracker.web.sessions import actor

UNCERTAIN = "chua-chac"
"""The value of ``loc`` that shows only what is uncertain."""


def filtered(endpoint: str, **values: Any) -> str:
    """An address of the review that keeps what the visitor chose to see."""
    return url_for(endpoint, **values, loc=shown() or None)


def shown() -> str:
    """From the address, or, behind a form, from the page that the form stood on."""
    if request.method == "GET" or not request.referrer:
        return request.args.get("loc", "")
    return parse_qs(urlsplit(request.referrer).query).get("loc", [""])[0]


def done(text: str, conference_id: int) -> None:
    """Say what was done; the step that did it can be taken back from there."""
    step = review_undo.next_step(db(), actor(), conference_id, now=now())
    undo = url_for("review.undo", conference_id=conference_id) if step else None
    flash_done(text, undo=undo, fields={"step": str(step.id)} if step else None)


def to_first(conference_id: int, tasks: Sequence[Task]) -> Response:
    """To the first of ``tasks``; without any to the top."""
    if not tasks:
        return redirect(filtered("review.show", conference_id=conference_id))
    place = tasks[0].position
    return redirect(filtered("review.show", conference_id=conference_id, o=place, _anchor=f"n{place}"))
