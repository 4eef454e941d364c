"""Writing what must be there once, whoever else is writing it: INSERT … ON CONFLICT DO NOTHING."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

Columns = dict[str, Any]  # of a row


def insert_once(session: Session, model: Any, values: Columns) -> int | None:
    """The id of the new row, None where it is there already (the row count is not told under psycopg 3)."""
    statement = _insert(session, model).values(**values).returning(model.id)
    found: int | None = session.scalar(statement)
    return found


def insert_new(
    session: Session, model: Any, rows: Sequence[Columns], *, told: Sequence[str] = ()
) -> Sequence[Row[Any]]:
    """Many rows at once; those there already stay. The columns named in ``told``, of the new rows in any order."""
    if not rows:
        return ()
    table = model.__table__
    statement = _insert(session, table)
    connection = session.connection()
    if not told:
        connection.execute(statement, rows)
        return ()
    return connection.execute(statement.returning(*(table.c[name] for name in told)), rows).all()


def _insert(session: Session, target: Any) -> Any:
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return insert(target).on_conflict_do_nothing()
