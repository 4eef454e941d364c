"""The wall clock, read only at the edges (web, jobs, commands); everything inside takes the time as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def vietnam_date(moment: datetime) -> date:
    """The calendar date in Vietnam at ``moment`` (aware): due dates are dates there, never instants in UTC."""
    return moment.astimezone(VIETNAM).date()
