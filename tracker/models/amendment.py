"""A new version of an active conference's plan, from its upload until it is applied or discarded."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from tracker.models.account import User
from tracker.models.base import Base, UTCDateTime, one_of
from tracker.models.conference import Conference, Plan


class AmendmentState(StrEnum):
    OPEN = "open"  # read, under review
    APPLIED = "applied"
    DISCARDED = "discarded"


class Amendment(Base):
    """``reading``: what was read from the file. ``decisions``: change id → what a person chose, where not the default.

    ``outcome``: the changes that were proposed and what became of them, kept once the amendment is closed.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        # services.amendments.propose: one at a time
        Index(
            "uq_amendment_open",
            "conference_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"), index=True)
    state: Mapped[AmendmentState] = mapped_column(one_of(AmendmentState), default=AmendmentState.OPEN)
    filename: Mapped[str] = mapped_column(String(255))
    format: Mapped[str] = mapped_column(String(16))
    pages: Mapped[int | None]
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    lines: Mapped[list[dict[str, Any]]] = deferred(mapped_column(JSON, nullable=False))  # as Plan.lines
    coverage: Mapped[dict[str, Any]] = mapped_column(JSON)  # as Plan.coverage
    reading: Mapped[dict[str, Any]] = mapped_column(JSON)
    decisions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id", ondelete="SET NULL"))  # the version it became
    version: Mapped[int] = mapped_column(default=1)

    conference: Mapped[Conference] = relationship()
    uploaded_by: Mapped[User] = relationship(foreign_keys=[uploaded_by_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])
    plan: Mapped[Plan | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
