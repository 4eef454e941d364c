"""The sentences under a task's due date: how it stands, why this date, how far it could still move."""

from flask_babel import gettext

from tracker.domain.glossary import Anchor, Compliance, ConferenceState, TaskState
from tracker.services.task_page import TaskPage
from tracker.web.due_words import due_source_sentence, extended_note, latest_note
from tracker.web.formats import format_day
from tracker.web.labels import left_label
from tracker.web.rule_notes import rule_notes
from tracker.web.task_words import due_set_words

_OPEN = frozenset({Compliance.OPEN_NO_DUE, Compliance.OPEN_IN_TIME, Compliance.OPEN_DUE_SOON, Compliance.OPEN_OVERDUE})


def verdict(page: TaskPage) -> str:
    """All of it, in the order in which a reader asks; of a conference that is called off only that nothing is owed."""
    if page.task.conference.state is ConferenceState.CANCELLED:
        return gettext("The conference is cancelled: nothing is to be done, and nobody is reminded.")
    return " ".join(
        part for part in (_standing(page), _why(page), _extended(page), _event(page), _ceiling(page)) if part
    )


def _standing(page: TaskPage) -> str:
    handed_in = page.task.submitted_on
    if handed_in and page.task.state is TaskState.SUBMITTED:
        if page.overdue:
            return gettext("Handed in on %(day)s, late.", day=format_day(handed_in))
        return gettext("Handed in on %(day)s, on time.", day=format_day(handed_in))
    if handed_in and page.task.state is TaskState.COMPLETED:
        return gettext("Handed in on %(day)s.", day=format_day(handed_in))
    ahead = page.left is not None and page.left >= 0 and page.compliance in _OPEN
    return f"{left_label(page.left)}." if ahead else ""


def _why(page: TaskPage) -> str:
    why = due_set_words(page.due_set) if page.due_set else due_source_sentence(page.task, page.event)
    return f"{why} {rule_notes(page.task)}".strip()


def _extended(page: TaskPage) -> str:
    note = extended_note(page.task)
    return f"{note[0].upper()}{note[1:]}." if note else ""


def _event(page: TaskPage) -> str:
    """The day from which the rule counts."""
    if page.event is None or page.due_set:
        return ""
    if page.task.anchor is Anchor.START:
        return gettext("The event begins on %(day)s.", day=format_day(page.event.start))
    if page.task.anchor is Anchor.END:
        return gettext("The event ends on %(day)s.", day=format_day(page.event.end))
    return ""


def _ceiling(page: TaskPage) -> str:
    moved = page.task.latest is not None and page.task.latest != page.task.due
    return f"{latest_note(page.task.latest, page.latest_left)}." if moved and page.compliance in _OPEN else ""
