"""An agency's back-planning table to look at: every row with what is shipped, who changed it, what else it may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.errors import NotAllowed, NotFound
from tracker.domain.kinds import KINDS, TaskKind
from tracker.domain.permissions import Action, Actor
from tracker.domain.rules import Factors, RuleTable, looser_than_law
from tracker.models import AgencyFactors, AgencyRule, Unit
from tracker.services.planning import rules_of


@dataclass(frozen=True, kw_only=True)
class Row:
    """A rule as it is and as it was shipped; ``by`` and ``at``: who changed it last, None where nobody has."""

    kind: TaskKind
    shipped: TaskKind
    words: tuple[str, ...]
    by: str | None = None
    at: datetime | None = None

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def changed(self) -> bool:
        return self.kind != self.shipped

    @property
    def own(self) -> bool:
        """There is something to take back: another rule, or phrases of the agency."""
        return self.changed or bool(self.words)

    @property
    def looser(self) -> bool:
        return looser_than_law(self.kind)


@dataclass(frozen=True, kw_only=True)
class Table:
    """The page of rules of one agency. ``hosts``: the agencies whose tables the person may see."""

    host: Unit
    hosts: Sequence[Unit]
    rules: RuleTable
    rows: tuple[Row, ...]
    factors: Factors
    factors_by: str | None
    factors_at: datetime | None
    may_edit: bool

    def row(self, code: str) -> Row:
        """Raises:
        NotFound: no such kind.
        """
        found = next((row for row in self.rows if row.code == code), None)
        if found is None:
            raise NotFound("not_found")
        return found


def table(session: Session, actor: Actor, host_id: int | None = None) -> Table:
    """The table of an agency; without one named, of the first whose table the person may see.

    Raises:
        NotFound: none that is the actor's to see.
    """
    hosts = hosts_of(session, actor)
    host = next((unit for unit in hosts if host_id in (None, unit.id)), None)
    if host is None:
        raise NotFound("not_found")
    rules, own = rules_of(session, host.id), _own(session, host.id)
    factors = session.get(AgencyFactors, host.id, options=[joinedload(AgencyFactors.changed_by)])
    return Table(
        host=host,
        hosts=hosts,
        rules=rules,
        rows=tuple(_row(rules, code, own) for code in KINDS),
        factors=rules.factors,
        factors_by=factors.changed_by.full_name if factors else None,
        factors_at=factors.changed_at if factors else None,
        may_edit=host.id in actor.hosts(Action.MANAGE_RULES),
    )


def to_edit(session: Session, actor: Actor, host_id: int | None) -> Table:
    """The table of an agency whose rules the actor may change.

    Raises:
        NotFound; NotAllowed: the actor sees it only.
    """
    found = table(session, actor, host_id)
    if not found.may_edit:
        raise NotAllowed("not_allowed")
    return found


def hosts_of(session: Session, actor: Actor) -> Sequence[Unit]:
    """The agencies whose readiness the person watches: their tables are open to them."""
    ids = actor.hosts(Action.SEE_BOARD)
    return session.scalars(select(Unit).where(Unit.id.in_(ids), Unit.is_host).order_by(Unit.sort_key, Unit.id)).all()


def _own(session: Session, host_id: int) -> Mapping[str, AgencyRule]:
    query = select(AgencyRule).options(joinedload(AgencyRule.changed_by)).where(AgencyRule.host_id == host_id)
    return {row.kind: row for row in session.scalars(query)}


def _row(rules: RuleTable, code: str, own: Mapping[str, AgencyRule]) -> Row:
    stored = own.get(code)
    return Row(
        kind=rules.kind(code),
        shipped=KINDS[code],
        words=rules.words.get(code, ()),
        by=stored.changed_by.full_name if stored else None,
        at=stored.changed_at if stored else None,
    )
