"""Importing a plan: what was read becomes a draft conference with tasks and findings, or nothing at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from tracker.clock import vietnam_date
from tracker.domain.errors import DocumentRefused, NotFound, Refused
from tracker.domain.glossary import AssignmentRole, ConferenceState, Review, UnitKind
from tracker.domain.matching import Match, definitions
from tracker.domain.permissions import Action, Actor, can, subject
from tracker.domain.plan import Assignment, ParsedPlan
from tracker.domain.plan.details import details_of, to_json
from tracker.domain.plan.lines import Line
from tracker.domain.rules import Planning
from tracker.domain.schedule import follow
from tracker.domain.unit_names import guess_kind
from tracker.models import Conference, Plan, Task, TaskPartner, Unit
from tracker.services import directory, dues
from tracker.services.plan_rows import (
    ReadDocument,
    agenda_rows,
    digest_of,
    finding_rows,
    plan_row,
    suggestion_rows,
)
from tracker.services.planning import hold, planning_of

SHORT_TITLE = 200  # characters, the column's length


def check_host(actor: Actor, host_id: int) -> None:
    """Raises:
    NotFound: plans of that agency are not the actor's to import.
    """
    if not can(actor, Action.IMPORT_PLAN, subject(host_id=host_id)):
        raise NotFound("not_found")


def import_plan(
    session: Session,
    actor: Actor,
    *,
    host_id: int,
    filename: str,
    data: bytes,
    document: ReadDocument,
    parsed: ParsedPlan,
    now: datetime,
    again: bool = False,
) -> Conference:
    """Make a draft conference of what was read. Every row is in the caller's transaction: all or nothing.

    ``again``: import although the same file is there already.

    Raises:
        NotFound: not the actor's agency. DocumentRefused: ``no_plan``, the text has nothing of a plan;
        ``classified``, it is marked as a state secret and must not be kept here.
        Refused: ``already_imported`` (``conference_id``, ``title``).
    """
    check_host(actor, host_id)
    hold(session, host_id)
    refuse_classified(parsed)
    if not is_plan(parsed):
        raise DocumentRefused("no_plan")
    if not again:
        _refuse_twin(session, host_id, data)
    conference = draft_conference(parsed, host_id=host_id, actor=actor, filename=filename, now=now)
    conference.plan = plan_row(filename, data, document, parsed, actor=actor, now=now)
    conference.findings = finding_rows(parsed, conference, vietnam_date(now))
    conference.suggestions = suggestion_rows(parsed)
    conference.agenda = agenda_rows(parsed)
    session.add(conference)
    session.flush()
    _add_tasks(session, conference, parsed, document.lines)
    return conference


def refuse_classified(parsed: ParsedPlan) -> None:
    """A document marked MẬT, TỐI MẬT or TUYỆT MẬT may only be kept on systems made for that (Luật 29/2018/QH14).

    Raises:
        DocumentRefused: ``classified`` (``degree``).
    """
    if parsed.classified:
        raise DocumentRefused("classified", degree=parsed.classified)


def is_plan(parsed: ParsedPlan) -> bool:
    """Whether there is anything to follow up: duties, their section, a programme, or a titled event with a date."""
    facts = parsed.conference
    dated = facts.title is not None and facts.event is not None and facts.event.start is not None
    return bool(parsed.assignments or parsed.organisation or parsed.agenda or dated)


def _refuse_twin(session: Session, host_id: int, data: bytes) -> None:
    twin = session.scalar(
        select(Conference)
        .join(Plan)
        .where(
            Conference.host_id == host_id, Plan.sha256 == digest_of(data), Conference.state != ConferenceState.CANCELLED
        )
        .order_by(Conference.id.desc())
        .limit(1)
    )
    if twin is not None:
        raise Refused("already_imported", conference_id=twin.id, title=twin.short_title)


def draft_conference(parsed: ParsedPlan, *, host_id: int, actor: Actor, filename: str, now: datetime) -> Conference:
    """What the header and the facts of the event say, as a row in no session yet."""
    facts = parsed.conference
    title = facts.title or PurePath(filename).stem
    start = facts.event.start if facts.event else None
    end = (facts.event.end if facts.event else None) or start
    return Conference(
        host_id=host_id,
        coordinator_id=actor.user_id,
        state=ConferenceState.DRAFT,
        title=title,
        short_title=(facts.short_title or title)[:SHORT_TITLE],
        issuer=facts.issuer[:300] if facts.issuer else None,
        number=facts.number[:60] if facts.number else None,
        issued=facts.issued,
        event_start=start,
        event_end=max(start, end) if start and end else None,
        event_tentative=facts.event.tentative if facts.event else True,
        event_words=facts.event_time_text or (facts.event.words if facts.event else None),
        place=facts.place,
        delegates=facts.delegates,
        contact=parsed.contact,
        kind=facts.kind,
        mode=facts.mode,
        facts=to_json(details_of(facts)),
        created_at=now,
    )


def _add_tasks(session: Session, conference: Conference, parsed: ParsedPlan, lines: Sequence[Line]) -> None:
    units = units_for(session, conference)
    names = [name for one in parsed.assignments for name in (one.unit, *one.partners)]
    explained = definitions("\n".join(line.text for line in lines))
    matches = directory.resolve(names, units, conference.host_id, explained=explained)
    by_id = {unit.id: unit for unit in units}
    planning = planning_of(session, conference.host_id)
    tasks = {one.no: draft_task(one, conference, matches, by_id, planning) for one in parsed.assignments}
    session.add_all(tasks.values())
    session.flush()
    _link(parsed.assignments, tasks)
    session.flush()


def units_for(session: Session, conference: Conference) -> tuple[Unit, ...]:
    """The units the plan may mean: the directory as of its date; of the event for a draft without a full date."""
    on = dues.planned_of(conference) or conference.event_start
    return directory.candidates(session, conference.host_id, on=on, until=conference.event_end)


def _link(assignments: Iterable[Assignment], tasks: Mapping[int, Task]) -> None:
    """Co-operating tasks hang on the lead unit's task and are due with it."""
    for no, lead_no in leads(assignments):
        tasks[no].lead_task_id = tasks[lead_no].id
        dues.put(tasks[no], follow(dues.due_of(tasks[lead_no])))


