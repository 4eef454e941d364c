"""coverage and conference facts

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _upgrade_review()
    _upgrade_facts()


def downgrade() -> None:
    _downgrade_facts()
    _downgrade_review()


# ---- the review: its steps, drafts merged away, who has it open ----


def _upgrade_review() -> None:
    op.create_table(
        "review_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"],
            ["conference.id"],
            name=op.f("fk_review_step_conference_id_conference"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_review_step_actor_id_user_account")),
        sa.ForeignKeyConstraint(
            ["of_id"], ["review_step.id"], name=op.f("fk_review_step_of_id_review_step"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_step")),
    )
    with op.batch_alter_table("review_step", schema=None) as batch_op:
        batch_op.create_index("ix_review_step_conference_id_id", ["conference_id", "id"], unique=False)

    op.create_table(
        "task_withdrawal",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_task_withdrawal_task_id_task"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["task.id"], name=op.f("fk_task_withdrawal_into_id_task"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_task_withdrawal")),
    )
    with op.batch_alter_table("task_withdrawal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_withdrawal_into_id"), ["into_id"], unique=False)

    op.create_table(
        "review_presence",
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"],
            ["conference.id"],
            name=op.f("fk_review_presence_conference_id_conference"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_review_presence_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conference_id", "user_id", name=op.f("pk_review_presence")),
    )


def _downgrade_review() -> None:
    """Drafts that were merged away stay skipped; their sentences are still in the task that took them in."""
    op.drop_table("review_presence")
    with op.batch_alter_table("task_withdrawal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_withdrawal_into_id"))
    op.drop_table("task_withdrawal")
    with op.batch_alter_table("review_step", schema=None) as batch_op:
        batch_op.drop_index("ix_review_step_conference_id_id")
    op.drop_table("review_step")


# ---- what a plan says beyond its tasks: facts of the conference, findings taken note of, sentences not understood ----

# "conference" is not recreated: on SQLite that would take every row that hangs on it. Both databases know these words.
_KINDS = (
    "'midterm', 'summary', 'rollout', 'training', 'workshop', 'discussion', 'dialogue', 'congress', 'ceremony', "
    "'contest', 'inspection', 'briefing', 'other'"
)
_CONFERENCE = (
    (
        "kind",
        f"VARCHAR(32) NOT NULL DEFAULT 'other' CONSTRAINT ck_conference_conferencekind CHECK (kind IN ({_KINDS}))",
    ),
    ("mode", "VARCHAR(32) CONSTRAINT ck_conference_meetingmode CHECK (mode IN ('in_person', 'online', 'hybrid'))"),
    ("facts", "JSON NOT NULL DEFAULT '{}'"),
)


def _upgrade_facts() -> None:
    for name, definition in _CONFERENCE:
        op.execute(f"ALTER TABLE conference ADD COLUMN {name} {definition}")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("seen_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_finding_seen_by_id_user_account"), "user_account", ["seen_by_id"], ["id"]
        )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("line", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("time", sa.Text(), nullable=True))

    op.create_table(
        "unread_sentence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_unread_sentence_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_unread_sentence_task_id_task"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["dismissed_by_id"], ["user_account.id"], name=op.f("fk_unread_sentence_dismissed_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unread_sentence")),
    )
    with op.batch_alter_table("unread_sentence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unread_sentence_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unread_sentence_task_id"), ["task_id"], unique=False)
    _list_unread()


def _list_unread() -> None:
    """Plans read before now kept only the lines of what was not understood."""
    plan = sa.table("plan", sa.column("id"), sa.column("coverage", sa.JSON()), sa.column("lines", sa.JSON()))
    unread = sa.table(
        "unread_sentence", sa.column("plan_id"), sa.column("line"), sa.column("words"), sa.column("reason"),
        sa.column("history", sa.JSON()),
    )  # fmt: skip
    connection = op.get_bind()
    for plan_id, coverage, lines in connection.execute(sa.select(plan.c.id, plan.c.coverage, plan.c.lines)).all():
        for line in coverage.get("unread", ()):
            words = lines[line]["text"] if line < len(lines) else ""
            connection.execute(unread.insert().values(plan_id=plan_id, line=line, words=words, reason="", history=[]))


def _downgrade_facts() -> None:
    with op.batch_alter_table("unread_sentence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unread_sentence_task_id"))
        batch_op.drop_index(batch_op.f("ix_unread_sentence_plan_id"))
    op.drop_table("unread_sentence")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_column("time")
        batch_op.drop_column("line")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_finding_seen_by_id_user_account"), type_="foreignkey")
        batch_op.drop_column("seen_by_id")
        batch_op.drop_column("seen_at")
    for name, _ in reversed(_CONFERENCE):
        op.execute(f"ALTER TABLE conference DROP COLUMN {name}")
