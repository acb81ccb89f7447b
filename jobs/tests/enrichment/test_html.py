"""Markup in, plain lines and safe HTML out."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.enrichment.html import one_line, safe_html, to_text

TEXTS = [
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("<ul><li>One</li><li>Two</li></ul>", "• One\n• Two"),
    ("&lt;p&gt;One &amp;amp; two&lt;/p&gt;", "One & two"),
    ("&amp;lt;p&amp;gt;Twice escaped&amp;lt;/p&amp;gt;", "Twice escaped"),
    ("R&amp;D, C&amp;C++", "R&D, C&C++"),
    ("a < b and c > d", "a < b and c > d"),
    ("<script>alert(1)</script>Text", "Text"),
    ("<style>p{}</style>Text<!-- no -->", "Text"),
    ("Line<br/>break<br>again", "Line\nbreak\nagain"),
    ("soft\u00adhyphen zero\u200bwidth nb\u00a0space", "softhyphen zerowidth nb space"),
    ("Tasks: • one • two", "Tasks:\n• one\n• two"),
    ("* one\n* two", "• one\n• two"),
    ("  many   spaces \r\n\r\n\r\n\r\n lines ", "many spaces\n\nlines"),
    ("Python &amp; Django&hellip;", "Python & Django…"),
    ("<strong>Data</strong> <em>Analyst</em>", "Data Analyst"),
    ("unclosed <b>tag and <script>alert(1)", "unclosed tag and"),
    ("", ""),
]  # fmt: skip


class TestToText:
    @pytest.mark.parametrize(("markup", "text"), TEXTS)
    def test_keeps_the_words_and_the_lines(self, markup, text):
        assert to_text(markup) == text

    @given(st.text())
    def test_never_raises(self, text):
        assert "\x00" not in to_text(text)


class TestSafeHtml:
    @pytest.mark.parametrize(
        "hostile",
        [
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>x</a>", "<p onclick=alert(1)>x</p>",
            "&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt;img src=x onerror=alert(1)&amp;gt;", "<svg onload=alert(1)>", "<iframe src=//evil></iframe>",
            "<style>@import 'x'</style>", "<a href='//evil.example/x'>x</a>", "<math><mi xlink:href='javascript:alert(1)'>",
        ],
    )  # fmt: skip
    def test_lets_no_script_through(self, hostile):
        safe = safe_html(hostile).lower()
        assert not any(
            bad in safe
            for bad in (
                "<script",
                "onerror=",
                "onclick=",
                "onload=",
                "javascript:",
                "<iframe",
                "<style",
                "<svg",
                "evil",
            )
        )

    def test_makes_paragraphs_and_lists_of_plain_text(self):
        assert (
            safe_html("One & two\n\n• a\n• <b")
            == "<p>One &amp; two</p><ul><li>a</li><li>&lt;b</li></ul>"
        )

    def test_marks_links(self):
        assert 'rel="nofollow noopener noreferrer"' in safe_html(
            '<p><a href="https://a.example" target="_blank">x</a></p>'
        )

    @given(st.text(alphabet="<>&;/abpli\"'=: \n", max_size=200))
    def test_is_safe_whatever_comes(self, text):
        assert "<script" not in safe_html(text).lower()


class TestOneLine:
    def test_flattens_a_title(self):
        assert (
            one_line("Senior <strong>Python</strong>\n Developer &amp; Lead")
            == "Senior Python Developer & Lead"
        )


class TestHostile:
    """What no page should hold and every page may."""

    def test_a_number_of_thousands_of_digits_is_no_entity(self):
        text = "Bread &#" + "1" * 5000 + "; &amp; butter"

        assert to_text(text) == "Bread & butter"
        assert "butter" in safe_html(f"<p>{text}</p>")

    @pytest.mark.parametrize("tag", ["<h1", "<li", "<div", "<p", "<h1 <li <div ", "<br <h2"])
    def test_tags_without_an_end_take_no_longer_than_others(self, tag):
        text = "<b>x</b>" + tag * (60_000 // len(tag))
        started = time.process_time()

        to_text(text)
        safe_html(text)

        assert time.process_time() - started < 1
