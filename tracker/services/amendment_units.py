"""Units that an amended plan names and the directory does not know yet."""

from datetime import date

from sqlalchemy.orm import Session

from tracker.domain.errors import NotAllowed, NotFound
from tracker.domain.permissions import Action, Actor, can, subject
from tracker.domain.unit_names import guess_inside, guess_kind
from tracker.models import Amendment, Unit
from tracker.services import amendment_sheet, directory


def take_in(
    session: Session,
    actor: Actor,
    amendment: Amendment,
    change_id: str,
    *,
    today: date,
) -> Unit:
    """Take the unit of a new duty into the directory under the name that the plan gives it.

    Raises:
        NotFound: no such change any more. NotAllowed: the directory is not the actor's. InvalidInput: ``unit_exists``.
    """
    host_id = amendment.conference.host_id
    if not can(actor, Action.MANAGE_DIRECTORY, subject(host_id=host_id)):
        raise NotAllowed("not_allowed")
    changes = amendment_sheet.load(session, actor, amendment, today=today).changes
    words = next((one.draft.unit_words for one in changes if one.id == change_id and one.draft), None)
    if words is None:
        raise NotFound("not_found")
    parent_id = host_id if guess_inside(words) else None
    return directory.add_unit(session, name=words, kind=guess_kind(words), parent_id=parent_id)
