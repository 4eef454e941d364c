"""What the forms behind an action link carry: an explicit button, the person's name, and what the step needs.

Whatever is wrong with a form is told at once, each at its field: the person may be filling it in on a phone.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from flask import request
from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput, each, noting, raise_all
from tracker.domain.permissions import Actor
from tracker.domain.task import Step
from tracker.models import ActionLink, Task
from tracker.services import action_links, extensions, link_page, tasks
from tracker.services.task_files import Upload
from tracker.services.task_steps import clean, required
from tracker.web.requests import mailer
from tracker.web.task_forms import read_day, uploads, version
from tracker.web.task_words import COMMENT, EXTENSION, RECALL

ALL = "all"
CONFIRMED_FIRST = frozenset({Step.SUBMIT, Step.DECLINE})
"""Steps that need a box to be ticked, too: programmes that follow mails may press a button, and these weigh most."""

Taker = Callable[[Session, Actor, int, datetime], Task]
Check = Callable[[Session, Actor, int, datetime], None]


def person(step: str) -> str:
    """The name entered in the form of ``step``, once its button was really pressed.

    Raises:
        InvalidInput: ``link_button``; ``link_name_…``, ``link_not_sure`` or both; the field is one of the form's.
    """
    wrong, name = list[InvalidInput](), ""
    _pressed(step)
    with at_fields_of(step):
        with noting(wrong):
            name = action_links.signed_name(_said(f"{step}_name"))
        if step in CONFIRMED_FIRST and _said(f"{step}_sure") != "1":
            wrong.append(InvalidInput("link_not_sure", field="sure"))
        raise_all(wrong)
    return name


def _pressed(step: str) -> None:
    if request.form.get("do") != step:
        raise InvalidInput("link_button", field="")


@contextmanager
def at_fields_of(step: str) -> Iterator[None]:
    """Name the fields of refusals as the form of ``step`` does; what concerns no field stays so."""
    try:
        yield
    except InvalidInput as refused:
        for one in {id(one): one for one in (refused, *each(refused))}.values():
            if one.params.get("field"):
                one.params["field"] = f"{step}_{one.params['field']}"
        raise


def take(session: Session, link: ActionLink, step: str, task_id: int, *, now: datetime) -> tuple[Task, str] | None:
    """Do what the form asks; the task and the name it was done under, or None when there is no such step.

    Raises:
        Refused: see ``services.tasks``; ``params['field']`` is a field of the form.
    """
    found = _STEPS.get(step)
    if found is None:
        return None
    name = _read(session, link, step, task_id, now)
    with at_fields_of(step):
        return found(session, action_links.actor_of(link, name), task_id, now), name


def _read(session: Session, link: ActionLink, step: str, task_id: int, now: datetime) -> str:
    """The person's name, when nothing that can be seen on the form is wrong with it."""
    wrong, name, check = list[InvalidInput](), "", _CHECKS.get(step)
    _pressed(step)
    if check is not None:
        with noting(wrong), at_fields_of(step):
            check(session, action_links.actor_of(link), task_id, now)
    with noting(wrong):
        name = person(step)
    raise_all(wrong)
    return name


def _said(name: str) -> str:
    return request.form.get(name, "")


def _files(name: str) -> list[Upload]:
    """The chosen files; they are looked at before the step and taken in it, so they can be read again."""
    found = uploads(name)
    for file in request.files.getlist(name):
        file.stream.seek(0)
    return found


def _acknowledge(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    return tasks.acknowledge(session, actor, task_id, version=version(), now=now)


def _start(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    return tasks.start(session, actor, task_id, version=version(), now=now, note=_said("start_note"))


def _submit(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    files = _files("submit_files")
    return tasks.submit(session, actor, task_id, version=version(), now=now, note=_said("submit_note"), files=files)


def _withdraw(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    return tasks.withdraw(session, actor, task_id, version=version(), now=now)


def _decline(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    return tasks.decline(session, actor, task_id, version=version(), now=now, reason=_said("decline_reason"))


def _extension(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    files = _files("extension_files")
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


def _check_start(session: Session, actor: Actor, task_id: int, _now: datetime) -> None:
    link_page.check_progress(session, actor, task_id, _said("start_note"))


def _check_submit(_session: Session, _actor: Actor, _task_id: int, _now: datetime) -> None:
    link_page.check_result(_said("submit_note"), _files("submit_files"))


def _check_decline(_session: Session, _actor: Actor, _task_id: int, _now: datetime) -> None:
    required(clean(_said("decline_reason"), "reason"), "reason")


def _check_extension(session: Session, actor: Actor, task_id: int, now: datetime) -> None:
    wrong = list[InvalidInput]()
    with noting(wrong):
        link_page.check_day(session, actor, task_id, read_day(_said("extension_day")), now=now)
    with noting(wrong):
        extensions.check_words(_said("extension_reason"), _files("extension_files"))
    raise_all(wrong)


def _check_comment(_session: Session, _actor: Actor, _task_id: int, _now: datetime) -> None:
    required(clean(_said("comment_text"), "text"), "text")


_CHECKS: Mapping[str, Check] = {
    Step.START: _check_start,
    Step.SUBMIT: _check_submit,
    Step.DECLINE: _check_decline,
    EXTENSION: _check_extension,
    COMMENT: _check_comment,
}
"""What is looked at before the step is tried, so that a missing name does not hide what else is wrong."""
