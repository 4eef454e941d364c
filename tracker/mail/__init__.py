"""Letters rendered from ``templates/email`` and their way out: the only place that knows Flask-Mail."""

from tracker.mail.compose import Letter
from tracker.mail.doors import Place, places
from tracker.mail.mailer import Mailer
from tracker.mail.message import Envelope
from tracker.mail.outcome import CONFIGURATION, Fate, Fault, Outcome
from tracker.mail.transport import Transport

__all__ = ["CONFIGURATION", "Envelope", "Fate", "Fault", "Letter", "Mailer", "Outcome", "Place", "Transport", "places"]
