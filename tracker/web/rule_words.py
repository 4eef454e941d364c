"""Back-planning rules in words: the short form S−7, what it means, on what it rests, what of it an agency changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from tracker.domain.glossary import Anchor, ConferenceScale
from tracker.domain.kind_words import WORDS
from tracker.domain.kinds import DEFAULT, KINDS, PRACTICE, TaskKind
from tracker.domain.normalise import search_key
from tracker.domain.rules import Factors, RuleTable

EXAMPLES = ("invite_speakers", "programme", "main_report", "invitations", "send_papers", "printing", "rehearsal",
            "conclusion_notice")  # fmt: skip
"""Kinds that show what a factor does and what it leaves alone."""


def short_rule(anchor: Anchor, offset: int) -> str:
    """S−7, S, E+5: as the table has always been written."""
    if offset == 0:
        return str(anchor)
    return f"{anchor}−{-offset}" if offset < 0 else f"{anchor}+{offset}"


def distance_words(anchor: Anchor, offset: int) -> str:
    """7 ngày làm việc trước ngày khai mạc."""
    if offset == 0:
        return gettext("on the opening day") if anchor is Anchor.START else gettext("on the closing day")
    if offset < 0:
        return ngettext("%(num)d working day before the opening", "%(num)d working days before the opening", -offset)
    return ngettext("%(num)d working day after the closing", "%(num)d working days after the closing", offset)


def due_short(kind: TaskKind) -> str:
    return short_rule(kind.anchor, kind.offset)


def due_words(kind: TaskKind) -> str:
    return distance_words(kind.anchor, kind.offset)


def latest_short(kind: TaskKind) -> str:
    if kind.latest_end_of_next_month:
        return gettext("end of the next month")
    return gettext("none") if kind.latest_offset is None else short_rule(kind.anchor, kind.latest_offset)


def latest_words(kind: TaskKind) -> str:
    """What the short form means; empty where it says so itself."""
    if kind.latest_end_of_next_month or kind.latest_offset is None:
        return ""
    return distance_words(kind.anchor, kind.latest_offset)


def blocking_words(blocking: bool) -> str:
    return gettext("yes") if blocking else gettext("no")


def basis_words(basis: str) -> str:
    """The document that sets the rule, or that none does."""
    return {DEFAULT: gettext("default"), PRACTICE: gettext("common practice")}.get(basis, basis)


def basis_typed(text: str) -> str:
    """What :func:`basis_words` showed, as it is stored."""
    shown = {search_key(basis_words(basis)): basis for basis in (DEFAULT, PRACTICE)}
    return shown.get(search_key(text), text)


def typical_words(code: str) -> str:
    """The words by which tasks are taken for the kind."""
    if code == "other":
        return gettext("everything that fits no other row")
    return ", ".join(WORDS[code])


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One field of a rule before and after."""

    label: str
    old: str
    new: str


def changes(old: TaskKind, new: TaskKind) -> list[Changed]:
    """What is different in a rule."""
    return [one for one in _fields(old, new) if one.old != one.new]


def _fields(old: TaskKind, new: TaskKind) -> Iterator[Changed]:
    yield Changed(label=gettext("Due"), old=due_short(old), new=due_short(new))
    yield Changed(label=gettext("Latest"), old=latest_short(old), new=latest_short(new))
    yield Changed(label=gettext("Blocking"), old=blocking_words(old.blocking), new=blocking_words(new.blocking))
    yield Changed(label=gettext("Basis"), old=basis_words(old.basis), new=basis_words(new.basis))


def looser_words(code: str) -> str:
    """What the law allows where an agency's row allows more."""
    shipped = KINDS[code]
    return gettext(
        "Looser than %(basis)s, which allows %(latest)s at the latest",
        basis=shipped.basis,
        latest=latest_short(shipped),
    )


@dataclass(frozen=True, kw_only=True)
class Example:
    """One kind at the three scales; each cell is (due, latest)."""

    code: str
    cells: tuple[tuple[str, str], ...]


SCALES = (ConferenceScale.ORDINARY, ConferenceScale.SMALL, ConferenceScale.PROVINCIAL)


def examples(rules: RuleTable) -> list[Example]:
    """What the factors make of some rules."""
    return [
        Example(code=code, cells=tuple(_cell(rules.kind(code, scale)) for scale in SCALES))
        for code in EXAMPLES
    ]  # fmt: skip


def _cell(kind: TaskKind) -> tuple[str, str]:
    return due_short(kind), latest_short(kind)


def factor_words(factors: Factors) -> str:
    """Họp nhỏ 50 %, toàn tỉnh 150 %."""
    return gettext(
        "small meetings %(small)s %%, meetings of the whole province %(provincial)s %%",
        small=factors.small,
        provincial=factors.provincial,
    )
