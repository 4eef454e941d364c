"""Action links: by them a unit or a speaker without an account acts on its own tasks of one conference.

For one unit, conference and address one link lives at a time, and every mail to that address carries it. The row holds
a hash; the token follows from the row and the application's secret (``Composer.token``).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from tracker.clock import VIETNAM
from tracker.domain.errors import InvalidInput, NotFound, Refused
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Actor, LinkReach
from tracker.models import ActionLink, ActionLinkUse, Conference, Task, User
from tracker.services.outbox import Address, Composer, insert_once

AFTER_EVENT = timedelta(days=30)
WITHOUT_DATE = timedelta(days=90)
"""A link lives this long after the event, or after it was last sent while the event has no date."""

MOST_AN_HOUR = 60
"""Steps that one link may take or try within an hour."""

OPENED_EVERY = timedelta(hours=1)
"""That a link was opened is noted no finer than this."""

MAX_NAME = 120
OPENED, REFUSED, FILE = "opened", "refused", "file"


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Where the buttons of one mail lead for a reader without an account: task or conference id → token."""

    tasks: dict[int, str] = field(default_factory=dict)
    conferences: dict[int, str] = field(default_factory=dict)


def doors(session: Session, compose: Composer, to: Address, tasks: Iterable[Task], *, now: datetime) -> Doors | None:
    """The links of a mail to ``to`` about ``tasks``, made where there are none yet; None for people with an account."""
    led = [task for task in tasks if task.unit_id is not None]
    if not led or has_account(session, to.email):
        return None
    found: dict[tuple[int, int], str] = {}
    opened = Doors()
    for task in led:
        key = (task.conference_id, task.unit_id or 0)
        if key not in found:
            found[key] = door(session, compose, task.conference, key[1], to.email, now=now)[1]
        opened.tasks[task.id] = found[key]
        opened.conferences.setdefault(task.conference_id, found[key])
    return opened


def has_account(session: Session, email: str) -> bool:
    """Whether the address is somebody's who can sign in: a unit's mailbox is not an account."""
    return session.scalar(select(User.id).where(User.email == email.lower(), User.active)) is not None


def door(
    session: Session, compose: Composer, conference: Conference, unit_id: int, recipient: str, *, now: datetime
) -> tuple[ActionLink, str]:
    """The living link and its token; a longer life where the event has moved away, a new one where it has ended."""
    until = expiry(conference, now)
    link = _living(session, conference.id, unit_id, recipient)
    if link is not None:
        token = compose.token(_name(link))
        if link.expires_at > now and link.token_hash == hashed(token):
            link.expires_at = max(link.expires_at, until)
            return link, token
        link.revoked_at = now  # expired, or made under another secret
        session.flush()
    return _make(session, compose, conference.id, unit_id, recipient, now=now, until=until)


def expiry(conference: Conference, now: datetime) -> datetime:
    """End of the day (in Vietnam) that is :data:`AFTER_EVENT` after the event; never sooner than a week from now."""
    if conference.event_end is None:
        return now + WITHOUT_DATE
    after = datetime.combine(conference.event_end + AFTER_EVENT, time(23, 59), VIETNAM).astimezone(UTC)
    return max(after, now + timedelta(days=7))


def _living(session: Session, conference_id: int, unit_id: int, recipient: str) -> ActionLink | None:
    return session.scalar(
        select(ActionLink).where(
            ActionLink.conference_id == conference_id,
            ActionLink.unit_id == unit_id,
            ActionLink.recipient == recipient.lower(),
            ActionLink.revoked_at.is_(None),
        )
    )


def _make(
    session: Session, compose: Composer, conference_id: int, unit_id: int, recipient: str, *, now: datetime,
    until: datetime,
) -> tuple[ActionLink, str]:  # fmt: skip
    values = {
        "conference_id": conference_id, "unit_id": unit_id, "recipient": recipient.lower(), "created_at": now,
        "expires_at": until,
    }  # fmt: skip
    token = compose.token(_name(ActionLink(**values)))
    insert_once(session, ActionLink, {**values, "token_hash": hashed(token)})
    link = _living(session, conference_id, unit_id, recipient)
    if link is None:
        raise Refused("link_made_twice")
    return link, compose.token(_name(link))  # another request may have been quicker: its link is the one


