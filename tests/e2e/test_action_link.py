"""A speaker without an account, on a phone and without scripts: from the mail's text to the speech handed in."""

import re
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from tests.e2e.browser import PHONE, complaints, open_page
from tests.e2e.test_story import COORDINATOR, visitor
from tests.mail.received import received
from tracker import clock
from tracker.models import OutboxMail, Task, Unit

NAME = "Phan Anh Tuấn"


def mail_to(app: Flask, unit: str, kind: str) -> str:
    """The text of the newest mail of ``kind`` to the unit's mailbox, as it is received."""
    with app.extensions["database"].readers() as session:
        email = session.scalars(select(Unit.email).where(Unit.name == unit)).one()
        mail = session.scalars(
            select(OutboxMail).where(OutboxMail.recipient == email, OutboxMail.kind == kind)
            .order_by(OutboxMail.id.desc()).limit(1)
        ).one()  # fmt: skip
        return received(app, session, mail, now=clock.now()).text


def test_a_speech_is_taken_on_and_handed_in_from_the_mail(
    browser: Browser, site: str, demo_app: Flask, tmp_path: Path
) -> None:
    unit = "Phòng Kinh tế xã Thạch Lâm"
    found = re.search(r"http://127\.0\.0\.1(/viec/\S+?)/(\d+)\s", mail_to(demo_app, unit, "assigned"))
    assert found
    phone = open_page(browser, site, PHONE, scripts=False)
    phone.goto(found[1])
    expect(phone.locator(".crumb")).to_contain_text(unit)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    take = phone.locator("form", has=phone.get_by_role("button", name="Tiếp nhận 1 nhiệm vụ"))
    take.locator("[name=all_name]").fill(NAME)
    take.get_by_role("button").click()
    expect(phone.locator(".flash")).to_contain_text("Đã tiếp nhận 1 nhiệm vụ")

    phone.locator(".card__act a").first.click()
    expect(phone.locator("h1")).to_contain_text("tham luận")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    speech = tmp_path / "Bài tham luận.pdf"
    speech.write_bytes(b"%PDF-1.7")
    report = phone.locator("#report")
    expect(report.locator("[name=submit_name]")).to_have_value(NAME)
    report.locator("[name=submit_files]").set_input_files(speech)
    report.locator("[name=submit_sure]").check()
    report.get_by_role("button", name="Gửi bài tham luận").click()
    expect(phone.locator(".verdict")).to_contain_text("Chờ xác nhận")
    expect(phone.locator("main")).to_contain_text("Bài tham luận.pdf")
    assert complaints(phone) == []

    with demo_app.extensions["database"].readers() as session:
        assert session.get(Task, int(found[2])).state == "submitted"
    coordinator = visitor(browser, site, COORDINATOR)
    coordinator.goto(f"/nhiem-vu/{found[2]}")
    expect(coordinator.locator("main")).to_contain_text(f"{NAME} (qua đường dẫn của {unit})")
