"""What kinds of mail there are, in words."""

from collections.abc import Callable, Mapping

from flask_babel import gettext


def kind_label(kind: str) -> str:
    """The name of a kind of mail; an unknown one is shown as it is."""
    words: Mapping[str, Callable[[], str]] = {
        "amended": lambda: gettext("Amended plan"),
        "assigned": lambda: gettext("Assignment"),
        "briefing": lambda: gettext("The leadership's briefing"),
        "comment": lambda: gettext("A remark that names a person"),
        "digest": lambda: gettext("Daily mail"),
        "extension": lambda: gettext("Answer about more time"),
        "nudge": lambda: gettext("Reminded by hand"),
        "replanned": lambda: gettext("Event or due dates moved"),
        "returned": lambda: gettext("Result returned"),
    }
    return words[kind]() if kind in words else kind
