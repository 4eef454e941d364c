"""What else is to be said of a task's due date: whose rule it is, the scale of the meeting, that it is pinned."""

from collections.abc import Iterator

from flask_babel import gettext, ngettext

from tracker.domain.glossary import ConferenceScale
from tracker.domain.kinds import KINDS, TaskKind
from tracker.domain.rules import RuleTable
from tracker.domain.schedule import RULED
from tracker.models import Conference, Task
from tracker.services import dues, rule_dues
from tracker.services.planning import planning_of
from tracker.web.due_words import anchor_words
from tracker.web.fact_words import scale_label
from tracker.web.requests import db


def rule_notes(task: Task) -> str:
    """One sentence each, after the sentence that says why the date is what it is; empty where there is no more."""
    return " ".join(_notes(task, task.conference))


def _notes(task: Task, conference: Conference) -> Iterator[str]:
    if task.pinned:
        yield gettext("Pinned: it stays when the event, the calendar or a rule changes.")
        return
    if task.due_source not in RULED or task.anchor is None:
        return
    rules = planning_of(db(), conference.host_id).rules
    present = rule_dues.at(rules, conference.scale)
    code = rule_dues.giving(dues.due_of(task), task.kind, present)
    yield from _of_rule(task, conference, rules, code, present(code))


def _of_rule(task: Task, conference: Conference, rules: RuleTable, code: str, now: TaskKind) -> Iterator[str]:
    ordinary = rules.kind(code)
    if (task.anchor, task.offset_days) != (now.anchor, now.offset):
        rule = anchor_words(now.anchor, now.offset)
        yield gettext("The rule is another by now (%(rule)s); this task keeps what it was counted by.", rule=rule)
        return
    shipped = KINDS.get(code, KINDS["other"])
    if (ordinary.anchor, ordinary.offset) != (shipped.anchor, shipped.offset):
        yield gettext("By the rule of %(agency)s.", agency=conference.host.name)
    if conference.scale is not ConferenceScale.ORDINARY and now.offset != ordinary.offset:
        yield ngettext(
            "Scale “%(scale)s”: %(percent)s %% of the rule's %(num)d day.",
            "Scale “%(scale)s”: %(percent)s %% of the rule's %(num)d days.",
            abs(ordinary.offset),
            scale=scale_label(conference.scale),
            percent=rules.factors.of(conference.scale),
        )
