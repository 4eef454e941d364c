"""The banner over every page of coordinators and administrators: reminders or mail have not run for too long.

Asked once a minute for each process, not once a page.
"""

import time

from flask import Flask, current_app, request
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError

from tracker.domain.permissions import Action, can
from tracker.services import health
from tracker.services.database_time import database_now
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS, Alarm
from tracker.web.formats import format_moment
from tracker.web.requests import db
from tracker.web.sessions import signed_in

FRESH = 60.0  # seconds
TOLD_ELSEWHERE = frozenset({"board.show"})  # the board has the same among its notices
_KEPT = "alarm"


def standing() -> Alarm | None:
    """What to warn the signed-in person of on this page."""
    person = signed_in()
    if person is None or not can(person.actor, Action.SEE_MAIL) or request.endpoint in TOLD_ELSEWHERE:
        return None
    asked, found = current_app.extensions.get(_KEPT, (None, None))
    if asked is None or time.monotonic() - asked > FRESH:
        found = _ask()
        current_app.extensions[_KEPT] = (time.monotonic(), found)
    answer: Alarm | None = found
    return answer


def _ask() -> Alarm | None:
    """A banner never breaks a page: where the database does not answer, the page itself says so."""
    try:
        return health.alarm(db(), database_now(db()))
    except SQLAlchemyError:
        return None


def forget(app: Flask) -> None:
    """The next page asks anew."""
    app.extensions.pop(_KEPT, None)


def alarm_head(alarm: Alarm) -> str:
    """What stands still."""
    if alarm.both:
        return gettext("Reminders are neither prepared nor sent:")
    if alarm.job == DELIVER_MAIL:
        return gettext("Mail is not being sent:")
    return gettext("Reminders are not being prepared:")


def alarm_since(alarm: Alarm) -> str:
    """Since when, in a sentence."""
    if alarm.both:
        runs = {job: format_moment(last) if last else gettext("never") for job, last in alarm.late}
        return gettext(
            "last prepared: %(prepared)s; last sent out: %(sent)s.",
            prepared=runs[PLAN_REMINDERS], sent=runs[DELIVER_MAIL],
        )  # fmt: skip
    if alarm.last is None:
        return gettext("they have not run yet.")
    return gettext("the last run ended well at %(time)s.", time=format_moment(alarm.last))


def register(app: Flask) -> None:
    app.jinja_env.globals.update(standing_alarm=standing, alarm_head=alarm_head, alarm_since=alarm_since)
