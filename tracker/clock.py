"""The wall clock, read only at the edges (web, jobs, commands); everything inside takes the time as an argument."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def vietnam_date(moment: datetime) -> date:
    """The calendar date in Vietnam at ``moment`` (aware): due dates are dates there, never instants in UTC."""
    return moment.astimezone(VIETNAM).date()


def carried_on(now: datetime) -> Callable[[], datetime]:
    """A clock that starts at ``now``: a long run's leases count from when they are taken, not from its beginning.

    It goes by the monotonic clock, which nobody sets.
    """
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)
