"""A unit's request for more time, and what became of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from tracker.domain.glossary import ExtensionState
from tracker.models.account import User
from tracker.models.action_link import ActionLink
from tracker.models.base import Base, UTCDateTime, one_of
from tracker.models.task import Task


class ExtensionRequest(Base):
    """``due``: the due date when it was asked; ``number``: 1 for the first extension of the task. Kept for good."""

    __tablename__ = "extension_request"
    __table_args__ = (
        CheckConstraint("(state IN ('accepted', 'adjusted')) = (granted IS NOT NULL)", name="granted_day"),
        # services.extensions.ask: one open request per task
        Index(
            "uq_extension_request_open",
            "task_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    state: Mapped[ExtensionState] = mapped_column(one_of(ExtensionState), default=ExtensionState.OPEN)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # None: through a link
    link_id: Mapped[int | None] = mapped_column(ForeignKey("action_link.id"))
    link_name: Mapped[str] = mapped_column(String(120), default="")  # as the person entered it
    reason: Mapped[str] = mapped_column(Text)
    due: Mapped[date]
    wanted: Mapped[date]
    filename: Mapped[str | None] = mapped_column(String(255))
    size: Mapped[int | None]  # bytes
    sha256: Mapped[str | None] = mapped_column(String(64))
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    granted: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    task: Mapped[Task] = relationship()
    asked_by: Mapped[User | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    link: Mapped[ActionLink | None] = relationship()
