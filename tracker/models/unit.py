"""The directory: units in a tree, with the other spellings they are known by."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.glossary import UnitKind
from tracker.domain.succession import UnitChange
from tracker.models.base import Base, UTCDateTime, one_of

if TYPE_CHECKING:
    from tracker.models.account import User


class Unit(Base):
    """An office, department, committee, school … ; a host agency holds conferences of its own."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from", name="validity"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_own_parent"),
        # Two units of one parent must not share a name: services.directory.add_unit relies on it. By sort_key, which
        # keeps the marks: xã Cẩm Giang and xã Cẩm Giàng are two communes of one city.
        Index("uq_unit_name_in_parent", "parent_id", "sort_key", unique=True),
        Index(
            "uq_unit_name_at_top",
            "sort_key",
            unique=True,
            postgresql_where=text("parent_id IS NULL"),
            sqlite_where=text("parent_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    search_key: Mapped[str] = mapped_column(String(300))
    sort_key: Mapped[str] = mapped_column(
        String(1000).with_variant(String(1000, collation="C"), "postgresql")  # code-point order, as the key is made for
    )
    kind: Mapped[UnitKind] = mapped_column(one_of(UnitKind))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    is_host: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    contact_name: Mapped[str | None] = mapped_column(String(120))
    head_name: Mapped[str | None] = mapped_column(String(120))
    head_email: Mapped[str | None] = mapped_column(String(254))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]

    parent: Mapped["Unit | None"] = relationship(remote_side=[id])
    aliases: Mapped[list["UnitAlias"]] = relationship(
        back_populates="unit", cascade="all, delete-orphan", foreign_keys="UnitAlias.unit_id"
    )


class UnitAlias(Base):
    """Another spelling of a unit's name, shipped or chosen by a person while reviewing a plan.

    ``host_id``: the agency in whose plans it means this unit; None: everywhere. ``by_id``, ``at``: who chose it, when.
    """

    __tablename__ = "unit_alias"
    __table_args__ = (
        Index("uq_unit_alias_of_unit", "unit_id", "host_id", "name", unique=True),
        Index(
            "uq_unit_alias_everywhere",
            "unit_id",
            "name",
            unique=True,
            postgresql_where=text("host_id IS NULL"),
            sqlite_where=text("host_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(300))
    search_key: Mapped[str] = mapped_column(String(300))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    unit: Mapped[Unit] = relationship(back_populates="aliases", foreign_keys=unit_id)
    host: Mapped[Unit | None] = relationship(foreign_keys=host_id)
    by: Mapped["User | None"] = relationship()


class UnitSuccessor(Base):
    """What became of a unit: one row for each that took over, or one without any where nobody did.

    ``effective``: the first day under the new arrangement; the unit's own last day is the day before.
    """

    __tablename__ = "unit_successor"
    __table_args__ = (
        CheckConstraint("successor_id IS NOT NULL OR change = 'abolish'", name="has_successor"),
        CheckConstraint("successor_id IS NULL OR successor_id <> unit_id", name="not_itself"),
        Index("uq_unit_successor", "unit_id", "successor_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    change: Mapped[UnitChange] = mapped_column(one_of(UnitChange))
    effective: Mapped[date]
    decision: Mapped[str] = mapped_column(String(200), default="")  # number of the decision or law behind it
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # None: shipped

    unit: Mapped[Unit] = relationship(foreign_keys=unit_id)
    successor: Mapped[Unit | None] = relationship(foreign_keys=successor_id)
    recorded_by: Mapped["User | None"] = relationship()
