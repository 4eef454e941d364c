"""One path to the schema: migrations give what the models say, and can be walked both ways."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from tracker import schema
from tracker.db import Database
from tracker.models import Base


def test_the_newest_migration_gives_exactly_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    schema.upgrade(database.engine)
    assert schema.is_current(database.engine)


def test_every_migration_can_be_walked_down_and_up_again(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'walk.sqlite3'}")
    schema.upgrade(database.engine)
    schema.downgrade(database.engine, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    schema.upgrade(database.engine)
    assert schema.is_current(database.engine)
    database.engine.dispose()


def test_the_migrations_run_down_and_up_on_the_tested_database_too(database: Database) -> None:
    schema.downgrade(database.engine, "base")
    schema.upgrade(database.engine)
    assert schema.is_current(database.engine)
