"""A person checks what was read against the original, corrects it, and takes it back."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from resumes.tests.parsing.pdfs import Text, pdf
from tests.journeys.conftest import PATIENCE_MILLISECONDS, assert_accessible
from tests.journeys.test_main_job import sign_up

pytestmark = pytest.mark.needs_browser

LINES = [
    Text(60, 60, "Sam Okafor", size=18, bold=True),
    Text(60, 84, "sam.okafor@example.org | +44 20 7946 0018"),
    Text(60, 120, "Experience", size=13, bold=True),
    Text(60, 140, "Backend developer, Acme Ltd", bold=True),
    Text(60, 154, "January 2019 - May 2024"),
    Text(60, 168, "• Built a Django API on PostgreSQL for 40 shops"),
    Text(60, 182, "• Led a team of 4 people"),
    Text(60, 220, "Education", size=13, bold=True),
    Text(60, 240, "BSc Computer Science, University of Leeds"),
    Text(60, 254, "2014 - 2017"),
    Text(60, 290, "Skills", size=13, bold=True),
    Text(60, 310, "Python, Django, PostgreSQL, Kubernetes"),
]


@pytest.fixture
def resume(tmp_path: Path) -> Path:
    """A PDF that does not say where its owner lives."""
    path = tmp_path / "sam-okafor.pdf"
    path.write_bytes(pdf(LINES))
    return path


def drop(page: Page, path: Path) -> None:
    page.goto("/resumes")
    page.locator("input[type=file]").first.set_input_files(path)
    page.wait_for_url("**/resumes/*-*")
    expect(page.get_by_role("heading", name="What was read")).to_be_visible()


def said(page: Page, sentence: str) -> None:
    expect(page.locator("[data-toast-text]").filter(has_text=sentence)).to_be_visible()


class TestResume:
    def test_goes_from_questions_to_a_restored_version(self, page: Page, resume: Path):
        sign_up(page)
        drop(page, resume)
        assert_accessible(page)

        questions = page.locator("[data-questions]")
        expect(questions).to_contain_text("1 thing to check")
        home = questions.get_by_role("group", name="Where you live")
        home.get_by_label("Add it").check()
        home.get_by_label("What it says").fill("Leeds")
        questions.get_by_role("button", name="Save my answers").click()
        expect(page.locator("#f-basics-location-city")).to_have_text("Leeds")
        expect(questions).to_have_count(0)

        self.look_at_a_place(page)
        self.correct_a_job(page)
        self.compare_and_restore(page)

    def look_at_a_place(self, page: Page) -> None:
        """A value lights up its place; the place, by key too, leads to its value."""
        position = page.locator("#f-work-0-position")
        mark = page.locator(f".sheet-marks [data-mark='{position.get_attribute('data-mark')}']")
        position.focus()
        expect(mark).to_have_class("is-lit")
        page.locator("#f-basics-name").hover()
        expect(mark).not_to_have_class("is-lit")

        page.locator(".sheet-marks a").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("#f-basics-email")).to_be_focused()
        mark.locator("rect").click()
        expect(position).to_be_focused()

    def correct_a_job(self, page: Page) -> None:
        """Where it stands, with an error beside its field, saved once."""
        page.locator("#f-work-0-highlights-1").click()
        form = page.locator("#entry-work-0 form")
        expect(form.get_by_label("What you did")).to_be_visible()
        form.get_by_label("Until").fill("soon")
        form.get_by_role("button", name="Save").click()
        expect(form.get_by_label("Until")).to_be_focused()
        expect(form).to_contain_text("Write it as 2019 or 2019-04.")

        form.get_by_label("Until").fill("June 2024")
        bullets = "Built a Django API on PostgreSQL for 40 shops\nLed a team of 12 people"
        form.get_by_label("What you did").fill(bullets)
        form.get_by_role("button", name="Save").click()
        said(page, "Saved as version 3")
        expect(page.locator("#f-work-0-endDate")).to_have_text("Jun 2024")
        assert page.url.endswith("?version=3")
        page.reload()
        expect(page.locator("#f-work-0-highlights-1")).to_have_text("Led a team of 12 people")

    def compare_and_restore(self, page: Page) -> None:
        """Words are marked; what was is back as the newest version."""
        page.get_by_role("link", name="Compare two").click()
        expect(page.locator(".diff del").filter(has_text="4")).to_be_visible()
        expect(page.locator(".diff ins").filter(has_text="12")).to_be_visible()
        assert_accessible(page)
        page.get_by_role("button", name="Restore version 2").click()
        expect(page.get_by_text("Version 2 is back as version 4")).to_be_visible()
        expect(page.locator("#f-work-0-highlights-1")).to_have_text("Led a team of 4 people")

    def test_asks_one_thing_at_a_time_on_a_phone(self, browser: Browser, page: Page, resume: Path):
        sign_up(page)
        resume.write_bytes(pdf([line for line in LINES if "@" not in line.text]))
        drop(page, resume)
        phone = browser.new_context(
            base_url=page.url,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            is_mobile=True,
            reduced_motion="reduce",
            storage_state=page.context.storage_state(),
        )
        phone.set_default_timeout(PATIENCE_MILLISECONDS)
        page = phone.new_page()
        page.goto("")
        assert_accessible(page)
        shown = page.locator("[data-question]:visible")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text("Your e-mail")
        shown.get_by_label("Not on my resume").tap()
        expect(shown).to_contain_text("Where you live")
        shown.get_by_label("Not on my resume").tap()
        page.get_by_role("button", name="Save my answers").tap()

        page.locator("[data-part-tab=original]").tap()
        expect(page.locator(".sheet img")).to_be_visible()
        page.locator(".sheet-marks rect").first.tap()
        expect(page.locator("#f-basics-name")).to_be_visible()
        assert_accessible(page)
        phone.close()

    def test_works_without_scripts(self, browser: Browser, page: Page, resume: Path):
        sign_up(page)
        drop(page, resume)
        plain = browser.new_context(
            base_url=page.url,
            java_script_enabled=False,
            storage_state=page.context.storage_state(),
        )
        plain.set_default_timeout(PATIENCE_MILLISECONDS)
        page = plain.new_page()
        page.goto("")
        page.get_by_label("What it says").fill("Leeds")
        page.get_by_role("button", name="Save my answers").click()
        page.locator("#f-work-0-name").click()
        page.get_by_label("Employer", exact=True).fill("Acme Group")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#f-work-0-name")).to_have_text("Acme Group")
        plain.close()
