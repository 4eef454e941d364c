"""A conference without a document: from a template or empty, a draft to be reviewed and activated like any other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import (
    AssignmentRole,
    ConferenceKind,
    ConferenceScale,
    ConferenceState,
    MeetingMode,
    Review,
    TaskState,
)
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Actor
from tracker.domain.plan.titles import short_title
from tracker.domain.rules import Planning
from tracker.domain.schedule import follow
from tracker.domain.succession import Heirs
from tracker.models import Conference, Task, TaskPartner, Unit
from tracker.services import directory, dues, event_move, plans, succession, template_items
from tracker.services.planning import hold, planning_of
from tracker.services.template_items import Item
from tracker.services.templates import Template

LONGEST_TITLE = 1000  # characters


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The conference as a coordinator announces it; ``start`` None: its date is not known yet."""

    title: str
    start: date | None
    end: date | None
    tentative: bool
    place: str
    kind: ConferenceKind
    mode: MeetingMode | None
    scale: ConferenceScale

    def of_kind(self, kind: ConferenceKind) -> "Wanted":
        """The same as another kind of meeting."""
        return replace(self, kind=kind)


def named_parts(session: Session, host_id: int, names: Mapping[str, str], *, today: date) -> dict[str, int]:
    """The units that names certainly mean: part → unit id.

    Raises:
        InvalidInput: ``unit_not_in_directory`` (``name``).
    """
    units = directory.candidates(session, host_id, on=today)
    matches = directory.resolve(names.values(), units, host_id)
    for name in names.values():
        if not matches[name].certain:
            raise InvalidInput("unit_not_in_directory", field="part", name=name)
    return {part: matches[name].unit_id or 0 for part, name in names.items()}


def start(
    session: Session,
    actor: Actor,
    *,
    host_id: int,
    template: Template | None,
    wanted: Wanted,
    parts: Mapping[str, int],
    now: datetime,
) -> Conference:
    """Make the draft with the template's tasks. ``parts``: whom the template's words for a unit mean this time.

    A unit that has ended since is replaced by the one that took over, to be confirmed; where that is not one, and
    where nobody was chosen, the task waits to be given a unit.

    Raises:
        NotFound: not the actor's agency. InvalidInput: ``conference_title_missing``, ``title_long``, ``event_needed``,
        and as ``event_move.check``; ``unit_not_here``, a part is filled with a unit that is not to be addressed.
    """
    plans.check_host(actor, host_id)
    hold(session, host_id)
    conference = _conference(actor, host_id, wanted, now)
    session.add(conference)
    session.flush()
    items = template.used if template else ()
    units = {unit.id: unit for unit in plans.units_for(session, conference)}
    if not set(parts.values()) <= units.keys():
        raise InvalidInput("unit_not_here", field="part")
    standing = _Standing(session, items, units, parts, vietnam_date(now))
    planning = planning_of(session, host_id)
    tasks = [
        _task(item, position, conference, standing, planning, template.name if template else "")
        for position, item in enumerate(items, start=1)
    ]
    session.add_all(tasks)
    session.flush()
    _link(tasks, items)
    session.flush()
    return conference


def _conference(actor: Actor, host_id: int, wanted: Wanted, now: datetime) -> Conference:
    title = collapse(wanted.title)
    if not title:
        raise InvalidInput("conference_title_missing", field="title")
    if len(title) > LONGEST_TITLE:
        raise InvalidInput("title_long", field="title", most=LONGEST_TITLE)
    if wanted.start is None and wanted.end is not None:
        raise InvalidInput("event_needed", field="start")
    first, last, tentative = None, None, True
    if wanted.start is not None:
        event = event_move.check(wanted.start, wanted.end, tentative=wanted.tentative, today=vietnam_date(now)).event
        assert event is not None  # noqa: S101 -- a date was given
        first, last, tentative = event.start, event.end, event.tentative
    return Conference(
        host_id=host_id,
        coordinator_id=actor.user_id,
        state=ConferenceState.DRAFT,
        title=title,
        short_title=(short_title(title) or title)[: plans.SHORT_TITLE],
        event_start=first,
        event_end=last,
        event_tentative=tentative,
        place=collapse(wanted.place) or None,
        kind=wanted.kind,
        mode=wanted.mode,
        scale=wanted.scale,
        facts={},
        created_at=now,
    )


