"""What became of units, read from the directory: who stands for a unit today, whom it stands for."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.succession import Heirs, Link, by_unit, heirs
from tracker.models import Unit, UnitSuccessor


def links_from(session: Session, unit_ids: Iterable[int]) -> dict[int, list[Link]]:
    """Every change that starts at one of the units, with what follows from it."""
    onward = select(UnitSuccessor.id, UnitSuccessor.successor_id).where(UnitSuccessor.unit_id.in_(set(unit_ids)))
    chain = onward.cte("chain", recursive=True)
    chain = chain.union(
        select(UnitSuccessor.id, UnitSuccessor.successor_id).join(chain, UnitSuccessor.unit_id == chain.c.successor_id)
    )
    rows = session.scalars(
        select(UnitSuccessor).where(UnitSuccessor.id.in_(select(chain.c.id))).order_by(UnitSuccessor.id)
    )
    return by_unit(rows)


def standing_for(session: Session, unit_ids: Collection[int], today: date) -> dict[int, Heirs]:
    """Who stands on ``today`` for each of the units that have changed by then; the others are not in it."""
    links = links_from(session, unit_ids)
    found = {unit_id: heirs(unit_id, links, today) for unit_id in unit_ids if unit_id in links}
    return {unit_id: one for unit_id, one in found.items() if one.changed}


def taken_over(session: Session, unit_ids: Collection[int], today: date) -> dict[int, int]:
    """Former unit → the one of ``unit_ids`` that alone stands for it today: its work is theirs now."""
    back = select(UnitSuccessor.unit_id).where(UnitSuccessor.successor_id.in_(unit_ids)).cte("back", recursive=True)
    back = back.union(select(UnitSuccessor.unit_id).join(back, UnitSuccessor.successor_id == back.c.unit_id))
    former = set(session.scalars(select(back.c.unit_id)))
    if not former:
        return {}
    standing = standing_for(session, former, today)
    return {one: found.one for one, found in standing.items() if found.one in unit_ids and found.one is not None}


def changes_of(session: Session, unit_id: int) -> tuple[list[UnitSuccessor], list[UnitSuccessor]]:
    """What became of the unit, and what it came from, in Vietnamese order of the other side."""
    rows = session.scalars(
        select(UnitSuccessor)
        .options(joinedload(UnitSuccessor.unit), joinedload(UnitSuccessor.successor))
        .where((UnitSuccessor.unit_id == unit_id) | (UnitSuccessor.successor_id == unit_id))
    ).all()
    later = [row for row in rows if row.unit_id == unit_id]
    earlier = [row for row in rows if row.successor_id == unit_id]
    return (
        sorted(later, key=lambda row: row.successor.sort_key if row.successor else ""),
        sorted(earlier, key=lambda row: row.unit.sort_key),
    )


def units_of(session: Session, ids: Iterable[int]) -> Mapping[int, Unit]:
    """The units behind ids."""
    wanted = set(ids)
    return {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.id.in_(wanted)))} if wanted else {}
