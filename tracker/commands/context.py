"""What commands share: the database behind the application, refusals as one clear line, times as arguments."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

import click
from flask import current_app
from flask_babel import force_locale
from sqlalchemy.exc import OperationalError, ProgrammingError

from tracker.clock import VIETNAM
from tracker.db import Database
from tracker.domain.errors import Refused
from tracker.mail import Mailer
from tracker.web.messages import message

F = TypeVar("F", bound=Callable[..., Any])


def database() -> Database:
    found: Database = current_app.extensions["database"]
    return found


def mailer() -> Mailer:
    found: Mailer = current_app.extensions["mailer"]
    return found


def plainly(command: F) -> F:
    """Turn refusals and an unmigrated database into one line on standard error and exit status 1."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Refused as refused:
            with force_locale(current_app.extensions["settings"].locale):
                raise click.ClickException(message(refused)) from None
        except (OperationalError, ProgrammingError) as error:
            reason = str(error.orig).splitlines()[0]
            raise click.ClickException(
                f"The database refused: {reason}\nIs it up, and migrated (flask db upgrade)?"
            ) from None

    return wrapped  # type: ignore[return-value]  # same signature as the command


class Moment(click.ParamType[datetime]):
    """A time such as 2023-07-10T08:00, in Vietnam unless it names another zone."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a time: write it as 2023-07-10T08:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
