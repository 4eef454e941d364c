"""Until when a reminder may go out, and whose task it spoke of.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("good_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_reminder_unit_id_unit"), "unit", ["unit_id"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_reminder_unit_id_unit"), type_="foreignkey")
        batch_op.drop_column("unit_id")
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_column("good_until")
