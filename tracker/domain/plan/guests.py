"""Who has work and is not invited, and the other way round; only where the list of participants is exact about units of
that kind. "Các sở, ban, ngành" invites them all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from tracker.domain.glossary import UnitKind
from tracker.domain.normalise import search_key
from tracker.domain.plan.parsed import Assignment, Invited
from tracker.domain.unit_names import guess_inside, guess_kind, readings

# Words of a phrase for many that invite every unit of a kind.
_ALL_OF: Mapping[UnitKind, re.Pattern[str]] = {
    UnitKind.AGENCY: re.compile(r"\bso\b|\bban\b|\bnganh\b|\bco quan\b|\bdon vi lien quan\b"),
    UnitKind.DISTRICT_COMMITTEE: re.compile(r"\bhuyen\b|\bthanh pho\b|\bthi xa\b|\bquan\b|\bdia phuong\b"),
    UnitKind.COMMUNE_COMMITTEE: re.compile(r"\bxa\b|\bphuong\b|\bdac khu\b|\bdia phuong\b"),
    UnitKind.SCHOOL: re.compile(r"\btruong\b|\bco so (?:giao duc|dao tao)\b"),
    UnitKind.MASS_ORGANISATION: re.compile(r"\bdoan the\b|\bhoi\b|\bto chuc chinh tri\b"),
}
_PROVINCE = re.compile(r"(?<!nhân dân) tỉnh(?: \w+){0,3}$")  # left away or in as the plan pleases
_OPEN_LIST = re.compile(r"lien quan|khac\b|\.\.\.|…|v\.v|va mot so|toan the cac")
_OF_WHAT = re.compile(r"\s(?:thuoc|truc thuoc|cua)\s.*$")  # "các phòng thuộc Sở" invites no other sở
_EXACT = 3  # units of a kind named one by one that make a list exact
_MANY = 4
_MOST_HAVE_WORK = 0.6
_ODD_ONES = 2
_SAME = 90


def not_invited(
    assignments: Sequence[Assignment], guests: Sequence[Invited], words: str, issuer: str | None
) -> Iterator[Assignment]:
    """The first assignment of every unit outside the agency that the list leaves out; ``words``: the list itself."""
    key = search_key(words)
    if _OPEN_LIST.search(key):
        return
    seen: set[str] = set()
    for one in assignments:
        kind = guess_kind(one.unit)
        if one.unit in seen or not _exact_about(kind, guests) or guess_inside(one.unit) or _is(one.unit, issuer):
            continue
        seen.add(one.unit)
        if not any(_is(one.unit, guest.name) for guest in guests) and not _named_in(one.unit, key):
            yield one


def without_work(assignments: Sequence[Assignment], guests: Sequence[Invited]) -> Iterator[Invited]:
    """Guests that are the odd ones out: most of their kind have work, these one or two have none."""
    for kind in _ALL_OF:
        mine = [guest for guest in guests if not guest.collective and guess_kind(guest.name) is kind]
        idle = [guest for guest in mine if not any(_is(one.unit, guest.name) for one in assignments)]
        if len(mine) >= _MANY and len(idle) <= _ODD_ONES and len(mine) - len(idle) >= _MOST_HAVE_WORK * len(mine):
            yield from idle


def _exact_about(kind: UnitKind, guests: Sequence[Invited]) -> bool:
    if kind not in _ALL_OF:
        return False
    if any(guest.collective and _ALL_OF[kind].search(_OF_WHAT.sub("", search_key(guest.name))) for guest in guests):
        return False
    return sum(not guest.collective and guess_kind(guest.name) is kind for guest in guests) >= _EXACT


def _is(unit: str, other: str | None) -> bool:
    if not other:
        return False
    ours, theirs = ({_PROVINCE.sub("", one) for one in readings(name)} for name in (unit, other))
    return bool(ours & theirs) or any(fuzz.token_sort_ratio(a, b) >= _SAME for a in ours for b in theirs)


def _named_in(unit: str, list_key: str) -> bool:
    """Every word of the name stands in the list: it may be meant in another form ("Phòng Kinh tế: TP A, B")."""
    have = set(re.findall(r"\w+", list_key))
    return all(word in have for word in re.findall(r"\w+", search_key(unit)))
