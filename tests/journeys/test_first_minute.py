"""A stranger drops a resume, sees three postings, and keeps them by signing up."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import assert_accessible
from tests.journeys.test_main_job import PASSWORD, RESUME

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.needs_data,
]


class TestFirstMinute:
    def test_shows_postings_before_asking_for_an_account(self, page: Page):
        page.goto("/")
        assert_accessible(page)
        page.goto("/start")
        page.locator("input[type=file]").first.set_input_files(RESUME)
        page.wait_for_url("**/start/*-*")
        go_on = page.get_by_role("button", name=re.compile("go on", re.IGNORECASE))
        expect(go_on).to_be_visible()
        assert_accessible(page)

        go_on.click()
        page.wait_for_url("**/start/looking-for*")
        expect(page.get_by_label("Roles")).not_to_have_value("")
        assert_accessible(page)

        page.get_by_role("button", name="Show me postings").click()
        page.wait_for_url("**/start/postings")
        rows = page.locator("[data-row]")
        expect(rows).to_have_count(3)
        assert_accessible(page)
        title = rows.first.locator("[data-row-link]").inner_text()

        page.get_by_role("link", name=re.compile("create account")).last.click()
        email = f"guest-{uuid4().hex[:8]}@example.org"
        page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(email)
        page.get_by_label(re.compile("password", re.IGNORECASE)).first.fill(PASSWORD)
        page.get_by_role("main").get_by_role(
            "button", name=re.compile("sign up|create", re.IGNORECASE)
        ).click()
        page.wait_for_url("**/matches")
        expect(page.locator("[data-row-link]").filter(has_text=title).first).to_be_visible()

    def test_says_in_a_sentence_what_is_wrong_with_a_file(self, page: Page, tmp_path):
        program = tmp_path / "resume.pdf"
        program.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(2000))
        page.goto("/start")
        page.locator("input[type=file]").first.set_input_files(program)
        complaint = page.locator("[data-error-sentence], .upload-error, [role=alert]").first
        expect(complaint).to_be_visible()
        expect(complaint).not_to_be_empty()
