"""Accounts: who a person is, whether the password fits, which sessions are open."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.domain.errors import InvalidInput, NotFound, Refused
from tracker.domain.glossary import MemberRole
from tracker.domain.password import check_password
from tracker.domain.permissions import Actor, Grant
from tracker.models import Membership, Unit, User, UserSession
from tracker.services import succession

FAILURES_BEFORE_LOCK = 5  # QCVN 12:2026/BCA
LOCKED_FOR = timedelta(minutes=15)
SEEN_EVERY = timedelta(minutes=5)

_hasher = PasswordHasher()
_hashing = BoundedSemaphore(4)  # each hash takes 64 MiB
_DUMMY = _hasher.hash("nobody")  # so that an unknown address takes as long as a wrong password


def create_user(
    session: Session, *, email: str, full_name: str, password: str, phone: str | None = None, must_change: bool = True
) -> User:
    """Add an account.

    Raises:
        InvalidInput: the address is none or taken, the name is missing, the password too weak.
    """
    address = email.strip().lower()
    if "@" not in address or address.startswith("@") or address.endswith("@") or any(c.isspace() for c in address):
        raise InvalidInput("email_invalid", field="email", email=email)
    if not full_name.strip():
        raise InvalidInput("name_missing", field="full_name")
    if session.scalar(select(User.id).where(User.email == address)) is not None:
        raise InvalidInput("email_taken", field="email", email=address)
    check_password(password, context=(full_name, address.partition("@")[0]))
    user = User(
        email=address,
        full_name=full_name.strip(),
        phone=phone,
        password_hash=hash_password(password),
        must_change_password=must_change,
    )
    session.add(user)
    session.flush()
    return user


def grant(session: Session, user: User, unit: Unit, role: MemberRole) -> None:
    """Make ``user`` a ``role`` of ``unit``; granting twice changes nothing.

    Raises:
        Refused: ``not_a_host`` when a host's role is given in a unit that holds no conferences.
    """
    if role is not MemberRole.MEMBER and not unit.is_host:
        raise Refused("not_a_host", unit=unit.name)
    where = (Membership.user_id == user.id, Membership.unit_id == unit.id, Membership.role == role)
    if session.scalar(select(Membership.id).where(*where)) is None:
        session.add(Membership(user_id=user.id, unit_id=unit.id, role=role))
        session.flush()


def hash_password(password: str) -> str:
    with _hashing:
        return _hasher.hash(password)


def _fits(stored: str, password: str) -> bool:
    try:
        with _hashing:
            return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def authenticate(session: Session, *, email: str, password: str, now: datetime) -> User:
    """The account behind ``email`` and ``password``. Failures are counted: commit in either case.

    Raises:
        Refused: ``login_failed`` (never saying which of the two was wrong), ``login_locked`` (``until``).
    """
    user = session.scalar(select(User).where(User.email == email.strip().lower()).with_for_update())
    fits = _fits(user.password_hash if user else _DUMMY, password)
    if user is None or not user.active:
        raise Refused("login_failed")
    if user.locked_until and user.locked_until > now:
        raise Refused("login_locked", until=user.locked_until)
    if not fits:
        _count_failure(user, now)
        raise Refused("login_failed")
    user.failed_logins, user.locked_until, user.last_login_at = 0, None, now
    return user


def _count_failure(user: User, now: datetime) -> None:
    user.failed_logins += 1
    if user.failed_logins >= FAILURES_BEFORE_LOCK:
        user.failed_logins, user.locked_until = 0, now + LOCKED_FOR


def change_password(session: Session, user_id: int, *, old: str, new: str, now: datetime) -> None:
    """Set a new password and close the person's sessions.

    Raises:
        InvalidInput: the old one is wrong, the new one is the old one or too weak.
    """
    user = session.get_one(User, user_id)
    if not _fits(user.password_hash, old):
        raise InvalidInput("password_wrong", field="old")
    if old == new:
        raise InvalidInput("password_same", field="password")
    check_password(new, context=(user.full_name, user.email.partition("@")[0]))
    user.password_hash, user.must_change_password = hash_password(new), False
    session.execute(
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def open_session(session: Session, user: User, *, now: datetime, days: int) -> str:
    """Start a session; returns the token for the cookie, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    session.add(
        UserSession(
            user_id=user.id,
            token_hash=_token_hash(token),
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    return token


def find_session(session: Session, token: str, *, now: datetime) -> UserSession | None:
    """The open session behind a cookie's token, with its user; None when revoked, expired or the account is off."""
    found = session.scalar(
        select(UserSession).options(joinedload(UserSession.user)).where(UserSession.token_hash == _token_hash(token))
    )
    if found is None or found.revoked_at or found.expires_at <= now or not found.user.active:
        return None
    return found


def touch(session: Session, session_id: int, *, now: datetime) -> None:
    """Remember that a session is in use."""
    session.execute(update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now))


def close_session(session: Session, token: str, *, now: datetime) -> None:
    """Revoke: a copied cookie is worth nothing afterwards."""
    session.execute(update(UserSession).where(UserSession.token_hash == _token_hash(token)).values(revoked_at=now))


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def load_actor(session: Session, user: User, *, today: date | None = None) -> Actor:
    """Who ``user`` is to the rest: memberships with everything below each unit.

    With ``today``, a member also reaches the units that theirs alone stands for by then.
    """
    below = (
        select(Membership.id.label("membership_id"), Membership.unit_id.label("unit_id"))
        .where(Membership.user_id == user.id)
        .cte("below", recursive=True)
    )
    child = aliased(Unit)
    below = below.union_all(select(below.c.membership_id, child.id).join(child, child.parent_id == below.c.unit_id))
    rows = session.execute(
        select(Membership.id, Membership.role, Membership.unit_id, below.c.unit_id)
        .join(below, below.c.membership_id == Membership.id)
        .order_by(Membership.id, literal(1))
    ).all()
    grants: dict[int, tuple[MemberRole, int, set[int]]] = {}
    for membership_id, role, root, unit_id in rows:
        grants.setdefault(membership_id, (role, root, set()))[2].add(unit_id)
    if today is not None:
        mine = [units for role, _root, units in grants.values() if role is MemberRole.MEMBER]
        former = succession.taken_over(session, frozenset().union(*mine), today) if mine else {}
        for units in mine:
            units.update([one for one, heir in former.items() if heir in units])
    return Actor(
        user_id=user.id,
        name=user.full_name,
        grants=tuple(Grant(role=role, unit_id=root, units=frozenset(units)) for role, root, units in grants.values()),
    )


def user_by_email(session: Session, email: str) -> User:
    """Raises:
    NotFound: nobody has that address.
    """
    user = session.scalar(select(User).where(User.email == email.strip().lower()))
    if user is None:
        raise NotFound("no_such_user", email=email)
    return user
