"""The leadership's briefing: all conferences of the agency in one mail, weekly and just before an event."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.clock import VIETNAM, vietnam_date
from tracker.domain import briefing as days
from tracker.domain.glossary import Compliance, ConferenceState, ExtensionState, Light, MemberRole
from tracker.domain.readiness import Reason
from tracker.domain.reminders import is_digest_time
from tracker.domain.task import compliance, is_open, overdue_days
from tracker.models import Conference, ExtensionRequest, Membership, OutboxMail, Task, User
from tracker.services import readiness, standing_in
from tracker.services.dues import event_of
from tracker.services.outbox import Composer, enqueue
from tracker.services.policies import policies_of
from tracker.services.readiness_figures import RUNNING, Row
from tracker.services.standing_in import Reader
from tracker.services.working_calendar import calendar_of

KIND = "briefing"
NEXT = 3
"""Deadlines named for each conference."""

NAMED = 10
"""Overdue tasks, and requests, named for each conference; the others are counted."""

_RISK = (Light.RED, Light.AMBER, Light.GREEN)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A task that is named; ``days``: working days overdue, 0 ahead of time."""

    task_id: int
    title: str
    unit: str
    due: date
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request for more time that waits for the leadership."""

    task_id: int
    title: str
    unit: str
    due: date
    wanted: date


@dataclass(frozen=True, kw_only=True)
class Part:
    """One conference. ``left``: working days to the event, None without a date.

    ``late_beside`` and ``asked_beside``: how many there are beside those that are named.
    """

    conference: Conference
    light: Light
    percent: int
    left: int | None
    reasons: tuple[Reason, ...]
    needed: tuple[Reason, ...]
    late: tuple[Deadline, ...]  # blocking tasks that are overdue
    coming: tuple[Deadline, ...]
    asked: tuple[Asked, ...]
    late_beside: int = 0
    asked_beside: int = 0


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """``near``: working days to the nearest event that occasioned it, None for the week's; ``units``: id → name."""

    day: date
    agency: str
    parts: tuple[Part, ...]
    units: dict[int, str] = field(default_factory=dict)
    near: int | None = None

    def count(self, light: Light) -> int:
        return sum(part.light == light for part in self.parts)

    @property
    def first(self) -> Part:
        return self.parts[0]


def plan(session: Session, compose: Composer, *, now: datetime) -> dict[str, int]:
    """Write the briefings that are due at ``now``, one for each leader of each agency and day; never an empty one.

    A leader who is away is briefed by way of the substitute, unless that one has opted out of briefings.
    """
    written = 0
    today = vietnam_date(now)
    for host_id, leaders in _leaders(session).items():
        policy = policies_of(session).agency(host_id)
        if not is_digest_time(now, policy, calendar_of(session)):
            continue
        conferences = _conferences(session, host_id)
        events = [event for one in conferences if (event := event_of(one)) and event.end >= today]
        briefed = _briefed_this_week(session, host_id, today)
        waiting = [
            reader
            for reader in standing_in.readers(session, leaders, today=today, may_read=lambda user: user.briefing)
            if today not in briefed[reader.user.email]
            and days.is_due(today, events, calendar_of(session), policy, briefed=_knows(reader, briefed))
        ]
        if waiting and (made := make(session, conferences, today=today)):
            written += sum(_write(session, compose, host_id, reader, made, now) for reader in waiting)
    return {"briefings": written}


def _knows(reader: Reader, briefed: Mapping[str, Collection[date]]) -> bool:
    """Whether the week's briefing has gone to everybody for whom this one would be, or to who reads it for them."""
    return bool(briefed[reader.user.email]) or all(briefed[one.email] for one in reader.meant)


def _leaders(session: Session) -> dict[int, list[User]]:
    """Agency → its leaders who have not opted out."""
    found: dict[int, list[User]] = defaultdict(list)
    rows = session.execute(
        select(Membership.unit_id, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == MemberRole.LEADER, User.active, User.briefing)
        .order_by(Membership.unit_id, User.id)
    )
    for host_id, user in rows:
        found[host_id].append(user)
    return found


def _conferences(session: Session, host_id: int) -> Sequence[Conference]:
    return session.scalars(
        select(Conference)
        .options(joinedload(Conference.host), joinedload(Conference.coordinator))
        .where(Conference.host_id == host_id, Conference.state == ConferenceState.ACTIVE)
        .order_by(Conference.event_start, Conference.id)
    ).all()


def _briefed_this_week(session: Session, host_id: int, today: date) -> dict[str, set[date]]:
    """Address → the days of this week on which it was briefed, today included."""
    monday = datetime.combine(today - timedelta(days=today.weekday()), time(), VIETNAM)
    rows = session.execute(
        select(OutboxMail.recipient, OutboxMail.created_at).where(
            OutboxMail.kind == KIND, OutboxMail.host_id == host_id, OutboxMail.created_at >= monday
        )
    )
    found: dict[str, set[date]] = defaultdict(set)
    for recipient, at in rows:
        found[recipient].add(vietnam_date(at))
    return found


