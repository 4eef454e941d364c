"""What delivery has found, in words: where a mail stopped, what is wrong with the relay, what to do about it."""

from flask_babel import gettext

from tracker.models import OutboxMail
from tracker.services import suppression


def stage_words(mail: OutboxMail) -> str:
    """Where the conversation with the relay stopped; empty when there is nothing to say."""
    words = {
        "build": gettext("the mail could not be put together"),
        "connect": gettext("while connecting"),
        "ehlo": gettext("while greeting the relay"),
        "starttls": gettext("while turning on encryption"),
        "tls": gettext("while turning on encryption"),
        "auth": gettext("while signing in to the relay"),
        "mail": gettext("when the sender was named"),
        "rcpt": gettext("when the recipient was named"),
        "data": gettext("before the text was sent"),
        "reply": gettext("after the text was sent"),
        "file": gettext("while writing the file"),
        "worker": gettext("the sending process ended each time"),
        suppression.STAGE: gettext("not tried: the address is on the list of failing addresses"),
    }
    return words.get(mail.last_stage or "", "")


def fault_words(fault: str | None) -> str:
    """What is wrong with the relay, and who can mend it."""
    words = {
        "unreachable": gettext("It cannot be reached; the service tries again by itself."),
        "silent": gettext("It does not answer in time; the service tries again by itself."),
        "broken": gettext("It breaks the connection off; the service tries again by itself."),
        "busy": gettext("It takes no mail for now; the service tries again by itself."),
        "no_starttls": gettext("It offers no encryption (STARTTLS). Configuration error: nothing is sent unencrypted."),
        "certificate": gettext("Its certificate is not valid. Configuration error: have the certificate or the name of "
                               "the relay corrected."),
        "tls": gettext("Encryption fails. Configuration error: check MAIL_USE_TLS, MAIL_USE_SSL and MAIL_PORT."),
        "auth": gettext("It refuses our account. Configuration error: check MAIL_USERNAME and MAIL_PASSWORD."),
        "sender": gettext("It refuses our sender's address. Configuration error: check MAIL_SENDER."),
    }  # fmt: skip
    return words.get(fault or "", gettext("It takes no mail for now; the service tries again by itself."))
