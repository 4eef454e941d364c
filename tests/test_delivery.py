"""Delivery as a whole: a sick relay is left alone, its rate is kept, dead addresses are not written to."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Self

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from config import MailSettings
from tests.cast import Cast
from tests.factories import make_conference, make_task
from tests.mail.scripted import DROP, Scripted, nobody_listens, scripted
from tests.test_jobs import fill
from tracker import delivery, jobs
from tracker.db import Database
from tracker.domain.glossary import TaskState
from tracker.mail import Envelope, Letter, Mailer, Outcome
from tracker.models import MailState, OutboxMail, RelayHealth, Reminder, SuppressedAddress, Task
from tracker.services import outbox, relay, suppression
from tracker.services.health import DELIVER_MAIL

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LETTER = Letter(subject="Việc đến hạn", text="Kính gửi", html="<p>Kính gửi</p>")


@contextmanager
def mailing(app: Flask, port: int, **values: object) -> Iterator[Mailer]:
    """The application's mailer with a relay at ``port``; afterwards as it was."""
    mailer: Mailer = app.extensions["mailer"]
    before = mailer.settings
    mail = MailSettings(backend="smtp", server="127.0.0.1", port=port, timeout=1.0, deadline=2.0, grace=0)
    mailer.settings = replace(before, mail=replace(mail, **values))  # type: ignore[arg-type]  # any setting
    try:
        yield mailer
    finally:
        mailer.settings = before


class Post:
    """Runs of the delivery job with one scripted relay."""

    def __init__(self, app: Flask, database: Database, session: Session) -> None:
        self.app, self.database, self.session = app, database, session

    def run(self, server: Scripted, at: datetime = NOW, **values: object) -> dict[str, int]:
        self.session.rollback()  # whatever was looked at holds no lock
        with mailing(self.app, server.port, **values) as mailer:
            figures = jobs.run(DELIVER_MAIL, self.database, mailer, at=at)
        self.session.expire_all()
        return figures

    def mails(self) -> Sequence[OutboxMail]:
        return self.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()

    def health(self) -> RelayHealth:
        return self.session.scalars(select(RelayHealth)).one()


@pytest.fixture
def post(app: Flask, database: Database, session: Session, cast: Cast) -> Post:
    return Post(app, database, session)


def waiting(post: Post) -> None:
    """All mails are due now, whatever pause they were given."""
    post.session.execute(update(OutboxMail).values(not_before=NOW))
    post.session.commit()


BUSY: Mapping[str, str] = {"banner": "421 4.3.2 closing"}


def test_after_five_failures_in_a_row_the_relay_is_left_alone_and_what_was_claimed_goes_back_untouched(
    post: Post, cast: Cast
) -> None:
    fill(post.session, cast, 9)
    with scripted(BUSY) as server:
        assert post.run(server) == {"retry": relay.TRIPS_AT}
        assert (server.connections, post.run(server, NOW + 30 * MINUTE / 60), server.connections) == (5, {}, 5)
    assert [(mail.state, mail.attempts) for mail in post.mails()] == [(MailState.PENDING, 0)] * 9
    assert post.health().fault == "busy"


def test_then_one_mail_is_the_probe_and_a_good_answer_lets_all_through(post: Post, cast: Cast) -> None:
    fill(post.session, cast, 7)
    with scripted({"banner": ["421 4.3.2 closing"] * 6 + ["220 ready"]}) as server:
        post.run(server)
        waiting(post)
        assert post.run(server, NOW + 2 * MINUTE) == {"retry": 1}, "the probe fails"
        until = post.health().open_until
        assert until is not None
        assert timedelta(minutes=2) <= until - (NOW + 2 * MINUTE) < timedelta(minutes=2, seconds=30), "twice as long"
        waiting(post)
        assert post.run(server, NOW + 3 * MINUTE) == {}
        assert post.run(server, NOW + 5 * MINUTE) == {"sent": 7}
    assert (post.health().failures, post.health().open_until, post.health().last_error) == (0, None, None)


def test_the_pause_doubles_up_to_half_an_hour(post: Post) -> None:
    pauses, moment = [], NOW
    for _ in range(relay.TRIPS_AT + 7):
        relay.gate(post.session, "r:25", wanted=1, rate=0, now=moment)
        shut = relay.failed(post.session, "r:25", fault="silent", error="", at_once=False, probe=True, now=moment)
        until = post.session.get_one(RelayHealth, "r:25").open_until
        pauses.append(until - moment if until and shut else None)
        moment = until or moment
    assert pauses == [None] * 4 + [timedelta(minutes=number) for number in (1, 2, 4, 8, 16, 30, 30, 30)]


def test_only_one_worker_probes(post: Post, cast: Cast) -> None:
    fill(post.session, cast, 2)
    relay.failed(post.session, "r:25", fault="auth", error="", at_once=True, probe=False, now=NOW)
    later = NOW + 2 * MINUTE
    first = relay.gate(post.session, "r:25", wanted=50, rate=0, now=later)
    relay.take(post.session, "r:25", 1, through=first, rate=0, now=later)
    post.session.commit()
    assert (first.most, first.probe) == (1, True)
    assert relay.gate(post.session, "r:25", wanted=50, rate=0, now=later).most == 0


def test_a_wrong_password_is_tried_once_and_told_as_a_setting(post: Post, cast: Cast) -> None:
    fill(post.session, cast, 3)
    with scripted({"ehlo": "250-relay\r\n250 AUTH PLAIN", "auth": "535 5.7.8 wrong password"}) as server:
        post.run(server, username="sansang", password="x" * 9)
        assert server.asked["auth"] == 1
    assert (post.health().fault, post.health().last_error) == ("auth", "5.7.8 wrong password")
    assert {mail.attempts for mail in post.mails()} == {0}


