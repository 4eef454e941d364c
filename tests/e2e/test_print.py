"""The timeline on paper, as Chromium prints it: A4 across, one page a sheet, nothing cut off."""

from datetime import date, timedelta

import pypdfium2
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.e2e.browser import open_page, sign_in
from tests.factories import make_task
from tracker.demo.accounts import PASSWORD
from tracker.models import Conference, Unit

ACROSS = (297, 210)  # millimetres


def printed(page: Page) -> tuple[list[tuple[int, int]], list[str]]:
    """The pages' sizes in millimetres and their texts."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    sizes = [tuple(round(side * 25.4 / 72) for side in sheet.get_size()) for sheet in document]
    texts = [sheet.get_textpage().get_text_bounded() for sheet in document]
    return [(width, height) for width, height in sizes], texts


@pytest.mark.parametrize(("tasks", "how"), [(20, ""), (60, "?nhom=don-vi")], ids=["20-by-due-date", "60-by-unit"])
def test_every_sheet_is_one_page_with_its_heading(
    browser: Browser, site: str, demo_app: Flask, tasks: int, how: str
) -> None:
    with demo_app.extensions["database"].sessions() as session:
        conference, unit = session.get_one(Conference, 1), session.get_one(Unit, 2)
        conference.short_title = f"{conference.short_title}, mở rộng tới các xã, phường, đặc khu trên toàn địa bàn tỉnh"
        for n in range(tasks - 20):  # the demo's first conference has twenty
            make_task(session, conference, unit, title=f"Việc {n}", position=n + 30, due=_day(conference, n))
        session.commit()
    page = open_page(browser, site, scripts=False)
    sign_in(page, "ha@skhcn.haibinh.example", PASSWORD)
    page.goto(f"/hoi-nghi/1/tien-do{how}")
    sheets, listed = page.locator("svg.tl").count(), page.locator(".sheet--list").count()
    sizes, texts = printed(page)
    assert sizes == [ACROSS] * (sheets + listed)
    assert all("Tiến độ chuẩn bị" in text and "In lúc" in text and "Nghỉ lễ" in text for text in texts[:sheets])


def _day(conference: Conference, number: int) -> date:
    assert conference.event_start is not None
    return conference.event_start - timedelta(days=number % 14 + 1)
