"""A task, its partners, its history and its files."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from tracker.domain.glossary import Anchor, AssignmentRole, DueFlag, DueSource, Review, TaskState
from tracker.models.account import User
from tracker.models.action_link import ActionLink
from tracker.models.base import Base, UTCDateTime, one_of
from tracker.models.conference import Conference
from tracker.models.unit import Unit


class Task(Base):
    """One assignment to one unit. The rule that gave the due date stands beside it, so that a moved event can move it.

    ``submitted_on`` is the date (in Vietnam) of the submission in force: it decides on time or late.
    ``due_version`` grows whenever the due date changes: reminders are counted per version.
    ``anchor`` and ``offset_days`` stay with the task when the event moves; None: its date is counted from nothing.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("state = 'draft' OR unit_id IS NOT NULL", name="released_has_unit"),
        CheckConstraint("state NOT IN ('submitted', 'completed') OR submitted_on IS NOT NULL", name="submitted_on"),
        # services.readiness.board and services.reminders.plan: the live tasks of a conference
        Index("ix_task_conference_id_state", "conference_id", "state"),
        # services.worklist.mine: a unit's tasks in order of urgency
        Index("ix_task_unit_id_due", "unit_id", "due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"))
    position: Mapped[int]  # order in the plan, 1-based
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    unit_words: Mapped[str] = mapped_column(Text)  # the unit as the plan writes it
    title: Mapped[str] = mapped_column(Text)
    role: Mapped[AssignmentRole] = mapped_column(one_of(AssignmentRole))
    kind: Mapped[str] = mapped_column(String(40))  # code of domain.kinds.KINDS
    blocking: Mapped[bool] = mapped_column(default=False)
    counted: Mapped[bool] = mapped_column(default=True)
    state: Mapped[TaskState] = mapped_column(one_of(TaskState), default=TaskState.DRAFT)
    review: Mapped[Review] = mapped_column(one_of(Review), default=Review.CERTAIN)
    doubts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # [{"code", "params"}]

    due: Mapped[date | None]
    latest: Mapped[date | None]
    due_source: Mapped[DueSource] = mapped_column(one_of(DueSource), default=DueSource.NONE)
    due_words: Mapped[str] = mapped_column(Text, default="")
    anchor: Mapped[Anchor | None] = mapped_column(one_of(Anchor))
    offset_days: Mapped[int | None]
    offset_working: Mapped[bool] = mapped_column(default=True)
    due_flag: Mapped[DueFlag | None] = mapped_column(one_of(DueFlag))
    due_version: Mapped[int] = mapped_column(default=1)
    pinned: Mapped[bool] = mapped_column(default=False)  # stays where it is when the event, calendar or rule changes
    original_due: Mapped[date | None]  # before the first extension
    extensions: Mapped[int] = mapped_column(default=0)  # granted so far
    lead_task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)

    quote: Mapped[str] = mapped_column(Text, default="")
    first_line: Mapped[int | None]
    last_line: Mapped[int | None]

    submitted_on: Mapped[date | None]
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    acknowledged: Mapped[bool] = mapped_column(default=False)
    assigned_on: Mapped[date | None]  # reminders of earlier stages are not sent after the fact
    version: Mapped[int] = mapped_column(default=1)

    conference: Mapped[Conference] = relationship()
    unit: Mapped[Unit | None] = relationship()
    lead_task: Mapped["Task | None"] = relationship(remote_side=[id])
    partners: Mapped[list["TaskPartner"]] = relationship(
        back_populates="task", cascade="all, delete-orphan", order_by="TaskPartner.id"
    )
    events: Mapped[list["TaskEvent"]] = relationship(
        back_populates="task", cascade="all, delete-orphan", order_by="TaskEvent.id.desc()"
    )
    files: Mapped[list["TaskFile"]] = relationship(
        back_populates="task", cascade="all, delete-orphan", order_by="TaskFile.id.desc()"
    )

    __mapper_args__ = {"version_id_col": version}


class TaskPartner(Base):
    """A co-operating unit, matched to the directory where possible."""

    __tablename__ = "task_partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    words: Mapped[str] = mapped_column(Text)

    task: Mapped[Task] = relationship(back_populates="partners")
    unit: Mapped[Unit | None] = relationship()


class TaskEvent(Base):
    """One line of a task's history; never changed, never deleted. ``step``: a ``domain.task.Step`` or a note's code."""

    __tablename__ = "task_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    step: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    task: Mapped[Task] = relationship(back_populates="events")
    actor: Mapped[User | None] = relationship()


class TaskFile(Base):
    """A file handed in with a report: by an account, or by a person named ``link_name`` through a link."""

    __tablename__ = "task_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("action_link.id"))
    link_name: Mapped[str] = mapped_column(String(120), default="")

    task: Mapped[Task] = relationship(back_populates="files")
    uploaded_by: Mapped[User | None] = relationship()
    link: Mapped[ActionLink | None] = relationship()
