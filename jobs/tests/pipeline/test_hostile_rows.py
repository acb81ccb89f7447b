"""Whatever stands in a field of a source's row, the run ends: the posting is published or refused."""

import json
import time
from dataclasses import replace

import pytest

from jobs.models import Posting, SourceRun
from jobs.pipeline.runs import Options, collect
from jobs.sources.base import SourcePage
from jobs.tests.feeds import FEEDS, feed_source
from jobs.tests.keyless import SHAPES
from jobs.tests.sources.building import build_source

pytestmark = pytest.mark.django_db

VALUES = (
    "\x00", "\ud800", "a\tb\nc\\d\\N\\.\r", "\u202eRTL", "Z\u0335\u0321a\u0327" * 300, "🥐", "W" * 10_000,
    "<script>alert(1)</script><img src=x onerror=alert(1)>", "{{7*7}} =1+1", "javascript:alert(1)",
    "&#" + "1" * 5000, "https://[", "https://x/" + "ä" * 1985, -1, 0, 1e308, -1e308,
    10**12, 10**400, 99999999999.999, float("nan"), float("inf"), "1e999", "9" * 4500, "0001-01-01", "9999-12-31T23:59:59-23:59",
    "2026-02-30", True, None, [], {}, [[[]]], {"name": {"name": []}}, [["x"] * 100_000], ["x" * 300] * 300,
)  # fmt: skip


class Rows:
    """A source's own reader of rows that never were on a wire."""

    stopped_early = ""

    def __init__(self, source, rows):
        self.manifest = source.manifest
        self._source, self._rows = source, rows

    def pages(self, _cursor):
        yield SourcePage(
            body=b"{}",
            count=len(self._rows),
            origin={
                "employer": "Acme",
                "country": "gb",
                "board": "acme",
                "system": self.manifest.slug,
            },
            next_cursor=None,
        )

    def rows(self, _body):
        return self._rows

    def read(self, row, origin):
        return self._source.read(row, origin)


def hostile(row):
    """The row with each of its values, also those inside, replaced by each of ours."""
    for name, value in row.items():
        for odd in VALUES:
            yield {**row, name: odd}
        if isinstance(value, dict):
            for inner in hostile(value):
                yield {**row, name: inner}
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for inner in hostile(value[0]):
                yield {**row, name: [inner]}


@pytest.mark.parametrize("shape", [*SHAPES, *FEEDS], ids=lambda shape: shape.slug)
def test_a_run_ends_whatever_stands_in_a_field(shape, now):
    nowhere = "http://127.0.0.1:9"
    source = feed_source(shape.slug, nowhere) if shape in FEEDS else build_source(shape, nowhere)
    row = shape.job(1)
    rows = [*hostile(row)]
    for number, each in enumerate(rows):
        if each.get(shape.id_field) == row[shape.id_field]:
            each[shape.id_field or "x"] = f"{number}"
    slow = []
    read = source.read
    from jobs.enrichment import enrich

    for each in rows:
        t = time.process_time()
        try:
            raw = read(each, {"employer": "Acme"})
        except Exception as e:
            if type(e).__name__ != "RejectedError":
                print(
                    shape.slug,
                    "READ",
                    repr(e)[:150],
                    str([(k, str(v)[:40]) for k, v in each.items() if row.get(k) != v])[:200],
                )
            continue
        t1 = time.process_time()
        try:
            enrich(raw)
        except Exception as e:
            print(
                shape.slug,
                "ENRICH",
                repr(e)[:150],
                str([(k, str(v)[:40]) for k, v in each.items() if row.get(k) != v])[:200],
            )
        t2 = time.process_time()
        if t2 - t > 0.7:
            print(
                shape.slug,
                "SLOW",
                round(t1 - t, 2),
                round(t2 - t1, 2),
                str([(k, str(v)[:40]) for k, v in each.items() if row.get(k) != v])[:200],
            )
    run = collect(
        Rows(source, rows), trigger="MANUAL", plan={}, now=now, options=Options(expiry_days=30)
    )
    print(shape.slug, len(rows), run.counts)
    from jobs.models import RejectedRow

    print(
        [
            r
            for r in RejectedRow.objects.filter(reason__contains=": ")
            .values_list("reason", flat=True)
            .distinct()
        ]
    )
    assert run.state == SourceRun.State.DONE
