"""Every old duty and every new one, each once: paired by content, with what is different about the pair."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.amendment.duty import Duty
from tracker.domain.amendment.wording import Wording, likeness, same_words, wording
from tracker.domain.glossary import AssignmentRole
from tracker.domain.kinds import UNRECOGNISED

# Likeness (0–100) from which two wordings are the same duty, amended (defaults).
SAME_UNIT = 62  # of the same unit and of the same kind of work
OTHER_KIND = 85  # of the same unit, but by its words work of another kind
OTHER_UNIT = 88  # handed to another unit: the words must leave no doubt

_TO_SAME_UNIT, _TO_SAME_ROLE = 40.0, 4.0  # so much a pair gains before others are tried


class ChangeKind(StrEnum):
    UNCHANGED = "unchanged"
    MOVED = "moved"  # only its place in the text is another one
    CHANGED = "changed"
    REASSIGNED = "reassigned"  # the same work, another unit
    WITHDRAWN = "withdrawn"
    ADDED = "added"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """``old``/``new``: keys of the duties, one of them None where there is no counterpart.

    ``fields``: of "words", "due", "role", "kind", "partners", those that are different.
    """

    kind: ChangeKind
    old: int | None = None
    new: int | None = None
    fields: tuple[str, ...] = ()


def compare(old: Sequence[Duty], new: Sequence[Duty]) -> tuple[Difference, ...]:
    """What became of each duty: those of the new text in its order, then what is withdrawn in the old order."""
    pairs = _paired(old, new)
    partner = {j: i for i, j in pairs}
    places = later_places([partner[j] for j in sorted(partner)])
    moved = {j for j, late in zip(sorted(partner), places, strict=True) if late}
    found = [
        _difference(old[partner[j]], duty, moved=j in moved)
        if j in partner
        else Difference(kind=ChangeKind.ADDED, new=duty.key)
        for j, duty in enumerate(new)
    ]
    kept = set(partner.values())
    gone = [Difference(kind=ChangeKind.WITHDRAWN, old=duty.key) for i, duty in enumerate(old) if i not in kept]
    return (*found, *gone)


def _difference(old: Duty, new: Duty, *, moved: bool) -> Difference:
    fields = tuple(_fields(old, new))
    if old.unit != new.unit:
        kind = ChangeKind.REASSIGNED
    elif fields:
        kind = ChangeKind.CHANGED
    else:
        kind = ChangeKind.MOVED if moved else ChangeKind.UNCHANGED
    return Difference(kind=kind, old=old.key, new=new.key, fields=fields)


def _fields(old: Duty, new: Duty) -> Iterator[str]:
    if not same_words(old.words, new.words):
        yield "words"
    for name in ("due", "role", "kind", "partners"):
        if getattr(old, name) != getattr(new, name):
            yield name


def _paired(old: Sequence[Duty], new: Sequence[Duty]) -> list[tuple[int, int]]:
    """Places in both texts that belong together: the same words of the same unit in their order, then the most alike
    pairs first, among equals the nearest places.
    """
    pairs = _word_for_word(old, new)
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    left = {i: wording(one.words) for i, one in enumerate(old) if i not in taken_old}
    right = {j: wording(one.words) for j, one in enumerate(new) if j not in taken_new}
    scored = sorted(
        (-score, abs(i - j), i + j, i, j)
        for i, was in left.items()
        for j, now in right.items()
        if (score := _score(old[i], new[j], was, now))
    )
    for *_, i, j in scored:
        if i in left and j in right:
            del left[i], right[j]
            pairs.append((i, j))
    return pairs


def _word_for_word(old: Sequence[Duty], new: Sequence[Duty]) -> list[tuple[int, int]]:
    waiting: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i in range(len(old) - 1, -1, -1):
        waiting[_said(old[i])].append(i)
    return [(waiting[key].pop(), j) for j, one in enumerate(new) if waiting[key := _said(one)]]


def _said(duty: Duty) -> tuple[object, ...]:
    return duty.unit, duty.role, wording(duty.words).bare


def _score(old: Duty, new: Duty, was: Wording, now: Wording) -> float:
    """How much speaks for the same duty; 0: they are two."""
    same_unit = old.unit == new.unit
    if not same_unit and not _may_change_hands(old, new):
        return 0.0
    score = likeness(was, now, _least(old, new) if same_unit else OTHER_UNIT)
    return score and score + _TO_SAME_UNIT * same_unit + _TO_SAME_ROLE * (old.role == new.role)


def _least(old: Duty, new: Duty) -> int:
    alike = old.kind == new.kind or old.kind in UNRECOGNISED or new.kind in UNRECOGNISED
    return SAME_UNIT if alike else OTHER_KIND


def _may_change_hands(old: Duty, new: Duty) -> bool:
    """A speech is the speaker's own, and what several units owe alike tells nothing about who follows whom."""
    own = old.role in (AssignmentRole.LEAD, AssignmentRole.COORDINATE) and old.role == new.role
    return own and not old.shared and not new.shared


def later_places(order: Sequence[int]) -> list[bool]:
    """Which items left their place: all but a longest run that kept its order."""
    ends: list[int] = []  # smallest last value of an increasing run of each length
    lengths = []
    for value in order:
        at = bisect_left(ends, value)
        ends[at : at + 1] = [value]
        lengths.append(at + 1)
    left, moved = len(ends), [True] * len(order)
    for place in range(len(order) - 1, -1, -1):
        if left and lengths[place] == left:
            moved[place] = False
            left -= 1
    return moved
