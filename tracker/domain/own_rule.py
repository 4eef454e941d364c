"""What an agency may write into a row of the back-planning table: checked values, or a refusal that names the field."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import Anchor
from tracker.domain.kinds import DEFAULT, KINDS
from tracker.domain.normalise import collapse, search_key
from tracker.domain.rules import SAFE_NEXT_MONTH, Factors, OwnRule, RuleTable

FARTHEST = 60
"""Working days from the event that a rule may count: about three months."""

PHRASE = range(2, 61)
"""Characters of a phrase: a single letter stands everywhere, a sentence nowhere."""

MOST_PHRASES = 40
LONGEST_BASIS = 200

SMALL, PROVINCIAL = range(10, 101), range(100, 301)
"""Per cent."""

_SIDED = frozenset({"other", "other_after"})


def own_rule(
    code: str,
    *,
    anchor: Anchor,
    offset: int,
    latest: int | None,
    next_month: bool = False,
    blocking: bool,
    basis: str,
    words: Sequence[str] = (),
    table: RuleTable,
) -> OwnRule:
    """A row as an agency wants it. ``offset`` and ``latest`` are working days from ``anchor``, negative before it.

    Raises:
        InvalidInput: ``rule_…``; ``params['field']`` is ``anchor``, ``offset``, ``latest``, ``basis`` or ``words``.
    """
    if code in _SIDED and anchor is not KINDS[code].anchor:
        raise InvalidInput("rule_anchor_fixed", field="anchor")
    _check_days(anchor, offset, latest, next_month)
    named = collapse(basis)
    if len(named) > LONGEST_BASIS:
        raise InvalidInput("rule_basis_long", field="basis", most=LONGEST_BASIS)
    kind = replace(
        KINDS[code], anchor=anchor, offset=offset, latest_offset=None if next_month else latest,
        latest_end_of_next_month=next_month, blocking=blocking, basis=named or DEFAULT,
    )  # fmt: skip
    return OwnRule(kind=kind, words=phrases(code, words, table))


def phrases(code: str, lines: Sequence[str], table: RuleTable) -> tuple[str, ...]:
    """The agency's own phrases for a kind, each once.

    Raises:
        InvalidInput: ``rule_phrase_length``, ``rule_phrase_twice`` (``kind`` has it), ``rule_phrases_many``.
    """
    found: dict[str, str] = {}
    for line in filter(None, map(collapse, lines)):
        found.setdefault(search_key(line), line)
    taken = {search_key(words): other for other, own in table.words.items() if other != code for words in own}
    for key, words in found.items():
        if len(words) not in PHRASE or len(key) < PHRASE.start:
            raise InvalidInput(
                "rule_phrase_length", field="words", words=words[:80], least=PHRASE.start, most=PHRASE.stop - 1
            )
        if key in taken:
            raise InvalidInput("rule_phrase_twice", field="words", words=words, kind=taken[key])
    if len(found) > MOST_PHRASES:
        raise InvalidInput("rule_phrases_many", field="words", most=MOST_PHRASES)
    return tuple(found.values())


def factors(small: int, provincial: int) -> Factors:
    """Per cent for small and for provincial meetings.

    Raises:
        InvalidInput: ``factor_range``.
    """
    for name, value, allowed in (("small", small, SMALL), ("provincial", provincial, PROVINCIAL)):
        if value not in allowed:
            raise InvalidInput("factor_range", field=name, least=allowed.start, most=allowed.stop - 1)
    return Factors(small=small, provincial=provincial)


def _check_days(anchor: Anchor, offset: int, latest: int | None, next_month: bool) -> None:
    before = anchor is Anchor.START
    allowed = range(-FARTHEST, 1) if before else range(FARTHEST + 1)
    if offset not in allowed:
        raise InvalidInput("rule_offset_range", field="offset", most=FARTHEST)
    if next_month:
        if before:
            raise InvalidInput("rule_next_month_before", field="latest")
        if offset > SAFE_NEXT_MONTH:
            raise InvalidInput("rule_next_month_short", field="offset", most=SAFE_NEXT_MONTH)
        return
    if latest is None:
        return
    if latest not in allowed:
        raise InvalidInput("rule_latest_range", field="latest", most=FARTHEST)
    if latest < offset:
        raise InvalidInput("rule_latest_first", field="latest")
