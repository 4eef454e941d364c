"""Pictures of every screen on the demo, desktop and phone, into docs/screenshots (``make screenshots``)."""

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import ROOT, MailSettings, Settings
from tests.e2e import letters
from tests.e2e.browser import DESKTOP, PHONE, chromium, open_page, serving, sign_in
from tests.e2e.test_accessible import PREVIEW
from tracker import clock, jobs, schema
from tracker.app import create_app
from tracker.demo import load as demo
from tracker.demo.accounts import PASSWORD
from tracker.domain.calendar import VIETNAM
from tracker.models import ActionLink
from tracker.services import action_links, suppression

TALLEST = 2000  # pixels
TARGET = ROOT / "docs" / "screenshots"
PLAN = ROOT / "tracker" / "demo" / "plans" / "hoi-nghi-so-ket-2026.docx"
ADMINISTRATOR = "quantri@skhcn.haibinh.example"
LATER = VIETNAM.shift(clock.vietnam_date(clock.now()), 25)
UNKNOWN, BY_LINK = "dhhb@haibinh.example", "trungtam@skhcn.haibinh.example"
COORDINATOR, LEADER, MEMBER = "ha@skhcn.haibinh.example", "an@skhcn.haibinh.example", "duc@skhcn.haibinh.example"


@dataclass(frozen=True)
class Shot:
    """``follow``: text of a link to click after ``address``."""

    name: str
    who: str | None
    address: str
    follow: str = ""


SHOTS = (
    Shot("login", None, "/dang-nhap"),
    Shot("board", LEADER, "/bang-dieu-hanh"),
    Shot("conferences", COORDINATOR, "/hoi-nghi"),
    Shot("conference", COORDINATOR, "/hoi-nghi/1"),
    Shot("speeches", COORDINATOR, "/hoi-nghi/1/tham-luan"),
    Shot("programme", COORDINATOR, "/hoi-nghi/1/chuong-trinh"),
    Shot("plan-text", COORDINATOR, "/hoi-nghi/1/van-ban"),
    Shot("reminders", COORDINATOR, "/hoi-nghi/1/nhac-viec"),
    Shot("log", COORDINATOR, "/hoi-nghi/1/nhat-ky"),
    Shot(
        "event-move",
        COORDINATOR,
        f"/hoi-nghi/1/ngay-to-chuc?viec=doi&start={LATER:%d/%m/%Y}&reason=Theo Công văn số 215",
    ),
    Shot("due-shift", COORDINATOR, "/hoi-nghi/1/doi-han"),
    Shot("timeline", COORDINATOR, "/hoi-nghi/1/tien-do"),
    Shot("new-conference", COORDINATOR, "/hoi-nghi/moi"),
    Shot("templates", COORDINATOR, "/mau-hoi-nghi"),
    Shot("extensions", COORDINATOR, "/de-nghi-gia-han"),
    Shot("rules", COORDINATOR, "/quy-tac-thoi-han"),
    Shot("working-calendar", ADMINISTRATOR, "/lich-lam-viec"),
    Shot("upload", COORDINATOR, "/ke-hoach/tai-len"),
    Shot("review", COORDINATOR, "/ke-hoach/3/ra-soat"),
    Shot("preview", COORDINATOR, "/ke-hoach/3/xem-truoc"),
    Shot("amendment", COORDINATOR, "/ke-hoach/sua-doi/1"),
    Shot("worklist", MEMBER, "/viec-cua-toi"),
    Shot("task", MEMBER, "/nhiem-vu/2"),
    Shot("task-coordinator", COORDINATOR, "/nhiem-vu/3"),
    Shot("queue", COORDINATOR, "/cho-xac-nhan"),
    Shot("calendar", COORDINATOR, "/lich"),
    Shot("calendar-feeds", MEMBER, "/lich/dang-ky"),
    Shot("mailbox", COORDINATOR, "/hop-thu-gui"),
    Shot("mail", COORDINATOR, "/hop-thu-gui/40"),
    Shot("failing-addresses", ADMINISTRATOR, "/hop-thu-gui/dia-chi-loi"),
    Shot("policy", COORDINATOR, "/chinh-sach-nhac"),
    Shot("policy-preview", COORDINATOR, f"/chinh-sach-nhac/xem-truoc?{PREVIEW}"),
    Shot("links", COORDINATOR, "/hoi-nghi/1/duong-dan"),
    Shot("directory", COORDINATOR, "/don-vi"),
    Shot("unit", COORDINATOR, "/don-vi/5"),
    Shot("ledger", COORDINATOR, "/don-vi/5/thu"),
    Shot("unit-change", COORDINATOR, "/don-vi/5/thay-doi"),
    Shot("starter", COORDINATOR, "/don-vi/khoi-tao?tinh=Bắc Ninh"),
)


