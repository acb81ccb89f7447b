"""A posting as a row of a list."""

from dataclasses import replace

from django.template.loader import render_to_string

from jobs.tests.factories import PostingFactory, SourceFactory
from matching.rendering.rows import row_of
from matching.tests.engine.test_properties import POSTING, WISHES, judged


class TestStop:
    def test_says_in_words_why_a_posting_is_ruled_out(self):
        far = judged(replace(POSTING, country="FR", place="Lille"), WISHES)
        row = row_of(PostingFactory.build(source=SourceFactory.build()), far)
        html = render_to_string("matching/partials/match.html", {"row": row})
        assert "Place: in a country you did not name" in html
