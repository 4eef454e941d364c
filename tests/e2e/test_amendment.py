"""A plan is amended while units work by it: compared, chosen and applied by clicking; what was done is still there."""

import re
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser import DESKTOP, PHONE, complaints, open_page, sign_in
from tracker import clock
from tracker.demo.accounts import PASSWORD
from tracker.domain.calendar import VIETNAM

COORDINATOR, MEMBER = "ha@skhcn.haibinh.example", "duc@skhcn.haibinh.example"
HELD = VIETNAM.shift(clock.vietnam_date(clock.now()), 30)
PLAN = """SỞ KHOA HỌC VÀ CÔNG NGHỆ TỈNH HẢI BÌNH
Số: {number}/KH-SKHCN
KẾ HOẠCH
Tổ chức Hội nghị phổ biến quy định mới về sở hữu trí tuệ
I. THỜI GIAN, ĐỊA ĐIỂM
1. Thời gian: 01 ngày, ngày {day}.
2. Địa điểm: Hội trường Sở.
II. TỔ CHỨC THỰC HIỆN
1. Phòng Quản lý Công nghệ và Đổi mới sáng tạo
- Chủ trì xây dựng chương trình Hội nghị.
- {report}.
2. Văn phòng Sở
- {office}
"""
FIRST = PLAN.format(
    number=21, day=f"{HELD:%d/%m/%Y}", report="Soạn thảo tài liệu phổ biến quy định mới",
    office="Bố trí hội trường, âm thanh phục vụ Hội nghị.",
)  # fmt: skip
AMENDED = PLAN.format(
    number=25, day=f"{HELD + timedelta(days=7):%d/%m/%Y}",
    report="Soạn thảo tài liệu phổ biến quy định mới và bộ câu hỏi thường gặp",
    office="Mời báo chí đưa tin về Hội nghị.",
)  # fmt: skip


def visitor(browser: Browser, site: str, email: str, size: tuple[int, int] = DESKTOP) -> Page:
    page = open_page(browser, site, size)
    sign_in(page, email, PASSWORD)
    return page


def paste(page: Page, text: str) -> None:
    page.fill("[name=text]", text)
    page.click("main form button[type=submit]")


def test_an_amended_plan_is_applied_and_the_progress_made_is_still_there(browser: Browser, site: str) -> None:
    coordinator = visitor(browser, site, COORDINATOR)
    coordinator.goto("/ke-hoach/tai-len")
    paste(coordinator, FIRST)
    coordinator.wait_for_url(re.compile("ra-soat"))
    to_check = coordinator.locator("li.item--check")
    for left in range(to_check.count() - 1, -1, -1):
        to_check.first.get_by_role("button", name="Chấp nhận").first.click()
        expect(to_check).to_have_count(left)
    coordinator.goto(coordinator.url.split("/ra-soat")[0] + "/xem-truoc")
    coordinator.get_by_role("button", name=re.compile("Kích hoạt")).first.click()
    coordinator.wait_for_url(re.compile(r"/hoi-nghi/\d+"))
    conference = coordinator.url

    unit = visitor(browser, site, MEMBER, PHONE)
    unit.goto("/viec-cua-toi")
    unit.locator("li.card a:visible", has_text="Soạn thảo tài liệu phổ biến").first.click()
    unit.fill("[name=start_note]", "Đã xong phần một")
    unit.locator("[name=start_note]").locator("xpath=ancestor::form").get_by_role("button").first.click()
    expect(unit.locator("main")).to_contain_text("Đang thực hiện")
    task = unit.url

    coordinator.goto(conference)
    coordinator.get_by_role("link", name="Tải bản sửa đổi").click()
    paste(coordinator, AMENDED)
    coordinator.wait_for_url(re.compile("sua-doi"))
    main = coordinator.locator("main")
    expect(main).to_contain_text("1 thêm · 1 sửa · 1 bỏ · 1 giữ nguyên · hội nghị dời từ")
    expect(coordinator.locator("ins", has_text="và bộ câu hỏi thường gặp")).to_be_visible()
    phone = visitor(browser, site, COORDINATOR, PHONE)
    phone.goto(coordinator.url)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    coordinator.get_by_role("button", name="Xem lại và áp dụng").click()
    expect(main).to_contain_text("qlcn@skhcn.haibinh.example")
    coordinator.get_by_role("button", name="Áp dụng và gửi thư").click()
    expect(main).to_contain_text("Kế hoạch sửa đổi đã có hiệu lực")

    unit.goto(task)
    expect(unit.locator("h1")).to_contain_text("và bộ câu hỏi thường gặp")
    expect(unit.locator("main")).to_contain_text("Đang thực hiện")
    expect(unit.locator("main")).to_contain_text("Đã xong phần một")
    expect(unit.locator("main")).to_contain_text("Theo bản sửa đổi số 25/KH-SKHCN")

    coordinator.goto("/hop-thu-gui")
    coordinator.locator("a", has_text=re.compile("2 việc thay đổi, hạn gần nhất")).first.click()
    told = coordinator.locator("main")
    expect(told).to_contain_text("trước đây: “Soạn thảo tài liệu phổ biến quy định mới.”")
    for page in (coordinator, unit, phone):
        assert complaints(page) == []
