"""Names that a plan uses ↔ units of the directory. Only a certain match is taken; the rest a person decides.

A wrong match that nobody sees is far worse than a question: a name is certain only where, written out, it is one unit's
name or alias letter for letter, and no second unit can be meant.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from tracker.domain.explained import definitions
from tracker.domain.known_units import Form, Forms, Index, Known, forms_of, index_of, sorted_words
from tracker.domain.normalise import fold_tone, search_key
from tracker.domain.unit_places import place_of

__all__ = ["Candidate", "Known", "Match", "Why", "definitions", "resolve"]

LIKELY = 90  # share of equal letters (0–100) from which one unit is proposed as the one meant (default)
RELATED = 62  # from which a unit is offered among the candidates (default)
APART = 4  # the best must lead the second by this much, else a person chooses
SAME_WORD = 70  # every word must find a counterpart this close, with the same first letter
SUGGESTIONS = 3
_LOOKED_AT = 30  # nearest forms of the fuzzy search: enough for three units with their aliases


class Why(StrEnum):
    """Why a unit is offered for a name."""

    NAME = "name"  # it is called so, and so is another
    ALIAS = "alias"  # somebody has called it so
    WRITTEN_OUT = "written_out"  # the abbreviation can be read so, and otherwise
    MARKS = "marks"  # the same letters, other marks
    COMMITTEE = "committee"  # the place is named, its People's Committee is probably meant
    BARE = "bare"  # called so within its own body, which the plan does not name
    ELSEWHERE = "elsewhere"  # the same body of another province
    OTHER_PLACE = "other_place"  # the same body of another place
    SAME_PLACE = "same_place"  # another body of the same place
    SIMILAR = "similar"  # so many letters are the same
    SUCCESSOR = "successor"  # it took over from the unit named, which was no more on the plan's day


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A unit that may be meant. ``score``: equal letters, 0–100; ``former_id``: from which unit it took over."""

    unit_id: int
    why: Why
    score: int = 100
    former_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Match:
    """``unit_id`` None: a person chooses among ``candidates``, best first.

    Not ``certain`` with a ``unit_id``: very probably this one (a slip of the pen, marks that differ).
    """

    words: str
    unit_id: int | None = None
    certain: bool = False
    candidates: tuple[Candidate, ...] = ()

    @property
    def suggestions(self) -> tuple[int, ...]:
        """The candidates' ids, without the one proposed."""
        return tuple(one.unit_id for one in self.candidates if one.unit_id != self.unit_id)


def resolve(
    names: Iterable[str], units: Sequence[Known], *, explained: frozenset[tuple[str, str]] = frozenset()
) -> dict[str, Match]:
    """Each of ``names`` with the unit it means; ``explained`` are the plan's own ``definitions``."""
    index = index_of(tuple(units))
    return {name: _Search(name, index, explained).match() for name in dict.fromkeys(names)}


