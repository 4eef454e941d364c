"""The scale of a conference: how far ahead it is prepared. Where tasks are out, it changes after a look at them."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput, StaleVersion, StepRefused
from tracker.domain.glossary import ConferenceScale, ConferenceState
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Action, Actor
from tracker.models import Conference, Task
from tracker.services import conference_access, dues, replan, rule_dues, rule_effects
from tracker.services.outbox import Composer
from tracker.services.planning import planning_of
from tracker.services.rule_effects import Effect


def preview(
    session: Session, actor: Actor, conference_id: int, scale: ConferenceScale, *, today: date
) -> Effect | None:
    """What :func:`apply` would alter; None: no due date is counted otherwise.

    Raises:
        NotFound, NotAllowed: as for the conference. StepRefused: ``conference_called_off``.
        InvalidInput: ``scale_same``.
    """
    conference = conference_access.get(session, actor, conference_id, Action.REVIEW_PLAN)
    if conference.state is ConferenceState.CANCELLED:
        raise StepRefused("conference_called_off")
    if conference.scale is scale:
        raise InvalidInput("scale_same", field="scale")
    rules, tasks = planning_of(session, conference.host_id).rules, replan.tasks_of(session, conference.id)
    before, after = rule_dues.at(rules, conference.scale), rule_dues.at(rules, scale)
    return rule_effects.effect_of(session, actor, conference, tasks, before, after, today=today)


def apply(
    session: Session,
    actor: Actor,
    conference_id: int,
    scale: ConferenceScale,
    *,
    seen: str,
    reason: str,
    compose: Composer,
    now: datetime,
) -> Effect | None:
    """Change the scale and the due dates as the preview showed, with one notice to each recipient.

    Raises:
        StaleVersion: what ``seen`` stands for has changed. InvalidInput: ``reason_missing`` (somebody would be told).
        Otherwise as :func:`preview`.
    """
    found = preview(session, actor, conference_id, scale, today=vietnam_date(now))
    if seen_of(found, scale) != seen:
        raise StaleVersion("stale")
    words = collapse(reason)[:1000]
    if found is not None and found.found.told and not words:
        raise InvalidInput("reason_missing", field="reason")
    conference = conference_access.get(session, actor, conference_id, Action.REVIEW_PLAN)
    conference.scale = scale
    if found is not None:
        # a batch of one: taking back its due dates alone would leave the scale behind
        batch = secrets.token_hex(16)
        rule_effects.carry_out(session, actor, found, reason=words, compose=compose, now=now, batch=batch)
    return found


def seen_of(found: Effect | None, scale: ConferenceScale) -> str:
    """Fingerprint of a preview."""
    return rule_effects.fingerprint([str(scale), *(found.facts if found else ())])


def recount(session: Session, conference: Conference, tasks: Sequence[Task], was: ConferenceScale) -> None:
    """Give the tasks of a draft the due dates of its present scale; what follows them is the caller's to move."""
    planning = planning_of(session, conference.host_id)
    before, after = rule_dues.at(planning.rules, was), rule_dues.at(planning.rules, conference.scale)
    found = rule_dues.counted(conference, tasks, before, after, planning.calendar)
    for task in tasks:
        if task.id in found:
            dues.put(task, found[task.id])
