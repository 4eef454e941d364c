"""How an agency plans backwards: its own rules, its factors, its templates; and every re-planning of a conference."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.glossary import Anchor, ConferenceKind, ReplanKind
from tracker.models.account import User
from tracker.models.base import Base, UTCDateTime, one_of
from tracker.models.conference import Conference


class AgencyRule(Base):
    """A row of the back-planning table as one agency has it; kinds without a row keep the shipped rule.

    Days are working days from ``anchor`` (-7 = S-7). ``latest_days`` None is no ceiling unless
    ``latest_end_of_next_month``. ``words``: the agency's own phrases for this kind, tried before the shipped ones.
    """

    __tablename__ = "agency_rule"
    __table_args__ = (UniqueConstraint("host_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))  # code of domain.kinds.KINDS
    anchor: Mapped[Anchor] = mapped_column(one_of(Anchor))
    offset_days: Mapped[int]
    latest_days: Mapped[int | None]
    latest_end_of_next_month: Mapped[bool] = mapped_column(default=False)
    blocking: Mapped[bool]
    basis: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[list[str]] = mapped_column(JSON, default=list)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    changed_by: Mapped[User] = relationship()


class AgencyFactors(Base):
    """By how much an agency prepares small meetings less far ahead, and provincial ones further; in per cent."""

    __tablename__ = "agency_factors"
    __table_args__ = (
        CheckConstraint("small BETWEEN 10 AND 100", name="small_range"),
        CheckConstraint("provincial BETWEEN 100 AND 300", name="provincial_range"),
    )

    host_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True)
    small: Mapped[int]
    provincial: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    changed_by: Mapped[User] = relationship()


class ConferenceTemplate(Base):
    """A conference's tasks kept for the next one. ``tasks``: the fields of ``services.template_items.Item``, in order.

    ``deleted_at``: it is in no list any more, and can be brought back for a while.
    """

    __tablename__ = "conference_template"
    __table_args__ = (
        # services.templates: no two of an agency's templates have the same name
        Index(
            "uq_conference_template_name",
            "host_id",
            "name",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
            sqlite_where=text("deleted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ConferenceKind] = mapped_column(one_of(ConferenceKind), default=ConferenceKind.OTHER)
    tasks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    created_by: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Replan(Base):
    """One re-planning of a conference, with what it changed, so that it can be taken back while nothing depends on it.

    ``event``: {"before", "after"}, each {"start", "end", "tentative", "state"}. ``tasks``: [{"task", "before",
    "left"}], the fields as they were and the due date's version as this left it. ``batch``: shared by the re-plannings
    of several conferences that one act caused.
    """

    __tablename__ = "replan"
    # services.replan.of_conference: the newest of a conference
    __table_args__ = (Index("ix_replan_conference_id_id", "conference_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"))
    kind: Mapped[ReplanKind] = mapped_column(one_of(ReplanKind))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    event: Mapped[dict[str, Any]] = mapped_column(JSON)
    tasks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    told: Mapped[int] = mapped_column(default=0)  # recipients written to
    batch: Mapped[str | None] = mapped_column(String(32), index=True)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    conference: Mapped[Conference] = relationship()
    actor: Mapped[User] = relationship(foreign_keys=[actor_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])
