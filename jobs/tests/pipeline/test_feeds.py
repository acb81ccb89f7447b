"""Feeds and keyed sources through the whole pipeline."""

import json
import logging
import zlib
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from core.http import HttpClient
from jobs.models import CallQuota, Posting, RawPage, SourceRun
from jobs.pipeline import building, catalogue, doctor
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.refreshing import (
    NotConfiguredError,
    Refresh,
    due_sources,
    refresh,
    refresh_unattended,
    refreshable,
)
from jobs.pipeline.runs import Options
from jobs.sources.registry import DEFINITIONS, KEYLESS_BY_DEFAULT, SETTINGS
from jobs.tests.adzuna import Reply
from jobs.tests.feed_rows import (
    TOKEN,
    reed_answer,
    reed_detail,
    reed_job,
    usajobs_answer,
    usajobs_job,
)
from jobs.tests.feeds import EXPECTED, FEEDS, NOW, SHAPE, key_of, settings_of
from jobs.tests.pipeline.runs import table_hash

pytestmark = pytest.mark.django_db
OPTIONS = Options(expiry_days=30)
KEYED = [shape for shape in FEEDS if DEFINITIONS[shape.slug].manifest.keys]
KEYLESS = [shape for shape in FEEDS if shape not in KEYED]


@pytest.fixture
def configured(settings, feed_site, monkeypatch):
    """Every feed on loopback with its keys; minutes are not waited for."""
    monkeypatch.setattr(
        building, "HttpClient", lambda *a, **k: HttpClient(*a, **k, sleep=[].append)
    )
    settings.KEYLESS_SOURCES = [shape.slug for shape in KEYLESS]
    settings.SOURCE_SETTINGS = dict(SETTINGS)
    for shape in FEEDS:
        monkeypatch.setitem(DEFINITIONS[shape.slug].manifest.limits, "minute", 999)
        settings.SOURCE_SETTINGS |= settings_of(shape.slug, feed_site.url)
    return feed_site


def go(slug, now, **what):
    return refresh(Refresh(source=slug, **what), now=now, options=OPTIONS)


def secrets(shape):
    """What must be seen nowhere: the source's keys, and the token it was given."""
    hidden = [
        name
        for name in DEFINITIONS[shape.slug].manifest.keys
        if not name.endswith(("KEYWORDS", "_IP", "_REFERER"))
    ]
    return [*map(key_of, hidden), *([TOKEN] if shape.slug == "francetravail" else [])]


