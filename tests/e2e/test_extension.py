"""More time by clicking: asked by the unit, refused its first try, decided in the queue, told by mail."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import DESKTOP, PHONE, complaints
from tests.e2e.test_story import COORDINATOR, visitor

OFFICE = "lan@skhcn.haibinh.example"
TASK = "Xây dựng chương trình Hội nghị tổng kết"
DAY = re.compile(r"\d{2}/\d{2}/\d{4}")


@pytest.mark.parametrize(
    ("size", "scripts"), [(DESKTOP, True), (PHONE, True), (DESKTOP, False)], ids=["desktop", "phone", "without-scripts"]
)
def test_more_time_is_asked_for_granted_and_told(
    browser: Browser, site: str, tmp_path: Path, size: tuple[int, int], scripts: bool
) -> None:
    unit = visitor(browser, site, OFFICE, size, scripts=scripts)
    unit.goto("/viec-cua-toi")
    unit.locator(".card__title a", has_text=TASK).click()
    panel = unit.locator("#more-time")
    panel.locator("summary", has_text="Đề nghị gia hạn").click()
    latest = DAY.findall(panel.get_by_text("Muộn nhất").inner_text())[0]
    before = DAY.findall(unit.locator(".verdict .big").inner_text())[0]
    panel.locator("[name=extension_day]").fill(before)  # no later than it is
    panel.locator("[name=extension_reason]").fill("Chờ ý kiến của lãnh đạo UBND tỉnh về thời lượng")
    panel.get_by_role("button", name="Gửi đề nghị").click()
    expect(panel.locator(".error")).to_contain_text("phải sau thời hạn hiện tại")
    expect(panel.locator("[name=extension_reason]")).to_have_value("Chờ ý kiến của lãnh đạo UBND tỉnh về thời lượng")

    paper = tmp_path / "Công văn xin ý kiến.pdf"
    paper.write_bytes(b"%PDF-1.7")
    panel.locator("[name=extension_day]").fill(latest)
    panel.locator("[name=extension_files]").set_input_files(paper)
    panel.get_by_role("button", name="Gửi đề nghị").click()
    expect(panel).to_contain_text("Chờ quyết định")
    expect(unit.locator(".verdict .big")).to_contain_text(before)
    assert unit.evaluate("document.documentElement.scrollWidth") <= size[0]

    coordinator = visitor(browser, site, COORDINATOR, size, scripts=scripts)
    coordinator.goto("/bang-dieu-hanh")
    coordinator.locator(".notices a", has_text="Xem xét").click()
    card = coordinator.locator("li.card", has_text=TASK)
    expect(card).to_contain_text("Đây là hạn muộn nhất")
    expect(card).to_contain_text("Công văn xin ý kiến.pdf")
    assert coordinator.evaluate("document.documentElement.scrollWidth") <= size[0]
    coordinator.evaluate("window.stayed = true")
    card.get_by_role("button", name="Chấp thuận").first.click()
    expect(coordinator.locator(".flash")).to_contain_text(f"có thời hạn mới {latest}")
    expect(card).to_have_count(0)
    if scripts:
        assert coordinator.evaluate("window.stayed") is True

    unit.reload()
    expect(unit.locator(".verdict .big")).to_contain_text(latest)
    expect(unit.locator(".verdict")).to_contain_text("theo đề nghị của đơn vị")
    unit.goto("/viec-cua-toi")
    expect(unit.locator("li.card", has_text=TASK)).to_contain_text("đã gia hạn 1 lần, hạn gốc")
    coordinator.goto("/hop-thu-gui")
    coordinator.get_by_role("link", name=f"Hoàn thành chậm nhất {latest} (được gia hạn)").first.click()
    subject = f"Hoàn thành chậm nhất {latest} (được gia hạn): Xây dựng chương trình"
    expect(coordinator.locator("main")).to_contain_text(subject)
    # the browser itself notes every answer 422
    assert [words for words in complaints(unit) if "422" not in words] == []
    assert complaints(coordinator) == []
