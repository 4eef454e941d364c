"""The administrator's days over the published working calendar, and the private addresses of calendar feeds."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.glossary import FeedScope
from tracker.models.account import User
from tracker.models.base import Base, UTCDateTime, one_of
from tracker.models.conference import Conference
from tracker.models.unit import Unit


class CalendarDay(Base):
    """A day off, or a day worked, by the decision that orders it; overrules the published calendar for everyone."""

    __tablename__ = "calendar_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    worked: Mapped[bool]
    name: Mapped[str] = mapped_column(String(200), default="")  # of the holiday
    decision: Mapped[str] = mapped_column(String(200))  # number of the document


class AnnouncedYear(Base):
    """A year whose holidays have been announced since this version was published: it is provisional no more."""

    __tablename__ = "announced_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    decision: Mapped[str] = mapped_column(String(200))


class CalendarChange(Base):
    """One saving of the calendar, kept for good. ``days``: [{"day", "before", "after"}], each side {"worked", "name",
    "decision"} or None; ``years``: [{"year", "before", "after"}], decisions. ``decision``: what orders it, also where a
    day is taken back. ``moved``: due dates that moved with it; ``batch``: shared with the re-plannings it caused.
    """

    __tablename__ = "calendar_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    days: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    years: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    decision: Mapped[str] = mapped_column(String(200))
    moved: Mapped[int] = mapped_column(default=0)
    batch: Mapped[str] = mapped_column(String(32), unique=True)

    actor: Mapped[User] = relationship()


class FeedToken(Base):
    """A calendar feed's private address: the address holds a random token, the row its hash, so it can be revoked."""

    __tablename__ = "feed_token"
    __table_args__ = (
        CheckConstraint("(scope = 'unit') = (unit_id IS NOT NULL)", name="unit_of_scope"),
        CheckConstraint("(scope = 'conference') = (conference_id IS NOT NULL)", name="conference_of_scope"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    scope: Mapped[FeedScope] = mapped_column(one_of(FeedScope))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    user: Mapped[User] = relationship()
    unit: Mapped[Unit | None] = relationship()
    conference: Mapped[Conference | None] = relationship()
