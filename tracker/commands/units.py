"""``flask units``"""

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale

from tracker import clock
from tracker.commands.context import database, plainly
from tracker.services import starter
from tracker.services.starter import Options, Preview
from tracker.web.labels import unit_kind_label

command = AppGroup("units", help="The directory: fill it with a province.")


@command.command("starter")
@click.option("--province", required=True, help="One of the 34 provinces, such as “Bắc Ninh”.")
@click.option("--former/--no-former", default=True, show_default=True, help="Provinces and districts before July 2025.")
@click.option("--divisions", is_flag=True, help="Also the divisions of communes and districts: several hundred units.")
@click.option("--preview", is_flag=True, help="Only say what would be added.")
@plainly
def fill(province: str, former: bool, divisions: bool, preview: bool) -> None:
    """Add the departments, organisations, communes and former districts of a province; nothing twice.

    What is there keeps its name and addresses and gets spellings, validity and successors. The data are in
    tracker/data, with their sources.
    """
    options = Options(former=former, divisions=divisions)
    if preview:
        with database().readers() as session:
            _print(starter.preview(session, province, options))
        return
    now = clock.now()
    _print(database().transact(lambda session: starter.fill(session, province, options, now=now)))


def _print(done: Preview) -> None:
    with force_locale(current_app.extensions["settings"].locale):
        for line in done.lines:
            click.echo(f"{line.new:5d} new, {line.there:5d} there already   {unit_kind_label(line.kind)}")
    click.echo(f"{done.new} new units, {done.completed} completed.")
