"""Templates of conferences, and conferences started from them."""

from flask_babel import lazy_gettext as _l

MESSAGES: dict[str, object] = {
    "template_name_missing": _l("Give the template a name."),
    "template_name_long": _l("The name is longer than %(most)s characters: shorten it."),
    "template_name_taken": _l("Your agency has a template “%(name)s” already: choose another name."),
    "template_full": _l("A template holds %(most)s tasks at most."),
    "template_unknown": _l("There is no template “%(name)s”; “flask conference templates” lists them."),
    "offset_invalid": _l("“%(text)s” is no number of working days."),
    "offset_far": _l("More than %(most)s working days from the event: check the number."),
    "conference_title_missing": _l("Enter the name of the conference."),
    "host_unknown": _l("Choose the agency that holds the conference from the list."),
}
