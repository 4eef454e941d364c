"""A stored mail as its recipient gets it: with the tokens that are put in when it is sent."""

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from tracker.delivery import as_envelope
from tracker.mail import Envelope, Mailer, places
from tracker.models import OutboxMail
from tracker.services import living_links


def received(app: Flask, session: Session, mail: OutboxMail, *, now: datetime) -> Envelope:
    mailer: Mailer = app.extensions["mailer"]
    wanted = {mail.recipient.lower(): places([mail.text, mail.html])}
    tokens = living_links.tokens(session, mailer, wanted, now=now, anew=False)
    return mailer.opened(as_envelope(mail), tokens.get(mail.recipient.lower(), {}))
