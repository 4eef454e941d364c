"""One path to the schema: migrations give what the models say, and can be walked both ways."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, func, inspect, select

from tests.factories import LONG_AGO, make_conference, make_task, make_unit, make_user
from tracker import schema
from tracker.db import Database
from tracker.domain.glossary import MemberRole, UnitKind
from tracker.models import Base, Plan, UnreadSentence


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


def test_migrating_a_filled_database_loses_no_row(database: Database) -> None:
    with database.sessions.begin() as session:
        host = make_unit(session, "Sở Nông nghiệp", UnitKind.AGENCY, is_host=True)
        clerk = make_user(session, "ha@example.vn", "Trần Thu Hà", MemberRole.COORDINATOR, host)
        conference = make_conference(session, host, clerk)
        make_task(session, conference, host)
        plan = Plan(conference=conference, uploaded_by=clerk, uploaded_at=LONG_AGO, filename="a.txt", format="txt")
        plan.size, plan.sha256, plan.content, plan.lines, plan.coverage = 1, "0" * 64, b"x", [], {}
        session.add(plan)
        session.flush()
        session.add(UnreadSentence(plan_id=plan.id, line=3, words="Việc khác.", history=[]))
    before = rows(database.engine)
    schema.downgrade(database.engine, "0004")
    schema.upgrade(database.engine)
    assert rows(database.engine) == before


def rows(engine: Engine) -> dict[str, int]:
    """How many rows each table has."""
    with engine.connect() as connection:
        found = MetaData()
        found.reflect(connection)
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in found.tables.items()
        }
