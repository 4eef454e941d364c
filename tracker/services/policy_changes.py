"""Changing a reminder policy: what an agency or a conference does otherwise, with a look at the mails it makes."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput, NotAllowed, NotFound, StaleVersion
from tracker.domain.glossary import ConferenceState, TaskState
from tracker.domain.permissions import Action, Actor
from tracker.domain.reminder_policy import SHIPPED, Policy, as_settings, difference, overlaid
from tracker.domain.reminders import audiences, reached
from tracker.models import Conference, ReminderPolicy, Task, Unit
from tracker.services import agency_rules, conference_access, forecast, ledger, policies
from tracker.services.outbox import LIVE
from tracker.services.policies import Policies, policies_of
from tracker.services.recipients import Recipients
from tracker.services.working_calendar import calendar_of

OVERDUE = 10
"""Working days of being overdue that are compared: a rhythm of reminding shows only after some of it."""

FOLLOWED = LIVE | {TaskState.SUBMITTED}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Whose policy it is. ``above``: what holds where nothing of its own is stored; ``hosts``: agencies to look at."""

    host: Unit
    conference: Conference | None
    hosts: Sequence[Unit]
    policy: Policy
    above: Policy
    own: Mapping[str, Any]
    changed_by: str | None
    changed_at: datetime | None
    may_edit: bool


@dataclass(frozen=True, kw_only=True)
class Change:
    """The coming mails of one recipient before and after: how many days with a mail, and the first of them."""

    email: str
    name: str
    before: tuple[date, ...]
    after: tuple[date, ...]

    @property
    def same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, kw_only=True)
class Preview:
    """``settings``: what would be stored; ``conferences``: the running ones that it touches.

    ``left_out``: tasks of which the new policy would have reminded before today; that is not made up for.
    """

    policy: Policy
    settings: Mapping[str, Any]
    changes: tuple[Change, ...]
    conferences: Sequence[Conference]
    left_out: int
    seen: str

    @property
    def different(self) -> tuple[Change, ...]:
        return tuple(one for one in self.changes if not one.same)


def of_agency(session: Session, actor: Actor, host_id: int | None = None) -> Place:
    """The policy of an agency; without one named, of the first whose readiness the person watches.

    Raises:
        NotFound.
    """
    hosts = agency_rules.hosts_of(session, actor)
    host = next((unit for unit in hosts if host_id in (None, unit.id)), None)
    if host is None:
        raise NotFound("not_found")
    every = policies_of(session)
    return _place(
        session, host, None, hosts, every.agency(host.id), SHIPPED, every.own(host.id),
        may_edit=host.id in actor.hosts(Action.MANAGE_RULES),
    )  # fmt: skip


def of_conference(session: Session, actor: Actor, conference_id: int) -> Place:
    """The policy of a conference.

    Raises:
        NotFound, NotAllowed.
    """
    conference = conference_access.get(session, actor, conference_id, Action.SEE_WHOLE_CONFERENCE)
    every, host = policies_of(session), conference.host
    return _place(
        session, host, conference, (), every.conference(host.id, conference.id), every.agency(host.id),
        every.own(host.id, conference.id), may_edit=host.id in actor.hosts(Action.REVIEW_PLAN),
    )  # fmt: skip


def _place(
    session: Session, host: Unit, conference: Conference | None, hosts: Sequence[Unit], policy: Policy, above: Policy,
    own: Mapping[str, Any], *, may_edit: bool,
) -> Place:  # fmt: skip
    row = _row(session, host.id, conference.id if conference else None)
    return Place(
        host=host, conference=conference, hosts=hosts, policy=policy, above=above, own=own, may_edit=may_edit,
        changed_by=row.changed_by.full_name if row else None, changed_at=row.changed_at if row else None,
    )  # fmt: skip


def _row(session: Session, host_id: int, conference_id: int | None) -> ReminderPolicy | None:
    return session.scalar(
        select(ReminderPolicy)
        .options(joinedload(ReminderPolicy.changed_by))
        .where(ReminderPolicy.host_id == host_id, ReminderPolicy.conference_id.is_not_distinct_from(conference_id))
    )


def preview(session: Session, place: Place, policy: Policy, *, today: date) -> Preview:
    """The mails of the running conferences as they are planned and as they would be, of overdue tasks those of the next
    :data:`OVERDUE` working days. Changes nothing.

    Raises:
        InvalidInput: ``policy_same``; ``policy_conference``: what a conference has of its own does not fit any more.
    """
    settings = difference(policy, place.above)
    if policy == place.policy:
        raise InvalidInput("policy_same", field="")
    old, new = _both(session, place, settings)
    before: dict[str, set[date]] = defaultdict(set)
    after: dict[str, set[date]] = defaultdict(set)
    names: dict[str, str] = {}
    running, left_out = _running(session, place), 0
    for conference in running:
        then, now_ = (each.conference(place.host.id, conference.id) for each in (old, new))
        passed = _passed(session, conference, then, now_, today)
        left_out += len(passed)
        for found, policy_, skip in ((before, then, {}), (after, now_, passed)):
            for one in forecast.coming(session, conference, today=today, policy=policy_, passed=skip, overdue=OVERDUE):
                if one.to:
                    found[one.to.email].add(one.day)
                    names[one.to.email] = one.to.name
    changes = tuple(
        Change(email=email, name=names[email], before=tuple(sorted(before[email])), after=tuple(sorted(after[email])))
        for email in sorted(names)
    )
    seen = json.dumps([place.own, settings, [one.id for one in running]], sort_keys=True, default=str)
    return Preview(
        policy=policy, settings=settings, changes=changes, conferences=running, left_out=left_out,
        seen=hashlib.sha256(seen.encode()).hexdigest()[:32],
    )  # fmt: skip


