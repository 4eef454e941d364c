"""A real server and a real Chromium, for tests and for the pictures in docs/."""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from weakref import WeakKeyDictionary

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = (1280, 900), (390, 844)


def chromium_path() -> str | None:
    """The browser that CHROMIUM names or that is installed."""
    return os.environ.get("CHROMIUM") or next((path for name in CHROMIUM if (path := shutil.which(name))), None)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve ``app`` on a free port of this machine; gives its address."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # one line a request would hide what a test says
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), chromium_sandbox=False, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


_COMPLAINTS: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()


def open_page(
    browser: Browser, site: str, size: tuple[int, int] = DESKTOP, *, dark: bool = False, scripts: bool = True
) -> Page:
    """A page of a fresh visitor; what the browser complains of is kept for :func:`complaints`."""
    phone = size[0] < 600
    context = browser.new_context(
        base_url=site,
        viewport={"width": size[0], "height": size[1]},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        is_mobile=phone,
        has_touch=phone,
    )
    page = context.new_page()
    said: list[str] = []
    _COMPLAINTS[page] = said
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page


def complaints(page: Page) -> list[str]:
    """Errors and warnings of the console and of scripts since the page was opened."""
    return _COMPLAINTS[page]


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/dang-nhap")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.click("main form button[type=submit]")