def test_refused_recipients_are_no_fault_of_the_relay(post: Post, cast: Cast) -> None:
    fill(post.session, cast, 8)
    with scripted({"rcpt": ["550 5.7.1 no"] * 7 + ["250 ok"]}) as server:
        assert post.run(server) == {"dead": 7, "sent": 1}


def test_a_good_answer_between_failures_starts_the_count_anew(post: Post, cast: Cast) -> None:
    fill(post.session, cast, 12)
    with scripted({"data": [DROP, DROP, DROP, "354 go on"] * 3}) as server:
        assert post.run(server) == {"retry": 9, "sent": 3}


def test_no_more_mails_go_out_than_the_rate_allows(post: Post, cast: Cast) -> None:
    fill(post.session, cast, 100)
    with scripted() as server:
        sent = [post.run(server, NOW + seconds * timedelta(seconds=1), rate=60) for seconds in (0, 10, 20)]
    assert sent[0]["sent"] in range(60, 63)  # a minute's worth at once, then one a second
    assert all(run["sent"] in range(8, 13) for run in sent[1:])


def test_a_recipient_who_does_not_exist_is_not_written_to_again(post: Post, cast: Cast) -> None:
    fill(post.session, cast, 2)
    with scripted({"rcpt": ["550 5.1.1 no such user", "250 ok"]}) as server:
        assert post.run(server) == {"dead": 1, "sent": 1}
        (row,) = post.session.scalars(select(SuppressedAddress)).all()
        assert (row.address, row.code, row.error, row.by_id) == ("u0@haibinh.example", 550, "5.1.1 no such user", None)
        again = write(post, cast, "again", "U0@haibinh.example")
        assert (again.state, again.last_stage, again.last_error) == (MailState.DEAD, "suppressed", row.error)
        assert suppression.is_suppressed(again)
        assert post.run(server) == {}


def test_what_waited_when_the_address_died_is_not_sent_either_and_the_ledger_keeps_it(post: Post, cast: Cast) -> None:
    task = make_task(
        post.session, make_conference(post.session, cast.host, cast.people["coordinator"]), cast.department
    )
    mail = write(post, cast, "k", "qlkh@haibinh.example")
    line = {"stage": "before_3", "audience": "unit", "recipient": mail.recipient, "due_version": 1, "at": NOW}
    post.session.add(Reminder(task_id=task.id, mail_id=mail.id, **line))
    suppression.suppress(post.session, mail.recipient, code=550, error="5.1.1 gone", now=NOW)
    post.session.commit()
    with scripted() as server:
        assert post.run(server) == {"suppressed": 1}
        assert server.connections == 0
    kept = post.session.scalars(select(Reminder)).one()
    assert kept.mail is not None
    assert (kept.mail.state, kept.mail.last_stage) == (MailState.DEAD, "suppressed")


def write(post: Post, cast: Cast, key: str, address: str) -> OutboxMail:
    mail_id = outbox.enqueue(
        post.session, key=key, kind="digest", to=outbox.Address(email=address, name="Phòng"),
        letter=LETTER, host_id=cast.host.id, conference_id=None, reply_to=None, now=NOW,
    )  # fmt: skip
    post.session.commit()
    return post.session.get_one(OutboxMail, mail_id)


def test_what_is_finished_while_a_long_batch_goes_out_is_not_sent(
    post: Post, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "FRESH", 0.0)
    conference = make_conference(post.session, cast.host, cast.people["coordinator"])
    task = make_task(post.session, conference, cast.department, due=date(2026, 11, 27))
    write(post, cast, "first", "vanphong@haibinh.example")
    mail = write(post, cast, "second", "qlkh@haibinh.example")
    line = {"stage": "before_3", "audience": "unit", "recipient": mail.recipient, "due_version": 1, "at": NOW}
    post.session.add(Reminder(task_id=task.id, mail_id=mail.id, **line))
    post.session.commit()

    task_id = task.id
    post.session.rollback()

    class Finishing(Scripted):
        def act(self, step: str) -> str:
            if step == "text":  # the first mail is on its way when the task is done
                with post.database.sessions() as session:
                    session.get_one(Task, task_id).state = TaskState.CANCELLED
                    session.commit()
            return super().act(step)

    with scripted() as server:
        server.__class__ = Finishing
        assert post.run(server) == {"sent": 1, "withdrawn": 1}
    assert server.accepted == ["vanphong@haibinh.example"]


def test_a_batch_whose_lease_runs_out_goes_back_at_once(post: Post, cast: Cast) -> None:
    fill(post.session, cast, 3)
    run = delivery._Run(post.database, post.app.extensions["mailer"], Dumb(), lambda: NOW)
    run.time_for_batch = -1.0
    assert run.batch(jobs.NEVER) is True
    assert [(mail.state, mail.attempts) for mail in post.mails()] == [(MailState.PENDING, 0)] * 3


class Dumb:
    """A transport without a relay that is never asked to send."""

    relay: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def send(self, envelope: Envelope) -> Outcome:
        raise AssertionError("not to be reached")


def test_nobody_listening_costs_no_mail_an_attempt(post: Post, cast: Cast) -> None:
    fill(post.session, cast, 6)
    post.run(Scripted(port=nobody_listens()))
    assert [(mail.state, mail.attempts) for mail in post.mails()] == [(MailState.PENDING, 0)] * 6
    assert post.health().fault == "unreachable"
