"""Conferences and the date of the event."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "conference_called_off": _l("The conference is called off: take it up again first."),
    "event_start_missing": _l("Enter the first day of the event."),
    "event_order": _l("The last day is before the first."),
    "event_too_long": _l("An event, or the window it is expected in, spans %(days)s days at most: check the dates."),
    "session_unclear": _l(
        "“%(text)s” is no session: write the part of the day and the times, such as “Sáng 07:30–11:00”."
    ),
    "list_long": _l("At most %(most)s lines of %(longest)s characters each: shorten the list."),
    "number_invalid": _l("“%(text)s” is not a whole number: write digits only, such as 150 or 25.000.000."),
    "choice_unknown": _l("Choose one from the list."),
    "reason_long": _l("The reason is longer than %(most)s characters: shorten it."),
}
