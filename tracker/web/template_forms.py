"""What the forms about templates carry, and how an item stands in them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import Anchor, AssignmentRole, ConferenceKind
from tracker.domain.normalise import collapse
from tracker.domain.rules import SHIPPED, RuleTable
from tracker.models import Unit
from tracker.services.template_items import Item
from tracker.web import review_forms
from tracker.web.due_words import anchor_words

RULE, BEFORE, AFTER = "rule", "before", "after"
_DAYS = re.compile(r"-?\d{1,4}")


def kind(form: Mapping[str, str]) -> ConferenceKind:
    """Raises:
    InvalidInput: ``choice_unknown``.
    """
    chosen = form.get("kind", "")
    if chosen not in set(ConferenceKind):
        raise InvalidInput("choice_unknown", field="kind")
    return ConferenceKind(chosen)


def item(form: Mapping[str, str], units: Sequence[Unit], before: Item | None) -> Item:
    """The form about one item; what it does not carry stays as in ``before``.

    Raises:
        InvalidInput: ``role_unknown``, ``offset_invalid``.
    """
    role = form.get("role", "")
    if role not in set(AssignmentRole):
        raise InvalidInput("role_unknown", field="role")
    unit_id, words = _unit(form.get("unit", ""), units)
    anchor, offset = _distance(form)
    lead = form.get("lead", "")
    leads = role == AssignmentRole.COORDINATE and lead.isdecimal()
    return Item(
        title=form.get("title", ""),
        kind=form.get("task_kind", ""),
        role=AssignmentRole(role),
        unit_id=unit_id,
        unit_words=words,
        partners=review_forms.partners(form.get("partners", ""), units),
        blocking=form.get("blocking") == "1",
        anchor=anchor,
        offset=offset,
        lead=int(lead) if leads else None,
        off=before.off if before else False,
    )


def _unit(text: str, units: Sequence[Unit]) -> tuple[int | None, str]:
    """A unit of the directory, else words for a part that is filled at the start."""
    clean = collapse(text)[:300]
    try:
        found = review_forms.unit_id(clean, units)
    except InvalidInput:
        found = None
    name = next((unit.name for unit in units if unit.id == found), clean)
    return found, name


def _distance(form: Mapping[str, str]) -> tuple[Anchor | None, int | None]:
    how, typed = form.get("when", RULE), collapse(form.get("days", ""))
    if how not in (BEFORE, AFTER):
        return None, None
    if not _DAYS.fullmatch(typed):
        raise InvalidInput("offset_invalid", field="days", text=typed)
    return (Anchor.START, -int(typed)) if how == BEFORE else (Anchor.END, int(typed))


def values(one: Item | None, units: Sequence[Unit]) -> dict[str, Any]:
    """What stands in the fields of the form."""
    one = one or Item(title="", kind="other")
    names = {unit.id: review_forms.unit_label(unit, units) for unit in units if unit.id == one.unit_id}
    how = RULE if one.anchor is None else BEFORE if one.anchor is Anchor.START else AFTER
    days = "" if one.offset is None else str(-one.offset if how == BEFORE else one.offset)
    return {
        "title": one.title,
        "task_kind": one.kind,
        "role": one.role,
        "unit": names.get(one.unit_id or 0, one.unit_words),
        "partners": "\n".join(words for _, words in one.partners),
        "blocking": "1" if one.blocking else "",
        "when": how,
        "days": days,
        "lead": "" if one.lead is None else str(one.lead),
    }


def when_words(one: Item, rules: RuleTable = SHIPPED) -> str:
    """When an item is due: "7 working days before the event", by ``rules`` where it has no distance of its own."""
    if one.follows:
        return gettext("with task %(number)s", number=(one.lead or 0) + 1)
    if one.anchor is None:
        kind = rules.kind(one.kind)
        return gettext("by the rule: %(rule)s", rule=anchor_words(kind.anchor, kind.offset))
    return anchor_words(one.anchor, one.offset)


def parts(items: Sequence[Item]) -> list[str]:
    """The words for units that are to be filled at the start, each once, in their order."""
    return list(dict.fromkeys(one.unit_words for one in items if one.unit_id is None and one.unit_words))