class _Standing:
    """Who stands today for the units of a template."""

    def __init__(
        self, session: Session, items: Sequence[Item], units: Mapping[int, Unit], parts: Mapping[str, int], today: date
    ) -> None:
        named = [item.unit_id for item in items] + [unit_id for item in items for unit_id, _ in item.partners]
        ids = {unit_id for unit_id in named if unit_id is not None}
        self._units, self._parts = units, parts
        self._heirs: Mapping[int, Heirs] = succession.standing_for(session, ids, today)

    def of(self, unit_id: int | None, words: str) -> tuple[Unit | None, bool]:
        """The unit, and whether it took over from the one that the template names."""
        if unit_id is None:
            return self._units.get(self._parts.get(words, 0)), False
        heirs = self._heirs.get(unit_id)
        return self._units.get((heirs.one or 0) if heirs else unit_id), heirs is not None


def _task(
    item: Item, position: int, conference: Conference, standing: _Standing, planning: Planning, source: str
) -> Task:
    kind = dues.kind_of(item.kind, conference, planning)
    unit, took_over = standing.of(item.unit_id, item.unit_words)
    doubts = _doubts(item, unit, took_over=took_over)
    task = Task(
        conference_id=conference.id,
        conference=conference,
        position=position,
        unit_id=unit.id if unit else None,
        unit_words=unit.name if unit else item.unit_words if item.unit_id is not None else "",
        title=item.title,
        role=item.role,
        kind=kind.code,
        blocking=item.blocking and item.role is AssignmentRole.LEAD,
        counted=kind.counted and item.role is not AssignmentRole.GENERAL,
        state=TaskState.DRAFT,
        review=Review.CHECK if doubts else Review.CERTAIN,
        doubts=doubts,
        quote="",
        partners=[_partner(unit_id, words, standing) for unit_id, words in item.partners],
    )
    dues.put(task, template_items.due_of(item, conference, planning, words=source))
    return task


def _partner(unit_id: int | None, words: str, standing: _Standing) -> TaskPartner:
    unit, _ = standing.of(unit_id, words)
    return TaskPartner(unit_id=unit.id if unit else None, words=unit.name if unit else words)


def _doubts(item: Item, unit: Unit | None, *, took_over: bool) -> list[dict[str, Any]]:
    """What a person is to look at: the unit, and words that were right for another year."""
    found: list[dict[str, Any]] = []
    if unit is not None and took_over:
        found.append({"code": "unit_succeeded", "params": {"unit": item.unit_words, "match": unit.name}})
    elif unit is None and item.unit_id is not None:
        found.append({"code": "unit_gone", "params": {"unit": item.unit_words}})
    elif unit is None and item.unit_words and item.role is not AssignmentRole.GENERAL:
        found.append({"code": "unit_of_part", "params": {"part": item.unit_words}})
    elif unit is None and item.role is not AssignmentRole.GENERAL:
        found.append({"code": "unit_missing", "params": {}})
    if item.dated:
        found.append({"code": "dated_words", "params": {"words": "; ".join(item.dated)}})
    return found


def _link(tasks: Sequence[Task], items: Sequence[Item]) -> None:
    """Co-operating tasks hang on their lead's, and are due with it unless they have a distance of their own."""
    for task, item in zip(tasks, items, strict=True):
        if item.lead is None:
            continue
        task.lead_task_id = tasks[item.lead].id
        if item.follows:
            dues.put(task, follow(dues.due_of(tasks[item.lead])))
