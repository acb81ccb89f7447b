"""Every part of the interface in a real browser, under the product's own Content-Security-Policy."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Page,
    WebSocketRoute,
    expect,
    sync_playwright,
)

from core.chromium import chromium_path
from core.tests.gallery_server import SIGNED_OUT, Site, running_site

pytestmark = [pytest.mark.needs_browser, pytest.mark.urls("core.tests.gallery_urls")]

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
PAGES = ["/gallery", "/gallery?part=board", *SIGNED_OUT]
LOOKS: list[tuple[int, Literal["light", "dark"]]]
LOOKS = [(390, "dark"), (1280, "light"), (390, "light"), (1280, "dark")]
UNREACHABLE = """() => [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
  .filter((e) => e.checkVisibility() && getComputedStyle(e).display !== "inline" && !e.closest(".visually-hidden, .skip"))
  .map((e) => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=site.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose console must stay clean: a blocked style or script is an error there."""
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and "status of" not in message.text
            else None
        ),
    )
    yield page
    assert complaints == []


class TestEveryPart:
    @pytest.mark.parametrize("path", PAGES)
    def test_has_nothing_axe_objects_to(self, page: Page, path: str):
        for width, scheme in LOOKS if "gallery" in path else LOOKS[:2]:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.goto(path)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{width} {scheme}\n{found.generate_report()}"

    @pytest.mark.parametrize("path", PAGES)
    def test_fits_a_phone_with_targets_one_can_hit(self, page: Page, path: str):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate(UNREACHABLE) == []

    def test_asks_no_other_origin(self, page: Page, site: Site):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/gallery", wait_until="networkidle")
        assert [url for url in asked if not url.startswith((site.url, "data:"))] == []

    def test_draws_icons_and_rings_under_the_policy(self, page: Page):
        page.goto("/gallery", wait_until="networkidle")
        ring = page.locator(".ring-value").first
        assert ring.evaluate("e => getComputedStyle(e).strokeDasharray") != "none"
        assert page.evaluate("document.fonts.check('16px \"Inter Variable\"')")


class TestTheme:
    def test_follows_the_system_until_chosen_and_then_persists(self, page: Page):
        page.emulate_media(color_scheme="dark")
        page.goto("/")
        html = page.locator("html")
        expect(html).to_have_attribute("data-bs-theme", "dark")
        page.get_by_role("button", name="Light").click()
        expect(html).to_have_attribute("data-bs-theme", "light")
        page.reload()
        expect(html).to_have_attribute("data-bs-theme", "light")


class TestMenus:
    def test_close_on_escape_and_give_the_focus_back(self, page: Page):
        page.goto("/gallery")
        opener = page.locator(".page-head details.menu summary")
        opener.click()
        expect(page.locator(".page-head .menu-panel")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".page-head .menu-panel")).to_be_hidden()
        expect(opener).to_be_focused()

    def test_dialog_opens_and_closes_by_its_buttons(self, page: Page):
        page.goto("/gallery")
        page.locator('[data-dialog-open="gallery-dialog"]').click()
        dialog = page.get_by_role("dialog", name="Erase everything?")
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name="Keep it").click()
        expect(dialog).to_be_hidden()


class TestTriage:
    def test_saves_by_keyboard_and_undoes(self, page: Page, site: Site):
        toast = (
            '<div hx-swap-oob="beforeend:#toasts"><div class="toast-note"><span data-toast-text>Saved.'
            '</span><form hx-post="/undo" hx-swap="none"><button data-undo>Undo</button></form></div></div>'
        )
        site.answers["/gallery"] = (200, {}, toast)
        page.goto("/gallery")
        page.keyboard.press("j")
        expect(page.locator("#posting-1")).to_be_focused()
        page.keyboard.press("j")
        page.keyboard.press("s")
        expect(page.locator("#toasts").get_by_text("Saved.", exact=True)).to_have_count(1)
        expect(page.locator("#posting-2")).to_have_count(0)
        assert site.sent[-1][0] == "/gallery"
        assert "verdict=SAVE" in site.sent[-1][1]
        with page.expect_response("**/undo"):
            page.keyboard.press("z")

    def test_does_nothing_while_someone_types(self, page: Page, site: Site):
        page.goto("/gallery")
        page.get_by_role("textbox", name="Note").fill("")
        page.get_by_role("textbox", name="Note").press_sequentially("jsx")
        expect(page.locator(".is-current")).to_have_count(0)
        assert site.sent == []


class TestBoard:
    def test_moves_a_card_from_its_menu_and_tells_the_server(self, page: Page, site: Site):
        page.goto("/gallery?part=board")
        card = page.locator("#card-00")
        card.get_by_text("Move", exact=True).click()
        with page.expect_response("**/gallery"):
            card.get_by_role("button", name="Interview").click()
        expect(page.locator('[data-column="interview"] #card-00')).to_be_visible()
        assert site.sent[-1][1] == "to=interview&after="
        expect(page.locator("#live-region")).to_have_text("Moved to Interview")

    def test_puts_the_card_back_when_the_server_says_no(self, page: Page, site: Site):
        refusal = "<p data-error-sentence>An offer needs an interview first.</p>"
        site.answers["/gallery"] = (409, {}, refusal)
        page.goto("/gallery?part=board")
        card = page.locator("#card-00")
        card.get_by_text("Move", exact=True).click()
        card.get_by_role("button", name="Offer").click()
        expect(page.locator("#toasts")).to_contain_text("An offer needs an interview first.")
        expect(page.locator('[data-column="saved"] #card-00')).to_be_visible()

    @pytest.mark.parametrize("grip", [".board-handle", ".board-card-title, a"])
    def test_drags_to_another_column(self, page: Page, site: Site, grip):
        page.goto("/gallery?part=board", wait_until="networkidle")
        with page.expect_response("**/gallery"):
            page.locator("#card-00").locator(grip).first.drag_to(
                page.locator('[data-column="applied"]'), target_position={"x": 100, "y": 20}
            )
        assert re.match(r"to=applied&after=\d*$", site.sent[-1][1])

    def test_shows_one_column_on_a_phone(self, page: Page):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto("/gallery?part=board")
        expect(page.locator(".board-column:visible")).to_have_count(1)
        page.get_by_label("Column").select_option("saved")
        expect(page.locator("#card-00")).to_be_visible()


class TestUpload:
    FILE: FilePayload = {
        "name": "cv.pdf",
        "mimeType": "application/pdf",
        "buffer": b"%PDF-1.7 resume",
    }

    def test_sends_the_file_and_follows_the_answer(self, page: Page, site: Site):
        site.answers["/start"] = (200, {"Content-Type": "application/json"}, '{"url": "/help"}')
        page.goto("/")
        page.locator("input[type=file]").set_input_files(self.FILE)
        page.wait_for_url("**/help")
        assert "cv.pdf" in site.sent[0][1]
        assert "%PDF-1.7 resume" in site.sent[0][1]

    def test_says_why_a_file_was_refused(self, page: Page, site: Site):
        site.answers["/start"] = (
            422,
            {"Content-Type": "application/json"},
            '{"error": "It is encrypted."}',
        )
        page.goto("/")
        page.locator("input[type=file]").set_input_files(self.FILE)
        expect(page.get_by_role("alert")).to_have_text("It is encrypted.")
        expect(page.get_by_text("Try it with your resume")).to_be_visible()

    def test_does_not_send_what_is_too_large(self, page: Page, site: Site):
        page.goto("/")
        page.locator("form[data-upload]").evaluate("form => { form.dataset.maxBytes = 10 }")
        page.locator("input[type=file]").set_input_files(self.FILE)
        expect(page.get_by_role("alert")).to_contain_text("larger than 10 MB")
        assert site.sent == []


class TestLive:
    @pytest.fixture
    def socket(self, page: Page) -> list[WebSocketRoute]:
        sockets: list[WebSocketRoute] = []
        page.route_web_socket("ws://127.0.0.1:9/ws/", lambda socket: sockets.append(socket))  # noqa: PLW0108 - a builtin cannot be a handler
        page.goto("/live")
        expect(page.locator("html")).to_have_attribute("data-live", "open")
        return sockets

    def test_rereads_the_part_a_message_names(self, page: Page, socket: list[WebSocketRoute]):
        socket[0].send('{"topic": "resume", "version_id": "8"}')
        socket[0].send('{"topic": "resume", "version_id": "7"}')
        expect(page.locator("#count")).to_have_text("1")

    def test_waits_until_the_person_stops_typing(
        self, page: Page, site: Site, socket: list[WebSocketRoute]
    ):
        page.get_by_label("Name").fill("Sa")
        socket[0].send('{"topic": "resume", "version_id": "7"}')
        page.wait_for_function("() => true")
        assert site.reads == 0
        expect(page.get_by_label("Name")).to_have_value("Sa")
        page.get_by_label("Name").fill("")
        page.locator("h1").click()
        expect(page.locator("#count")).to_have_text("1")

    def test_comes_back_after_the_socket_was_lost(self, page: Page, socket: list[WebSocketRoute]):
        socket[0].close()
        expect(page.locator("html")).to_have_attribute("data-live", "closed")
        expect(page.locator("html")).to_have_attribute("data-live", "open")
        expect(page.locator("#count")).to_have_text("1")

    def test_a_whole_error_page_becomes_a_sentence(
        self, page: Page, site: Site, socket: list[WebSocketRoute]
    ):
        site.answers["/broken"] = (500, {}, "<!doctype html><h1 data-error-sentence>It broke.</h1>")
        page.get_by_role("button", name="Break").click()
        expect(page.locator("#toasts")).to_contain_text("It broke.")
        expect(page.locator("#part")).to_be_visible()
