"""From a posting to a finished letter that goes out: by rules, and by a model that lies."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.tests.llm_server import ModelServer, Turn
from tests.journeys.conftest import assert_accessible
from tests.journeys.test_main_job import sign_up, upload

pytestmark = pytest.mark.needs_browser

LIE = "I led a team of 99 engineers at Google."
LETTER = (
    "Dear hiring team,\n\nI am applying for this position.\n\n"
    f"{LIE} I would be glad to talk with you.\n\nKind regards,\nHelen Marsh"
)
RESUME = """Helen Marsh
helen.marsh@example.org

Experience

Assistant Practice Manager, Northfield Surgery, Leeds
April 2019 - present
- Supervised eight receptionists and planned their rota
- Reduced patient waiting times by 35% with a new booking system

Receptionist, Calder Dental Group, Bradford
April 2014 - March 2019
- Answered 120 calls a day
- Processed invoices in Excel and Sage

Education

Bachelor of Business Administration, University of Hull
2011 - 2014
"""
#: Notes when the first piece of a letter stands on the page.
FIRST_SEEN = """
new MutationObserver(() => {
  if (!window.firstSeen && document.querySelector("[data-letter]")?.textContent) window.firstSeen = Date.now();
}).observe(document, { childList: true, subtree: true, characterData: true });
"""


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    return waiting.value.path().read_bytes()


@pytest.fixture(scope="module")
def resume(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("resume") / "helen.txt"
    path.write_text(RESUME, encoding="utf-8")
    return path


def open_letter(page: Page, resume: Path) -> None:
    """As somebody new with a resume, from a posting to its letter."""
    sign_up(page)
    upload(page, resume)
    page.goto("/jobs")
    page.locator("[data-row-link]").first.click()
    page.get_by_role("button", name="Write a letter").click()
    expect(page.get_by_role("heading", name="Cover letter")).to_be_visible()


class TestLetter:
    def test_is_composed_checked_and_goes_out_without_a_model(self, page: Page, resume: Path):
        open_letter(page, resume)
        page.get_by_role("button", name=re.compile("^Compose it")).click()
        area = page.locator("#letter-area")
        expect(area).to_have_value(re.compile("Helen Marsh"))
        expect(page.get_by_text("Every sentence is traced")).to_be_visible()
        assert_accessible(page)

        area.fill(area.input_value().replace("\n\n", f"\n\n{LIE} ", 1))
        page.get_by_role("button", name="Save and check").click()
        expect(page.locator(".blocked")).to_contain_text("“99”")
        expect(page.get_by_role("button", name="Attach as finished")).to_have_count(0)
        assert_accessible(page)

        page.get_by_role("button", name="Take it out").click()
        page.get_by_role("button", name="Attach as finished").click()
        expect(page.get_by_text("goes with this application").first).to_be_visible()
        assert download(page, "PDF").startswith(b"%PDF")
        assert download(page, "DOCX").startswith(b"PK")
        assert b"99 engineers" not in download(page, "TXT")

    def test_a_model_writes_it_before_ones_eyes_and_its_lie_stays_here(
        self, page: Page, resume: Path, model: ModelServer
    ):
        page.add_init_script(FIRST_SEEN)
        model.answers(Turn(LETTER, delay_seconds=0.01, piece=3))
        open_letter(page, resume)
        letter_url = page.url
        page.goto("/settings/ai")
        page.get_by_role("button", name="I agree").click()
        page.goto(letter_url)
        page.get_by_label("Language").select_option("en")
        before = len(model.said_at)
        page.get_by_role("button", name=re.compile("^Have .* write it")).click()
        expect(page.locator("#letter-area")).to_have_value(LETTER)
        shown_after = page.evaluate("() => window.firstSeen") / 1000 - (
            model.said_at[before] + time.time() - time.monotonic()
        )
        assert 0 <= shown_after < 2  # of a busy machine; `bin/bench facts` measures it

        expect(page.locator(".blocked")).to_contain_text(LIE)
        page.get_by_role("button", name="Take it out").first.click()
        page.get_by_role("button", name="Attach as finished").click()
        assert LIE.encode() not in download(page, "TXT")
        assert_accessible(page)
