"""Calendar feeds."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "feed_choice": _l("Choose from the list what the calendar is to show."),
    "feeds_too_many": _l("You have %(most)s addresses in use: revoke one that is not needed any more."),
}
