"""A registry that has been used for years: every tenth task is open, its dates spread over a year and a half."""

from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks._ground import MORNING
from tests.factories import make_conference, make_task, make_unit, make_user
from tracker.clock import vietnam_date
from tracker.domain.glossary import ConferenceState, MemberRole, UnitKind
from tracker.models import Task

CONFERENCE = 500  # tasks
DAYS = 540
SOON = date(2026, 11, 26)  # three working days after the morning of the measurements


def fill(session: Session, tasks: int, units: int, *, everybody: bool = False) -> None:
    """``everybody``: every third open task of each unit is due on :data:`SOON`, so that each unit is written to."""
    host = make_unit(session, "Sở Khoa học và Công nghệ", UnitKind.AGENCY, is_host=True, email="skhcn@haibinh.example")
    coordinator = make_user(session, "ha@haibinh.example", "Trần Thu Hà", MemberRole.COORDINATOR, host)
    ids = [make_unit(session, f"Phòng {n}", parent=host, email=f"p{n}@haibinh.example").id for n in range(units)]
    conferences = [make_conference(session, host, coordinator).id for _ in range(-(-tasks // CONFERENCE))]
    make_task(session, make_conference(session, host, coordinator, state=ConferenceState.DRAFT), host)
    today = vietnam_date(MORNING)
    session.execute(text(_multiply(everybody)), {
        "tasks": tasks, "today": today.isoformat(), "days": DAYS, "conferences": len(conferences),
        "first_conference": conferences[0], "units": units, "first_unit": ids[0], "soon": SOON.isoformat(),
        "since": (today - timedelta(days=20)).isoformat(),
    })  # fmt: skip


def _multiply(everybody: bool) -> str:
    """One statement: the only task there is, as often as wanted."""
    spread = "date(:today, '+' || (i * 7 % :days) || ' days')"
    said = {
        "conference_id": ":first_conference + i % :conferences", "unit_id": ":first_unit + i / 10 % :units",
        "position": "i + 1", "state": "CASE i % 10 WHEN 0 THEN 'assigned' ELSE 'completed' END",
        "title": "'Xây dựng báo cáo chuyên đề số ' || (i + 1)",
        "submitted_on": "CASE i % 10 WHEN 0 THEN NULL ELSE :since END",
        "due": f"CASE WHEN i / 10 / :units % 3 = 0 THEN :soon ELSE {spread} END" if everybody else spread,
    }  # fmt: skip
    names = [column.name for column in Task.__table__.columns if column.name != "id"]
    values = ", ".join(said.get(name, f"task.{name}") for name in names)
    return (
        "WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < :tasks) "  # noqa: S608 -- our own column names
        f"INSERT INTO task ({', '.join(names)}) SELECT {values} FROM task, numbers"
    )
