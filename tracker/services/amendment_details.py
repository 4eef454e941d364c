"""The smaller facts of a conference (sessions, guests, budget …) in two versions of its plan: compared, and taken over
with their places in the new text.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.domain.normalise import collapse
from tracker.models import Conference

DETAILS = (
    "parent_issuer", "signer", "duration", "sessions", "points", "delegate_number", "invited", "budget", "budget_sum",
    "bases",
)  # fmt: skip
"""Keys of ``Conference.facts`` that a plan states, in the order in which they are shown."""


def detail_changes(conference: Conference, base: Conference, new: Conference) -> Iterator[tuple[str, Any, Any]]:
    """(name, old, new) of what the new text words otherwise and what is not so already; what it leaves out stays."""
    ours, before, said = (one.facts or {} for one in (conference, base, new))
    for name in DETAILS:
        new_words = _said(said.get(name))
        if new_words and new_words not in (_said(before.get(name)), _said(ours.get(name))):
            yield name, ours.get(name), said[name]


def take_details(conference: Conference, new: Conference, accepted: Mapping[str, Any]) -> None:
    """Write the accepted values; what stays points into the new text where that has it too."""
    said = new.facts or {}
    kept = {name: value for name, value in (conference.facts or {}).items() if name != "lines"}
    result = {name: _placed(value, said.get(name)) for name, value in kept.items()} | dict(accepted)
    places = said.get("lines", {})
    same = {name for name in (*DETAILS, *places) if name not in result or _said(result[name]) == _said(said.get(name))}
    lines = {name: line for name, line in places.items() if name in same}
    conference.facts = result | ({"lines": lines} if lines else {})


def _placed(value: Any, said: Any) -> Any:
    """Entries of a list with the line on which the new text has the same; without one where it has not."""
    if not isinstance(value, list):
        return value
    places = {_entry(one): one.get("line") for one in said or ()}
    return [{**one, "line": places.get(_entry(one))} for one in value]


def _said(value: Any) -> tuple[str, ...]:
    if not value:
        return ()
    return tuple(map(_entry, value)) if isinstance(value, list | tuple) else (_entry(value),)


def _entry(value: Any) -> str:
    """What an entry says, wherever it stands."""
    if isinstance(value, Mapping):
        return collapse(" ".join(str(part) for name, part in value.items() if part and name != "line"))
    return collapse(str(value))