class _Search:
    """One name in the directory, from strict to loose."""

    def __init__(self, name: str, index: Index, explained: frozenset[tuple[str, str]]) -> None:
        self.name, self.index = name, index
        self.forms = forms_of(name, index, explained)

    def match(self) -> Match:
        index, host = self.index, self.index.host
        if host and self._is_host(host.id):
            return Match(words=self.name, unit_id=host.id, certain=True)
        for found, certain in (
            (self._literal(), True),
            (self._among(index.exact), True),
            (self._among(index.loose, search_key, Why.MARKS), False),
            (self._among(index.short, why=Why.COMMITTEE), False),
        ):
            chosen = self._preferred(found)
            if len(chosen) == 1:
                ((unit_id, why),) = chosen.items()
                sure = certain and why in {Why.NAME, Why.ALIAS}
                return Match(words=self.name, unit_id=unit_id, certain=sure, candidates=self._listed(chosen))
            if chosen:
                return Match(words=self.name, candidates=self._listed(chosen))
        return self._former() or self._likely()

    def _is_host(self, host_id: int) -> bool:
        called = any(form.words in self.index.host_words for form in self.forms if not form.own)
        return called and all(self._same_province(form, host_id) for form in self.forms)

    def _literal(self) -> dict[int, Why]:
        """Called exactly so; a unit of another body under a name that every body has is asked for instead."""
        found = self.index.literal.get(fold_tone(self.name), ())
        bare = {unit_id for form in self.forms for unit_id in self.index.bare.get(form.words, ())}
        return {one: self._why_literal(one) for one in sorted(found) if one not in bare}

    def _why_literal(self, unit_id: int) -> Why:
        own = fold_tone(self.index.units[unit_id].names[0])
        return Why.NAME if own == fold_tone(self.name) else Why.ALIAS

    def _among(self, known: Forms, key: object = str, why: Why = Why.NAME) -> dict[int, Why]:
        found: dict[int, Why] = {}
        for form in self.forms:
            for unit_id, other in known.get(key(form.words), {}).items():  # type: ignore[operator]
                if not self._fits(form, unit_id, other):
                    continue
                sure = form.sure and other.sure
                if unit_id not in found or sure:
                    found[unit_id] = why if sure else Why.WRITTEN_OUT
        return found

    def _fits(self, form: Form, unit_id: int, other: Form) -> bool:
        inside = self.index.units[unit_id].inside
        if form.own and not inside:
            return False
        if form.levelled and inside and not other.levelled:
            return False
        return self._same_province(form, unit_id)

    def _same_province(self, form: Form, unit_id: int) -> bool:
        theirs = self.index.province.get(unit_id)
        return form.province is None or theirs is None or form.province == theirs

    def _preferred(self, found: Mapping[int, Why]) -> dict[int, Why]:
        """The host's own go before others of the same name, its direct units first; then those of its province."""
        units, index = self.index.units, self.index
        host_id = index.host.id if index.host else None
        for better in (
            [one for one in found if units[one].inside and units[one].parents[:1] == (host_id,)],
            [one for one in found if units[one].inside],
            [one for one in found if index.home and index.province[one] == index.home],
        ):
            if better:
                return {one: found[one] for one in better}
        return dict(found)

    def _listed(self, chosen: Mapping[int, Why]) -> tuple[Candidate, ...]:
        return tuple(Candidate(unit_id=one, why=why) for one, why in list(chosen.items())[:SUGGESTIONS])

    def _former(self) -> Match | None:
        """The name of a unit that had ended by then: those that took over."""
        found: dict[int, int] = {}
        for form in self.forms:
            for former_id in self.index.past.get(form.words, {}):
                if self._same_province(form, former_id):
                    found |= dict.fromkeys(self.index.units[former_id].heirs, former_id)
        here = [one for one in found if one in self.index.units]
        if not here:
            return None
        offered = tuple(Candidate(unit_id=one, why=Why.SUCCESSOR, former_id=found[one]) for one in here)
        return Match(words=self.name, unit_id=here[0] if len(found) == 1 else None, candidates=offered)

    def _likely(self) -> Match:
        offered: dict[int, Candidate] = {one.unit_id: one for one in self._near()}
        same: set[int] = set()
        for form in self.forms:
            nearest = process.extract(
                sorted_words(form.words), self.index.keys, scorer=fuzz.ratio, score_cutoff=RELATED, limit=_LOOKED_AT
            )
            for _key, score, at in nearest:
                unit_id, other = self.index.owners[at]
                if form.own and not self.index.units[unit_id].inside:
                    continue
                if score >= LIKELY and _same_words(form.words, other.words) and self._fits(form, unit_id, other):
                    same.add(unit_id)
                if unit_id not in offered or offered[unit_id].score < score:
                    why = _likeness(form.words, other.words)
                    offered[unit_id] = Candidate(unit_id=unit_id, why=why, score=round(score))
        ranked = sorted(offered.values(), key=lambda one: (-one.score, one.unit_id))[:SUGGESTIONS]
        best = ranked[0] if ranked else None
        if best and best.unit_id in same and (len(ranked) == 1 or best.score - ranked[1].score >= APART):
            return Match(words=self.name, unit_id=best.unit_id, candidates=tuple(ranked))
        return Match(words=self.name, candidates=tuple(ranked))

    def _near(self) -> Iterable[Candidate]:
        """The same name, but something else speaks against it: another province, or a body that is not named."""
        for form in self.forms:
            for unit_id in self.index.bare.get(form.words, {}):
                yield Candidate(unit_id=unit_id, why=Why.BARE)
            for unit_id in self.index.exact.get(form.words, {}):
                if not self._same_province(form, unit_id):
                    yield Candidate(unit_id=unit_id, why=Why.ELSEWHERE)


def _likeness(wanted: str, words: str) -> Why:
    places = place_of(wanted), place_of(words)
    if all(places):
        same = search_key(places[0]) == search_key(places[1])
        rest = [search_key(one.removesuffix(place)) for one, place in zip((wanted, words), places, strict=True)]
        level = places[0].split()[0] == places[1].split()[0]
        if not same and level and rest[0] == rest[1]:
            return Why.OTHER_PLACE
        if same:
            return Why.SAME_PLACE
    return Why.SIMILAR


def _same_words(left: str, right: str) -> bool:
    """Word by word a slip of the pen at most, and none in the place: one letter more is another commune."""
    if search_key(place_of(left)) != search_key(place_of(right)):
        return False
    ours, theirs = search_key(left).split(), search_key(right).split()
    return ours[:1] == theirs[:1] and _covered(ours, theirs) and _covered(theirs, ours)


def _covered(words: Sequence[str], others: Sequence[str]) -> bool:
    return all(any(word[0] == other[0] and fuzz.ratio(word, other) >= SAME_WORD for other in others) for word in words)
