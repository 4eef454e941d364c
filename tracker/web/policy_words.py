"""A reminder policy in words: one line for each part of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import format_date, gettext, lazy_gettext, ngettext

from tracker.domain.reminder_policy import Policy
from tracker.services.policy_changes import Change, Place, changed_fields
from tracker.web.formats import format_day
from tracker.web.policy_forms import present

_NAMES: Mapping[str, object] = {
    "before": lazy_gettext("Before the due date"),
    "on_day": lazy_gettext("On the due date"),
    "overdue": lazy_gettext("Overdue"),
    "overdue_every": lazy_gettext("Overdue, further on"),
    "head_from": lazy_gettext("Unit's head"),
    "leadership_from": lazy_gettext("Leadership"),
    "leadership_from_blocking": lazy_gettext("Leadership, blocking task"),
    "confirm": lazy_gettext("Coordinator, results to confirm"),
    "confirm_every": lazy_gettext("Coordinator, further on"),
    "silent_after": lazy_gettext("Silent unit"),
    "quiet_when_acknowledged": lazy_gettext("Spared once acknowledged"),
    "opens": lazy_gettext("Mail from"),
    "closes": lazy_gettext("Mail until"),
    "digest": lazy_gettext("Hour of the daily mail"),
    "quiet_weekdays": lazy_gettext("Weekdays without reminders"),
    "quiet_days": lazy_gettext("Days without reminders"),
}


def name(field: str) -> str:
    return str(_NAMES[field])


def value(policy: Policy, field: str) -> str:
    """What the policy says of one field."""
    shown = present(policy)
    if field == "on_day":
        return gettext("yes") if policy.on_day else gettext("no")
    if field == "quiet_weekdays":
        return ", ".join(weekday(number) for number in sorted(policy.quiet_weekdays)) or gettext("none")
    if field == "quiet_days":
        return shown["quiet_days"].replace("\n", "; ") or gettext("none")
    if field == "quiet_when_acknowledged":
        return _ladder(shown["spared"])
    if field in ("before", "overdue", "confirm"):
        return _ladder(shown[field])
    if field in ("overdue_every", "confirm_every"):
        return gettext("every %(num)s working days", num=shown[field])
    if field == "silent_after":
        return ngettext("after %(num)d reminder", "after %(num)d reminders", policy.silent_after)
    if field in ("opens", "closes", "digest"):
        return shown[field]
    return gettext("from overdue day %(num)s", num=shown[field])


def _ladder(days: str) -> str:
    return gettext("%(days)s working days", days=days) if days else gettext("none")


def weekday(number: int) -> str:
    """0 is Monday."""
    return str(format_date(date(2024, 1, 1 + number), "EEEE"))  # 1/1/2024 was a Monday


def own_lines(place: Place) -> list[tuple[str, str, str]]:
    """(name, here, above) of what differs."""
    return lines(place.policy, place.above)


def lines(policy: Policy, other: Policy) -> list[tuple[str, str, str]]:
    return [(name(one), value(policy, one), value(other, one)) for one in changed_fields(policy, other)]


def every_line(policy: Policy) -> list[tuple[str, str]]:
    return [(name(one), value(policy, one)) for one in _NAMES]


def days_words(days: Sequence[date]) -> str:
    """How many mails, and the first."""
    if not days:
        return gettext("no mail")
    count = ngettext("%(num)d mail", "%(num)d mails", len(days))
    return gettext("%(count)s, first on %(day)s", count=count, day=format_day(days[0]))


def difference(change: Change) -> str:
    """More or fewer mails, as a signed number."""
    more = len(change.after) - len(change.before)
    return f"+{more}" if more > 0 else (f"−{-more}" if more else gettext("other days"))
