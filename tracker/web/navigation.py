"""The entries of the menu: what the person may open, and how much waits there."""

from dataclasses import dataclass

from flask import Flask, g, request, url_for
from flask_babel import gettext

from tracker.domain.permissions import Action, Actor
from tracker.services import extension_queue, readiness
from tracker.web.requests import db
from tracker.web.sessions import SignedIn, signed_in


@dataclass(frozen=True, kw_only=True)
class Entry:
    words: str
    icon: str
    address: str
    current: bool
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Group:
    words: str
    entries: tuple[Entry, ...]


def groups() -> tuple[Group, ...]:
    """The menu of the signed-in person, made once per request (it is on the page twice: beside it and on top)."""
    person = signed_in()
    if person is None:
        return ()
    if "menu" not in g:
        g.menu = tuple(group for group in (_work(person.actor), _look_up(person.actor)) if group.entries)
    found: tuple[Group, ...] = g.menu
    return found


def _work(actor: Actor) -> Group:
    entries = []
    if actor.hosts(Action.SEE_BOARD):
        entries.append(_entry(gettext("Readiness board"), "board", "board.show"))
    if actor.member_units:
        entries.append(_entry(gettext("My unit's tasks"), "list", "worklist.mine"))
    if actor.hosts(Action.SEE_CONFERENCE) or actor.member_units:
        entries.append(_entry(gettext("Conferences"), "flag", "conferences.index"))
    entries.append(_entry(gettext("Calendar"), "calendar", "calendar.show"))
    if actor.hosts(Action.IMPORT_PLAN):
        entries.append(_entry(gettext("Upload a plan"), "upload", "plans.upload"))
    if actor.hosts(Action.CONFIRM_TASK):
        waiting = readiness.waiting(db(), actor)
        entries.append(_entry(gettext("Waiting for confirmation"), "done", "queue.waiting", waiting))
    if actor.hosts(Action.DECIDE_EXTENSION):
        asked = extension_queue.count(db(), actor)
        entries.append(_entry(gettext("Requests for more time"), "clock", "extensions.waiting", asked))
    return Group(words=gettext("Work"), entries=tuple(entries))


def _look_up(actor: Actor) -> Group:
    entries = []
    if actor.hosts(Action.SEE_DIRECTORY):
        entries.append(_entry(gettext("Units"), "people", "directory.index"))
    if actor.hosts(Action.SEE_MAIL):
        entries.append(_entry(gettext("Outgoing mail"), "mail", "mailbox.index"))
    if actor.hosts(Action.SEE_BOARD):
        entries.append(_entry(gettext("Rules of due dates"), "list", "rules.index"))
        entries.append(_entry(gettext("Reminder policy"), "bell", "reminder_policies.show"))
    if actor.hosts(Action.MANAGE_RULES):
        entries.append(_entry(gettext("Conference templates"), "file", "conference_templates.index"))
    entries.append(_entry(gettext("Working calendar"), "gear", "working_calendar.show"))
    return Group(words=gettext("Look up"), entries=tuple(entries))


def _entry(words: str, icon: str, endpoint: str, count: int = 0) -> Entry:
    blueprint = endpoint.partition(".")[0]
    return Entry(words=words, icon=icon, address=url_for(endpoint), current=request.blueprint == blueprint, count=count)


def role_words(person: SignedIn) -> list[tuple[str, str]]:
    """(role, unit) of each membership, for the block that says who is signed in."""
    from tracker.web.labels import member_role_label

    return [(member_role_label(m.role), m.unit.name) for m in person.user.memberships]


def register(app: Flask) -> None:
    app.jinja_env.globals.update(menu=groups, role_words=role_words)
