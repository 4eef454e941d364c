"""Bugs to be planted, one at a time, to prove that the model of ``model.py`` finds such bugs.

Each replaces a part of the service by a worse one for as long as the search runs. This is the only place in the tests
where our own code is replaced: a check that has never failed on a broken service proves nothing of a sound one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tracker import schema
from tracker.domain.glossary import ConferenceState, TaskState
from tracker.models import OutboxMail, Task
from tracker.services import dues, ledger, outbox, outdated, reminder_scan, reminders
from tracker.services.mutes import Mutes
from tracker.services.outbox import LIVE

Plant = Callable[[pytest.MonkeyPatch], None]


def _keeps_waiting_mails(when: Callable[[Task], bool]) -> Plant:
    """What makes a reminder untrue leaves it waiting, for those tasks of which ``when`` is true."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        real = outbox.drop_pending

        def drop_pending(session: Session, task_ids: Iterable[int]) -> None:
            ids = list(task_ids)
            session.flush()
            real(session, [one for one in ids if not when(session.get_one(Task, one))])

        patch.setattr(outbox, "drop_pending", drop_pending)

    return plant


def _sends_what_is_outdated(when: Callable[[Any], bool]) -> Plant:
    """The question before sending lets through those lines of the ledger of which ``when`` is true."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        real = outdated._stale
        patch.setattr(outdated, "_stale", lambda line: real(line) and not when(line))

    return plant


def _sends_what_is_muted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(outdated, "_muted", lambda session, lines: [])


def _key_of_the_ledger(columns: str) -> Plant:
    """The ledger's unique index is over ``columns``; "": there is none."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        real = schema.upgrade

        def upgrade(engine: Engine) -> None:
            real(engine)
            with engine.begin() as connection:
                connection.execute(text("DROP INDEX uq_reminder"))
                if columns:
                    connection.execute(text(f"CREATE UNIQUE INDEX uq_reminder ON reminder ({columns})"))

        patch.setattr(schema, "upgrade", upgrade)

    return plant


def _scan_knows_no_mutes(patch: pytest.MonkeyPatch) -> None:
    class Nothing:
        @staticmethod
        def in_force(session: Session, conference_ids: Collection[int] | None = None) -> Mutes:
            return Mutes()

    patch.setattr(reminder_scan, "mutes", Nothing)


def _moves_without_a_new_version(patch: pytest.MonkeyPatch) -> None:
    real = dues.put

    def put(task: Task, due: Any) -> bool:
        version = task.due_version
        moved = real(task, due)
        task.due_version = version
        return moved

    patch.setattr(dues, "put", put)


def _two_digests_a_day(patch: pytest.MonkeyPatch) -> None:
    """The key of a digest names its hour, too."""
    real, hours = reminders.digest_key, iter(range(10**9))
    patch.setattr(reminders, "digest_key", lambda email, day: f"{real(email, day)}:{next(hours)}")


def _forgets_the_ledger_line(patch: pytest.MonkeyPatch) -> None:
    """The mail is written, its line of the ledger is not."""
    real = ledger.record

    def record(session: Session, task: Task, stage: str, *args: Any, **values: Any) -> bool:
        return False if stage == "on_day" else real(session, task, stage, *args, **values)

    patch.setattr(ledger, "record", record)


def _sent_is_not_noted(patch: pytest.MonkeyPatch) -> None:
    """What the relay has taken goes back to what waits."""
    real = outbox.settle

    def settle(session: Session, mail: OutboxMail, **values: Any) -> bool:
        late = values["fate"] == "sent" and mail.kind == "digest"
        return real(session, mail, **(values | {"fate": "retry"} if late else values))

    patch.setattr(outbox, "settle", settle)


def _called_off(task: Task) -> bool:
    return task.conference.state is ConferenceState.CANCELLED


def _is(state: TaskState) -> Callable[[Task], bool]:
    return lambda task: task.state is state


def _moved(task: Task) -> bool:
    return task.state in LIVE and not _called_off(task)


BUGS: Mapping[str, Plant] = {
    "a completed task leaves its waiting reminders": _keeps_waiting_mails(_is(TaskState.COMPLETED)),
    "a submitted task leaves its waiting reminders": _keeps_waiting_mails(_is(TaskState.SUBMITTED)),
    "a cancelled task leaves its waiting reminders": _keeps_waiting_mails(_is(TaskState.CANCELLED)),
    "a moved date leaves the waiting reminders": _keeps_waiting_mails(_moved),
    "a returned task leaves the request to confirm it": _keeps_waiting_mails(_is(TaskState.RETURNED)),
    "a conference called off leaves its waiting reminders": _keeps_waiting_mails(_called_off),
    "the version of the due date is not asked before sending": _sends_what_is_outdated(
        lambda line: line.version_now != line.due_version
    ),
    "the state of the task is not asked before sending": _sends_what_is_outdated(lambda line: line.state not in LIVE),
    "the conference is not asked before sending": _sends_what_is_outdated(
        lambda line: line.conference_state is not ConferenceState.ACTIVE
    ),
    "the key of the ledger lacks the version of the due date": _key_of_the_ledger("task_id, stage, recipient"),
    "the ledger has no key": _key_of_the_ledger(""),
    "a line of the ledger is forgotten": _forgets_the_ledger_line,
    "mutes are not asked before sending": _sends_what_is_muted,
    "planning knows no mutes": _scan_knows_no_mutes,
    "a moved date keeps its version": _moves_without_a_new_version,
    "two digests a day": _two_digests_a_day,
    "what was sent is not noted": _sent_is_not_noted,
}


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """The service with the ``bug`` of that name."""
    with pytest.MonkeyPatch.context() as patch:
        BUGS[bug](patch)
        yield
