"""The facts of a conference corrected by a person; a moved event moves the due dates that are counted from it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput, StaleVersion, StepRefused
from tracker.domain.glossary import ConferenceKind, ConferenceScale, ConferenceState, MeetingMode, TaskState
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Actor
from tracker.domain.plan.bases import basis_entered
from tracker.domain.plan.details import Details, from_json, to_json
from tracker.domain.plan.parsed import Invited, LegalBasis, Signer
from tracker.domain.plan.parsed import Session as EventSession
from tracker.domain.plan.participants import is_collective
from tracker.domain.plan.sessions import session_entered
from tracker.models import Conference, Task
from tracker.services import conference_scale, dues, outbox, review, task_history
from tracker.services.planning import planning_of

_ISSUED = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
MOST_LISTED = 300
LONGEST_ENTRY = 500  # characters
LONGEST_EVENT = 92  # days; a longer one is a slip of the year


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the header and the facts of the event should say. ``issued``: ISO, maybe partial."""

    title: str
    short_title: str
    number: str
    issued: str
    event_start: date | None
    event_end: date | None
    tentative: bool
    place: str
    more: "More | None" = None  # None: the smaller facts stay


@dataclass(frozen=True, kw_only=True)
class More:
    """The smaller facts, all of them as they should be; one entry for every session, guest and document."""

    kind: ConferenceKind
    mode: MeetingMode | None
    issuer: str
    parent_issuer: str
    signer: Signer
    duration: str
    sessions: tuple[str, ...]
    points: str
    delegates: str
    delegate_number: int | None
    invited: tuple[str, ...]
    budget: str
    budget_sum: int | None  # đồng
    bases: tuple[str, ...]
    scale: ConferenceScale | None = None  # None: as it is


def change(
    session: Session,
    actor: Actor,
    conference_id: int,
    facts: Facts,
    *,
    version: int,
    now: datetime,
) -> list[tuple[Task, date | None]]:
    """Save the facts and count the due dates again; the moved tasks with the date they had. Unsent mail about
    moved tasks is cancelled.

    Raises:
        NotFound, StaleVersion; InvalidInput: ``title_missing``, ``issued_invalid``, ``event_needed``, ``event_order``,
        ``event_long``, ``event_moves_with_preview`` (tasks are out: ``event_move`` shows first what moves),
        ``scale_moves_with_preview`` (so does ``conference_scale``),
        ``session_unclear`` (``text``), ``list_long`` (``most``).
    """
    conference = review.opened(session, actor, conference_id)
    if conference.version != version:
        raise StaleVersion("stale")
    _check(conference, facts)
    was = conference.scale
    conference.title = collapse(facts.title)
    conference.short_title = (collapse(facts.short_title) or conference.title)[:200]
    conference.number, conference.issued = collapse(facts.number)[:60] or None, facts.issued or None
    conference.event_start, conference.event_end = facts.event_start, facts.event_end or facts.event_start
    conference.event_tentative, conference.place = facts.tentative, collapse(facts.place) or None
    if facts.more is not None:
        _put_more(conference, facts.more)
    session.flush()
    moved = _count_again(session, conference, was)
    for task, before in moved:
        if task.state is not TaskState.DRAFT:
            _tell_history(session, actor, task, before, now)
    outbox.drop_pending(session, [task.id for task, _ in moved])
    return moved


def _count_again(session: Session, conference: Conference, was: ConferenceScale) -> list[tuple[Task, date | None]]:
    """All due dates under the present event and scale; the moved tasks with the date they had."""
    tasks = _movable(session, conference.id)
    before = {task.id: task.due for task in tasks}
    if conference.scale is not was:
        conference_scale.recount(session, conference, tasks, was)
    dues.recount(conference, tasks, planning_of(session, conference.host_id))
    return [(task, before[task.id]) for task in tasks if task.due != before[task.id]]


def _put_more(conference: Conference, more: More) -> None:
    """What stays as it was keeps its place in the plan; what a person wrote has none."""
    before = from_json(conference.facts or {})
    conference.kind, conference.mode = more.kind, more.mode
    conference.scale = more.scale or conference.scale
    conference.issuer, conference.delegates = collapse(more.issuer)[:300] or None, collapse(more.delegates) or None
    after = Details(
        parent_issuer=collapse(more.parent_issuer) or None,
        signer=more.signer,
        duration=collapse(more.duration) or None,
        sessions=_sessions(before, more.sessions),
        points=collapse(more.points) or None,
        delegate_number=more.delegate_number,
        invited=_guests(before, more.invited),
        budget=collapse(more.budget) or None,
        budget_sum=more.budget_sum,
        bases=_bases(before, more.bases),
        lines=before.lines,
    )
    conference.facts = to_json(after)


