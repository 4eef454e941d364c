"""The demo's plans read alike in every format, and its story is alive on whichever day it is loaded."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from config import ROOT, MailSettings, Settings
from tracker import clock, schema
from tracker.app import create_app
from tracker.clock import VIETNAM
from tracker.db import Database
from tracker.demo import load as demo
from tracker.demo.accounts import DEMO_ACCOUNTS
from tracker.documents import read_document
from tracker.domain.calendar import VIETNAM as CALENDAR
from tracker.domain.glossary import Compliance, ConferenceState, MemberRole, TaskState
from tracker.domain.plan import read_plan
from tracker.domain.plan.export import as_json
from tracker.domain.task import compliance
from tracker.models import Base, Task, TaskEvent

PLANS = ROOT / "tracker" / "demo" / "plans"
STEMS = sorted(path.name.removesuffix(".expected.json") for path in PLANS.glob("*.expected.json"))
FORMATS = ("docx", "pdf", "txt")
FACTS = ("title", "issuer", "number", "issued", "event_start", "event_end", "event_time_text", "place")
DAYS = {
    "a Monday": datetime(2026, 11, 23, 9, tzinfo=VIETNAM),
    "a Saturday": datetime(2026, 11, 21, 10, tzinfo=VIETNAM),
    "after midnight": datetime(2026, 12, 10, 0, 20, tzinfo=VIETNAM),
    "31 December": datetime(2026, 12, 31, 16, tzinfo=VIETNAM),
    "New Year's Day": datetime(2027, 1, 1, 8, tzinfo=VIETNAM),
    "before Tết": datetime(2027, 2, 3, 9, tzinfo=VIETNAM),
    "in Tết": datetime(2027, 2, 7, 9, tzinfo=VIETNAM),
    "after Tết": datetime(2027, 2, 15, 9, tzinfo=VIETNAM),
}


@cache
def read(stem: str, kind: str) -> dict[str, Any]:
    path = PLANS / f"{stem}.{kind}"
    return as_json(read_plan(read_document(path.name, path.read_bytes()).lines))


def expected(stem: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PLANS / f"{stem}.expected.json").read_text(encoding="utf-8"))
    return found


def task_text(text: str) -> str:
    """The wording without the aside in brackets at its end, which may be dropped."""
    return re.sub(r"\s*\([^()]*\)\s*\.?$", "", text).rstrip(" .")


def unit(name: str) -> str:
    """As named in the text, or with the abbreviation written out: both are right."""
    return name.replace("KH&CN", "Khoa học và Công nghệ")


def essence(one: dict[str, Any]) -> tuple[object, ...]:
    return unit(one["unit"]), task_text(one["task"]), tuple(map(unit, one["partners"])), one["due"], one["due_text"]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("stem", STEMS)
def test_every_duty_of_a_demo_plan_is_found_in_each_format(stem: str, kind: str) -> None:
    wanted = expected(stem)["assignments"]
    optional = {essence(one) for one in wanted if one["optional"]}
    needed = [one for one in wanted if not one["optional"]]
    found = [one for one in read(stem, kind)["assignments"] if essence(one) not in optional]
    assert [essence(one) for one in found] == [essence(one) for one in needed]
    wrong = [(one["no"], one["role"]) for one, other in zip(found, needed, strict=True)
             if one["role"] not in (other["role"], *other.get("role_alt", ()))]  # fmt: skip
    assert wrong == []
    links = [(one["lead_no"], other.get("lead_no")) for one, other in zip(found, needed, strict=True)]
    assert [link for link in links if link[1] is not None and link[0] != link[1]] == []


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize("stem", STEMS)
def test_the_formats_of_a_demo_plan_are_read_alike(stem: str, kind: str) -> None:
    def told(read: dict[str, Any]) -> list[dict[str, Any]]:
        return [{key: one[key] for key in one if key != "lines"} for one in read["assignments"]]

    assert told(read(stem, kind)) == told(read(stem, "txt"))
    assert [row["content"] for row in read(stem, kind)["agenda"]] == [
        row["content"] for row in read(stem, "txt")["agenda"]
    ]
    assert [one["code"] for one in read(stem, kind)["findings"]] == [
        one["code"] for one in read(stem, "txt")["findings"]
    ]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("stem", STEMS)
def test_the_facts_of_a_demo_plan_are_found_in_each_format(stem: str, kind: str) -> None:
    wanted, found = expected(stem), read(stem, kind)
    assert {key: found["conference"][key] for key in FACTS} == {key: wanted["conference"][key] for key in FACTS}
    assert (found["contact"], found["window"]["tentative"]) == (wanted["contact"], wanted["conference"]["tentative"])
    if week := wanted["conference"].get("event_week"):
        assert [found["window"]["start"], found["window"]["end"]] == week


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An application of its own on an empty SQLite database."""
    settings = Settings(
        environment="test", secret_key="demo" * 10, database_url=f"sqlite:///{tmp_path / 'demo.sqlite3'}",
        site_url="http://127.0.0.1", mail=MailSettings(folder=tmp_path / "mail", grace=0), demo=True,
    )  # fmt: skip
    made = create_app(settings)
    made.config.update(WTF_CSRF_ENABLED=False)
    schema.upgrade(made.extensions["database"].engine)
    yield made
    made.extensions["database"].engine.dispose()


