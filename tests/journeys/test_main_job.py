"""A person signs up, drops a real resume, sees why postings fit, and tracks one."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import assert_accessible
from tests.plugin import DATA

RESUME = DATA / "resumes" / "pdf" / "google-docs-skia-proxy-role-first-experience.pdf"
PASSWORD = "correct horse battery"

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.needs_data,
]


def sign_up(page: Page) -> str:
    """Make an account from the front page; return its address."""
    email = f"ann-{uuid4().hex[:8]}@example.org"
    page.goto("/account/signup/")
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(email)
    page.get_by_label(re.compile("password", re.IGNORECASE)).first.fill(PASSWORD)
    page.get_by_role("main").get_by_role(
        "button", name=re.compile("sign up|create", re.IGNORECASE)
    ).click()
    page.wait_for_url("**/today")
    return email


def upload(page: Page, path: Path) -> None:
    """Drop a file on `/resumes` and follow its reading to the end."""
    page.goto("/resumes")
    page.locator("input[type=file]").first.set_input_files(path)
    page.wait_for_url("**/resumes/*-*")
    expect(page.get_by_role("heading", name="What was read")).to_be_visible()


class TestMainJob:
    def test_goes_from_sign_up_to_a_tracked_application(self, page: Page):
        sign_up(page)
        expect(page.get_by_text("Four steps to start")).to_be_visible()
        assert_accessible(page)

        upload(page, RESUME)
        expect(page.get_by_role("main")).to_contain_text("Work")
        assert_accessible(page)

        page.goto("/matches")
        first = page.locator("[data-triage] [data-row]").first
        expect(first).to_be_visible()
        expect(first).to_contain_text(re.compile(r"(Strong|Good|Partial|Weak)\s+\d+"))
        expect(first.locator("q, .row-reason").or_(first.get_by_text("“")).first).to_be_visible()
        assert_accessible(page)

        title = first.locator("[data-row-link]").inner_text()
        first.locator("[data-row-link]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        both_sides = page.locator(".evidence-line").filter(has=page.locator(".from-posting"))
        assert both_sides.filter(has=page.locator(".from-resume")).count() >= 3
        assert_accessible(page)

        page.get_by_role("button", name="Save").first.click()
        page.goto("/applications")
        card = page.locator("[data-card]").filter(has_text=title)
        expect(card).to_have_count(1)
        assert_accessible(page)

        card.locator("summary").click()
        card.get_by_role("button", name="Preparing").click()
        preparing = page.locator("[data-column=PREPARING]")
        expect(preparing.locator("[data-card]").filter(has_text=title)).to_have_count(1)
        expect(page.get_by_text("Undo").first).to_be_visible()  # the server has it
        page.reload()
        expect(preparing.locator("[data-card]").filter(has_text=title)).to_have_count(1)
