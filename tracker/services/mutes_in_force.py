"""What is muted now: asked when reminders are planned, and again when they go out."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.reminders import ON_DAY, Audience, parse_stage
from tracker.domain.task import Owed
from tracker.models import Mute

OVERDUE = "overdue"  # all of its days


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What a mute covers; None: whatever the unit, whatever the stage."""

    unit_id: int | None
    stage: str | None

    def covers(self, unit_id: int | None, stage: str) -> bool:
        if self.unit_id is not None and self.unit_id != unit_id:
            return False
        name = parse_stage(stage).name
        if name not in ("before", ON_DAY, OVERDUE):
            return False
        return self.stage is None or self.stage == (OVERDUE if name == OVERDUE else stage)


class Mutes:
    """The mutes in force, by conference."""

    def __init__(self, rows: Iterable[tuple[int, int | None, str | None]] = ()) -> None:
        self._of: dict[int, list[Held]] = defaultdict(list)
        for conference_id, unit_id, stage in rows:
            self._of[conference_id].append(Held(unit_id=unit_id, stage=stage))

    def hold(self, task: Owed, stage: str, audience: Audience) -> bool:
        """Whether the reminder is held back."""
        here = self._of.get(task.conference_id, ())
        return audience is Audience.UNIT and any(one.covers(task.unit_id, stage) for one in here)

    def silence(self, task: Owed) -> bool:
        """Whether the unit is not reminded of the task at all."""
        here = self._of.get(task.conference_id, ())
        return any(one.stage is None and one.unit_id == task.unit_id for one in here)


def in_force(session: Session, conference_ids: Collection[int] | None = None) -> Mutes:
    """Those of the conferences, or of all."""
    query = select(Mute.conference_id, Mute.unit_id, Mute.stage).where(Mute.lifted_at.is_(None))
    if conference_ids is not None:
        query = query.where(Mute.conference_id.in_(conference_ids))
    return Mutes((conference, unit, stage) for conference, unit, stage in session.execute(query))
