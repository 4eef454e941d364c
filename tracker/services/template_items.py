"""The tasks of a template as values: from a conference's tasks, into rows and back, and as drafts of a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.dated_words import dated_words
from tracker.domain.glossary import Anchor, AssignmentRole, DueSource
from tracker.domain.kinds import KINDS
from tracker.domain.rules import Planning
from tracker.domain.schedule import RULED, Due, kept_from
from tracker.models import Conference, Task
from tracker.services import dues

VERSION = 1
"""Of the JSON; a later form of it must still read this one."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One task of a template.

    ``unit_id`` None: ``unit_words`` is a part to be filled at the start ("Văn phòng"), or empty, chosen in the review.
    ``anchor`` and ``offset`` in working days; both None: by the agency's rule for the kind, or with the item of the
    index ``lead``, where it has one. ``off``: taken out of the template, and can be put back.
    """

    title: str
    kind: str
    role: AssignmentRole = AssignmentRole.LEAD
    unit_id: int | None = None
    unit_words: str = ""
    partners: tuple[tuple[int | None, str], ...] = ()
    blocking: bool = False
    anchor: Anchor | None = None
    offset: int | None = None
    lead: int | None = None
    off: bool = False

    @property
    def follows(self) -> bool:
        """Whether it is due with its lead task."""
        return self.lead is not None and self.anchor is None

    @property
    def dated(self) -> tuple[str, ...]:
        """Words that were right for one year only."""
        return dated_words(self.title)


def to_json(item: Item) -> dict[str, Any]:
    return vars(item) | {"v": VERSION, "partners": [list(partner) for partner in item.partners]}


def from_json(data: Mapping[str, Any]) -> Item:
    """A kind that a later version dropped is "other" work."""
    known = {name: data[name] for name in Item.__dataclass_fields__ if name in data}
    return Item(
        **known
        | {
            "kind": data["kind"] if data["kind"] in KINDS else "other",
            "role": AssignmentRole(data.get("role", AssignmentRole.LEAD)),
            "partners": tuple((unit_id, words) for unit_id, words in data.get("partners", ())),
            "anchor": Anchor(data["anchor"]) if data.get("anchor") else None,
        }
    )


def kept(tasks: Sequence[Task], conference: Conference, planning: Planning) -> tuple[Item, ...]:
    """The tasks as items, in their order; a lead that is not among them leaves its distance from the event."""
    places = {task.id: index for index, task in enumerate(tasks)}
    return tuple(_kept(task, conference, planning, places) for task in tasks)


def _kept(task: Task, conference: Conference, planning: Planning, places: Mapping[int, int]) -> Item:
    lead = places.get(task.lead_task_id) if task.lead_task_id is not None else None
    follows = lead is not None and task.due_source is DueSource.LEAD_TASK
    anchor, offset = (None, None) if follows else distance(task, conference, planning)
    return Item(
        title=task.title,
        kind=task.kind,
        role=task.role,
        unit_id=task.unit_id,
        unit_words=task.unit.name if task.unit else task.unit_words,
        partners=tuple((one.unit_id, one.unit.name if one.unit else one.words) for one in task.partners),
        blocking=task.blocking,
        anchor=anchor,
        offset=offset,
        lead=lead,
    )


def distance(task: Task, conference: Conference, planning: Planning) -> tuple[Anchor | None, int | None]:
    """How far from the event the task is due, in working days; (None, None): as the agency's rule says.

    A date that the plan or a person named, and a distance in calendar days, become the working days that they were.
    """
    due, event = dues.due_of(task), dues.event_of(conference)
    kind = dues.kind_of(task.kind, conference, planning)
    if (
        due.source in RULED
        and not due.pinned
        and (due.anchor, due.offset) in {(None, None), (kind.anchor, kind.offset)}
    ):
        return None, None
    if due.anchor is not None and due.offset is not None and due.working and not due.pinned:
        return due.anchor, due.offset
    if due.day is None or event is None:
        return None, None
    return kept_from(due.day, after=due.day > event.end, event=event, calendar=planning.calendar)


def due_of(item: Item, conference: Conference, planning: Planning, *, words: str) -> Due:
    """The item's due date under the conference's event; ``words``: the template's name, as its source."""
    if item.anchor is None or item.offset is None:
        return dues.by_rule(item.kind, conference, planning)
    own = Due(day=None, source=DueSource.PERSON, words=words, anchor=item.anchor, offset=item.offset)
    return dues.again(own, item.kind, conference, planning)


def in_use(items: Sequence[Item]) -> tuple[Item, ...]:
    """Without those taken out; leads are counted anew, and whose lead is out has the rule of its kind."""
    places = {old: new for new, old in enumerate(index for index, item in enumerate(items) if not item.off)}
    return tuple(
        replace(item, lead=places.get(item.lead) if item.lead is not None else None) for item in items if not item.off
    )
