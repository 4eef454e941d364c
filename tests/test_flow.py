"""The whole story on a real plan: in comes a document, out goes a conference that can be held."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from config import Settings
from tests.cast import HASH, Cast
from tests.factories import make_unit, make_user
from tests.mail.relay import Relay, running_relay
from tracker import jobs
from tracker.app import create_app
from tracker.clock import VIETNAM
from tracker.db import Database
from tracker.domain.glossary import MemberRole, TaskState, UnitKind
from tracker.models import Task
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS

LEADING = "Phòng Quản lý KHCN cơ sở và Sở hữu trí tuệ"
# domain table of back-planning, worked for S = 24/7/2023 and E = 28/7/2023
WORKED = {
    1: date(2023, 7, 10), 2: date(2023, 7, 13), 3: date(2023, 7, 13), 4: date(2023, 7, 13), 5: date(2023, 7, 10),
    6: date(2023, 8, 11), 7: date(2023, 7, 19), 8: date(2023, 7, 13), 9: date(2023, 7, 17),
    **dict.fromkeys(range(10, 19), date(2023, 7, 13)),
}  # fmt: skip


@pytest.fixture
def relay() -> Iterator[Relay]:
    with running_relay() as relay:
        yield relay


@pytest.fixture
def smtp_app(settings: Settings, relay: Relay, database: Database) -> Iterator[Flask]:
    app = create_app(
        replace(settings, mail=replace(settings.mail, backend="smtp", server="127.0.0.1", port=relay.port))
    )
    app.config.update(WTF_CSRF_ENABLED=False, SESSION_COOKIE_SECURE=False)
    yield app
    app.extensions["database"].engine.dispose()


def at(*moment: int) -> datetime:
    """A time in Vietnam."""
    return datetime(*moment, tzinfo=VIETNAM)  # type: ignore[misc,arg-type]  # year, month, day, hour


class Story:
    """People at their browsers, and the scheduler, on the days of the plan."""

    def __init__(self, app: Flask, database: Database, relay: Relay, session: Session, cast: Cast) -> None:
        self.app, self.database, self.relay, self.session, self.cast = app, database, relay, session, cast
        department = make_unit(session, LEADING, parent=cast.host, email="cssh@skhcn.example")
        make_unit(session, "UBND huyện Sơn Động", UnitKind.DISTRICT_COMMITTEE, email="sondong@skhcn.example")
        cast.people["reporter"] = make_user(
            session, "reporter@skhcn.example", "Lê Minh Đức", MemberRole.MEMBER, department, password_hash=HASH
        )
        session.commit()

    def browser(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        self.cast.sign_in(client, who)
        return client

    def scheduler(self, moment: datetime) -> None:
        for name in (PLAN_REMINDERS, DELIVER_MAIL):
            jobs.run(name, self.database, self.app.extensions["mailer"], at=moment)

    def tasks(self, *where: ColumnElement[bool]) -> Sequence[Task]:
        """As they stand now; no transaction stays open, which on SQLite would keep the browsers waiting."""
        with self.database.readers() as session:
            return session.scalars(
                select(Task).options(joinedload(Task.conference)).where(*where).order_by(Task.position)
            ).all()

    def task(self, number: int) -> Task:
        return self.tasks(Task.position == number)[0]

    def received(self, address: str) -> list[str]:
        """Subjects of the mails that arrived there."""
        return [mail["Subject"] for mail in self.relay.mails if mail["To"].addresses[0].addr_spec == address]


@pytest.fixture
def story(smtp_app: Flask, database: Database, relay: Relay, session: Session, cast: Cast) -> Story:
    return Story(smtp_app, database, relay, session, cast)


def fields(page: str, action: str) -> dict[str, list[str]]:
    """The values of the inputs of the form whose action ends with ``action``, as the browser would send them."""
    form = re.search(rf'<form[^>]*action="[^"]*{action}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert form is not None, f"no form {action}"
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form[1]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found.setdefault(name[1], []).append(value[1] if value else "")
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form[1], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = [chosen[1] if chosen else ""]
    return found


def test_a_real_plan_becomes_dated_tasks_mails_arrive_work_is_reported_confirmed_and_the_board_tells(
    story: Story, plans_dir: Path
) -> None:
    plan = plans_dir / "samples" / "so-ket-6-thang-2023.txt"

    with time_machine.travel(at(2023, 5, 30, 9), tick=False):
        coordinator = story.browser("coordinator")
        with plan.open("rb") as file:
            answer = coordinator.post("/ke-hoach/tai-len", data={"file": (file, plan.name)})
        review = answer.location
        page = coordinator.get(review).text
        assert "6 tháng cuối năm 2022" in page, "the slip of the year is shown"
        coordinator.post(f"{review}/don-vi-moi", data=fields(page, "don-vi-moi"))
        for task in story.tasks(Task.review == "check"):
            coordinator.post(f"{review}/chap-nhan", data={"tasks": f"{task.id}:{task.version}"})
        coordinator.post(f"{review}/chac-chan")
        preview = coordinator.get(review.replace("ra-soat", "xem-truoc")).text
        assert "cssh@skhcn.example" in preview
        seen = fields(preview, "kich-hoat")["seen"]
        answer = coordinator.post(review.replace("ra-soat", "kich-hoat"), data={"seen": seen})
        assert answer.status_code == 302

    conference = story.tasks()[0].conference
    assert (conference.event_start, conference.event_end, conference.event_tentative) == (
        date(2023, 7, 24),
        date(2023, 7, 28),
        True,
    )
    dues = {task.position: task.due for task in story.tasks()}
    assert dues == WORKED

    story.scheduler(at(2023, 5, 30, 10))
    assert len(story.received("cssh@skhcn.example")) == 1, "the unit is told what it has been given"

    story.scheduler(at(2023, 7, 5, 8))
    story.scheduler(at(2023, 7, 5, 9))
    assert len(story.received("cssh@skhcn.example")) == 2, "one digest that day, however often the scheduler runs"
    to_the_unit = [one for one in story.relay.mails if one["To"].addresses[0].addr_spec == "cssh@skhcn.example"]
    digest = to_the_unit[-1].get_body(("plain",))
    assert digest is not None
    links = re.findall(r"https://sansang\.example(/viec/\S+/\d+)", digest.get_content())
    assert f"/{story.task(1).id}" in {link[link.rindex("/") :] for link in links}

    with time_machine.travel(at(2023, 7, 7, 15), tick=False):
        unit = story.browser("reporter")
        assert unit.get(links[0]).status_code == 200
        task = story.task(1)
        unit.post(f"/nhiem-vu/{task.id}/submit", data={"version": task.version, "submit_note": "Chương trình lần 2"})
        assert story.task(1).state is TaskState.SUBMITTED
        leader = story.browser("leader")
        assert counts(leader.get("/bang-dieu-hanh").text)["hoàn thành"] == 0

    with time_machine.travel(at(2023, 7, 11, 9), tick=False):
        task = story.task(1)
        story.browser("coordinator").post(f"/nhiem-vu/{task.id}/accept", data={"version": task.version})
        assert (story.task(1).state, story.task(1).submitted_on) == (TaskState.COMPLETED, date(2023, 7, 7))
        assert counts(story.browser("leader").get("/bang-dieu-hanh").text)["hoàn thành"] == 1

    story.scheduler(at(2023, 7, 17, 8))
    assert not any(
        f"/nhiem-vu/{task.id}" in str(mail.get_body(("plain",)).get_content()) for mail in story.relay.mails[-3:]
    ), "what is done is not reminded"  # type: ignore[union-attr]  # each has a plain part


def counts(board: str) -> dict[str, int]:
    """The numbers beside the bar of the board's first conference, by their words."""
    block = re.search(r'<ul class="counts">(.*?)</ul>', board, re.DOTALL)
    assert block is not None
    found = re.findall(r"<b>(\d+)</b>\s*([^<(]+)", block[1])
    return {"hoàn thành": 0} | {words.strip(): int(number) for number, words in found}