def _both(session: Session, place: Place, settings: Mapping[str, Any]) -> tuple[Policies, Policies]:
    """All policies as they are and as they would be."""
    old = policies_of(session)
    new = old.with_(place.host.id, place.conference.id if place.conference else None, settings)
    for conference_id in new.conferences_of(place.host.id) if place.conference is None else ():
        try:
            overlaid(new.agency(place.host.id), new.own(place.host.id, conference_id))
        except InvalidInput as wrong:
            name = session.get_one(Conference, conference_id).short_title
            raise InvalidInput("policy_conference", field=wrong.params.get("field", ""), name=name) from wrong
    return old, new


def _running(session: Session, place: Place) -> Sequence[Conference]:
    query = (
        select(Conference)
        .options(joinedload(Conference.coordinator), joinedload(Conference.host))
        .where(Conference.host_id == place.host.id, Conference.state == ConferenceState.ACTIVE)
        .order_by(Conference.event_start, Conference.id)
    )
    if place.conference is not None:
        query = query.where(Conference.id == place.conference.id)
    return session.scalars(query).all()


def _passed(
    session: Session, conference: Conference, old: Policy, new: Policy, today: date
) -> dict[int, tuple[str, ...]]:
    """Stages whose day had passed when the new policy brings them in: a new policy is no reason for a burst."""
    calendar, yesterday = calendar_of(session), today - timedelta(days=1)
    found = {}
    for task in forecast.tasks_of(session, conference) if old != new else ():
        since = forecast.since_of(task)
        then, now_ = (
            reached(task, until=yesterday, calendar=calendar, policy=policy, since=since) for policy in (old, new)
        )
        fresh = tuple(stage for stage in now_ if stage not in then)
        if fresh and fresh[-1] == now_[-1]:  # an older one is superseded by what is made up for anyway
            found[task.id] = fresh
    return found


def save(session: Session, actor: Actor, place: Place, policy: Policy, *, seen: str, now: datetime) -> Preview:
    """Store what differs from the policy above; from now on it is planned by.

    Raises:
        NotAllowed; InvalidInput: see :func:`preview`; StaleVersion: not what ``seen`` stands for.
    """
    if not place.may_edit:
        raise NotAllowed("not_allowed")
    found = preview(session, place, policy, today=vietnam_date(now))
    if seen != found.seen:
        raise StaleVersion("stale")
    _note_passed(session, place, found, now)
    _store(session, actor, place, found.settings, now)
    policies.forget(session)
    return found


def _note_passed(session: Session, place: Place, found: Preview, now: datetime) -> None:
    old, new = _both(session, place, found.settings)
    today = vietnam_date(now)
    for conference in found.conferences:
        then, now_ = (each.conference(place.host.id, conference.id) for each in (old, new))
        passed = _passed(session, conference, then, now_, today)
        tasks = [task for task in forecast.tasks_of(session, conference) if task.id in passed]
        units = {task.unit_id for task in tasks if task.unit_id}
        recipients = Recipients(session, [conference], units, today=today)
        rows = _lines(tasks, passed, recipients, now_)
        ledger.record_all(session, rows, reason=ledger.POLICY, now=now)


def _lines(
    tasks: Iterable[Task], passed: Mapping[int, Iterable[str]], recipients: Recipients, policy: Policy
) -> Iterator[tuple[Task, str, str, str]]:
    for task in tasks:
        for stage in passed[task.id]:
            for audience in audiences(task, stage, policy):
                addresses = [to.email for to in recipients.of(task, audience)] or [f"-{audience}"]
                yield from ((task, stage, str(audience), address) for address in addresses)


def _store(session: Session, actor: Actor, place: Place, settings: Mapping[str, Any], now: datetime) -> None:
    conference_id = place.conference.id if place.conference else None
    row = _row(session, place.host.id, conference_id)
    if not settings:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(
            ReminderPolicy(
                host_id=place.host.id, conference_id=conference_id, settings=dict(settings), changed_at=now,
                changed_by_id=actor.account_id,
            )
        )  # fmt: skip
    else:
        row.settings, row.changed_at, row.changed_by_id = dict(settings), now, actor.account_id
    session.flush()


def changed_fields(policy: Policy, above: Policy) -> list[str]:
    """Names of what differs, in the order of the policy."""
    theirs = as_settings(above)
    return [name for name, value in as_settings(policy).items() if value != theirs[name]]
