"""An agency's templates and those that come with the service; keeping a conference as one. None commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.errors import InvalidInput, NotFound
from tracker.domain.glossary import ConferenceKind, Review, TaskState
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Action, Actor
from tracker.models import ConferenceTemplate, Task
from tracker.services import review, template_items
from tracker.services.planning import planning_of
from tracker.services.template_items import Item
from tracker.services.template_starters import starters

LONGEST_NAME = 200
MOST_ITEMS = 500


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
        return of_row(row_of(session, actor, int(key)))
    found = next((one for one in shipped() if one.key == key), None)
    if found is None:
        raise NotFound("not_found")
    return found


def row_of(session: Session, actor: Actor, template_id: int, *, deleted: bool = False) -> ConferenceTemplate:
    row = session.get(ConferenceTemplate, template_id) if template_id < 2**31 else None
    if row is None or row.host_id not in _hosts(actor) or (row.deleted_at is not None) is not deleted:
        raise NotFound("not_found")
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
    clean = checked_name(session, conference.host_id, name)
    if not tasks:
        raise InvalidInput("nothing_chosen", field="task")
    planning = planning_of(session, conference.host_id)
    items = [
        _worded(item, titles.get(task.id), later=chosen[task.id])
        for task, item in zip(tasks, template_items.kept(tasks, conference, planning), strict=True)
    ]
    return add(session, actor, conference.host_id, clean, conference.kind, items, now)


def _worded(item: Item, title: str | None, *, later: bool) -> Item:
    worded = item if title is None else replace(item, title=review.clean_title(title))
    return replace(worded, unit_id=None, unit_words="") if later else worded


def add(
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


def checked_name(session: Session, host_id: int, name: str, *, own_id: int | None = None) -> str:
    clean = collapse(name)
    if not clean:
        raise InvalidInput("template_name_missing", field="name")
    if len(clean) > LONGEST_NAME:
        raise InvalidInput("template_name_long", field="name", most=LONGEST_NAME)
    if is_taken(session, host_id, clean, own_id):
        raise InvalidInput("template_name_taken", field="name", name=clean)
    return clean


def is_taken(session: Session, host_id: int, name: str, own_id: int | None = None) -> bool:
    same = select(ConferenceTemplate.id).where(
        ConferenceTemplate.host_id == host_id,
        ConferenceTemplate.name == name,
        ConferenceTemplate.deleted_at.is_(None),
    )
    return session.scalar(same if own_id is None else same.where(ConferenceTemplate.id != own_id)) is not None
