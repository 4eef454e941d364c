"""What the forms of the review carry, read into the services' values. Typed text that cannot be read is refused."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import AssignmentRole, UnitKind
from tracker.domain.normalise import collapse, search_key
from tracker.domain.unit_names import guess_inside, guess_kind
from tracker.models import Unit
from tracker.services.conference_facts import Facts
from tracker.services.review import Correction, Ref
from tracker.services.review_units import NewUnit
from tracker.web import fact_forms, plan_text

_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_AROUND = re.compile(r"^[-–•+*\s]+|[\s;,:]+$")
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")


def day(text: str, field: str) -> date | None:
    """A typed dd/mm/yyyy (or an ISO date); None when empty.

    Raises:
        InvalidInput: ``date_invalid``.
    """
    clean = collapse(text)
    if not clean:
        return None
    typed, iso = _DAY.fullmatch(clean), _ISO.fullmatch(clean)
    try:
        if typed:
            return date(int(typed[3]), int(typed[2]), int(typed[1]))
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        pass
    raise InvalidInput("date_invalid", field=field, text=clean)


def issued(text: str) -> str:
    """The plan's date as far as it is known: dd/mm/yyyy, mm/yyyy, yyyy → ISO, maybe partial."""
    clean = collapse(text)
    month = _MONTH.fullmatch(clean)
    if month and 1 <= int(month[1]) <= 12:
        return f"{month[2]}-{int(month[1]):02d}"
    if re.fullmatch(r"\d{4}", clean):
        return clean
    found = day(clean, "issued")
    return found.isoformat() if found else ""


def issued_text(value: str | None) -> str:
    """The reverse of :func:`issued`."""
    return "/".join(reversed((value or "").split("-"))) if value else ""


def refs(text: str) -> list[Ref]:
    """Tasks with versions, "12:3 13:1"; what is none is left out, and the service then finds nothing."""
    return [(int(found[1]), int(found[2])) for found in re.finditer(r"\b(\d{1,15}):(\d{1,9})\b", text)]


def unit_label(unit: Unit, units: Sequence[Unit]) -> str:
    """The unit's name, with its parent's where another unit has the same."""
    twins = sum(one.search_key == unit.search_key for one in units)
    parents = {one.id: one.name for one in units}
    return f"{unit.name} ({parents.get(unit.parent_id or 0, unit.id)})" if twins > 1 else unit.name


def unit_id(text: str, units: Sequence[Unit], field: str = "unit") -> int | None:
    """The unit whose label, name or alias was typed; None when empty.

    Raises:
        InvalidInput: ``unit_not_in_directory``, no unit or several have that name.
    """
    key = search_key(text)
    if not key:
        return None
    labels = [unit.id for unit in units if search_key(unit_label(unit, units)) == key]
    names = [unit.id for unit in units if key in {unit.search_key, *(alias.search_key for alias in unit.aliases)}]
    for found in (labels, names):
        if len(found) == 1:
            return found[0]
    raise InvalidInput("unit_not_in_directory", field=field, name=collapse(text))


def partners(text: str, units: Sequence[Unit]) -> tuple[tuple[int | None, str], ...]:
    """One unit a line; a name that the directory does not know stays as words."""
    return tuple((_known(line, units), line) for line in lines(text))


def _known(name: str, units: Sequence[Unit]) -> int | None:
    try:
        return unit_id(name, units)
    except InvalidInput:
        return None


def correction(form: Mapping[str, str], units: Sequence[Unit], *, several: bool = False) -> Correction:
    """The edit form, or the one for a new task. ``several``: units and partners stay as they are.

    Raises:
        InvalidInput: ``date_invalid``, ``unit_not_in_directory``, ``role_unknown``.
    """
    role = form.get("role", AssignmentRole.LEAD)
    if role not in set(AssignmentRole):
        raise InvalidInput("role_unknown", field="role")
    lead = form.get("lead", "")
    return Correction(
        title=form.get("title", ""),
        role=AssignmentRole(role),
        kind=form.get("kind", ""),
        unit_id=None if several else unit_id(form.get("unit", ""), units),
        partners=None if several else partners(form.get("partners", ""), units),
        due=day(form.get("due", ""), "due"),
        reason=form.get("reason", ""),
        lead_id=int(lead) if lead.isdecimal() else None,
    )


def place(form: Mapping[str, str], texts: Sequence[Mapping[str, Any]]) -> tuple[int | None, int | None, str]:
    """Where a new task stands in the plan: (first line, last line, words); the whole line where none were chosen."""
    line = form.get("line", "")
    if not line.isdecimal() or int(line) >= len(texts):
        return None, None, ""
    first = int(line)
    found = plan_text.found_at(texts, first, form.get("quote", ""))
    return (first, *found) if found else (first, first, plan_text.text_of(texts[first]))


def title_of(words: str) -> str:
    """Words of the plan as a task: without the bullet in front and the semicolon behind."""
    bare = _AROUND.sub("", collapse(words))
    return bare[:1].upper() + bare[1:]


def lines(text: str) -> list[str]:
    """The lines that say something."""
    return [line for line in (collapse(one) for one in text.splitlines()) if line]


def facts(form: Mapping[str, str]) -> Facts:
    """The form about the conference.

    Raises:
        InvalidInput: ``date_invalid``, ``number_invalid``, ``choice_unknown``.
    """
    return Facts(
        title=form.get("title", ""),
        short_title=form.get("short_title", ""),
        number=form.get("number", ""),
        issued=issued(form.get("issued", "")),
        event_start=day(form.get("event_start", ""), "event_start"),
        event_end=day(form.get("event_end", ""), "event_end"),
        tentative=form.get("tentative") == "1",
        place=form.get("place", ""),
        more=fact_forms.more(form),
    )


def new_units(form: Mapping[str, str], chosen: Sequence[str]) -> list[NewUnit]:
    """The ticked rows of the list of unknown units: ``words-i``, ``kind-i``, ``inside-i``; guessed where not asked."""
    return [_new_unit(form, row) for row in chosen if form.get(f"words-{row}", "").strip()]


def _new_unit(form: Mapping[str, str], row: str) -> NewUnit:
    words, kind = form[f"words-{row}"], form.get(f"kind-{row}", "")
    if kind not in set(UnitKind):
        return NewUnit(words=words, kind=guess_kind(words), inside=guess_inside(words))
    return NewUnit(words=words, kind=UnitKind(kind), inside=form.get(f"inside-{row}") == "1")