def leads(assignments: Iterable[Assignment]) -> Iterator[tuple[int, int]]:
    """The number of each assignment that co-operates on another's task, with that one's."""
    every = list(assignments)
    known = {one.no for one in every}
    for one in every:
        if one.lead_no is not None and one.lead_no in known - {one.no} and not _is_umbrella(one):
            yield one.no, one.lead_no


def _is_umbrella(one: Assignment) -> bool:
    """Whether all units together are to help: nobody in particular owes it (domain rules, section 2, last row)."""
    helps = one.role in {AssignmentRole.GENERAL, AssignmentRole.COORDINATE}
    return helps and (one.role is AssignmentRole.GENERAL or guess_kind(one.unit) is UnitKind.COLLECTIVE)


def draft_task(
    one: Assignment,
    conference: Conference,
    matches: Mapping[str, Match],
    units: Mapping[int, Unit],
    planning: Planning,
) -> Task:
    """One assignment as a draft in no session yet."""
    if _is_umbrella(one):
        one = replace(one, role=AssignmentRole.GENERAL, kind="general")
    code = planning.rules.own_kind(one.task, one.role) or one.kind
    kind = dues.kind_of(code, conference, planning)
    unit_id, unit_doubts = _unit(one, matches[one.unit], units)
    doubts = [{"code": doubt.code, "params": dict(doubt.params)} for doubt in one.doubts] + unit_doubts
    task = Task(
        conference_id=conference.id,
        position=one.no,
        unit_id=unit_id,
        unit_words=one.unit,
        title=one.task[:1].upper() + one.task[1:],
        role=one.role,
        kind=kind.code,
        blocking=kind.blocking and one.role is AssignmentRole.LEAD,
        counted=kind.counted and one.role is not AssignmentRole.GENERAL,
        review=Review.CHECK if doubts else Review.CERTAIN,
        doubts=doubts,
        quote=one.quote,
        first_line=one.first_line,
        last_line=one.last_line,
        partners=[TaskPartner(words=name, unit_id=_certain(matches[name])) for name in one.partners],
    )
    dues.put(task, dues.worded(kind.code, one.due, conference, planning))
    return task


def _unit(one: Assignment, match: Match, units: Mapping[int, Unit]) -> tuple[int | None, list[dict[str, Any]]]:
    """The matched unit and what there is to doubt about it; an umbrella duty needs none."""
    if match.certain:
        return match.unit_id, []
    if match.unit_id is not None:
        params = {"unit": one.unit, "match": units[match.unit_id].name}
        return match.unit_id, [{"code": "unit_guessed", "params": params}]
    if one.role is AssignmentRole.GENERAL:
        return None, []
    return None, [{"code": "unit_unknown", "params": {"unit": one.unit}}]


def _certain(match: Match) -> int | None:
    return match.unit_id if match.certain else None


def original(session: Session, actor: Actor, conference_id: int) -> Plan:
    """The plan with its original bytes.

    Raises:
        NotFound: no such plan, or not the actor's to see whole.
    """
    in_force = select(Plan).options(undefer(Plan.content)).where(Plan.conference_id == conference_id)
    plan = session.scalar(in_force.where(Plan.superseded_at.is_(None)))
    if plan is None or not can(actor, Action.SEE_WHOLE_CONFERENCE, subject(host_id=plan.conference.host_id)):
        raise NotFound("not_found")
    return plan


def lines_of(session: Session, conference_id: int) -> list[dict[str, Any]]:
    """The plan's lines as stored; empty for a conference without a plan."""
    found = session.scalar(select(Plan.lines).where(Plan.conference_id == conference_id, Plan.superseded_at.is_(None)))
    return found or []
