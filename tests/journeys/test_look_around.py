"""Every page of the demo person: nothing for axe to find, nothing wider than a phone."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import assert_accessible

pytestmark = [
    pytest.mark.needs_browser,
]

PAGES = (
    "/today",
    "/matches",
    "/jobs",
    "/applications",
    "/applications?view=table",
    "/add",
    "/add/bookmark",
    "/applications/calendar",
    "/applications/import",
    "/applications/proof",
    "/resumes",
    "/looking-for",
    "/insights",
    "/insights/market",
    "/sources",
    "/settings",
    "/settings/notifications",
    "/notifications",
    "/help",
)


@pytest.fixture
def sam(page: Page) -> Page:
    """A page signed in to the demo with its one click."""
    page.goto("/")
    page.locator("form[action='/demo-login'] button").first.click()
    page.wait_for_url("**/today")
    return page


class TestLookAround:
    @pytest.mark.parametrize("path", PAGES)
    def test_is_accessible_on_a_desk_and_fits_a_phone(self, sam: Page, path):
        sam.goto(path)
        assert_accessible(sam)
        sam.set_viewport_size({"width": 390, "height": 844})
        wide = sam.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390
        assert_accessible(sam)

    def test_shows_fourteen_applications_in_every_column(self, sam: Page):
        sam.goto("/applications")
        counts = sam.locator("[data-count-of]").all_inner_texts()
        assert len(counts) == 7
        assert all(int(count) > 0 for count in counts)
        assert sum(map(int, counts)) == 14

    def test_an_open_menu_outlives_a_read_that_was_under_way(self, sam: Page):
        sam.goto("/applications")
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        sam.route("**/applications?part=1*", hold)
        with sam.expect_request("**/applications?part=1*"):
            sam.evaluate("htmx.trigger(document.querySelector('#applications-board'), 'live')")
        menu = sam.locator("[data-card] details.menu").first
        menu.locator("summary").click()
        sam.evaluate(
            "() => { window.ended = new Promise((end) => document.addEventListener("
            "'htmx:finally:request', () => end(), {once: true})) }"
        )
        held[0].continue_()
        sam.evaluate("() => window.ended")
        expect(menu).to_have_attribute("open", "")

    def test_moves_a_card_with_two_pages_in_step(self, sam: Page):
        sam.goto("/applications")
        other = sam.context.new_page()
        other.goto("/applications")
        card = sam.locator("[data-column=PREPARING] [data-card]").first
        name = card.get_by_role("link").inner_text()
        card.locator("summary").click()
        card.get_by_role("button", name="Saved").click()
        saved = "[data-column=SAVED] [data-card]"
        expect(sam.locator(saved).filter(has_text=name)).to_have_count(1)
        expect(other.locator(saved).filter(has_text=name)).to_have_count(1)
        other.close()
        back = sam.locator(saved).filter(has_text=name)
        back.locator("summary").click()
        back.get_by_role("button", name="Preparing").click()
        expect(
            sam.locator("[data-column=PREPARING] [data-card]").filter(has_text=name)
        ).to_have_count(1)
