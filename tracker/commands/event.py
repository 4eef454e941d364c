"""``flask event``"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from sqlalchemy.orm import Session

from tracker import clock
from tracker.commands.context import database, mailer, plainly
from tracker.domain.permissions import Actor
from tracker.services import accounts, event_move, replan_undo
from tracker.services.event_move import Wanted
from tracker.services.replan import Line, Replanning
from tracker.services.working_calendar import calendar_of
from tracker.web import replan_words

command = AppGroup("event", help="Move, cancel or reinstate the event of a conference: first see what that does.")
DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])
CONFERENCE = click.argument("conference_id", type=int, metavar="CONFERENCE")
AS = click.option("--as", "email", required=True, metavar="EMAIL", help="The coordinator in whose name it is done.")


def what(function: Callable[..., None]) -> Callable[..., None]:
    """The options that say what is to become of the event."""
    for option in (
        click.option("--start", type=DAY, help="First day, 2026-12-22 or 22/12/2026."),
        click.option("--end", type=DAY, help="Last day, where there are several."),
        click.option("--tentative", is_flag=True, help="The days are expected, not settled."),
        click.option("--undated", is_flag=True, help="Postpone; the new date is not known yet."),
        click.option("--cancel", is_flag=True, help="It does not take place."),
        click.option("--reinstate", is_flag=True, help="A cancelled one takes place after all."),
    ):
        function = option(function)
    return function


@command.command("preview")
@CONFERENCE
@AS
@what
@plainly
def preview(conference_id: int, email: str, **typed: Any) -> None:
    """Print what would shift, what stays and why, and who would be told. Writes and sends nothing.

    CONFERENCE is the number in its address.
    """
    with database().readers() as session:
        _print(session, _found(session, _actor(session, email), conference_id, _wanted(**typed)))


@command.command("move")
@CONFERENCE
@AS
@what
@click.option("--reason", required=True, help="Stands in every notice and in the history.")
@click.option("--past", "past_known", is_flag=True, help="The days have passed already, and that is meant.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@plainly
def move(conference_id: int, email: str, reason: str, past_known: bool, yes: bool, **typed: Any) -> None:
    """Print what would happen, ask, and do it: one transaction, one notice for each recipient."""
    wanted = _wanted(**typed)
    with database().readers() as session:
        found = _found(session, _actor(session, email), conference_id, wanted)
        seen = found.seen
        _print(session, found)
    if not yes:
        click.confirm("Do it?", abort=True)

    def work(session: Session) -> str:
        row = event_move.apply(
            session, _actor(session, email), conference_id, wanted, seen=seen, reason=reason, compose=mailer(),
            now=clock.now(), past_known=past_known,
        )  # fmt: skip
        with force_locale("en"):
            return f"{row.id}: {replan_words.done(row)}"

    click.echo(f"Re-planning {database().transact(work)}")


@command.command("undo")
@CONFERENCE
@click.argument("replan_id", type=int, metavar="REPLANNING")
@AS
@plainly
def undo(conference_id: int, replan_id: int, email: str) -> None:
    """Take a re-planning back (its number was printed by ``move``), while nothing rests on it."""

    def work(session: Session) -> str:
        actor = _actor(session, email)
        undone = replan_undo.undo(session, actor, conference_id, replan_id, compose=mailer(), now=clock.now())
        with force_locale("en"):
            return replan_words.undone(undone)

    click.echo(database().transact(work))


def _actor(session: Session, email: str) -> Actor:
    return accounts.load_actor(session, accounts.user_by_email(session, email))


def _wanted(
    *, start: datetime | None, end: datetime | None, tentative: bool, undated: bool, cancel: bool, reinstate: bool
) -> Wanted:
    if sum([undated, cancel, reinstate or start is not None]) != 1:
        raise click.UsageError("Say one thing: --start (with --reinstate for a cancelled one), --undated or --cancel.")
    if start is None:
        return Wanted(cancel=cancel, reinstate=reinstate)
    today = clock.vietnam_date(clock.now())
    checked = event_move.check(start.date(), end.date() if end else None, tentative=tentative, today=today)
    return Wanted(event=checked.event, reinstate=reinstate)


def _found(session: Session, actor: Actor, conference_id: int, wanted: Wanted) -> Replanning:
    return event_move.preview(session, actor, conference_id, wanted, now=clock.now())


def _print(session: Session, found: Replanning) -> None:
    today = clock.vietnam_date(clock.now())
    with current_app.app_context(), force_locale("en"):
        click.echo(f"{found.conference.id}. {found.conference.short_title}")
        click.echo(replan_words.heading(found))
        for note in replan_words.event_notes(found.event_after, calendar_of(session), today):
            click.echo(f"  ! {note}")
        click.echo(f"{len(found.moves)} due dates move")
        for line in found.moves:
            click.echo(f"  {_day(line.shift.old)} → {_day(line.shift.due.day)}  {_about(line)}")
        for why, lines in replan_words.stays_by_reason(found):
            click.echo(f"{len(lines)} stay: {why}")
            for line in lines:
                click.echo(f"  {_day(line.task.due):<23}  {_about(line)}")
        told = [one.to.email for one in found.told if one.to]
        silent = [one.unit.name for one in found.told if one.to is None and one.unit]
        click.echo(f"{found.withdrawn} unsent reminders are withdrawn, {len(found.armed)} set anew")
        click.echo(f"{len(told)} are told: {', '.join(told) or '–'}")
        if silent:
            click.echo(f"No address: {', '.join(silent)}")


def _about(line: Line) -> str:
    said = "".join(f"  [{words}]" for _colour, words in replan_words.oddities(line))
    unit = line.task.unit.name if line.task.unit else line.task.unit_words
    return f"{line.task.title[:60]} ({unit}){said}"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–         "
