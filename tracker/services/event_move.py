"""Moving the event: confirm, postpone (also without a new date), advance, cancel, reinstate; first to look at."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput, StaleVersion, StepRefused, raise_all
from tracker.domain.glossary import ConferenceState, ReplanKind
from tracker.domain.permissions import Action, Actor
from tracker.domain.replan import kind_of_change
from tracker.domain.schedule import Event
from tracker.models import Conference, Replan
from tracker.services import conference_access, dues, replan
from tracker.services.outbox import Composer
from tracker.services.planning import planning_of
from tracker.services.replan import Replanning

LONGEST = 31
"""Days that an event, or the window it is expected in, may span: more is a slip of the pen."""

FARTHEST = 5
"""Years from today within which an event can be set: more is a slip of the pen."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to become of the event; ``event`` None with neither of the others: postponed, new date not known yet."""

    event: Event | None = None
    cancel: bool = False
    reinstate: bool = False


def check(start: date | None, end: date | None, *, tentative: bool, today: date) -> Wanted:
    """The typed date as a value.

    Raises:
        InvalidInput: no first day, the last day before the first, more than :data:`LONGEST` days, or a year far off.
    """
    if start is None:
        raise InvalidInput("event_start_missing", field="start")
    end, wrong = end or start, []
    if end < start:
        wrong.append(InvalidInput("event_order", field="end"))
    if abs(start.year - today.year) > FARTHEST:
        wrong.append(InvalidInput("event_year", field="start", year=start.year))
    if (end - start).days >= LONGEST:
        wrong.append(InvalidInput("event_too_long", field="end", days=LONGEST))
    raise_all(wrong)
    return Wanted(event=Event(start=start, end=end, tentative=tentative))


def preview(session: Session, actor: Actor, conference_id: int, wanted: Wanted, *, now: datetime) -> Replanning:
    """What :func:`apply` would do; nothing is changed.

    Raises:
        NotFound, NotAllowed: as for the conference.
        StepRefused: ``conference_called_off`` (reinstate it first), ``conference_stands`` (there is nothing to
        reinstate), ``event_date_unknown`` (it is postponed without a date already), ``event_same``.
    """
    conference = conference_access.get(session, actor, conference_id, Action.REVIEW_PLAN)
    _refuse(conference, wanted)
    return of(session, actor, conference, wanted, today=vietnam_date(now))


def of(session: Session, actor: Actor, conference: Conference, wanted: Wanted, *, today: date) -> Replanning:
    """The re-planning of a conference that the actor may change."""
    planning, tasks = planning_of(session, conference.host_id), replan.tasks_of(session, conference.id)
    before = dues.event_of(conference)
    kind, event, state = _target(conference, before, wanted)
    counted = {} if wanted.cancel else replan.recounted(conference, tasks, event, planning)
    return replan.preview(
        session, conference, kind, tasks=tasks, counted=counted, event=event, state=state, planning=planning,
        actor=actor, today=today,
    )  # fmt: skip


def apply(
    session: Session,
    actor: Actor,
    conference_id: int,
    wanted: Wanted,
    *,
    seen: str,
    reason: str,
    compose: Composer,
    now: datetime,
    past_known: bool = False,
) -> Replan:
    """Do what the preview showed; one notice per recipient. ``past_known``: that the days have passed is meant so.

    Raises:
        StaleVersion: what ``seen`` stands for has changed since. InvalidInput: ``reason_missing`` for what people have
        been told of already, ``event_past`` (not confirmed), both at once where both are so. Otherwise as
        :func:`preview`.
    """
    found = preview(session, actor, conference_id, wanted, now=now)
    words = replan.clean_reason(reason)
    wrong = []
    if not words and found.told:
        wrong.append(InvalidInput("reason_missing", field="reason"))
    if is_past(found, vietnam_date(now)) and not past_known:
        wrong.append(InvalidInput("event_past", field="past_known"))
    raise_all(wrong)
    if found.seen != seen:
        raise StaleVersion("stale")
    row = replan.carry_out(session, actor, found, reason=words, compose=compose, now=now)
    assert row is not None  # noqa: S101 -- kept, unless asked otherwise
    return row


def is_past(found: Replanning, today: date) -> bool:
    """Whether the event would be put, or held after all, on days that have passed."""
    return found.kind is not ReplanKind.CANCEL and found.event_after is not None and found.event_after.end < today


def carry(
    session: Session, actor: Actor, conference: Conference, event: Event, *, reason: str, now: datetime
) -> Replanning:
    """Set the event's days as part of something larger, which tells people and keeps its own record.

    Raises:
        StepRefused: ``conference_called_off``.
    """
    wanted = Wanted(event=event)
    _refuse(conference, wanted)
    found = of(session, actor, conference, wanted, today=vietnam_date(now))
    replan.carry_out(session, actor, found, reason=reason, compose=None, now=now, keep=False)
    return found


def _refuse(conference: Conference, wanted: Wanted) -> None:
    off = conference.state is ConferenceState.CANCELLED
    if wanted.reinstate and not off:
        raise StepRefused("conference_stands")
    if off and not wanted.reinstate:
        raise StepRefused("conference_called_off")
    if wanted.event is not None and wanted.event == dues.event_of(conference) and not wanted.reinstate:
        raise StepRefused("event_same")
    if wanted.event is None and not (wanted.cancel or wanted.reinstate) and conference.event_start is None:
        raise StepRefused("event_date_unknown")


def _target(
    conference: Conference, before: Event | None, wanted: Wanted
) -> tuple[ReplanKind, Event | None, ConferenceState]:
    if wanted.cancel:
        return ReplanKind.CANCEL, before, ConferenceState.CANCELLED
    if wanted.reinstate:
        state = ConferenceState.ACTIVE if conference.activated_at else ConferenceState.DRAFT
        return ReplanKind.REINSTATE, wanted.event or before, state
    return kind_of_change(before, wanted.event), wanted.event, conference.state
