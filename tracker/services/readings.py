"""An uploaded plan on its way through the reader: taken in, claimed, watched, finished, called off, taken up again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, undefer

from tracker.domain.errors import NotFound, Refused
from tracker.domain.glossary import Severity
from tracker.domain.permissions import Action, Actor, can, subject
from tracker.domain.plan import ParsedPlan
from tracker.models import Conference, Finding, PlanReading, ReadingPurpose, ReadingState
from tracker.services import amendments, conference_facts, plans, review
from tracker.services.plan_rows import ReadDocument

LOST_AFTER = timedelta(seconds=45)  # without a sign of its reader
KEPT_FOR = timedelta(days=2)
OPEN = (ReadingState.WAITING, ReadingState.READING)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """What was sent, and what for. ``target_id``: the draft to replace or the conference to amend."""

    host_id: int
    filename: str
    data: bytes
    purpose: ReadingPurpose = ReadingPurpose.NEW
    target_id: int | None = None
    again: bool = False


@dataclass(frozen=True)
class Claimed:
    """A reading that is the claimer's until somebody else takes it up; ``filename`` and ``data`` are to be read."""

    id: int
    attempt: int
    filename: str
    data: bytes


def target(session: Session, actor: Actor, purpose: ReadingPurpose, conference_id: int) -> Conference:
    """The draft to replace, or the conference to amend.

    Raises:
        NotFound: none, or not the actor's. StepRefused: ``amend_draft``.
    """
    if purpose is ReadingPurpose.AMENDS:
        return amendments.may_amend(session, actor, conference_id)
    return review.opened(session, actor, conference_id)


def take_in(session: Session, actor: Actor, upload: Upload, *, now: datetime) -> PlanReading:
    """Keep what was sent until it is read.

    Raises:
        NotFound: not the actor's agency or conference. StepRefused: ``amend_draft``.
    """
    host_id = upload.host_id
    if upload.target_id is not None:
        host_id = target(session, actor, upload.purpose, upload.target_id).host_id
    plans.check_host(actor, host_id)
    _forget_old(session, now)
    reading = PlanReading(
        host_id=host_id,
        user_id=actor.user_id,
        purpose=upload.purpose if upload.target_id is not None else ReadingPurpose.NEW,
        target_id=upload.target_id,
        again=upload.again,
        filename=upload.filename[-255:],
        content=upload.data,
        created_at=now,
        heartbeat_at=now,
    )
    session.add(reading)
    session.flush()
    return reading


def get(session: Session, actor: Actor, reading_id: int) -> PlanReading:
    """Raises NotFound: none, or of an agency whose plans are not the actor's to import."""
    reading = session.get(PlanReading, reading_id)
    if reading is None or not can(actor, Action.IMPORT_PLAN, subject(host_id=reading.host_id)):
        raise NotFound("not_found")
    return reading


def is_lost(reading: PlanReading, now: datetime) -> bool:
    """Whether its reader is gone: the server was restarted, say."""
    return reading.state in OPEN and now - reading.heartbeat_at > LOST_AFTER


def claim(session: Session, reading_id: int, *, now: datetime) -> Claimed | None:
    """Take a waiting reading; None when somebody else has it, or it was called off."""
    reading = session.scalar(
        select(PlanReading)
        .options(undefer(PlanReading.content))
        .where(PlanReading.id == reading_id, PlanReading.state == ReadingState.WAITING)
        .with_for_update()
    )
    if reading is None or reading.content is None:
        return None
    reading.state, reading.attempt, reading.heartbeat_at = ReadingState.READING, reading.attempt + 1, now
    return Claimed(reading.id, reading.attempt, reading.filename, reading.content)


def beat(session: Session, claimed: Claimed, *, stage: str, done: int, total: int, now: datetime) -> bool:
    """Say how far it is; whether it is still wanted."""
    changed = session.execute(
        update(PlanReading)
        .where(
            PlanReading.id == claimed.id,
            PlanReading.attempt == claimed.attempt,
            PlanReading.state == ReadingState.READING,
        )
        .values(stage=stage[:16], done=done, total=total, heartbeat_at=now)
        .returning(PlanReading.id)
    )
    return changed.first() is not None


