"""``flask jobs`` and the scheduler process."""

from datetime import datetime

import click
from flask.cli import AppGroup

from tracker import jobs, scheduler
from tracker.commands.context import Moment, database, mailer, plainly

command = AppGroup("jobs", help="Run what the scheduler runs, by hand.")


@command.command("run")
@click.argument("name", type=click.Choice(sorted(jobs.JOBS)))
@click.option("--at", type=Moment(), help="Run as if it were this time in Vietnam, e.g. 2023-07-10T08:00.")
@plainly
def run(name: str, at: datetime | None) -> None:
    """Run the job NAME once and print what it did. Running it twice sends nothing twice."""
    figures = jobs.run(name, database(), mailer(), at=at)
    done = ", ".join(f"{what} {count}" for what, count in figures.items() if count)
    click.echo(f"{name}: {done or 'nothing to do'}")


scheduler_group = AppGroup("scheduler", help="The process that plans reminders and delivers mail.")


@scheduler_group.command("run")
@click.pass_context
def serve(context: click.Context) -> None:
    """Plan reminders every minute and deliver mail every 15 seconds, until stopped by SIGTERM or Ctrl-C."""
    click.echo("The scheduler runs; stop it with Ctrl-C.")
    context.exit(scheduler.serve(database(), mailer()))
