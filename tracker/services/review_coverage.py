"""What became of the sentences that hand out duties, as the review stands now; answering those the reader could not
place: a task is made from them, or a person dismisses them. Refusals as in ``services.review``. None commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.errors import InvalidInput, NotFound, StaleVersion
from tracker.domain.glossary import Review
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Actor
from tracker.models import Conference, Plan, Task, UnreadSentence, Withdrawal
from tracker.services import review

LONGEST_REASON = 500
DISMISSED, TAKEN_UP = "dismissed", "taken_up"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """``sentences`` = ``assigned`` + ``skipped`` + ``open``; ``tasks`` were made of the assigned ones."""

    sentences: int
    assigned: int
    tasks: int
    skipped: int
    open: tuple[UnreadSentence, ...]
    dismissed: tuple[UnreadSentence, ...]
    lines: frozenset[int]  # of every sentence that was not understood, answered or not

    @property
    def open_lines(self) -> frozenset[int]:
        return frozenset(one.line for one in self.open)


def standing(session: Session, conference: Conference, tasks: Sequence[Task]) -> Standing | None:
    """How the sentences of the plan in force were used; None for a conference without a plan.

    A sentence counts as skipped when all its tasks were skipped, or when it was never a duty.
    """
    plan = conference.plan
    if plan is None:
        return None
    unread = _unread(session, plan)
    live = {task.id for task in tasks if task.review is not Review.SKIPPED}
    gone = _withdrawn(session, unread)
    taken = [one for one in unread if one.task_id is not None and one.task_id not in gone]
    rest = [one for one in unread if one not in taken]
    made = [_made_of(plan, line, nos, tasks) for line, nos in plan.coverage.get("made", ())]
    kept = sum(bool(ids & live) for ids in made) + sum(one.task_id in live for one in taken)
    dropped = len(made) + len(taken) - kept
    dismissed = tuple(one for one in rest if one.dismissed_at is not None)
    still = tuple(one for one in rest if one.dismissed_at is None)
    skipped = int(plan.coverage["skipped"]) + dropped + len(dismissed)
    return Standing(
        sentences=kept + skipped + len(still),
        assigned=kept,
        tasks=len(set().union(*made, {one.task_id for one in taken}) & live),
        skipped=skipped,
        open=still,
        dismissed=dismissed,
        lines=frozenset(one.line for one in unread),
    )


def _made_of(plan: Plan, line: int, nos: Sequence[int], tasks: Sequence[Task]) -> set[int]:
    """The tasks made from a sentence: by their numbers; what was merged, split or amended since, by its place."""
    numbered = {task.id for task in tasks if task.position in nos} if plan.version == 1 else set()
    here = {
        task.id for task in tasks if task.first_line is not None and task.first_line <= line <= (task.last_line or line)
    }
    return numbered or here


def open_count(session: Session, conference: Conference) -> int:
    """How many sentences nobody has answered."""
    plan = conference.plan
    if plan is None:
        return 0
    unread = _unread(session, plan)
    gone = _withdrawn(session, unread)
    return sum(one.dismissed_at is None and (one.task_id is None or one.task_id in gone) for one in unread)


def _unread(session: Session, plan: Plan) -> Sequence[UnreadSentence]:
    return session.scalars(
        select(UnreadSentence)
        .options(joinedload(UnreadSentence.dismissed_by))
        .where(UnreadSentence.plan_id == plan.id)
        .order_by(UnreadSentence.line, UnreadSentence.id)
    ).all()


def _withdrawn(session: Session, unread: Sequence[UnreadSentence]) -> set[int]:
    """Tasks of these whose making was taken back: their sentences are open again."""
    ids = [one.task_id for one in unread if one.task_id is not None]
    if not ids:
        return set()
    rows = select(Withdrawal.task_id).where(Withdrawal.task_id.in_(ids), Withdrawal.into_id.is_(None))
    return set(session.scalars(rows))


def close(session: Session, task: Task) -> None:
    """A task was added by hand: the sentences that its words hold are answered by it."""
    quote = collapse(task.quote)
    if task.first_line is None or not quote:
        return
    lines = range(task.first_line, (task.last_line or task.first_line) + 1)
    found = session.scalars(
        select(UnreadSentence)
        .join(Plan, Plan.id == UnreadSentence.plan_id)
        .where(
            Plan.conference_id == task.conference_id,
            Plan.superseded_at.is_(None),
            UnreadSentence.line.in_(lines),
            UnreadSentence.dismissed_at.is_(None),
        )
    )
    for one in found:
        words = collapse(one.words)
        if words in quote or quote in words:
            one.task_id = task.id


def dismiss(
    session: Session, actor: Actor, conference_id: int, sentence_id: int, *, reason: str, now: datetime
) -> UnreadSentence:
    """A person says: this is no duty. Recorded with who, when and why.

    Raises:
        NotFound; StaleVersion: somebody has answered it meanwhile. InvalidInput: ``reason_long``.
    """
    one = _open(session, actor, conference_id, sentence_id)
    why = collapse(reason)
    if len(why) > LONGEST_REASON:
        raise InvalidInput("reason_long", field="reason", most=LONGEST_REASON)
    if one.dismissed_at is not None or (one.task_id is not None and one.task_id not in _withdrawn(session, [one])):
        raise StaleVersion("stale")
    one.dismissed_at, one.dismissed_by_id, one.reason = now, actor.user_id, why
    _record(one, actor, DISMISSED, why, now)
    session.flush()
    return one


def take_up(session: Session, actor: Actor, conference_id: int, sentence_id: int, *, now: datetime) -> UnreadSentence:
    """Undo :func:`dismiss`: the sentence waits for an answer again.

    Raises:
        NotFound.
    """
    one = _open(session, actor, conference_id, sentence_id)
    if one.dismissed_at is not None:
        one.dismissed_at, one.dismissed_by_id, one.reason = None, None, ""
        _record(one, actor, TAKEN_UP, "", now)
        session.flush()
    return one


def _open(session: Session, actor: Actor, conference_id: int, sentence_id: int) -> UnreadSentence:
    conference = review.opened(session, actor, conference_id)
    one = session.get(UnreadSentence, sentence_id, with_for_update=True, populate_existing=True)
    if one is None or conference.plan is None or one.plan_id != conference.plan.id:
        raise NotFound("not_found")
    return one


def _record(one: UnreadSentence, actor: Actor, what: str, reason: str, now: datetime) -> None:
    entry = {"at": now.isoformat(), "by": actor.user_id, "what": what, "reason": reason}
    one.history = [*(one.history or []), entry]