def wait(session: Session, reading_id: int, *, now: datetime) -> bool:
    """Say that it waits for its turn; whether it is still wanted."""
    changed = session.execute(
        update(PlanReading)
        .where(PlanReading.id == reading_id, PlanReading.state == ReadingState.WAITING)
        .values(heartbeat_at=now)
        .returning(PlanReading.id)
    )
    return changed.first() is not None


def finish(
    session: Session,
    actor: Actor,
    claimed: Claimed,
    *,
    document: ReadDocument,
    notes: Sequence[str],
    parsed: ParsedPlan,
    now: datetime,
) -> PlanReading | None:
    """Make of it what it was sent for; None when it is no longer wanted.

    Raises:
        Refused: as ``plans.import_plan`` and ``amendments.propose`` do.
    """
    reading = _own(session, claimed)
    if reading is None:
        return None
    if reading.purpose is ReadingPurpose.AMENDS and reading.target_id is not None:
        amendment = amendments.propose(
            session,
            actor,
            reading.target_id,
            filename=claimed.filename,
            data=claimed.data,
            document=document,
            parsed=parsed,
            now=now,
        )
        reading.conference_id, reading.amendment_id = reading.target_id, amendment.id
    else:
        conference = _imported(session, actor, reading, claimed, document, parsed, now)
        conference.findings.extend(_note(code) for code in notes)
        reading.conference_id = conference.id
    reading.notes = list(notes)
    _close(reading, ReadingState.DONE, now)
    return reading


def _imported(
    session: Session,
    actor: Actor,
    reading: PlanReading,
    claimed: Claimed,
    document: ReadDocument,
    parsed: ParsedPlan,
    now: datetime,
) -> Conference:
    conference = plans.import_plan(
        session,
        actor,
        host_id=reading.host_id,
        filename=claimed.filename,
        data=claimed.data,
        document=document,
        parsed=parsed,
        now=now,
        again=reading.again,
    )
    if reading.target_id is not None:
        conference_facts.discard(session, actor, reading.target_id)
    return conference


def _note(code: str) -> Finding:
    """How the file was read, where a person should look at the result for it."""
    severity = Severity.WARNING if code in {"ocr", "pages_unread"} else Severity.INFO
    return Finding(code=f"read_{code}", severity=severity, line=None, words="", params={})


def refuse(session: Session, claimed: Claimed, refused: Refused, *, now: datetime) -> None:
    """It is no plan that can be read. A twin's content stays: the next click may insist on it."""
    reading = _own(session, claimed)
    if reading is None:
        return
    reading.refusal, reading.params = refused.code[:40], {key: _plain(value) for key, value in refused.params.items()}
    keep = reading.content if refused.code == "already_imported" else None
    _close(reading, ReadingState.REFUSED, now)
    reading.content = keep


def cancel(session: Session, actor: Actor, reading_id: int, *, now: datetime) -> PlanReading:
    """Call it off; one that has ended stays as it ended."""
    reading = get(session, actor, reading_id)
    if reading.state in OPEN:
        _close(reading, ReadingState.CANCELLED, now)
    return reading


def take_up(session: Session, actor: Actor, reading_id: int, *, again: bool, now: datetime) -> PlanReading:
    """Read it once more: its reader is gone, or the same file is to be imported ``again``. Otherwise as it is."""
    reading = get(session, actor, reading_id)
    twin = again and reading.state is ReadingState.REFUSED and reading.content is not None
    if twin or is_lost(reading, now):
        reading.state, reading.refusal, reading.params = ReadingState.WAITING, None, {}
        reading.again = reading.again or again
        reading.stage, reading.done, reading.total = "", 0, 0
        reading.heartbeat_at, reading.finished_at = now, None
    return reading


def _own(session: Session, claimed: Claimed) -> PlanReading | None:
    return session.scalar(
        select(PlanReading)
        .where(
            PlanReading.id == claimed.id,
            PlanReading.attempt == claimed.attempt,
            PlanReading.state == ReadingState.READING,
        )
        .with_for_update()
    )


def _close(reading: PlanReading, state: ReadingState, now: datetime) -> None:
    reading.state, reading.finished_at, reading.heartbeat_at, reading.content = state, now, now, None


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _forget_old(session: Session, now: datetime) -> None:
    """Readings that ended long ago, or that nobody has taken up again since."""
    session.execute(
        delete(PlanReading).where(
            or_(PlanReading.finished_at < now - KEPT_FOR, PlanReading.heartbeat_at < now - KEPT_FOR)
        )
    )
