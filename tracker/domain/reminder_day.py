"""A day's reminders by one policy, for many tasks: what follows from the same facts is worked out once.

A registry has a million tasks and a few hundred due dates; the rules look at nothing else that tells two tasks apart.
"""

from dataclasses import replace
from datetime import date, timedelta

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.reminder_policy import Policy
from tracker.domain.reminders import ListItem, Wanted, list_item, wanted
from tracker.domain.task import DatedView

Answer = tuple[tuple[Wanted, ...], ListItem | None]
_NOTHING: Answer = ((), None)


class ReminderDay:
    """The answers of ``wanted`` and ``list_item`` for ``today``."""

    def __init__(self, today: date, calendar: WorkingCalendar, policy: Policy) -> None:
        self.today, self.calendar, self.policy = today, calendar, policy
        self.sends = policy.sends_on(today, calendar)
        self._answers: dict[tuple[object, ...], Answer] = {}

    def ask(self, task: DatedView, *, assigned_on: date | None, reminders: int, asking: bool) -> Answer:
        """What should be sent about ``task`` today, whatever the ledger has, and its entry on the coordinator's list:
        None where it does not belong there.

        ``reminders``: how often its unit was reminded. ``asking``: the unit waits for an answer about more time.
        Stages dated up to the day of the assignment never fire; nothing does on a day without mail.
        """
        if not self.sends:
            return _NOTHING
        facts = (  # everything that the rules read of a task but its id
            task.due, task.state, task.submitted_on, task.role, task.blocking, task.counted, task.acknowledged,
            assigned_on, min(reminders, self.policy.silent_after), asking,
        )  # fmt: skip
        found = self._answers.get(facts)
        if found is None:
            found = self._answers[facts] = self._answer(task, assigned_on, reminders, asking)
        if found is _NOTHING:
            return _NOTHING
        wants, entry = found
        mine = tuple(replace(want, task_id=task.id) for want in wants)
        return mine, replace(entry, task_id=task.id) if entry else None

    def _answer(self, task: DatedView, assigned_on: date | None, reminders: int, asking: bool) -> Answer:
        since = assigned_on + timedelta(days=1) if assigned_on else None
        wants = wanted(task, today=self.today, calendar=self.calendar, policy=self.policy, since=since)
        entry = list_item(
            task, today=self.today, calendar=self.calendar, policy=self.policy, reminders=reminders, asking=asking
        )
        return (wants, entry if entry.reasons else None) if wants or entry.reasons else _NOTHING
