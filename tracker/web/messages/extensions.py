"""Requests for more time: what can be asked for, and which dates can be given."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "extension_closed": _l("The work is not with the unit now: there is nothing to extend."),
    "extension_no_due": _l("The task has no due date yet: there is nothing to extend."),
    "extension_open": _l("A request for more time waits for an answer already."),
    "extension_third": _l("The task was extended %(count)s times already: no further extension can be asked for."),
    "extension_too_late": _l(
        "More time had to be asked for by %(ask_by)s, two working days before the due date: talk to the coordinator."
    ),
    "extension_no_room": _l("The task is due on its latest date, %(latest)s: no more time can be given."),
    "extension_day_missing": _l("Enter the day until which time is needed."),
    "extension_past": _l("This day has passed already: choose a later one."),
    "extension_not_later": _l("The new date must be later than the present due date, %(due)s."),
    "extension_after_latest": _l("The latest date of this task is %(latest)s: choose that day or an earlier one."),
    "extension_too_far": _l("This is more than a year after the present due date: check the year."),
    "extension_day_off": _l("%(day)s is a day off: the nearest working day that can be given is %(nearest)s."),
    "extension_day_off_no_other": _l("%(day)s is a day off, and no working day near it can be given."),
}
