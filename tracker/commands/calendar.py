"""``flask calendar``"""

from collections.abc import Sequence
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from sqlalchemy.orm import Session

from tracker import clock
from tracker.commands.context import database, mailer, plainly
from tracker.domain.calendar_edit import Edit, Entry, Wish
from tracker.domain.errors import InvalidInput
from tracker.domain.permissions import Actor
from tracker.services import accounts, calendar_change, calendar_days
from tracker.services.calendar_affected import Affected, Sight
from tracker.services.calendar_change import Preview
from tracker.web import working_calendar_words as words
from tracker.web.formats import format_day, format_long_day
from tracker.web.task_forms import read_day

command = AppGroup("calendar", help="The working calendar: look at a year, enter days off and worked.")
Days = tuple[str, str | None]


class Span(click.ParamType[Days]):
    """A day, or two days with two dots between them."""

    name = "day[..day]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Days:
        first, dots, last = str(value).partition("..")
        for typed in (first, last) if dots else (first,):
            try:
                readable = read_day(typed) is not None
            except InvalidInput:
                readable = False
            if not readable:
                self.fail(f"{value!r}: write 2027-02-11, or 2027-02-04..2027-02-10 for a range", param, ctx)
        return first, last if dots else None


@command.command("list")
@click.argument("year", type=int)
@plainly
def list_(year: int) -> None:
    """Print the working days of each month of YEAR, and every holiday, swapped day and day entered."""
    with database().readers() as session, _locale():
        sheet = calendar_days.year_of(session, year, today=clock.vietnam_date(clock.now()))
        click.echo(f"{year}: {sheet.working} working days" + (", provisional" if sheet.provisional else ""))
        for month in sheet.months:
            click.echo(f"  {month.first:%m/%Y}  {month.working:2d}")
        for one in sheet.specials:
            basis = one.own.decision if one.own else "published"
            click.echo(f"{format_long_day(one.day):<22} {words.standing(one):<20} {one.name or '–'}  [{basis}]")


@command.command("set")
@click.option("--off", type=Span(), multiple=True, help="A day off, or a range.")
@click.option("--worked", type=Span(), multiple=True, help="A working day, or a range.")
@click.option("--name", default="", help="Name of the day off.")
@click.option("--announced", type=int, help="This decision announces the holidays of a whole year.")
@click.option("--decision", required=True, help="Number of the decision or notice, such as “12345/TB-BNV”.")
@click.option("--as", "email", required=True, metavar="EMAIL", help="The administrator in whose name it is done.")
@click.option("--yes", is_flag=True, help="Apply what is shown.")
@plainly
def set_(
    off: Sequence[Days], worked: Sequence[Days], name: str, announced: int | None, decision: str, email: str, yes: bool
) -> None:
    """Enter days by one decision: prints which due dates would move, and with --yes does it."""
    entries = [_entry(days, Wish.OFF, name) for days in off] + [_entry(days, Wish.WORKED, "") for days in worked]
    _change(entries, {announced: True} if announced else {}, decision, email, yes)


@command.command("take-back")
@click.argument("days", type=Span(), nargs=-1, required=True)
@click.option("--decision", required=True, help="The decision, or the reason.")
@click.option("--as", "email", required=True, metavar="EMAIL", help="The administrator in whose name it is done.")
@click.option("--yes", is_flag=True, help="Apply what is shown.")
@plainly
def take_back(days: Sequence[Days], decision: str, email: str, yes: bool) -> None:
    """Return DAYS that were entered to the published calendar; first prints which due dates would move."""
    _change([_entry(one, Wish.BACK, "") for one in days], {}, decision, email, yes)


def _entry(days: Days, wish: Wish, name: str) -> Entry:
    return Entry(first=read_day(days[0]), last=read_day(days[1] or ""), wish=wish, name=name)


def _change(entries: Sequence[Entry], years: dict[int, bool], decision: str, email: str, yes: bool) -> None:
    now = clock.now()

    def prepared(session: Session) -> tuple[Actor, Edit, Preview]:
        actor = accounts.load_actor(session, accounts.user_by_email(session, email))
        today = clock.vietnam_date(now)
        edit = calendar_change.entered(session, actor, entries, years, decision, today=today)
        return actor, edit, calendar_change.preview(session, actor, edit, now=now)

    def work(session: Session) -> Preview:
        actor, edit, found = prepared(session)
        return calendar_change.apply(session, actor, edit, seen=found.seen, compose=mailer(), now=now)

    if yes:
        _print(database().transact(work))
        click.echo("Done.")
        return
    with database().readers() as session:
        _print(prepared(session)[2])
    click.echo("Nothing is changed. Add --yes to apply it.")


def _print(found: Preview) -> None:
    with _locale():
        for line in words.change_lines(found.edit):
            click.echo(line)
        for one in found.shown:
            _print_conference(one)
        if found.unseen:
            click.echo(f"{len(found.unseen)} conferences of other agencies: {words.unseen(found)}")
    click.echo(f"{found.moved} due dates move, {found.told} mails.")


def _print_conference(one: Affected) -> None:
    click.echo(f"{one.found.conference.id}. {one.found.conference.short_title}: {words.in_numbers(one)}")
    for day in one.lost:
        click.echo(f"  ! {format_day(day)}: a day of the event becomes a day off")
    if one.sight is not Sight.WHOLE:
        return
    for line in one.found.moves:
        old, new = line.shift.old, line.shift.due.day
        told = f"{format_day(old) if old else '–'} → {format_day(new) if new else '–'}"
        click.echo(f"  {told}  {line.task.title[:70]}")
    for line in one.stuck:
        click.echo(
            f"  {format_day(line.task.due)}, stays on a day off  {line.task.title[:70]}" if line.task.due else ""
        )


def _locale() -> Any:
    return force_locale(current_app.extensions["settings"].locale)
