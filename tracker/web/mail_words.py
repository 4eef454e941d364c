"""What delivery has found, in words: where a mail stopped, what is wrong with the relay, what to do about it."""

from flask_babel import gettext

from tracker.models import OutboxMail, RelayHealth
from tracker.services import suppression
from tracker.services.sending import Way
from tracker.services.suppression import told_state
from tracker.web.formats import format_moment

__all__ = ["fault_words", "relay_words", "stage_words", "told_state", "way_words"]


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


def way_words(way: Way) -> str:
    """When a mail goes out, as the end of a sentence."""
    words = {
        Way.SOON: gettext("within a minute"),
        Way.SCHEDULER: gettext("once the scheduler runs again"),
        Way.RELAY: gettext("once the mail relay takes mail again"),
        Way.BOTH: gettext("once the scheduler runs and the mail relay takes mail again"),
    }
    return words[way]


def relay_words(name: str | None, relay: RelayHealth | None) -> str:
    """How the configured relay is, in a sentence; the panel of one that takes no mail says what is wrong with it."""
    if name is None:
        return gettext("Mails are written to files; there is no mail relay.")
    if relay is not None and relay.open_until is not None:
        return gettext("%(relay)s takes no mail for now.", relay=name)
    if relay is not None and relay.failures:
        return gettext("%(relay)s has failed at the last mail; it is tried on.", relay=name)
    if relay is None or relay.last_ok_at is None:
        return gettext("%(relay)s has not been given a mail yet.", relay=name)
    return gettext("%(relay)s takes mail, last at %(time)s.", relay=name, time=format_moment(relay.last_ok_at))
