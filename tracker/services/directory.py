"""The directory: adding and correcting units in their tree."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput, NotFound
from tracker.domain.glossary import UnitKind
from tracker.domain.normalise import collapse, search_key, sort_key
from tracker.models import Unit
from tracker.services.unit_aliases import add_alias
from tracker.services.unit_matching import candidates, known, resolve

__all__ = [
    "add_alias",
    "add_unit",
    "candidates",
    "edit_unit",
    "known",
    "mail_address",
    "resolve",
    "subtree",
]

# One address, no display name: enough to catch slips; whether it receives mail only the relay knows.
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;.]+(?:\.[^@\s<>,;.]+)+")
_MAIL_FIELDS = ("email", "head_email")
_TEXT_FIELDS = ("phone", "contact_name", "head_name")


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
    if sort_key(before) != unit.sort_key:
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
    twin = select(Unit).where(Unit.sort_key == sort_key(name), Unit.parent_id.is_not_distinct_from(parent_id))
    found = session.scalar(twin.where(Unit.id != own_id) if own_id is not None else twin)
    if found is not None and found.valid_until:
        raise InvalidInput("unit_existed", field="name", name=name, day=found.valid_until)
    if found is not None:
        raise InvalidInput("unit_exists", field="name", name=name)


def subtree(session: Session, unit_id: int) -> frozenset[int]:
    """The unit and everything below it."""
    below = select(Unit.id).where(Unit.id == unit_id).cte("below", recursive=True)
    below = below.union(select(Unit.id).join(below, Unit.parent_id == below.c.id))
    return frozenset(session.scalars(select(below.c.id)))
