"""The look: rules every template keeps, words and numbers of the tags, colours that can be read."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.utils.html import strip_tags

from core.gallery import SampleForm
from core.templatetags import ui

pytestmark = pytest.mark.urls("core.tests.gallery_urls")

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
PAGES = sorted(p for p in TEMPLATES.rglob("*.html") if "emails" not in p.parts)
VENDOR = ROOT / "static" / "vendor"
NOON = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # a Wednesday

FORBIDDEN = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b"),
    "js: in an attribute": re.compile(r"""=\s*["']\s*(js|javascript):""", re.IGNORECASE),
    "a trigger filter (needs eval)": re.compile(r"""hx-trigger\s*=\s*["'][^"']*\["""),
    "something from another origin": re.compile(
        r"""<(script|link|img|iframe)\b[^>]*(src|href)=["']https?:""", re.IGNORECASE
    ),
}
COMMENTS = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}", re.DOTALL)


def markup_of(path: Path) -> str:
    return COMMENTS.sub("", path.read_text())


class TestEveryTemplate:
    @pytest.mark.parametrize("rule", FORBIDDEN)
    def test_keeps_the_content_security_policy(self, rule):
        broken = [str(p.relative_to(ROOT)) for p in PAGES if FORBIDDEN[rule].search(markup_of(p))]
        assert broken == [], f"{rule}: {broken}"

    def test_loads_i18n_where_it_has_words(self):
        words = re.compile(r"[A-Za-z]{3,}")
        tags = re.compile(r"\{[%{].*?[%}]\}|<[^>]*>", re.DOTALL)
        silent = [
            str(p.relative_to(ROOT))
            for p in PAGES
            if words.search(tags.sub("", markup_of(p))) and "i18n" not in p.read_text()
        ]
        assert silent == []

    def test_compiles(self):
        for path in PAGES:
            get_template(str(path.relative_to(TEMPLATES)))

    @pytest.mark.parametrize(
        ("rule", "bad"),
        [
            ("a style attribute", '<p class="x" style="width:1px">'),
            ("an inline script", "<script>alert(1)</script>"),
            ("an event attribute", '<a href="#" onclick="x()">'),
            ("js: in an attribute", "<a href='javascript:x'>"),
            ("a trigger filter (needs eval)", '<p hx-trigger="click[ctrlKey]">'),
        ],
    )
    def test_would_be_caught(self, rule, bad):
        assert FORBIDDEN[rule].search(bad)


