"""The lists of postings on a phone with their filters open; a fold that survives a re-read."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Product, assert_accessible

pytestmark = [
    pytest.mark.needs_browser,
]


@pytest.fixture
def sign_in(page: Page, product: Product):
    """Sign the demo person of a role in."""

    def sign_in(role: str) -> None:
        logins = json.loads((product.var / "demo-logins.json").read_text())
        login = next(one for one in logins if one["role"] == role)
        page.goto("/settings")
        page.locator("input[name=login]").fill(login["email"])
        page.locator("input[name=password]").fill(login["password"])
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url("**/settings")

    return sign_in


class TestFilters:
    @pytest.mark.parametrize("role", ["", "candidate"])
    def test_open_on_a_phone_with_their_button_in_reach(self, page: Page, sign_in, role):
        if role:
            sign_in(role)
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto("/jobs")
        page.locator(".job-filters > summary").click()

        button = page.get_by_role("button", name="Show postings")
        expect(button).to_be_in_viewport(ratio=1)
        box = button.bounding_box()
        assert box
        on_top = page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).textContent.trim()",
            [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
        )
        assert on_top == "Show postings"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert_accessible(page)


class TestIngestion:
    def test_keeps_a_fold_open_when_it_is_read_again(self, page: Page, sign_in):
        sign_in("staff")
        page.goto("/ops/ingestion")
        fold = page.locator("#absent")
        was_open = fold.evaluate("fold => fold.open")
        fold.locator("summary").click()

        with page.expect_response(
            lambda answer: (
                "HX-Request" in str(answer.request.headers)
                or "hx-request" in answer.request.headers
            )
        ):
            page.evaluate("htmx.trigger(document.getElementById('ingestion'), 'live')")
        page.wait_for_function("!document.querySelector('.htmx-request')")

        assert fold.evaluate("fold => fold.open") is not was_open
