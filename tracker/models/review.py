"""The review of a plan as people do it: every step with what it changed, drafts merged away, who has it open."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.account import User
from tracker.models.base import Base, UTCDateTime


class ReviewStep(Base):
    """One action of one person, kept for good; the newest id is the version of a review.

    ``rows``: [{"task", "position", "before", "after"}] with the changed fields in JSON's types; where it applies also
    "made" (the task is new), "absorbed" (it went into the task of that id), "alias_id", "suggestion". ``of_id``: the
    step that this one takes back, which is ``undone`` from then on.
    """

    __tablename__ = "review_step"
    # services.review_log: the newest steps of a conference, and those after what a page has shown
    __table_args__ = (Index("ix_review_step_conference_id_id", "conference_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(32))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    of_id: Mapped[int | None] = mapped_column(ForeignKey("review_step.id", ondelete="SET NULL"))
    undone: Mapped[bool] = mapped_column(default=False)

    actor: Mapped[User] = relationship()
    of: Mapped["ReviewStep | None"] = relationship(remote_side=[id])


class Withdrawal(Base):
    """A skipped draft that is no item of its own any more: merged ``into`` another, or its making was taken back.

    The row stays, so that its history stays and its id never means another task.
    """

    __tablename__ = "task_withdrawal"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), primary_key=True)
    into_id: Mapped[int | None] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)


class ReviewPresence(Base):
    """Who has the review of a conference open, as of the last time the page asked for news."""

    __tablename__ = "review_presence"

    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)

    user: Mapped[User] = relationship()
