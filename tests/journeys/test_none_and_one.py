"""Somebody new with nothing, then with one of each: every page fits a phone and a desk, accessibly."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import assert_accessible
from tests.journeys.test_look_around import PAGES
from tests.journeys.test_main_job import sign_up, upload

pytestmark = [
    pytest.mark.needs_browser,
]

WIDTHS = (390, 1280)
RESUME = """Ann Example
Registered nurse
ann@example.org

Experience
Staff nurse, St Mary Hospital, London
March 2019 - Present
- Cared for patients before and after surgery
"""


def look_at(page: Page, addresses: tuple[str, ...]) -> None:
    """Open each address: nothing for axe in either theme, nothing wider than the window."""
    wide = []
    for address in addresses:
        page.goto(address)
        assert_accessible(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate("document.scrollingElement.scrollWidth") > width:
                wide.append((address, width))
    assert wide == []


def add_one_of_each(page: Page) -> tuple[str, str]:
    """Add an application with an interview, a reminder and a note; return two addresses."""
    page.goto("/add")
    page.get_by_label("Role").fill("Staff nurse")
    page.get_by_label("Company").fill("St Mary Hospital")
    page.get_by_role("main").get_by_role("button", name="Add").click()
    page.wait_for_url(re.compile(r"/applications/[0-9a-f-]{36}$"))
    application = page.url
    page.get_by_placeholder("Write down").fill("They liked the ward story.")
    page.get_by_role("button", name="Add note").click()
    page.get_by_text("Set a reminder").click()
    page.get_by_label("Remind me to").fill("Send the reference")
    page.get_by_role("button", name="Remind me").click()
    page.goto(f"{application}/interviews")
    tomorrow = timezone.now() + timedelta(days=1)
    page.get_by_label("When").fill(f"{tomorrow:%Y-%m-%dT10:00}")
    page.get_by_role("main").get_by_role("button", name="Save").click()
    page.get_by_role("link", name=re.compile("^Video")).click()
    page.wait_for_url("**/applications/interviews/*")
    return application, page.url


class TestNoneAndOne:
    def test_every_page_with_nothing_to_show(self, page: Page):
        sign_up(page)
        look_at(page, PAGES)

    def test_every_page_with_one_of_each(self, page: Page, tmp_path: Path):
        sign_up(page)
        resume = tmp_path / "ann.txt"
        resume.write_text(RESUME)
        upload(page, resume)
        read = page.url
        application, interview = add_one_of_each(page)
        page.goto("/matches")
        expect(page.locator("[data-row]").first).to_be_visible()
        posting = page.locator("[data-row-link]").first.get_attribute("href") or ""
        own = (read, application, f"{application}/edit", interview, posting)
        look_at(page, PAGES + own)
