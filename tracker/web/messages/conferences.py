"""Conferences and the date of the event."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "conference_called_off": _l("The conference is called off: take it up again first."),
    "event_same": _l("That is the date it has: nothing would change."),
    "conference_stands": _l("The conference takes place: there is nothing to reinstate."),
    "shift_nothing": _l("Choose at least one task."),
    "shift_days": _l("Enter by how many working days, 1 to %(most)s, later or earlier."),
    "shift_gone": _l("One of the tasks has been handed in or set aside meanwhile: choose again."),
    "shift_past": _l("These would be due in the past: %(titles)s. Leave them out, or shift by fewer days."),
    "shift_after_latest": _l(
        "These would be due after their latest date: %(titles)s. Leave them out, or shift by fewer days."
    ),
    "event_date_unknown": _l("It is postponed without a date already: enter the new days as soon as they are known."),
    "event_year": _l("%(year)s is far from today: check the year."),
    "replan_stands": _l(
        "This cannot be taken back any more: somebody has handed in, changed a due date or moved the event since. "
        "Move the event or the due dates once more instead."
    ),
    "event_start_missing": _l("Enter the first day of the event."),
    "event_past": _l("These days have passed already. Tick below that you know, or correct the date."),
    "event_order": _l("The last day is before the first."),
    "event_too_long": _l("An event, or the window it is expected in, spans %(days)s days at most: check the dates."),
    "scale_same": _l("The conference has this scale already."),
    "scale_moves_with_preview": _l(
        "Tasks have been given out: change the scale with a look at the due dates that move."
    ),
    "session_unclear": _l(
        "“%(text)s” is no session: write the part of the day and the times, such as “Sáng 07:30–11:00”."
    ),
    "list_long": _l("At most %(most)s lines of %(longest)s characters each: shorten the list."),
    "number_invalid": _l("“%(text)s” is not a whole number: write digits only, such as 150 or 25.000.000."),
    "choice_unknown": _l("Choose one from the list."),
    "reason_long": _l("The reason is longer than %(most)s characters: shorten it."),
}
