"""Action links: by them a unit or a speaker without an account acts on its own tasks of one conference.

For one unit, conference and address one link lives at a time, and every mail to that address carries it. The row holds
a hash; the token follows from the row and the application's secret (``Composer.token``) and is stored nowhere.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from tracker.clock import VIETNAM
from tracker.domain.errors import InvalidInput, NotFound, Refused
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Actor, LinkReach
from tracker.models import ActionLink, ActionLinkUse, Conference, Task, User
from tracker.services.insertion import Columns, insert_new
from tracker.services.outbox import Address, Composer

AFTER_EVENT = timedelta(days=30)
WITHOUT_DATE = timedelta(days=90)
"""A link lives this long after the event, or after it was last sent while the event has no date."""

MOST_AN_HOUR = 60
"""Steps that one link may take or try within an hour."""

OPENED_EVERY = timedelta(hours=1)
"""That a link was opened is noted no finer than this."""

MAX_NAME = 120
OPENED, REFUSED, FILE = "opened", "refused", "file"


Place = tuple[int, int]
"""What a link opens: conference, unit."""

Key = tuple[int, int, str]
"""For whom one link lives at a time: conference, unit, address in lower case."""


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Where the buttons of one mail lead for a reader without an account: task or conference id → whose link.

    The tokens are put in when the mail is sent (``services.living_links``).
    """

    tasks: dict[int, Place] = field(default_factory=dict)
    conferences: dict[int, Place] = field(default_factory=dict)


def doors(session: Session, compose: Composer, to: Address, tasks: Iterable[Task], *, now: datetime) -> Doors | None:
    """The links of a mail to ``to`` about ``tasks``, made where there are none yet; None for people with an account."""
    return doors_for(session, compose, [(to, tuple(tasks))], now=now)[0]


def doors_for(
    session: Session, compose: Composer, mails: Sequence[tuple[Address, Sequence[Task]]], *, now: datetime
) -> list[Doors | None]:
    """:func:`doors` of each of ``mails``, in a fixed number of statements."""
    known = accounts(session, [to.email for to, _tasks in mails])
    wanted: dict[Key, Conference] = {}
    found: list[Doors | None] = []
    for to, tasks in mails:
        led = [task for task in tasks if task.unit_id is not None]
        if not led or to.email.lower() in known:
            found.append(None)
            continue
        opened = Doors()
        found.append(opened)
        for task in led:
            place = (task.conference_id, task.unit_id or 0)
            wanted[*place, to.email.lower()] = task.conference
            opened.tasks[task.id] = place
            opened.conferences.setdefault(task.conference_id, place)
    _make(session, compose, wanted, now)
    return found


def accounts(session: Session, emails: Iterable[str]) -> set[str]:
    """Those of the addresses that are somebody's who can sign in: a unit's mailbox is not an account."""
    asked = {email.lower() for email in emails}
    return set(session.scalars(select(User.email).where(User.email.in_(asked), User.active))) if asked else asked


def has_account(session: Session, email: str) -> bool:
    return bool(accounts(session, [email]))


def door(
    session: Session, compose: Composer, conference: Conference, unit_id: int, recipient: str, *, now: datetime
) -> tuple[ActionLink, str]:
    """The living link and its token; a longer life where the event has moved away, a new one where it has ended."""
    key = (conference.id, unit_id, recipient.lower())
    _make(session, compose, {key: conference}, now)
    link = _living(session, [key]).get(key)
    if link is None:
        raise Refused("link_made_twice")
    return link, compose.token(_name(link))  # another request may have been quicker: its link is the one


def _make(session: Session, compose: Composer, wanted: Mapping[Key, Conference], now: datetime) -> None:
    """A living link for each key: a longer life for the one there is, or a new one."""
    living = _living(session, wanted)
    missing = []
    for key, conference in wanted.items():
        link, until = living.get(key), expiry(conference, now)
        if link is not None and link.expires_at > now and address_token(compose, link):
            if until > link.expires_at:
                link.expires_at = until
            continue
        if link is not None:
            link.revoked_at = now  # expired, or made under another secret
        missing.append(_columns(compose, key, now, until))
    session.flush()
    insert_new(session, ActionLink, missing)


def _living(session: Session, keys: Collection[Key]) -> dict[Key, ActionLink]:
    if not keys:
        return {}
    conferences, units, recipients = (set(column) for column in zip(*keys, strict=True))
    rows = session.scalars(
        select(ActionLink).where(
            ActionLink.recipient.in_(recipients),
            ActionLink.conference_id.in_(conferences),
            ActionLink.unit_id.in_(units),
            ActionLink.revoked_at.is_(None),
        )
    )
    found = {(link.conference_id, link.unit_id, link.recipient): link for link in rows}
    return {key: link for key, link in found.items() if key in keys}


def _columns(compose: Composer, key: Key, now: datetime, until: datetime) -> Columns:
    conference_id, unit_id, recipient = key
    values = {
        "conference_id": conference_id, "unit_id": unit_id, "recipient": recipient, "created_at": now,
        "expires_at": until,
    }  # fmt: skip
    return {**values, "token_hash": hashed(compose.token(_name(ActionLink(**values))))}


def expiry(conference: Conference, now: datetime) -> datetime:
    """End of the day (in Vietnam) that is :data:`AFTER_EVENT` after the event; never sooner than a week from now."""
    if conference.event_end is None:
        return now + WITHOUT_DATE
    after = datetime.combine(conference.event_end + AFTER_EVENT, time(23, 59), VIETNAM).astimezone(UTC)
    return max(after, now + timedelta(days=7))


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
