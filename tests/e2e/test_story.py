"""What people click: from the plan's file to a board that changed."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from config import ROOT
from tests.e2e.browser import DESKTOP, PHONE, complaints, open_page, sign_in
from tracker.demo.accounts import PASSWORD

PLAN = ROOT / "tracker" / "demo" / "plans" / "hoi-nghi-so-ket-2026.docx"
COORDINATOR, LEADER, MEMBER = "ha@skhcn.haibinh.example", "an@skhcn.haibinh.example", "duc@skhcn.haibinh.example"
ADMINISTRATOR = "quantri@skhcn.haibinh.example"


def visitor(browser: Browser, site: str, email: str, size: tuple[int, int] = DESKTOP, *, scripts: bool = True) -> Page:
    page = open_page(browser, site, size, scripts=scripts)
    sign_in(page, email, PASSWORD)
    return page


def done(page: Page) -> int:
    """Completed tasks of the second conference on the board, as its words say."""
    page.goto("/bang-dieu-hanh")
    row = page.locator("tbody tr", has_text="18 tháng").filter(has_text="14–18/12/2026")
    found = re.search(r"(\d+)\s+hoàn thành", row.inner_text())
    return int(found[1]) if found else 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_plan_is_uploaded_reviewed_activated_reported_and_confirmed_by_clicking(
    browser: Browser, site: str, scripts: bool
) -> None:
    coordinator = visitor(browser, site, COORDINATOR, scripts=scripts)
    coordinator.click("text=Tải lên kế hoạch >> nth=0")
    coordinator.set_input_files("input[type=file]", PLAN)
    coordinator.click("main form button[type=submit]")
    expect(coordinator.locator("h1")).to_contain_text("Hội nghị giao ban và sơ kết 18 tháng")
    expect(coordinator.locator("body")).to_contain_text("14 câu giao việc")

    to_check = coordinator.locator("li.item--check")
    coordinator.evaluate("window.stayed = true")
    for left in range(to_check.count() - 1, -1, -1):
        to_check.first.get_by_role("button", name="Chấp nhận").first.click()
        expect(to_check).to_have_count(left)
    assert bool(coordinator.evaluate("window.stayed")) is scripts, "with scripts the list changes without a new page"
    coordinator.click("text=Chấp nhận cả")
    expect(coordinator.locator("main")).to_contain_text("Đã chấp nhận 17 nhiệm vụ")
    coordinator.click("text=Xem trước thư và kích hoạt")
    expect(coordinator.locator("main")).to_contain_text("qlcn@skhcn.haibinh.example")
    coordinator.get_by_role("button", name=re.compile("Kích hoạt|Giao")).first.click()
    expect(coordinator.locator("main")).to_contain_text("Đảm bảo tiến độ")

    unit = visitor(browser, site, MEMBER, PHONE, scripts=scripts)
    unit.goto("/viec-cua-toi")
    unit.locator("li.card a:visible", has_text="Chủ trì dự thảo chương trình").first.click()
    unit.fill("[name=submit_note]", "Dự thảo chương trình, bản 1")
    unit.set_input_files("[name=submit_files]", PLAN)
    unit.get_by_role("button", name="Gửi báo cáo hoàn thành").click()
    expect(unit.locator("main")).to_contain_text("Chờ xác nhận")

    leader = visitor(browser, site, LEADER, scripts=scripts)
    before = done(leader)
    coordinator.goto("/cho-xac-nhan")
    coordinator.locator("li.card", has_text="Dự thảo chương trình, bản 1").get_by_role(
        "button", name="Xác nhận"
    ).click()
    expect(coordinator.locator("li.card", has_text="Dự thảo chương trình, bản 1")).to_have_count(0)
    assert done(leader) == before + 1
    for page in (coordinator, unit, leader):
        assert complaints(page) == []


COORDINATORS = """
/bang-dieu-hanh /bang-dieu-hanh/qua-han /hoi-nghi /hoi-nghi/1 /hoi-nghi/1/tham-luan /hoi-nghi/1/chuong-trinh
/hoi-nghi/1/van-ban /hoi-nghi/1/nhac-viec /hoi-nghi/1/nhat-ky /hoi-nghi/1/ngay-to-chuc /ke-hoach/tai-len
/ke-hoach/1/ra-soat /ke-hoach/1/xem-truoc /nhiem-vu/2 /nhiem-vu/3 /nhiem-vu/27 /cho-xac-nhan /de-nghi-gia-han
/hop-thu-gui /hop-thu-gui/1
/don-vi /don-vi/5 /don-vi/5/sua /mat-khau /mau-hoi-nghi /mau-hoi-nghi/giao-ban
/hoi-nghi/moi /hoi-nghi/moi?mau=so-ket-tong-ket /hoi-nghi/1/luu-mau /hoi-nghi/1?mo=goi-y
/lich /lich?xem=thang /lich?xem=danh-sach /lich?xem=thang&thang=2027-02 /lich/dang-ky
""".split()
ADMINISTRATORS = """
/lich-lam-viec /lich-lam-viec/2027 /lich-lam-viec/sua
/lich-lam-viec/sua?from_0=02/12/2026&wish_0=off&from_1=12/12/2026&wish_1=worked&decision=12345/TB-BNV&act=preview
""".split()
SCREENS = [
    (None, "/dang-nhap"),
    *((COORDINATOR, address) for address in COORDINATORS),
    *((ADMINISTRATOR, address) for address in ADMINISTRATORS),
    *((MEMBER, address) for address in ("/viec-cua-toi", "/nhiem-vu/2", "/hoi-nghi/1")),
]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_screen_fits_is_accessible_and_complains_of_nothing(
    browser: Browser, site: str, size: tuple[int, int]
) -> None:
    axe = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    people: dict[str | None, Page] = {}
    problems = []
    for who, address in SCREENS:
        if who not in people:
            people[who] = visitor(browser, site, who, size) if who else open_page(browser, site, size)
        page = people[who]
        answer = page.goto(address)
        assert answer is not None
        width = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
        if answer.status != 200 or width > size[0] or complaints(page):
            problems.append((address, answer.status, width, complaints(page)))
        problems += [(address, one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]]
    assert problems == []
