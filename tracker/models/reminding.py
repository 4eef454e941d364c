"""How an agency reminds: its policies, what was muted, who stands in for whom, further contact persons."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.account import User
from tracker.models.base import Base, UTCDateTime
from tracker.models.conference import Conference
from tracker.models.unit import Unit


class ReminderPolicy(Base):
    """An agency's reminder policy, or one conference's; ``settings``: what differs from the policy above it."""

    __tablename__ = "reminder_policy"
    __table_args__ = (
        Index(
            "uq_reminder_policy_agency",
            "host_id",
            unique=True,
            postgresql_where=text("conference_id IS NULL"),
            sqlite_where=text("conference_id IS NULL"),
        ),
        Index("uq_reminder_policy_conference", "conference_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    changed_by: Mapped[User] = relationship()


class Mute(Base):
    """Reminders that a person has silenced, with a reason: of a stage, of a unit, or of a unit's stage."""

    __tablename__ = "mute"
    __table_args__ = (CheckConstraint("unit_id IS NOT NULL OR stage IS NOT NULL", name="unit_or_stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    stage: Mapped[str | None] = mapped_column(String(32))  # "before_7", or "overdue" for all of its days
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    conference: Mapped[Conference] = relationship()
    unit: Mapped[Unit | None] = relationship()
    by: Mapped[User] = relationship(foreign_keys=[by_id])


class UnitContact(Base):
    """A further person of a unit who gets its reminders, beside its mailbox."""

    __tablename__ = "unit_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))

    unit: Mapped[Unit] = relationship()


class Absence(Base):
    """A person is away; ``substitute`` gets what is meant for them, both inclusive days in Vietnam."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("last >= first", name="day_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    substitute: Mapped[User | None] = relationship(foreign_keys=[substitute_id])
