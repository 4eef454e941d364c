"""Tasks: steps, reasons, due dates, files."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "due_day_off": _l("%(day)s is a day off: choose a working day, such as %(nearest)s."),
    "step_refused": _l("This step is not possible any more in the task's present state, shown below."),
    "conference_closed": _l("The conference is not being prepared (any more): its tasks cannot be changed."),
    "undo_closed": _l(
        "This cannot be undone any more: something else has happened since, or more than 15 minutes have passed."
    ),
    "due_closed": _l("The task is closed: its due date stands."),
    "due_missing": _l("Enter the new due date."),
    "due_unreadable": _l("“%(words)s” is not a date: write it as day/month/year, for example 17/07/2026."),
    "due_past": _l("The new due date has passed already: choose today or later."),
    "due_after_latest": _l("The new due date must be %(latest)s at the latest."),
    "due_same": _l("This is the present due date: choose another, or leave it."),
    "reason_missing": _l("Give the reason: the others need to know what to do."),
    "note_missing": _l("Write how far the work has come."),
    "text_missing": _l("Write something first."),
    "text_too_long": _l("The text is too long: at most %(most)s characters; attach a file instead."),
    "unit_unknown": _l("There is no such unit: choose one from the list."),
    "file_type": _l("“%(name)s” is not a kind of file that is taken. Taken are: %(allowed)s."),
    "file_content": _l(
        "“%(name)s” is no %(ending)s file, although its name says so: save it anew and attach that. "
        "Taken are: %(allowed)s."
    ),
    "file_too_large": _l("“%(name)s” is larger than %(limit)s MB: reduce it (for a scan: 150 dpi, black and white)."),
    "file_empty": _l("“%(name)s” is empty: choose the file anew."),
    "too_many_files": _l("At most %(most)s files at a time: put them into one archive, or send the rest later."),
}
