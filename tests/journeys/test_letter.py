"""From a posting to a finished letter that goes out: by rules, and by a model that lies."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from core.tests.llm_server import ModelServer, Turn
from tests.journeys.conftest import assert_accessible

pytestmark = pytest.mark.needs_browser

LIE = "I led a team of 99 engineers at Google."
LETTER = (
    "Dear hiring team,\n\nI am applying for this position.\n\n"
    f"{LIE} I would be glad to talk with you.\n\nKind regards,\nSam Okafor"
)
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


def open_letter(page: Page) -> None:
    """As Sam, from an application to its posting to its letter."""
    page.goto("/")
    page.get_by_role("button", name=re.compile("Look around")).first.click()
    page.wait_for_url("**/today")
    page.goto("/applications?view=table")
    page.locator("table a[href^='/applications/']").first.click()
    page.get_by_role("link", name="as it is now").click()
    page.get_by_role("button", name="Write a letter").click()
    expect(page.get_by_role("heading", name="Cover letter")).to_be_visible()


class TestLetter:
    def test_is_composed_checked_and_goes_out_without_a_model(self, page: Page):
        open_letter(page)
        page.get_by_role("button", name=re.compile("^Compose it")).click()
        area = page.locator("#letter-area")
        expect(area).to_have_value(re.compile("Sam Okafor"))
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
        self, page: Page, model: ModelServer
    ):
        page.add_init_script(FIRST_SEEN)
        model.answers(Turn(LETTER, delay_seconds=0.01, piece=3))
        open_letter(page)
        page.goto("/settings/ai")
        page.get_by_role("button", name="I agree").click()
        page.go_back()
        page.reload()
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
