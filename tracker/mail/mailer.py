"""What the edges hold to write and send mail: settings bound to the application."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from flask_mail import Mail

from config import Settings
from tracker.mail.compose import Letter, compose
from tracker.mail.doors import Place, filled, opened
from tracker.mail.link_tokens import LinkTokens
from tracker.mail.message import Envelope
from tracker.mail.transport import MaildirTransport, SmtpTransport, Transport


class Mailer:
    """``compose`` renders, ``transport`` opens the way out (a relay, or a local Maildir in trials)."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        mail = settings.mail
        app.config.update(
            MAIL_SERVER=mail.server,
            MAIL_PORT=mail.port,
            MAIL_USE_TLS=mail.use_tls,
            MAIL_USE_SSL=mail.use_ssl,
            MAIL_USERNAME=mail.username,
            MAIL_PASSWORD=mail.password,
            MAIL_DEFAULT_SENDER=mail.sender,
            MAIL_SUPPRESS_SEND=False,
            MAIL_DEBUG=False,
        )
        self.mail = Mail(app)
        self.app = app
        self.settings = settings
        self.links = LinkTokens(settings.secret_key)
        self.paths = app.url_map.bind("localhost")

    def compose(self, kind: str, **context: Any) -> Letter:
        return compose(self.app, kind, site_url=self.settings.site_url, locale=self.settings.locale, **context)

    def token(self, name: str) -> str:
        """The token that is called ``name``."""
        return self.links.make(name)

    def opened(
        self, envelope: Envelope, tokens: Mapping[Place, str], opt_out: Callable[[int], str] | None = None
    ) -> Envelope:
        """The mail as its reader gets it, with the tokens that are not stored; see ``mail.doors``."""
        return opened(envelope, self._path, tokens, opt_out)

    def shown(self, text: str, tokens: Mapping[Place, str], opt_out: Callable[[int], str] | None = None) -> str:
        """A stored mail's text with these tokens; other links in it lead to the pages for people with an account."""
        return filled(text, self._path, tokens, opt_out)

    def _path(self, endpoint: str, **values: Any) -> str:
        return self.paths.build(endpoint, values)

    def transport(self) -> Transport:
        if self.settings.mail.backend == "file":
            return MaildirTransport(self.app, self.settings.mail)
        return SmtpTransport(self.app, self.settings.mail)
