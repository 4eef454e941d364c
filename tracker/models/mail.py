"""What will be, was and could not be sent; and the runs of the jobs that do it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, UTCDateTime, one_of
from tracker.models.task import Task


class MailState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"  # claimed: a lease says until when
    SENT = "sent"  # accepted by the relay
    UNKNOWN = "unknown"  # the relay may have it: the connection broke between the final dot and the reply
    DEAD = "dead"  # given up, needs a person
    CANCELLED = "cancelled"


class OutboxMail(Base):
    """A rendered mail, written in the transaction that causes it and sent later.

    ``key`` is unique: planning twice writes once. The Message-ID is derived from it, so a repeat is recognisable.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="lease_while_sending"),
        # services.outbox.claim: what is due to be sent
        Index(
            "ix_outbox_mail_due",
            "not_before",
            postgresql_where=text("state IN ('pending', 'sending', 'unknown')"),
            sqlite_where=text("state IN ('pending', 'sending', 'unknown')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    recipient_name: Mapped[str] = mapped_column(String(300))
    reply_to: Mapped[str | None] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(255))
    thread: Mapped[str | None] = mapped_column(String(255))  # Message-ID that mails of one subject refer to
    calendar: Mapped[str | None] = mapped_column(Text)  # an inline text/calendar part
    unsubscribe: Mapped[str | None] = mapped_column(Text)  # address for List-Unsubscribe, where opting out is allowed
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("conference.id", ondelete="SET NULL"), index=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)

    state: Mapped[MailState] = mapped_column(one_of(MailState), default=MailState.PENDING)
    not_before: Mapped[datetime] = mapped_column(UTCDateTime)
    good_until: Mapped[datetime | None] = mapped_column(UTCDateTime)  # not sent by then, it is planned anew
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)  # grows with each claim: a frozen worker cannot mark what it lost
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_code: Mapped[int | None]
    last_stage: Mapped[str | None] = mapped_column(String(32))
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    reminders: Mapped[list["Reminder"]] = relationship(back_populates="mail")


class Reminder(Base):
    """The ledger: one row per (task, stage, recipient, version of the due date); ``mail`` says what became of it.

    A row without a mail was suppressed, for ``reason``.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        Index("uq_reminder", "task_id", "stage", "recipient", "due_version", unique=True),
        CheckConstraint("mail_id IS NOT NULL OR reason <> ''", name="sent_or_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"))  # whose the task was then
    stage: Mapped[str] = mapped_column(String(32))
    audience: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[str] = mapped_column(String(254))
    due_version: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_mail.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(64), default="")

    task: Mapped[Task] = relationship()
    mail: Mapped[OutboxMail | None] = relationship(back_populates="reminders")


class SuppressedAddress(Base):
    """An address that is not written to: the relay said that it does not exist, or a person stopped it.

    ``lifted_at``: it is written to again. Kept for good, newest row counts.
    """

    __tablename__ = "suppressed_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(254), index=True)  # lower case
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    code: Mapped[int | None]
    error: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # None: the relay's answer
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class RelayHealth(Base):
    """What all workers know of a relay: failures in a row, until when nothing is tried, and the rate limit's bucket."""

    __tablename__ = "relay_health"

    relay: Mapped[str] = mapped_column(String(255), primary_key=True)  # host:port
    failures: Mapped[int] = mapped_column(default=0)
    open_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fault: Mapped[str | None] = mapped_column(String(32))  # mail.Fault of the last failure
    last_error: Mapped[str | None] = mapped_column(Text)
    last_ok_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    tokens: Mapped[float] = mapped_column(default=0.0)
    refilled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class JobRun(Base):
    """One run of a scheduled job: the newest good one is the heartbeat that people are shown."""

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_job_finished_at", "job", "finished_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ok: Mapped[bool] = mapped_column(default=False)
    idle: Mapped[bool] = mapped_column(default=False)  # there was nothing to do
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    error: Mapped[str | None] = mapped_column(Text)
