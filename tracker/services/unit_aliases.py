"""Other spellings of a unit's name: learned in a plan's review, shipped or typed; taken back where wrong."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.errors import NotFound
from tracker.domain.normalise import collapse, fold_tone, search_key
from tracker.domain.permissions import Actor
from tracker.models import Unit, UnitAlias

LONGEST = 300  # characters, the column's length


def add_alias(
    session: Session,
    unit: Unit,
    name: str,
    *,
    host_id: int | None = None,
    actor: Actor | None = None,
    now: datetime | None = None,
) -> bool:
    """Remember another spelling; False when the unit is already known by it.

    ``host_id``: only plans of that agency mean this unit by it. ``actor``, ``now``: who chose it and when.
    """
    clean = collapse(name)[:LONGEST]
    known = {fold_tone(alias.name) for alias in unit.aliases if alias.host_id in (None, host_id)}
    if not clean or fold_tone(clean) in known | {fold_tone(unit.name)}:
        return False
    by_id = actor.user_id if actor else None
    unit.aliases.append(
        UnitAlias(name=clean, search_key=search_key(clean), host_id=host_id, by_id=by_id, at=now if actor else None)
    )
    session.flush()
    return True


def remove_alias(session: Session, unit: Unit, alias_id: int) -> str:
    """Take a spelling back: later plans ask again. What was matched by it so far stays. Gives the spelling.

    Raises:
        NotFound: it is none of the unit's.
    """
    alias = next((one for one in unit.aliases if one.id == alias_id), None)
    if alias is None:
        raise NotFound("not_found")
    unit.aliases.remove(alias)
    session.flush()
    return alias.name
