"""Whatever stands in a field of a source's row, the run ends: the posting is published or refused."""

from itertools import islice
from typing import Any

import pytest

from jobs.models import Posting, SourceRun
from jobs.pipeline.runs import Options, collect
from jobs.sources.base import SourcePage
from jobs.tests.feeds import FEEDS, feed_source
from jobs.tests.keyless import SHAPES
from jobs.tests.sources.building import build_source

pytestmark = pytest.mark.django_db

NOWHERE = "http://127.0.0.1:9"
VALUES: tuple[Any, ...] = (
    "\x00", 10**400, "a\tb\nc\\d\\N\\.\r", [["x"] * 100_000], "\ud800", float("nan"),
    "&#" + "1" * 5000, {"name": {"name": []}}, "W" * 10_000, "9" * 4500, 1e308, "🥐", -1,
    "\u202eZ\u0335\u0321" * 300, "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "https://[", "https://x/" + "ä" * 1985, "9999-12-31T23:59:59-23:59", "0001-01-01", "1e999",
    99999999999.999, 10**12, True, None, [], [[[]]], ["x" * 300] * 300,
)  # fmt: skip
_INSIDE = 5  # of the values, in fields of fields


class Rows:
    """A source's own reader, of rows that never were on a wire."""

    stopped_early = ""

    def __init__(self, source, rows):
        self.manifest = source.manifest
        self.read = source.read
        self._rows = rows

    def pages(self, _cursor):
        origin = {"employer": "Acme", "country": "gb", "board": "acme"}
        yield SourcePage(body=b"{}", count=len(self._rows), origin=origin, next_cursor=None)

    def rows(self, _body):
        return self._rows


def hostile(row, values):
    """The row with each of its values, also those inside, replaced by each of ours."""
    for name, value in row.items():
        yield from ({**row, name: odd} for odd in values)
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            for odd in hostile(inner, values[:_INSIDE]):
                yield {**row, name: odd if inner is value else [odd]}


@pytest.mark.parametrize("shape", [*SHAPES, *FEEDS], ids=lambda shape: shape.slug)
def test_a_run_ends_whatever_stands_in_a_field(shape, now):
    build = (lambda *_: feed_source(shape.slug, NOWHERE)) if shape in FEEDS else build_source
    row = shape.job(1)
    rows = list(islice(hostile(row, VALUES), 1000))
    for number, each in enumerate(rows):
        if shape.id_field and each[shape.id_field] == row[shape.id_field]:
            each[shape.id_field] = str(number)

    source = Rows(build(shape, NOWHERE), rows)
    run = collect(source, trigger="MANUAL", plan={}, now=now, options=Options(expiry_days=30))

    assert run.state == SourceRun.State.DONE
    assert Posting.objects.exists()
    assert not run.rejects.filter(reason__startswith="enrichment failed").exists()
    assert not run.rejects.filter(reason__startswith="cannot be read").exists()
