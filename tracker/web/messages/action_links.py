"""Action links: what a person without an account is told when a step cannot be taken."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "link_closed": _l("This link cannot be used (any more)."),
    "link_made_twice": _l("The link was being made at the same moment elsewhere: load the page again."),
    "link_too_often": _l(
        "More than %(most)s steps were taken or tried by this link within an hour. Nothing was saved; try again later."
    ),
    "link_button": _l("Use the button on the page: nothing was done."),
    "link_name_missing": _l("Enter your full name: it stands in the history of the task."),
    "link_name_too_long": _l("The name is too long: at most %(most)s characters."),
    "link_not_sure": _l("Tick the box to confirm before you send."),
}
