"""The event of a conference with forty tasks is moved by clicking, looked at by a unit on its phone, and taken back."""

import re
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.e2e.browser import DESKTOP, PHONE, complaints, open_page, sign_in
from tests.factories import make_conference, make_task
from tracker import clock
from tracker.demo.accounts import PASSWORD
from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import Anchor, DueSource, TaskState
from tracker.domain.rules import SHIPPED
from tracker.domain.schedule import Event, due_for
from tracker.models import Task, Unit, User

COORDINATOR, MEMBER = "ha@skhcn.haibinh.example", "duc@skhcn.haibinh.example"
TODAY = clock.vietnam_date(clock.now())
HELD, LATER = VIETNAM.shift(TODAY, 40), VIETNAM.shift(TODAY, 45)
COUNTED, PINNED, DONE = 34, 4, 2
KINDS = [kind for kind in SHIPPED.rows() if not kind.after_event and kind.code not in ("general", "rehearsal")]


def fill(session: Session) -> int:
    """34 tasks counted from the event, 4 with a date of a person's, 2 done; the id of the conference."""
    coordinator = session.scalars(select(User).where(User.email == COORDINATOR)).one()
    host = session.scalars(select(Unit).where(Unit.is_host)).first()
    assert host is not None
    units = session.scalars(select(Unit).where(Unit.parent_id == host.id).order_by(Unit.id)).all()
    conference = make_conference(
        session, host, coordinator, short_title="Hội nghị có bốn mươi nhiệm vụ", event_start=HELD, event_end=HELD
    )
    for number in range(COUNTED + PINNED + DONE):
        kind = KINDS[number % len(KINDS)]
        due = due_for(kind=kind, event=Event(start=HELD, end=HELD), calendar=VIETNAM)
        values: dict[str, object] = {"due": due.day, "anchor": Anchor.START, "offset_days": due.offset}
        if number >= COUNTED + PINNED:
            values |= {"state": TaskState.COMPLETED, "submitted_on": TODAY}
        elif number >= COUNTED:
            values |= {"due_source": DueSource.PERSON, "pinned": True}
        make_task(
            session, conference, units[number % len(units)], position=number + 1, kind=kind.code, latest=due.latest,
            title=f"Nhiệm vụ số {number + 1:02}", **values,
        )  # fmt: skip
    return conference.id


@pytest.fixture
def conference(demo_app: Flask) -> int:
    found: int = demo_app.extensions["database"].transact(fill)
    return found


def visitor(browser: Browser, site: str, email: str, size: tuple[int, int] = DESKTOP, *, scripts: bool = True) -> Page:
    page = open_page(browser, site, size, scripts=scripts)
    sign_in(page, email, PASSWORD)
    return page


def dues(app: Flask, conference: int) -> dict[str, date | None]:
    with app.extensions["database"].readers() as session:
        return {task.title: task.due for task in session.scalars(select(Task).where(Task.conference_id == conference))}


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, False)])
def test_forty_tasks_are_seen_moved_told_and_taken_back(
    browser: Browser, site: str, demo_app: Flask, conference: int, size: tuple[int, int], scripts: bool
) -> None:
    before = dues(demo_app, conference)
    page = visitor(browser, site, COORDINATOR, size, scripts=scripts)
    page.goto(f"/hoi-nghi/{conference}")
    page.get_by_role("link", name=re.compile("Đổi ngày|Dời ngày|Chốt ngày")).first.click()
    page.fill("[name=start]", f"{LATER:%d/%m/%Y}")
    page.fill("[name=reason]", "Theo Công văn số 215/UBND-KGVX")
    page.get_by_role("button", name="Xem trước thay đổi").click()

    main = page.locator("main")
    expect(main).to_contain_text(f"{COUNTED} thời hạn thay đổi")
    expect(main).to_contain_text(f"{PINNED + DONE} thời hạn giữ nguyên")
    expect(main).to_contain_text(f"thay cho {HELD:%d/%m/%Y}")
    assert dues(demo_app, conference) == before
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

    page.get_by_role("button", name="Áp dụng và gửi thư").click()
    page.wait_for_url(re.compile(r"/hoi-nghi/\d+$"))
    expect(main).to_contain_text(f"{LATER:%d/%m/%Y}")
    moved = {title for title, due in dues(demo_app, conference).items() if due != before[title]}
    assert len(moved) == COUNTED

    page.goto("/hop-thu-gui")
    expect(main.locator("a", has_text=f"Lùi sang ngày {LATER:%d/%m/%Y}").first).to_be_visible()

    page.goto(f"/hoi-nghi/{conference}/nhat-ky")
    page.get_by_role("button", name="Hoàn tác").click()
    page.wait_for_url(re.compile(r"/hoi-nghi/\d+$"))
    expect(main).to_contain_text("trở lại như trước")
    assert dues(demo_app, conference) == before
    assert complaints(page) == []


def test_a_unit_reads_its_new_dates_on_the_phone(browser: Browser, site: str, demo_app: Flask, conference: int) -> None:
    coordinator = visitor(browser, site, COORDINATOR)
    coordinator.goto(f"/hoi-nghi/{conference}/ngay-to-chuc?viec=doi&start={LATER:%d/%m/%Y}&reason=Trùng+lịch")
    coordinator.get_by_role("button", name="Áp dụng và gửi thư").click()
    coordinator.wait_for_url(re.compile(r"/hoi-nghi/\d+$"))

    unit = visitor(browser, site, MEMBER, PHONE)
    unit.goto(f"/hoi-nghi/{conference}")
    unit.locator("a", has_text=re.compile(r"Nhiệm vụ số \d+")).first.click()
    expect(unit.locator("main")).to_contain_text(re.compile(r"thời hạn|hạn"))
    expect(unit.locator("main")).to_contain_text("Trùng lịch")
    assert complaints(unit) == []
