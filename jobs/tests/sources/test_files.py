import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs.sources import adzuna_rows, unified
from jobs.sources.base import RejectedError, SourceError
from jobs.sources.files import FileSource, newest, rows_of
from jobs.tests.adzuna import job

JOBS = [job(1), job(2), job(3)]
LINES = "\n".join(map(json.dumps, JOBS))


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def source_of(*paths, **options):
    return FileSource(paths, manifest=adzuna_rows.MANIFEST, **options)


def read_all(source):
    return [
        source.read(row, page.origin)
        for page in source.pages(None)
        for row in source.rows(page.body)
    ]


class TestRowsOf:
    @pytest.mark.parametrize(
        "text",
        [
            json.dumps({"count": 3, "results": JOBS}),
            json.dumps({"count": 3, "results": JOBS}, indent=1),
            json.dumps(JOBS),
            json.dumps(JOBS, indent=2),
            LINES,
            "\n\n" + LINES.replace("\n", "\r\n") + "\n\n",
            "\ufeff" + LINES,
            json.dumps({"results": JOBS[:2]}) + "\n" + json.dumps({"results": JOBS[2:]}),
            "[\n" + ",\n".join(map(json.dumps, JOBS)) + "\n]",
        ],
        ids=["answer", "indented", "list", "long-list", "lines", "crlf", "bom", "answers", "rows"],
    )
    @pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
    def test_reads_every_shape(self, tmp_path, text, pack):
        path = write(tmp_path / "gb.json", pack(text.encode()))

        assert [json.loads(row)["id"] for row in rows_of(path)] == ["1", "2", "3"]

    @pytest.mark.parametrize("text", ["", "[]", '{"results": null}', '{"results": []}', "\n \n"])
    def test_finds_nothing_in_an_empty_file(self, tmp_path, text):
        assert list(rows_of(write(tmp_path / "a.json", text))) == []

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            (json.dumps({"results": JOBS}, indent=1)[:-40], "cut short"),
            ("<html>503</html>", "holds no JSON"),
            ('{"exception": "AUTH_FAIL"}\n{"x": 1}', None),
            ('"a text"', "neither results nor a list"),
            ("[" * 100_000, "cut short"),
            (gzip.compress(LINES.encode())[:-30], "cannot be read"),
        ],
    )
    def test_names_the_file_and_what_is_wrong(self, tmp_path, text, why):
        path = write(tmp_path / "gb.json", text)
        if why is None:
            assert len(list(rows_of(path))) == 2
            return
        with pytest.raises(SourceError, match=rf"gb\.json.*{why}"):
            list(rows_of(path))


class TestPages:
    def test_goes_on_at_the_row_a_cursor_names(self, tmp_path):
        paths = [write(tmp_path / name, LINES) for name in ("gb.jsonl", "fr.jsonl")]
        source = source_of(*paths, rows_per_page=2)
        pages = list(source.pages(None))

        assert [page.count for page in pages] == [2, 1, 2, 1]
        for number, page in enumerate(pages):
            rest = list(source.pages(page.next_cursor))
            assert [p.body for p in rest] == [p.body for p in pages[number + 1 :]]

    def test_a_broken_line_is_refused_alone(self, tmp_path):
        path = write(tmp_path / "gb.jsonl", LINES + '\n{"id": "4", "tit\n7\nnull\n')
        source = source_of(path)
        (page,) = source.pages(None)
        rows = source.rows(page.body)

        assert [source.read(row, page.origin).external_id for row in rows[:3]] == ["1", "2", "3"]
        for row in rows[3:]:
            with pytest.raises(RejectedError, match="not an object"):
                source.read(row, page.origin)


