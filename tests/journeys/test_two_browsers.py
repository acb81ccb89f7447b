"""Two devices of one person drive the same board: in step, and at odds."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PATIENCE_MILLISECONDS, Product, assert_accessible

pytestmark = [pytest.mark.needs_browser]


def sign_in(page: Page) -> None:
    page.goto("/")
    page.locator("form[action='/demo-login'] button").first.click()
    page.wait_for_url("**/today")


@pytest.fixture
def desk(page: Page) -> Page:
    sign_in(page)
    return page


@pytest.fixture
def laptop(browser: Browser, product: Product) -> Iterator[Page]:
    """Another browser, with a session of its own."""
    context = browser.new_context(
        base_url=product.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


@pytest.fixture
def companies(desk: Page, product: Product) -> Iterator[tuple[str, str]]:
    """Two saved applications, Lantern above Kestrel; gone afterwards, as others count Sam's."""
    names = ("Kestrel Works", "Lantern Labs")
    api = f"{product.url}/api/v1/applications"
    desk.goto("/applications")
    token = desk.evaluate("JSON.parse(document.body.getAttribute('hx-headers:inherited'))")
    asked = {**token, "Referer": product.url}
    made = []
    for name in names:
        body = {"title": "Bookbinder", "company_name": name}
        answer = desk.request.post(api, data=body, headers=asked)
        assert answer.status == 201, answer.text()
        made.append(answer.json()["id"])
    yield names
    for pk in made:
        assert desk.request.delete(f"{api}/{pk}", headers=asked).status == 204


def cards(page: Page, column: str):
    return page.locator(f"[data-column={column}] [data-card]")


def card(page: Page, name: str):
    return page.locator("[data-card]").filter(has_text=name)


def by_menu(page: Page, name: str, to: str) -> None:
    card(page, name).locator("summary").click()
    card(page, name).get_by_role("button", name=to, exact=True).click()


def at_odds(mine: Page, other: Page, name: str, to: str) -> None:
    """Pick a card up here, move it away there, and put it down one column on."""
    card(mine, name).focus()
    mine.keyboard.press("Space")
    by_menu(other, name, to)
    expect(cards(other, to.upper()).filter(has_text=name)).to_have_count(1)
    expect(card(other, name)).not_to_have_class("is-moving")
    mine.keyboard.press("ArrowRight")
    mine.keyboard.press("Space")


class TestTwoBrowsers:
    def test_stay_in_step_and_settle_what_they_disagree_on(
        self, desk: Page, laptop: Page, companies: tuple[str, str]
    ):
        kestrel, lantern = companies
        for page in (desk, laptop):
            page.goto("/applications")
            expect(page.locator("html")).to_have_attribute("data-live", "open")
            expect(cards(page, "SAVED").first).to_contain_text(lantern)

        card(desk, lantern).focus()
        for key in ("Space", "ArrowDown", "Space"):
            desk.keyboard.press(key)
        expect(desk.locator("#live-region")).to_contain_text(f"{lantern} is in Saved, 2 of")
        for page in (desk, laptop):
            expect(cards(page, "SAVED").nth(0)).to_contain_text(kestrel)
            expect(cards(page, "SAVED").nth(1)).to_contain_text(lantern)

        at_odds(laptop, desk, kestrel, "Interview")
        conflict = laptop.locator("[data-conflict]")
        expect(conflict).to_contain_text(f"{kestrel} was moved to “Interview”")
        expect(cards(laptop, "INTERVIEW").filter(has_text=kestrel)).to_have_count(1)
        assert_accessible(laptop)
        conflict.get_by_role("button", name="Move to “Preparing” anyway").click()
        for page in (desk, laptop):
            expect(cards(page, "PREPARING").filter(has_text=kestrel)).to_have_count(1)
        expect(conflict).to_have_count(0)

        at_odds(laptop, desk, lantern, "Offer")
        conflict.get_by_role("link", name="Keep “Offer”").click()
        expect(conflict).to_have_count(0)
        for page in (desk, laptop):
            expect(cards(page, "OFFER").filter(has_text=lantern)).to_have_count(1)
