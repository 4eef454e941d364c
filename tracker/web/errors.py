"""Every refusal and every failure becomes a page that says what to do; never a bare 500."""

from flask import Flask, current_app, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from tracker.domain.errors import InvalidInput, NotAllowed, NotFound, Refused, StaleVersion
from tracker.web import guard
from tracker.web.messages import message

STATUS: dict[type[Refused], int] = {NotFound: 404, NotAllowed: 403, StaleVersion: 409, InvalidInput: 422, Refused: 422}


def register(app: Flask) -> None:
    guard.register(app)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, title: str, text: str) -> tuple[str, int]:
    """The one error page."""
    return render_template("errors/error.html", status=status, title=title, text=text), status


def _refused(error: Refused) -> tuple[str, int]:
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    return page(status, _title(status), message(error))


def _csrf(_error: CSRFError) -> tuple[str, int]:
    return page(
        400,
        gettext("This page had expired"),
        gettext("Go back, load the page again and repeat what you did. Nothing was changed."),
    )


def _http(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    texts = {
        403: gettext("This is not open to your role. If you need it, ask the administrator of your agency."),
        404: gettext(
            "There is no such page, or it does not concern your unit. Check the address, or start from the home page."
        ),
        405: gettext("This address is only for sending a form. Start from the home page."),
        413: gettext(
            "The file is larger than %(size)s MB. Reduce it (for a scan: 150 dpi, black and white) or paste the text.",
            size=_limit(),
        ),
    }
    return page(code, _title(code), texts.get(code, error.description or ""))


def _limit() -> int:
    return int(current_app.extensions["settings"].max_upload // (1024 * 1024))


def _title(status: int) -> str:
    titles = {
        403: gettext("Not open to you"),
        404: gettext("Not found"),
        409: gettext("Changed in the meantime"),
        413: gettext("The file is too large"),
        422: gettext("This could not be done"),
    }
    return titles.get(status, gettext("This could not be done"))


def _database(error: OperationalError) -> tuple[str, int]:
    _log(error)
    return page(
        503,
        gettext("The database does not answer"),
        gettext("Nothing was saved. Wait a minute and try again; if it stays, tell the administrator."),
    )


def _unexpected(error: Exception) -> tuple[str, int]:
    _log(error)
    return page(
        500,
        gettext("Something went wrong on our side"),
        gettext("Nothing was saved. The failure is in the server's log; tell the administrator the time it happened."),
    )


def _log(error: Exception) -> None:
    secret = request.url_rule is not None and "token" in (request.view_args or {})  # whoever has it may act
    where = request.url_rule.rule if secret and request.url_rule else request.path
    current_app.logger.error("%s %s", request.method, where, exc_info=error)
