"""Accounts, passwords, signing in."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "login_failed": _l(
        "The address or the password is not right. After five wrong tries the account is locked for 15 minutes."
    ),
    "login_locked": _l("Too many wrong passwords. Try again after %(until)s, or ask the administrator."),
    "email_invalid": _l("“%(email)s” is not a mail address: write it as name@agency.gov.vn."),
    "email_taken": _l("There is already an account with the address %(email)s."),
    "name_missing": _l("Enter the person's full name."),
    "password_short": _l("The password needs at least %(least)s characters."),
    "password_classes": _l(
        "The password needs lower-case and upper-case letters, a digit and another sign, such as “-”."
    ),
    "password_personal": _l("The password contains the person's name or address: choose another."),
    "password_wrong": _l("The present password is not right."),
    "password_same": _l("The new password is the old one: choose another."),
    "not_a_host": _l("%(unit)s holds no conferences: only its members can be entered, no coordinator or leader."),
    "no_such_unit": _l("The directory has no unit, or several, called “%(unit)s”: write its name as it stands there."),
    "which_host": _l("The account coordinates %(count)s agencies: say which one with --host."),
    "mail_not_failed": _l("This mail has not failed: there is nothing to send again."),
    "mail_not_waiting": _l("This mail is being sent or has been sent already: it cannot be cancelled any more."),
    "address_suppressed": _l("%(address)s is on the list of failing addresses: take it off that list first."),
    "address_invalid": _l("This is not a mail address: write it like vanphong@haibinh.gov.vn."),
    "address_reason": _l("Say in at most %(most)s characters why no mail is to go there."),
    "address_listed": _l("%(address)s is on the list already."),
    "address_lifted": _l("%(address)s has been taken off the list already."),
    "no_such_user": _l("There is no account with the address %(email)s."),
}
