"""Conferences and the date of the event."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "conference_called_off": _l("The conference is called off: take it up again first."),
    "event_start_missing": _l("Enter the first day of the event."),
    "event_order": _l("The last day is before the first."),
    "event_too_long": _l("An event, or the window it is expected in, spans %(days)s days at most: check the dates."),
}
