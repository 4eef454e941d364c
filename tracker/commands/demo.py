"""``flask demo``"""

import click
from flask.cli import AppGroup

from tracker import clock
from tracker.commands.context import database, mailer, plainly
from tracker.demo import load as loader

command = AppGroup("demo", help="An example province with two conferences, to try the service with.")


@command.command("load")
@plainly
def load() -> None:
    """Load the demo: units, accounts, two plans imported through the ordinary code. Does nothing when it is there."""
    made = database().transact(lambda session: loader.load(session, mailer(), now=clock.now()))
    click.echo("The demo is loaded." if made else "The demo was loaded before: nothing is changed.")
