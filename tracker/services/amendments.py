"""Amended plans: a new version of an active conference's plan, compared with the tasks there are, decided, applied.

Every function raises ``NotFound`` where the conference is not the actor's to review. None commits.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer
from sqlalchemy.orm.exc import StaleDataError

from tracker.clock import vietnam_date
from tracker.domain.errors import DocumentRefused, NotFound, Refused, StaleVersion, StepRefused
from tracker.domain.permissions import Action, Actor, can, subject
from tracker.domain.plan import ParsedPlan
from tracker.models import Amendment, AmendmentState, Conference, Plan
from tracker.services import amendment_apply, amendment_reading, amendment_sheet, plans, review
from tracker.services.amendment_sheet import Sheet
from tracker.services.outbox import Composer
from tracker.services.plan_rows import ReadDocument, coverage_json, digest_of, line_json


def may_amend(session: Session, actor: Actor, conference_id: int) -> Conference:
    """The conference, if a new version of its plan can be taken in.

    Raises:
        StepRefused: ``amend_draft``, nothing is with the units yet: another file instead will do.
    """
    conference = review.opened(session, actor, conference_id)
    if conference.activated_at is None:
        raise StepRefused("amend_draft")
    return conference


def propose(
    session: Session,
    actor: Actor,
    conference_id: int,
    *,
    filename: str,
    data: bytes,
    document: ReadDocument,
    parsed: ParsedPlan,
    now: datetime,
) -> Amendment:
    """Keep an uploaded new version beside the plan in force; an amendment still open is replaced by it.

    Raises:
        DocumentRefused: ``no_plan``, ``classified``. StepRefused: ``amend_draft``.
        Refused: ``amend_same``, the file that is in force.
    """
    conference = may_amend(session, actor, conference_id)
    plans.refuse_classified(parsed)
    plans.refuse_classified(parsed)
    if not plans.is_plan(parsed):
        raise DocumentRefused("no_plan")
    if conference.plan is not None and conference.plan.sha256 == digest_of(data):
        raise Refused("amend_same")
    for earlier in _open(session, conference_id):
        _close(earlier, actor, AmendmentState.DISCARDED, now)
    session.flush()
    amendment = Amendment(
        conference=conference,
        filename=filename[-255:],
        format=document.format[:16],
        pages=document.pages,
        size=len(data),
        sha256=digest_of(data),
        content=data,
        lines=[line_json(line) for line in document.lines],
        coverage=coverage_json(parsed),
        reading=amendment_reading.stored(amendment_reading.read_again(plans.lines_of(session, conference_id)), parsed),
        decisions={},
        outcome={},
        uploaded_at=now,
        uploaded_by_id=actor.user_id,
    )
    session.add(amendment)
    session.flush()
    return amendment


def _open(session: Session, conference_id: int) -> Sequence[Amendment]:
    wanted = select(Amendment).where(Amendment.conference_id == conference_id)
    return session.scalars(wanted.where(Amendment.state == AmendmentState.OPEN)).all()


def open_of(session: Session, conference_id: int) -> Amendment | None:
    """The amendment that a new upload would replace."""
    return next(iter(_open(session, conference_id)), None)


def get(session: Session, actor: Actor, amendment_id: int) -> Amendment:
    """An amendment in any state, with its conference."""
    amendment = session.scalar(
        select(Amendment)
        .options(
            joinedload(Amendment.conference).joinedload(Conference.host),
            joinedload(Amendment.uploaded_by),
            joinedload(Amendment.closed_by),
            undefer(Amendment.lines),
        )
        .where(Amendment.id == amendment_id)
    )
    if amendment is None or not can(actor, Action.REVIEW_PLAN, subject(host_id=amendment.conference.host_id)):
        raise NotFound("not_found")
    return amendment


def number_of(amendment: Amendment) -> str | None:
    """The number that the amended text gives itself."""
    number: str | None = amendment.reading["new"]["conference"].get("number")
    return number


def sheet(session: Session, actor: Actor, amendment: Amendment, *, today: date) -> Sheet:
    """What an open amendment would change, as of ``today``."""
    return amendment_sheet.load(session, actor, amendment, today=today)


def decide(
    session: Session, actor: Actor, amendment_id: int, decisions: Mapping[str, Mapping[str, Any]], *, version: int
) -> Amendment:
    """Keep what a person chose about each change ("accept", "unit", "keep_due").

    Raises:
        StaleVersion: somebody else has decided in between. StepRefused: ``amend_closed``.
    """
    amendment = _to_change(session, actor, amendment_id, version)
    amendment.decisions = {**amendment.decisions, **{one: dict(chosen) for one, chosen in decisions.items()}}
    _flush(session)
    return amendment


def discard(session: Session, actor: Actor, amendment_id: int, *, version: int, now: datetime) -> Amendment:
    """Leave the plan as it is; the uploaded version stays in the list of what was proposed."""
    amendment = _to_change(session, actor, amendment_id, version)
    _close(amendment, actor, AmendmentState.DISCARDED, now)
    _flush(session)
    return amendment


def apply(
    session: Session,
    actor: Actor,
    amendment_id: int,
    *,
    seen: str,
    reason: str,
    compose: Composer,
    now: datetime,
) -> Sheet:
    """Do what the preview showed, and tell the units. ``reason`` stands in the history of each task it changes.

    Raises:
        StaleVersion: what ``seen`` stands for has changed since. StepRefused: ``amend_closed``.
        InvalidInput: ``amend_unit_needed``, whose a new duty is has not been said.
    """
    amendment = get(session, actor, amendment_id)
    _require_open(amendment)
    found = amendment_sheet.load(session, actor, amendment, today=vietnam_date(now))
    if found.seen != seen:
        raise StaleVersion("amend_stale")
    plan = amendment_apply.take_over(session, actor, found, reason=reason, compose=compose, now=now)
    amendment.outcome = amendment_sheet.outcome_of(found)
    amendment.plan_id = plan.id
    _close(amendment, actor, AmendmentState.APPLIED, now)
    _flush(session)
    return found


def _to_change(session: Session, actor: Actor, amendment_id: int, version: int) -> Amendment:
    amendment = get(session, actor, amendment_id)
    _require_open(amendment)
    if amendment.version != version:
        raise StaleVersion("amend_stale")
    return amendment


def _require_open(amendment: Amendment) -> None:
    if amendment.state is not AmendmentState.OPEN:
        raise StepRefused("amend_closed")


def _close(amendment: Amendment, actor: Actor, state: AmendmentState, now: datetime) -> None:
    amendment.state, amendment.closed_at, amendment.closed_by_id = state, now, actor.user_id


def _flush(session: Session) -> None:
    try:
        session.flush()
    except StaleDataError:
        raise StaleVersion("amend_stale") from None


def versions(session: Session, conference_id: int) -> Sequence[Plan]:
    """All versions of the plan, newest first, with who has uploaded them."""
    wanted = select(Plan).options(joinedload(Plan.uploaded_by)).where(Plan.conference_id == conference_id)
    return session.scalars(wanted.order_by(Plan.version.desc())).all()


def version_file(session: Session, actor: Actor, conference_id: int, version: int) -> Plan:
    """One version with its original bytes, for those who see the whole conference."""
    wanted = select(Plan).options(undefer(Plan.content)).where(Plan.conference_id == conference_id)
    plan = session.scalar(wanted.where(Plan.version == version))
    if plan is None or not can(actor, Action.SEE_WHOLE_CONFERENCE, subject(host_id=plan.conference.host_id)):
        raise NotFound("not_found")
    return plan


def applied(session: Session, conference_id: int) -> Sequence[Amendment]:
    """The amendments that were taken over, newest first."""
    wanted = (
        select(Amendment)
        .options(joinedload(Amendment.closed_by))
        .where(Amendment.conference_id == conference_id, Amendment.state == AmendmentState.APPLIED)
    )
    return session.scalars(wanted.order_by(Amendment.id.desc())).all()
