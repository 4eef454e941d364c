"""Alembic's entry: one path for SQLite (batch mode) and PostgreSQL; run through ``tracker.schema``."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeEngine

from tracker.models import Base
from tracker.models.base import UTCDateTime


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own types into a new revision as what they are in the database."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(
    _context: Any, _column: Any, _meta: Any, _found: TypeEngine[Any], wanted: TypeEngine[Any]
) -> bool | None:
    return False if isinstance(wanted, UTCDateTime) else None


def run() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=compare_type,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
