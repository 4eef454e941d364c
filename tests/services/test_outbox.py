"""The outbox: written once, claimed by one worker, every outcome noted."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_conference, make_task
from tracker.mail import Letter
from tracker.models import MailState, OutboxMail, Reminder, Task
from tracker.services import outbox

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LETTER = Letter(subject="Việc đến hạn", text="Kính gửi", html="<p>Kính gửi</p>")


def put(session: Session, cast: Cast, key: str = "k", **values: object) -> OutboxMail | None:
    mail_id = outbox.enqueue(
        session, key=key, kind="digest", to=outbox.Address(email="qlkh@haibinh.example", name="Phòng"), letter=LETTER,
        host_id=cast.host.id, conference_id=None, reply_to=None, now=NOW, **values,  # type: ignore[arg-type]  # wait
    )  # fmt: skip
    return session.get(OutboxMail, mail_id) if mail_id else None


def reminded(session: Session, cast: Cast, task: Task) -> OutboxMail:
    """A waiting mail that the ledger has as a reminder of ``task``."""
    mail = put(session, cast)
    assert mail is not None
    entry = {"stage": "before_3", "audience": "unit", "recipient": mail.recipient, "due_version": 1, "at": NOW}
    session.add(Reminder(task_id=task.id, mail_id=mail.id, **entry))
    session.flush()
    return mail


def settle(
    session: Session, mail: OutboxMail, fate: str, *, stage: str = "reply", code: int | None = None, now: datetime = NOW
) -> bool:
    noted = outbox.settle(session, mail, fate=fate, stage=stage, code=code, error="", now=now)
    session.commit()
    session.refresh(mail)
    return noted


def claim(session: Session, now: datetime = NOW) -> list[OutboxMail]:
    taken = list(outbox.claim(session, now=now))
    session.commit()
    return taken


def test_the_same_key_is_written_once(session: Session, cast: Cast) -> None:
    assert put(session, cast) is not None
    assert put(session, cast) is None
    assert len(session.scalars(select(OutboxMail)).all()) == 1


def test_a_claimed_mail_is_not_claimed_again_until_its_lease_ends(session: Session, cast: Cast) -> None:
    put(session, cast)
    assert len(claim(session)) == 1
    assert claim(session) == []
    assert claim(session, NOW + outbox.LEASE) == []
    assert len(claim(session, NOW + outbox.LEASE + timedelta(seconds=1))) == 1


def test_a_mail_waits_for_its_time(session: Session, cast: Cast) -> None:
    put(session, cast, wait=timedelta(seconds=30))
    assert claim(session) == []
    assert len(claim(session, NOW + timedelta(seconds=30))) == 1


def test_a_worker_that_lost_its_claim_cannot_note_an_outcome(session: Session, cast: Cast) -> None:
    put(session, cast)
    (frozen,) = claim(session)
    session.expunge(frozen)
    (other,) = claim(session, NOW + outbox.LEASE + timedelta(minutes=1))
    assert outbox.settle(session, frozen, fate="dead", stage="rcpt", code=550, error="", now=NOW) is False
    assert settle(session, other, "sent") is True
    assert other.state is MailState.SENT


def test_a_temporary_failure_is_tried_again_later_and_later(session: Session, cast: Cast) -> None:
    put(session, cast)
    (mail,) = claim(session)
    settle(session, mail, "retry", stage="rcpt", code=451)
    assert mail.state is MailState.PENDING
    assert NOW < mail.not_before <= NOW + timedelta(minutes=2)
    assert (mail.last_code, mail.last_stage) == (451, "rcpt")


def test_after_72_hours_a_mail_is_given_up_visibly(session: Session, cast: Cast) -> None:
    put(session, cast)
    late = NOW + timedelta(hours=73)
    states = []
    for hour in range(outbox.LEAST_TRIES):
        (mail,) = claim(session, late + timedelta(hours=hour))
        settle(session, mail, "retry", stage="rcpt", code=451, now=late + timedelta(hours=hour))
        states.append(mail.state)
    assert states == [MailState.PENDING] * (outbox.LEAST_TRIES - 1) + [MailState.DEAD]
    assert outbox.failed(session, {cast.host.id}) == [mail]


def test_an_unknown_fate_is_tried_once_more_with_the_same_message_id(session: Session, cast: Cast) -> None:
    put(session, cast)
    (mail,) = claim(session)
    first_id = mail.message_id
    settle(session, mail, "unknown")
    assert (mail.state, mail.not_before) == (MailState.UNKNOWN, NOW + outbox.UNKNOWN_RETRY)
    (mail,) = claim(session, NOW + outbox.UNKNOWN_RETRY)
    assert mail.message_id == first_id
    settle(session, mail, "unknown", now=NOW + outbox.UNKNOWN_RETRY)
    assert mail.state is MailState.DEAD


def test_a_mail_that_kills_its_worker_every_time_is_given_up(session: Session, cast: Cast) -> None:
    put(session, cast)
    moment = NOW
    for _ in range(outbox.MOST_CLAIMS):
        (mail,) = claim(session, moment)
        moment += outbox.LEASE + timedelta(seconds=1)
    assert claim(session, moment) == []
    session.refresh(mail)
    assert (mail.state, mail.last_stage) == (MailState.DEAD, "worker")


def test_a_mail_left_behind_by_several_workers_is_taken_alone(session: Session, cast: Cast) -> None:
    put(session, cast, "poison")
    moment = NOW
    for _ in range(outbox.SUSPECT):
        claim(session, moment)
        moment += outbox.LEASE + timedelta(seconds=1)
    put(session, cast, "fine")
    assert [[mail.key for mail in claim(session, moment)] for _ in range(2)] == [["poison"], ["fine"]]


def test_a_failure_that_is_the_relays_does_not_count_against_the_mail(session: Session, cast: Cast) -> None:
    put(session, cast)
    late = NOW + timedelta(hours=80)
    (mail,) = claim(session, late)
    noted = outbox.settle(
        session, mail, fate="retry", stage="connect", code=None, error="nobody there", now=late, counted=False
    )
    session.commit()
    session.refresh(mail)
    assert (noted, mail.state, mail.attempts) == (True, MailState.PENDING, 0)


def test_dropping_a_task_cancels_its_unsent_mail_and_frees_key_and_ledger(session: Session, cast: Cast) -> None:
    task = make_task(session, make_conference(session, cast.host, cast.people["coordinator"]), cast.department)
    mail = reminded(session, cast, task)
    outbox.drop_pending(session, [task.id])
    session.flush()
    assert mail.state is MailState.CANCELLED
    assert session.scalars(select(Reminder)).all() == []
    assert put(session, cast) is not None, "what still stands can be planned anew"
