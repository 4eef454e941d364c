"""``flask reminders``"""

from datetime import datetime

import click
from flask.cli import AppGroup
from sqlalchemy import select

from tracker import clock
from tracker.commands.context import Moment, database, plainly
from tracker.domain.glossary import ConferenceState
from tracker.models import Conference
from tracker.services import forecast

command = AppGroup("reminders", help="See which reminders will be sent.")


@command.command("preview")
@click.option("--conference", "conference_id", type=int, help="Only this conference (its number is in its address).")
@click.option("--at", type=Moment(), help="As seen at this time in Vietnam, e.g. 2023-07-10T08:00.")
@click.option("--days", default=30, show_default=True, help="How many days ahead.")
@plainly
def preview(conference_id: int | None, at: datetime | None, days: int) -> None:
    """Print who will be reminded of what, and when, if nothing changes. Writes and sends nothing."""
    today = clock.vietnam_date(at or clock.now())
    with database().readers() as session:
        query = select(Conference).where(Conference.state != ConferenceState.CANCELLED).order_by(Conference.id)
        if conference_id is not None:
            query = query.where(Conference.id == conference_id)
        found = session.scalars(query).all()
        if not found:
            click.echo("There is no such conference in preparation.")
        for conference in found:
            click.echo(f"{conference.id}. {conference.short_title}")
            for entry in forecast.coming(session, conference, today=today, days=days):
                to = entry.to.email if entry.to else "(no address)"
                click.echo(f"  {entry.day:%d/%m/%Y}  {entry.stage:<12} {to:<36} {entry.task.title[:70]}")
