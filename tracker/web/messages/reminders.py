"""The working calendar and the reminder policy."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "calendar_day_twice": _l("%(day)s is entered both as a day off and as a working day: remove one of the two."),
    "policy_days_positive": _l("Reminders are counted in days from 1 on: enter whole numbers above 0."),
    "policy_hours_order": _l("The hours in which mail is sent end before they begin: correct one of the two."),
}
