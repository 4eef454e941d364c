"""How an agency counts: the working calendar in force and its own back-planning table, read once per session."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.kinds import KINDS, TaskKind
from tracker.domain.rules import Factors, Planning, RuleTable
from tracker.models import AgencyFactors, AgencyRule, Unit
from tracker.services import working_calendar
from tracker.services.working_calendar import calendar_of

_KEPT = "planning"


def planning_of(session: Session, host_id: int) -> Planning:
    """The calendar in force and the rules of the agency."""
    kept: dict[int, RuleTable] = session.info.setdefault(_KEPT, {})
    if host_id not in kept:
        kept[host_id] = rules_of(session, host_id)
    return Planning(calendar=calendar_of(session), rules=kept[host_id])


def hold(session: Session, host_id: int) -> None:
    """Read calendar and rules anew; until the transaction ends nobody can change them under what is counted by them.

    Whoever changes them locks the agency's row (PostgreSQL; SQLite has one writer).
    """
    session.execute(select(Unit.id).where(Unit.id == host_id).with_for_update(read=True)).all()
    working_calendar.forget(session)
    forget(session)


def forget(session: Session) -> None:
    """To be called when rules have changed: the next question reads them again."""
    session.info.pop(_KEPT, None)


def rules_of(session: Session, host_id: int) -> RuleTable:
    rows = session.scalars(select(AgencyRule).where(AgencyRule.host_id == host_id)).all()
    factors = session.get(AgencyFactors, host_id)
    known = [row for row in rows if row.kind in KINDS]  # a kind that a later version dropped has no rule
    return RuleTable(
        changed={row.kind: task_kind(row) for row in known},
        words={row.kind: row.words for row in known},
        factors=Factors(small=factors.small, provincial=factors.provincial) if factors else Factors(),
    )


def task_kind(row: AgencyRule) -> TaskKind:
    """The agency's row as the core's rule."""
    return replace(
        KINDS[row.kind],
        anchor=row.anchor,
        offset=row.offset_days,
        latest_offset=row.latest_days,
        latest_end_of_next_month=row.latest_end_of_next_month,
        blocking=row.blocking,
        basis=row.basis,
    )
