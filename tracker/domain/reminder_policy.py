"""When to remind whom: the shipped policy, and what an agency or a conference does otherwise.

A policy above plus ``settings`` (a mapping of plain JSON values, only what differs) gives the policy below it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, time, timedelta
from typing import Any

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.errors import InvalidInput

MOST_DAYS = 90  # working days from a due date: no reminder lies further away
MOST_STAGES = 12
MOST_PERIODS = 20  # of quiet days
LONGEST_PERIOD = 60  # days: a longer silence is a conference that is not prepared

Period = tuple[date, date]

_LADDERS = ("before", "overdue", "confirm")
_COUNTS = ("overdue_every", "head_from", "leadership_from", "leadership_from_blocking", "confirm_every", "silent_after")
_TIMES = ("opens", "closes", "digest")


@dataclass(frozen=True, kw_only=True)
class Policy:
    """When to remind whom; all counts are working days. The defaults are this service's (QĐ or law know none).

    ``overdue``/``confirm`` are the first days after the due date/the submission, continued every ``…_every`` days.
    ``opens``/``closes``: mail goes out between them; ``digest``: the day's collected mails go out from then on.
    ``quiet_weekdays`` (0 is Monday) and ``quiet_days`` (inclusive): worked days without reminders, beside the days off.
    A malformed policy raises ``InvalidInput("policy_…", field=…)``.
    """

    before: tuple[int, ...] = (7, 3, 1)
    on_day: bool = True
    overdue: tuple[int, ...] = (1, 3)
    overdue_every: int = 3
    head_from: int = 1
    leadership_from: int = 3
    leadership_from_blocking: int = 1
    confirm: tuple[int, ...] = (1, 3)
    confirm_every: int = 3
    silent_after: int = 3  # reminders without an acknowledgement
    quiet_when_acknowledged: frozenset[str] = frozenset({"before_7"})  # stages the unit is spared
    opens: time = time(7, 30)
    closes: time = time(17, 0)
    digest: time = time(7, 30)
    quiet_weekdays: frozenset[int] = frozenset()
    quiet_days: tuple[Period, ...] = ()

    def __post_init__(self) -> None:
        for name in _LADDERS:
            _check_ladder(name, getattr(self, name))
        for name in _COUNTS:
            _check_days(name, (getattr(self, name),))
        if self.opens >= self.closes:
            raise InvalidInput("policy_hours_order", field="closes")
        if not self.opens <= self.digest < self.closes:
            raise InvalidInput("policy_digest_hour", field="digest")
        self._check_quiet()

    def _check_quiet(self) -> None:
        if not self.quiet_weekdays <= set(range(7)) or set(range(5)) <= self.quiet_weekdays:
            raise InvalidInput("policy_weekdays", field="quiet_weekdays")
        if len(self.quiet_days) > MOST_PERIODS:
            raise InvalidInput("policy_periods_many", field="quiet_days", most=MOST_PERIODS)
        for first, last in self.quiet_days:
            if last < first:
                raise InvalidInput("policy_period_order", field="quiet_days", first=first, last=last)
            if (last - first).days >= LONGEST_PERIOD:
                raise InvalidInput("policy_period_long", field="quiet_days", first=first, most=LONGEST_PERIOD)

    def sends_on(self, day: date, calendar: WorkingCalendar) -> bool:
        """Whether reminders go out on ``day`` at all."""
        return calendar.is_working(day) and not self.is_quiet(day)

    def is_quiet(self, day: date) -> bool:
        return day.weekday() in self.quiet_weekdays or any(first <= day <= last for first, last in self.quiet_days)

    def sending_day(self, day: date, calendar: WorkingCalendar) -> date:
        """The first day from ``day`` on when reminders go out."""
        day = calendar.next_or_same(day)
        while self.is_quiet(day):
            day = calendar.next_or_same(day + timedelta(days=1))
        return day


def _check_days(name: str, days: tuple[int, ...]) -> None:
    if min(days, default=1) < 1:
        raise InvalidInput("policy_days_positive", field=name)
    if max(days, default=1) > MOST_DAYS:
        raise InvalidInput("policy_days_many", field=name, most=MOST_DAYS)


def _check_ladder(name: str, days: tuple[int, ...]) -> None:
    _check_days(name, days)
    if len(set(days)) != len(days):
        raise InvalidInput("policy_days_twice", field=name)
    if len(days) > MOST_STAGES:
        raise InvalidInput("policy_stages_many", field=name, most=MOST_STAGES)


SHIPPED = Policy()


def overlaid(above: Policy, settings: Mapping[str, Any]) -> Policy:
    """The policy that ``settings`` make of the one above; names that this version does not know are left out.

    Raises:
        InvalidInput: they do not fit together.
    """
    known = {field.name for field in fields(Policy)} & settings.keys()
    return replace(above, **{name: _read(name, settings[name]) for name in known})


def difference(policy: Policy, above: Policy) -> dict[str, Any]:
    """What :func:`overlaid` needs to make ``policy`` of ``above``, as plain JSON values."""
    mine, theirs = as_settings(policy), as_settings(above)
    return {name: value for name, value in mine.items() if value != theirs[name]}


def as_settings(policy: Policy) -> dict[str, Any]:
    """Every value as plain JSON."""
    return {field.name: _plain(field.name, getattr(policy, field.name)) for field in fields(Policy)}


def _plain(name: str, value: Any) -> Any:
    if name in _TIMES:
        return f"{value:%H:%M}"
    if name == "quiet_days":
        return [[first.isoformat(), last.isoformat()] for first, last in value]
    if name in _LADDERS:
        return list(value)
    return sorted(value) if isinstance(value, frozenset) else value


def _read(name: str, value: Any) -> Any:
    if name in _TIMES:
        return time.fromisoformat(value)
    if name == "quiet_days":
        return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in value)
    if name in _LADDERS:
        return tuple(value)
    return frozenset(value) if isinstance(value, list) else value
