"""An amended plan beside the tasks there are: what it would change, whom it concerns, and what has been decided."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.amendment import ChangeKind
from tracker.domain.matching import definitions
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Actor
from tracker.domain.plan import ParsedPlan
from tracker.domain.plan.parsed import Finding
from tracker.domain.rules import Planning
from tracker.models import Amendment, Conference, Task, TaskEvent, TaskFile, Unit
from tracker.services import amendment_reading, directory, plans, review, review_log
from tracker.services.amendment_changes import QUIET, Change, Comparing
from tracker.services.amendment_dues import DueDates, due_dates
from tracker.services.amendment_facts import FactChange, accepted_event, fact_changes, finding_changes
from tracker.services.amendment_told import Move, Told, moves_of, told
from tracker.services.amendment_versions import Version, drafted, names_of
from tracker.services.planning import planning_of


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything there is to decide. ``base``/``draft``: the conference as each text has it, in no session."""

    amendment: Amendment
    conference: Conference
    base: Conference
    draft: Conference
    new: Version
    tasks: Sequence[Task]
    units: tuple[Unit, ...]
    facts: tuple[FactChange, ...]
    every: tuple[Change, ...]
    dues: DueDates
    moves: tuple[Move, ...]
    told: tuple[Told, ...]
    new_findings: Sequence[Finding]
    settled_findings: Sequence[Finding]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Those that a person decides about."""
        return tuple(change for change in self.every if change.kind not in QUIET)

    @property
    def without_unit(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.needs_unit)

    def count(self, kind: ChangeKind) -> int:
        return sum(change.kind is kind for change in self.every)

    @property
    def seen(self) -> str:
        """Fingerprint of what is shown: only that is applied."""
        facts = [f"{self.amendment.id}:{self.amendment.version}", f"{self.conference.id}:{self.conference.version}"]
        facts += [f"{fact.id}:{fact.new}:{fact.accept}" for fact in self.facts]
        facts += [self._print(change) for change in self.changes]
        facts += [f"{move.task.id}:{move.due.day}" for move in self.moves]
        return hashlib.sha256(" ".join(facts).encode()).hexdigest()[:32]

    def _print(self, change: Change) -> str:
        version = change.task.version if change.task else 0
        unit_id = change.unit.id if change.unit else 0
        facts = (change.id, version, change.kind, *change.fields, change.accept, unit_id, self.dues.of(change).day)
        return ":".join(map(str, facts))


def load(session: Session, actor: Actor, amendment: Amendment, *, today: date) -> Sheet:
    """The comparison as of ``today``: tasks, directory and decisions may have changed since the last look."""
    conference = amendment.conference
    planning = planning_of(session, conference.host_id)
    before, after = amendment_reading.loaded(amendment.reading)
    base, draft = (_draft(one, conference, actor, amendment) for one in (before, after))
    facts = fact_changes(conference, base, draft, amendment.decisions)
    units = plans.units_for(session, conference)
    versions = _versions(session, (before, after), (conference, _target(conference, facts)), amendment, units, planning)
    tasks = review.tasks_of(session, conference.id)
    changes = Comparing(
        tasks,
        *versions,
        by_hand=_by_hand(session, conference.id),
        with_files=_with_files(session, conference.id),
        units={unit.id: unit for unit in units},
        decisions=amendment.decisions,
        text=_text(amendment),
    ).changes()
    found = due_dates(conference, tasks, changes, versions[1], accepted_event(facts), planning)
    decided = [change for change in changes if change.kind not in QUIET]
    moves = moves_of(tasks, decided, found)
    new_findings, settled_findings = finding_changes(before, after)
    return Sheet(
        amendment=amendment, conference=conference, base=base, draft=draft, new=versions[1], tasks=tasks, units=units,
        facts=facts, every=tuple(changes), dues=found, moves=moves,
        told=told(session, conference, decided, moves, found, today=today),
        new_findings=new_findings, settled_findings=settled_findings,
    )  # fmt: skip


def _draft(parsed: ParsedPlan, conference: Conference, actor: Actor, amendment: Amendment) -> Conference:
    return plans.draft_conference(
        parsed, host_id=conference.host_id, actor=actor, filename=amendment.filename, now=amendment.uploaded_at
    )


def _target(conference: Conference, facts: Sequence[FactChange]) -> Conference:
    """What due dates of new duties are counted from: the event and the date of issue as accepted; in no session."""
    event = accepted_event(facts)
    issued = next((fact.new for fact in facts if fact.name == "issued" and fact.accept), conference.issued)
    return Conference(
        id=conference.id,
        host_id=conference.host_id,
        issued=issued,
        event_start=event.start if event else conference.event_start,
        event_end=event.end if event else conference.event_end,
        event_tentative=event.tentative if event else conference.event_tentative,
        scale=conference.scale,
    )


def _versions(
    session: Session,
    parsed: tuple[ParsedPlan, ParsedPlan],
    conferences: tuple[Conference, Conference],
    amendment: Amendment,
    units: tuple[Unit, ...],
    planning: Planning,
) -> tuple[Version, Version]:
    """Both texts with the units that the directory knows today: what has become known since is known in both."""
    before = [str(line["text"]) for line in plans.lines_of(session, amendment.conference_id)]
    explained = definitions("\n".join([*before, *(str(line["text"]) for line in amendment.lines)]))
    names = [name for one in parsed for name in names_of(one)]
    matches = directory.resolve(names, units, amendment.conference.host_id, explained=explained)
    by_id = {unit.id: unit for unit in units}
    base, new = (drafted(one, on, matches, by_id, planning) for one, on in zip(parsed, conferences, strict=True))
    return base, new


def _text(amendment: Amendment) -> str:
    return collapse(" ".join(f"{line.get('label') or ''} {line['text']}" for line in amendment.lines))


def _by_hand(session: Session, conference_id: int) -> frozenset[int]:
    """Tasks that a person has added, by hand or from a suggestion."""
    events = select(TaskEvent.task_id).join(TaskEvent.task).where(Task.conference_id == conference_id)
    return frozenset(session.scalars(events.where(TaskEvent.step == review_log.ADDED)))


def _with_files(session: Session, conference_id: int) -> frozenset[int]:
    files = select(TaskFile.task_id).join(TaskFile.task).where(Task.conference_id == conference_id)
    return frozenset(session.scalars(files))


def outcome_of(sheet: Sheet) -> dict[str, Any]:
    """What was proposed and what became of it, for the page of a closed amendment."""
    return {
        "counts": {kind: sheet.count(kind) for kind in ChangeKind},
        "facts": [{"name": fact.name, "accepted": fact.accept} for fact in sheet.facts],
        "changes": [_kept(change) for change in sheet.changes],
        "told": [[notice.unit.name, [to.email for to in notice.to]] for notice in sheet.told],
    }


def _kept(change: Change) -> dict[str, Any]:
    task = change.subject
    unit = change.unit.name if change.unit else task.unit_words
    return {
        "id": change.id, "kind": change.kind, "task": task.id, "title": task.title, "unit": unit,
        "fields": list(change.fields), "accepted": change.accept,
    }  # fmt: skip
