"""One duty as a text gives it, in the form in which two texts are compared."""

from collections.abc import Hashable
from dataclasses import dataclass

from tracker.domain.glossary import AssignmentRole


@dataclass(frozen=True, kw_only=True)
class Duty:
    """``key`` names it on its side. ``unit`` says whose it is: equal values are the same unit.

    ``due``: the date as the text words it (None: it says none), compared as a whole. ``shared``: its sentence is
    addressed to several units, so that it tells nothing about which of them took it over from which.
    """

    key: int
    unit: Hashable
    words: str
    role: AssignmentRole
    kind: str
    partners: frozenset[Hashable] = frozenset()
    due: Hashable = None
    shared: bool = False
