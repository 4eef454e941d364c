"""The steps of a review: who did what when, and what it changed, so that it can be told and taken back.

A step is written in the transaction that it describes. Its id is the review's version: what a page has not seen yet
are the steps with a greater one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.glossary import Anchor, AssignmentRole, DueFlag, DueSource, Review
from tracker.domain.permissions import Actor
from tracker.models import Conference, ReviewStep, Task, TaskPartner
from tracker.services import task_history

# What a step is called in a task's own history …
REVIEWED = "reviewed"  # accepted, skipped or restored
EDITED = "edited"
UNIT_CHOSEN = "unit_chosen"
ADDED = "added"
SPLIT = "split"
SPREAD = "spread"
MERGED = "merged"
LINKED = "linked"
UNDONE = "review_undone"
# … and the kinds of step that only the review tells apart
ACCEPTED, SKIPPED, RESTORED = "accepted", "skipped", "restored"

_READERS: Mapping[str, Any] = {
    "title": str, "unit_id": int, "unit_words": str, "role": AssignmentRole, "kind": str, "blocking": bool,
    "counted": bool,
    "review": Review, "doubts": list, "lead_task_id": int, "due": date.fromisoformat, "latest": date.fromisoformat,
    "due_source": DueSource, "due_words": str, "anchor": Anchor, "offset_days": int, "offset_working": bool,
    "due_flag": DueFlag, "pinned": bool, "quote": str, "first_line": int, "last_line": int,
}  # fmt: skip


def remember(task: Task) -> dict[str, Any]:
    """All that a review may change, in JSON's types."""
    values = {name: getattr(task, name) for name in _READERS}
    kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return kept | {"partners": [[partner.unit_id, partner.words] for partner in task.partners]}


def put_back(task: Task, values: Mapping[str, Any]) -> None:
    """The reverse of :func:`remember`, for some of the fields."""
    rest = dict(values)
    partners = rest.pop("partners", None)
    if partners is not None:
        task.partners = [TaskPartner(unit_id=unit_id, words=words) for unit_id, words in partners]
    if "due" in rest:
        task.due_version += 1
    for name, value in rest.items():
        setattr(task, name, None if value is None else _READERS[name](value))


def in_turn(session: Session, conference_id: int) -> None:
    """Wait until nobody else is changing this review: steps are numbered in the order in which they are saved."""
    with session.no_autoflush:
        session.execute(
            select(Conference.id).where(Conference.id == conference_id).with_for_update(key_share=True)
        ).all()


class Writing:
    """A step that is being taken; ``step`` is its name in the history of each task."""

    def __init__(self, session: Session, actor: Actor, step: str, now: datetime) -> None:
        self._session, self._actor, self._step, self._now = session, actor, step, now
        self.rows: list[dict[str, Any]] = []

    def changed(
        self,
        task: Task,
        before: Mapping[str, Any],
        *,
        note: str = "",
        facts: Mapping[str, Any] | None = None,
        **details: Any,
    ) -> None:
        """Write what is different now, if anything is; ``facts`` go into the step, ``details`` into the history.

        Raises:
            StaleVersion: another request changed the task since it was read.
        """
        row = _row(task, before) | dict(facts or {})
        if row["before"] or facts:
            told = {name: value for name, value in (facts or {}).items() if name == "alias_id"}
            self._history(task, note=note, before=row["before"], **told, **details)
            self.rows.append(row)

    def made(self, task: Task, **facts: Any) -> None:
        """A new task; it must have its id."""
        self._history(task, before={}, title=task.title)
        after = {name: value for name, value in remember(task).items() if value not in (None, [], "")}
        self.rows.append(
            {"task": task.id, "position": task.position, "before": {}, "after": after, "made": True, **facts}
        )

    def _history(self, task: Task, *, note: str = "", **details: Any) -> None:
        task_history.record(self._session, self._actor, task, self._step, now=self._now, note=note, **details)


def _row(task: Task, before: Mapping[str, Any]) -> dict[str, Any]:
    after = remember(task)
    changed = [name for name, value in before.items() if after[name] != value]
    return {
        "task": task.id,
        "position": task.position,
        "before": {name: before[name] for name in changed},
        "after": {name: after[name] for name in changed},
    }


@contextmanager
def step(
    session: Session, actor: Actor, conference_id: int, kind: str, *, now: datetime, of: ReviewStep | None = None
) -> Iterator[Writing]:
    """Take a step: what is written inside becomes one row, unless nothing changed."""
    in_turn(session, conference_id)
    writing = Writing(session, actor, _HISTORY.get(kind, kind), now)
    yield writing
    if writing.rows:
        session.add(
            ReviewStep(
                conference_id=conference_id, at=now, actor_id=actor.user_id, kind=kind, rows=writing.rows,
                of_id=of.id if of else None,
            )
        )  # fmt: skip
        session.flush()


_HISTORY = {ACCEPTED: REVIEWED, SKIPPED: REVIEWED, RESTORED: REVIEWED}


def record(
    session: Session,
    actor: Actor,
    task: Task,
    kind: str,
    before: Mapping[str, Any],
    *,
    now: datetime,
    alias_id: int | None = None,
    **details: Any,
) -> None:
    """Write one task's change; with those of the same person, kind and moment it is one step.

    Raises:
        StaleVersion: another request changed the task since it was read.
    """
    facts = {} if alias_id is None else {"alias_id": alias_id}
    with step(session, actor, task.conference_id, kind, now=now) as writing:
        writing.changed(task, before, facts=facts, **details)
        newest = _newest(session, task.conference_id)
        if newest is not None and (newest.actor_id, newest.kind, newest.at) == (actor.user_id, kind, now):
            newest.rows = [*newest.rows, *writing.rows]
            writing.rows = []
            session.flush()


def _newest(session: Session, conference_id: int) -> ReviewStep | None:
    return session.scalar(
        select(ReviewStep).where(ReviewStep.conference_id == conference_id).order_by(ReviewStep.id.desc()).limit(1)
    )


def version(session: Session, conference_id: int) -> int:
    """The id of the newest step, 0 before the first."""
    return session.scalar(select(func.max(ReviewStep.id)).where(ReviewStep.conference_id == conference_id)) or 0


def steps(session: Session, conference_id: int, *, most: int) -> Sequence[ReviewStep]:
    """The newest steps with their people, newest first."""
    return session.scalars(
        select(ReviewStep)
        .options(joinedload(ReviewStep.actor), joinedload(ReviewStep.of))
        .where(ReviewStep.conference_id == conference_id)
        .order_by(ReviewStep.id.desc())
        .limit(most)
    ).all()


def since(
    session: Session, conference_id: int, seen: int, task_ids: Collection[int] | None = None
) -> tuple[ReviewStep, ...]:
    """The steps after ``seen``, oldest first; of ``task_ids`` those that touch one of them."""
    found = session.scalars(
        select(ReviewStep)
        .options(joinedload(ReviewStep.actor))
        .where(ReviewStep.conference_id == conference_id, ReviewStep.id > seen)
        .order_by(ReviewStep.id)
    )
    return tuple(one for one in found if task_ids is None or touches(one, task_ids))


def touches(one: ReviewStep, task_ids: Collection[int]) -> bool:
    return any(row["task"] in task_ids for row in one.rows)
