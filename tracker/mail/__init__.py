"""Letters rendered from ``templates/email`` and their way out: the only place that knows Flask-Mail."""

from tracker.mail.compose import Letter
from tracker.mail.mailer import Mailer
from tracker.mail.transport import Envelope, Fate, Outcome, Transport

__all__ = ["Envelope", "Fate", "Letter", "Mailer", "Outcome", "Transport"]
