"""Reminders: what the pass over the tasks found becomes each recipient's digest and the lines of the ledger.

Running twice writes nothing twice: a digest's key names its recipient and day, a ledger row its task, stage, recipient
and version of the due date.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from tracker.clock import VIETNAM
from tracker.services import action_links, ledger, outdated
from tracker.services.action_links import Doors
from tracker.services.digest_drafts import Draft, drafts, tasks_of
from tracker.services.insertion import Columns
from tracker.services.outbox import Composer, Post, enqueue_all
from tracker.services.reminder_scan import TRACKED, Found, digest_key, scan

Figures = dict[str, int]
__all__ = ["TRACKED", "digest_key", "find", "plan", "write", "write_silent"]


def plan(session: Session, compose: Composer, *, now: datetime) -> Figures:
    """Write the digests that are due at ``now``; nothing outside working hours. Returns figures for the log.

    All in the caller's transaction; ``jobs.plan_reminders`` does the same in portions.
    """
    outdated.expire(session, now=now)
    found = find(session, now=now)
    return write_silent(session, found, now=now) | write(session, compose, found, found.addresses, now=now)


def find(session: Session, *, now: datetime) -> Found:
    """Who has something to hear at ``now``; reads only."""
    return scan(session, now=now)


def write_silent(session: Session, found: Found, *, now: datetime) -> Figures:
    """Note what nobody could be told, and why."""
    tasks = tasks_of(session, {mark.want.task_id for mark, _recipient, _reason in found.silent})
    lines = [
        ledger.line(task, mark.want.stage, mark.want.audience, recipient, now=now, reason=reason)
        for mark, recipient, reason in found.silent
        if (task := tasks.get(mark.want.task_id)) and task.due_version == mark.version
    ]
    ledger.write(session, lines)
    return {"unreachable": len(lines)}


def write(session: Session, compose: Composer, found: Found, addresses: Collection[str], *, now: datetime) -> Figures:
    """Write the digests of these of the found ``addresses``, in a fixed number of statements."""
    made = drafts(session, found, addresses)
    named = [(draft.digest.to, draft.digest.shown.doors) for draft in made]
    doors = action_links.doors_for(session, compose, named, now=now)
    posts = [_post(compose, found, draft, opened) for draft, opened in zip(made, doors, strict=True)]
    written = enqueue_all(session, posts, now=now)  # without those for which another scheduler was quicker
    sent = [(draft, written[post["key"]]) for draft, post in zip(made, posts, strict=True) if post["key"] in written]
    ledger.write(session, [line for draft, mail_id in sent for line in _lines(draft, mail_id, now)])
    return {"digests": len(sent), "reminders": sum(len(draft.marks) for draft, _mail_id in sent)}


def _post(compose: Composer, found: Found, draft: Draft, doors: Doors | None) -> Post:
    digest, to, today = draft.digest, draft.digest.to, found.today
    replies = digest.coordinators
    return {
        "key": digest_key(to.email, today),
        "kind": "digest",
        "to": to,
        "letter": compose.compose("digest", digest=digest, today=today, doors=doors),
        "host_id": digest.host_id,
        "conference_id": None,
        "reply_to": replies[0][1] if len(replies) == 1 and replies[0][1] != to.email else None,
        "about": _week(to.email, today),
        "good_until": datetime.combine(found.today, found.hours[to.email][1], VIETNAM).astimezone(UTC),
    }


def _week(email: str, day: date) -> str:
    """A week's digests are one conversation: the newest says what still stands, older weeks do not pile up under it."""
    year, week, _weekday = day.isocalendar()
    return f"digest:{year}-{week}:{email}"


def _lines(draft: Draft, mail_id: int, now: datetime) -> Iterator[Columns]:
    """What the digest says, and what it catches up."""
    to = draft.digest.to.email
    for mark in draft.marks:
        task, want = draft.tasks[mark.want.task_id], mark.want
        yield ledger.line(task, want.stage, want.audience, to, now=now, mail_id=mail_id)
        for stage in want.superseded:
            yield ledger.line(task, stage, want.audience, to, now=now, reason=ledger.SUPERSEDED)
