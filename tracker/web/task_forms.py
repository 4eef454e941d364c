"""What the forms about a task carry: one step each, its fields named after it (``return_reason``, ``submit_note``)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from flask import request

from tracker.domain import file_types
from tracker.domain.errors import InvalidInput, each, noting, raise_all
from tracker.domain.task import Step
from tracker.models import Task
from tracker.services import extensions, tasks
from tracker.services.task_due import Hold
from tracker.services.task_files import MAX_FILE, MAX_FILES, Upload
from tracker.web.requests import db, mailer, now
from tracker.web.sessions import actor
from tracker.web.task_words import COMMENT, DUE, EXTENSION, RECALL, UNDO

LARGEST_REPORT = (MAX_FILES + 1) * MAX_FILE  # bytes: one file too many or too large is still told by name

LIMITS = {"size": MAX_FILE // 1024**2, "files": MAX_FILES, "types": file_types.NAMED, "accept": file_types.ACCEPT}
"""What stands beside a field for files; the size in MB."""


def take(step: str, task_id: int) -> Task | None:
    """Do what the submitted form asks; None when there is no such step.

    Raises:
        Refused: see ``services.tasks``; ``params['field']`` is a field of the form.
    """
    found = _STEPS.get(step)
    try:
        return found(task_id) if found else None
    except InvalidInput as refused:
        for one in {id(one): one for one in (refused, *each(refused))}.values():
            one.params["field"] = f"{step}_{one.params['field']}"
        raise


def version() -> int:
    """The version of the task that the person had before them; -1, which no task has, when the form lost it."""
    return request.form.get("version", -1, type=int)


def _said(name: str) -> str:
    return request.form.get(name, "")


def _simple(service: Callable[..., Task]) -> Callable[[int], Task]:
    return lambda task_id: service(db(), actor(), task_id, version=version(), now=now())


def _with_reason(service: Callable[..., Task], step: str) -> Callable[[int], Task]:
    return lambda task_id: service(db(), actor(), task_id, version=version(), now=now(), reason=_said(f"{step}_reason"))


def _start(task_id: int) -> Task:
    return tasks.start(db(), actor(), task_id, version=version(), now=now(), note=_said("start_note"))


def _submit(task_id: int) -> Task:
    return tasks.submit(
        db(), actor(), task_id, version=version(), now=now(), note=_said("submit_note"), files=uploads("submit_files")
    )


def _return(task_id: int) -> Task:
    return tasks.return_(
        db(), actor(), task_id, version=version(), now=now(), reason=_said("return_reason"), compose=mailer()
    )


def _assign(task_id: int) -> Task:
    return tasks.assign(
        db(), actor(), task_id, version=version(), now=now(), reason=_said("assign_reason"), compose=mailer(),
        unit_id=request.form.get("assign_unit", type=int),
    )  # fmt: skip


def _due(task_id: int) -> Task:
    return tasks.change_due(
        db(), actor(), task_id, version=version(), now=now(), day=read_day(_said("due_day")),
        reason=_said("due_reason"), hold=_hold(), compose=mailer(),
    )  # fmt: skip


def _hold() -> Hold:
    chosen = _said("due_hold")
    return Hold(chosen) if chosen in set(Hold) else Hold.PIN


def _undo(task_id: int) -> Task:
    return tasks.undo(db(), actor(), task_id, version=version(), now=now(), compose=mailer())


def _extension(task_id: int) -> Task:
    files, wrong, day = uploads("extension_files"), list[InvalidInput](), None
    with noting(wrong):
        day = read_day(_said("extension_day"))
    if wrong:  # the other fields are looked at all the same
        with noting(wrong):
            extensions.check_words(_said("extension_reason"), files)
        raise_all(wrong)
    return extensions.ask(
        db(), actor(), task_id, version=version(), now=now(), day=day, reason=_said("extension_reason"),
        file=files[0] if files else None,
    )  # fmt: skip


def _recall(task_id: int) -> Task:
    request_id = request.form.get("recall_request", type=int)
    return extensions.withdraw(db(), actor(), task_id, request_id, version=version(), now=now())


def _comment(task_id: int) -> Task:
    chosen = request.form.getlist("comment_named", type=int)
    return tasks.comment(db(), actor(), task_id, now=now(), text=_said("comment_text"), compose=mailer(), chosen=chosen)


def read_day(words: str) -> date | None:
    """A typed date, 2026-07-17 or 17/07/2026; None when nothing was typed.

    Raises:
        InvalidInput: ``due_unreadable``.
    """
    typed = words.strip()
    if not typed:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 -- a date has no zone
        except ValueError:
            continue
    raise InvalidInput("due_unreadable", field="day", words=typed)


def read_days(values: Mapping[str, str], *names: str) -> list[date | None]:
    """The typed dates of several fields.

    Raises:
        InvalidInput: ``due_unreadable``, for each field that is.
    """
    found: list[date | None] = []
    wrong: list[InvalidInput] = []
    for name in names:
        with noting(wrong):
            found.append(_named_day(values.get(name, ""), name))
    raise_all(wrong)
    return found


def _named_day(typed: str, name: str) -> date | None:
    try:
        return read_day(typed)
    except InvalidInput as refused:
        refused.params["field"] = name
        raise


def uploads(name: str) -> list[Upload]:
    """The chosen files; of one that is too large, no more than shows it."""
    return [
        Upload(filename=file.filename, content=file.stream.read(MAX_FILE + 1))
        for file in request.files.getlist(name)
        if file.filename
    ]


_STEPS: Mapping[str, Callable[[int], Task]] = {
    Step.ACKNOWLEDGE: _simple(tasks.acknowledge),
    Step.START: _start,
    Step.SUBMIT: _submit,
    Step.WITHDRAW: _simple(tasks.withdraw),
    Step.ACCEPT: _simple(tasks.accept),
    Step.REOPEN: _simple(tasks.reopen),
    Step.RETURN_: _return,
    Step.DECLINE: _with_reason(tasks.decline, Step.DECLINE),
    Step.ASSIGN: _assign,
    Step.SUSPEND: _with_reason(tasks.suspend, Step.SUSPEND),
    Step.RESUME: _simple(tasks.resume),
    Step.CANCEL: _with_reason(tasks.cancel, Step.CANCEL),
    DUE: _due,
    EXTENSION: _extension,
    RECALL: _recall,
    COMMENT: _comment,
    UNDO: _undo,
}
