"""``flask plan``"""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.commands.context import database, plainly
from tracker.documents import read_document
from tracker.domain.errors import InvalidInput, NotAllowed
from tracker.domain.permissions import Action, Actor
from tracker.domain.plan import read_plan
from tracker.domain.plan.export import as_json
from tracker.domain.plan.parsed import ParsedPlan
from tracker.models import Conference, Unit
from tracker.services import accounts, plans

command = AppGroup("plan", help="Read a plan document, or import it as a conference.")
DOCUMENT = click.Path(exists=True, dir_okay=False, path_type=Path)


@command.command("read")
@click.argument("file", type=DOCUMENT)
@click.option("--json", "as_data", is_flag=True, help="Print everything that was read as JSON.")
@plainly
def read(file: Path, as_data: bool) -> None:
    """Print the conference, assignments and findings read from FILE (.docx, .pdf, .txt). Uses no database."""
    document = read_document(file.name, file.read_bytes(), max_bytes=current_app.extensions["settings"].max_upload)
    parsed = read_plan(document.lines)
    if as_data:
        click.echo(json.dumps(as_json(parsed), ensure_ascii=False, indent=1))
    else:
        _print(parsed)


def _print(parsed: ParsedPlan) -> None:
    facts = parsed.conference
    click.echo(facts.title or "(no title)")
    click.echo(f"  {facts.event_time_text or '(no time)'} · {facts.place or '(no place)'}")
    for assignment in parsed.assignments:
        click.echo(f"{assignment.no:3d}. [{assignment.role}] {assignment.unit}: {assignment.task}")
        if assignment.partners:
            click.echo(f"      with {'; '.join(assignment.partners)}")
        if assignment.due:
            click.echo(f"      due {assignment.due.until or '?'} (“{assignment.due.words}”)")
    for finding in parsed.findings:
        click.echo(f"  ! {finding.code}: “{finding.words}”")


@command.command("import")
@click.argument("file", type=DOCUMENT)
@click.option("--as", "email", required=True, metavar="EMAIL", help="The coordinator in whose name it is imported.")
@click.option("--host", "host_id", type=int, help="Id of the host agency, where the coordinator has several.")
@plainly
def import_(file: Path, email: str, host_id: int | None) -> None:
    """Import FILE as a draft conference, exactly as an upload in the browser does."""
    data = file.read_bytes()
    document = read_document(file.name, data, max_bytes=current_app.extensions["settings"].max_upload)
    parsed = read_plan(document.lines)

    def work(session: Session) -> Conference:
        actor = accounts.load_actor(session, accounts.user_by_email(session, email))
        return plans.import_plan(
            session,
            actor,
            host_id=host_id or only_host(session, actor),
            filename=file.name,
            data=data,
            document=document,
            parsed=parsed,
            now=clock.now(),
        )

    conference = database().transact(work)
    site = current_app.extensions["settings"].site_url
    click.echo(f"Conference {conference.id}: {conference.short_title}")
    click.echo(
        f"{len(parsed.assignments)} assignments, {len(parsed.findings)} findings. "
        f"Review: {site}/ke-hoach/{conference.id}/ra-soat"
    )


def only_host(session: Session, actor: Actor) -> int:
    hosts = session.scalars(select(Unit.id).where(Unit.id.in_(actor.hosts(Action.IMPORT_PLAN)), Unit.is_host)).all()
    if not hosts:
        raise NotAllowed("not_allowed")
    if len(hosts) != 1:
        raise InvalidInput("which_host", field="host", count=len(hosts))
    return hosts[0]
