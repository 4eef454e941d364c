"""Duties → assignments: one per unit, with role, partners, kind and deadline as the words say."""

import re
from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.collectives import is_collective
from tracker.domain.dates import DuePhrase
from tracker.domain.glossary import AssignmentRole
from tracker.domain.kinds import classify
from tracker.domain.normalise import search_key
from tracker.domain.plan.deadlines import Calendarium, due_of_label, find_due
from tracker.domain.plan.duty import Duty
from tracker.domain.plan.parsed import Assignment
from tracker.domain.plan.phrases import opens_task
from tracker.domain.plan.roles import asks_for_speeches, is_speech, partners_of, role_of
from tracker.domain.plan.units import excluded_of

_RESPONSIBLE = re.compile(r"^(?:(?:có|chịu) trách nhiệm|có nhiệm vụ)\s+", re.IGNORECASE)
# "(sẽ có văn bản riêng mời …)", "(có mẫu kèm theo)": an aside to the reader, no part of the duty.
_ASIDE = re.compile(
    r"\s*\*?\((?:sẽ có|có (?:văn bản|mẫu|danh sách|phụ lục|biểu)|gửi kèm|kèm theo|đính kèm|theo mẫu|"
    r"chi tiết)[^()]*\)\*?\s*(?=[.;/]*\s*$)",
    re.IGNORECASE,
)
_INHERITS = re.compile(r"sau đây|sau\b|như sau|:\s*$", re.IGNORECASE)


def make_assignments(duties: Iterable[Duty], known: Calendarium) -> tuple[Assignment, ...]:
    """Numbered in the order of the text."""
    found = list(duties)
    names = _long_names(found)
    made = [assignment for duty in found for assignment in _of_duty(duty, known, names)]
    return tuple(replace(assignment, no=no) for no, assignment in enumerate(_distinct(made), start=1))


def _of_duty(duty: Duty, known: Calendarium, names: frozenset[str]) -> Iterable[Assignment]:
    task = task_text(duty.task)
    partners = tuple(dict.fromkeys([*duty.partners, *([] if duty.led and duty.partners else partners_of(task, names))]))
    due = _due(duty, known)
    for unit in duty.units:
        role = _role(duty, task, unit)
        yield Assignment(
            no=0,
            unit=unit,
            role=role,
            task=task,
            partners=tuple(name for name in partners if search_key(name) != search_key(unit)),
            excluded=excluded_of(duty.paragraph.raw) if is_collective(unit) else (),
            kind=classify(task, role).code,
            due=due,
            first_line=duty.paragraph.first,
            last_line=duty.paragraph.last,
            quote=duty.paragraph.raw,
        )


def _long_names(duties: Iterable[Duty]) -> frozenset[str]:
    """Names with a comma in them: where they are mentioned, only the heading tells where they end."""
    return frozenset(name for duty in duties for name in duty.units if "," in name)


def _role(duty: Duty, task: str, unit: str) -> AssignmentRole:
    if duty.led:
        return AssignmentRole.CONTRIBUTE if is_speech(task) else AssignmentRole.LEAD
    if _names_speech(duty):
        return AssignmentRole.CONTRIBUTE
    return role_of(_RESPONSIBLE.sub("", _after_unit(task, unit)), unit)


def _names_speech(duty: Duty) -> bool:
    """The title of a talk below a line that asks for talks: "- Phòng A: “Kinh nghiệm …”"."""
    return asks_for_speeches(duty.heading) and (duty.task.startswith(("“", '"')) or not opens_task(duty.task))


def task_text(text: str) -> str:
    """The duty without asides to the reader."""
    return _ASIDE.sub("", text).strip() or text


def _after_unit(task: str, unit: str) -> str:
    """The duty proper, for judging its first verb: what follows the unit's (or the last unit's) name."""
    from tracker.domain.plan.subjects import find_subject

    subject = find_subject(task)
    if subject is None or not subject.rest or (search_key(unit) not in {search_key(name) for name in subject.units}):
        return task
    return subject.rest


def _due(duty: Duty, known: Calendarium) -> DuePhrase | None:
    if duty.due_words:
        labelled = due_of_label(duty.due_words, known)
        if labelled and not labelled.vague:
            return labelled
        return find_due(duty.task, known) or labelled
    own = find_due(duty.task, known)
    if own and not own.vague:
        return own
    inherits = _INHERITS.search(duty.heading) or _names_speech(duty)
    above = find_due(duty.heading, known) if inherits else None
    return replace(above, inherited=True) if above and not above.vague else own


def _distinct(assignments: Iterable[Assignment]) -> list[Assignment]:
    """The same duty of the same unit read twice (a table repeated from the text) counts once."""
    seen: dict[tuple[str, str], Assignment] = {}
    for assignment in assignments:
        seen.setdefault((search_key(assignment.unit), search_key(assignment.task)), assignment)
    return list(seen.values())
