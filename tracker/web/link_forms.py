"""What the forms behind an action link carry: an explicit button, the person's name, and what the step needs."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import request
from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput
from tracker.domain.permissions import Actor
from tracker.domain.task import Step
from tracker.models import ActionLink, Task
from tracker.services import action_links, extensions, tasks
from tracker.web.requests import mailer
from tracker.web.task_forms import read_day, uploads, version
from tracker.web.task_words import COMMENT, EXTENSION, RECALL

ALL = "all"
CONFIRMED_FIRST = frozenset({Step.SUBMIT, Step.DECLINE})
"""Steps that need a box to be ticked, too: programmes that follow mails may press a button, and these weigh most."""

Taker = Callable[[Session, Actor, int, datetime], Task]


def person(step: str) -> str:
    """The name entered in the form of ``step``, once its button was really pressed.

    Raises:
        InvalidInput: ``link_button``, ``link_name_…``, ``link_not_sure``; the field is one of the form's.
    """
    if request.form.get("do") != step:
        raise InvalidInput("link_button", field="")
    name = action_links.signed_name(request.form.get(f"{step}_name", ""))
    if step in CONFIRMED_FIRST and request.form.get(f"{step}_sure") != "1":
        raise InvalidInput("link_not_sure", field="sure")
    return name


def take(session: Session, link: ActionLink, step: str, task_id: int, *, now: datetime) -> tuple[Task, str] | None:
    """Do what the form asks; the task and the name it was done under, or None when there is no such step.

    Raises:
        Refused: see ``services.tasks``; ``params['field']`` is a field of the form.
    """
    found = _STEPS.get(step)
    if found is None:
        return None
    try:
        name = person(step)
        return found(session, action_links.actor_of(link, name), task_id, now), name
    except InvalidInput as refused:
        if refused.params.get("field"):
            refused.params["field"] = f"{step}_{refused.params['field']}"
        raise


def _said(name: str) -> str:
    return request.form.get(name, "")


def _acknowledge(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    return tasks.acknowledge(session, actor, task_id, version=version(), now=now)


def _start(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    return tasks.start(session, actor, task_id, version=version(), now=now, note=_said("start_note"))


def _submit(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    files = uploads("submit_files")
    return tasks.submit(session, actor, task_id, version=version(), now=now, note=_said("submit_note"), files=files)


def _withdraw(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    return tasks.withdraw(session, actor, task_id, version=version(), now=now)


def _decline(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    return tasks.decline(session, actor, task_id, version=version(), now=now, reason=_said("decline_reason"))


def _extension(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    files = uploads("extension_files")
    return extensions.ask(
        session, actor, task_id, version=version(), now=now, day=read_day(_said("extension_day")),
        reason=_said("extension_reason"), file=files[0] if files else None,
    )  # fmt: skip


def _recall(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    request_id = request.form.get("recall_request", type=int)
    return extensions.withdraw(session, actor, task_id, request_id, version=version(), now=now)


def _comment(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    return tasks.comment(session, actor, task_id, now=now, text=_said("comment_text"), compose=mailer())


_STEPS: Mapping[str, Taker] = {
    Step.ACKNOWLEDGE: _acknowledge,
    Step.START: _start,
    Step.SUBMIT: _submit,
    Step.WITHDRAW: _withdraw,
    Step.DECLINE: _decline,
    EXTENSION: _extension,
    RECALL: _recall,
    COMMENT: _comment,
}