class TestRead:
    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ({**job(1), "id": None}, "no id"),
            ({**job(1), "id": "x" * 256}, "id is too long"),
            ({**job(1), "title": "  "}, "no title"),
            ({**job(1), "title": ["a"]}, "no title"),
            ({**job(1), "redirect_url": "javascript:alert(1)"}, "link is not http"),
            ({**job(1), "redirect_url": "http://[::1"}, "link cannot be read"),
            ([1], "not an object"),
        ],
    )
    def test_refuses_with_a_reason(self, row, reason):
        with pytest.raises(RejectedError, match=reason):
            source_of().read(row, {})

    @pytest.mark.parametrize(
        ("row", "origin", "country"),
        [
            ({}, {"country": "de"}, "de"),
            ({}, {}, "gb"),
            ({"redirect_url": "https://www.adzuna.fr/land/ad/1"}, {"file": "gb.jsonl"}, "fr"),
            ({"redirect_url": "https://www.adzuna.example/1"}, {}, "gb"),
            (
                {"redirect_url": "", "location": {"area": ["Deutschland"]}},
                {"file": "gb.jsonl.gz"},
                "de",
            ),
            ({"redirect_url": "", "location": {}}, {"file": "in.jsonl.gz"}, "in"),
            ({"redirect_url": "", "location": {}}, {"file": "search_us_2.json"}, "us"),
            ({"redirect_url": "", "location": {}}, {"file": "indeed.json"}, None),
        ],
    )
    def test_finds_the_country(self, row, origin, country):
        assert source_of().read({**job(1), **row}, origin).country_hint == country

    @pytest.mark.parametrize("value", ["1", 1, True, "true"])
    def test_reads_string_booleans(self, value):
        assert source_of().read({**job(1), "salary_is_predicted": value}, {}).pay_is_predicted

    @pytest.mark.parametrize("value", ["0", 0, False, None, "", "no"])
    def test_reads_string_booleans_that_are_false(self, value):
        assert not source_of().read({**job(1), "salary_is_predicted": value}, {}).pay_is_predicted

    def test_takes_the_unified_schema_with_its_place_key(self):
        row = {
            "external_id": "a-1",
            "title": "Baker",
            "place_key": "paris",
            "country": "FR",
            "posted_at": "2026-11-01",
            "expires_at": "2026-12-01T00:00:00+01:00",
            "pay_min": "12.5",
            "pay_period": "hour",
            "url": "https://example.org/1",
        }
        found = FileSource([], manifest=unified.manifest("bakery")).read(row, {})

        assert (found.source, found.place_key, found.country_hint) == ("bakery", "paris", "fr")
        assert found.posted_at == datetime(2026, 11, 1, tzinfo=UTC)
        assert found.expires_at == datetime(2026, 11, 30, 23, tzinfo=UTC)
        assert (found.pay_min, found.pay_period) == (12.5, "HOUR")
        assert found.redirect_url == "https://example.org/1"

    def test_refuses_a_row_of_another_source(self):
        row = {"external_id": "1", "title": "Baker", "source": "other"}
        with pytest.raises(RejectedError, match="another source"):
            FileSource([], manifest=unified.manifest("bakery")).read(row, {})


class TestDates:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("2026-11-20T09:00:00Z", datetime(2026, 11, 20, 9, tzinfo=UTC)),
            ("2026-11-20T09:00:00", datetime(2026, 11, 20, 9, tzinfo=UTC)),
            ("2026-11-20T09:00:00+02:00", datetime(2026, 11, 20, 7, tzinfo=UTC)),
            ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
            ("0001-01-01T00:00:00+14:00", None),
            ("9999-12-31T23:59:59-12:00", None),
            ("not-a-date", None),
            (1763600000, None),
            (None, None),
        ],
    )
    def test_are_read_in_utc(self, text, found):
        assert source_of().read({**job(1), "created": text}, {}).posted_at == found


class TestShifts:
    def test_moves_the_dates_of_a_capture_and_keeps_their_distances(self, tmp_path):
        old = [job(1, created="2016-03-01T10:00:00Z"), job(2, created="2016-03-11T10:00:00Z")]
        path = write(tmp_path / "gb.jsonl", "\n".join(map(json.dumps, old)))
        by = timedelta(days=3000)

        found = read_all(source_of(path, shifts=[by]))

        assert [posting.posted_at for posting in found] == [
            datetime(2016, 3, 1, 10, tzinfo=UTC) + by,
            datetime(2016, 3, 11, 10, tzinfo=UTC) + by,
        ]

    def test_newest_leaves_out_dates_to_come(self, tmp_path, now):
        rows = [job(1), job(2, created="2099-01-01T00:00:00Z"), job(3, created="never")]
        path = write(tmp_path / "gb.jsonl", "\n".join(map(json.dumps, rows)))

        assert newest(path, now=now) == datetime(2026, 11, 20, 9, tzinfo=UTC)
