"""Words of a conference's facts: what kind it is, how it is held, its sessions, money and signature."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.domain.glossary import ConferenceKind, ConferenceScale, DayPart, MeetingMode, Severity
from tracker.domain.plan.details import from_json
from tracker.domain.plan.parsed import Session, Signer
from tracker.models import Conference

KINDS: Mapping[ConferenceKind, Any] = {
    ConferenceKind.MIDTERM: _l("Interim review"),
    ConferenceKind.SUMMARY: _l("Final review"),
    ConferenceKind.ROLLOUT: _l("Launch of work"),
    ConferenceKind.TRAINING: _l("Training"),
    ConferenceKind.WORKSHOP: _l("Workshop"),
    ConferenceKind.DISCUSSION: _l("Panel discussion"),
    ConferenceKind.DIALOGUE: _l("Dialogue"),
    ConferenceKind.CONGRESS: _l("Congress"),
    ConferenceKind.CEREMONY: _l("Ceremony"),
    ConferenceKind.CONTEST: _l("Contest"),
    ConferenceKind.INSPECTION: _l("Inspection"),
    ConferenceKind.BRIEFING: _l("Briefing, working session"),
    ConferenceKind.OTHER: _l("Another kind"),
}

MODES: Mapping[MeetingMode, Any] = {
    MeetingMode.IN_PERSON: _l("In person"),
    MeetingMode.ONLINE: _l("Online"),
    MeetingMode.HYBRID: _l("In person and online"),
}

SCALES: Mapping[ConferenceScale, Any] = {
    ConferenceScale.SMALL: _l("Small meeting"),
    ConferenceScale.ORDINARY: _l("Ordinary"),
    ConferenceScale.PROVINCIAL: _l("Whole province"),
}

PARTS: Mapping[DayPart, Any] = {
    DayPart.MORNING: _l("Morning"),
    DayPart.AFTERNOON: _l("Afternoon"),
    DayPart.EVENING: _l("Evening"),
    DayPart.WHOLE_DAY: _l("Whole day"),
}

_SEVERITIES: Mapping[Severity, Any] = {
    Severity.ERROR: _l("Serious"),
    Severity.WARNING: _l("Warning"),
    Severity.INFO: _l("For information"),
}


def severity_label(severity: Severity) -> str:
    return str(_SEVERITIES[severity])


def conference_kind_label(kind: ConferenceKind) -> str:
    return str(KINDS[kind])


def meeting_mode_label(mode: MeetingMode) -> str:
    return str(MODES[mode])


def scale_label(scale: ConferenceScale) -> str:
    """How far ahead a meeting is prepared, by its reach."""
    return str(SCALES[scale])


def session_words(session: Session) -> str:
    """E.g. "Morning 07:30–11:00"."""
    times = "–".join(time for time in (session.start, session.end) if time)
    return f"{PARTS[session.part]} {times}".strip()


def money_words(amount: int) -> str:
    """In đồng, thousands apart as they are written in Vietnam."""
    return gettext("%(amount)s đồng", amount=f"{amount:,}".replace(",", "."))


def signer_words(signer: Signer) -> str:
    """E.g. "Trần Hải Minh, Phó Giám đốc (KT. GIÁM ĐỐC)"."""
    who = ", ".join(part for part in (signer.name, signer.post) if part)
    return f"{who} ({signer.capacity})" if who and signer.capacity else who or signer.capacity or ""


def conference_kinds() -> list[tuple[str, str]]:
    """For a list to choose from."""
    return [(kind.value, str(words)) for kind, words in KINDS.items()]


def meeting_modes() -> list[tuple[str, str]]:
    return [(mode.value, str(words)) for mode, words in MODES.items()]


def conference_scales() -> list[tuple[str, str]]:
    return [(scale.value, str(words)) for scale, words in SCALES.items()]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One fact for a list: what it is called, its values, the line of the plan where each stands (or None)."""

    label: str
    values: tuple[tuple[str, int | None], ...]

    @property
    def many(self) -> bool:
        return len(self.values) > 1


def details_shown(conference: Conference) -> list[Shown]:
    """What the plan says beyond title, date and place, as far as it says anything."""
    return [fact for fact in _shown(conference) if fact.values]


def _shown(conference: Conference) -> Iterator[Shown]:
    details = from_json(conference.facts or {})
    at = details.lines.get

    def one(label: str, words: str | None, line: int | None) -> Shown:
        return Shown(label=label, values=((words, line),) if words else ())

    amount = money_words(details.budget_sum) if details.budget_sum else ""
    yield one(gettext("Kind of meeting"), _kind(conference), at("title"))
    yield one(gettext("Scale of the meeting"), _scale(conference), None)
    yield one(gettext("Duration"), details.duration, at("event"))
    yield Shown(label=gettext("Sessions"), values=tuple((session_words(one), one.line) for one in details.sessions))
    yield one(gettext("How it is held"), meeting_mode_label(conference.mode) if conference.mode else "", at("mode"))
    yield one(gettext("Places connected online"), details.points, at("points"))
    yield one(gettext("Delegates expected"), conference.delegates, at("delegates"))
    yield Shown(label=gettext("Units invited"), values=tuple((one.name, one.line) for one in details.invited))
    yield one(gettext("Budget"), " · ".join(part for part in (amount, details.budget) if part), at("budget"))
    yield one(
        gettext("Issued by"), " – ".join(part for part in (details.parent_issuer, conference.issuer) if part), None
    )
    yield one(gettext("Signed by"), signer_words(details.signer), at("signer"))
    yield Shown(label=gettext("Based on"), values=tuple((one.words, one.line) for one in details.bases))


def _kind(conference: Conference) -> str:
    return "" if conference.kind is ConferenceKind.OTHER else conference_kind_label(conference.kind)


def _scale(conference: Conference) -> str:
    return "" if conference.scale is ConferenceScale.ORDINARY else scale_label(conference.scale)
