"""Words about units: what became of one, since when it is there, why it is offered for a name in a plan."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.domain.matching import Why
from tracker.domain.succession import UnitChange
from tracker.models import Unit, UnitAlias, UnitSuccessor
from tracker.services.review_units import Near
from tracker.web.formats import format_day

CHANGES: Mapping[UnitChange, Any] = {
    UnitChange.RENAME: _l("Renamed"),
    UnitChange.MERGE: _l("Merged with others into a new unit"),
    UnitChange.SPLIT: _l("Split into several units"),
    UnitChange.ABSORB: _l("Went into another unit"),
    UnitChange.ABOLISH: _l("Abolished"),
}

_WHY: Mapping[Why, Any] = {
    Why.NAME: _l("several units have this name"),
    Why.ALIAS: _l("has been called so before"),
    Why.WRITTEN_OUT: _l("the abbreviation can be read so, and otherwise"),
    Why.MARKS: _l("the same letters with other marks"),
    Why.COMMITTEE: _l("the plan names the place only"),
    Why.BARE: _l("called so within its own body, which the plan does not name"),
    Why.ELSEWHERE: _l("the plan names another province"),
    Why.OTHER_PLACE: _l("the same body of another place"),
    Why.SAME_PLACE: _l("another body of the same place"),
}


def change_label(change: UnitChange) -> str:
    return str(CHANGES[change])


def near_words(near: Near) -> str:
    """Why a unit is offered."""
    if near.why is Why.SIMILAR:
        return gettext("%(num)s %% of the letters are the same", num=near.score)
    if near.why is Why.SUCCESSOR and near.former is not None and near.former.valid_until:
        day = format_day(near.former.valid_until)
        return gettext("took over from “%(name)s”, which ended on %(day)s", name=near.former.name, day=day)
    return str(_WHY.get(near.why, ""))


def validity_words(unit: Unit) -> str:
    """Since when and until when there is the unit; empty where neither is known."""
    if unit.valid_from and unit.valid_until:
        return gettext(
            "from %(first)s to %(last)s", first=format_day(unit.valid_from), last=format_day(unit.valid_until)
        )
    if unit.valid_until:
        return gettext("until %(last)s", last=format_day(unit.valid_until))
    return gettext("since %(first)s", first=format_day(unit.valid_from)) if unit.valid_from else ""


def change_words(link: UnitSuccessor) -> str:
    """E.g. "Went into another unit from 01/03/2025, Nghị định 45/2025/NĐ-CP"."""
    words = gettext("%(what)s from %(day)s", what=change_label(link.change), day=format_day(link.effective))
    return f"{words}, {link.decision}" if link.decision else words


def alias_words(alias: UnitAlias) -> str:
    """Where a spelling comes from."""
    if alias.by is not None and alias.at is not None:
        who = gettext("chosen by %(name)s on %(day)s", name=alias.by.full_name, day=format_day(alias.at.date()))
    else:
        who = ""
    if alias.host is None:
        return who
    where = gettext("in plans of %(agency)s", agency=alias.host.name)
    return f"{where}, {who}" if who else where
