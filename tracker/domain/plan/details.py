"""The smaller facts of a conference as they are kept and corrected: values to JSON's types and back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tracker.domain.glossary import DayPart
from tracker.domain.plan.parsed import ConferenceFacts, Invited, LegalBasis, Session, Signer


@dataclass(frozen=True, kw_only=True)
class Details:
    """As in ``ConferenceFacts``; ``lines``: name of a fact → its line in the plan, None where a person entered it."""

    parent_issuer: str | None = None
    signer: Signer = field(default_factory=Signer)
    duration: str | None = None
    sessions: tuple[Session, ...] = ()
    points: str | None = None
    delegate_number: int | None = None
    invited: tuple[Invited, ...] = ()
    budget: str | None = None
    budget_sum: int | None = None  # đồng
    bases: tuple[LegalBasis, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


def details_of(facts: ConferenceFacts) -> Details:
    return Details(
        parent_issuer=facts.parent_issuer,
        signer=facts.signer or Signer(),
        duration=facts.duration,
        sessions=facts.sessions,
        points=facts.points,
        delegate_number=facts.delegate_number,
        invited=facts.invited,
        budget=facts.budget,
        budget_sum=facts.budget_sum,
        bases=facts.bases,
        lines=facts.lines,
    )


def to_json(details: Details) -> dict[str, Any]:
    """Only what is known."""
    data = asdict(details) | {"lines": dict(details.lines)}
    return {name: value for name, value in data.items() if value not in (None, (), [], {})}


def from_json(data: Mapping[str, Any]) -> Details:
    """The reverse of :func:`to_json`; what an older version did not keep is unknown."""
    return Details(
        parent_issuer=data.get("parent_issuer"),
        signer=Signer(**data.get("signer", {})),
        duration=data.get("duration"),
        sessions=tuple(Session(**{**one, "part": DayPart(one["part"])}) for one in data.get("sessions", ())),
        points=data.get("points"),
        delegate_number=data.get("delegate_number"),
        invited=tuple(Invited(**one) for one in data.get("invited", ())),
        budget=data.get("budget"),
        budget_sum=data.get("budget_sum"),
        bases=tuple(LegalBasis(**one) for one in data.get("bases", ())),
        lines={name: int(line) for name, line in data.get("lines", {}).items()},
    )
