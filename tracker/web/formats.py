"""How dates, times and sizes are written on a screen."""

from datetime import date, datetime

from flask import Flask
from flask_babel import lazy_gettext

from tracker.clock import VIETNAM

_WEEKDAYS = (
    lazy_gettext("Monday"), lazy_gettext("Tuesday"), lazy_gettext("Wednesday"), lazy_gettext("Thursday"),
    lazy_gettext("Friday"), lazy_gettext("Saturday"), lazy_gettext("Sunday"),
)  # fmt: skip


def weekday(day: date) -> str:
    """The weekday's name in the language of the request."""
    return str(_WEEKDAYS[day.weekday()])


def format_day(day: date) -> str:
    """13/07/2023"""
    return f"{day:%d/%m/%Y}"


def format_short_day(day: date) -> str:
    """13/7: where the year is plain from what stands around it."""
    return f"{day.day}/{day.month}"


def format_long_day(day: date) -> str:
    """Thứ Năm 13/07/2023"""
    return f"{weekday(day)} {format_day(day)}"


def format_moment(moment: datetime) -> str:
    """14/07/2023 07:30, in Vietnam."""
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def format_time(moment: datetime) -> str:
    """07:30, in Vietnam."""
    return f"{moment.astimezone(VIETNAM):%H:%M}"


def format_size(size: int) -> str:
    """812 B, 34 KB, 1,2 MB: ``size`` in bytes, multiples of 1024, a comma before the decimals as in Vietnam."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} KB"
    return f"{size / (1024 * 1024):.1f} MB".replace(".", ",")


def register(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=format_day, short_day=format_short_day, long_day=format_long_day, moment=format_moment, time=format_time,
        weekday=weekday, size=format_size,
    )  # fmt: skip
