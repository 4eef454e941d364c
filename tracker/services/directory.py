"""The directory: units in a tree, their other spellings, and which of them a plan may mean."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.domain.errors import InvalidInput, NotFound
from tracker.domain.glossary import UnitKind
from tracker.domain.matching import Known, Match
from tracker.domain.matching import resolve as match_names
from tracker.domain.normalise import collapse, search_key, sort_key
from tracker.models import Unit, UnitAlias

# One address, no display name: enough to catch slips; whether it receives mail only the relay knows.
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;.]+(?:\.[^@\s<>,;.]+)+")
_MAIL_FIELDS = ("email", "head_email")
_TEXT_FIELDS = ("phone", "contact_name", "head_name")


@dataclass(frozen=True, kw_only=True)
class Node:
    """A unit and how deep it stands in the tree (0 at the top)."""

    unit: Unit
    depth: int


def add_unit(
    session: Session,
    *,
    name: str,
    kind: UnitKind,
    parent_id: int | None = None,
    is_host: bool = False,
    aliases: Iterable[str] = (),
    **details: Any,
) -> Unit:
    """Add a unit below ``parent_id`` (None: at the top).

    ``details``: email, phone, contact_name, head_name, head_email, valid_from, valid_until.

    Raises:
        InvalidInput: the name is missing or taken there, an address is none, the parent does not exist.
    """
    unit = Unit(is_host=is_host, aliases=[])
    _fill(session, unit, name=name, kind=kind, parent_id=parent_id, details=details)
    session.add(unit)
    session.flush()
    for alias in aliases:
        add_alias(session, unit, alias)
    return unit


def edit_unit(
    session: Session, unit_id: int, *, name: str, kind: UnitKind, parent_id: int | None, **details: Any
) -> Unit:
    """Change a unit; a new name keeps the old one as an alias, so that earlier plans still find it.

    Raises:
        NotFound: no such unit. InvalidInput: as :func:`add_unit`, or the parent is the unit itself or below it.
    """
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("not_found")
    if parent_id is not None and parent_id in subtree(session, unit_id):
        raise InvalidInput("unit_below_itself", field="parent_id", name=unit.name)
    before = unit.name
    _fill(session, unit, name=name, kind=kind, parent_id=parent_id, details=details)
    session.flush()
    if search_key(before) != unit.search_key:
        add_alias(session, unit, before)
    return unit


def _fill(
    session: Session, unit: Unit, *, name: str, kind: UnitKind, parent_id: int | None, details: Mapping[str, Any]
) -> None:
    with session.no_autoflush:
        clean = collapse(name)
        if not clean:
            raise InvalidInput("unit_name_missing", field="name")
        if parent_id is not None and session.get(Unit, parent_id) is None:
            raise InvalidInput("unit_parent_missing", field="parent_id")
        _refuse_twin(session, clean, parent_id, unit.id)
        unit.name, unit.search_key, unit.sort_key = clean, search_key(clean), sort_key(clean)
        unit.kind, unit.parent_id = kind, parent_id
        for field, value in details.items():
            setattr(unit, field, _clean(field, value))
        if unit.valid_from and unit.valid_until and unit.valid_until < unit.valid_from:
            raise InvalidInput("unit_validity", field="valid_until")


def _clean(field: str, value: Any) -> Any:
    if field in _MAIL_FIELDS:
        return mail_address(value, field=field)
    if field in _TEXT_FIELDS:
        return collapse(value or "") or None
    if field in {"valid_from", "valid_until", "is_host"}:
        return value
    raise TypeError(f"a unit has no {field!r}")


def mail_address(value: str | None, *, field: str) -> str | None:
    """``value`` trimmed and in lower case, None when empty.

    Raises:
        InvalidInput: it is not one mail address.
    """
    address = (value or "").strip().lower()
    if not address:
        return None
    if not _ADDRESS.fullmatch(address):
        raise InvalidInput("email_invalid", field=field, email=value)
    return address


def _refuse_twin(session: Session, name: str, parent_id: int | None, own_id: int | None) -> None:
    twin = select(Unit.id).where(Unit.search_key == search_key(name), Unit.parent_id.is_not_distinct_from(parent_id))
    found = session.scalar(twin.where(Unit.id != own_id) if own_id is not None else twin)
    if found is not None:
        raise InvalidInput("unit_exists", field="name", name=name)


def add_alias(session: Session, unit: Unit, name: str) -> bool:
    """Remember another spelling; False when the unit is already known by it."""
    clean = collapse(name)
    key = search_key(clean)
    if not key or key == unit.search_key or any(alias.search_key == key for alias in unit.aliases):
        return False
    unit.aliases.append(UnitAlias(name=clean, search_key=key))
    session.flush()
    return True


def subtree(session: Session, unit_id: int) -> frozenset[int]:
    """The unit and everything below it."""
    below = select(Unit.id).where(Unit.id == unit_id).cte("below", recursive=True)
    below = below.union(select(Unit.id).join(below, Unit.parent_id == below.c.id))
    return frozenset(session.scalars(select(below.c.id)))


def tree(session: Session, *, on: date | None = None, find: str = "") -> tuple[Node, ...]:
    """All units, each below its parent, siblings in Vietnamese order, aliases loaded.

    ``on``: only units valid that day. ``find``: only units whose name or alias contains the words, at depth 0.
    """
    units = session.scalars(_valid(on).options(selectinload(Unit.aliases)).order_by(Unit.sort_key, Unit.id)).all()
    if find.strip():
        return tuple(Node(unit=unit, depth=0) for unit in units if _contains(unit, search_key(find)))
    present = {unit.id for unit in units}
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in units:
        below[unit.parent_id if unit.parent_id in present else None].append(unit)
    return tuple(_walk(below, None, 0))


def _walk(below: Mapping[int | None, Sequence[Unit]], parent: int | None, depth: int) -> Iterator[Node]:
    for unit in below.get(parent, ()):
        yield Node(unit=unit, depth=depth)
        yield from _walk(below, unit.id, depth + 1)


def _contains(unit: Unit, key: str) -> bool:
    return any(key in known for known in (unit.search_key, *(alias.search_key for alias in unit.aliases)))


def _valid(on: date | None) -> Any:
    units = select(Unit)
    if on is None:
        return units
    return units.where(
        or_(Unit.valid_from.is_(None), Unit.valid_from <= on), or_(Unit.valid_until.is_(None), Unit.valid_until >= on)
    )


def candidates(session: Session, host_id: int, *, on: date | None = None) -> tuple[Unit, ...]:
    """The units that a plan of ``host_id`` may mean, in Vietnamese order with their aliases.

    Those below the host, those below no host, and the other hosts themselves: another agency's inner departments are
    not ours to address. ``on``: valid that day (a plan is resolved against the directory as of its date).
    """
    units = session.scalars(_valid(on).options(selectinload(Unit.aliases)).order_by(Unit.sort_key, Unit.id)).all()
    parents = {unit.id: unit.parent_id for unit in units}
    hosts = {unit.id for unit in units if unit.is_host}
    return tuple(unit for unit in units if _nearest_host(unit.id, parents, hosts) in (None, host_id) or unit.is_host)


def _nearest_host(unit_id: int, parents: Mapping[int, int | None], hosts: Iterable[int]) -> int | None:
    current: int | None = unit_id
    for _ in range(len(parents) + 1):  # a ring in the tree must not hang us
        if current is None or current in hosts:
            return current
        current = parents.get(current)
    return None


def resolve(
    names: Iterable[str], units: Sequence[Unit], host_id: int, *, explained: frozenset[tuple[str, str]] = frozenset()
) -> dict[str, Match]:
    """Names of a plan against :func:`candidates` of ``host_id``."""
    return match_names(names, known(units, host_id), explained=explained)


def known(units: Sequence[Unit], host_id: int) -> tuple[Known, ...]:
    """The rows as values for ``domain.matching``."""
    parents = {unit.id: unit.parent_id for unit in units}
    return tuple(
        Known(
            id=unit.id,
            names=(unit.name, *(alias.name for alias in unit.aliases)),
            inside=_nearest_host(unit.id, parents, {host_id}) == host_id,
            host=unit.id == host_id,
        )
        for unit in units
    )
