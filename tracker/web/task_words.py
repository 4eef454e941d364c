"""The words of steps: what a button says, what is said afterwards, what the history tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from tracker.clock import vietnam_date
from tracker.domain.glossary import TaskState
from tracker.domain.task import Step
from tracker.models import Task, TaskEvent
from tracker.services import task_history
from tracker.services.worklist import Row
from tracker.web.amendment_history import amended_history
from tracker.web.due_words import extended_note, latest_note
from tracker.web.extension_words import extension_history, granted_words
from tracker.web.formats import format_day, format_short_day
from tracker.web.labels import left_label, stage_label, state_label

DUE = "due"  # the step of the form that sets a due date
EXTENSION, RECALL = "extension", "recall"  # asking for more time, and taking that back
COMMENT = task_history.COMMENT
UNDO = task_history.UNDO

# Said after the step; %(title)s is the task's
_DONE: Mapping[str, Any] = {
    Step.ACKNOWLEDGE: _l("Taken on: “%(title)s”."),
    Step.START: _l("Progress noted: “%(title)s”."),
    Step.SUBMIT: _l("Reported as done: “%(title)s”. It waits for confirmation."),
    Step.WITHDRAW: _l("The report on “%(title)s” is withdrawn."),
    Step.ACCEPT: _l("Confirmed: “%(title)s”."),
    Step.REOPEN: _l("“%(title)s” waits for confirmation again."),
    Step.RETURN_: _l("Returned: “%(title)s”. The unit is told by mail."),
    Step.DECLINE: _l("Declined: “%(title)s”. The coordinator will answer."),
    Step.ASSIGN: _l("Assigned again: “%(title)s”. The unit is told by mail."),
    Step.SUSPEND: _l("Suspended: “%(title)s”."),
    Step.RESUME: _l("Resumed: “%(title)s”."),
    Step.CANCEL: _l("Cancelled: “%(title)s”."),
    DUE: _l("The due date of “%(title)s” is changed; reminders follow it."),
    EXTENSION: _l("More time is asked for: “%(title)s”. Until it is granted the old due date counts."),
    RECALL: _l("The request for more time is withdrawn: “%(title)s”."),
    COMMENT: _l("Your remark is sent."),
    UNDO: _l("Undone: “%(title)s” is as it was."),
}

# The history, after the person's name
_HISTORY: Mapping[str, tuple[str, Any]] = {
    Step.ASSIGN: ("flag", _l("assigned the task")),
    Step.ACKNOWLEDGE: ("check", _l("took the task on")),
    Step.START: ("edit", _l("began the work")),
    Step.SUBMIT: ("upload", _l("reported the work as done")),
    Step.WITHDRAW: ("undo", _l("withdrew the report")),
    Step.ACCEPT: ("done", _l("confirmed the result")),
    Step.REOPEN: ("undo", _l("opened the task again")),
    Step.RETURN_: ("undo", _l("returned the result")),
    Step.DECLINE: ("close", _l("declined the task")),
    Step.SUSPEND: ("pause", _l("suspended the task")),
    Step.RESUME: ("next", _l("resumed the task")),
    Step.CANCEL: ("close", _l("cancelled the task")),
    task_history.COMMENT: ("talk", _l("wrote")),
    task_history.PROGRESS: ("edit", _l("noted progress")),
    "added": ("add", _l("added the task")),  # this and the next: services.review_log
    "reviewed": ("check", _l("reviewed the task")),
    "edited": ("edit", _l("corrected the task")),
    "unit_chosen": ("people", _l("chose the unit")),
    "split": ("list", _l("split the task up")),
    "merged": ("list", _l("merged tasks")),
    "linked": ("people", _l("changed whose task it follows")),
    "handed_over": ("people", _l("handed the task to the unit that took over")),
    task_history.MADE_BLOCKING: ("blocking", _l("made the task a blocking one, as the agency's rules say now")),
    task_history.MADE_ORDINARY: ("blocking", _l("made the task no longer blocking, as the agency's rules say now")),
    "review_undone": ("undo", _l("took a correction back")),
}

# What one's own last step is called where it can be undone
_UNDONE: Mapping[str, Any] = {
    Step.ACKNOWLEDGE: _l("taking on"),
    Step.START: _l("beginning"),
    Step.SUBMIT: _l("reporting"),
    Step.ACCEPT: _l("confirming"),
    Step.RETURN_: _l("returning"),
    Step.DECLINE: _l("declining"),
    Step.ASSIGN: _l("assigning"),
    Step.SUSPEND: _l("suspending"),
    Step.CANCEL: _l("cancelling"),
    task_history.DUE_CHANGED: _l("changing the due date"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the history: an icon, and what the person did."""

    icon: str
    words: str


def done_words(step: str, task: Task) -> str:
    """What is said after ``step``; agreeing to a refusal is not a confirmation."""
    if step == Step.ACCEPT and task.state is TaskState.CANCELLED:
        return gettext("Agreed: “%(title)s” is cancelled.", title=task.title)
    return str(_DONE[step]) % {"title": task.title}


def undo_step(step: str, task: Task) -> str | None:
    """The step that takes ``step`` back, offered right after it; None where there is nothing to take back."""
    if step == Step.ACCEPT:
        return Step.RESUME if task.state is TaskState.CANCELLED else Step.REOPEN
    if step == Step.SUBMIT:
        return Step.WITHDRAW
    if step in (Step.SUSPEND, Step.CANCEL):
        return Step.RESUME
    return UNDO if step in (Step.ACKNOWLEDGE, Step.START, Step.RETURN_, Step.DECLINE, Step.ASSIGN, DUE) else None


