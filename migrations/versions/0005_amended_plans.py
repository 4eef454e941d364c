"""amended plans: several versions of a conference's plan, and what is proposed before one is taken

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("superseded_at IS NULL")
OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(op.f("uq_plan_conference_id"), type_="unique")
        batch_op.create_unique_constraint("uq_plan_version", ["conference_id", "version"])
        batch_op.create_index(
            "uq_plan_in_force", ["conference_id"], unique=True, postgresql_where=IN_FORCE, sqlite_where=IN_FORCE
        )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.Integer(), existing_nullable=False, server_default=None)

    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "applied",
                "discarded",
                name="amendmentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("coverage", sa.JSON(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_amendment_conference_id_conference"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_amendment_uploaded_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["user_account.id"], name=op.f("fk_amendment_closed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_amendment_plan_id_plan"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_conference_id"), ["conference_id"], unique=False)
        batch_op.create_index(
            "uq_amendment_open", ["conference_id"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN
        )


def downgrade() -> None:
    """Keeps the version in force of each plan; earlier ones have no place in the older tables."""
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_index("uq_amendment_open", postgresql_where=OPEN, sqlite_where=OPEN)
        batch_op.drop_index(batch_op.f("ix_amendment_conference_id"))
    op.drop_table("amendment")

    op.execute(sa.text("DELETE FROM plan WHERE superseded_at IS NOT NULL"))
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index("uq_plan_in_force", postgresql_where=IN_FORCE, sqlite_where=IN_FORCE)
        batch_op.drop_constraint("uq_plan_version", type_="unique")
        batch_op.create_unique_constraint(op.f("uq_plan_conference_id"), ["conference_id"])
        batch_op.drop_column("superseded_at")
        batch_op.drop_column("version")
