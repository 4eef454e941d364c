"""The templates that come with the service: ``tracker/data/templates.toml``, read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tracker.domain.glossary import Anchor, ConferenceKind
from tracker.domain.kinds import KINDS
from tracker.services.template_items import Item

DATA = Path(__file__).parents[1] / "data" / "templates.toml"


@dataclass(frozen=True, kw_only=True)
class Starter:
    """``code`` stands in addresses and never changes. ``about``: one sentence on what it is for."""

    code: str
    name: str
    about: str
    kind: ConferenceKind
    items: tuple[Item, ...]


@cache
def starters() -> tuple[Starter, ...]:
    """In the order of the file."""
    with DATA.open("rb") as file:
        rows = tomllib.load(file)["template"]
    return tuple(
        Starter(
            code=row["code"],
            name=row["name"],
            about=row["about"],
            kind=ConferenceKind(row["kind"]),
            items=tuple(_item(task) for task in row["task"]),
        )
        for row in rows
    )


def _item(task: dict[str, str]) -> Item:
    """``when`` is a distance such as "S-12" or "E+3" where it is not the rule's."""
    when = task.get("when", "")
    kind = KINDS[task["kind"]]
    return Item(
        title=task["title"],
        kind=kind.code,
        unit_words=task["unit"],
        blocking=kind.blocking,
        anchor=Anchor(when[0]) if when else None,
        offset=int(when[1:]) if when else None,
    )
