"""A conference without a document, by clicking: from a template through the review to its units, and kept again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from config import ROOT
from tests.e2e.browser import DESKTOP, PHONE, complaints, open_page, sign_in
from tracker.demo.accounts import PASSWORD

COORDINATOR = "ha@skhcn.haibinh.example"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"


def fits(page: Page, width: int) -> list[str]:
    """What is wrong with the page as it stands: too wide, not accessible, or the browser complains."""
    found = [] if page.evaluate("document.documentElement.scrollWidth") <= width else [f"wider than {width}"]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(f"axe.run(document, {RULES})")["violations"]
    return found + [one["id"] + " " + one["nodes"][0]["html"][:160] for one in violations] + complaints(page)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_conference_is_started_from_a_template_reviewed_activated_and_kept_as_one(
    browser: Browser, site: str, size: tuple[int, int], scripts: bool
) -> None:
    page = open_page(browser, site, size, scripts=scripts)
    sign_in(page, COORDINATOR, PASSWORD)
    problems: list[tuple[str, str]] = []

    def look() -> None:
        if scripts:
            problems.extend((page.url.removeprefix(site), one) for one in fits(page, size[0]))

    page.goto("/hoi-nghi")
    page.get_by_role("link", name="Hội nghị mới").click()
    page.select_option("[name=mau]", label="Họp giao ban (7)")
    page.get_by_role("button", name="Dùng mẫu này").click()
    expect(page.locator("[name=part-0]")).to_have_value("Văn phòng Sở")
    look()
    page.get_by_role("button", name="Tạo dự thảo và rà soát").click()
    page.fill("[name=title]", "Họp giao ban tháng 12 năm 2026")
    page.fill("[name=start]", "29/12/2026")
    page.get_by_role("button", name="Tạo dự thảo và rà soát").click()

    expect(page.locator("h1")).to_contain_text("Họp giao ban tháng 12 năm 2026")
    expect(page.locator("main")).to_contain_text("7 nhiệm vụ lấy từ mẫu")
    expect(page.get_by_text("Văn bản kế hoạch")).to_have_count(0)
    look()
    offered = page.locator("#goi-y li", has_text="Lập và nộp lưu hồ sơ hội nghị")
    offered.get_by_role("button", name="Thêm").click()
    expect(page.locator("li.item", has_text="Lập và nộp lưu hồ sơ hội nghị")).to_have_count(1)
    page.get_by_role("link", name="Xem trước thư và kích hoạt").click()
    expect(page.locator("main")).to_contain_text("8 nhiệm vụ được giao")
    look()
    page.get_by_role("button", name="Kích hoạt và gửi thư").click()
    expect(page.locator("main")).to_contain_text("8 nhiệm vụ")

    page.locator("#goi-y summary").first.click()
    page.locator("#goi-y li", has_text="In ấn").get_by_role("button", name="Không cần").click()
    expect(page.locator("#goi-y")).to_contain_text("1 gợi ý đã bỏ")
    look()
    page.get_by_role("button", name=re.compile("Hoàn tác")).first.click()
    expect(page.locator("#goi-y li", has_text="In ấn").get_by_role("button", name="Thêm")).to_be_visible()

    page.get_by_role("link", name="Lưu thành mẫu").click()
    look()
    page.fill("[name=name]", "Giao ban của Sở")
    page.get_by_role("button", name="Lưu thành mẫu").click()
    expect(page.locator("h1")).to_have_text("Giao ban của Sở")
    page.locator("li.item").first.get_by_role("link", name="Sửa").click()
    look()
    page.select_option("[name=when]", "before")
    page.fill("[name=days]", "8")
    page.get_by_role("button", name="Lưu", exact=True).last.click()
    expect(page.locator("li.item").first).to_contain_text("8 ngày làm việc trước hội nghị")
    page.get_by_role("button", name="Xóa").click()
    page.get_by_role("button", name=re.compile("Hoàn tác")).click()
    expect(page.locator("table")).to_contain_text("Giao ban của Sở")
    look()
    assert problems == []
    assert complaints(page) == []
