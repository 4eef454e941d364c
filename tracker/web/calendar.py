"""Lịch: the month on a sheet, the coming weeks as a list, and the feeds for other calendar programmes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flask import Blueprint, render_template, request, url_for

from tracker.domain.month import next_month, previous_month, provisional_years, weeks
from tracker.domain.permissions import Action
from tracker.services import deadlines
from tracker.services.deadlines import Narrowed, Shown
from tracker.services.working_calendar import calendar_of
from tracker.web import calendar_feeds, calendar_sheet
from tracker.web.guard import requires
from tracker.web.requests import db, today
from tracker.web.sessions import actor

bp = Blueprint("calendar", __name__)

LISTED = timedelta(days=28)
YEARS = range(2000, 2101)  # further off nothing is known of the calendar, and nothing is planned


class View(StrEnum):
    """As the addresses say it."""

    MONTH = "thang"
    LIST = "danh-sach"
    DAY = "ngay"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """``view`` None: the month where there is room for it, the list on a phone."""

    view: View | None
    month: date
    start: date
    to: Narrowed

    @property
    def has_month(self) -> bool:
        return self.view in (None, View.MONTH)

    @property
    def last(self) -> date:
        """Of the days listed."""
        return self.start if self.view is View.DAY else self.start + LISTED - timedelta(days=1)


@bp.get("/lich")
@requires(Action.SIGNED_IN)
def show() -> str:
    wanted, calendar = _wanted(), calendar_of(db())
    sheet = [one.day for week in weeks(wanted.month, calendar) for one in week] if wanted.has_month else []
    days = sheet + ([] if wanted.view is View.MONTH else [wanted.start, wanted.last])
    shown = deadlines.between(db(), actor(), min(days), max(days), today=today(), to=wanted.to)
    cells = calendar_sheet.month_sheet(wanted.month, shown, calendar) if wanted.has_month else ()
    listed = calendar_sheet.day_list(wanted.start, wanted.last, shown, calendar)
    return render_template(
        "calendar/show.html",
        wanted=wanted,
        shown=shown,
        filters=_filters(shown, wanted.to),
        weeks=cells,
        listed=listed,
        guessed=provisional_years(tuple(one.day for week in cells for one in week) + tuple(one.day for one in listed)),
        months=(previous_month(wanted.month), next_month(wanted.month)),
        starts=_neighbours(wanted),
        link=_linker(wanted.to),
        words=calendar_sheet,
        View=View,
    )


bp.get("/lich/dang-ky", endpoint="feeds")(calendar_feeds.index)
bp.post("/lich/dang-ky", endpoint="make_feed")(calendar_feeds.make)
bp.post("/lich/dang-ky/<int:feed_id>/thu-hoi", endpoint="revoke_feed")(calendar_feeds.revoke)
bp.get("/lich/<token>.ics", endpoint="feed")(calendar_feeds.serve)


def _wanted() -> Wanted:
    """What the address asks for; what is no value of ours is as if it were not there."""
    view = request.args.get("xem", "")
    start = _day(request.args.get("tu", ""))
    return Wanted(
        view=View(view) if view in set(View) else None,
        month=(_day(f"{request.args.get('thang', '')}-01") or start or today()).replace(day=1),
        start=start or today(),
        to=Narrowed(
            conference_id=request.args.get("hoi-nghi", type=_number), unit_id=request.args.get("don-vi", type=_number)
        ),
    )


def _day(words: str) -> date | None:
    """``words``: 2026-11-20."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _number(words: str) -> int:
    if not (words.isascii() and words.isdecimal() and len(words) < 10):
        raise ValueError(words)
    return int(words)


def _neighbours(wanted: Wanted) -> tuple[date, date]:
    step = timedelta(days=1) if wanted.view is View.DAY else LISTED
    return wanted.start - step, wanted.start + step


def _filters(shown: Shown, to: Narrowed) -> list[tuple[str, str, list[tuple[int, str]], int | None]]:
    """(name, which, choices, chosen) of each filter that has something to choose."""
    conferences = [(one.id, one.short_title) for one in shown.conferences]
    units = [(one.id, one.name) for one in shown.units]
    both = [("hoi-nghi", "conference", conferences, to.conference_id), ("don-vi", "unit", units, to.unit_id)]
    return [one for one in both if len(one[2]) > 1 or one[3] is not None]


def _linker(to: Narrowed) -> Callable[..., str]:
    """Addresses of this page with the filters kept."""

    def link(view: View | None = None, *, month: date | None = None, start: date | None = None) -> str:
        values: dict[str, Any] = {
            "xem": view,
            "thang": f"{month:%Y-%m}" if month else None,
            "tu": start.isoformat() if start else None,
            "hoi-nghi": to.conference_id,
            "don-vi": to.unit_id,
        }
        return url_for("calendar.show", **{name: value for name, value in values.items() if value is not None})

    return link
