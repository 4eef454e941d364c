"""A day's reminders by one policy, for many tasks: what follows from the same facts is worked out once.

A registry has a million tasks and a few hundred due dates; the rules look at nothing else that tells two tasks apart.
"""

from dataclasses import replace
from datetime import date

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.reminder_policy import Policy
from tracker.domain.reminders import ListItem, Wanted, list_item, wanted
from tracker.domain.task import DatedView

Facts = tuple[object, ...]


class ReminderDay:
    """The answers of ``wanted`` and ``list_item`` for ``today``."""

    def __init__(self, today: date, calendar: WorkingCalendar, policy: Policy) -> None:
        self.today, self.calendar, self.policy = today, calendar, policy
        self.sends = policy.sends_on(today, calendar)
        self._wanted: dict[Facts, tuple[Wanted, ...]] = {}
        self._listed: dict[Facts, ListItem | None] = {}

    def wanted(self, task: DatedView, *, since: date | None) -> tuple[Wanted, ...]:
        """What should be sent about ``task`` today, whatever the ledger has."""
        facts = (*_facts(task), task.acknowledged, since)
        found = self._wanted.get(facts)
        if found is None:
            found = self._wanted[facts] = wanted(
                task, today=self.today, calendar=self.calendar, policy=self.policy, since=since
            )
        return tuple(replace(want, task_id=task.id) for want in found) if found else ()

    def listed(self, task: DatedView, *, reminders: int, asking: bool) -> ListItem | None:
        """The task's entry on the coordinator's list; None where it does not belong there, or on a day without mail."""
        facts = (*_facts(task), task.acknowledged, min(reminders, self.policy.silent_after), asking)
        if facts not in self._listed:
            entry = list_item(
                task, today=self.today, calendar=self.calendar, policy=self.policy, reminders=reminders, asking=asking
            )
            self._listed[facts] = entry if self.sends and entry.reasons else None
        found = self._listed[facts]
        return replace(found, task_id=task.id) if found else None


def _facts(task: DatedView) -> Facts:
    """Everything the rules read of a task but its id."""
    return task.state, task.due, task.submitted_on, task.role, task.blocking, task.counted
