"""What other rules alter in one conference: due dates, ceilings and who blocks; to look at, then to carry out."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.domain.glossary import ReplanKind
from tracker.domain.permissions import Actor
from tracker.models import Conference, Task
from tracker.services import dues, replan, rule_dues, task_history
from tracker.services.outbox import Composer
from tracker.services.planning import planning_of
from tracker.services.replan import Replanning
from tracker.services.rule_dues import Rules


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What other rules would alter in one conference. ``every``: the tasks that begin or cease to block.

    ``recounts``: a due date, its ceiling or what it is counted by changes.
    """

    found: Replanning
    every: tuple[tuple[Task, bool], ...]
    recounts: bool

    @property
    def conference(self) -> Conference:
        return self.found.conference

    @property
    def ceilings(self) -> tuple[replan.Line, ...]:
        """Tasks whose date stays, but not the latest to which it can be extended."""
        return tuple(line for line in self.found.stays if line.shift.due.latest != line.task.latest)

    @property
    def blocking(self) -> tuple[tuple[Task, bool], ...]:
        """Of those the ones that concern somebody: not what was dismissed in the review."""
        shown = {line.task.id for line in self.found.lines}
        return tuple(pair for pair in self.every if pair[0].id in shown)

    @property
    def shows(self) -> bool:
        """There is something to look at."""
        return bool(self.found.moves or self.ceilings or self.blocking)

    @property
    def facts(self) -> list[str]:
        """What is shown, for a fingerprint. Other news of the tasks does not make it another."""
        shown = [line for line in self.found.lines if line.moves or line in self.ceilings]
        return [
            f"{self.conference.id}:{self.conference.state}",
            *(f"{line.task.id}:{line.shift.old}:{line.shift.due.day}:{line.shift.due.latest}" for line in shown),
            *(f"{task.id}:{to}" for task, to in self.blocking),
        ]


def effect_of(
    session: Session,
    actor: Actor,
    conference: Conference,
    tasks: Sequence[Task],
    before: Rules,
    after: Rules,
    *,
    today: date,
) -> Effect | None:
    """What ``after`` instead of ``before`` would alter; None: nothing."""
    counting = planning_of(session, conference.host_id)
    counted = rule_dues.counted(conference, tasks, before, after, counting.calendar)
    blocking = tuple(rule_dues.blocking(tasks, before, after))
    if not counted and not blocking:
        return None
    found = replan.preview(
        session, conference, ReplanKind.RULES, tasks=tasks, counted=counted, event=dues.event_of(conference),
        state=conference.state, planning=counting, actor=actor, today=today,
    )  # fmt: skip
    return Effect(found=found, every=blocking, recounts=bool(counted))


def carry_out(
    session: Session, actor: Actor, effect: Effect, *, reason: str, compose: Composer, now: datetime, batch: str
) -> None:
    """Write the due dates and who blocks; history, reminders and notices with them.

    Raises:
        StaleVersion: a task was saved in the meantime.
    """
    if effect.recounts:
        replan.carry_out(session, actor, effect.found, reason=reason, compose=compose, now=now, batch=batch)
    for task, to in effect.every:
        task.blocking = to
        step = task_history.MADE_BLOCKING if to else task_history.MADE_ORDINARY
        task_history.record(session, actor, task, step, now=now, note=reason)


def fingerprint(facts: Iterable[str]) -> str:
    """What is shown, in short: only that is carried out."""
    return hashlib.sha256(" ".join(facts).encode()).hexdigest()[:32]
