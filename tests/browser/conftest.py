"""A real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.console import PASSWORD
from tests.e2e.desk import Desk
from tests.e2e.fixtures import plain_desk

__all__ = ["plain_desk"]

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TAGS = {"zh_Hans": "zh-CN", "zh_Hant": "zh-HK", "en": "en-GB"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    One browser for a module's tests; where there is none the tests fail and say what to install.

    Playwright keeps an event loop running in this thread, so it ends before another module's `asyncio.run`.
    """
    if not CHROMIUM.exists():
        pytest.fail(
            f"{CHROMIUM} is missing: install Debian's package chromium (apt-get install chromium)", pytrace=False
        )
    expect.set_options(timeout=15_000)  # the machine may be busy; what comes sooner is not waited for
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


@pytest.fixture
def open_page(browser: Browser, plain_desk: Desk) -> Iterator[Callable[..., Page]]:
    """Opens the chat page as somebody new; whatever the page complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(width: int = 800, height: int = 900, language: str = "zh_Hans", **more: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=TAGS[language], base_url=plain_desk.url, **more
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.goto("/chat")
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def open_console(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the console at an address as somebody, logged in; whatever a page complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(base: str, username: str = "", width: int = 1440, language: str = "zh_Hans") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=TAGS[language], base_url=base)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/console/login")
        if username:
            page.fill("#username", username)
            page.fill("#password", PASSWORD)
            page.click("main button.main")
            page.wait_for_url("**/console")
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []
