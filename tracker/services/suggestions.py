"""Tasks on offer: what the plan's text implies, and what such a conference needs and no task does.

What is needed is counted anew from the conference as it is; rows keep what a person has answered: taken or dismissed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput, NotFound
from tracker.domain.glossary import AssignmentRole, UnitKind
from tracker.domain.kinds import KINDS
from tracker.domain.needed import Need, gives_speeches, missing, needed
from tracker.domain.permissions import Actor
from tracker.domain.schedule import Due
from tracker.models import Conference, Suggestion, Task, Unit
from tracker.services import dues, review, review_add, review_log, unit_matching
from tracker.services.planning import planning_of
from tracker.services.review import Correction


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One task on offer. ``key``: the kind of what is needed, or the id of what the text implies (then no ``need``).

    ``row``: None while nobody has answered what is needed.
    """

    key: str
    kind: str
    words: str
    line: int | None
    need: Need | None
    due: Due
    blocking: bool
    row: Suggestion | None


@dataclass(frozen=True, kw_only=True)
class Offers:
    """``unit``: who usually does such things for the host, where one can be named."""

    open: tuple[Offer, ...]
    dismissed: tuple[Offer, ...]
    unit: Unit | None


def of_conference(session: Session, conference: Conference, tasks: Sequence[Task], *, today: date) -> Offers:
    """What may be offered: first what the text implies, then what is needed, in the order of the preparation.

    When the event is over, only what comes after one is needed.
    """
    rows = _rows(session, conference.id)
    needs = needed(conference.kind, conference.mode, conference.scale, speeches=gives_speeches(tasks))
    over = conference.event_end is not None and conference.event_end < today
    wanted = [need for need in missing(needs, tasks) if KINDS[need.kind].after_event or not over]
    answered = {row.kind for row in rows if row.taken or row.dismissed_at}
    implied = [row for row in rows if row.words and not row.taken and row.dismissed_at is None]
    aside = [row for row in rows if row.dismissed_at is not None and not row.taken]
    named = answered | {row.kind for row in implied}
    by_kind = {need.kind: need for need in needs}
    return Offers(
        open=(
            *(_implied(row, conference, session) for row in implied),
            *(_needed(need, conference, session, None) for need in wanted if need.kind not in named),
        ),
        dismissed=tuple(
            _implied(row, conference, session) if row.words else _needed(by_kind[row.kind], conference, session, row)
            for row in aside
            if row.words or row.kind in by_kind
        ),
        unit=usual_unit(session, conference.host_id, today),
    )


def _rows(session: Session, conference_id: int) -> Sequence[Suggestion]:
    return session.scalars(
        select(Suggestion)
        .options(joinedload(Suggestion.dismissed_by))
        .where(Suggestion.conference_id == conference_id)
        .order_by(Suggestion.id)
        .execution_options(populate_existing=True)
    ).all()


def _implied(row: Suggestion, conference: Conference, session: Session) -> Offer:
    due, blocking = _counted(row.kind, conference, session)
    return Offer(
        key=str(row.id), kind=row.kind, words=row.words, line=row.line, need=None, due=due, blocking=blocking, row=row
    )


def _needed(need: Need, conference: Conference, session: Session, row: Suggestion | None) -> Offer:
    due, blocking = _counted(need.kind, conference, session)
    return Offer(key=need.kind, kind=need.kind, words="", line=None, need=need, due=due, blocking=blocking, row=row)


def _counted(code: str, conference: Conference, session: Session) -> tuple[Due, bool]:
    planning = planning_of(session, conference.host_id)
    return dues.by_rule(code, conference, planning), dues.kind_of(code, conference, planning).blocking


def usual_unit(session: Session, host_id: int, today: date) -> Unit | None:
    """The host's office (văn phòng), where it has exactly one."""
    offices = unit_matching.valid(today).where(Unit.parent_id == host_id, Unit.kind == UnitKind.OFFICE).limit(2)
    found = session.scalars(offices).all()
    return found[0] if len(found) == 1 else None


def take(
    session: Session,
    actor: Actor,
    conference_id: int,
    titles: Mapping[str, str],
    *,
    unit_id: int | None,
    now: datetime,
) -> list[Task]:
    """Turn chosen offers (key → the task's words) into drafts of ``unit_id``; taking one twice makes one task.

    Without a unit the draft waits in the review to be given one.

    Raises:
        NotFound: not the actor's to review. InvalidInput: ``nothing_chosen``, also when somebody was quicker.
    """
    conference = review.opened(session, actor, conference_id)
    made = []
    with review_log.step(session, actor, conference_id, review_log.ADDED, now=now) as writing:
        tasks = review.tasks_of(session, conference_id)
        offers = of_conference(session, conference, tasks, today=vietnam_date(now)).open
        chosen = [offer for offer in offers if offer.key in titles]
        if not chosen:
            raise InvalidInput("nothing_chosen", field="suggestion")
        for one in chosen:
            row = _answer(session, conference, one)
            row.taken = True
            wanted = Correction(title=titles[one.key], role=AssignmentRole.LEAD, kind=one.kind, unit_id=unit_id)
            task = review_add.draft(session, actor, conference_id, wanted, (one.line, None, one.words))
            session.flush()
            writing.made(task, suggestion=row.id)
            made.append(task)
    return made


def dismiss(session: Session, actor: Actor, conference_id: int, key: str, *, now: datetime) -> Offer:
    """A person says: not for this conference. It is not offered again until :func:`take_up`.

    Raises:
        NotFound: not the actor's to review, or not on offer (any more).
    """
    conference = review.opened(session, actor, conference_id)
    review_log.in_turn(session, conference_id)
    tasks = review.tasks_of(session, conference_id)
    offers = of_conference(session, conference, tasks, today=vietnam_date(now))
    found = next((offer for offer in offers.open if offer.key == key), None)
    if found is None:
        raise NotFound("not_found")
    row = _answer(session, conference, found)
    row.dismissed_at, row.dismissed_by_id = now, actor.user_id
    session.flush()
    return found


def take_up(session: Session, actor: Actor, conference_id: int, key: str) -> None:
    """Undo :func:`dismiss`; what was never dismissed stays as it is.

    Raises:
        NotFound: not the actor's to review.
    """
    review.opened(session, actor, conference_id)
    review_log.in_turn(session, conference_id)
    for row in _rows(session, conference_id):
        if row.dismissed_at is not None and key == (str(row.id) if row.words else row.kind):
            row.dismissed_at, row.dismissed_by_id = None, None
    session.flush()


def _answer(session: Session, conference: Conference, offer: Offer) -> Suggestion:
    """The row that keeps the answer: an earlier one that was taken back, or a new one."""
    if offer.row is not None:
        return offer.row
    for row in _rows(session, conference.id):
        if not row.words and row.kind == offer.kind:
            return row
    row = Suggestion(conference_id=conference.id, kind=offer.kind, words="", taken=False)
    session.add(row)
    session.flush()
    return row
