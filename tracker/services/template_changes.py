"""Changing an agency's templates: name, items, copies, deleting and bringing back. None commits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete as delete_rows
from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput, NotFound, StaleVersion
from tracker.domain.glossary import ConferenceKind
from tracker.domain.kinds import KINDS
from tracker.domain.permissions import Action, Actor, can, subject
from tracker.models import ConferenceTemplate
from tracker.services import review, template_items, templates
from tracker.services.template_items import Item

FARTHEST = 250
"""Working days from the event, a year: more is a slip of the pen."""

KEPT = timedelta(days=30)
"""How long a deleted template can be brought back."""


def _to_change(session: Session, actor: Actor, template_id: int, version: int) -> ConferenceTemplate:
    row = templates.row_of(session, actor, template_id)
    if not can(actor, Action.MANAGE_RULES, subject(host_id=row.host_id)):
        raise NotFound("not_found")
    if row.version != version:
        raise StaleVersion("stale")
    return row


def _free(session: Session, host_id: int, name: str) -> str:
    """``name``, with a number behind it where it is taken."""
    number, free = 1, name[: templates.LONGEST_NAME]
    while templates.is_taken(session, host_id, free):
        number += 1
        ending = f" ({number})"
        free = name[: templates.LONGEST_NAME - len(ending)] + ending
    return free


def rename(
    session: Session, actor: Actor, template_id: int, name: str, kind: ConferenceKind, *, version: int
) -> ConferenceTemplate:
    """Raises:
    NotFound, StaleVersion; InvalidInput as :func:`save`.
    """
    row = _to_change(session, actor, template_id, version)
    row.name, row.kind = templates.checked_name(session, row.host_id, name, own_id=row.id), kind
    session.flush()
    return row


def duplicate(session: Session, actor: Actor, key: str, *, host_id: int | None, now: datetime) -> ConferenceTemplate:
    """A copy of a template under a free name; of one that comes with the service for ``host_id``.

    Raises:
        NotFound: no such template, or not the actor's agency.
    """
    found = templates.find(session, actor, key)
    target = found.row.host_id if found.row else host_id
    if target is None or not can(actor, Action.MANAGE_RULES, subject(host_id=target)):
        raise NotFound("not_found")
    return templates.add(session, actor, target, _free(session, target, found.name), found.kind, found.items, now)


def delete(session: Session, actor: Actor, template_id: int, *, version: int, now: datetime) -> ConferenceTemplate:
    """Take it out of the lists; :func:`bring_back` returns it. What was deleted long ago goes for good.

    Raises:
        NotFound, StaleVersion.
    """
    row = _to_change(session, actor, template_id, version)
    row.deleted_at = now
    session.flush()
    old = ConferenceTemplate.host_id == row.host_id, ConferenceTemplate.deleted_at < now - KEPT
    session.execute(delete_rows(ConferenceTemplate).where(*old))
    return row


def bring_back(session: Session, actor: Actor, template_id: int) -> ConferenceTemplate:
    """Undo :func:`delete`; under a free name, where its own was given to another meanwhile.

    Raises:
        NotFound: none, or it is there.
    """
    row = templates.row_of(session, actor, template_id, deleted=True)
    if not can(actor, Action.MANAGE_RULES, subject(host_id=row.host_id)):
        raise NotFound("not_found")
    row.name, row.deleted_at = _free(session, row.host_id, row.name), None
    session.flush()
    return row


def put(
    session: Session, actor: Actor, template_id: int, index: int | None, item: Item, *, version: int
) -> ConferenceTemplate:
    """Save an item at its place; at the end where ``index`` is None.

    Raises:
        NotFound, StaleVersion; InvalidInput: ``title_missing``, ``title_long``, ``kind_unknown``, ``lead_unknown``,
        ``offset_far``, ``template_full``.
    """
    row = _to_change(session, actor, template_id, version)
    items = list(templates.of_row(row).items)
    if index is not None and not 0 <= index < len(items):
        raise NotFound("not_found")
    checked = _checked(item, items, index)
    if index is None:
        items.append(checked)
    else:
        items[index] = checked
    if len(items) > templates.MOST_ITEMS:
        raise InvalidInput("template_full", field="title", most=templates.MOST_ITEMS)
    row.tasks = [template_items.to_json(one) for one in items]
    session.flush()
    return row


def _checked(item: Item, items: Sequence[Item], index: int | None) -> Item:
    if item.kind not in KINDS:
        raise InvalidInput("kind_unknown", field="kind")
    if item.offset is not None and abs(item.offset) > FARTHEST:
        raise InvalidInput("offset_far", field="days", most=FARTHEST)
    if item.lead is not None and not _may_follow(item.lead, items, index):
        raise InvalidInput("lead_unknown", field="lead")
    return replace(item, title=review.clean_title(item.title))


def _may_follow(lead: int, items: Sequence[Item], index: int | None) -> bool:
    """A lead is another item that follows none; and whom others follow, follows nobody."""
    known = 0 <= lead < len(items) and lead != index and items[lead].lead is None
    return known and not any(one.lead == index for one in items if index is not None)


def switch(
    session: Session, actor: Actor, template_id: int, index: int, *, off: bool, version: int
) -> ConferenceTemplate:
    """Take an item out of the template, or put it back.

    Raises:
        NotFound, StaleVersion.
    """
    row = _to_change(session, actor, template_id, version)
    if not 0 <= index < len(row.tasks):
        raise NotFound("not_found")
    row.tasks = [one | {"off": off} if place == index else one for place, one in enumerate(row.tasks)]
    session.flush()
    return row
