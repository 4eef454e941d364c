"""Due dates that a rule gave, counted again because the rule is another: a changed table, or another scale."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import Anchor, AssignmentRole, ConferenceScale
from tracker.domain.kinds import TaskKind
from tracker.domain.replan import SETTLED
from tracker.domain.rules import RuleTable
from tracker.domain.schedule import RULED, Due, by_rule_now, reschedule
from tracker.models import Conference, Task
from tracker.services import dues

Rules = Callable[[str], TaskKind]
"""Code of a kind → its rule, as one table has it for meetings of one scale."""


def at(table: RuleTable, scale: ConferenceScale) -> Rules:
    return partial(table.kind, scale=scale)


def counted(
    conference: Conference, tasks: Sequence[Task], before: Rules, after: Rules, calendar: WorkingCalendar
) -> dict[int, Due]:
    """Task id → its due date under ``after``, of the tasks still owed for which that makes a difference.

    A date that a person or the plan has set stays; its ceiling follows the rule. So does a date whose rule is the same
    in both, whatever it was counted by. Followers of another task are left to that one.
    """
    found = {}
    for task in tasks:
        if task.state not in SETTLED:
            now = dues.due_of(task)
            then = _counted(conference, task, now, before, after, calendar)
            if then != now:
                found[task.id] = then
    return found


def _counted(
    conference: Conference, task: Task, now: Due, before: Rules, after: Rules, calendar: WorkingCalendar
) -> Due:
    event, planned = dues.event_of(conference), dues.planned_of(conference)
    code = giving(now, task.kind, before)
    old, new = before(code), after(code)
    if now.pinned or now.source not in RULED:
        if _ceiling(before(task.kind)) == _ceiling(after(task.kind)):
            return now
        again = reschedule(now, kind=after(task.kind), event=event, calendar=calendar, planned=planned)
        return replace(now, latest=again.latest)
    if (old.offset, _ceiling(old)) == (new.offset, _ceiling(new)):
        return now
    return by_rule_now(now, kind=new, after=new, event=event, calendar=calendar, planned=planned)


def giving(due: Due, code: str, rules: Rules) -> str:
    """The kind whose rule gives the date: "other_after" where the plan says "after the event" of what prepares it."""
    says_after = due.anchor is Anchor.END and not rules(code).after_event
    return "other_after" if says_after else code


def _ceiling(kind: TaskKind) -> tuple[Anchor, int | None, bool]:
    return kind.anchor, kind.latest_offset, kind.latest_end_of_next_month


def blocking(tasks: Sequence[Task], before: Rules, after: Rules) -> list[tuple[Task, bool]]:
    """The tasks still owed that block, or stop blocking, as the rule now says; what a person marked otherwise stays."""
    return [
        (task, after(task.kind).blocking)
        for task in tasks
        if task.role is AssignmentRole.LEAD
        and task.state not in SETTLED
        and before(task.kind).blocking != after(task.kind).blocking
        and task.blocking is before(task.kind).blocking
    ]
