"""The stacked bar of a conference in words."""

from collections.abc import Iterable

from flask_babel import gettext, ngettext


def bar_text(segments: Iterable[tuple[str, int]], draft: bool = False) -> str:
    """The stacked bar in words, for readers who do not see it."""
    filled = [(name, count) for name, count in segments if count]
    total = sum(count for _, count in filled)
    if not total:
        return gettext("No tasks counted")
    if draft:
        return ngettext("%(num)d task to review", "%(num)d tasks to review", total)
    parts = ", ".join(f"{count} {segment_words(name)}" for name, count in filled)
    return ngettext("%(num)d task: %(parts)s", "%(num)d tasks: %(parts)s", total, parts=parts)


def segment_words(name: str) -> str:
    words = {
        "done": gettext("completed on time"),
        "done_late": gettext("completed late"),
        "in_time": gettext("in time"),
        "due_soon": gettext("due soon"),
        "overdue": gettext("overdue"),
        "no_due": gettext("without a due date"),
    }
    return words[name]


def count_words(
    segments: Iterable[tuple[str, int]], draft: bool = False, extended: int = 0
) -> list[tuple[str, int, str]]:
    """(segment, count, words) of the filled segments; the two kinds of done are one entry, as they are one colour.

    ``extended``: how many of those completed on time were given more time for it.
    """
    found = dict(segments)
    if draft:
        return [("no_due", sum(found.values()), gettext("to review"))]
    done, late = found["done"] + found["done_late"], found["done_late"]
    words = _done_words(late, extended)
    others = {name: count for name, count in found.items() if count and not name.startswith("done")}
    rest = [(name, count, segment_words(name)) for name, count in others.items()]
    return [("done", done, words), *rest] if done else rest


def _done_words(late: int, extended: int) -> str:
    """“hoàn thành trong hạn (đã gia hạn)” is a figure of its own, inside the one of everything completed."""
    if late and extended:
        return gettext("completed (%(late)s late, %(extended)s on time after an extension)", late=late,
                       extended=extended)  # fmt: skip
    if extended:
        return gettext("completed (%(extended)s on time after an extension)", extended=extended)
    return gettext("completed (%(late)s late)", late=late) if late else gettext("completed")
