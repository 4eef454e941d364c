"""Units change: what became of a unit, and who is there today for what was meant for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class UnitChange(StrEnum):
    """How a unit ended. The words are those of decisions: đổi tên, hợp nhất, chia tách, sáp nhập, giải thể."""

    RENAME = "rename"  # the same body under another name
    MERGE = "merge"  # several bodies make a new one
    SPLIT = "split"  # one body makes several
    ABSORB = "absorb"  # it goes into a body that stays
    ABOLISH = "abolish"  # it ends; others may take over what it did


ONE_HEIR = frozenset({UnitChange.RENAME, UnitChange.MERGE, UnitChange.ABSORB})
NEW_HEIRS = frozenset({UnitChange.RENAME, UnitChange.MERGE, UnitChange.SPLIT})


class Link(Protocol):
    """One unit of ``unit_id``'s succession; ``effective``: the first day on which it is the successor's."""

    @property
    def unit_id(self) -> int: ...
    @property
    def successor_id(self) -> int | None: ...
    @property
    def effective(self) -> date: ...


@dataclass(frozen=True, kw_only=True)
class Heirs:
    """Who stands for a unit on a day. ``ids`` empty: it is gone and nobody took over; several: a person chooses."""

    ids: tuple[int, ...]
    changed: bool  # False: the unit itself is still there

    @property
    def one(self) -> int | None:
        return self.ids[0] if len(self.ids) == 1 else None


def by_unit(links: Iterable[Link]) -> dict[int, list[Link]]:
    """Links under the unit that ended."""
    found: dict[int, list[Link]] = {}
    for link in links:
        found.setdefault(link.unit_id, []).append(link)
    return found


def heirs(unit_id: int, links: Mapping[int, Sequence[Link]], today: date) -> Heirs:
    """Follow a unit through every change up to ``today``; a ring of links ends where it began."""
    ends: dict[int, None] = {}
    seen: set[int] = set()
    waiting = [unit_id]
    while waiting:
        current = waiting.pop(0)
        if current in seen:
            continue
        seen.add(current)
        due = [link for link in links.get(current, ()) if link.effective <= today]
        if not due:
            ends[current] = None
        waiting.extend(link.successor_id for link in due if link.successor_id is not None)
    return Heirs(ids=tuple(ends), changed=unit_id not in ends)


def makes_ring(unit_id: int, successor_ids: Iterable[int], links: Mapping[int, Sequence[Link]]) -> bool:
    """Whether one of the wanted successors has itself gone into the unit, directly or in the end."""
    waiting, seen = list(successor_ids), set()
    while waiting:
        current = waiting.pop()
        if current == unit_id:
            return True
        if current not in seen:
            seen.add(current)
            waiting.extend(link.successor_id for link in links.get(current, ()) if link.successor_id is not None)
    return False
