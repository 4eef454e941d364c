"""An agency's own rules and factors as rows: what is as shipped has none."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.permissions import Actor
from tracker.domain.rules import Factors, OwnRule, Proposal
from tracker.models import AgencyFactors, AgencyRule
from tracker.services import planning


def store(session: Session, actor: Actor, host_id: int, proposal: Proposal, *, now: datetime) -> None:
    """Write what the proposal wants; the next question for the agency's planning reads it."""
    query = select(AgencyRule).where(AgencyRule.host_id == host_id, AgencyRule.kind.in_(proposal.rows))
    stored = {row.kind: row for row in session.scalars(query)}
    for code, own in proposal.rows.items():
        row = stored.get(code)
        if own is None or own.as_shipped:
            if row is not None:
                session.delete(row)
            continue
        if row is None:
            row = AgencyRule(host_id=host_id, kind=code)
            session.add(row)
        _write(row, own)
        row.changed_at, row.changed_by_id = now, actor.account_id
    if proposal.factors is not None:
        _store_factors(session, actor, host_id, proposal.factors, now=now)
    session.flush()
    planning.forget(session)


def _write(row: AgencyRule, own: OwnRule) -> None:
    kind = own.kind
    row.anchor, row.offset_days, row.latest_days = kind.anchor, kind.offset, kind.latest_offset
    row.latest_end_of_next_month, row.blocking, row.basis = kind.latest_end_of_next_month, kind.blocking, kind.basis
    row.words = list(own.words)


def _store_factors(session: Session, actor: Actor, host_id: int, wanted: Factors, *, now: datetime) -> None:
    row = session.get(AgencyFactors, host_id)
    if wanted == Factors():
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = AgencyFactors(host_id=host_id)
        session.add(row)
    row.small, row.provincial = wanted.small, wanted.provincial
    row.changed_at, row.changed_by_id = now, actor.account_id
