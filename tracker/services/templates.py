"""An agency's templates: kept from a conference, corrected, copied, deleted and brought back. None commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete as delete_rows
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.errors import InvalidInput, NotFound, StaleVersion
from tracker.domain.glossary import ConferenceKind, Review, TaskState
from tracker.domain.kinds import KINDS
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Action, Actor, can, subject
from tracker.models import ConferenceTemplate, Task
from tracker.services import review, template_items
from tracker.services.planning import planning_of
from tracker.services.template_items import Item
from tracker.services.template_starters import starters

LONGEST_NAME = 200
MOST_ITEMS = 500
FARTHEST = 250
"""Working days from the event, a year: more is a slip of the pen."""

KEPT = timedelta(days=30)
"""How long a deleted template can be brought back."""


@dataclass(frozen=True, kw_only=True)
class Template:
    """``key`` stands in addresses: an id, or the code of one that comes with the service (then no ``row``)."""

    key: str
    name: str
    kind: ConferenceKind
    items: tuple[Item, ...]
    about: str = ""
    row: ConferenceTemplate | None = None

    @property
    def used(self) -> tuple[Item, ...]:
        """The items that a new conference gets."""
        return template_items.in_use(self.items)


def of_row(row: ConferenceTemplate) -> Template:
    items = tuple(template_items.from_json(one) for one in row.tasks)
    return Template(key=str(row.id), name=row.name, kind=row.kind, items=items, row=row)


def shipped() -> tuple[Template, ...]:
    """Those that come with the service: to be used and copied, not to be changed."""
    return tuple(
        Template(key=one.code, name=one.name, kind=one.kind, items=one.items, about=one.about) for one in starters()
    )


def own(session: Session, actor: Actor) -> tuple[Template, ...]:
    """The templates of the actor's agencies, by name."""
    rows = session.scalars(
        select(ConferenceTemplate)
        .options(joinedload(ConferenceTemplate.created_by))
        .where(ConferenceTemplate.host_id.in_(_hosts(actor)), ConferenceTemplate.deleted_at.is_(None))
    )
    return tuple(sorted((of_row(row) for row in rows), key=lambda one: collapse(one.name).casefold()))


def _hosts(actor: Actor) -> frozenset[int]:
    return actor.hosts(Action.MANAGE_RULES) | actor.hosts(Action.IMPORT_PLAN)


def find(session: Session, actor: Actor, key: str) -> Template:
    """One template by its key.

    Raises:
        NotFound: none, deleted, or another agency's.
    """
    if key.isdecimal():
        return of_row(_row(session, actor, int(key)))
    found = next((one for one in shipped() if one.key == key), None)
    if found is None:
        raise NotFound("not_found")
    return found


def _row(session: Session, actor: Actor, template_id: int, *, deleted: bool = False) -> ConferenceTemplate:
    row = session.get(ConferenceTemplate, template_id) if template_id < 2**31 else None
    if row is None or row.host_id not in _hosts(actor) or (row.deleted_at is not None) is not deleted:
        raise NotFound("not_found")
    return row


def _to_change(session: Session, actor: Actor, template_id: int, version: int) -> ConferenceTemplate:
    row = _row(session, actor, template_id)
    if not can(actor, Action.MANAGE_RULES, subject(host_id=row.host_id)):
        raise NotFound("not_found")
    if row.version != version:
        raise StaleVersion("stale")
    return row


def keepable(session: Session, actor: Actor, conference_id: int) -> tuple[Task, ...]:
    """The conference's tasks that a template can keep: not those skipped or cancelled.

    Raises:
        NotFound: not the actor's to review.
    """
    review.opened(session, actor, conference_id)
    tasks = review.tasks_of(session, conference_id)
    return tuple(one for one in tasks if one.state is not TaskState.CANCELLED and one.review is not Review.SKIPPED)


def preview(session: Session, actor: Actor, conference_id: int) -> Sequence[tuple[Task, Item]]:
    """The tasks that can be kept, each as the item it would be."""
    conference = review.opened(session, actor, conference_id)
    tasks = keepable(session, actor, conference_id)
    items = template_items.kept(tasks, conference, planning_of(session, conference.host_id))
    return list(zip(tasks, items, strict=True))


