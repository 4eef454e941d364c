"""The form about the smaller facts of a conference, read into the service's values, and its fields as they stand."""

import re
from collections.abc import Mapping

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import ConferenceKind, ConferenceScale, MeetingMode
from tracker.domain.normalise import collapse
from tracker.domain.plan.details import from_json
from tracker.domain.plan.parsed import Signer
from tracker.models import Conference
from tracker.services.conference_facts import More
from tracker.web.fact_words import session_words

_AMOUNT = re.compile(r"(\d{1,3}(?:[.\s]\d{3})+|\d+)\s*(?:đồng|đ|vnđ|vnd)?", re.IGNORECASE)
_MOST_DIGITS = 15


def more(form: Mapping[str, str]) -> More | None:
    """None where the form does not carry them.

    Raises:
        InvalidInput: ``number_invalid``, ``choice_unknown``.
    """
    if "kind" not in form:
        return None
    kind, mode, scale = form.get("kind", ""), form.get("mode", ""), form.get("scale", "")
    if kind not in set(ConferenceKind):
        raise InvalidInput("choice_unknown", field="kind")
    if mode and mode not in set(MeetingMode):
        raise InvalidInput("choice_unknown", field="mode")
    if scale and scale not in set(ConferenceScale):
        raise InvalidInput("choice_unknown", field="scale")
    return More(
        kind=ConferenceKind(kind),
        mode=MeetingMode(mode) if mode else None,
        issuer=form.get("issuer", ""),
        parent_issuer=form.get("parent_issuer", ""),
        signer=_signer(form),
        duration=form.get("duration", ""),
        sessions=_lines(form.get("sessions", "")),
        points=form.get("points", ""),
        delegates=form.get("delegates", ""),
        delegate_number=_number(form.get("delegate_number", ""), "delegate_number"),
        invited=_lines(form.get("invited", "")),
        budget=form.get("budget", ""),
        budget_sum=_number(form.get("budget_sum", ""), "budget_sum"),
        bases=_lines(form.get("bases", "")),
        scale=ConferenceScale(scale) if scale else None,
    )


def facts_present(conference: Conference) -> dict[str, str]:
    """What stands in the fields of the form."""
    details = from_json(conference.facts or {})
    number, amount = details.delegate_number, details.budget_sum
    return {
        "kind": conference.kind,
        "mode": conference.mode or "",
        "scale": conference.scale,
        "issuer": conference.issuer or "",
        "parent_issuer": details.parent_issuer or "",
        "signer_name": details.signer.name or "",
        "signer_post": details.signer.post or "",
        "signer_capacity": details.signer.capacity or "",
        "duration": details.duration or "",
        "sessions": "\n".join(session_words(one) for one in details.sessions),
        "points": details.points or "",
        "delegates": conference.delegates or "",
        "delegate_number": "" if number is None else str(number),
        "invited": "\n".join(one.name for one in details.invited),
        "budget": details.budget or "",
        "budget_sum": "" if amount is None else f"{amount:,}".replace(",", "."),
        "bases": "\n".join(one.words for one in details.bases),
    }


def _signer(form: Mapping[str, str]) -> Signer:
    name, post, capacity = (collapse(form.get(f"signer_{part}", "")) or None for part in ("name", "post", "capacity"))
    return Signer(name=name, post=post, capacity=capacity)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(collapse, text.splitlines()) if line)


def _number(text: str, field: str) -> int | None:
    clean = collapse(text)
    if not clean:
        return None
    found = _AMOUNT.fullmatch(clean)
    digits = re.sub(r"\D", "", found[1]) if found else ""
    if not digits or len(digits) > _MOST_DIGITS:
        raise InvalidInput("number_invalid", field=field, text=clean)
    return int(digits)
