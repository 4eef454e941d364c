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
from tests.e2e.browser import DESKTOP, PHONE, chromium, open_page, serving, sign_in
from tracker import clock, jobs, schema
from tracker.app import create_app
from tracker.demo import load as demo
from tracker.demo.accounts import PASSWORD
from tracker.documents import read_text
from tracker.domain.calendar import VIETNAM
from tracker.domain.plan import read_plan
from tracker.domain.plan.lines import Line, as_text
from tracker.models import Plan, User
from tracker.services import amendments
from tracker.services.accounts import load_actor

TALLEST = 2000  # pixels
TARGET = ROOT / "docs" / "screenshots"
PLAN = ROOT / "tracker" / "demo" / "plans" / "hoi-nghi-so-ket-2026.docx"
ADMINISTRATOR = "quantri@skhcn.haibinh.example"
LATER = VIETNAM.shift(clock.vietnam_date(clock.now()), 25)
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
    Shot("directory", COORDINATOR, "/don-vi"),
    Shot("unit", COORDINATOR, "/don-vi/5"),
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
    database.transact(amend)
    return app


def amend(session: Session) -> None:
    """A new version of the first conference's plan: one duty said otherwise, one left out, one more."""
    user = session.scalars(select(User).where(User.email == COORDINATOR)).one()
    lines = list(session.scalars(select(Plan.lines).where(Plan.conference_id == 1)).one())
    bullets = [number for number, line in enumerate(lines) if line["label"] == "-" or line["text"].startswith("- ")]
    lines[bullets[-4]] = {
        **lines[bullets[-4]],
        "text": f"{lines[bullets[-4]]['text'].rstrip(' .;')}, gửi trước 02 ngày.",
    }
    lines[bullets[-2]] = {**lines[bullets[-2]], "text": "Bố trí nước uống cho đại biểu.", "label": "-"}
    text = as_text(
        Line(number=number, text=line["text"], label=line["label"], cells=line["cells"])
        for number, line in enumerate(lines)
    )
    document = read_text(text)
    amendments.propose(
        session, load_actor(session, user), 1, filename="ke-hoach-sua-doi.txt", data=text.encode(), document=document,
        parsed=read_plan(document.lines), now=clock.now(),
    )  # fmt: skip


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


def shoot(browser: Browser, site: str, only: set[str]) -> None:
    draft = open_page(browser, site)
    sign_in(draft, COORDINATOR, PASSWORD)
    upload(draft)
    for size, name in ((DESKTOP, "1280"), (PHONE, "390")):
        pages: dict[str | None, Page] = {}
        for shot in SHOTS:
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
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, serving(prepared(Path(folder))) as site:
        shoot(browser, site, set(arguments))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
