"""Links by which units and speakers without an account act: scoped to one unit and one conference."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.account import User
from tracker.models.base import Base, UTCDateTime
from tracker.models.conference import Conference
from tracker.models.unit import Unit


class ActionLink(Base):
    """The address holds a signed token, the row its hash only, so that it expires and can be revoked.

    The token follows from the row's columns and the application's secret: later mails carry the same address.
    """

    __tablename__ = "action_link"
    __table_args__ = (
        Index("ix_action_link_conference_id_unit_id", "conference_id", "unit_id"),
        # services.action_links.door: one living link for a unit, a conference and an address
        Index(
            "uq_action_link_living",
            "conference_id",
            "unit_id",
            "recipient",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
            sqlite_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    recipient: Mapped[str] = mapped_column(String(254))  # to whom it was sent
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    conference: Mapped[Conference] = relationship()
    unit: Mapped[Unit] = relationship()
    revoked_by: Mapped[User | None] = relationship()


class ActionLinkUse(Base):
    """One use of a link: opened, or a step taken by it. Kept for good."""

    __tablename__ = "action_link_use"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("action_link.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    what: Mapped[str] = mapped_column(String(32))  # services.action_links.OPENED, REFUSED, FILE, or the step taken
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(120), default="")  # as the person entered it
    details: Mapped[str] = mapped_column(Text, default="")

    link: Mapped[ActionLink] = relationship()