def address_token(compose: Composer, link: ActionLink) -> str | None:
    """The token of ``link``; None when the secret has changed since."""
    token = compose.token(_name(link))
    return token if hashed(token) == link.token_hash else None


def _name(link: ActionLink) -> str:
    """Names the link for all time: an id may come again after a deletion, a moment does not."""
    made = link.created_at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{link.conference_id}:{link.unit_id}:{link.recipient}:{made}"


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(session: Session, token: str, *, now: datetime) -> ActionLink:
    """The link behind a token whose signature is good, with its conference and unit.

    Raises:
        NotFound: ``link_closed``: unknown, expired or revoked, and it is not told which.
    """
    link = session.scalar(
        select(ActionLink)
        .where(ActionLink.token_hash == hashed(token), ActionLink.revoked_at.is_(None), ActionLink.expires_at > now)
        .options(
            joinedload(ActionLink.unit),
            joinedload(ActionLink.conference).options(joinedload(Conference.coordinator), joinedload(Conference.host)),
        )
    )
    if link is None:
        raise NotFound("link_closed")
    return link


def actor_of(link: ActionLink, name: str = "") -> Actor:
    """Who acts behind ``link``, under the name they entered."""
    reach = LinkReach(link_id=link.id, conference_id=link.conference_id, unit_id=link.unit_id, unit_name=link.unit.name)
    return Actor(user_id=None, name=name, link=reach)


def signed_name(words: str) -> str:
    """The name of the person who acts.

    Raises:
        InvalidInput: ``link_name_missing``, ``link_name_too_long``; the field is "name".
    """
    name = collapse(words)
    if sum(letter.isalpha() for letter in name) < 2:
        raise InvalidInput("link_name_missing", field="name")
    if len(name) > MAX_NAME:
        raise InvalidInput("link_name_too_long", field="name", most=MAX_NAME)
    return name


def note_use(
    session: Session, link_id: int, what: str, *, now: datetime, task_id: int | None = None, name: str = "",
    details: str = "",
) -> None:  # fmt: skip
    """A line of the link's log. :data:`OPENED` at most once in :data:`OPENED_EVERY`."""
    if what == OPENED and _used(session, link_id, since=now - OPENED_EVERY, opened=True):
        return
    session.add(
        ActionLinkUse(link_id=link_id, at=now, what=what, task_id=task_id, name=name[:MAX_NAME], details=details[:1000])
    )
    session.flush()


def check_rate(session: Session, link: ActionLink, *, now: datetime) -> None:
    """Raises:
    Refused: ``link_too_often``: the link has taken or tried :data:`MOST_AN_HOUR` steps within the hour.
    """
    if _used(session, link.id, since=now - timedelta(hours=1), opened=False) >= MOST_AN_HOUR:
        raise Refused("link_too_often", most=MOST_AN_HOUR)


def _used(session: Session, link_id: int, *, since: datetime, opened: bool) -> int:
    kind = ActionLinkUse.what == OPENED if opened else ActionLinkUse.what.not_in([OPENED, FILE])
    query = select(func.count()).where(ActionLinkUse.link_id == link_id, ActionLinkUse.at > since, kind)
    return session.scalar(query) or 0


def last_name(session: Session, link_id: int) -> str:
    """Under which name the link last acted: offered again, in a field that can be changed."""
    query = select(ActionLinkUse.name).where(ActionLinkUse.link_id == link_id, ActionLinkUse.name != "")
    return session.scalar(query.order_by(ActionLinkUse.id.desc()).limit(1)) or ""


def revoke_all(session: Session, links: Sequence[int], *, now: datetime, by_id: int | None) -> None:
    """Close these links; what is closed already stays as it was."""
    session.execute(
        update(ActionLink)
        .where(ActionLink.id.in_(links), ActionLink.revoked_at.is_(None))
        .values(revoked_at=now, revoked_by_id=by_id)
    )
