"""The directory as values for matching: every unit under all the forms in which a plan may write its name."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tracker.domain.normalise import fold_tone, search_key
from tracker.domain.unit_names import readings
from tracker.domain.unit_places import committee_place, head_words, is_bare, place_of, placed


@dataclass(frozen=True, kw_only=True)
class Known:
    """A unit of the directory. ``inside``: in the subtree of the conference's host; ``host``: the host itself.

    ``parents``: the units above it, nearest first. ``heirs``: for one that was no more on the plan's day (``former``),
    those that had taken over: it is never matched itself, they are offered.
    """

    id: int
    names: tuple[str, ...]  # its name, then its aliases
    inside: bool = False
    host: bool = False
    parents: tuple[int, ...] = ()
    former: bool = False
    heirs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Form:
    """One way to read a name. ``words`` without the province; ``own``: the host's name is taken off its end as well.

    ``levelled``: a level was named ("tỉnh"), so no inner unit of the host is meant; ``sure``: no abbreviation in it can
    be read in two ways.
    """

    words: str
    province: str | None = None
    own: bool = False
    levelled: bool = False
    sure: bool = True


Forms = dict[str, dict[int, Form]]
"""Words → the units that can be called so, each with the form behind it."""


def _forms() -> Forms:
    return defaultdict(dict)


@dataclass
class Index:
    """Where words lead. ``bare``: names that need their body's beside them; ``short``: a place for its committee."""

    units: dict[int, Known]
    host: Known | None = None
    host_words: tuple[str, ...] = ()
    home: str | None = None  # the province of the host
    province: dict[int, str | None] = field(default_factory=dict)
    literal: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    exact: Forms = field(default_factory=_forms)
    loose: Forms = field(default_factory=_forms)  # without marks
    bare: Forms = field(default_factory=_forms)
    short: Forms = field(default_factory=_forms)
    past: Forms = field(default_factory=_forms)  # of former units
    keys: list[str] = field(default_factory=list)  # sorted words without marks, for the fuzzy search …
    owners: list[tuple[int, Form]] = field(default_factory=list)  # … whose they are, and the form itself


@lru_cache(maxsize=4)  # the same directory is asked again for every page of a review
def index_of(units: tuple[Known, ...]) -> Index:
    """Everything that matching needs of ``units``."""
    index = Index({unit.id: unit for unit in units})
    index.host = next((unit for unit in units if unit.host), None)
    if index.host:
        index.home = _province(index.host, index)
        index.host_words = _host_words(index.host)
    for unit in units:
        index.province[unit.id] = _province(unit, index) or index.home
        _enter(unit, index)
    return index


def forms_of(name: str, index: Index, explained: frozenset[tuple[str, str]] = frozenset()) -> tuple[Form, ...]:
    """The readings of a name in a plan, or of a unit: as it stands, and as the host's own."""
    every = readings(name, explained)
    found: dict[Form, None] = {}
    for reading in every:
        place, sure = placed(reading), len(every) == 1
        found.setdefault(Form(place.body, place.province, False, place.levelled, sure))
        own = without_host(reading, index.host_words)
        if own != reading:
            found.setdefault(Form(own, None, True, False, sure))
    return tuple(found)


def without_host(reading: str, host_words: tuple[str, ...]) -> str:
    """E.g. "văn phòng sở khoa học công nghệ" → "văn phòng"; the host's own name stays."""
    for suffix in host_words:
        for joint in (f" thuộc {suffix}", f" của {suffix}", f" {suffix}"):
            if reading.endswith(joint):
                return reading.removesuffix(joint)
    return reading


def sorted_words(words: str) -> str:
    """The key under which the fuzzy search compares: no marks, no order."""
    return " ".join(sorted(search_key(words).split()))


def _host_words(host: Known) -> tuple[str, ...]:
    """How the host is called at the end of a unit's name, longest first: full, without province, its head noun."""
    full = [reading for name in host.names for reading in readings(name)]
    words = {*full, *(placed(one).body for one in full), *(head for one in full for head in head_words(one)), "cơ quan"}
    return tuple(sorted(words, key=len, reverse=True))


def _province(unit: Known, index: Index) -> str | None:
    """The province that the unit's name says, else the nearest of those above it."""
    for one in (unit, *(index.units[parent] for parent in unit.parents if parent in index.units)):
        found = _said_province(one.names)
        if found:
            return found
    return None


@lru_cache(maxsize=8192)
def _said_province(names: tuple[str, ...]) -> str | None:
    said = (placed(reading).province for name in names for reading in readings(name))
    return next((province for province in said if province), None)


def _enter(unit: Known, index: Index) -> None:
    searched: dict[str, Form] = {}
    for name in unit.names:
        for form in forms_of(name, index):
            if form.own and not unit.inside:
                continue
            if unit.former:
                index.past[form.words].setdefault(unit.id, form)
                continue
            index.literal[fold_tone(name)].add(unit.id)
            for one in _put(unit, form, index):
                searched.setdefault(sorted_words(one.words), one)
    index.keys.extend(searched)
    index.owners.extend((unit.id, form) for form in searched.values())


def _put(unit: Known, form: Form, index: Index) -> Iterator[Form]:
    """Enter one form; gives those by which a misspelt name may find it."""
    if not unit.inside and unit.parents and is_bare(form.words):
        index.bare[form.words].setdefault(unit.id, form)
        for words in _beside_its_body(form.words, unit, index):
            _keep(index, replace(form, words=words), unit.id)
            yield replace(form, words=words)
        return
    _keep(index, form, unit.id)
    place = committee_place(form.words)
    if place:
        index.short[place].setdefault(unit.id, form)
    yield form


def _keep(index: Index, form: Form, unit_id: int) -> None:
    for forms, key in ((index.exact, form.words), (index.loose, search_key(form.words))):
        known = forms[key].get(unit_id)
        if known is None or (form.sure and not known.sure):
            forms[key][unit_id] = form


def _beside_its_body(words: str, unit: Known, index: Index) -> Iterator[str]:
    """E.g. "phòng kinh tế" below UBND xã Vân Khê: "phòng kinh tế xã vân khê", "phòng kinh tế ủy ban nhân dân …"."""
    body = index.units.get(unit.parents[0])
    for name in body.names if body else ():
        for reading in readings(name):
            above = placed(reading).body
            yield f"{words} {above}"
            if place_of(above):
                yield f"{words} {place_of(above)}"
