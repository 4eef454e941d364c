"""The pages that govern reminders, and every mail, can be read by everyone: wide, on a phone, in the dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import ROOT
from tests.e2e import letters
from tests.e2e.browser import DESKTOP, PHONE, open_page, serving, sign_in
from tests.e2e.conftest import demo_in
from tests.e2e.test_templates import fits
from tracker import clock
from tracker.demo.accounts import PASSWORD
from tracker.models import ActionLink, Task, User
from tracker.services import action_links, bad_addresses, briefing, mutes

COORDINATOR, LEADER = "ha@skhcn.haibinh.example", "an@skhcn.haibinh.example"
SCREENS = """
/hoi-nghi/1/nhac-viec /hoi-nghi/1/duong-dan /don-vi/5/thu /chinh-sach-nhac /hoi-nghi/1/chinh-sach-nhac
/tai-khoan/vang-mat /hop-thu-gui /hop-thu-gui/dia-chi-loi /bang-dieu-hanh
""".split()
PREVIEW = (
    "before=5,2&on_day=1&overdue=1,3&overdue_every=3&silent_after=2&head_from=1&leadership_from=3"
    "&leadership_from_blocking=1&confirm=1,3&confirm_every=3&opens=07:30&closes=17:00&digest=07:30&quiet_4=1"
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, loaded_demo: Path) -> Iterator[Flask]:
    """The demo with a mail of every kind."""
    with demo_in(tmp_path_factory.mktemp("demo"), loaded_demo) as made:
        letters.write_all(made)
        yield made


@pytest.fixture(scope="module")
def site(app: Flask) -> Iterator[str]:
    with serving(app) as address:
        yield address


def test_every_mail_is_accessible_light_dark_and_on_a_phone(browser: Browser, site: str, app: Flask) -> None:
    with app.extensions["database"].readers() as session:
        mails = letters.newest(session)
    kinds = {path.name.split(".")[0] for path in (ROOT / "templates" / "email").glob("*.subject.txt")}
    assert {name.split("-")[0] for name in mails} == kinds
    problems = []
    for size, dark in ((DESKTOP, False), (PHONE, True)):
        page = open_page(browser, site, size, dark=dark)
        for name, mail in mails.items():
            page.set_content(mail.html)
            problems += [(name, size[0], one) for one in fits(page, size[0])]
            assert page.locator("h1").inner_text(), name
            assert page.locator(".foot").inner_text().startswith("Thư tự động"), name
    assert problems == []


def test_policy_mute_ledger_link_opt_out_and_bad_address_pages_are_accessible(
    browser: Browser, site: str, app: Flask
) -> None:
    database, mailer = app.extensions["database"], app.extensions["mailer"]
    database.transact(silence)
    with database.readers() as session:
        link = session.scalars(select(ActionLink).order_by(ActionLink.id)).first()
        leader = session.scalars(select(User).where(User.email == LEADER)).one()
        door = f"/viec/{action_links.address_token(mailer, link)}"
        opt_out = f"/ban-tin/{leader.id}/{mailer.token(briefing.opt_out_name(leader.id))}"
    problems = []
    for size, dark in ((DESKTOP, False), (PHONE, True)):
        coordinator, stranger = (open_page(browser, site, size, dark=dark) for _ in range(2))
        sign_in(coordinator, COORDINATOR, PASSWORD)
        for address in [*SCREENS, f"/chinh-sach-nhac/xem-truoc?{PREVIEW}"]:
            problems += look(coordinator, address, size[0])
        for address in (door, opt_out):
            problems += look(stranger, address, size[0])
        stranger.goto(door)
        problems += look(stranger, stranger.locator(".card__act a").first.get_attribute("href") or "", size[0])
        for address in ("/viec/x", "/ban-tin/1/x"):
            problems += look(stranger, address, size[0], status=404)
    assert problems == []


def silence(session: Session) -> None:
    """A unit that is muted with a reason, and an address that is written to no more."""
    coordinator, now = letters.actor(session, COORDINATOR), clock.now()
    unit_id = session.scalars(select(Task.unit_id).where(Task.conference_id == 1, Task.unit_id.is_not(None))).first()
    mutes.mute(session, coordinator, 1, unit_id=unit_id, stage=None, reason="Đã thống nhất qua điện thoại", now=now)
    bad_addresses.add(session, coordinator, "ubnd.vankhe@haibinh.example", "Hộp thư đã đổi", now=now)


def look(page: Page, address: str, width: int, *, status: int = 200) -> list[tuple[str, int, str]]:
    answer = page.goto(address)
    assert answer is not None
    assert (address, answer.status) == (address, status)
    # the browser itself notes every answer 404
    return [(address, width, one) for one in fits(page, width) if str(status) not in one or status == 200]
