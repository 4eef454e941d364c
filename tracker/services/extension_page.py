"""What a task's page says about more time: whether it can be asked for, until when, and what was asked before."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.domain import extension
from tracker.domain.errors import StepRefused
from tracker.domain.glossary import ConferenceState, ExtensionState
from tracker.domain.permissions import Action, Actor, can
from tracker.domain.task import ClockOwner, clock_owner, last_day_to_ask_extension
from tracker.models import ExtensionRequest, Task
from tracker.services import extensions, task_access
from tracker.services.dues import event_of
from tracker.services.working_calendar import calendar_of


@dataclass(frozen=True, kw_only=True)
class Asking:
    """``refusal``: why nothing can be asked for, None when it can. ``number``: of the next extension, from 1.

    ``with_unit``: the work is the unit's to do. ``decides``: the actor could answer the open request.
    """

    with_unit: bool
    refusal: StepRefused | None
    ask_by: date | None
    ceiling: date | None
    number: int
    open: ExtensionRequest | None
    past: tuple[ExtensionRequest, ...]
    decides: bool

    @property
    def by_leadership(self) -> bool:
        """Whether the next extension is the leadership's to give."""
        return extension.DECIDED_BY.get(self.number) is Action.DECIDE_SECOND_EXTENSION


def load(session: Session, actor: Actor, task: Task, *, today: date) -> Asking:
    """Of a task that the actor sees."""
    calendar, event = calendar_of(session), event_of(task.conference)
    requests = extensions.of_task(session, task.id)
    waiting = next((one for one in requests if one.state is ExtensionState.OPEN), None)
    active = task.conference.state is ConferenceState.ACTIVE
    return Asking(
        with_unit=active and clock_owner(task.state) is ClockOwner.UNIT,
        refusal=extension.why_not_ask(task, asked=waiting is not None, event=event, today=today, calendar=calendar),
        ask_by=last_day_to_ask_extension(task.due, calendar) if task.due else None,
        ceiling=extension.ceiling(task, event, calendar),
        number=task.extensions + 1,
        open=waiting if active else None,
        past=tuple(one for one in requests if one is not waiting),
        decides=waiting is not None and can(actor, extension.DECIDED_BY[waiting.number], task_access.subject_of(task)),
    )
