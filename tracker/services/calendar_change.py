"""Changing the working calendar: first which due dates would move, in every agency's conferences; then all of it.

The days, the log's row and the re-planning of each conference are written in the caller's one transaction.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain import calendar_edit
from tracker.domain.calendar import WorkingCalendar
from tracker.domain.calendar_edit import Edit, Entry, Own
from tracker.domain.errors import NotAllowed, NotFound, StaleVersion, StepRefused
from tracker.domain.permissions import Action, Actor, can
from tracker.models import CalendarChange, Unit
from tracker.services import calendar_affected, calendar_days, planning, replan, working_calendar
from tracker.services.calendar_affected import Affected, Sight
from tracker.services.outbox import Composer


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a change of the calendar would do; nothing is changed yet.

    ``affected``: conferences in which something moves, stands on a new day off or is counted otherwise, by the date of
    the event. ``before`` and ``after``: the calendars. ``wrote``: mails that were written, once it is carried out.
    """

    edit: Edit
    own: Own
    before: WorkingCalendar
    after: WorkingCalendar
    affected: tuple[Affected, ...]
    wrote: int = 0

    @property
    def shown(self) -> tuple[Affected, ...]:
        """Conferences whose titles the actor may read."""
        return tuple(one for one in self.affected if one.noticed and one.sight is not Sight.NUMBER)

    @property
    def unseen(self) -> tuple[Affected, ...]:
        """Those of which only the number is told."""
        return tuple(one for one in self.affected if one.noticed and one.sight is Sight.NUMBER)

    @property
    def moved(self) -> int:
        return sum(len(one.found.moves) for one in self.affected)

    @property
    def told(self) -> int:
        """Mails that would be written."""
        return sum(one.to is not None for found in self.affected for one in found.found.told)

    @property
    def seen(self) -> str:
        """Fingerprint of what is shown: only that is carried out."""
        facts = [
            repr(self.own),
            repr(self.edit.days),
            repr(self.edit.years),
            *(one.found.seen for one in self.affected),
        ]
        return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:32]


def entered(
    session: Session, actor: Actor, entries: Sequence[Entry], years: Mapping[int, bool], decision: str, *, today: date
) -> Edit:
    """What was typed as an edit. ``years``: year → whether it is announced.

    Raises:
        NotAllowed: the actor does not administer the calendar. InvalidInput: see ``calendar_edit.enter``.
    """
    _require(actor)
    own = calendar_days.own_of(session)
    calendar = calendar_days.calendar_with(own)
    return calendar_edit.enter(entries, years, decision, own=own, calendar=calendar, today=today)


def undoing(session: Session, actor: Actor, change_id: int, decision: str) -> Edit:
    """What takes a change back.

    Raises:
        NotAllowed: as above. NotFound: there is no such change. StepRefused: ``calendar_not_newest``, later ones rest
        on it. InvalidInput: "decision".
    """
    change = standing(session, actor, change_id)
    return calendar_days.edit_of(change).reverse(calendar_edit.check_decision(decision))


def standing(session: Session, actor: Actor, change_id: int) -> CalendarChange:
    """The change, which is the newest.

    Raises:
        As :func:`undoing`.
    """
    _require(actor)
    change = session.get(CalendarChange, change_id)
    if change is None:
        raise NotFound("not_found")
    last = calendar_days.newest(session)
    if last is None or last.id != change.id:
        raise StepRefused("calendar_not_newest")
    return change


def preview(session: Session, actor: Actor, edit: Edit, *, now: datetime) -> Preview:
    """What :func:`apply` would do; nothing is changed.

    Raises:
        NotAllowed: as above. StaleVersion: a day was changed since the edit was made.
    """
    _require(actor)
    own = calendar_days.own_of(session)
    if not edit.fits(own):
        raise StaleVersion("stale")
    before, after = calendar_days.calendar_with(own), calendar_days.calendar_with(edit.over(own))
    today = vietnam_date(now)
    affected = calendar_affected.affected(session, actor, before, after, today=today) if edit.days else ()
    return Preview(edit=edit, own=own, before=before, after=after, affected=affected)


def apply(session: Session, actor: Actor, edit: Edit, *, seen: str, compose: Composer, now: datetime) -> Preview:
    """Do what the preview showed; one notice for each recipient and conference.

    Raises:
        StaleVersion: what ``seen`` stands for has changed since. Otherwise as :func:`preview`.
    """
    _one_at_a_time(session)
    found = preview(session, actor, edit, now=now)
    if found.seen != seen:
        raise StaleVersion("stale")
    try:
        wrote = _carry_out(session, actor, found, compose=compose, now=now)
    except Exception:
        working_calendar.forget(session)  # the caller rolls back: the calendar of this session is the old one again
        planning.forget(session)
        raise
    return replace(found, wrote=wrote)


def _carry_out(session: Session, actor: Actor, found: Preview, *, compose: Composer, now: datetime) -> int:
    """Returns how many mails were written: what is told and taken back before it has gone out takes none."""
    batch, undoes = secrets.token_hex(16), _taken_back(session, found.edit)
    calendar_days.put(session, found.edit)
    planning.forget(session)
    session.add(
        CalendarChange(
            at=now, actor_id=actor.user_id, decision=found.edit.decision, moved=found.moved, batch=batch,
            **calendar_days.as_rows(found.edit),
        )
    )  # fmt: skip
    wrote = 0
    for one in found.affected:
        keep = bool(one.found.moves)  # a ceiling that moves alone is no re-planning
        row = replan.carry_out(
            session, actor, one.found, reason=found.edit.decision, compose=compose, now=now, batch=batch, keep=keep,
            undoes=undoes,
        )  # fmt: skip
        wrote += row.told if row else 0
    return wrote


def _taken_back(session: Session, edit: Edit) -> str | None:
    """The batch of the newest change, where ``edit`` is nothing but its reverse."""
    last = calendar_days.newest(session)
    if last is None:
        return None
    back = calendar_days.edit_of(last).reverse(edit.decision)
    same = set(back.days) == set(edit.days) and set(back.years) == set(edit.years)
    return last.batch if same else None


def _require(actor: Actor) -> None:
    if not can(actor, Action.MANAGE_CALENDAR):
        raise NotAllowed("not_allowed")


def _one_at_a_time(session: Session) -> None:
    """Two changes at once would each be counted without the other: the second waits for the first (PostgreSQL)."""
    hosts = select(Unit.id).where(Unit.is_host).order_by(Unit.id).with_for_update(key_share=True)
    session.execute(hosts).all()