def history_line(event: TaskEvent) -> Line:
    """What ``event`` tells; a step without words of its own is named by its code."""
    if event.step == task_history.DUE_CHANGED:
        return Line(icon="calendar", words=_due_words(event.details))
    if event.step.startswith("extension_"):
        return Line(icon="clock", words=extension_history(event))
    if event.step == task_history.AMENDED:
        return Line(icon="edit", words=amended_history(event.details))
    if event.step == "event_moved":
        old, new = _day_of(event.details.get("old")), _day_of(event.details.get("new"))
        return Line(icon="calendar", words=gettext("moved the event: due %(new)s instead of %(old)s", new=new, old=old))
    if event.step == task_history.UNDO:
        what = _UNDONE.get(event.details.get("of", ""), "")
        return Line(icon="undo", words=gettext("took back: %(what)s", what=what))
    if event.step == Step.ACCEPT and event.details.get("to") == TaskState.CANCELLED:
        return Line(icon="done", words=gettext("agreed to the refusal"))
    icon, words = _HISTORY.get(event.step, ("edit", gettext("changed the task (%(step)s)", step=event.step)))
    return Line(icon=icon, words=str(words))


def _due_words(details: Mapping[str, Any]) -> str:
    days = {
        name: format_day(date.fromisoformat(value))
        for name, value in details.items()
        if name in ("old", "new") and value
    }
    old, new = days.get("old", gettext("no due date")), days.get("new", gettext("no due date"))
    if "new" not in days:
        return gettext("left the due date open until the event has a date again; before: %(old)s", old=old)
    if "old" not in days:
        return gettext("set the due date %(new)s", new=new)
    if "lead" in details:
        return gettext("moved the task this one follows: due %(new)s instead of %(old)s", new=new, old=old)
    return gettext("set the due date %(new)s instead of %(old)s", new=new, old=old)


def _day_of(stored: str | None) -> str:
    return format_day(date.fromisoformat(stored)) if stored else gettext("no due date")


def due_set_words(event: TaskEvent) -> str:
    """Who set a due date by hand, or gave more time, from which, and why."""
    if event.step == task_history.EXTENSION_GRANTED:
        return granted_words(event)
    return gettext(
        "Set by %(who)s; before: %(old)s. Reason: %(reason)s",
        who=event.actor.full_name if event.actor else "–",
        old=_day_of(event.details.get("old")),
        reason=event.note,
    )


def reminder_words(stage: str) -> str:
    """What a sent mail about one task was."""
    if stage.startswith("returned"):
        return gettext("Mail about the returned result")
    if stage.startswith("amended"):
        return gettext("Mail about the amended plan")
    if stage.startswith(("replanned", "redated")):
        return gettext("Mail about the new due date")
    if stage.startswith("extension"):
        return gettext("Mail about the request for more time")
    return gettext("Reminder: %(stage)s", stage=stage_label(stage))


def due_notes(row: Row) -> list[str]:
    """Below the due date in a list: what is left, what became of it."""
    task, extended = row.task, extended_note(row.task)
    if task.state is TaskState.SUBMITTED:
        return [_handed_in(row), extended]
    if task.state is TaskState.COMPLETED:
        return [_confirmed(row), extended]
    if row.overdue:
        return [latest_note(task.latest, row.latest_left), extended]
    return [left_label(row.left) if row.compliance.startswith("open") else "", extended]


def _handed_in(row: Row) -> str:
    values = {
        "day": format_short_day(row.task.submitted_on) if row.task.submitted_on else "",
        "who": row.task.conference.coordinator.full_name,
    }
    if row.on_time:
        return gettext("Handed in on time on %(day)s, waits for %(who)s", **values)
    return gettext("Handed in late on %(day)s, waits for %(who)s", **values)


def _confirmed(row: Row) -> str:
    accepted = row.events.get(Step.ACCEPT)
    handed_in = format_short_day(row.task.submitted_on) if row.task.submitted_on else "–"
    if accepted is None:
        return gettext("Handed in %(day)s", day=handed_in)
    confirmed = format_short_day(vietnam_date(accepted.at))
    return gettext("Handed in %(day)s, confirmed %(confirmed)s", day=handed_in, confirmed=confirmed)


def waited_words(days: int) -> str:
    """How long something has waited for an answer: working days."""
    if days == 0:
        return gettext("less than a working day")
    return ngettext("for %(num)d working day", "for %(num)d working days", days)


def late_words(days: int) -> str:
    """What a submission today counts as."""
    if days == 0:
        return gettext("completed on time")
    return ngettext("completed %(num)d working day late", "completed %(num)d working days late", days)


def closed_words(task: Task, coordinator: str) -> str:
    """Why a unit has nothing to report now; stands where the button would be."""
    reasons: Mapping[TaskState, Any] = {
        TaskState.COMPLETED: _l("The result is confirmed. To hand in another, ask %(who)s to open the task again."),
        TaskState.DECLINED: _l("Your unit has declined the task; %(who)s will answer."),
        TaskState.SUSPENDED: _l("The task is suspended: nothing is to be done until %(who)s resumes it."),
        TaskState.CANCELLED: _l("The task is cancelled: nothing is to be done."),
    }
    if task.state in reasons:
        return str(reasons[task.state]) % {"who": coordinator}
    return gettext("Nothing can be reported now: the task is “%(state)s”.", state=state_label(task.state))
