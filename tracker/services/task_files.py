"""Files handed in with a report: checked, named safely, kept beside the task, given out only to who sees it."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session, undefer

from tracker.domain import file_types
from tracker.domain.errors import InvalidInput, NotFound
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Actor
from tracker.models import ActionLink, Task, TaskFile
from tracker.services import task_access

MAX_FILE = 25 * 1024 * 1024  # bytes
MAX_FILES = 5  # in one report
MAX_NAME = 150  # characters: some systems allow 255 bytes, and a Vietnamese letter takes up to three

_FORBIDDEN = frozenset('<>:"/\\|?*')  # what Windows refuses in a name


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it was sent; ``filename`` is whatever the sender's program said."""

    filename: str
    content: bytes


def safe_name(filename: str) -> str:
    """``filename`` without folders, control and direction characters; its accents, spaces and ending stay.

    Never empty, never starting with a dot, at most ``MAX_NAME`` characters.
    """
    last = collapse(filename.replace("\\", "/").rsplit("/", 1)[-1])
    clean = "".join("_" if char in _FORBIDDEN else char for char in last if _printable(char)).strip(" .")
    path = PurePosixPath(clean or "tep")
    ending = path.suffix[:20]
    return path.stem[: MAX_NAME - len(ending)].rstrip(" .") + ending


def _printable(char: str) -> bool:
    """Neither a control sign nor one that turns the direction of reading ("fdp.exe" shown as "exe.pdf")."""
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def check(files: Sequence[Upload]) -> None:
    """Raises:
    InvalidInput: ``file_type``, ``file_content`` (each with ``name`` and ``allowed``), ``file_too_large``,
        ``file_empty`` (each with ``name``), ``too_many_files``; the field is "files".
    """
    if len(files) > MAX_FILES:
        raise InvalidInput("too_many_files", field="files", most=MAX_FILES)
    for file in files:
        name = safe_name(file.filename)
        if not file_types.is_allowed(name):
            raise InvalidInput("file_type", field="files", name=name, allowed=file_types.NAMED)
        if len(file.content) > MAX_FILE:
            raise InvalidInput("file_too_large", field="files", name=name, limit=MAX_FILE // 1024**2)
        if not file.content:
            raise InvalidInput("file_empty", field="files", name=name)
        if not file_types.fits(name, file.content):
            ending = file_types.ending(name).upper()
            raise InvalidInput("file_content", field="files", name=name, ending=ending, allowed=file_types.NAMED)


def keep(session: Session, actor: Actor, task: Task, files: Sequence[Upload], *, now: datetime) -> list[str]:
    """Store checked ``files`` with ``task``; returns their names as kept."""
    rows = [
        TaskFile(
            task_id=task.id,
            filename=safe_name(file.filename),
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            content=file.content,
            uploaded_at=now,
            uploaded_by_id=actor.user_id,
            link_id=actor.link.link_id if actor.link else None,
            link_name=actor.name if actor.link else "",
        )
        for file in files
    ]
    session.add_all(rows)
    return [row.filename for row in rows]


def given_to(actor: Actor) -> ColumnElement[bool]:
    """Of a task that the actor sees: behind a link only what came in through the unit's links."""
    if actor.link is None:
        return true()
    own = select(ActionLink.id).where(
        ActionLink.unit_id == actor.link.unit_id, ActionLink.conference_id == actor.link.conference_id
    )
    return TaskFile.link_id.in_(own)


def get(session: Session, actor: Actor, task_id: int, file_id: int) -> TaskFile:
    """A file with its content.

    Raises:
        NotFound: no such file of that task, or the task is not the actor's to see.
    """
    task_access.get(session, actor, task_id)
    query = select(TaskFile).where(TaskFile.id == file_id, TaskFile.task_id == task_id, given_to(actor))
    found = session.scalar(query.options(undefer(TaskFile.content)))
    if found is None:
        raise NotFound("not_found")
    return found
