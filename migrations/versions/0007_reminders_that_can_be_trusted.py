"""Policies, mutes, substitutes, contacts, action links; what is known of a relay and of addresses.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("briefing", sa.Boolean(), server_default=sa.true(), nullable=False))

    op.create_table(
        "relay_health",
        sa.Column("relay", sa.String(length=255), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=32), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("refilled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("relay", name=op.f("pk_relay_health")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("last >= first", name=op.f("ck_absence_day_order")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["user_account.id"], name=op.f("fk_absence_substitute_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_absence_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_user_id"), ["user_id"], unique=False)

    op.create_table(
        "suppressed_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_suppressed_address_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["user_account.id"], name=op.f("fk_suppressed_address_lifted_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressed_address")),
    )
    with op.batch_alter_table("suppressed_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suppressed_address_address"), ["address"], unique=False)

    op.create_table(
        "unit_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_unit_contact_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_contact")),
    )
    with op.batch_alter_table("unit_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_contact_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "action_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conference_id"],
            ["conference.id"],
            name=op.f("fk_action_link_conference_id_conference"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["user_account.id"], name=op.f("fk_action_link_revoked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_action_link_unit_id_unit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_action_link_token_hash")),
    )
    with op.batch_alter_table("action_link", schema=None) as batch_op:
        batch_op.create_index("ix_action_link_conference_id_unit_id", ["conference_id", "unit_id"], unique=False)
        batch_op.create_index(
            "uq_action_link_living",
            ["conference_id", "unit_id", "recipient"],
            unique=True,
            postgresql_where=sa.text("revoked_at IS NULL"),
            sqlite_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "mute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("unit_id IS NOT NULL OR stage IS NOT NULL", name=op.f("ck_mute_unit_or_stage")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_mute_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_mute_conference_id_conference"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["user_account.id"], name=op.f("fk_mute_lifted_by_id_user_account")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_mute_unit_id_unit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mute")),
    )
    with op.batch_alter_table("mute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mute_conference_id"), ["conference_id"], unique=False)

    op.create_table(
        "reminder_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=True),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_reminder_policy_changed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"],
            ["conference.id"],
            name=op.f("fk_reminder_policy_conference_id_conference"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["unit.id"], name=op.f("fk_reminder_policy_host_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_policy")),
    )
    with op.batch_alter_table("reminder_policy", schema=None) as batch_op:
        batch_op.create_index(
            "uq_reminder_policy_agency",
            ["host_id"],
            unique=True,
            postgresql_where=sa.text("conference_id IS NULL"),
            sqlite_where=sa.text("conference_id IS NULL"),
        )
        batch_op.create_index("uq_reminder_policy_conference", ["conference_id"], unique=True)

    op.create_table(
        "action_link_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["action_link.id"], name=op.f("fk_action_link_use_link_id_action_link"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_action_link_use_task_id_task"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_link_use")),
    )
    with op.batch_alter_table("action_link_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_link_use_link_id"), ["link_id"], unique=False)

    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thread", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("calendar", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("unsubscribe", sa.Text(), nullable=True))

    for table, who in (("task_file", "uploaded_by_id"), ("extension_request", "asked_by_id")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("link_id", sa.Integer(), nullable=True))
            batch_op.add_column(sa.Column("link_name", sa.String(length=120), nullable=False, server_default=""))
            batch_op.alter_column(who, existing_type=sa.Integer(), nullable=True)
            batch_op.create_foreign_key(
                batch_op.f(f"fk_{table}_link_id_action_link"), "action_link", ["link_id"], ["id"]
            )


def downgrade() -> None:
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("briefing")

    """What came in through links goes: it belongs to no account."""
    for table, who in (("extension_request", "asked_by_id"), ("task_file", "uploaded_by_id")):
        op.execute(sa.text(f"DELETE FROM {table} WHERE {who} IS NULL"))  # noqa: S608 -- our own names
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_link_id_action_link"), type_="foreignkey")
            batch_op.alter_column(who, existing_type=sa.Integer(), nullable=False)
            batch_op.drop_column("link_name")
            batch_op.drop_column("link_id")

    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_column("unsubscribe")
        batch_op.drop_column("calendar")
        batch_op.drop_column("thread")

    with op.batch_alter_table("action_link_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_link_use_link_id"))

    op.drop_table("action_link_use")
    with op.batch_alter_table("reminder_policy", schema=None) as batch_op:
        batch_op.drop_index("uq_reminder_policy_conference")
        batch_op.drop_index(
            "uq_reminder_policy_agency",
            postgresql_where=sa.text("conference_id IS NULL"),
            sqlite_where=sa.text("conference_id IS NULL"),
        )

    op.drop_table("reminder_policy")
    with op.batch_alter_table("mute", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mute_conference_id"))

    op.drop_table("mute")
    with op.batch_alter_table("action_link", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_action_link_living",
            postgresql_where=sa.text("revoked_at IS NULL"),
            sqlite_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index("ix_action_link_conference_id_unit_id")

    op.drop_table("action_link")
    with op.batch_alter_table("unit_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_contact_unit_id"))

    op.drop_table("unit_contact")
    with op.batch_alter_table("suppressed_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suppressed_address_address"))

    op.drop_table("suppressed_address")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_user_id"))

    op.drop_table("absence")
    op.drop_table("relay_health")
