"""A conference and the plan it was read from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from tracker.domain.glossary import ConferenceKind, ConferenceScale, ConferenceState, MeetingMode, Severity
from tracker.models.account import User
from tracker.models.base import Base, UTCDateTime, one_of
from tracker.models.unit import Unit


class Conference(Base):
    """``event_start``/``event_end`` are the first and last day as announced; tentative until confirmed."""

    __tablename__ = "conference"
    __table_args__ = (
        CheckConstraint("(event_start IS NULL) = (event_end IS NULL)", name="event_both_or_none"),
        CheckConstraint("event_end >= event_start", name="event_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    state: Mapped[ConferenceState] = mapped_column(one_of(ConferenceState), default=ConferenceState.DRAFT)
    title: Mapped[str] = mapped_column(Text)
    short_title: Mapped[str] = mapped_column(String(200))
    issuer: Mapped[str | None] = mapped_column(String(300))
    number: Mapped[str | None] = mapped_column(String(60))
    issued: Mapped[str | None] = mapped_column(String(10))  # as far as the text says: 2023-05-30, 2023-05 or 2023
    event_start: Mapped[date | None]
    event_end: Mapped[date | None]
    event_tentative: Mapped[bool] = mapped_column(default=True)
    event_words: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    delegates: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(Text)  # whom the plan names for difficulties
    kind: Mapped[ConferenceKind] = mapped_column(one_of(ConferenceKind), default=ConferenceKind.OTHER)
    scale: Mapped[ConferenceScale] = mapped_column(one_of(ConferenceScale), default=ConferenceScale.ORDINARY)
    mode: Mapped[MeetingMode | None] = mapped_column(one_of(MeetingMode))  # None: the plan does not say
    # what else the plan says, for showing: the fields of ``tracker.domain.plan.details.Details``
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    activated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    host: Mapped[Unit] = relationship()
    coordinator: Mapped[User] = relationship()
    # the version in force; earlier ones stay (no delete-orphan: a version is superseded, never replaced)
    plan: Mapped["Plan | None"] = relationship(
        primaryjoin="and_(Conference.id == Plan.conference_id, Plan.superseded_at.is_(None))",
        back_populates="conference",
        cascade="all",
        uselist=False,
    )
    plans: Mapped[list["Plan"]] = relationship(viewonly=True, order_by="Plan.version")
    findings: Mapped[list["Finding"]] = relationship(cascade="all, delete-orphan", order_by="Finding.id")
    suggestions: Mapped[list["Suggestion"]] = relationship(cascade="all, delete-orphan", order_by="Suggestion.id")
    agenda: Mapped[list["AgendaItem"]] = relationship(cascade="all, delete-orphan", order_by="AgendaItem.position")

    __mapper_args__ = {"version_id_col": version}


class Plan(Base):
    """An accepted original, byte for byte, and the lines read from it. ``superseded_at``: an amended one followed."""

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("conference_id", "version", name="uq_plan_version"),
        # Conference.plan: one version is in force
        Index(
            "uq_plan_in_force",
            "conference_id",
            unique=True,
            postgresql_where=text("superseded_at IS NULL"),
            sqlite_where=text("superseded_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(default=1)  # 1 is the plan as first issued, 2 its first amendment
    filename: Mapped[str] = mapped_column(String(255))
    format: Mapped[str] = mapped_column(String(16))
    pages: Mapped[int | None]
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    lines: Mapped[list[dict[str, Any]]] = deferred(mapped_column(JSON))  # [{"label", "text", "cells"}], in order
    coverage: Mapped[dict[str, Any]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    conference: Mapped[Conference] = relationship(back_populates="plan")
    uploaded_by: Mapped[User] = relationship()
    unread: Mapped[list["UnreadSentence"]] = relationship(
        cascade="all, delete-orphan", order_by="UnreadSentence.line, UnreadSentence.id"
    )


class UnreadSentence(Base):
    """A sentence of the text that hands out duties which the reader could not place, until a person answers it.

    ``task_id``: the task made from it; ``dismissed_at``: it is no duty. ``history``: [{"at", "by", "what", "reason"}],
    every answer and every one taken back.
    """

    __tablename__ = "unread_sentence"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    line: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id", ondelete="SET NULL"), index=True)
    dismissed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dismissed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    history: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    dismissed_by: Mapped[User | None] = relationship()


class Finding(Base):
    """Something in the plan that a person should look at; ``line`` is its place in ``Plan.lines``."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    severity: Mapped[Severity] = mapped_column(one_of(Severity))
    line: Mapped[int | None]
    words: Mapped[str] = mapped_column(Text)
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # a person has taken note of it
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    seen_by: Mapped[User | None] = relationship()


class Suggestion(Base):
    """A task that the plan implies, in its ``words``; or, without words, a person's answer to what a conference needs.

    What is needed is not stored, only what became of the offer: ``services.suggestions``.
    """

    __tablename__ = "suggestion"

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
    line: Mapped[int | None]
    taken: Mapped[bool] = mapped_column(default=False)
    dismissed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # a person has said that it is not wanted
    dismissed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    dismissed_by: Mapped[User | None] = relationship()


class AgendaItem(Base):
    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    line: Mapped[int | None]
    session: Mapped[str | None] = mapped_column(Text)  # "Buổi sáng: Hội nghị"
    time: Mapped[str | None] = mapped_column(Text)  # "7h30 - 8h00"
    content: Mapped[str] = mapped_column(Text)
    responsible: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
