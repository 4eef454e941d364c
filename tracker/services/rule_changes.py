"""Changing an agency's table: first what it would alter in the conferences under way, then all of it at once."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput, StaleVersion
from tracker.domain.glossary import ConferenceState
from tracker.domain.kinds import TaskKind
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Action, Actor
from tracker.domain.rules import Proposal, RuleTable, looser_than_law
from tracker.models import Conference, Task, TaskPartner, Unit
from tracker.services import agency_rules, rule_dues, rule_effects, rule_store
from tracker.services.outbox import Composer
from tracker.services.rule_effects import Effect


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a proposal would do; nothing is changed yet. ``looser``: kinds that then allow more than the law."""

    host: Unit
    proposal: Proposal
    before: RuleTable
    after: RuleTable
    effects: tuple[Effect, ...]
    looser: tuple[TaskKind, ...]
    whole: bool  # the person may see the tasks; an administrator sees how many

    @property
    def changed(self) -> tuple[tuple[TaskKind, TaskKind], ...]:
        """The rules that change, before and after."""
        pairs = ((self.before.kind(code), self.after.kind(code)) for code in self.proposal.rows)
        return tuple((old, new) for old, new in pairs if old != new)

    @property
    def phrases(self) -> bool:
        """Words are recognised otherwise from now on; tasks that are there keep their kind."""
        return self.before.words != self.after.words

    @property
    def tells(self) -> bool:
        return any(effect.found.told for effect in self.effects)

    @property
    def moves(self) -> int:
        return sum(len(effect.found.moves) for effect in self.effects)

    @property
    def seen(self) -> str:
        """Fingerprint of what is shown: only that is carried out."""
        tables = [f"{self.host.id}", *(one.written for one in (self.before, self.after))]
        facts = [fact for effect in self.effects for fact in effect.facts]
        return rule_effects.fingerprint([*tables, *facts])


def preview(session: Session, actor: Actor, host_id: int, proposal: Proposal, *, today: date) -> Preview:
    """What :func:`apply` would do to the conferences of the agency that are drafts or being prepared.

    Raises:
        NotFound, NotAllowed: as for the table. InvalidInput: ``rule_same``, nothing would change.
    """
    seen = agency_rules.to_edit(session, actor, host_id)
    before, after = seen.rules, seen.rules.amended(proposal)
    if before.written == after.written:
        raise InvalidInput("rule_same", field="")
    looser = [after.kind(code) for code, own in proposal.rows.items() if own and looser_than_law(own.kind)]
    effects = [
        rule_effects.effect_of(session, actor, conference, tasks, rule_dues.at(before, conference.scale),
                  rule_dues.at(after, conference.scale), today=today)
        for conference, tasks in _open(session, host_id, today)
    ]  # fmt: skip
    return Preview(
        host=seen.host,
        proposal=proposal,
        before=before,
        after=after,
        effects=tuple(effect for effect in effects if effect),
        looser=tuple(kind for kind in looser if kind != before.kind(kind.code)),
        whole=host_id in actor.hosts(Action.SEE_WHOLE_CONFERENCE),
    )


def apply(
    session: Session,
    actor: Actor,
    host_id: int,
    proposal: Proposal,
    *,
    running: bool,
    confirmed: bool,
    seen: str,
    reason: str,
    compose: Composer,
    now: datetime,
) -> Preview:
    """Change the table; with ``running`` also the conferences that the preview showed, with one notice each recipient.

    Without it their tasks keep what they were counted by. ``confirmed``: that a rule allows more than the law.

    Raises:
        NotFound, NotAllowed: as for the table. StaleVersion: what ``seen`` stands for has changed since.
        InvalidInput: ``rule_same``, ``rule_looser`` (not confirmed), ``reason_missing`` (somebody would be told).
    """
    session.get(Unit, host_id, with_for_update=True)  # two who change the same table come one after the other
    found = preview(session, actor, host_id, proposal, today=vietnam_date(now))
    if found.seen != seen:
        raise StaleVersion("stale")
    if found.looser and not confirmed:
        raise InvalidInput("rule_looser", field="confirmed")
    words = collapse(reason)[:1000]
    if running and found.tells and not words:
        raise InvalidInput("reason_missing", field="reason")
    rule_store.store(session, actor, host_id, proposal, now=now)
    batch = secrets.token_hex(16)
    for effect in found.effects if running else ():
        rule_effects.carry_out(session, actor, effect, reason=words, compose=compose, now=now, batch=batch)
    return found


def _open(session: Session, host_id: int, today: date) -> list[tuple[Conference, Sequence[Task]]]:
    """The agency's conferences that are drafts or prepared and not over, soonest first, each with its tasks."""
    conferences = session.scalars(
        select(Conference)
        .options(joinedload(Conference.host), joinedload(Conference.coordinator))
        .where(
            Conference.host_id == host_id,
            Conference.state != ConferenceState.CANCELLED,
            or_(Conference.event_end.is_(None), Conference.event_end >= today),
        )
        .order_by(Conference.event_start, Conference.id)
    ).all()
    tasks: Mapping[int, list[Task]] = defaultdict(list)
    for task in session.scalars(
        select(Task)
        .options(joinedload(Task.unit), selectinload(Task.partners).load_only(TaskPartner.unit_id, TaskPartner.task_id))
        .where(Task.conference_id.in_([one.id for one in conferences]))
        .order_by(Task.position, Task.id)
    ):
        tasks[task.conference_id].append(task)
    return [(one, tasks[one.id]) for one in conferences]
