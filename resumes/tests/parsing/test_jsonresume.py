"""A JSON Resume keeps what fits the schema; all else is left out, whatever its type or size."""

import json
from datetime import date

import pytest

from resumes.parsing import limits
from resumes.parsing.read import parse_bytes
from resumes.parsing.types import ParseFailure

TODAY = date(2026, 11, 1)


def read(**found):
    return parse_bytes(json.dumps(found).encode(), today=TODAY)


class TestShape:
    def test_keeps_dates_as_precise_as_they_are(self):
        dates = [
            "2020",
            "2020-03",
            "2020-03-15",
            "2020-03-15T10:00:00Z",
            "March 2020",
            "someday",
            2020,
            None,
            "2020-13",
        ]
        work = [{"name": "Acme", "startDate": value} for value in dates]
        found = [row.get("startDate") for row in read(work=work).resume["work"]]
        assert found == [
            "2020",
            "2020-03",
            "2020-03-15",
            "2020-03-15",
            "2020-03",
            None,
            "2020",
            None,
            "2020",
        ]

    def test_leaves_out_wrong_types_and_unknown_keys(self):
        parsed = read(
            basics={
                "name": ["Jane"],
                "email": {"x": 1},
                "label": "Cook",
                "shoe": 42,
                "location": "Leeds",
                "profiles": {"network": "X"},
            },
            work={"name": "no list"},
            skills=[{"name": "Soup", "keywords": "Ramen"}, "Stew", 7, {"unknown": "x"}],
            __proto__={"a": 1},
        )
        assert parsed.resume["basics"] == {"label": "Cook"}
        assert parsed.resume["skills"] == [{"name": "Soup", "keywords": ["Ramen"]}]
        assert "work" not in parsed.resume

    def test_cuts_what_has_no_end(self):
        parsed = read(
            basics={"name": "Jane", "summary": "x" * 10**6},
            skills=[{"name": f"s{n}"} for n in range(9_000)],
        )
        assert len(parsed.resume["basics"]["summary"]) <= limits.LINE_CHARACTERS
        assert len(parsed.resume["skills"]) <= 500

    def test_keeps_no_address_that_would_run(self):
        parsed = read(
            basics={
                "name": "Jane",
                "url": "javascript:alert(1)",
                "image": "data:image/png;base64,AAAA",
            }
        )
        assert parsed.resume["basics"] == {"name": "Jane"}

    def test_says_where_every_value_stands(self):
        parsed = read(basics={"name": "Jane"}, work=[{"name": "Acme", "highlights": ["Cooked"]}])
        assert set(parsed.provenance) == {"/basics/name", "/work/0/name", "/work/0/highlights/0"}

    @pytest.mark.parametrize(
        "found", [{"basics": {}}, {"work": []}, {"skills": [{}]}, {"basics": None}]
    )
    def test_is_empty_when_nothing_fits(self, found):
        with pytest.raises(ParseFailure, match="empty"):
            read(**found)
