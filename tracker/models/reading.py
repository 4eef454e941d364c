"""An uploaded plan that is being read: kept until it has become a conference, an amendment, or a refusal."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from tracker.models.account import User
from tracker.models.base import Base, UTCDateTime, one_of
from tracker.models.conference import Conference
from tracker.models.unit import Unit


class ReadingPurpose(StrEnum):
    """What the plan is for: a conference of its own, instead of a draft, a new version of a plan in force."""

    NEW = "new"
    REPLACES = "replaces"
    AMENDS = "amends"


class ReadingState(StrEnum):
    """That nobody reads it any more although it says so, is seen from ``heartbeat_at``."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class PlanReading(Base):
    """``target`` is the draft to replace or the conference to amend, ``conference`` what the plan became.

    ``attempt`` counts the readers: only the newest may write. ``content`` goes when nobody needs it any more.
    """

    __tablename__ = "plan_reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    purpose: Mapped[ReadingPurpose] = mapped_column(one_of(ReadingPurpose))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("conference.id", ondelete="SET NULL"), index=True)
    again: Mapped[bool] = mapped_column(default=False)  # although the same file is there already
    filename: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    state: Mapped[ReadingState] = mapped_column(one_of(ReadingState), default=ReadingState.WAITING)
    attempt: Mapped[int] = mapped_column(default=0)
    stage: Mapped[str] = mapped_column(String(16), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)  # of the reading: converted, recognised …
    refusal: Mapped[str | None] = mapped_column(String(40))
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("conference.id", ondelete="SET NULL"), index=True)
    amendment_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    heartbeat_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    host: Mapped[Unit] = relationship()
    user: Mapped[User] = relationship()
    target: Mapped[Conference | None] = relationship(foreign_keys=target_id)
    conference: Mapped[Conference | None] = relationship(foreign_keys=conference_id)
