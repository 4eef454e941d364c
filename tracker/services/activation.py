"""Activation: the reviewed drafts of a conference go out to their units. It cannot be undone, so it is previewed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.errors import Refused, StaleVersion
from tracker.domain.glossary import AssignmentRole, ConferenceState, Review, TaskState, UnitKind
from tracker.domain.permissions import Actor
from tracker.domain.reminders import Audience
from tracker.domain.task import Step, move
from tracker.models import Conference, Task, Unit
from tracker.services import forecast, notices, review, task_history
from tracker.services.outbox import Address, Composer
from tracker.services.recipients import Recipients


class Held(StrEnum):
    """Why a draft stays one."""

    TO_CHECK = "to_check"  # nobody has looked at what the reader asks
    NO_UNIT = "no_unit"
    COLLECTIVE = "collective"  # an umbrella duty without one unit: stands in the plan, is not followed up
    NO_DUE = "no_due"


@dataclass(frozen=True, kw_only=True)
class FirstMail:
    """What a unit gets at once; no ``to``: nobody of it can be written to."""

    unit: Unit
    to: tuple[Address, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What activating now would do."""

    release: tuple[Task, ...]
    held: tuple[tuple[Task, Held], ...]
    mails: tuple[FirstMail, ...]
    overdue: tuple[Task, ...]  # due before today, among those released
    coming: tuple[forecast.Coming, ...]
    past: bool  # the event is over
    seen: str  # fingerprint of what is shown: only that is released

    @property
    def unreachable(self) -> tuple[FirstMail, ...]:
        return tuple(mail for mail in self.mails if not mail.to)


def held_back(task: Task) -> Held | None:
    """Why the draft cannot go out; None: it goes."""
    if task.role is AssignmentRole.GENERAL and (task.unit_id is None or _is_collective(task.unit)):
        return Held.COLLECTIVE
    if task.unit_id is None:
        return Held.NO_UNIT
    if task.review is Review.CHECK:
        return Held.TO_CHECK
    return Held.NO_DUE if task.due is None else None


def _is_collective(unit: Unit | None) -> bool:
    return unit is not None and unit.kind is UnitKind.COLLECTIVE


def preview(session: Session, actor: Actor, conference_id: int, *, today: date) -> Preview:
    """Who would get what, and when the reminders would follow. Changes nothing.

    Raises:
        NotFound: the conference is not the actor's to review.
    """
    conference = review.opened(session, actor, conference_id)
    drafts = _drafts(session, conference_id)
    release = _releasable(drafts)
    ids = {task.id for task in release}
    return Preview(
        release=release,
        held=tuple((task, reason) for task in drafts if (reason := held_back(task)) is not None),
        mails=_first_mails(session, conference, release, today),
        overdue=tuple(task for task in release if task.due and task.due < today),
        coming=tuple(one for one in forecast.coming(session, conference, today=today) if one.task.id in ids),
        past=is_past(conference, today),
        seen=_fingerprint(conference, release),
    )


def _fingerprint(conference: Conference, release: Sequence[Task]) -> str:
    facts = [f"{conference.id}:{conference.version}", *(f"{task.id}:{task.version}" for task in release)]
    return hashlib.sha256(" ".join(facts).encode()).hexdigest()[:32]


def _releasable(drafts: Sequence[Task]) -> tuple[Task, ...]:
    return tuple(task for task in drafts if held_back(task) is None)


def is_past(conference: Conference, today: date) -> bool:
    return conference.event_end is not None and conference.event_end < today


def _drafts(session: Session, conference_id: int) -> list[Task]:
    tasks = review.tasks_of(session, conference_id)
    return [task for task in tasks if task.state is TaskState.DRAFT and task.review is not Review.SKIPPED]


def _first_mails(session: Session, conference: Conference, tasks: Sequence[Task], today: date) -> tuple[FirstMail, ...]:
    units = {task.unit_id for task in tasks if task.unit_id}
    recipients = Recipients(session, [conference], units, today=today)
    by_unit: dict[int, list[Task]] = {}
    for task in tasks:
        by_unit.setdefault(task.unit_id or 0, []).append(task)
    mails = [
        FirstMail(unit=mine[0].unit, to=recipients.of(mine[0], Audience.UNIT), tasks=tuple(mine))
        for mine in by_unit.values()
        if mine[0].unit is not None
    ]
    return tuple(sorted(mails, key=lambda mail: mail.unit.sort_key))


def activate(
    session: Session,
    actor: Actor,
    conference_id: int,
    *,
    seen: str,
    compose: Composer,
    now: datetime,
    past_confirmed: bool = False,
) -> tuple[Task, ...]:
    """Release what can be released and tell the units; the released tasks. Again later for the remaining drafts.

    Raises:
        NotFound; StaleVersion: what ``seen`` (of the preview) stands for has changed since.
        Refused: ``event_missing`` (nothing to count from), ``event_over`` (``day``; to be confirmed),
        ``nothing_to_release``.
    """
    conference = review.opened(session, actor, conference_id)
    if conference.event_end is None:
        raise Refused("event_missing")
    if is_past(conference, vietnam_date(now)) and not past_confirmed:
        raise Refused("event_over", day=conference.event_end)
    release = _releasable(_drafts(session, conference_id))
    if not release:
        raise Refused("nothing_to_release")
    if seen != _fingerprint(conference, release):
        raise StaleVersion("stale")
    conference.state = ConferenceState.ACTIVE
    conference.activated_at = conference.activated_at or now
    for task in release:
        _release(session, actor, task, now)
    notices.assigned(session, compose, release, now=now)
    return release


def _release(session: Session, actor: Actor, task: Task, now: datetime) -> None:
    before = task.state
    task.state = move(before, Step.ASSIGN)
    task.review = Review.ACCEPTED
    task.assigned_on = vietnam_date(now)
    details = {"from": before, "to": task.state}
    task_history.record(session, actor, task, Step.ASSIGN, now=now, **details)
