"""Refusals in the user's words: a code of ``domain.errors`` → what is wrong, and what to do.

One module per subject, each with a ``MESSAGES`` mapping; a test fails on a code that is raised and has no words.
"""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext, lazy_gettext

from tracker.domain.errors import Refused, each
from tracker.web.formats import format_day, format_moment
from tracker.web.messages import (
    accounts,
    action_links,
    amendments,
    conferences,
    directory,
    documents,
    extensions,
    feeds,
    plans,
    reminders,
    rules,
    tasks,
    templates,
    working_calendar,
)

MESSAGES: dict[str, Any] = {
    "stale": lazy_gettext("Somebody else saved this in the meantime. Look at the present state below and try again."),
    "not_allowed": lazy_gettext("This is not open to your role."),
    "not_found": lazy_gettext("There is no such thing, or it does not concern your unit."),
    **accounts.MESSAGES,
    **action_links.MESSAGES,
    **amendments.MESSAGES,
    **conferences.MESSAGES,
    **directory.MESSAGES,
    **documents.MESSAGES,
    **extensions.MESSAGES,
    **feeds.MESSAGES,
    **plans.MESSAGES,
    **reminders.MESSAGES,
    **rules.MESSAGES,
    **tasks.MESSAGES,
    **templates.MESSAGES,
    **working_calendar.MESSAGES,
}


def message(refused: Refused) -> str:
    """What to tell the user; an unknown code is named rather than hidden."""
    words = MESSAGES.get(refused.code)
    if words is None:
        return gettext("This could not be done (%(code)s).", code=refused.code)
    return str(words) % {name: _shown(value) for name, value in refused.params.items()}


def by_field(refused: Refused | None) -> dict[str, str]:
    """Name of a field → what is wrong with it, the first refusal of each; what concerns no field stands under ""."""
    found: dict[str, str] = {}
    for one in each(refused) if refused else ():
        found.setdefault(str(one.params.get("field", "")), message(one))
    return found


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return format_moment(value)
    return format_day(value) if isinstance(value, date) else value