def everything_stored():
    """Every row of every table of jobs, and the raw pages as they were."""
    found = [zlib.decompress(bytes(page.body)) for page in RawPage.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("jobs_"):
                cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")  # noqa: S608
                found += [row.encode() for (row,) in cursor.fetchall()]
    return b"\n".join(found).decode("utf-8", "replace")


@pytest.mark.parametrize("shape", FEEDS, ids=lambda shape: shape.slug)
class TestRefresh:
    def test_publishes_what_was_sent(self, shape, configured, now):
        configured.say(shape.path, shape.answer([shape.job(1), shape.job(2)]))

        run = go(shape.slug, now)

        assert (run.counts["created"], run.counts["open"]) == (2, 2)
        posting = Posting.objects.select_related("source").get(external_id=_first_id(shape))
        expected = dict(EXPECTED[shape.slug])
        pay = expected.pop("pay")
        assert {name: getattr(posting, name) for name in expected} == expected
        if pay is not None:
            assert (
                posting.pay_min,
                posting.pay_max,
                posting.pay_currency,
                posting.pay_period,
            ) == pay
        assert posting.pay_source == ("STATED" if pay else "NONE")
        assert posting.source.name in posting.source.attribution
        assert posting.outside_url.startswith("https://")
        assert posting.is_excerpt != DEFINITIONS[shape.slug].manifest.complete_descriptions

    def test_a_second_run_changes_nothing(self, shape, configured, now):
        configured.say(shape.path, shape.answer([shape.job(1), shape.job(2)]))
        go(shape.slug, now)
        before = table_hash(without=("last_seen_at",))

        run = go(shape.slug, now + timedelta(hours=1))

        assert (run.counts["created"], run.counts["updated"], run.counts["unchanged"]) == (0, 0, 2)
        assert table_hash(without=("last_seen_at",)) == before

    def test_drops_repeats_and_refuses_odd_rows(self, shape, configured, now):
        odd = shape.job(3, **{shape.title_field: " "})
        configured.say(shape.path, shape.answer([shape.job(1), shape.job(1), None, {}, odd]))

        run = go(shape.slug, now)

        assert (run.counts["created"], run.counts["rejected"]) == (1, 3)
        assert run.stages.get(stage="DEDUPE").rejected == 1

    def test_counts_every_call_under_a_name_that_is_no_key(self, shape, configured, now):
        configured.say(shape.path, shape.answer([shape.job(1)]))
        go(shape.slug, now)

        quota = CallQuota.objects.get(source__slug=shape.slug, window_kind="HOUR")
        assert quota.used == len(configured.asked)
        assert (quota.key_id == "keyless") == (shape in KEYLESS)

    def test_a_run_that_stopped_goes_on_where_it_was(self, shape, configured, now):
        configured.say(shape.path, Reply(500))
        with pytest.raises(StageFailedError):
            go(shape.slug, now)
        configured.say(shape.path, shape.answer([shape.job(1)]))

        run = go(shape.slug, now + timedelta(minutes=5))

        assert (run.state, run.counts["created"]) == ("DONE", 1)
        assert SourceRun.objects.count() == 1

    def test_what_is_absent_stays_open_until_it_is_too_old(self, shape, configured, now):
        configured.say(shape.path, shape.answer([shape.job(1), shape.job(2)]))
        go(shape.slug, now)
        configured.say(shape.path, shape.answer([shape.job(1)]))

        assert go(shape.slug, now + timedelta(days=1)).counts["expired"] == 0
        assert Posting.objects.filter(status="ACTIVE").count() == 2
        assert go(shape.slug, now + timedelta(days=40)).counts["expired"] >= 1


def _first_id(shape):
    source = building.build(shape.slug, now=NOW)
    return source.read(shape.job(1), {}).external_id


@pytest.mark.parametrize("shape", KEYED, ids=lambda shape: shape.slug)
class TestKeys:
    def test_no_key_is_stored_or_logged(self, shape, configured, now, caplog):
        caplog.set_level(logging.INFO)
        logging.getLogger("httpx").setLevel(logging.WARNING)  # as the settings have it
        echo = " ".join(secrets(shape)).encode()
        configured.say(shape.path, shape.answer([shape.job(1)]), Reply(403, echo), Reply(500, echo))
        go(shape.slug, now)
        for hours in (1, 2):
            with suppress(StageFailedError):
                refresh_unattended(
                    Refresh(source=shape.slug), now=now + timedelta(hours=hours), options=OPTIONS
                )

        errors = SourceRun.objects.filter(state="FAILED").values_list("error", flat=True)
        assert any("***" in error for error in errors)
        kept = everything_stored() + caplog.text
        assert _first_id(shape) in kept
        assert [secret for secret in secrets(shape) if secret in kept] == []


class TestSettings:
    def test_those_without_a_key_are_read_from_the_start(self):
        assert {"remoteok", "themuse", "hn_hiring"} <= set(KEYLESS_BY_DEFAULT)

    @pytest.mark.parametrize("shape", KEYED, ids=lambda shape: shape.slug)
    def test_those_with_a_key_are_off_until_all_of_it_is_set(
        self, shape, configured, settings, now
    ):
        assert shape.slug in refreshable()
        for name in DEFINITIONS[shape.slug].manifest.keys:
            settings.SOURCE_SETTINGS = {**settings.SOURCE_SETTINGS, name: ""}

            assert shape.slug not in refreshable()
            assert shape.slug not in due_sources(now=now)
            with pytest.raises(NotConfiguredError, match=f"is not configured: set .*{name}"):
                go(shape.slug, now)
        assert configured.asked == []

    def test_a_wrong_setting_is_told_before_any_call(self, configured, settings, now):
        settings.SOURCE_SETTINGS = {**settings.SOURCE_SETTINGS, "REED_PAGES": "all"}

        with pytest.raises(NotConfiguredError, match="REED_PAGES must be a whole number"):
            go("reed", now)

    def test_another_key_has_its_own_count(self, configured, settings, now):
        shape = SHAPE["jooble"]
        configured.say(shape.path, shape.answer([shape.job(1)]))
        go("jooble", now)
        settings.SOURCE_SETTINGS = {**settings.SOURCE_SETTINGS, "JOOBLE_API_KEY": "another"}
        configured.say("/another", shape.answer([shape.job(1)]))

        go("jooble", now + timedelta(hours=1))

        counted = CallQuota.objects.filter(source__slug="jooble", window_kind="HOUR")
        assert sorted(counted.values_list("used", flat=True)) == [1, 1]

    def test_the_muse_asks_faster_with_a_key(self, configured, settings, now, monkeypatch):
        made = []

        def make(*words, **names):
            made.append(HttpClient(*words, **names))
            return made[-1]

        monkeypatch.setattr(building, "HttpClient", make)
        building.build("themuse", now=now)
        settings.SOURCE_SETTINGS = {**settings.SOURCE_SETTINGS, "THEMUSE_API_KEY": "abc"}
        building.build("themuse", now=now)

        without, with_key = (client.ledger.ledger for client in made)
        assert without.limits["day"] < with_key.limits["day"]
        assert with_key.limits["minute"] < 60
        assert without.key_id != with_key.key_id


class TestLimits:
    def test_jooble_stays_within_a_days_share(self, configured, now):
        shape = SHAPE["jooble"]
        configured.say(shape.path, shape.answer([shape.job(1)]))
        for _ in range(10):
            go("jooble", now)
        catalogue_row = catalogue.register(DEFINITIONS["jooble"].manifest)
        CallQuota.objects.filter(source=catalogue_row).update(used=16)

        with pytest.raises(StageFailedError, match="All 16 calls of this day are used"):
            go("jooble", now)

    def test_what_was_read_before_the_limit_is_published(self, configured, now):
        configured.say(
            "/Search",
            usajobs_answer([usajobs_job(1)], pages=5),
            Reply(429, b"", {"Retry-After": "7200"}),
        )

        run = go("usajobs", now)

        assert (run.state, run.counts["created"]) == ("DONE", 1)
        assert "429" in run.cursor["stopped_early"]


class TestRemoteOkTerms:
    def test_the_page_names_it_and_links_to_it_to_be_followed(self, configured, now, client):
        shape = SHAPE["remoteok"]
        configured.say(shape.path, shape.answer([shape.job(1)]))
        go("remoteok", now)

        url = reverse("posting", args=[Posting.objects.get().pk])
        page = client.get(url).content.decode()

        link = shape.job(1)["url"]
        assert f'<a href="{link}" rel="noopener">Job from Remote OK</a>' in page


class TestReedDetails:
    def test_an_excerpt_becomes_whole_and_stays_so(self, configured, settings, now):
        for number in (1, 2):
            detail = json.dumps(reed_detail(number)).encode()
            configured.say(f"/jobs/{39358000 + number}", Reply(body=detail))
        configured.say("/search", reed_answer([reed_job(1), reed_job(2)]))
        settings.SOURCE_SETTINGS = {**settings.SOURCE_SETTINGS, "REED_DETAILS": "1"}

        go("reed", now)
        assert sorted(p.is_excerpt for p in Posting.objects.all()) == [False, True]
        run = go("reed", now + timedelta(days=1))

        assert (run.counts["created"], run.counts["updated"]) == (0, 1)
        assert [p.is_excerpt for p in Posting.objects.all()] == [False, False]
        asked = len(configured.asked)
        counts = go("reed", now + timedelta(days=2)).counts
        assert (counts["updated"], counts["unchanged"]) == (0, 2)
        assert len(configured.asked) == asked + 1
        assert "You know Excel." in Posting.objects.get(external_id="39358001").description


class TestDoctor:
    def test_names_what_is_to_be_set(self, settings):
        settings.SOURCE_SETTINGS = dict(SETTINGS)
        found = doctor.keyed_sources()

        assert found.state == "not configured"
        assert "USAJOBS (USAJOBS_API_KEY, USAJOBS_EMAIL)" in found.sentence
        assert "France Travail (FRANCETRAVAIL_CLIENT_ID" in found.sentence
        assert found.sentence.startswith("Not configured: ")

    def test_says_when_each_answered(self, configured, settings, now):
        for name in ("JOOBLE_API_KEY", "CAREERJET_USER_IP", "FRANCETRAVAIL_CLIENT_ID"):
            settings.SOURCE_SETTINGS = {**settings.SOURCE_SETTINGS, name: ""}
        configured.say("/search", reed_answer([reed_job(1)]))
        go("reed", now)

        found = doctor.keyed_sources()

        assert found.state == "ok"
        assert found.sentence == (
            "USAJOBS is configured and was not asked yet; "
            f"Reed answered on {now:%Y-%m-%d %H:%M} UTC; "
            "not configured: Jooble (JOOBLE_API_KEY), Careerjet (CAREERJET_USER_IP), "
            "France Travail (FRANCETRAVAIL_CLIENT_ID)."
        )

    def test_a_refused_key_is_broken_until_it_is_accepted(self, configured, now):
        configured.say("/search", Reply(401))
        with pytest.raises(StageFailedError):
            go("reed", now)

        found = doctor.keyed_sources()
        assert found.state == "broken"
        assert "Reed refused the key (401): check REED_API_KEY" in found.sentence
        assert key_of("REED_API_KEY") not in found.sentence

        configured.say("/search", reed_answer([reed_job(1)]))
        go("reed", now + timedelta(hours=1))
        assert doctor.keyed_sources().state == "ok"

    def test_a_wrong_setting_is_broken(self, configured, settings):
        settings.SOURCE_SETTINGS = {**settings.SOURCE_SETTINGS, "FRANCETRAVAIL_DAYS": "x"}
        found = doctor.keyed_sources()

        assert found.state == "broken"
        assert "FRANCETRAVAIL_DAYS must be a whole number" in found.sentence
