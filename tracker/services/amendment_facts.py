"""What an amended text says otherwise about the conference itself, and what it leaves to be looked at."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.glossary import ConferenceKind
from tracker.domain.normalise import collapse
from tracker.domain.plan import ParsedPlan
from tracker.domain.plan.parsed import Finding
from tracker.domain.schedule import Event
from tracker.models import Conference
from tracker.services import dues
from tracker.services.amendment_details import DETAILS, detail_changes, take_details

EVENT = "event"
FACTS = ("title", "kind", "number", "issued", "issuer", "place", "mode", "delegates", "contact")
"""Columns of a conference that a plan states, in the order in which they are shown; then :data:`DETAILS`."""


@dataclass(frozen=True, kw_only=True)
class FactChange:
    """``old``/``new``: texts; for :data:`EVENT` the event's days (``old`` None: it had none); else as stored."""

    name: str
    old: Any
    new: Any
    accept: bool

    @property
    def id(self) -> str:
        return f"f-{self.name}"


def fact_changes(
    conference: Conference, base: Conference, new: Conference, decisions: Mapping[str, Any]
) -> tuple[FactChange, ...]:
    """Facts that the new text words otherwise than the one in force, and that are not so already.

    What the new text does not say stays: an amendment often repeats only what it changes.
    """
    return tuple(
        FactChange(name=name, old=old, new=said, accept=bool(decisions.get(f"f-{name}", {}).get("accept", True)))
        for name, old, said in (
            *_event(conference, base, new),
            *_texts(conference, base, new),
            *detail_changes(conference, base, new),
        )
    )


def _texts(conference: Conference, base: Conference, new: Conference) -> Iterator[tuple[str, Any, Any]]:
    for name in FACTS:
        old, before, said = (getattr(one, name) for one in (conference, base, new))
        blank = not said or said is ConferenceKind.OTHER or (name == "number" and not said[0].isdigit())
        if not blank and collapse(said) not in (collapse(before or ""), collapse(old or "")):
            yield name, old, said


def _event(conference: Conference, base: Conference, new: Conference) -> Iterator[tuple[str, Any, Any]]:
    old, before, said = (dues.event_of(one) for one in (conference, base, new))
    if said is not None and said not in (before, old):
        yield EVENT, old, said


def accepted_event(facts: Sequence[FactChange]) -> Event | None:
    """The event's new days, where they are taken over."""
    return next((fact.new for fact in facts if fact.name == EVENT and fact.accept), None)


def take_over(conference: Conference, base: Conference, new: Conference, facts: Sequence[FactChange]) -> None:
    """Write the accepted texts; the event's days are ``event_move``'s."""
    accepted = {fact.name: fact.new for fact in facts if fact.accept}
    for name in FACTS:
        if name in accepted:
            setattr(conference, name, accepted[name])
    if EVENT in accepted:
        conference.event_words = new.event_words or conference.event_words
    if "title" in accepted and conference.short_title == base.short_title:
        conference.short_title = new.short_title
    take_details(conference, new, {name: value for name, value in accepted.items() if name in DETAILS})


def finding_changes(base: ParsedPlan, new: ParsedPlan) -> tuple[list[Finding], list[Finding]]:
    """What the new text leaves to be looked at that the old did not, and what it settles."""
    return _beyond(new.findings, base.findings), _beyond(base.findings, new.findings)


def _beyond(ours: Sequence[Finding], theirs: Sequence[Finding]) -> list[Finding]:
    known = Counter(map(_told, theirs))
    found = []
    for one in ours:
        known[_told(one)] -= 1
        if known[_told(one)] < 0:
            found.append(one)
    return found


def _told(finding: Finding) -> tuple[object, ...]:
    return finding.code, collapse(finding.words)
