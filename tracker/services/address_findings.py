"""Who cannot be reached, and why: missing, malformed and stopped addresses are said, never passed over in silence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import ConferenceState, MemberRole
from tracker.models import Conference, Membership, SuppressedAddress, Task, Unit, User
from tracker.services import absences
from tracker.services.directory import mail_address
from tracker.services.outbox import LIVE, Address
from tracker.services.recipients import Recipients


class Lack(StrEnum):
    """What is wrong, most serious first."""

    NO_ADDRESS = "no_address"  # nobody of the unit is reminded
    STOPPED = "stopped"  # the relay or a person said that it is not to be written to
    INVALID = "invalid"  # it is no mail address
    NO_LEADER = "no_leader"  # nobody of the agency's leadership hears of delays
    AWAY = "away"  # without a substitute
    NO_HEAD = "no_head"  # the escalation to the unit's head reaches nobody


SERIOUS = frozenset({Lack.NO_ADDRESS, Lack.STOPPED, Lack.INVALID, Lack.NO_LEADER})


@dataclass(frozen=True, kw_only=True)
class Finding:
    """``unit``: whose address it is; None for a person of the agency, then ``name`` says who."""

    lack: Lack
    unit: Unit | None = None
    name: str = ""
    address: str = ""
    conferences: tuple[int, ...] = ()


def of_conferences(session: Session, conferences: Iterable[Conference], *, today: date) -> tuple[Finding, ...]:
    """Findings about those who have open work in the running ones of the conferences; a fixed number of queries."""
    running = [one for one in conferences if one.state is ConferenceState.ACTIVE]
    if not running:
        return ()
    owed = _owed(session, [one.id for one in running])
    recipients = Recipients(session, running, owed, today=today)
    reached = {unit.id: recipients.unit(unit) for unit_id in owed if (unit := recipients.standing(unit_id))}
    stopped = _stopped(session, {to.email for found in reached.values() for to in found})
    found = [
        finding
        for unit_id, ids in owed.items()
        for finding in _of_unit(session, unit_id, tuple(ids), recipients, stopped)
    ]
    found += _of_people(session, running, today)
    order = list(Lack)
    return tuple(sorted(found, key=lambda one: (order.index(one.lack), one.unit.sort_key if one.unit else one.name)))


def _owed(session: Session, conference_ids: Collection[int]) -> dict[int, list[int]]:
    """Unit → the conferences in which it has open work."""
    rows = session.execute(
        select(Task.unit_id, Task.conference_id)
        .where(Task.conference_id.in_(conference_ids), Task.state.in_(LIVE), Task.counted, Task.unit_id.is_not(None))
        .distinct()
        .order_by(Task.unit_id, Task.conference_id)
    )
    owed: dict[int, list[int]] = defaultdict(list)
    for unit_id, conference_id in rows:
        if unit_id is not None:
            owed[unit_id].append(conference_id)
    return owed


def _of_unit(
    session: Session, unit_id: int, ids: tuple[int, ...], recipients: Recipients, stopped: Collection[str]
) -> Iterator[Finding]:
    standing = recipients.standing(unit_id)
    unit = standing or session.get_one(Unit, unit_id)
    addresses: Sequence[Address] = recipients.unit(unit) if standing else ()
    if not addresses:
        yield Finding(lack=Lack.NO_ADDRESS, unit=unit, conferences=ids)
    for to in addresses:
        if not is_valid(to.email):
            yield Finding(lack=Lack.INVALID, unit=unit, address=to.email, conferences=ids)
        elif to.email.lower() in stopped:
            yield Finding(lack=Lack.STOPPED, unit=unit, address=to.email, conferences=ids)
    if not unit.head_email:
        yield Finding(lack=Lack.NO_HEAD, unit=unit, conferences=ids)
    elif not is_valid(unit.head_email):
        yield Finding(lack=Lack.INVALID, unit=unit, address=unit.head_email, conferences=ids)


def is_valid(address: str) -> bool:
    """Whether it has the form of a mail address."""
    try:
        return mail_address(address, field="") is not None
    except InvalidInput:
        return False


def _stopped(session: Session, addresses: Collection[str]) -> set[str]:
    """Those that are not written to: the newest row of each counts."""
    rows = session.execute(
        select(SuppressedAddress.address, SuppressedAddress.lifted_at)
        .where(SuppressedAddress.address.in_({one.lower() for one in addresses}))
        .order_by(SuppressedAddress.id)
    )
    newest = {row.address: row.lifted_at for row in rows}
    return {address for address, lifted in newest.items() if lifted is None}


def _of_people(session: Session, running: Sequence[Conference], today: date) -> Iterator[Finding]:
    hosts = {one.host_id: one.host for one in running}
    rows = session.execute(
        select(Membership.unit_id, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.unit_id.in_(hosts), Membership.role == MemberRole.LEADER, User.active)
    ).all()
    led = {unit_id for unit_id, _user in rows}
    of_host = {host_id: tuple(one.id for one in running if one.host_id == host_id) for host_id in hosts}
    for host_id, host in hosts.items():
        if host_id not in led:
            yield Finding(lack=Lack.NO_LEADER, unit=host, conferences=of_host[host_id])
    away = absences.since(session, today)
    people = {user.id: (user, of_host[unit_id]) for unit_id, user in rows}
    people |= {one.coordinator.id: (one.coordinator, of_host[one.host_id]) for one in running}
    stopped = _stopped(session, {user.email for user, _ids in people.values()})
    for user, ids in people.values():
        if user.email.lower() in stopped:
            yield Finding(lack=Lack.STOPPED, name=user.full_name, address=user.email, conferences=ids)
        if away.without_substitute(user, today):
            yield Finding(lack=Lack.AWAY, name=user.full_name, address=user.email, conferences=ids)
