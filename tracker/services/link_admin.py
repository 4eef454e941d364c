"""A conference's action links as its coordinator sees and governs them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.errors import InvalidInput, NotFound, StepRefused
from tracker.domain.glossary import ConferenceState, TaskState
from tracker.domain.permissions import Action, Actor
from tracker.models import ActionLink, ActionLinkUse, Conference, Task, Unit
from tracker.services import action_links, conference_access
from tracker.services.outbox import Composer
from tracker.services.recipients import Recipients

USES_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class LinkEntry:
    """A link with its log, newest first; ``alive``: it can be used now."""

    link: ActionLink
    alive: bool
    uses: Sequence[ActionLinkUse]

    @property
    def steps(self) -> int:
        """How often something was done by it, not only looked at."""
        return sum(use.what not in (action_links.OPENED, action_links.REFUSED, action_links.FILE) for use in self.uses)


@dataclass(frozen=True, kw_only=True)
class LinkBoard:
    """``without``: units with tasks here and an address without an account, for which no link lives yet."""

    conference: Conference
    entries: tuple[LinkEntry, ...]
    without: tuple[tuple[Unit, str], ...]


def load(session: Session, actor: Actor, conference_id: int, *, now: datetime, today: date) -> LinkBoard:
    """All links ever made for the conference, living ones first.

    Raises:
        NotFound, NotAllowed: the conference is not the actor's to see, or not to govern.
    """
    conference = conference_access.get(session, actor, conference_id, Action.CONFIRM_TASK)
    links = session.scalars(
        select(ActionLink)
        .where(ActionLink.conference_id == conference_id)
        .options(joinedload(ActionLink.unit), joinedload(ActionLink.revoked_by))
        .order_by(ActionLink.id.desc())
    ).all()
    uses = _uses(session, [link.id for link in links])
    entries = [
        LinkEntry(link=link, alive=link.revoked_at is None and link.expires_at > now, uses=uses[link.id])
        for link in links
    ]
    return LinkBoard(
        conference=conference,
        entries=tuple(sorted(entries, key=lambda one: (not one.alive, one.link.unit.sort_key, -one.link.id))),
        without=_without(session, conference, entries, today),
    )


def _uses(session: Session, link_ids: list[int]) -> dict[int, list[ActionLinkUse]]:
    found: dict[int, list[ActionLinkUse]] = defaultdict(list)
    rows = select(ActionLinkUse).where(ActionLinkUse.link_id.in_(link_ids)).order_by(ActionLinkUse.id.desc())
    for use in session.scalars(rows):
        found[use.link_id].append(use)
    return found


def _without(
    session: Session, conference: Conference, entries: Sequence[LinkEntry], today: date
) -> tuple[tuple[Unit, str], ...]:
    if conference.state is not ConferenceState.ACTIVE:
        return ()
    led = select(Task.unit_id).where(Task.conference_id == conference.id, Task.state != TaskState.DRAFT)
    units = session.scalars(select(Unit).where(Unit.id.in_(led)).order_by(Unit.sort_key)).all()
    recipients = Recipients(session, [conference], [unit.id for unit in units], today=today)
    have = {(one.link.unit_id, one.link.recipient) for one in entries if one.alive}
    found: list[tuple[Unit, str]] = []
    for unit in units:
        standing = recipients.standing(unit.id)
        addresses = [to.email.lower() for to in recipients.unit(standing)] if standing else []
        missing = [email for email in addresses if (unit.id, email) not in have]
        found += [(unit, email) for email in missing if not action_links.has_account(session, email)]
    return tuple(found)


def renew(
    session: Session, actor: Actor, compose: Composer, conference_id: int, unit_id: int, recipient: str, *,
    now: datetime,
) -> tuple[ActionLink, str]:  # fmt: skip
    """A new link in place of the present one, which ends; returns it with its token.

    Raises:
        StepRefused: ``conference_closed``.
        InvalidInput: ``unit_unknown``: the unit leads nothing here; ``email_invalid``.
    """
    conference = conference_access.get(session, actor, conference_id, Action.CONFIRM_TASK)
    if conference.state is not ConferenceState.ACTIVE:
        raise StepRefused("conference_closed")
    led = select(Task.id).where(
        Task.conference_id == conference_id, Task.unit_id == unit_id, Task.state != TaskState.DRAFT
    )
    if session.scalar(led.limit(1)) is None:
        raise InvalidInput("unit_unknown", field="unit")
    email = recipient.strip().lower()
    if "@" not in email or len(email) > 254:
        raise InvalidInput("email_invalid", field="email", email=recipient[:80])
    present = select(ActionLink.id).where(
        ActionLink.conference_id == conference_id, ActionLink.unit_id == unit_id, ActionLink.recipient == email
    )
    action_links.revoke_all(session, session.scalars(present).all(), now=now, by_id=actor.account_id)
    return action_links.door(session, compose, conference, unit_id, email, now=now)


def revoke(session: Session, actor: Actor, conference_id: int, link_id: int, *, now: datetime) -> ActionLink:
    """End a link at once.

    Raises:
        NotFound: no such link of that conference.
    """
    link = of_conference(session, actor, conference_id, link_id)
    action_links.revoke_all(session, [link_id], now=now, by_id=actor.account_id)
    return link


def of_conference(session: Session, actor: Actor, conference_id: int, link_id: int) -> ActionLink:
    conference_access.get(session, actor, conference_id, Action.CONFIRM_TASK)
    link = session.scalar(
        select(ActionLink)
        .where(ActionLink.id == link_id, ActionLink.conference_id == conference_id)
        .options(joinedload(ActionLink.unit))
    )
    if link is None:
        raise NotFound("not_found")
    return link
