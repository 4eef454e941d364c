"""``flask users``"""

import secrets

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.commands.context import database, plainly
from tracker.domain.errors import NotFound
from tracker.domain.glossary import MemberRole, UnitKind
from tracker.domain.normalise import search_key
from tracker.models import Unit, User
from tracker.services import accounts, directory

command = AppGroup("users", help="Accounts: the first administrator is made here.")


@command.command("create")
@click.argument("email")
@click.argument("full_name")
@click.option(
    "--role", type=click.Choice([str(role) for role in MemberRole]), default="member", show_default=True,
    help="What the person is in the unit; only a host agency has administrators, coordinators and leaders.",
)  # fmt: skip
@click.option("--unit", "unit_name", required=True, help="Name of the unit, as in the directory.")
@click.option("--new-host", is_flag=True, help="Add the unit first, as an agency that holds conferences.")
@click.option("--phone", help="Shown to those who need to reach the person.")
@click.option("--password", help="Otherwise one is made up and printed; it must be changed at the first login.")
@plainly
def create(
    email: str, full_name: str, role: str, unit_name: str, new_host: bool, phone: str | None, password: str | None
) -> None:
    r"""Create an account for EMAIL and make FULL_NAME a member, coordinator, leader or administrator of a unit.

    \b
    The very first one of an installation:
      flask users create ha@skhcn.gov.vn "Trần Thu Hà" --role administrator --unit "Sở Khoa học và Công nghệ" --new-host
    """
    chosen = password or f"{secrets.token_urlsafe(9)}-Aa1"

    def work(session: Session) -> User:
        unit = _new_host(session, unit_name) if new_host else _unit(session, unit_name)
        user = accounts.create_user(session, email=email, full_name=full_name, password=chosen, phone=phone)
        accounts.grant(session, user, unit, MemberRole(role))
        return user

    user = database().transact(work)
    click.echo(f"{user.full_name} <{user.email}> is {role} of {unit_name}.")
    if password is None:
        click.echo(f"Password for the first login: {chosen}")


def _unit(session: Session, name: str) -> Unit:
    found = session.scalars(select(Unit).where(Unit.search_key == search_key(name))).all()
    if len(found) != 1:
        raise NotFound("no_such_unit", unit=name)
    return found[0]


def _new_host(session: Session, name: str) -> Unit:
    return directory.add_unit(session, name=name, kind=UnitKind.AGENCY, is_host=True)
