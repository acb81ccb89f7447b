"""What is guessed of a text somebody copied."""

import pytest

from jobs.services import read_page, read_pasted


class TestReadPasted:
    @pytest.mark.parametrize(
        ("text", "title", "expected"),
        [
            ("Baker\nAcme · Lyon, France (On-site)\nWe bake.", "", ("Baker", "Acme", "Lyon, France (On-site)")),
            ("Acme hiring Senior Baker in Lyon | LinkedIn\nAbout the job", "", ("Senior Baker", "Acme", "Lyon")),
            ("We bake bread every day.", "Baker at Acme - Indeed.com", ("Baker", "Acme", "")),
            ("Bäcker (m/w/d) bei Müller & Söhne", "", ("Bäcker (m/w/d)", "Müller & Söhne", "")),
            ("Unternehmen: Acme\nStelle: Bäcker\nStandort: Köln\nWir backen.", "", ("Bäcker", "Acme", "Köln")),
            ("Baker\nWe look for someone who likes bread.", "", ("Baker", "", "")),
            ("", "", ("", "", "")),
        ],
    )  # fmt: skip
    def test_guesses_role_company_and_place(self, text, title, expected):
        found = read_pasted(text, title=title)
        assert (found.title, found.company, found.place) == expected

    def test_keeps_the_text_and_finds_its_link(self):
        text = "Baker\nAcme\nhttps://acme.example/jobs/7?x=1.\nBread."
        found = read_pasted(text)
        assert found.url == "https://acme.example/jobs/7?x=1"
        assert found.description == text
        assert not found.is_complete

    def test_a_link_alone_describes_nothing(self):
        found = read_pasted("https://acme.example/jobs/7")
        assert (found.url, found.title, found.description) == (
            "https://acme.example/jobs/7",
            "",
            "",
        )

    def test_takes_any_length(self):
        found = read_pasted("x" * 300_000)
        assert (found.title, found.company, len(found.description)) == ("", "", 100_000)


class TestReadPage:
    def test_what_is_written_for_programs_comes_first(self):
        page = """<script type="application/ld+json">{"@type": "JobPosting", "title": "Baker",
        "description": "Bread.", "hiringOrganization": {"name": "Acme"}}</script>"""
        found = read_page(url="https://a.example/1", page=page, text="Other", title="Other at B")
        assert (found.title, found.company, found.is_complete) == ("Baker", "Acme", True)

    def test_else_what_is_written_for_people(self):
        found = read_page(
            url="https://a.example/1", page="<p>", text="We bake.", title="Baker at Acme"
        )
        assert (found.url, found.title, found.company) == ("https://a.example/1", "Baker", "Acme")
