"""Names that a plan uses ↔ units of the directory. Only a certain match is taken; the rest a person decides."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from tracker.domain.normalise import collapse, search_key
from tracker.domain.unit_names import readings, without_province

LIKELY = 90  # token ratio (0–100) from which one unit is proposed as the one meant (default)
RELATED = 62  # from which a unit is offered among the suggestions (default)
APART = 4  # the best must lead the second by this much, else a person chooses
SAME_WORD = 70  # every word must find a counterpart this close: "huyện Tân Yên" is not "huyện Tân Hưng"
SUGGESTIONS = 3


@dataclass(frozen=True, kw_only=True)
class Known:
    """A unit of the directory. ``inside``: in the subtree of the conference's host; ``host``: the host itself."""

    id: int
    names: tuple[str, ...]  # its name, then its aliases
    inside: bool = False
    host: bool = False


@dataclass(frozen=True, kw_only=True)
class Match:
    """``unit_id`` None: a person chooses, ``suggestions`` (unit ids, best first) are near.

    Not ``certain`` with a ``unit_id``: very probably this one (a slip of the pen, marks that differ).
    """

    words: str
    unit_id: int | None = None
    certain: bool = False
    suggestions: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Forms:
    """The keys under which one name is compared, from strict to loose."""

    full: tuple[str, ...]
    short: tuple[str, ...]  # without province and without the host as a suffix


@dataclass
class _Index:
    units: Mapping[int, Known]
    by_form: Mapping[str, Mapping[str, set[int]]]  # "full", "short", "full_key", "short_key" → form → unit ids
    keys: list[tuple[str, int]] = field(default_factory=list)  # search key of every short form, unit id


_LEVELS = (("full", True), ("short", True), ("full_key", False), ("short_key", False))
_DEFINITION = re.compile(
    r"((?:[^\W\d_]+[\s,]+){1,9}?[^\W\d_]+)\s*"
    r"\((?:(?:sau đây )?(?:gọi|viết) (?:tắt )?là\s+)?([A-ZĐ][A-ZĐ&\-]{1,11})\)"
)


def definitions(text: str) -> frozenset[tuple[str, str]]:
    """Abbreviations that a plan explains: "Khoa học và Công nghệ (KH&CN)" gives ("KH&CN", "Khoa học và Công nghệ")."""
    found = set()
    for match in _DEFINITION.finditer(collapse(text)):
        meaning = _meaning(match.group(1).split(), match.group(2))
        if meaning:
            found.add((match.group(2), meaning))
    return frozenset(found)


def _meaning(words: Sequence[str], short: str) -> str | None:
    """The closing words whose initials are the letters of ``short`` ("và" and commas aside)."""
    letters = [char for char in short if char.isalpha()]
    for start in range(len(words) - 1, -1, -1):
        initials = [word[0].upper() for word in words[start:] if word.lower().strip(",") != "và"]
        if [search_key(initial) for initial in initials] == [search_key(letter) for letter in letters]:
            return " ".join(words[start:])
    return None


def resolve(
    names: Iterable[str], units: Sequence[Known], *, explained: frozenset[tuple[str, str]] = frozenset()
) -> dict[str, Match]:
    """Each of ``names`` with the unit it means; ``explained`` are the plan's own ``definitions``."""
    host = next((unit for unit in units if unit.host), None)
    index = _indexed(units, host, explained)
    return {name: _match(name, index, host, explained) for name in dict.fromkeys(names)}


def _indexed(units: Sequence[Known], host: Known | None, explained: frozenset[tuple[str, str]]) -> _Index:
    by_form: dict[str, dict[str, set[int]]] = {level: defaultdict(set) for level, _ in _LEVELS}
    keys: dict[tuple[str, int], None] = {}
    for unit in units:
        for name in unit.names:
            forms = _forms(name, host if unit.inside else None, explained)
            for level, values in _leveled(forms):
                for value in values:
                    by_form[level][value].add(unit.id)
            keys.update(((search_key(form), unit.id), None) for form in forms.short)
    return _Index({unit.id: unit for unit in units}, by_form, list(keys))


def _leveled(forms: _Forms) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("full", forms.full),
        ("short", forms.short),
        ("full_key", tuple(search_key(form) for form in forms.full)),
        ("short_key", tuple(search_key(form) for form in forms.short)),
    )


def _forms(name: str, host: Known | None, explained: frozenset[tuple[str, str]]) -> _Forms:
    full = readings(name, explained)
    short = tuple(dict.fromkeys(without_province(_without_host(form, host, explained)) for form in full))
    return _Forms(full, short)


def _without_host(form: str, host: Known | None, explained: frozenset[tuple[str, str]]) -> str:
    """E.g. "văn phòng sở khoa học công nghệ" → "văn phòng"; the host's own name stays."""
    if host is None:
        return form
    for suffix in _host_words(host, explained):
        for joint in (f" thuộc {suffix}", f" của {suffix}", f" {suffix}"):
            if form.endswith(joint):
                return form.removesuffix(joint)
    return form


def _host_words(host: Known, explained: frozenset[tuple[str, str]]) -> list[str]:
    """How the host is called at the end of a unit's name, longest first: full, without province, its head noun."""
    full = [form for name in host.names for form in readings(name, explained)]
    words = {*full, *(without_province(form) for form in full), *(form.split()[0] for form in full), "cơ quan"}
    return sorted(words, key=len, reverse=True)


def _match(name: str, index: _Index, host: Known | None, explained: frozenset[tuple[str, str]]) -> Match:
    forms = _forms(name, host, explained)
    if host and any(form in _host_words(host, explained) for form in forms.full):
        return Match(words=name, unit_id=host.id, certain=True)
    for level, certain in _LEVELS:
        values = dict(_leveled(forms))[level]
        found = set().union(*(index.by_form[level].get(value, ()) for value in values))
        chosen = _preferred(found, index.units)
        if len(chosen) == 1:
            return Match(words=name, unit_id=chosen[0], certain=certain)
        if chosen:
            return Match(words=name, suggestions=tuple(chosen[:SUGGESTIONS]))
    return _likely(name, forms, index)


def _preferred(found: Iterable[int], units: Mapping[int, Known]) -> list[int]:
    """Units of the host's own subtree go before others of the same name."""
    ids = sorted(found)
    return [one for one in ids if units[one].inside] or ids


def _likely(name: str, forms: _Forms, index: _Index) -> Match:
    wanted = [search_key(form) for form in forms.short]
    scores: dict[int, float] = defaultdict(float)
    same_words: set[int] = set()
    for key, unit_id in index.keys:
        for form in wanted:
            score = fuzz.token_sort_ratio(form, key)
            scores[unit_id] = max(scores[unit_id], score)
            if score >= LIKELY and _word_by_word(form, key):
                same_words.add(unit_id)
    ranked = sorted((one for one in scores if scores[one] >= RELATED), key=lambda one: (-scores[one], one))
    near = tuple(ranked[:SUGGESTIONS])
    if near and near[0] in same_words and (len(near) == 1 or scores[near[0]] - scores[near[1]] >= APART):
        return Match(words=name, unit_id=near[0], suggestions=near[1:])
    return Match(words=name, suggestions=near)


def _word_by_word(left: str, right: str) -> bool:
    ours, theirs = left.split(), right.split()
    return all(max(fuzz.ratio(word, other) for other in theirs) >= SAME_WORD for word in ours) and all(
        max(fuzz.ratio(word, other) for other in ours) >= SAME_WORD for word in theirs
    )
