"""unit successors

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_successor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column(
            "change",
            sa.Enum(
                "rename",
                "merge",
                "split",
                "absorb",
                "abolish",
                name="unitchange",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "successor_id IS NOT NULL OR change = 'abolish'", name=op.f("ck_unit_successor_has_successor")
        ),
        sa.CheckConstraint(
            "successor_id IS NULL OR successor_id <> unit_id", name=op.f("ck_unit_successor_not_itself")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_unit_successor_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["unit.id"], name=op.f("fk_unit_successor_successor_id_unit"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_unit_successor_recorded_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_successor")),
    )
    with op.batch_alter_table("unit_successor", schema=None) as batch_op:
        batch_op.create_index("uq_unit_successor", ["unit_id", "successor_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_unit_successor_successor_id"), ["successor_id"], unique=False)

    with op.batch_alter_table("unit_alias", schema=None) as batch_op:
        batch_op.add_column(sa.Column("host_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_unit_alias_host_id_unit"), "unit", ["host_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_foreign_key(batch_op.f("fk_unit_alias_by_id_user_account"), "user_account", ["by_id"], ["id"])
        batch_op.drop_index("uq_unit_alias_of_unit")
        batch_op.create_index("uq_unit_alias_of_unit", ["unit_id", "host_id", "name"], unique=True)
        batch_op.create_index(
            "uq_unit_alias_everywhere",
            ["unit_id", "name"],
            unique=True,
            postgresql_where=sa.text("host_id IS NULL"),
            sqlite_where=sa.text("host_id IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_unit_alias_host_id"), ["host_id"], unique=False)

    # Names that differ only in their marks are two names: xã Cẩm Giang, xã Cẩm Giàng.
    _names_are_unique_by("sort_key")


def downgrade() -> None:
    # What the older schema cannot hold: spellings and units that differ only in their marks must be removed first.
    _names_are_unique_by("search_key")
    with op.batch_alter_table("unit_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_alias_host_id"))
        batch_op.drop_index("uq_unit_alias_everywhere")
        batch_op.drop_index("uq_unit_alias_of_unit")
        batch_op.create_index("uq_unit_alias_of_unit", ["unit_id", "search_key"], unique=True)
        batch_op.drop_constraint(batch_op.f("fk_unit_alias_by_id_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_unit_alias_host_id_unit"), type_="foreignkey")
        batch_op.drop_column("at")
        batch_op.drop_column("by_id")
        batch_op.drop_column("host_id")
    op.drop_table("unit_successor")


def _names_are_unique_by(key: str) -> None:
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index("uq_unit_name_in_parent")
        batch_op.drop_index("uq_unit_name_at_top")
        batch_op.create_index("uq_unit_name_in_parent", ["parent_id", key], unique=True)
        batch_op.create_index(
            "uq_unit_name_at_top",
            [key],
            unique=True,
            postgresql_where=sa.text("parent_id IS NULL"),
            sqlite_where=sa.text("parent_id IS NULL"),
        )
