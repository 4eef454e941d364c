"""The calendar's own days, rules of agencies, re-plannings, extension requests, templates and calendar feeds.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announced_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_announced_year")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", name=op.f("uq_calendar_day_day")),
    )
    op.create_table(
        "agency_factors",
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("small", sa.Integer(), nullable=False),
        sa.Column("provincial", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("provincial BETWEEN 100 AND 300", name=op.f("ck_agency_factors_provincial_range")),
        sa.CheckConstraint("small BETWEEN 10 AND 100", name=op.f("ck_agency_factors_small_range")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_agency_factors_changed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["unit.id"], name=op.f("fk_agency_factors_host_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("host_id", name=op.f("pk_agency_factors")),
    )
    op.create_table(
        "agency_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column(
            "anchor",
            sa.Enum("S", "E", name="anchor", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("offset_days", sa.Integer(), nullable=False),
        sa.Column("latest_days", sa.Integer(), nullable=True),
        sa.Column("latest_end_of_next_month", sa.Boolean(), nullable=False),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_agency_rule_changed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["unit.id"], name=op.f("fk_agency_rule_host_id_unit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_rule")),
        sa.UniqueConstraint("host_id", "kind", name=op.f("uq_agency_rule_host_id_kind")),
    )
    op.create_table(
        "calendar_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("years", sa.JSON(), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_calendar_change_actor_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_change")),
        sa.UniqueConstraint("batch", name=op.f("uq_calendar_change_batch")),
    )
    op.create_table(
        "conference_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "midterm",
                "summary",
                "rollout",
                "training",
                "workshop",
                "discussion",
                "dialogue",
                "congress",
                "ceremony",
                "contest",
                "inspection",
                "briefing",
                "other",
                name="conferencekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_conference_template_created_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["unit.id"], name=op.f("fk_conference_template_host_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_template")),
    )
    with op.batch_alter_table("conference_template", schema=None) as batch_op:
        batch_op.create_index(
            "uq_conference_template_name",
            ["host_id", "name"],
            unique=True,
            postgresql_where=sa.text("deleted_at IS NULL"),
            sqlite_where=sa.text("deleted_at IS NULL"),
        )

    op.create_table(
        "feed_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "person", "unit", "conference", name="feedscope", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("conference_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(scope = 'conference') = (conference_id IS NOT NULL)", name=op.f("ck_feed_token_conference_of_scope")
        ),
        sa.CheckConstraint("(scope = 'unit') = (unit_id IS NOT NULL)", name=op.f("ck_feed_token_unit_of_scope")),
        sa.ForeignKeyConstraint(
            ["conference_id"],
            ["conference.id"],
            name=op.f("fk_feed_token_conference_id_conference"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_feed_token_unit_id_unit"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_feed_token_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_token_token_hash")),
    )
    with op.batch_alter_table("feed_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "replan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "set",
                "confirm",
                "postpone",
                "advance",
                "cancel",
                "reinstate",
                "shift",
                "calendar",
                "rules",
                name="replankind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_replan_actor_id_user_account")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_replan_conference_id_conference"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user_account.id"], name=op.f("fk_replan_undone_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replan")),
    )
    with op.batch_alter_table("replan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replan_batch"), ["batch"], unique=False)
        batch_op.create_index("ix_replan_conference_id_id", ["conference_id", "id"], unique=False)

    op.create_table(
        "extension_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "adjusted",
                "refused",
                "withdrawn",
                "lapsed",
                name="extensionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("wanted", sa.Date(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("granted", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('accepted', 'adjusted')) = (granted IS NOT NULL)", name=op.f("ck_extension_request_granted_day")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_extension_request_asked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_extension_request_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_extension_request_task_id_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_request")),
    )
    with op.batch_alter_table("extension_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_request_task_id"), ["task_id"], unique=False)
        batch_op.create_index(
            "uq_extension_request_open",
            ["task_id"],
            unique=True,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )

    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("dismissed_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_suggestion_dismissed_by_id_user_account"), "user_account", ["dismissed_by_id"], ["id"]
        )
    # what a conference needs is counted anew whenever it is shown; only answers are kept
    op.execute("DELETE FROM suggestion WHERE words = '' AND NOT taken")

    # neither of these tables is recreated: on SQLite that would take every row that hangs on it
    scales = "'small', 'ordinary', 'provincial'"
    op.execute(
        "ALTER TABLE conference ADD COLUMN scale VARCHAR(32) NOT NULL DEFAULT 'ordinary' "
        f"CONSTRAINT ck_conference_conferencescale CHECK (scale IN ({scales}))"
    )
    op.add_column("task", sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("task", sa.Column("original_due", sa.Date(), nullable=True))
    op.add_column("task", sa.Column("extensions", sa.Integer(), nullable=False, server_default="0"))
    # until now a date that was not counted from the event stayed where it was
    op.execute(
        "UPDATE task SET pinned = true WHERE due_source IN ('plan', 'person') "
        "OR (due_source = 'plan_inherited' AND offset_days IS NULL)"
    )


def downgrade() -> None:
    for name in ("extensions", "original_due", "pinned"):
        op.drop_column("task", name)
    op.drop_column("conference", "scale")

    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_suggestion_dismissed_by_id_user_account"), type_="foreignkey")
        batch_op.drop_column("dismissed_by_id")
        batch_op.drop_column("dismissed_at")

    with op.batch_alter_table("extension_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_extension_request_open",
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_extension_request_task_id"))

    op.drop_table("extension_request")
    with op.batch_alter_table("replan", schema=None) as batch_op:
        batch_op.drop_index("ix_replan_conference_id_id")
        batch_op.drop_index(batch_op.f("ix_replan_batch"))

    op.drop_table("replan")
    with op.batch_alter_table("feed_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_token_user_id"))

    op.drop_table("feed_token")
    with op.batch_alter_table("conference_template", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_conference_template_name",
            postgresql_where=sa.text("deleted_at IS NULL"),
            sqlite_where=sa.text("deleted_at IS NULL"),
        )

    op.drop_table("conference_template")
    op.drop_table("calendar_change")
    op.drop_table("agency_rule")
    op.drop_table("agency_factors")
    op.drop_table("calendar_day")
    op.drop_table("announced_year")