def prepared(folder: Path) -> Flask:
    """The application on a fresh demo database, today's jobs run once."""
    settings = Settings(
        environment="local", secret_key="pictures" * 5, database_url=f"sqlite:///{folder / 'demo.sqlite3'}",
        site_url="http://127.0.0.1:8000", mail=MailSettings(folder=folder / "mail", grace=0), demo=True,
    )  # fmt: skip
    app = create_app(settings)
    database, mailer = app.extensions["database"], app.extensions["mailer"]
    schema.upgrade(database.engine)
    database.transact(lambda session: demo.load(session, mailer, now=clock.now()))
    for name in jobs.JOBS:
        jobs.run(name, database, mailer)
    database.transact(prepare)
    return app


def prepare(session: Session) -> None:
    """A new version of the first conference's plan to be compared, and an address that the relay does not know."""
    letters.propose(session, clock.now())
    error = f"5.1.1 <{UNKNOWN}>: Recipient address rejected: User unknown"
    suppression.suppress(session, UNKNOWN, code=550, error=error, now=clock.now())


def action_link(app: Flask) -> str:
    """The page of a unit without an account."""
    with app.extensions["database"].readers() as session:
        link = session.scalars(select(ActionLink).where(ActionLink.recipient == BY_LINK)).first()
        assert link is not None
        return f"/viec/{action_links.address_token(app.extensions['mailer'], link)}"


def shoot_digest(browser: Browser, app: Flask, site: str) -> None:
    """A unit's daily mail as telephones show it, by day and by night."""
    with app.extensions["database"].readers() as session:
        html = letters.newest(session)["digest-unit"].html
    for dark, name in ((False, "light"), (True, "dark")):
        page = open_page(browser, site, PHONE, dark=dark)
        page.set_content(html)
        keep(page.screenshot(full_page=True), TARGET / f"digest-{name}-390.png")
        print(f"digest-{name}-390.png")


def upload(page: Page) -> None:
    """A third plan, as a coordinator would send it: the one under review in the pictures."""
    page.goto("/ke-hoach/tai-len")
    page.set_input_files("input[type=file]", PLAN)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/ra-soat**")


def keep(picture: bytes, target: Path) -> None:
    """Save small: the top of long pages, in as many colours as the screens have."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, TALLEST)))
    image.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(target, optimize=True)


def shoot(browser: Browser, app: Flask, site: str, only: set[str]) -> None:
    draft = open_page(browser, site)
    sign_in(draft, COORDINATOR, PASSWORD)
    upload(draft)
    for size, name in ((DESKTOP, "1280"), (PHONE, "390")):
        pages: dict[str | None, Page] = {}
        for shot in (*SHOTS, Shot("action-link", None, action_link(app))):
            if only and shot.name not in only:
                continue
            if shot.who not in pages:
                pages[shot.who] = open_page(browser, site, size)
                if shot.who:
                    sign_in(pages[shot.who], shot.who, PASSWORD)
            page = pages[shot.who]
            page.goto(shot.address)
            keep(page.screenshot(full_page=True), TARGET / f"{shot.name}-{name}.png")
            print(f"{shot.name}-{name}.png")


def main(arguments: list[str]) -> int:
    """Take all pictures, or only those named."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        app = prepared(Path(folder))
        with serving(app) as site:
            shoot(browser, app, site, set(arguments))
            if not arguments or "digest" in arguments:
                shoot_digest(browser, app, site)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