def save(
    session: Session,
    actor: Actor,
    conference_id: int,
    name: str,
    chosen: Mapping[int, bool],
    *,
    titles: Mapping[int, str],
    now: datetime,
) -> ConferenceTemplate:
    """Keep tasks (id → whether its unit is left to be chosen) under a name; ``titles``: other words for some of them.

    Raises:
        NotFound; InvalidInput: ``template_name_missing``, ``template_name_long``, ``template_name_taken``,
        ``nothing_chosen``, ``title_missing``, ``title_long``.
    """
    conference = review.opened(session, actor, conference_id)
    tasks = [task for task in keepable(session, actor, conference_id) if task.id in chosen]
    clean = _name(session, conference.host_id, name)
    if not tasks:
        raise InvalidInput("nothing_chosen", field="task")
    planning = planning_of(session, conference.host_id)
    items = [
        _worded(item, titles.get(task.id), later=chosen[task.id])
        for task, item in zip(tasks, template_items.kept(tasks, conference, planning), strict=True)
    ]
    return _add(session, actor, conference.host_id, clean, conference.kind, items, now)


def _worded(item: Item, title: str | None, *, later: bool) -> Item:
    worded = item if title is None else replace(item, title=review.clean_title(title))
    return replace(worded, unit_id=None, unit_words="") if later else worded


def _add(
    session: Session,
    actor: Actor,
    host_id: int,
    name: str,
    kind: ConferenceKind,
    items: Sequence[Item],
    now: datetime,
) -> ConferenceTemplate:
    if len(items) > MOST_ITEMS:
        raise InvalidInput("template_full", field="task", most=MOST_ITEMS)
    row = ConferenceTemplate(
        host_id=host_id,
        name=name,
        kind=kind,
        tasks=[template_items.to_json(item) for item in items],
        created_at=now,
        created_by_id=actor.user_id,
    )
    session.add(row)
    session.flush()
    return row


def _name(session: Session, host_id: int, name: str, *, own_id: int | None = None) -> str:
    clean = collapse(name)
    if not clean:
        raise InvalidInput("template_name_missing", field="name")
    if len(clean) > LONGEST_NAME:
        raise InvalidInput("template_name_long", field="name", most=LONGEST_NAME)
    if _taken(session, host_id, clean, own_id):
        raise InvalidInput("template_name_taken", field="name", name=clean)
    return clean


def _taken(session: Session, host_id: int, name: str, own_id: int | None = None) -> bool:
    same = select(ConferenceTemplate.id).where(
        ConferenceTemplate.host_id == host_id,
        ConferenceTemplate.name == name,
        ConferenceTemplate.deleted_at.is_(None),
    )
    return session.scalar(same if own_id is None else same.where(ConferenceTemplate.id != own_id)) is not None


def _free(session: Session, host_id: int, name: str) -> str:
    """``name``, with a number behind it where it is taken."""
    number, free = 1, name[:LONGEST_NAME]
    while _taken(session, host_id, free):
        number += 1
        ending = f" ({number})"
        free = name[: LONGEST_NAME - len(ending)] + ending
    return free


def rename(
    session: Session, actor: Actor, template_id: int, name: str, kind: ConferenceKind, *, version: int
) -> ConferenceTemplate:
    """Raises:
    NotFound, StaleVersion; InvalidInput as :func:`save`.
    """
    row = _to_change(session, actor, template_id, version)
    row.name, row.kind = _name(session, row.host_id, name, own_id=row.id), kind
    session.flush()
    return row


def duplicate(session: Session, actor: Actor, key: str, *, host_id: int | None, now: datetime) -> ConferenceTemplate:
    """A copy of a template under a free name; of one that comes with the service for ``host_id``.

    Raises:
        NotFound: no such template, or not the actor's agency.
    """
    found = find(session, actor, key)
    target = found.row.host_id if found.row else host_id
    if target is None or not can(actor, Action.MANAGE_RULES, subject(host_id=target)):
        raise NotFound("not_found")
    return _add(session, actor, target, _free(session, target, found.name), found.kind, found.items, now)


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
    row = _row(session, actor, template_id, deleted=True)
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
    items = list(of_row(row).items)
    if index is not None and not 0 <= index < len(items):
        raise NotFound("not_found")
    checked = _checked(item, items, index)
    if index is None:
        items.append(checked)
    else:
        items[index] = checked
    if len(items) > MOST_ITEMS:
        raise InvalidInput("template_full", field="title", most=MOST_ITEMS)
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
