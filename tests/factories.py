"""Rows for tests: only what a test names differs from a plain, valid row; nothing is committed."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.glossary import (
    AssignmentRole,
    ConferenceState,
    DueSource,
    MemberRole,
    Review,
    TaskState,
    UnitKind,
)
from tracker.domain.kinds import KINDS
from tracker.domain.normalise import search_key, sort_key
from tracker.models import Conference, Membership, Task, Unit, User

LONG_AGO = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # Monday 2/11/2026 09:00 in Vietnam


def make_unit(
    session: Session, name: str, kind: UnitKind = UnitKind.DEPARTMENT, *, parent: Unit | None = None, **values: Any
) -> Unit:
    unit = Unit(
        name=name,
        search_key=search_key(name),
        sort_key=sort_key(name),
        kind=kind,
        parent_id=parent.id if parent else None,
        **values,
    )
    session.add(unit)
    session.flush()
    return unit


def make_user(
    session: Session,
    email: str,
    full_name: str,
    role: MemberRole,
    unit: Unit,
    *,
    password_hash: str = "!",  # noqa: S107 -- a hash that fits nothing
    **values: Any,
) -> User:
    user = User(email=email, full_name=full_name, password_hash=password_hash, must_change_password=False, **values)
    session.add(user)
    session.flush()
    session.add(Membership(user_id=user.id, unit_id=unit.id, role=role))
    session.flush()
    return user


def make_conference(session: Session, host: Unit, coordinator: User, **values: Any) -> Conference:
    """An active conference on Tuesday 15/12/2026."""
    plain: dict[str, Any] = {
        "title": "Hội nghị sơ kết hoạt động khoa học 6 tháng",
        "short_title": "Sơ kết khoa học 6 tháng",
        "state": ConferenceState.ACTIVE,
        "event_start": date(2026, 12, 15),
        "event_end": date(2026, 12, 15),
        "event_tentative": False,
        "created_at": LONG_AGO,
        "activated_at": LONG_AGO,
    }
    conference = Conference(host_id=host.id, coordinator_id=coordinator.id, **(plain | values))
    session.add(conference)
    session.flush()
    return conference


def make_task(session: Session, conference: Conference, unit: Unit | None, **values: Any) -> Task:
    """An assigned task due Friday 4/12/2026; ``kind`` sets blocking and counted as the table does."""
    kind = KINDS[values.get("kind", "main_report")]
    plain: dict[str, Any] = {
        "position": 1,
        "unit_words": unit.name if unit else "Phòng Chưa Rõ",
        "title": "Xây dựng báo cáo kết quả hoạt động",
        "role": AssignmentRole.LEAD,
        "kind": kind.code,
        "blocking": kind.blocking,
        "counted": kind.counted,
        "state": TaskState.ASSIGNED,
        "review": Review.ACCEPTED,
        "due": date(2026, 12, 4),
        "latest": date(2026, 12, 8),
        "due_source": DueSource.RULE,
        "assigned_on": date(2026, 11, 2),
    }
    task = Task(conference_id=conference.id, unit_id=unit.id if unit else None, **(plain | values))
    session.add(task)
    session.flush()
    return task