def load(app: Flask, database: Database | None = None) -> bool:
    target = database or app.extensions["database"]
    done: bool = target.transact(lambda session: demo.load(session, app.extensions["mailer"], now=clock.now()))
    return done


def sizes(session: Session) -> dict[str, int]:
    return {
        name: session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Base.metadata.tables.items()
    }


def test_loading_the_demo_twice_changes_nothing(shared_app: Flask, database: Database) -> None:
    assert load(shared_app, database)
    with database.readers() as session:
        before = sizes(session)
    assert not load(shared_app, database)
    with database.readers() as session:
        assert sizes(session) == before
    assert (before["conference"], before["plan"]) == (2, 2)


def first(tasks: list[Task]) -> list[Task]:
    return [task for task in tasks if task.conference_id == tasks[0].conference_id]


def board_rows(page: str) -> dict[int, dict[str, int]]:
    """Conference id → the counts beside its bar, by their words; what stands in brackets is part of the one before."""
    found = {}
    for row in page.split("<tbody>")[1].split("</tr>")[:-1]:
        number = re.search(r'href="/hoi-nghi/(\d+)"', row)
        counts = re.search(r'<ul class="counts">(.*?)</ul>', row, re.DOTALL)
        assert number is not None
        assert counts is not None
        assert re.search(r'class="light light--(red|amber|green)"', row), "a conference being prepared has a light"
        pairs = re.findall(r"<b>(\d+)</b>\s*([^<(]+)", counts[1])
        found[int(number[1])] = {words.strip(): int(count) for count, words in pairs}
    return found


def recount(tasks: list[Task], today: date) -> dict[int, dict[str, int]]:
    words = {
        Compliance.DONE_ON_TIME: "hoàn thành",
        Compliance.DONE_LATE: "hoàn thành",
        Compliance.DONE_NO_DUE: "hoàn thành",
        Compliance.OPEN_IN_TIME: "trong hạn",
        Compliance.OPEN_DUE_SOON: "sắp đến hạn",
        Compliance.OPEN_OVERDUE: "quá hạn",
    }
    counts: dict[int, Counter[str]] = {}
    for task in tasks:
        status = compliance(task, today=today, calendar=CALENDAR)
        if status is not Compliance.NOT_COUNTED:
            counts.setdefault(task.conference_id, Counter())[words[status]] += 1
    return {number: dict(counted) for number, counted in counts.items()}


@pytest.mark.parametrize("moment", DAYS.values(), ids=DAYS)
def test_on_any_day_the_boards_are_alive_and_say_what_a_recount_says(app: Flask, moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        assert load(app)
        with app.extensions["database"].readers() as session:
            tasks = list(session.scalars(select(Task).options(joinedload(Task.conference)).order_by(Task.id)))
            happened = session.scalars(select(TaskEvent.at)).all()
        leader = next(account for account in DEMO_ACCOUNTS if account.role is MemberRole.LEADER)
        client = app.test_client()
        client.post("/dang-nhap", data={"email": leader.email, "password": leader.password})
        page = client.get("/bang-dieu-hanh").text

    assert max(happened) <= moment, "nothing happened after now"
    assert {CALENDAR.is_working(clock.vietnam_date(at)) for at in happened} == {True}
    assert {task.conference.state for task in tasks} == {ConferenceState.ACTIVE}
    assert board_rows(page) == recount(tasks, moment.date())

    states = {task.state for task in first(tasks)}
    standing = {compliance(task, today=moment.date(), calendar=CALENDAR) for task in first(tasks)}
    assert {Compliance.OPEN_OVERDUE, Compliance.OPEN_DUE_SOON, Compliance.DONE_ON_TIME} - standing == set()
    assert {TaskState.SUBMITTED, TaskState.COMPLETED, TaskState.DECLINED, TaskState.RETURNED} - states == set()
    waiting = sum(task.state in (TaskState.SUBMITTED, TaskState.DECLINED) for task in tasks)
    assert figure(page, "Chờ xác nhận") == waiting
    late = [
        task for task in tasks if compliance(task, today=moment.date(), calendar=CALENDAR) is Compliance.OPEN_OVERDUE
    ]
    assert figure(page, "Quá hạn") == len(late)


def figure(page: str, label: str) -> int:
    found = re.search(rf'figures__l">{label}</span><span class="figures__n[^"]*">(\d+)<', page)
    assert found is not None, label
    return int(found[1])
