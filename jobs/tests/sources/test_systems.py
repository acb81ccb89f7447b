"""What single systems of employers' boards give and how they are asked."""

import json

import pytest

from jobs.enrichment import enrich
from jobs.sources import personio, smartrecruiters
from jobs.sources.base import RejectedError, SourceError
from jobs.tests.adzuna import Reply
from jobs.tests.keyless import BY_SLUG
from jobs.tests.more_boards import (
    personio_answer,
    personio_job,
    recruitee_answer,
    recruitee_job,
    smartrecruiters_answer,
    smartrecruiters_job,
    workable_answer,
    workable_job,
)
from jobs.tests.sources.building import build_source, ids, read_all

ORIGIN = {"system": "personio", "board": "acme", "employer": "Acme"}


class TestSmartRecruiters:
    shape = BY_SLUG["smartrecruiters"]

    def test_is_read_only_when_somebody_says_so(self):
        assert not smartrecruiters.MANIFEST.on_by_default
        assert not smartrecruiters.MANIFEST.links_may_be_checked

    def test_puts_the_ad_together(self):
        found = enrich(smartrecruiters.read(smartrecruiters_job(1), {}))

        text = found.description_text
        assert text.index("We mend") < text.index("You mend too") < text.index("Excel")
        assert (found.place, found.country, found.remote) == ("Ottawa", "CA", "HYBRID")
        assert (found.level, found.employment_type, found.language) == ("ENTRY", "FULL_TIME", "en")
        assert (found.lat, found.lon) == (45.3281309, -75.8259704)

    def test_pages_by_offset(self, fake_site):
        jobs = [smartrecruiters_job(number) for number in range(120)]
        self.shape.say(
            fake_site,
            *(smartrecruiters_answer(part, total=120) for part in (jobs[:100], jobs[100:])),
        )
        source = build_source(self.shape, fake_site.url)

        assert [page.count for page in source.pages(None)] == [100, 20]
        lists = [query for path, query in fake_site.asked if path == self.shape.path]
        assert lists == [{"offset": "0", "limit": "100"}, {"offset": "100", "limit": "100"}]

    def test_an_unknown_company_is_named_and_stops_nobody(self, fake_site):
        self.shape.say(fake_site, smartrecruiters_answer([]))
        fake_site.say("/companies/other/postings", smartrecruiters_answer([smartrecruiters_job(1)]))
        source = build_source(self.shape, fake_site.url, boards=("acme", "other"))

        assert len(ids(source)) == 1
        assert source.stopped_early == "Nothing is published under acme."
        assert source.is_complete

    def test_a_company_bigger_than_a_run_comes_bit_by_bit(self, fake_site):
        jobs = [smartrecruiters_job(number) for number in range(1300)]
        parts = [jobs[start : start + 100] for start in range(0, 1300, 100)]
        self.shape.say(fake_site, *(smartrecruiters_answer(part) for part in [*parts, []]))
        source = build_source(self.shape, fake_site.url)

        assert len(ids(source)) == smartrecruiters.DETAILS.most_a_run
        assert source.stopped_early.startswith("700 postings are not shown yet")
        assert source.is_complete  # nothing known is missing from it

    def test_makes_a_link_when_the_detail_names_none(self):
        job = smartrecruiters_job(1, postingUrl=None, company={"identifier": "a/b"})

        raw = smartrecruiters.read(job, {})

        assert raw.redirect_url == "https://jobs.smartrecruiters.com/a%2Fb/744000100000001"

    def test_the_id_cannot_change_what_is_asked(self, fake_site):
        self.shape.say(
            fake_site, smartrecruiters_answer([smartrecruiters_job(1, id="../../x?y#z")])
        )

        ids(build_source(self.shape, fake_site.url))

        assert fake_site.asked[-1][0] == "/companies/acme/postings/..%2F..%2Fx%3Fy%23z"


