"""Reviewing a plan in a browser: with keys, splitting and merging, from selected words, by two people at once."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import ROOT
from tests.e2e.browser import DESKTOP, PHONE, complaints, open_page, sign_in
from tests.factories import make_user
from tracker import clock
from tracker.demo.accounts import PASSWORD
from tracker.documents import read_document
from tracker.domain.glossary import MemberRole
from tracker.domain.plan import read_plan
from tracker.models import User
from tracker.services import plans
from tracker.services.accounts import load_actor

PLAN = ROOT / "tracker" / "demo" / "plans" / "hoi-nghi-so-ket-2026.docx"
COORDINATOR, COLLEAGUE = "ha@skhcn.haibinh.example", "hoa@skhcn.haibinh.example"


@pytest.fixture
def review(browser: Browser, site: str, demo_app: Flask) -> Page:
    """The coordinator on the review of a plan that was just read."""
    number = demo_app.extensions["database"].transact(read)
    page = open_page(browser, site)
    sign_in(page, COORDINATOR, PASSWORD)
    page.goto(f"/ke-hoach/{number}/ra-soat")
    return page


def read(session: Session) -> int:
    user = session.scalars(select(User).where(User.email == COORDINATOR)).one()
    actor = load_actor(session, user)
    document = read_document(PLAN.name, PLAN.read_bytes())
    conference = plans.import_plan(
        session, actor, host_id=user.memberships[0].unit_id, filename=PLAN.name, data=b"read once more",
        document=document, parsed=read_plan(document.lines), now=clock.now(),
    )  # fmt: skip
    return conference.id


def again(browser: Browser, site: str, page: Page, who: str, size: tuple[int, int] = DESKTOP) -> Page:
    """The same review in another browser."""
    other = open_page(browser, site, size)
    sign_in(other, who, PASSWORD)
    other.goto(re.sub(r"[?#].*", "", page.url))
    return other


def number(page: Page) -> str:
    """The id of the task that is lit up."""
    return str(page.locator("li.item.is-current").get_attribute("id"))


def test_a_plan_is_walked_and_accepted_with_keys_alone(review: Page) -> None:
    review.keyboard.press("j")
    first = number(review)
    expect(review.locator("mark.is-current").first).to_be_visible()
    review.keyboard.press("j")
    second = number(review)
    assert second != first
    review.keyboard.press("k")
    assert number(review) == first

    review.keyboard.press("g")
    expect(review.locator("mark.is-current a:focus")).to_have_count(1)
    review.keyboard.press("g")
    expect(review.locator(f"#{first}")).to_be_focused()

    before = review.locator("li.item--check").count()
    review.evaluate("window.stayed = true")
    review.keyboard.press("a")
    expect(review.locator("li.item--check")).to_have_count(before - 1)
    expect(review.locator(f"#{second}")).to_be_focused()
    review.keyboard.press("u")
    expect(review.locator("li.item--check")).to_have_count(before)
    assert review.evaluate("window.stayed") is True

    review.keyboard.press("e")
    title = review.locator(".item textarea[name=title]")
    expect(title).to_be_focused()
    title.press_sequentially("ax?")
    expect(review.locator("li.item--check")).to_have_count(before)
    review.keyboard.press("Escape")
    expect(title).to_have_count(0)
    assert complaints(review) == []


def test_single_keys_can_be_looked_up_and_switched_off(review: Page) -> None:
    review.keyboard.press("?")
    expect(review.locator("dialog.keys")).to_be_visible()
    review.uncheck("#phim-bat")
    review.keyboard.press("Escape")
    review.keyboard.press("j")
    expect(review.locator(".is-current")).to_have_count(0)
    review.reload()
    review.click("[data-keys]")
    expect(review.locator("#phim-bat")).not_to_be_checked()


def test_a_click_on_either_side_lights_up_the_other(review: Page) -> None:
    mark = review.locator(".doc mark[id]").nth(3)
    mark.locator("a").first.click()
    key = mark.get_attribute("data-mark")
    expect(review.locator(f'li.item.is-current[data-mark="{key}"]').first).to_be_focused()
    review.locator("li.item .item__top a.no").nth(6).click()
    expect(review.locator("mark.is-current").first).to_be_in_viewport()


def test_a_task_is_split_and_the_split_taken_back(review: Page) -> None:
    item = review.locator("li.item", has=review.locator("[data-key=s]")).first
    title, position = item.locator("h3").inner_text(), item.get_attribute("id")
    before = review.locator("li.item").count()
    item.locator("[data-key=s]").click()
    words = " ".join(title.split()[3:6])
    review.fill("textarea[name=words]", words)
    review.locator(f"#{position}").get_by_role("button", name="Tách").click()
    expect(review.locator("li.item")).to_have_count(before + 1)
    expect(review.locator(f"#{position} h3")).not_to_have_text(title)
    review.locator(f"#{position} .flash").get_by_role("button", name="Hoàn tác").click()
    expect(review.locator(f"#{position} h3")).to_have_text(title)
    expect(review.locator("li.item")).to_have_count(before)


def test_tasks_are_merged_and_the_merge_taken_back(review: Page) -> None:
    before = review.locator("li.item").count()
    item = review.locator("li.item", has=review.locator("[data-key=m]")).first
    position = item.get_attribute("id")
    item.locator("[data-key=m]").click()
    review.locator("input[name=with]").first.check()
    review.locator(f"#{position}").get_by_role("button", name="Gộp").click()
    expect(review.locator("li.item")).to_have_count(before - 1)
    review.locator("[data-undo]").click()
    expect(review.locator("li.item")).to_have_count(before)


def test_selected_words_become_a_task(review: Page) -> None:
    review.evaluate(
        """() => {
            const line = [...document.querySelectorAll('.doc p[id]')].filter((p) => p.textContent.length > 60).at(-1);
            const range = document.createRange();
            range.selectNodeContents(line);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    review.click("[data-selected]")
    title = review.locator("#t-title")
    expect(title).to_be_focused()
    words = title.input_value()
    assert len(words) > 40
    review.fill("#t-unit", "Văn phòng Sở")
    review.locator("#them").get_by_role("button", name="Thêm", exact=True).click()
    added = review.locator("li.item.is-current")
    expect(added.locator("h3")).to_have_text(words)
    expect(review.locator("mark.is-current").first).to_be_visible()


def test_two_people_see_each_others_saves_and_overwrite_nothing(
    browser: Browser, site: str, demo_app: Flask, review: Page
) -> None:
    hire_colleague(demo_app)
    colleague = again(browser, site, review, COLLEAGUE)
    for page in (review, colleague):
        page.locator("li.item [data-key=e]").first.click()
        page.locator(".item textarea[name=title]").wait_for()
    position = review.locator("li.item", has=review.locator("textarea[name=title]")).get_attribute("id")
    review.fill(".item textarea[name=title]", "Bản đang gõ dở")
    colleague.fill(".item textarea[name=title]", "Bản của chị Hoa")
    colleague.locator(f"#{position} [name=unit]").fill("Văn phòng Sở")
    colleague.get_by_role("button", name="Lưu và chấp nhận").click()
    expect(colleague.locator(f"#{position} h3")).to_have_text("Bản của chị Hoa")

    bar = review.locator("#tin .flash")
    expect(bar).to_contain_text("Nguyễn Thị Hoa đã sửa nhiệm vụ", timeout=15_000)
    expect(review.locator(".item textarea[name=title]")).to_have_value("Bản đang gõ dở")
    bar.locator("a").click()
    expect(bar).to_have_count(0)
    expect(review.locator(".item textarea[name=title]")).to_have_value("Bản đang gõ dở")

    review.get_by_role("button", name="Lưu và chấp nhận").click()
    expect(review.locator(".error-summary")).to_contain_text("Nguyễn Thị Hoa")
    expect(review.locator(".item textarea[name=title]")).to_have_value("Bản đang gõ dở")
    expect(review.locator(".item .now").first).to_contain_text("Bản của chị Hoa")


def hire_colleague(app: Flask) -> None:
    """Another coordinator of the demo's agency, with the same password."""

    def hire(session: Session) -> None:
        known = session.scalars(select(User).where(User.email == COORDINATOR)).one()
        host = known.memberships[0].unit
        make_user(session, COLLEAGUE, "Nguyễn Thị Hoa", MemberRole.COORDINATOR, host, password_hash=known.password_hash)

    app.extensions["database"].transact(hire)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_on_a_phone_text_and_tasks_take_turns(browser: Browser, site: str, review: Page, scripts: bool) -> None:
    phone = open_page(browser, site, PHONE, scripts=scripts)
    sign_in(phone, COORDINATOR, PASSWORD)
    phone.goto(re.sub(r"[?#].*", "", review.url))
    text, tasks = phone.locator("#van-ban"), phone.locator("#nhiem-vu")
    expect(text).to_be_hidden()
    phone.locator("li.item .item__top a.no").nth(2).click()
    expect(tasks).to_be_hidden()
    expect(phone.locator(".doc mark:target")).to_be_in_viewport()
    phone.locator(".doc mark:target a").first.click()
    expect(text).to_be_hidden()
    expect(phone.locator("li.item:target")).to_be_in_viewport()
    phone.locator("li.item:target [data-key=e]").click()
    field = phone.locator(".item textarea[name=title]")
    field.scroll_into_view_if_needed()
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert (width, field.bounding_box()["width"] > 280) == (PHONE[0], True)  # type: ignore[index]
