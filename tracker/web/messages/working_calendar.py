"""Entering days of the working calendar."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "calendar_nothing": _l("Enter at least one day, or choose a year that has been announced."),
    "calendar_day_missing": _l("Enter the day of this line, or leave the whole line empty."),
    "calendar_order": _l("The last day is before the first."),
    "calendar_year": _l("Days can be entered from %(first)s to %(last)s: check the year %(year)s."),
    "calendar_day_repeated": _l("%(day)s stands in two lines: keep one of them."),
    "calendar_too_many": _l("At most %(most)s days at once: check the dates, or enter them in two parts."),
    "calendar_weekend_already": _l("%(day)s is on a weekend and off already: nothing would change."),
    "calendar_holiday_already": _l("%(day)s is off already (%(name)s): nothing would change."),
    "calendar_worked_already": _l("%(day)s is a working day already: nothing would change."),
    "calendar_range_so_already": _l("All days from %(first)s to %(last)s are so already: nothing would change."),
    "calendar_not_own": _l("%(day)s is as published: there is nothing to take back."),
    "calendar_decision_missing": _l("Enter the number of the decision or notice that orders this."),
    "calendar_words_long": _l("This is longer than %(most)s characters: shorten it."),
    "calendar_year_settled": _l("The year %(year)s is marked so already: nothing would change."),
    "calendar_not_newest": _l("Only the newest change can be undone: enter the days anew instead."),
}
