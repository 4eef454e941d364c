"""Requests for more time: asked for by the unit, withdrawn by it, overtaken by events. Deciding: extension_decisions.

Until a request is granted the old due date counts: nothing here touches the task itself.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session, joinedload, undefer

from tracker.clock import vietnam_date
from tracker.domain import extension
from tracker.domain.errors import InvalidInput, NotFound, StaleVersion, StepRefused, noting, raise_all
from tracker.domain.glossary import ExtensionState
from tracker.domain.permissions import Action, Actor
from tracker.models import ActionLink, ExtensionRequest, Task, TaskEvent
from tracker.services import task_access, task_files, task_history
from tracker.services.dues import event_of
from tracker.services.insertion import insert_once
from tracker.services.task_files import Upload
from tracker.services.task_steps import clean, required
from tracker.services.working_calendar import calendar_of

CALLED_OFF = "conference_cancelled"
"""The answer of a request that lapsed because its conference was cancelled: a code, which the pages put into words."""


def ask(
    session: Session,
    actor: Actor,
    task_id: int,
    *,
    version: int,
    now: datetime,
    day: date | None,
    reason: str,
    file: Upload | None = None,
) -> Task:
    """Ask for ``day`` as the new due date, in the unit's name.

    Raises:
        NotFound, NotAllowed, StaleVersion: as for every step of a task.
        StepRefused: ``extension_…``: no extension can be asked for (any more).
        InvalidInput: "day", "reason", "files" or several of them.
    """
    wrong: list[InvalidInput] = []
    words = ""
    with noting(wrong):
        words = check_words(reason, [file] if file else [])
    task = task_access.get(session, actor, task_id)
    task_access.require(actor, task, Action.REPORT_TASK, version=version)
    limits: dict[str, Any] = {
        "event": event_of(task.conference), "today": vietnam_date(now), "calendar": calendar_of(session),
    }  # fmt: skip
    refusal = extension.why_not_ask(task, asked=open_of(session, task.id) is not None, **limits)
    if refusal is not None:
        raise refusal
    wanted = task.due or limits["today"]
    with noting(wrong):
        wanted = extension.check_day(task, day, **limits)
    raise_all(wrong)
    request_id = _insert(session, actor, task, wanted, words, file, now=now)
    if request_id is None:
        raise StepRefused("extension_open")  # a colleague was quicker
    _record(session, actor, task, task_history.EXTENSION_ASKED, request_id, now=now, note=words, wanted=wanted)
    return task


def check_words(reason: str, files: Sequence[Upload]) -> str:
    """The reason as it is kept; the files are checked with it.

    Raises:
        InvalidInput: "reason", "files" or both.
    """
    wrong: list[InvalidInput] = []
    words = ""
    with noting(wrong):
        words = required(clean(reason, "reason"), "reason")
    with noting(wrong):
        task_files.check(files)
    raise_all(wrong)
    return words


def _insert(
    session: Session, actor: Actor, task: Task, wanted: date, reason: str, file: Upload | None, *, now: datetime
) -> int | None:
    values: dict[str, Any] = {
        "task_id": task.id, "number": task.extensions + 1, "state": ExtensionState.OPEN, "asked_at": now,
        "asked_by_id": actor.user_id, "reason": reason, "due": task.due, "wanted": wanted, "answer": "",
        "link_id": actor.link.link_id if actor.link else None, "link_name": actor.name if actor.link else "",
    }  # fmt: skip
    if file is not None:
        values |= {
            "filename": task_files.safe_name(file.filename),
            "size": len(file.content),
            "sha256": hashlib.sha256(file.content).hexdigest(),
            "content": file.content,
        }
    return insert_once(session, ExtensionRequest, values)


def withdraw(
    session: Session, actor: Actor, task_id: int, request_id: int | None, *, version: int, now: datetime
) -> Task:
    """Take an open request back.

    Raises:
        StaleVersion: it has been answered, withdrawn or overtaken meanwhile.
    """
    task = task_access.get(session, actor, task_id)
    task_access.require(actor, task, Action.REPORT_TASK, version=version)
    if not settle(session, ExtensionRequest.id == request_id, ExtensionRequest.task_id == task.id, now=now,
                  state=ExtensionState.WITHDRAWN, actor=actor):  # fmt: skip
        raise StaleVersion("stale")
    _record(session, actor, task, task_history.EXTENSION_WITHDRAWN, request_id, now=now)
    return task


def lapse(session: Session, task_ids: Collection[int], *, now: datetime) -> int:
    """Close the open requests of tasks that were handed in, handed back or set aside; returns how many there were."""
    return _lapse(session, ExtensionRequest.task_id.in_(task_ids), now=now) if task_ids else 0


def call_off(session: Session, task_ids: Collection[int], *, now: datetime) -> int:
    """Close the open requests of a conference that is cancelled; they stay closed when it is held after all."""
    return _lapse(session, ExtensionRequest.task_id.in_(task_ids), now=now, why=CALLED_OFF) if task_ids else 0


def of_called_off(session: Session, conference_id: int, *, closed: bool) -> int:
    """How many requests :func:`call_off` would close, or with ``closed`` has closed."""
    lapsed = (ExtensionRequest.state == ExtensionState.LAPSED) & (ExtensionRequest.answer == CALLED_OFF)
    wanted = lapsed if closed else ExtensionRequest.state == ExtensionState.OPEN
    query = select(func.count(ExtensionRequest.id)).join(ExtensionRequest.task)
    return session.scalar(query.where(Task.conference_id == conference_id, wanted)) or 0


def lapse_overtaken(session: Session, task_ids: Collection[int], *, now: datetime) -> int:
    """Close the open requests of re-planned tasks that are due on the wanted day or later now, or have no date."""
    if not task_ids:
        return 0
    session.flush()
    overtaken = select(Task.id).where(
        Task.id == ExtensionRequest.task_id, or_(Task.due.is_(None), Task.due >= ExtensionRequest.wanted)
    )
    return _lapse(session, ExtensionRequest.task_id.in_(task_ids), overtaken.exists(), now=now)


def _lapse(session: Session, *where: ColumnElement[bool], now: datetime, why: str = "") -> int:
    closed = settle(session, *where, state=ExtensionState.LAPSED, now=now, answer=why)
    cause = {"cause": why} if why else {}
    for request in closed:
        session.add(
            TaskEvent(
                task_id=request.task_id, at=now, actor_id=None, step=task_history.EXTENSION_LAPSED,
                details={"request": request.id, "wanted": request.wanted.isoformat(), **cause},
            )
        )  # fmt: skip
    session.flush()
    return len(closed)


def settle(
    session: Session,
    *where: ColumnElement[bool],
    state: ExtensionState,
    now: datetime,
    actor: Actor | None = None,
    granted: date | None = None,
    answer: str = "",
) -> Sequence[ExtensionRequest]:
    """Close open requests in one conditional UPDATE: of two decisions in the same moment one finds nothing to close."""
    ids = session.scalars(
        update(ExtensionRequest)
        .where(ExtensionRequest.state == ExtensionState.OPEN, *where)
        .values(
            state=state, granted=granted, answer=answer, decided_at=now, decided_by_id=actor.user_id if actor else None
        )
        .returning(ExtensionRequest.id)
        .execution_options(synchronize_session=False)
    ).all()
    return session.scalars(
        select(ExtensionRequest)
        .where(ExtensionRequest.id.in_(ids))
        .order_by(ExtensionRequest.id)
        .execution_options(populate_existing=True)
    ).all()


def open_of(session: Session, task_id: int) -> ExtensionRequest | None:
    """The request about the task that waits for an answer."""
    return session.scalar(
        select(ExtensionRequest).where(
            ExtensionRequest.task_id == task_id, ExtensionRequest.state == ExtensionState.OPEN
        )
    )


def open_by_task(session: Session, task_ids: Collection[int]) -> dict[int, ExtensionRequest]:
    """Task id → its request that waits for an answer."""
    query = select(ExtensionRequest).where(
        ExtensionRequest.task_id.in_(task_ids), ExtensionRequest.state == ExtensionState.OPEN
    )
    return {request.task_id: request for request in session.scalars(query)} if task_ids else {}


def of_task(session: Session, task_id: int) -> Sequence[ExtensionRequest]:
    """Every request about the task, newest first."""
    return session.scalars(
        select(ExtensionRequest)
        .where(ExtensionRequest.task_id == task_id)
        .options(
            joinedload(ExtensionRequest.asked_by),
            joinedload(ExtensionRequest.link).joinedload(ActionLink.unit),
            joinedload(ExtensionRequest.decided_by),
        )
        .order_by(ExtensionRequest.id.desc())
    ).all()


def file_of(session: Session, actor: Actor, request_id: int) -> ExtensionRequest:
    """The request with its file's content.

    Raises:
        NotFound: none, it has no file, or the task is not the actor's to see.
    """
    found = session.scalar(
        select(ExtensionRequest)
        .where(ExtensionRequest.id == request_id, ExtensionRequest.filename.is_not(None))
        .options(undefer(ExtensionRequest.content))
    )
    if found is None:
        raise NotFound("not_found")
    task_access.get(session, actor, found.task_id)
    return found


def _record(
    session: Session,
    actor: Actor,
    task: Task,
    step: str,
    request_id: int | None,
    *,
    now: datetime,
    note: str = "",
    wanted: date | None = None,
) -> None:
    dates = {"wanted": wanted.isoformat()} if wanted else {}
    task_history.record(session, actor, task, step, now=now, note=note, request=request_id, **dates)
