"""Warnings about the natural order in sentences: what is wrong, and which date to move."""

from collections.abc import Callable, Mapping

from flask_babel import gettext, ngettext
from markupsafe import Markup

from tracker.domain.glossary import AssignmentRole
from tracker.domain.order import OrderCode
from tracker.models import Task
from tracker.services.order import OrderWarning
from tracker.web.formats import format_day

LONGEST_NAME = 90


def order_name(task: Task | None) -> str:
    """A title that tells tasks of one kind apart: of speeches the unit is what differs."""
    if task is None:
        return gettext("the event")
    title = task.title if len(task.title) <= LONGEST_NAME else f"{task.title[: LONGEST_NAME - 1].rstrip(' ,;')}…"
    unit = task.unit.name if task.unit else task.unit_words
    return f"{title} ({unit})" if task.role is AssignmentRole.CONTRIBUTE and unit else title


def order_sentence(one: OrderWarning, before: str = "", after: str = "") -> Markup:
    """What is wrong. ``before`` and ``after``: how the two are named, maybe links; otherwise their titles."""
    words: Mapping[OrderCode, Callable[[], str]] = {
        OrderCode.LATE: lambda: gettext(
            "%(before)s is overdue by %(days)s, and %(after)s that builds on it is due on %(other)s."
        ),
        OrderCode.DUE_LATER: lambda: gettext(
            "%(before)s is due on %(day)s, %(days)s after %(after)s (%(other)s) that builds on it."
        ),
        OrderCode.AFTER_EVENT: lambda: gettext(
            "%(before)s prepares the event but is due on %(day)s, %(days)s after its end (%(other)s)."
        ),
        OrderCode.BEFORE_EVENT: lambda: gettext(
            "%(after)s follows the event but is due on %(other)s, %(days)s before it begins (%(day)s)."
        ),
    }
    return Markup(words[one.code]()) % {  # noqa: S704 -- our own catalogue; what is put in is escaped
        "before": before or f"“{order_name(one.before)}”",
        "after": after or f"“{order_name(one.after)}”",
        "day": format_day(one.before_day),
        "other": format_day(one.after_day),
        "days": ngettext("%(num)d working day", "%(num)d working days", one.days),
    }


def order_advice(one: OrderWarning) -> str:
    """Which date to move, and to which day."""
    advice: Mapping[OrderCode, Callable[[OrderWarning], str]] = {
        OrderCode.LATE: _of_late,
        OrderCode.DUE_LATER: _of_two,
        OrderCode.AFTER_EVENT: _of_preparation,
        OrderCode.BEFORE_EVENT: _of_follow_up,
    }
    return advice[one.code](one)


def order_more(one: OrderWarning) -> str:
    """What is not named beside it."""
    return ngettext("%(num)d further case is like it.", "%(num)d further cases are like it.", one.more)


def _of_late(one: OrderWarning) -> str:
    if one.later is None:
        return gettext("Press for the former: the latter cannot be put off any more.")
    return gettext("Press for the former, or put the latter off (%(day)s at the latest).", day=format_day(one.later))


def _of_two(one: OrderWarning) -> str:
    earlier, later = (format_day(day) if day else "" for day in (one.earlier, one.later))
    if earlier and later:
        return gettext(
            "Bring the former forward to %(earlier)s, or put the latter off to %(later)s.", earlier=earlier, later=later
        )
    if earlier:
        return gettext("Bring the former forward to %(earlier)s: the latter cannot be put off so far.", earlier=earlier)
    if later:
        return gettext("Put the latter off to %(later)s.", later=later)
    return gettext("Neither date leaves room: speak to both units.")


def _of_preparation(one: OrderWarning) -> str:
    if one.earlier is None:
        return gettext("Decide whether it is still needed.")
    return gettext("If it is preparation, set its due date to %(day)s at the latest.", day=format_day(one.earlier))


def _of_follow_up(one: OrderWarning) -> str:
    if one.later is None:
        return gettext("Set a new due date.")
    return gettext("Set its due date to %(day)s or later.", day=format_day(one.later))
