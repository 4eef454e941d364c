"""``flask db``"""

import click
from flask.cli import AppGroup

from tracker import schema
from tracker.commands.context import database, plainly

command = AppGroup("db", help="Create and migrate the database.")


@command.command("upgrade")
@plainly
def upgrade() -> None:
    """Bring the database to the present schema; does nothing when it is there already."""
    schema.upgrade(database().engine)
    click.echo(f"The database is at revision {schema.head()}.")


@command.command("downgrade")
@click.argument("revision")
@plainly
def downgrade(revision: str) -> None:
    """Go back to REVISION ("base" removes every table and all data)."""
    schema.downgrade(database().engine, revision)
    click.echo(f"The database is at revision {revision}.")


@command.command("revise")
@click.argument("number")
@click.argument("message")
@plainly
def revise(number: str, message: str) -> None:
    """For developers: write a migration from what the models have and the database has not."""
    schema.revise(database().engine, message, number)