def _sessions(before: Details, wanted: Sequence[str]) -> tuple[EventSession, ...]:
    found = []
    for text in _bounded(wanted, "sessions"):
        entered = session_entered(text)
        if entered is None:
            raise InvalidInput("session_unclear", field="sessions", text=text)
        same = [
            one
            for one in before.sessions
            if (one.part, one.start, one.end) == (entered.part, entered.start, entered.end)
        ]
        found.append(same[0] if same else entered)
    return tuple(found)


def _guests(before: Details, wanted: Sequence[str]) -> tuple[Invited, ...]:
    known = {one.name: one for one in before.invited}
    names = dict.fromkeys(_bounded(wanted, "invited"))
    return tuple(known.get(name) or Invited(name=name, collective=is_collective(name)) for name in names)


def _bases(before: Details, wanted: Sequence[str]) -> tuple[LegalBasis, ...]:
    known = {one.words: one for one in before.bases}
    return tuple(known.get(words) or basis_entered(words) for words in dict.fromkeys(_bounded(wanted, "bases")))


def _bounded(wanted: Sequence[str], field: str) -> list[str]:
    clean = [text for text in map(collapse, wanted) if text]
    if len(clean) > MOST_LISTED or any(len(text) > LONGEST_ENTRY for text in clean):
        raise InvalidInput("list_long", field=field, most=MOST_LISTED, longest=LONGEST_ENTRY)
    return clean


def _check(conference: Conference, facts: Facts) -> None:
    if not collapse(facts.title):
        raise InvalidInput("title_missing", field="title")
    if facts.issued and not _ISSUED.fullmatch(facts.issued):
        raise InvalidInput("issued_invalid", field="issued")
    if facts.event_start is None and facts.event_end is not None:
        raise InvalidInput("event_needed", field="event_start")
    if conference.activated_at is not None and _moves(conference, facts):
        raise InvalidInput("event_moves_with_preview", field="event_start")
    if conference.activated_at is not None and facts.more and facts.more.scale not in (None, conference.scale):
        raise InvalidInput("scale_moves_with_preview", field="scale")
    if facts.event_start and facts.event_end:
        if facts.event_end < facts.event_start:
            raise InvalidInput("event_order", field="event_end")
        if (facts.event_end - facts.event_start).days > LONGEST_EVENT:
            raise InvalidInput("event_long", field="event_end")


def _moves(conference: Conference, facts: Facts) -> bool:
    event = facts.event_start, facts.event_end or facts.event_start, facts.tentative
    return event != (conference.event_start, conference.event_end, conference.event_tentative)


def _movable(session: Session, conference_id: int) -> Sequence[Task]:
    """A finished or cancelled task keeps the date it was measured by."""
    settled = {TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUBMITTED}
    return [task for task in review.tasks_of(session, conference_id) if task.state not in settled]


def _tell_history(session: Session, actor: Actor, task: Task, before: date | None, now: datetime) -> None:
    task_history.record(
        session,
        actor,
        task,
        task_history.DUE_CHANGED,
        now=now,
        reason="event_moved",
        old=before.isoformat() if before else None,
        new=task.due.isoformat() if task.due else None,
    )


def discard(session: Session, actor: Actor, conference_id: int) -> Conference:
    """Call a draft off: it disappears from all lists, and :func:`bring_back` returns it.

    Raises:
        StepRefused: ``conference_active``, units work on it already.
    """
    conference = review.opened(session, actor, conference_id)
    if conference.activated_at is not None:
        raise StepRefused("conference_active")
    conference.state = ConferenceState.CANCELLED
    return conference


def bring_back(session: Session, actor: Actor, conference_id: int) -> Conference:
    """A discarded draft is a draft again; one that was never discarded stays as it is."""
    conference = review.opened(session, actor, conference_id, called_off=True)
    if conference.state is ConferenceState.CANCELLED and conference.activated_at is None:
        conference.state = ConferenceState.DRAFT
    return conference
