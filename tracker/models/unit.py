"""The directory: units in a tree, with the other spellings they are known by."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.glossary import UnitKind
from tracker.models.base import Base, one_of


class Unit(Base):
    """An office, department, committee, school … ; a host agency holds conferences of its own."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from", name="validity"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_own_parent"),
        # Two units of one parent must not share a name: services.directory.add_unit relies on it.
        Index("uq_unit_name_in_parent", "parent_id", "search_key", unique=True),
        Index(
            "uq_unit_name_at_top",
            "search_key",
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
    aliases: Mapped[list["UnitAlias"]] = relationship(back_populates="unit", cascade="all, delete-orphan")


class UnitAlias(Base):
    """Another spelling of a unit's name, shipped or confirmed by a person while reviewing a plan."""

    __tablename__ = "unit_alias"
    __table_args__ = (Index("uq_unit_alias_of_unit", "unit_id", "search_key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(300))
    search_key: Mapped[str] = mapped_column(String(300))

    unit: Mapped[Unit] = relationship(back_populates="aliases")