class TestVendoredFiles:
    def test_match_their_manifest(self):
        packages = json.loads((VENDOR / "manifest.json").read_text())["packages"]
        for file in (file for package in packages for file in package["files"]):
            content = (VENDOR / file["path"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == file["sha256"], file["path"]

    def test_name_version_and_licence_of_each_package(self):
        packages = json.loads((VENDOR / "manifest.json").read_text())["packages"]
        assert {"@tabler/core", "htmx.org", "sortablejs"} <= {p["name"] for p in packages}
        assert all(p["version"] and p["licence"] for p in packages)

    def test_hold_every_icon_the_templates_name(self):
        named = re.compile(r"\{% icon \"([a-z0-9-]+)\"|icon_name=\"([a-z0-9-]+)\"")
        used = {a or b for p in PAGES for a, b in named.findall(p.read_text())}
        assert used - set(ui.sprite_symbols()) == set()

    def test_ask_for_no_source_map(self):
        assert not [p for p in VENDOR.rglob("*.[cj]s*") if b"sourceMappingURL" in p.read_bytes()]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted([luminance(first), luminance(second)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour_tokens() -> dict[str, tuple[str, str]]:
    pair = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
    css = (ROOT / "static/css/tokens.css").read_text()
    return {name: (light, dark) for name, light, dark in pair.findall(css)}


STATUSES = ("good", "info", "caution", "bad", "neutral")
READABLE = [
    *[
        (ink, back)
        for ink in ("ink", "ink-2", "ink-3", "accent")
        for back in ("page", "surface", "raised", "sunken", "hover")
    ],
    *[(status, f"{status}-soft") for status in STATUSES],
    *[(status, back) for status in STATUSES for back in ("page", "surface", "raised")],
    *[("ink", f"{status}-soft") for status in STATUSES],
    ("accent", "accent-soft"),
    ("on-accent", "accent-solid"),
    ("on-accent", "accent-solid-hover"),
    ("accent", "accent-line"),
    ("ink-3", "neutral-soft"),
]


class TestColours:
    @pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
    @pytest.mark.parametrize(("ink", "back"), READABLE)
    def test_words_reach_wcag_aa(self, ink, back, theme):
        tokens = colour_tokens()
        assert contrast(tokens[ink][theme], tokens[back][theme]) >= 4.5

    @pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
    @pytest.mark.parametrize("back", ["page", "surface", "raised"])
    def test_edges_of_fields_and_focus_reach_three_to_one(self, back, theme):
        tokens = colour_tokens()
        for edge in ("control-line", "accent", "bad"):
            assert contrast(tokens[edge][theme], tokens[back][theme]) >= 3


class TestDescribeFit:
    @pytest.mark.parametrize(
        ("score", "band"),
        [
            (100, "strong"),
            (65, "strong"),
            (64.9, "good"),
            (50, "good"),
            (35, "partial"),
            (34, "low"),
            (0, "low"),
        ],
    )
    def test_names_the_band(self, score, band):
        fit = ui.describe_fit(score)
        assert fit
        assert fit.band == band

    def test_shows_a_range_when_the_posting_left_parts_open(self):
        fit = ui.describe_fit(75, (61, 90), ui.Judged(4, 8))
        assert fit
        assert (fit.figure, fit.is_provisional, fit.judged) == (
            "61–90",
            True,
            "4 of 8 parts stated",
        )

    def test_shows_one_number_when_both_ends_agree(self):
        fit = ui.describe_fit(84, (84, 84))
        assert fit
        assert (fit.figure, fit.is_provisional) == ("84", False)

    def test_puts_a_stop_before_any_score(self):
        fit = ui.describe_fit(99, is_stopped=True)
        assert fit
        assert (fit.band, fit.figure) == ("stop", "")

    def test_says_nothing_without_a_score(self):
        assert ui.describe_fit(None) is None


class TestWhen:
    @pytest.mark.parametrize(
        ("delta", "words"),
        [
            (timedelta(seconds=-5), "just now"),
            (timedelta(minutes=-59), "59 min ago"),
            (timedelta(hours=-11), "11 h ago"),
            (timedelta(hours=-13), "yesterday"),
            (timedelta(days=-2), "2 days ago"),
            (timedelta(days=-60), "10 Jan"),
            (timedelta(days=-400), "4 Feb 2025"),
            (timedelta(minutes=20), "in 20 min"),
            (timedelta(hours=3), "today 15:00"),
            (timedelta(hours=22), "tomorrow 10:00"),
            (timedelta(days=2), "Fri 12:00"),
            (timedelta(days=30), "10 Apr"),
        ],
    )
    def test_says_it_as_a_person_would(self, delta, words):
        assert ui.when(NOON + delta, NOON) == words

    def test_counts_days_on_the_calendar_of_the_reader(self):
        early = NOON.replace(hour=0, minute=30)
        assert ui.when(early - timedelta(hours=2), early) == "yesterday"

    def test_writes_the_exact_moment_beside_the_words(self):
        html = ui.relative_time(NOON)
        assert 'datetime="2026-03-11T12:00:00+00:00"' in html
        assert 'title="Wed 11 Mar 2026 12:00 UTC"' in html


class TestPayRange:
    @pytest.mark.parametrize(
        ("low", "high", "currency", "period", "words"),
        [
            (55_000, 65_000, "GBP", "YEAR", "£55–65k a year"),
            (62_500, 62_500, "EUR", "YEAR", "€62.5k a year"),
            (Decimal("12.5"), Decimal(14), "GBP", "HOUR", "£12.50–14 an hour"),
            (9_000, 12_000, "USD", "MONTH", "$9,000–12k a month"),
            (40_000, None, "GBP", "YEAR", "from £40k a year"),
            (None, 40_000, "XYZ", "", "up to XYZ 40k"),
            (None, None, "GBP", "YEAR", ""),
        ],
    )
    def test_says_pay_in_the_fewest_words(self, low, high, currency, period, words):
        assert ui.pay_range(low, high, currency, period) == words


class TestNounOf:
    @pytest.mark.parametrize(
        ("path", "noun"),
        [
            ("/today", "today"),
            ("/matches", "jobs"),
            ("/jobs/0b1c", "jobs"),
            ("/add", "applications"),
            ("/resumes/1", "resumes"),
            ("/insights/market", "insights"),
            ("/jobsearch", ""),
            ("/settings", ""),
        ],
    )
    def test_follows_the_address(self, path, noun):
        assert ui.noun_of(path) == noun


class TestIcon:
    def test_is_decoration_unless_named(self):
        assert 'aria-hidden="true"' in ui.icon("check")
        assert 'role="img" aria-label="Say &quot;yes&quot;"' in ui.icon("check", label='Say "yes"')

    def test_writes_the_paths_out_when_static_files_come_from_another_host(self, settings):
        settings.STATIC_URL = "https://cdn.example.org/static/"
        assert "<path" in ui.icon("check")
        assert "<use" not in ui.icon("check")

    def test_refuses_an_icon_that_was_not_vendored(self):
        with pytest.raises(TemplateSyntaxError, match=r"icons\.txt"):
            ui.icon("no-such-icon")


class TestField:
    def test_ties_help_and_error_to_the_control(self):
        html = ui_render("{% field form.email %}", form=SampleForm({"email": "sam@"}))
        assert 'aria-describedby="id_email_help id_email_error"' in html
        assert 'aria-invalid="true"' in html
        assert 'id="id_email_error"' in html
        assert 'for="id_email"' in html

    def test_groups_radios_under_a_legend(self):
        html = ui_render("{% field form.level %}", form=SampleForm())
        assert "<fieldset" in html
        assert "<legend>Level" in html

    def test_escapes_what_a_person_typed(self):
        html = ui_render("{% field form.role %}", form=SampleForm({"role": '"><script>'}))
        assert "<script>" not in html


class TestComponents:
    def test_a_row_survives_missing_facts(self):
        html = render_to_string(
            "components/posting_row.html", {"row": {"id": 1, "url": "/x", "title": "T"}}
        )
        assert "Strong" not in html
        assert 'href="/x"' in html

    def test_quotes_are_escaped(self):
        line = {"kind": "shown", "title": "<b>", "asks": "<img src=x>", "shows": "&"}
        html = render_to_string("components/evidence.html", {"lines": [line]})
        assert "<img" not in html
        assert "&lt;img src=x&gt;" in html

    def test_adzuna_is_named_in_full_and_linked_to_the_local_site(self):
        html = render_to_string("components/attribution_adzuna.html", {"domain": "www.adzuna.de"})
        assert " ".join(strip_tags(html).split()) == "Jobs by Adzuna"
        assert html.count('href="https://www.adzuna.de/"') == 2

    def test_the_500_page_needs_no_context(self):
        assert "data-error-sentence" in render_to_string("500.html")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Sam Okafor", "SO"), ("sam@example.org", "S"), ("Ana María de la Cruz", "AC"), ("", "?")],
)
def test_initials(name, letters):
    assert ui.initials(name) == letters


def ui_render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))