class TestRecruitee:
    shape = BY_SLUG["recruitee"]

    def test_asks_each_company_on_its_own_host(self):
        settings = self.shape.definition.manifest.settings

        assert settings == {"RECRUITEE_BASE_URL": "https://{board}.recruitee.com/api"}

    def test_reads_pay_place_and_dates(self):
        raw = build_source(self.shape, "http://x").read(
            recruitee_job(1, close_at="2026-12-31 23:00:00 UTC"), {}
        )
        found = enrich(raw)

        assert (found.place, found.country, found.remote) == ("Amsterdam", "NL", "HYBRID")
        assert (found.pay.min, found.pay.max) == (3500, 4500)
        assert (found.pay.currency, found.pay.period) == ("EUR", "MONTH")
        assert raw.posted_at.isoformat() == "2026-11-18T20:36:05+00:00"
        assert raw.expires_at.isoformat() == "2026-12-31T23:00:00+00:00"
        assert "• Python" in found.description_text

    def test_gives_only_what_is_published(self, fake_site):
        jobs = [
            recruitee_job(1),
            recruitee_job(2, status="internal"),
            recruitee_job(3, status=None),
        ]
        self.shape.say(fake_site, recruitee_answer(jobs))

        assert [name[-1] for name in ids(build_source(self.shape, fake_site.url))] == ["1", "3"]

    def test_a_company_that_moved_away_does_not_stop_the_others(self, fake_site):
        away = Reply(301, b"", {"Location": "https://recruitee.com/careers_not_hosted"})
        self.shape.say(fake_site, away)
        fake_site.say("/other/offers", recruitee_answer([recruitee_job(1)]))
        source = build_source(self.shape, fake_site.url, boards=("acme", "other"))

        assert len(ids(source)) == 1
        assert source.stopped_early == "There is no board called acme."
        assert source.is_complete


@pytest.mark.parametrize("slug", ["smartrecruiters", "workable"])
def test_a_page_put_together_holds_what_strict_parsers_refuse(slug, fake_site):
    shape = BY_SLUG[slug]
    odd = {"nan": float("nan"), "long": 2**70, "half": "\ud83d", "nul": "\x00"}
    shape.say_jobs(fake_site, shape.job(1, odd=odd))
    source = build_source(shape, fake_site.url)

    (page,) = source.pages(None)

    assert source.rows(page.body)[0]["odd"]["long"] == 2**70


