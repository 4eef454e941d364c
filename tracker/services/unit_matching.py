"""Which units of the directory a plan may mean, as of its date, and which of them its names do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.domain.matching import Known, Match
from tracker.domain.matching import resolve as match_names
from tracker.domain.succession import heirs
from tracker.models import Unit
from tracker.services import succession


def valid(on: date | None, until: date | None = None) -> Any:
    """The units there are on a day, or on some day up to ``until``; without a day all."""
    units = select(Unit)
    if on is None:
        return units
    return units.where(
        or_(Unit.valid_from.is_(None), Unit.valid_from <= max(on, until or on)),
        or_(Unit.valid_until.is_(None), Unit.valid_until >= on),
    )


def candidates(
    session: Session, host_id: int, *, on: date | None = None, until: date | None = None
) -> tuple[Unit, ...]:
    """The units that a plan of ``host_id`` may mean, in Vietnamese order with their aliases.

    Those below the host, those below no host, and the other hosts themselves: another agency's inner departments are
    not ours to address. ``on``: valid that day (a plan is resolved against the directory as of its date), or by
    ``until``, the day of the event: a plan of June 2025 names communes that began in July.
    """
    units = session.scalars(valid(on, until).options(selectinload(Unit.aliases)).order_by(Unit.sort_key, Unit.id)).all()
    return tuple(_meant(units, host_id))


def _meant(units: Sequence[Unit], host_id: int) -> Iterator[Unit]:
    parents = {unit.id: unit.parent_id for unit in units}
    hosts = {unit.id for unit in units if unit.is_host}
    for unit in units:
        if unit.is_host or _nearest_host(unit.id, parents, hosts) in (None, host_id):
            yield unit


def _above(unit_id: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    """The ids above a unit, nearest first; a ring in the tree ends where it began."""
    seen = {unit_id}
    current = parents.get(unit_id)
    while current is not None and current not in seen:
        yield current
        seen.add(current)
        current = parents.get(current)


def _nearest_host(unit_id: int, parents: Mapping[int, int | None], hosts: Iterable[int]) -> int | None:
    return next((one for one in (unit_id, *_above(unit_id, parents)) if one in hosts), None)


def resolve(
    names: Iterable[str],
    units: Sequence[Unit],
    host_id: int,
    *,
    explained: frozenset[tuple[str, str]] = frozenset(),
    former: Sequence[Known] = (),
) -> dict[str, Match]:
    """Names of a plan against :func:`candidates` of ``host_id``; ``former`` as :func:`former_units` gives them."""
    return match_names(names, (*known(units, host_id), *former), explained=explained)


def known(units: Sequence[Unit], host_id: int) -> tuple[Known, ...]:
    """The rows as values for ``domain.matching``; other agencies' own spellings do not count."""
    parents = {unit.id: unit.parent_id for unit in units}
    found = []
    for unit in units:
        above = tuple(_above(unit.id, parents))
        found.append(
            Known(
                id=unit.id,
                names=(unit.name, *(alias.name for alias in unit.aliases if alias.host_id in (None, host_id))),
                inside=host_id in (unit.id, *above),
                host=unit.id == host_id,
                parents=above,
            )
        )
    return tuple(found)


def former_units(session: Session, host_id: int, on: date) -> tuple[Known, ...]:
    """The units that had ended by ``on``, each with those that stood for it then: a plan may still use their names."""
    units = session.scalars(
        select(Unit).options(selectinload(Unit.aliases)).where(Unit.valid_until < on).order_by(Unit.sort_key, Unit.id)
    ).all()
    links = succession.links_from(session, [unit.id for unit in units])
    return tuple(
        Known(
            id=unit.id,
            names=(unit.name, *(alias.name for alias in unit.aliases if alias.host_id in (None, host_id))),
            former=True,
            heirs=heirs(unit.id, links, on).ids if unit.id in links else (),
        )
        for unit in units
    )
