"""The directory: what becomes of units, the starter directory."""

from flask_babel import lazy_gettext as _l

MESSAGES: dict[str, object] = {
    "unit_existed": _l(
        "There was a unit “%(name)s” at this place until %(day)s. Open it among the former ones and correct its last "
        "day, or give the new one another name."
    ),
    "unit_changed": _l("What became of “%(name)s” is recorded already: remove that record first."),
    "unit_holds_conferences": _l(
        "The agency holds conferences here: correct its name on its page (the old one stays as another spelling). A "
        "new agency is added by the administrator."
    ),
    "unit_change_unknown": _l("Choose what becomes of the unit."),
    "unit_change_day": _l("Enter the first day under the new arrangement."),
    "unit_change_early": _l("The unit is there only since %(day)s: the change must come later."),
    "unit_change_one": _l("Name the one unit that takes over."),
    "unit_change_several": _l("Name at least two units that come out of it, one a line."),
    "unit_change_itself": _l("“%(name)s” is the unit that ends: it cannot take over from itself."),
    "unit_change_known": _l(
        "There is a unit “%(name)s” already: a renamed unit takes a new name. If it goes into that one, choose so."
    ),
    "unit_change_ring": _l("The unit that takes over has itself gone into this one: correct that record first."),
    "unit_several": _l("Several units are called “%(name)s”: write the name as it stands in the directory."),
    "unit_not_heir": _l("Choose one of the units that took over."),
    "task_not_open": _l("One of the tasks is finished or with another unit by now: look at the list again."),
    "province_unknown": _l("“%(name)s” is none of the 34 provinces: choose one from the list."),
}