class TestPersonio:
    shape = BY_SLUG["personio"]

    def test_reads_what_a_feed_says(self):
        found = enrich(personio.read(personio_job(1), ORIGIN))

        assert (found.place, found.country) == ("Berlin", "DE")
        assert (found.level, found.employment_type) == ("MID", "FULL_TIME")
        assert (found.pay.min, found.pay.currency, found.pay.period) == (50000, "EUR", "YEAR")
        assert found.description_text.index("Aufgaben") < found.description_text.index("Excel")

    def test_an_intern_is_no_full_timer(self):
        job = personio_job(1, employmentType="intern", seniority="student")

        assert enrich(personio.read(job, ORIGIN)).employment_type == "INTERN"

    @pytest.mark.parametrize(
        ("system", "host"),
        [("personio", "jobs.personio.de"), ("personio-com", "jobs.personio.com")],
    )
    def test_links_to_the_site_the_board_is_on(self, system, host):
        raw = personio.read(personio_job(1), {**ORIGIN, "system": system})

        assert raw.redirect_url == f"https://acme.{host}/job/2800901"

    def test_an_id_that_is_no_number_makes_no_link(self):
        with pytest.raises(RejectedError, match="no link"):
            personio.read(personio_job(1, id="7/../../evil"), ORIGIN)

    def test_asks_for_xml_in_the_companys_own_language(self, fake_site):
        self.shape.say_jobs(fake_site, personio_job(1))

        assert len(ids(build_source(self.shape, fake_site.url))) == 1
        assert fake_site.asked == [("/acme/xml", {})]

    def test_takes_texts_it_lacks_from_the_english_and_then_the_german_feed(self, fake_site):
        def job(number, *texts):
            sections = [{"name": "Role", "value": text} for text in texts]
            return personio_job(number, name=f"Job {number} {texts}", jobDescriptions=sections)

        self.shape.say(
            fake_site,
            personio_answer([job(1, "eigen"), job(2), job(3), job(4)]),
            personio_answer([job(1, "own"), job(2, "english"), job(3), job(4)]),
            personio_answer([job(1, "eigen"), job(2), job(3, "deutsch"), job(4)]),
        )

        found = read_all(build_source(self.shape, fake_site.url))

        assert [query for _, query in fake_site.asked] == [
            {},
            {"language": "en"},
            {"language": "de"},
        ]
        assert [raw.description for raw in found] == [
            "<h3>Role</h3>eigen", "<h3>Role</h3>english", "<h3>Role</h3>deutsch", "",
        ]  # fmt: skip
        assert found[1].title == "Job 2 ('english',)"

    def test_a_refused_language_takes_nothing_away(self, fake_site):
        bare = personio_job(1, jobDescriptions=[])
        self.shape.say(fake_site, personio_answer([bare]), Reply(404))

        assert len(ids(build_source(self.shape, fake_site.url))) == 1

    @pytest.mark.parametrize(
        "body",
        [
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workzag-jobs>&a;</workzag-jobs>',
            b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workzag-jobs>&b;</workzag-jobs>',
            b"<html><body>Page not found</body></html>",
            b'<?xml version="1.0" encoding="klingon"?><workzag-jobs/>',
            b"\xff\xfe\x00",
        ],
    )
    def test_refuses_what_is_no_feed(self, body):
        with pytest.raises(ValueError, match=r".+"):
            personio.parse(body)

    def test_reads_markup_in_cdata_and_odd_elements(self):
        body = b"""<?xml version="1.0" encoding="UTF-8"?>
            <workzag-jobs><position><id>7</id><name> Koch &amp; B\xc3\xa4cker </name><office/>
            <additionalOffices><office>Wien</office><office></office></additionalOffices>
            <jobDescriptions><jobDescription><name>X</name>
              <value><![CDATA[<p>a &amp; b</p>]]></value></jobDescription></jobDescriptions>
            <!-- note --><new><deep><deeper>1</deeper></deep></new></position></workzag-jobs>"""

        (row,) = personio.parse(body)

        assert (row["name"], row["office"]) == ("Koch & Bäcker", "")
        assert row["jobDescriptions"] == [{"name": "X", "value": "<p>a &amp; b</p>"}]
        assert personio.read(row, ORIGIN).location_text == "Wien"


class TestWorkable:
    shape = BY_SLUG["workable"]

    def test_asks_for_details_and_needs_no_more(self, fake_site):
        self.shape.say_jobs(fake_site, workable_job(1))

        assert len(ids(build_source(self.shape, fake_site.url))) == 1
        assert fake_site.asked == [("/v1/widget/accounts/acme", {"details": "true"})]

    def test_asks_job_by_job_for_texts_the_answer_lacks(self, fake_site):
        job = workable_job(1)
        del job["description"]
        self.shape.say(fake_site, workable_answer([job, workable_job(2)]))

        first, second = read_all(build_source(self.shape, fake_site.url))

        assert first.description == "<p>Look after guests.</p>\n<p>Excel</p>"
        assert second.description == workable_job(2)["description"]
        assert [path for path, _ in fake_site.asked][1:] == ["/v2/accounts/acme/jobs/81B4650001"]

    def test_reads_place_level_and_remote(self):
        raw = build_source(self.shape, "http://x").read(workable_job(1, telecommuting=True), {})
        found = enrich(raw)

        assert (found.place, found.country, found.remote) == ("Paris", "FR", "REMOTE")
        assert found.level == "SENIOR"

    def test_an_account_that_is_not_there_is_told(self, fake_site):
        with pytest.raises(SourceError, match="Workable has none of these boards: acme"):
            ids(build_source(self.shape, fake_site.url))

    def test_a_stored_page_holds_one_row_per_job(self, fake_site):
        jobs = [workable_job(1, locations=[], city=city) for city in ("Paris", "Lyon")]
        self.shape.say(fake_site, workable_answer(jobs))
        source = build_source(self.shape, fake_site.url)

        (page,) = source.pages(None)

        assert len(json.loads(page.body)) == 1
        assert page.count == 2
