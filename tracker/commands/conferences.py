"""``flask conference``"""

from datetime import date, datetime

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from tracker import clock
from tracker.commands.context import database, plainly
from tracker.commands.plans import only_host
from tracker.domain.errors import NotFound
from tracker.domain.glossary import ConferenceKind, ConferenceScale, MeetingMode
from tracker.domain.normalise import search_key
from tracker.domain.permissions import Actor
from tracker.domain.plan.titles import kind_of
from tracker.models import Conference
from tracker.services import accounts, new_conference, templates
from tracker.services.new_conference import Wanted
from tracker.services.review import tasks_of
from tracker.services.templates import Template

command = AppGroup("conference", help="Start a conference without a document; list the templates for it.")
DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
AS = click.option("--as", "email", required=True, metavar="EMAIL", help="The coordinator in whose name it is done.")


@command.command("templates")
@AS
@plainly
def list_templates(email: str) -> None:
    """Print the templates that can be used: key, number of tasks, name."""
    with database().readers() as session:
        for one in _usable(session, _actor(session, email)):
            click.echo(f"{one.key:<18} {len(one.used):3d} tasks  {one.name}")


@command.command("new")
@AS
@click.option("--title", required=True, help="The name of the conference.")
@click.option("--template", "wanted", help="Key or name of a template; without one the conference is empty.")
@click.option(
    "--start", type=DAY, help="First day, as 2026-12-15 or 15/12/2026; without one the date is not known yet."
)
@click.option("--end", type=DAY, help="Last day, where it is another one.")
@click.option("--tentative", is_flag=True, help="The date is not confirmed yet.")
@click.option("--place", default="", help="Where it is held.")
@click.option("--mode", type=click.Choice([str(one) for one in MeetingMode]), help="How it is held.")
@click.option(
    "--scale",
    type=click.Choice([str(one) for one in ConferenceScale]),
    default="ordinary",
    show_default=True,
    help="How far ahead it is prepared.",
)
@click.option("--part", "parts", nargs=2, multiple=True, metavar="WORDS UNIT", help="Whom the template's words mean.")
@click.option("--host", "host_id", type=int, help="Id of the host agency, where the coordinator has several.")
@plainly
def new(
    email: str,
    title: str,
    wanted: str | None,
    start: datetime | None,
    end: datetime | None,
    tentative: bool,
    place: str,
    mode: str | None,
    scale: str,
    parts: tuple[tuple[str, str], ...],
    host_id: int | None,
) -> None:
    r"""Start a draft with a template's tasks, exactly as the page does; it is reviewed and activated in the browser.

    \b
      flask conference new --as ha@skhcn.gov.vn --template giao-ban --title "Giao ban tháng 12" \
        --start 15/12/2026 --part "Văn phòng" "Văn phòng Sở"
    """
    facts = Wanted(
        title=title,
        start=_day(start),
        end=_day(end),
        tentative=tentative,
        place=place,
        kind=kind_of(title),
        mode=MeetingMode(mode) if mode else None,
        scale=ConferenceScale(scale),
    )

    def work(session: Session) -> tuple[Conference, int, int]:
        actor = _actor(session, email)
        found = _template(session, actor, wanted) if wanted else None
        host = host_id or only_host(session, actor)
        made = new_conference.start(
            session, actor, host_id=host, template=found, wanted=_kinded(facts, found),
            parts=new_conference.named_parts(session, host, dict(parts), today=clock.vietnam_date(clock.now())),
            now=clock.now(),
        )  # fmt: skip
        tasks = tasks_of(session, made.id)
        return made, len(tasks), sum(task.unit_id is None for task in tasks)

    made, count, without = database().transact(work)
    site = current_app.extensions["settings"].site_url
    click.echo(f"Conference {made.id}: {made.short_title}")
    click.echo(f"{count} tasks, {without} without a unit. Review: {site}/ke-hoach/{made.id}/ra-soat")


def _kinded(facts: Wanted, found: Template | None) -> Wanted:
    return facts.of_kind(found.kind) if found and facts.kind is ConferenceKind.OTHER else facts


def _day(typed: datetime | None) -> date | None:
    return typed.date() if typed else None


def _actor(session: Session, email: str) -> Actor:
    return accounts.load_actor(session, accounts.user_by_email(session, email))


def _usable(session: Session, actor: Actor) -> tuple[Template, ...]:
    return (*templates.own(session, actor), *templates.shipped())


def _template(session: Session, actor: Actor, wanted: str) -> Template:
    """By its key, or by its name with or without marks."""
    key = search_key(wanted)
    for one in _usable(session, actor):
        if wanted == one.key or search_key(one.name) == key:
            return one
    raise NotFound("template_unknown", name=wanted)
