"""A calendar feed as bytes (RFC 5545, RFC 7986): the only icalendar import. Words and rights come from the caller.

What the programmes that follow a feed make of it is noted where it decides how something is written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vDuration, vText

MEDIA_TYPE = "text/calendar; charset=utf-8"
MAKER = "-//San Sang//Calendar feed//VI"

# TEXT holds no control character but the tab; the other line ends would tear a content line apart in some readers.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry of whole days, ``first`` to ``last`` inclusive. ``busy``: the days count as taken.

    ``status``: CONFIRMED, TENTATIVE or CANCELLED. ``alarms``: distances from the first moment of ``first``.
    """

    uid: str
    first: date
    last: date
    sequence: int
    changed_at: datetime
    summary: str
    description: str
    address: str
    categories: Sequence[str]
    status: str
    busy: bool
    place: str = ""
    alarms: Sequence[timedelta] = ()


@dataclass(frozen=True, kw_only=True)
class Feed:
    """``zone``: of the whole days, an IANA name. ``fresh_for``: how long a programme may wait before it asks again."""

    uid: str
    name: str
    description: str
    address: str
    zone: str
    fresh_for: timedelta
    changed_at: datetime | None
    items: Sequence[Item]


def render(feed: Feed) -> bytes:
    """The feed: CRLF, lines of at most 75 octets, the same bytes for the same values."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MAKER)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("uid", feed.uid)
    # twice each: the name of RFC 7986, and the one that Google, Outlook and older programmes look for
    for name in ("name", "x-wr-calname"):
        calendar.add(name, _text(feed.name))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, _text(feed.description))
    calendar.add("url", feed.address)
    calendar.add("refresh-interval", vDuration(feed.fresh_for), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(feed.fresh_for))
    calendar.add("x-wr-timezone", _text(feed.zone))
    if feed.changed_at:
        calendar.add("last-modified", feed.changed_at)
    for item in feed.items:
        calendar.add_component(_event(item))
    written: bytes = calendar.to_ical()
    return written


def render_entries(items: Sequence[Item]) -> bytes:
    """Entries on their own, to take over into a calendar: what a mail brings. PUBLISH asks for no answer (RFC 5546)."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MAKER)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for item in items:
        calendar.add_component(_event(item))
    written: bytes = calendar.to_ical()
    return written


def _event(item: Item) -> Event:
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", item.changed_at)  # the moment of the change, not of the visit: nothing new, same bytes
    event.add("last-modified", item.changed_at)
    event.add("sequence", item.sequence)
    event.add("dtstart", item.first)
    event.add("dtend", item.last + timedelta(days=1))  # a whole-day entry ends before its end day
    event.add("summary", _text(item.summary))
    event.add("description", _text(item.description))
    event.add("url", item.address)
    event.add("categories", [_clean(one) for one in item.categories])
    event.add("status", item.status)
    event.add("transp", "OPAQUE" if item.busy else "TRANSPARENT")
    if item.place:
        event.add("location", _text(item.place))
    for distance in item.alarms:
        event.add_component(_alarm(item, distance))
    return event


def _alarm(item: Item, distance: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(item.summary))
    alarm.add("trigger", distance)
    return alarm


def _text(words: str) -> vText:
    return vText(_clean(words))


def _clean(words: str) -> str:
    return _FORBIDDEN.sub(" ", words.replace("\r\n", "\n").replace("\r", "\n"))
