"""`match_resume`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from matching.tests.api.test_views import RESUME
from matching.tests.factories import published

pytestmark = pytest.mark.django_db


class TestMatchResume:
    @pytest.fixture
    def path(self, tmp_path):
        file = tmp_path / "resume.txt"
        file.write_text(RESUME)
        return file

    def test_prints_ranked_postings_with_three_reasons_that_quote_both(self, path):
        posting = published()
        published(country="FR", description="A French text about Django.")
        out = StringIO()
        call_command("match_resume", path, "--country", "gb", "--json", stdout=out)
        answer = json.loads(out.getvalue())
        [match] = answer["matches"]
        assert match["posting_id"] == str(posting.pk)
        assert len(match["reasons"]) == 3
        for reason in match["reasons"]:
            assert reason["posting"] in f"{posting.title}\n{posting.description}"
            assert reason["resume"]

    def test_prints_a_page_for_people(self, path):
        published()
        out = StringIO()
        call_command("match_resume", path, stdout=out)
        assert "they ask" in out.getvalue()
        assert "1 of 1 open postings, local-2" in out.getvalue()

    def test_says_what_is_wrong_with_a_file(self, tmp_path):
        empty = tmp_path / "empty.pdf"
        empty.write_bytes(b"")
        with pytest.raises(CommandError):
            call_command("match_resume", empty)
        with pytest.raises(CommandError):
            call_command("match_resume", tmp_path / "none.pdf")
