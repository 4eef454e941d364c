"""A version of a plan as drafts in no session, comparable with another version and with the tasks there are."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.amendment import Duty
from tracker.domain.dates import DuePhrase
from tracker.domain.matching import Match
from tracker.domain.normalise import collapse, search_key
from tracker.domain.plan import Assignment, ParsedPlan
from tracker.domain.rules import Planning
from tracker.domain.schedule import follow
from tracker.models import Conference, Task, Unit
from tracker.services import dues, plans


@dataclass(frozen=True, kw_only=True)
class Version:
    """``tasks``: number of the assignment → its draft; ``leads``: the assignment that it co-operates on."""

    parsed: ParsedPlan
    tasks: Mapping[int, Task]
    leads: Mapping[int, int]
    matches: Mapping[str, Match]

    @property
    def assignments(self) -> Mapping[int, Assignment]:
        return {one.no: one for one in self.parsed.assignments}


def drafted(
    parsed: ParsedPlan,
    conference: Conference,
    matches: Mapping[str, Match],
    units: Mapping[int, Unit],
    planning: Planning,
) -> Version:
    """The assignments as drafts. ``conference``: whose event and date of issue the due dates are counted from."""
    tasks = {one.no: plans.draft_task(one, conference, matches, units, planning) for one in parsed.assignments}
    leads = dict(plans.leads(parsed.assignments))
    for no, lead in leads.items():
        dues.put(tasks[no], follow(dues.due_of(tasks[lead])))
    return Version(parsed=parsed, tasks=tasks, leads=leads, matches=matches)


def names_of(parsed: ParsedPlan) -> list[str]:
    """Every unit that the text names in an assignment."""
    return [name for one in parsed.assignments for name in (one.unit, *one.partners)]


def duties_of(version: Version) -> list[Duty]:
    """The assignments in the form in which two texts are compared; the key is the assignment's number."""
    addressed: dict[tuple[int, str], set[Hashable]] = defaultdict(set)
    for task in version.tasks.values():
        addressed[_sentence(task)].add(whose(task))
    return [
        Duty(
            key=no,
            unit=whose(task),
            words=task.title,
            role=task.role,
            kind=task.kind,
            partners=partners_of(task),
            due=said_due(version.assignments[no].due),
            shared=len(addressed[_sentence(task)]) > 1,
        )
        for no, task in version.tasks.items()
    ]


def duty_of(task: Task, key: int) -> Duty:
    """A task that stands in no text, or not any more, as it is."""
    return Duty(key=key, unit=whose(task), words=task.title, role=task.role, kind=task.kind, partners=partners_of(task))


def whose(task: Task) -> Hashable:
    """The unit, or its name while the directory does not know it."""
    return task.unit_id or search_key(task.unit_words)


def partners_of(task: Task) -> frozenset[Hashable]:
    return frozenset(partner.unit_id or search_key(partner.words) for partner in task.partners)


def said_due(phrase: DuePhrase | None) -> Hashable:
    """What a phrase says about the date, however it words it; None: nothing that gives one."""
    if phrase is None or phrase.vague:
        return None
    return phrase.day, phrase.until, phrase.anchor, phrase.offset, phrase.working


def linked(tasks: Iterable[Task], version: Version) -> tuple[dict[int, list[Task]], list[Task]]:
    """Number of the assignment → the tasks made of it (several where a person has split it); and the tasks of none."""
    found: dict[int, list[Task]] = defaultdict(list)
    alone = []
    for task in tasks:
        no = _assignment(task, version)
        if no is None:
            alone.append(task)
        else:
            found[no].append(task)
    return found, alone


def _assignment(task: Task, version: Version) -> int | None:
    """Among the assignments of its sentence the one of its unit, else the one at its place."""
    if task.first_line is None:
        return None
    drafts = list(version.tasks.items())
    candidates = [(no, draft) for no, draft in drafts if _sentence(draft) == _sentence(task)]
    candidates = candidates or [(no, draft) for no, draft in drafts if _is_part(task, draft) or _is_part(draft, task)]
    for fits in (
        lambda _, draft: draft.unit_words == task.unit_words,
        lambda _, draft: draft.unit_id is not None and draft.unit_id == task.unit_id,
        lambda no, _: no == task.position,
        lambda _, __: len(candidates) == 1,
    ):
        for no, draft in candidates:
            if fits(no, draft):
                return no
    return None


def covered(draft: Task, tasks: Iterable[Task]) -> bool:
    """Whether a person has made the sentence part of another task."""
    return any(_is_part(draft, task) for task in tasks)


def _is_part(piece: Task, whole: Task) -> bool:
    """Whether the sentence of ``piece`` stands inside that of ``whole``."""
    if piece.first_line is None or whole.first_line is None or not piece.quote:
        return False
    inside = whole.first_line <= piece.first_line <= (whole.last_line or whole.first_line)
    return inside and collapse(piece.quote) in collapse(whole.quote)


def _sentence(task: Task) -> tuple[int, str]:
    return (-1, "") if task.first_line is None else (task.first_line, collapse(task.quote))
