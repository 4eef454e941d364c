"""The reminder policy in force: the shipped one, an agency's over it, a conference's over that; read once a session."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput
from tracker.domain.reminder_policy import SHIPPED, Policy, overlaid
from tracker.models import Conference, ReminderPolicy

_KEPT = "reminder_policies"


class Policies:
    """Every stored policy. ``settings``: (agency, conference or None) → what differs from the policy above it."""

    def __init__(self, settings: Mapping[tuple[int, int | None], Mapping[str, Any]]) -> None:
        self._settings: dict[tuple[int, int | None], Mapping[str, Any]] = dict(settings)
        self._made: dict[tuple[int, int | None], Policy] = {}

    def agency(self, host_id: int) -> Policy:
        return self._policy((host_id, None), SHIPPED)

    def conference(self, host_id: int, conference_id: int) -> Policy:
        if (host_id, conference_id) not in self._settings:
            return self.agency(host_id)
        return self._policy((host_id, conference_id), self.agency(host_id))

    def own(self, host_id: int, conference_id: int | None = None) -> Mapping[str, Any]:
        """What is stored for the agency, or for the conference."""
        return self._settings.get((host_id, conference_id), {})

    def conferences_of(self, host_id: int) -> list[int]:
        """The conferences of the agency that have something of their own."""
        return [conference for host, conference in self._settings if host == host_id and conference is not None]

    def with_(self, host_id: int, conference_id: int | None, settings: Mapping[str, Any]) -> "Policies":
        """As it would be with other settings in one place; empty ones take them back."""
        changed = {**self._settings, (host_id, conference_id): settings}
        return Policies({place: values for place, values in changed.items() if values})

    def _policy(self, place: tuple[int, int | None], above: Policy) -> Policy:
        if place not in self._made:
            self._made[place] = _overlaid(above, self._settings.get(place, {}))
        return self._made[place]


def _overlaid(above: Policy, settings: Mapping[str, Any]) -> Policy:
    """Saving refuses what does not fit; what does not fit all the same must not stop every reminder."""
    try:
        return overlaid(above, settings)
    except (InvalidInput, TypeError, ValueError):
        return above


def policies_of(session: Session) -> Policies:
    """All of them, read once per session: there are few, and every run and every board needs them."""
    found: Policies | None = session.info.get(_KEPT)
    if found is None:
        rows = session.execute(
            select(ReminderPolicy.host_id, ReminderPolicy.conference_id, ReminderPolicy.settings)
        ).all()
        found = session.info[_KEPT] = Policies({(host, conference): own for host, conference, own in rows})
    return found


def policy_of(session: Session, conference: Conference) -> Policy:
    """The policy by which a conference's units are reminded."""
    return policies_of(session).conference(conference.host_id, conference.id)


def forget(session: Session) -> None:
    """To be called when a policy has changed: the next question reads them again."""
    session.info.pop(_KEPT, None)
