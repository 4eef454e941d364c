"""The application factory: settings → extensions → pages → commands → error pages."""

import jinja2
from flask import Flask
from flask_babel import get_locale
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings
from tracker import cli
from tracker.db import Database
from tracker.extensions import babel, csrf, login_manager
from tracker.mail import Mailer
from tracker.web import (
    alarm,
    blueprints,
    errors,
    formats,
    language,
    navigation,
    requests,
    sessions,
    static_files,
    template_words,
)


def create_app(settings: Settings) -> Flask:
    """The WSGI application for ``settings``; nothing is read from the environment here."""
    app = Flask(__name__, root_path=str(ROOT / "tracker"), template_folder=str(ROOT / "templates"), static_folder=None)
    _configure(app, settings)
    app.extensions["database"] = Database(settings.database_url)
    app.extensions["settings"] = settings
    _bind_extensions(app, settings)
    requests.register(app)
    formats.register(app)
    template_words.register(app)
    navigation.register(app)
    alarm.register(app)
    errors.register(app)
    blueprints.register(app)
    cli.register(app)
    static_files.register(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_upload + 1024 * 1024,  # the form around the file
        SESSION_COOKIE_NAME="sansang",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        WTF_CSRF_TIME_LIMIT=None,  # bound to the session, which has an end of its own
        BABEL_DEFAULT_LOCALE=settings.locale,
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "tracker" / "translations"),
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
        TESTING=settings.environment == "test",
    )
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _bind_extensions(app: Flask, settings: Settings) -> None:
    babel.init_app(app, locale_selector=language.select)
    app.jinja_env.globals["get_locale"] = get_locale
    csrf.init_app(app)
    sessions.register(app, login_manager)
    app.extensions["mailer"] = Mailer(app, settings)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's documented way to wrap