def make(session: Session, conferences: Sequence[Conference], *, today: date) -> Briefing | None:
    """What there is to say of the conferences in preparation, the most serious first; None where there are none.

    One conference at a time: of its tasks no more is kept than is said.
    """
    parts = []
    for conference in conferences:
        (row,) = readiness.rows(session, [conference], today=today)
        if row.rollup.light in RUNNING:
            parts.append(_part(session, row, today))
    if not parts:
        return None
    parts.sort(key=lambda part: (_RISK.index(part.light), part.conference.event_start or date.max))
    calendar = calendar_of(session)
    near = [precedes for part in parts if (event := event_of(part.conference))
            and (precedes := days.precedes(today, event, calendar))]  # fmt: skip
    return Briefing(
        day=today,
        agency=parts[0].conference.host.name,
        parts=tuple(parts),
        units=readiness.unit_names(session, _named_units(parts)),
        near=min(near, default=None),
    )


def _part(session: Session, row: Row, today: date) -> Part:
    names = readiness.unit_names(session, {task.unit_id for task in row.tasks if task.unit_id})
    calendar = calendar_of(session)

    def named(task: Task) -> Deadline:
        assert task.due is not None  # noqa: S101 -- both lists below ask for it
        late = overdue_days(task, today=today, calendar=calendar) if task.due < today else 0
        return Deadline(
            task_id=task.id, title=task.title, unit=names.get(task.unit_id or 0, ""), due=task.due, days=late
        )

    dated = sorted((task for task in row.tasks if task.due and task.counted), key=lambda one: (one.due, one.id))
    late = [
        task
        for task in dated
        if task.blocking and compliance(task, today=today, calendar=calendar) is Compliance.OPEN_OVERDUE
    ]
    coming = [task for task in dated if is_open(task) and task.due and task.due >= today and task.state != "submitted"]
    asked = _asked(session, row.conference)
    return Part(
        conference=row.conference,
        light=row.rollup.light,
        percent=row.rollup.percent,
        left=row.countdown.working_days if row.countdown else None,
        reasons=row.rollup.reasons,
        needed=row.rollup.needed,
        late=tuple(named(task) for task in late[:NAMED]),
        coming=tuple(named(task) for task in coming[:NEXT]),
        asked=asked[:NAMED],
        late_beside=max(0, len(late) - NAMED),
        asked_beside=max(0, len(asked) - NAMED),
    )


def _asked(session: Session, conference: Conference) -> tuple[Asked, ...]:
    """Second and later requests: these are the leadership's to decide."""
    requests = session.scalars(
        select(ExtensionRequest)
        .join(ExtensionRequest.task)
        .options(joinedload(ExtensionRequest.task).joinedload(Task.unit))
        .where(
            ExtensionRequest.state == ExtensionState.OPEN,
            ExtensionRequest.number > 1,
            Task.conference_id == conference.id,
        )
        .order_by(ExtensionRequest.asked_at, ExtensionRequest.id)
    )
    return tuple(
        Asked(
            task_id=one.task_id,
            title=one.task.title,
            unit=one.task.unit.name if one.task.unit else one.task.unit_words,
            due=one.due,
            wanted=one.wanted,
        )
        for one in requests
    )


def _named_units(parts: Sequence[Part]) -> set[int]:
    """The units that the reasons name."""
    facts = [reason.params for part in parts for reason in (*part.reasons, *part.needed)]
    single = {one["unit"] for one in facts if isinstance(one.get("unit"), int)}
    several = {unit for one in facts for unit in _several(one.get("units")) if isinstance(unit, int)}
    return {int(str(unit)) for unit in single | several}


def _several(units: object) -> tuple[object, ...]:
    return units if isinstance(units, tuple) else ()


def _write(session: Session, compose: Composer, host_id: int, reader: Reader, made: Briefing, now: datetime) -> bool:
    to, user = reader.to, reader.user
    letter = compose.compose(KIND, briefing=made, to=to, today=made.day, instead=reader.instead, user_id=user.id)
    mail_id = enqueue(
        session, key=f"{KIND}:{made.day}:{host_id}:{to.email}"[:190], kind=KIND, to=to, letter=letter, host_id=host_id,
        conference_id=None, reply_to=None, now=now, about=f"{KIND}:{host_id}:{to.email}",
    )  # fmt: skip
    return mail_id is not None


def opt_out_name(user_id: int) -> str:
    """What the token of a person's opt-out address is made of; it holds for good, as the mails do."""
    return f"{KIND}:{user_id}"


def choose(session: Session, user_id: int, *, wanted: bool) -> User | None:
    """Take a leader's briefing in or out; None where there is no such account. The token is checked before."""
    user = session.get(User, user_id)
    if user is not None:
        user.briefing = wanted
    return user
