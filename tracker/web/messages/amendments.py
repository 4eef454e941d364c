"""Amended plans."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "amend_draft": _l(
        "This conference is not activated yet, so there is nothing to amend. Take another file in its place instead: "
        "“Another file instead” on the review page."
    ),
    "amend_same": _l("This is the very file that is in force already: there is nothing to compare."),
    "amend_stale": _l(
        "Something has changed since you opened this page: a task, the conference or the choices. Look at the "
        "comparison as it is now and apply it again."
    ),
    "amend_closed": _l("This amended plan was applied or set aside already."),
    "amend_unit_needed": _l("Choose the unit first, or skip: %(names)s."),
}
