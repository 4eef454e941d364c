"""Importing, reviewing, the directory, activation."""

from flask_babel import lazy_gettext as _l

MESSAGES: dict[str, object] = {
    "already_imported": _l("This file is here already, as “%(title)s”."),
    "title_missing": _l("Say what is to be done."),
    "title_long": _l("The text is longer than %(most)s characters: shorten it."),
    "kind_unknown": _l("Choose the kind of work from the list."),
    "role_unknown": _l("Choose the role from the list."),
    "lead_unknown": _l("Choose the task it co-operates on from the list; it cannot follow itself."),
    "unit_needed": _l("Choose the unit that does it before accepting."),
    "unit_needed_to_add": _l("Choose the unit that is to do it first."),
    "unit_not_in_directory": _l(
        "“%(name)s” is not in the directory, or several units have that name. Choose one from the list, or take it in."
    ),
    "unit_not_here": _l("This plan cannot mean that unit: it is inside another agency, or no longer in the directory."),
    "date_invalid": _l("“%(text)s” is not a date: write day/month/year, such as 05/12/2026."),
    "issued_invalid": _l("Write the plan's date as day/month/year, or month/year where the day is not known yet."),
    "event_order": _l("The event ends before it begins: correct one of the two dates."),
    "event_long": _l("The event would last more than three months: check the year."),
    "event_needed": _l("Enter the first day of the event: tasks are dated from it."),
    "nothing_chosen": _l("Tick at least one line first."),
    "task_released": _l("This task is with its unit already: change it on its own page."),
    "step_gone": _l(
        "It can no longer be taken back: the tasks were changed again since, or more than 12 hours have passed."
    ),
    "spread_nobody": _l("Tick at least one unit that is to have the task."),
    "split_nowhere": _l("Tick at least one place where the task is to be cut, or type the words that begin a part."),
    "split_words": _l("“%(words)s” does not stand inside the task's text: copy the words from it as they are."),
    "merge_alone": _l("Tick at least one other task to merge with."),
    "merge_units": _l("Only tasks of one unit can be merged: give them the same unit first."),
    "merge_roles": _l("Only tasks with the same role can be merged: give them the same role first."),
    "link_role": _l("Only a task with the role “Co-operates” follows another unit's task."),
    "conference_active": _l("Units are working on this conference already: it cannot be removed as a draft."),
    "event_missing": _l(
        "The event has no date yet, so no due date can be counted. Enter it under “Edit facts”; a tentative date will "
        "do."
    ),
    "event_over": _l("The event ended on %(day)s. Tick the confirmation if the tasks are to go out all the same."),
    "event_moves_with_preview": _l(
        "Units work with this date already: change it on the conference's page, which shows the due dates that move."
    ),
    "nothing_to_release": _l("No task can go out yet: accept the tasks and choose their units first."),
    "unit_name_missing": _l("Enter the unit's name."),
    "unit_exists": _l("There is already a unit “%(name)s” at this place in the directory."),
    "unit_parent_missing": _l("The unit above no longer exists: choose another."),
    "unit_below_itself": _l("“%(name)s” cannot stand below itself or below one of its own units."),
    "unit_validity": _l("The last day lies before the first one: correct one of the two dates."),
}
