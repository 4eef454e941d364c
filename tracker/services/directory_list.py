"""The directory to look through: a tree that opens level by level, and a search over names and spellings."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.domain.glossary import UnitKind
from tracker.domain.normalise import search_key
from tracker.models import Unit, UnitAlias
from tracker.services.unit_matching import valid

PAGE = 50  # units on one page of a list
SIBLINGS = 24  # of one kind shown in the tree at the top, below the top and below an agency that holds conferences …
INNER = 6  # … and below any other unit


class Which(StrEnum):
    """Which units are listed."""

    TODAY = "today"
    FORMER = "former"  # those that have ended
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Node:
    """A unit and how deep it stands in the tree (0 at the top)."""

    unit: Unit
    depth: int


@dataclass(frozen=True, kw_only=True)
class Many:
    """Instead of a long row of siblings: how many there are; they are listed on a page of their own."""

    parent: Unit | None
    kind: UnitKind
    count: int
    depth: int


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of a search: units with the spelling that was found, where it is not the name."""

    units: Sequence[Unit]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def tree(session: Session, *, on: date | None = None) -> tuple[Node, ...]:
    """All units, each below its parent, siblings in Vietnamese order. ``on``: only units valid that day."""
    units = session.scalars(valid(on).order_by(Unit.sort_key, Unit.id)).all()
    return tuple(_walk(_by_parent(units), None, 0))


def shortened(session: Session, *, which: Which, today: date) -> tuple[Node | Many, ...]:
    """The tree for the screen: a long row of units of one kind below one unit is only counted."""
    units = session.scalars(_of(which, today).order_by(Unit.sort_key, Unit.id)).all()
    by_id = {unit.id: unit for unit in units}
    return tuple(_outline(_by_parent(units), by_id, None, 0))


def count(session: Session, *, which: Which, today: date) -> int:
    return session.scalar(select(func.count()).select_from(_of(which, today).subquery())) or 0


def search(
    session: Session,
    find: str,
    *,
    which: Which,
    today: date,
    below: int | None = None,
    kind: UnitKind | None = None,
    page: int = 1,
) -> Found:
    """Units whose name or a spelling contains the words, marks aside; right ``below`` a unit, of one ``kind``."""
    key = search_key(find)
    wanted = _of(which, today)
    if key:
        spelt = select(UnitAlias.unit_id).where(UnitAlias.search_key.contains(key, autoescape=True))
        wanted = wanted.where(or_(Unit.search_key.contains(key, autoescape=True), Unit.id.in_(spelt)))
    if below is not None:
        wanted = wanted.where(Unit.parent_id == below)
    if kind is not None:
        wanted = wanted.where(Unit.kind == kind)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    page = min(max(page, 1), max(1, -(-total // PAGE)))
    units = session.scalars(
        wanted.options(selectinload(Unit.aliases), selectinload(Unit.parent))
        .order_by(Unit.sort_key, Unit.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    ).all()
    return Found(units=units, total=total, page=page)


def _of(which: Which, today: date) -> Any:
    if which is Which.FORMER:
        return select(Unit).where(Unit.valid_until < today)
    return valid(today if which is Which.TODAY else None)


def _by_parent(units: Sequence[Unit]) -> Mapping[int | None, Sequence[Unit]]:
    present = {unit.id for unit in units}
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in units:
        below[unit.parent_id if unit.parent_id in present else None].append(unit)
    return below


def _walk(below: Mapping[int | None, Sequence[Unit]], parent: int | None, depth: int) -> Iterator[Node]:
    for unit in below.get(parent, ()):
        yield Node(unit=unit, depth=depth)
        yield from _walk(below, unit.id, depth + 1)


def _outline(
    below: Mapping[int | None, Sequence[Unit]], units: Mapping[int, Unit], parent: int | None, depth: int
) -> Iterator[Node | Many]:
    siblings = below.get(parent, ())
    counts = Counter(unit.kind for unit in siblings)
    above = units.get(parent or 0)
    most = SIBLINGS if above is None or above.parent_id not in units or above.is_host else INNER
    for unit in siblings:
        if counts[unit.kind] <= most or unit.is_host:
            yield Node(unit=unit, depth=depth)
            yield from _outline(below, units, unit.id, depth + 1)
    for kind, number in counts.items():
        if number > most:
            yield Many(parent=above, kind=kind, count=number, depth=depth)
