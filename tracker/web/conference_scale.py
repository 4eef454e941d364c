"""Quy mô: the scale of a conference, changed after a look at what moves; ``conferences`` names the address."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from tracker.domain.errors import InvalidInput, Refused, StaleVersion, StepRefused
from tracker.domain.glossary import ConferenceScale
from tracker.domain.permissions import Action
from tracker.services import conference_access, conference_scale
from tracker.services.planning import planning_of
from tracker.services.rule_effects import Effect
from tracker.web import replan_words, rule_words
from tracker.web.fact_words import scale_label
from tracker.web.flashes import flash_done
from tracker.web.guard import requires
from tracker.web.messages import message
from tracker.web.requests import commit, db, mailer, now, today
from tracker.web.sessions import actor


@requires(Action.REVIEW_PLAN)
def show(conference_id: int) -> tuple[str, int] | str:
    """The form; with a scale in the address also what it would alter."""
    if "scale" not in request.args:
        return _page(conference_id)
    try:
        wanted = _typed(request.args.get("scale", ""))
        found = conference_scale.preview(db(), actor(), conference_id, wanted, today=today())
    except (InvalidInput, StepRefused) as refused:
        return _page(conference_id, refused=refused), 422
    return _page(conference_id, wanted, found)


@requires(Action.REVIEW_PLAN)
def apply(conference_id: int) -> Response | tuple[str, int]:
    try:
        wanted = _typed(request.form.get("scale", ""))
        done = conference_scale.apply(
            db(), actor(), conference_id, wanted, seen=request.form.get("seen", ""),
            reason=request.form.get("reason", ""), compose=mailer(), now=now(),
        )  # fmt: skip
    except (InvalidInput, StepRefused, StaleVersion) as refused:
        db().rollback()
        return _again(conference_id, refused), 409 if isinstance(refused, StaleVersion) else 422
    commit()
    moved = len(done.found.moves) if done else 0
    flash_done(
        ngettext(
            "Scale: %(scale)s; %(num)d due date has moved.", "Scale: %(scale)s; %(num)d due dates have moved.", moved,
            scale=scale_label(wanted),
        )
    )  # fmt: skip
    return redirect(url_for("conferences.show", conference_id=conference_id))


def _typed(value: str) -> ConferenceScale:
    if value not in set(ConferenceScale):
        raise InvalidInput("choice_unknown", field="scale")
    return ConferenceScale(value)


def _again(conference_id: int, refused: Refused) -> str:
    """What there is to see now, where the scale can still be changed."""
    try:
        wanted = _typed(request.form.get("scale", ""))
        found = conference_scale.preview(db(), actor(), conference_id, wanted, today=today())
    except (InvalidInput, StepRefused):
        return _page(conference_id, refused=refused)
    return _page(conference_id, wanted, found, refused)


def _page(
    conference_id: int,
    wanted: ConferenceScale | None = None,
    found: Effect | None = None,
    refused: Refused | None = None,
) -> str:
    conference = conference_access.get(db(), actor(), conference_id, Action.REVIEW_PLAN)
    rules = planning_of(db(), conference.host_id).rules
    return render_template(
        "rules/scale.html",
        conference=conference,
        wanted=wanted,
        effect=found,
        seen=conference_scale.seen_of(found, wanted) if wanted else "",
        percent={scale: rules.factors.of(scale) for scale in ConferenceScale},
        rules=rules,
        words=rule_words,
        replans=replan_words,
        reason=request.values.get("reason", ""),
        errors={str(refused.params.get("field", "")): message(refused)} if refused else {},
        lead=gettext("How far ahead the conference is prepared. Pinned dates and those of the plan stay."),
    )
