"""How the sending of mail stands, for those who answer for it: when it last ran, what waits, how the relay is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from tracker.domain.permissions import Action, Actor
from tracker.models import RelayHealth
from tracker.services import health
from tracker.services.health import Queue, Runs


class Way(StrEnum):
    """When a mail that is put into the outbox now goes out."""

    SOON = "soon"  # with the next run, within a minute
    SCHEDULER = "scheduler"  # once the scheduler runs again
    RELAY = "relay"  # once the relay takes mail again
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """``runs``: when planning and sending last ended well; ``late``: the jobs that should have run since.

    ``queue`` counts the actor's agencies only. ``relay``: what is known of the configured one; None: nothing yet.
    """

    runs: Runs
    late: frozenset[str]
    queue: Queue
    relay: RelayHealth | None


def standing(session: Session, actor: Actor, *, relay: str | None, now: datetime) -> Standing:
    """By a fixed number of queries; ``relay``: the configured one, None where mails are written to files."""
    jobs = (health.PLAN_REMINDERS, health.DELIVER_MAIL)
    runs = tuple((job, health.last_run(session, job)) for job in jobs)
    return Standing(
        runs=runs,
        late=frozenset(job for job, last in runs if health.is_late(last, now)),
        queue=health.queue(session, now, hosts=actor.hosts(Action.SEE_MAIL)),
        relay=session.get(RelayHealth, relay) if relay else None,
    )


def way(session: Session, *, relay: str | None, now: datetime) -> Way:
    """When what is asked to be sent now goes out; ``relay`` as for :func:`standing`."""
    row = session.get(RelayHealth, relay) if relay else None
    shut = row is not None and row.open_until is not None
    if health.is_late(health.last_run(session, health.DELIVER_MAIL), now):
        return Way.BOTH if shut else Way.SCHEDULER
    return Way.RELAY if shut else Way.SOON
