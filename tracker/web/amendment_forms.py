"""What the form of an amended plan carries: ``a-<change>`` accept or skip, ``unit-<change>``, ``due-<change>``."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.models import Unit
from tracker.services.amendment_changes import Change
from tracker.services.amendment_sheet import Sheet
from tracker.web import review_forms


def decisions(form: Mapping[str, str], sheet: Sheet) -> dict[str, dict[str, Any]]:
    """The choices about what is on the page now; what is gone meanwhile is left out.

    Raises:
        InvalidInput: ``unit_not_in_directory``.
    """
    ids = [fact.id for fact in sheet.facts] + [change.id for change in sheet.changes]
    chosen: dict[str, dict[str, Any]] = {one: {"accept": form[f"a-{one}"] == "1"} for one in ids if f"a-{one}" in form}
    for change in sheet.changes:
        if change.id in chosen:
            chosen[change.id] |= _details(form, change, sheet.units)
    return chosen


def _details(form: Mapping[str, str], change: Change, units: Sequence[Unit]) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if f"due-{change.id}" in form:
        details["keep_due"] = form[f"due-{change.id}"] == "keep"
    typed = form.get(f"unit-{change.id}", "")
    if f"unit-{change.id}" in form:
        unit_id = review_forms.unit_id(typed, units, f"unit-{change.id}")
        known = change.draft.unit_id if change.draft else None
        details["unit"] = unit_id if unit_id != known else None
    return details
