"""Words of the amended plan's page: what kind of change, why one is not proposed, what a fact is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from tracker.domain.amendment import ChangeKind, word_diff
from tracker.domain.glossary import Anchor, ConferenceKind, DayPart, DueFlag, DueSource, MeetingMode
from tracker.domain.plan.parsed import Session
from tracker.domain.schedule import Due, Event
from tracker.models import Amendment
from tracker.services.amendment_changes import Caution, Change
from tracker.services.amendment_facts import EVENT, FactChange
from tracker.services.amendment_fields import shown
from tracker.services.amendment_sheet import Sheet
from tracker.web.amendment_history import field_label, field_value
from tracker.web.due_words import due_source_sentence, event_words
from tracker.web.fact_words import conference_kind_label, meeting_mode_label, session_words

__all__ = ["field_label", "field_value", "word_diff"]

# colour, icon, one word; the order in which they stand on the page
KINDS: Mapping[ChangeKind, tuple[str, str, Any]] = {
    ChangeKind.ADDED: ("green", "add", _l("Added")),
    ChangeKind.CHANGED: ("blue", "edit", _l("Changed")),
    ChangeKind.REASSIGNED: ("blue", "people", _l("Another unit")),
    ChangeKind.WITHDRAWN: ("red", "close", _l("Dropped")),
}

_CAUTIONS: Mapping[Caution, Any] = {
    Caution.AT_WORK: _l("Not proposed: the unit is working on it. Speak to the unit before you withdraw it."),
    Caution.HAS_FILES: _l("Not proposed: the unit has handed in files for it."),
    Caution.HANDED_IN: _l("Not proposed: the result is handed in and waits for confirmation."),
    Caution.COMPLETED: _l("Not proposed: the task is completed; what was done counts by the old wording."),
    Caution.CANCELLED: _l("Not proposed: the task is cancelled."),
    Caution.SKIPPED: _l("Not proposed: this sentence was skipped in the review."),
    Caution.BEFORE: _l("Not proposed: it stood in the plan already, and no task was made of it."),
}

_FACTS: Mapping[str, Any] = {
    EVENT: _l("Date of the event"),
    "title": _l("Title"),
    "number": _l("Number of the plan"),
    "issued": _l("Date of the plan"),
    "issuer": _l("Issued by"),
    "place": _l("Place"),
    "delegates": _l("Delegates"),
    "contact": _l("For difficulties"),
    "kind": _l("Kind of meeting"),
    "mode": _l("How it is held"),
    "parent_issuer": _l("Agency above"),
    "signer": _l("Signed by"),
    "duration": _l("Duration"),
    "sessions": _l("Sessions"),
    "points": _l("Places connected online"),
    "delegate_number": _l("Number of delegates"),
    "invited": _l("Units invited"),
    "budget": _l("Who pays"),
    "budget_sum": _l("Sum, in đồng"),
    "bases": _l("Documents it is based on"),
}


@dataclass(frozen=True)
class _Ruled:
    """A due date beside its kind, as the sentence about it wants them."""

    kind: str
    due: date | None
    due_source: DueSource
    due_words: str
    anchor: Anchor | None
    offset_days: int | None
    offset_working: bool
    due_flag: DueFlag | None


def due_why(due: Due, kind: str) -> str:
    """Why the date is what it would be."""
    ruled = _Ruled(kind, due.day, due.source, due.words, due.anchor, due.offset, due.working, due.flag)
    return due_source_sentence(ruled)


def kind_word(kind: ChangeKind) -> str:
    return str(KINDS[kind][2])


def caution_words(caution: Caution) -> str:
    return str(_CAUTIONS[caution])


def fact_label(fact: FactChange) -> str:
    return str(_FACTS.get(fact.name, fact.name))


def fact_value(fact: FactChange, value: Any) -> str:
    """A fact in words, as it was or as it would be."""
    if fact.name == EVENT:
        return event_value(value)
    if not value:
        return gettext("not stated")
    words = _FACT_WORDS.get(fact.name)
    return words(value) if words else str(value)


_FACT_WORDS: Mapping[str, Callable[[Any], str]] = {
    "issued": lambda value: "/".join(reversed(value.split("-"))),
    "kind": lambda value: conference_kind_label(ConferenceKind(value)),
    "mode": lambda value: meeting_mode_label(MeetingMode(value)),
    "signer": lambda value: ", ".join(value[name] for name in ("name", "post") if value.get(name)),
    "sessions": lambda value: "; ".join(
        session_words(Session(**one | {"part": DayPart(one["part"])})) for one in value
    ),
    "invited": lambda value: "; ".join(one["name"] for one in value),
    "bases": lambda value: "; ".join(one["words"] for one in value),
    "budget_sum": lambda value: f"{value:,}".replace(",", "."),
}


def is_long(fact: FactChange) -> bool:
    """Whether old and new are better shown as one text with marks."""
    return fact.name in ("title", "invited", "bases", "delegates", "budget")


def event_value(event: Event | None) -> str:
    if event is None:
        return gettext("no date yet")
    how = gettext("tentative") if event.tentative else gettext("confirmed")
    return f"{event_words(event.start, event.end)} ({how})"


def field_pairs(change: Change) -> list[tuple[str, str, str]]:
    """(label, old, new) of what is different besides the wording and the date."""
    if change.task is None or change.draft is None:
        return []
    old, new = change.task, change.draft
    return [
        (field_label(name), field_value(name, shown(old, name)), field_value(name, shown(new, name)))
        for name in change.fields
        if name not in ("words", "due")
    ]


def summary(sheet: Sheet) -> list[str]:
    """The whole comparison in one line: "1 thêm", "2 sửa", …, "12 giữ nguyên"."""
    counts = {kind: sheet.count(kind) for kind in ChangeKind}
    same = counts[ChangeKind.UNCHANGED] + counts[ChangeKind.MOVED]
    event = next((fact for fact in sheet.facts if fact.name == EVENT), None)
    moved = [] if event is None else [_event_summary(event)]
    return [*_counted(counts), ngettext("%(num)d unchanged", "%(num)d unchanged", same), *moved]


def _counted(counts: Mapping[ChangeKind, int]) -> list[str]:
    added, changed = counts[ChangeKind.ADDED], counts[ChangeKind.CHANGED]
    handed, gone = counts[ChangeKind.REASSIGNED], counts[ChangeKind.WITHDRAWN]
    said = (
        (added, ngettext("%(num)d added", "%(num)d added", added)),
        (changed, ngettext("%(num)d changed", "%(num)d changed", changed)),
        (handed, ngettext("%(num)d to another unit", "%(num)d to other units", handed)),
        (gone, ngettext("%(num)d withdrawn", "%(num)d withdrawn", gone)),
    )
    return [words for count, words in said if count]


def _event_summary(event: FactChange) -> str:
    if event.old is None:
        return gettext("the event now has a date: %(new)s", new=event_words(event.new.start, event.new.end))
    old, new = (event_words(one.start, one.end) for one in (event.old, event.new))
    if old == new:
        return gettext("the date of the event is now %(how)s", how=_certainty(event.new))
    return gettext("the event moves from %(old)s to %(new)s", old=old, new=new)


def _certainty(event: Event) -> str:
    return gettext("tentative") if event.tentative else gettext("confirmed")


def reason(amendment: Amendment, number: str | None) -> str:
    """What stands as the reason in the history of every task that is changed."""
    if number and number[0].isdigit():
        return gettext("Amended plan no. %(number)s", number=number)
    return gettext("Amended plan (%(file)s)", file=amendment.filename)


def applied(sheet: Sheet) -> list[str]:
    """What was taken over, for the message after it."""
    counts = {kind: sum(one.accept for one in sheet.changes if one.kind is kind) for kind in KINDS}
    reached = sum(bool(notice.to) for notice in sheet.told)
    told = ngettext("%(num)d unit is told by mail", "%(num)d units are told by mail", reached)
    return [*_counted(counts), told]


def outcome(amendment: Amendment) -> list[str]:
    """What a closed amendment took over, and whom it told."""
    taken = [ChangeKind(change["kind"]) for change in amendment.outcome["changes"] if change["accepted"]]
    told = len(amendment.outcome["told"])
    units = ngettext("%(num)d unit told", "%(num)d units told", told)
    return [*_counted({kind: taken.count(kind) for kind in KINDS}), units]
