"""Further persons of a unit who get its reminders beside its mailbox."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput, NotFound
from tracker.domain.normalise import collapse
from tracker.models import Unit, UnitContact
from tracker.services.directory import mail_address

MOST = 10  # beyond that a unit wants a mailbox


def of_unit(session: Session, unit_id: int) -> Sequence[UnitContact]:
    query = select(UnitContact).where(UnitContact.unit_id == unit_id).order_by(UnitContact.id)
    return session.scalars(query).all()


def add(session: Session, unit: Unit, *, name: str, email: str, phone: str) -> UnitContact:
    """Raises:
    InvalidInput: ``contact_name``, ``email_missing``, ``email_invalid``, ``contact_twice``, ``contacts_many``.
    """
    there, words = of_unit(session, unit.id), collapse(name)
    address = mail_address(email, field="contact_email")
    if not words or len(words) > 120:
        raise InvalidInput("contact_name", field="contact_name")
    if address is None or len(address) > 254:
        raise InvalidInput("contact_email", field="contact_email")
    if address in {unit.email, *(one.email for one in there)}:
        raise InvalidInput("contact_twice", field="contact_email", email=address)
    if len(there) >= MOST:
        raise InvalidInput("contacts_many", field="contact_name", most=MOST)
    row = UnitContact(unit_id=unit.id, name=words, email=address, phone=collapse(phone)[:40] or None)
    session.add(row)
    session.flush()
    return row


def remove(session: Session, unit: Unit, contact_id: int) -> UnitContact:
    """Raises:
    NotFound.
    """
    row = session.get(UnitContact, contact_id)
    if row is None or row.unit_id != unit.id:
        raise NotFound("not_found")
    session.delete(row)
    return row
