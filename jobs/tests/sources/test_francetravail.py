from urllib.parse import parse_qs

import pytest

from core.http import HttpClient, HttpTransientError
from jobs.enrichment import enrich
from jobs.sources.base import SourceError
from jobs.sources.francetravail import DEPARTEMENTS, Tokens
from jobs.tests.adzuna import Reply
from jobs.tests.feed_rows import TOKEN, francetravail_answer, francetravail_offer, token_answer
from jobs.tests.feeds import TOKENS, feed_source, key_of

SEARCH = "/offres/search"
PAGE = [francetravail_offer(number) for number in range(150)]


def slices(site):
    return [
        (a.query["minCreationDate"][:10], a.query.get("departement"), a.query["range"])
        for a in site.calls(SEARCH)
    ]


def read(feed_site, **fields):
    row = francetravail_offer(1, **fields)
    return enrich(feed_source("francetravail", feed_site.url).read(row, {}))


class TestToken:
    def test_is_asked_for_once_and_goes_with_every_call(self, feed_site):
        feed_site.say(SEARCH, francetravail_answer([francetravail_offer(1)]))

        list(feed_source("francetravail", feed_site.url, FRANCETRAVAIL_DAYS="3").pages(None))

        (asked,) = feed_site.calls(TOKENS)
        assert (asked.method, asked.query) == ("POST", {"realm": "/partenaire"})
        sent = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        assert sent == {
            "grant_type": "client_credentials",
            "client_id": key_of("FRANCETRAVAIL_CLIENT_ID"),
            "client_secret": key_of("FRANCETRAVAIL_CLIENT_SECRET"),
            "scope": "api_offresdemploiv2 o2dsoffre",
        }
        bearers = {a.headers["authorization"] for a in feed_site.calls(SEARCH)}
        assert bearers == {f"Bearer {TOKEN}"}

    def test_is_renewed_after_a_401(self, feed_site):
        feed_site.say(TOKENS, token_answer("first"), token_answer("second"))
        feed_site.say(
            SEARCH, Reply(401, b"expired"), francetravail_answer([francetravail_offer(1)])
        )

        pages = list(feed_source("francetravail", feed_site.url).pages(None))

        assert [page.count for page in pages] == [1]
        used = [a.headers["authorization"] for a in feed_site.calls(SEARCH)]
        assert used == ["Bearer first", "Bearer second"]

    def test_a_second_401_is_a_refusal(self, feed_site):
        feed_site.say(SEARCH, Reply(401, f"no {TOKEN}".encode()))

        with pytest.raises(SourceError, match="refused the key \\(401\\)") as failed:
            list(feed_source("francetravail", feed_site.url).pages(None))

        assert len(feed_site.calls(TOKENS)) == len(feed_site.calls(SEARCH)) == 2
        assert TOKEN not in str(failed.value)

    @pytest.mark.parametrize("status", [400, 401, 403])
    def test_wrong_credentials_are_a_sentence(self, feed_site, status):
        feed_site.say(TOKENS, Reply(status, b'{"error":"invalid_client"}'))

        with pytest.raises(SourceError, match="check FRANCETRAVAIL_CLIENT_ID and"):
            list(feed_source("francetravail", feed_site.url).pages(None))

        assert feed_site.calls(SEARCH) == []

    @pytest.mark.parametrize("bad", [Reply(500), Reply(200, b"{}"), Reply(200, b"<html>")])
    def test_a_bad_moment_is_asked_again(self, feed_site, bad):
        feed_site.say(TOKENS, bad, token_answer())
        feed_site.say(SEARCH, francetravail_answer([francetravail_offer(1)]))

        assert len(list(feed_source("francetravail", feed_site.url).pages(None))) == 1

    def test_gives_up_when_none_comes(self, feed_site):
        feed_site.say(TOKENS, Reply(200, b'{"access_token": null}'))

        with pytest.raises(HttpTransientError, match="no token"):
            list(feed_source("francetravail", feed_site.url).pages(None))

    def test_an_old_one_is_renewed_before_it_ends(self, feed_site):
        now = [0.0]
        feed_site.say(TOKENS, token_answer("first", 1499), token_answer("second", 1499))
        tokens = Tokens(HttpClient(feed_site.url), ("id", "secret"), clock=lambda: now[0])

        assert tokens.current() == "first"
        now[0] = 1400.0
        assert tokens.current() == "first"
        now[0] = 1450.0
        assert tokens.current() == "second"


class TestPages:
    def test_reads_day_by_day_newest_first(self, feed_site):
        feed_site.say(SEARCH, francetravail_answer([francetravail_offer(1)]))

        pages = list(
            feed_source("francetravail", feed_site.url, FRANCETRAVAIL_DAYS="3").pages(None)
        )

        assert slices(feed_site) == [
            ("2026-11-22", None, "0-149"),
            ("2026-11-21", None, "0-149"),
            ("2026-11-20", None, "0-149"),
        ]
        assert feed_site.calls(SEARCH)[0].query["maxCreationDate"] == "2026-11-22T23:59:59Z"
        assert pages[-1].next_cursor is None

    def test_follows_the_range_to_its_total(self, feed_site):
        feed_site.say(
            SEARCH,
            francetravail_answer(PAGE, total=310),
            francetravail_answer(PAGE, total=310, start=150),
            francetravail_answer(PAGE[:10], total=310, start=300),
        )

        list(feed_source("francetravail", feed_site.url).pages(None))

        assert [part[2] for part in slices(feed_site)] == ["0-149", "150-299", "300-449"]

    def test_never_asks_behind_3149(self, feed_site):
        feed_site.say(SEARCH, francetravail_answer(PAGE, total=3150))

        pages = list(feed_source("francetravail", feed_site.url).pages(None))

        assert len(pages) == 21
        assert slices(feed_site)[-1][2] == "3000-3149"

    def test_a_day_too_full_is_read_departement_by_departement(self, feed_site):
        feed_site.say(
            SEARCH, francetravail_answer(PAGE, total=24000), francetravail_answer(PAGE[:5])
        )

        list(feed_source("francetravail", feed_site.url).pages(None))

        assert [part[1] for part in slices(feed_site)] == [None, *DEPARTEMENTS]
        assert len(DEPARTEMENTS) == 101
        assert "20" not in DEPARTEMENTS

    def test_says_what_stays_out_of_reach(self, feed_site):
        feed_site.say(SEARCH, francetravail_answer(PAGE, total=3400))
        source = feed_source("francetravail", feed_site.url, FRANCETRAVAIL_DEPARTEMENTS="75")

        assert len(list(source.pages(None))) == 21
        assert source.stopped_early == "250 offers of 75 are out of reach."

    def test_goes_on_from_a_cursor_on_another_day(self, feed_site):
        feed_site.say(SEARCH, francetravail_answer([francetravail_offer(1)]))
        cursor = {"today": "2026-11-20", "day": 0, "area": 99, "start": 150}

        list(feed_source("francetravail", feed_site.url).pages(cursor))

        assert slices(feed_site) == [
            ("2026-11-20", "974", "150-299"),
            ("2026-11-20", "976", "0-149"),
        ]

    def test_no_content_is_an_empty_day(self, feed_site):
        feed_site.say(SEARCH, Reply(204, b""))
        source = feed_source("francetravail", feed_site.url)

        (page,) = source.pages(None)

        assert (page.count, source.rows(page.body)) == (0, [])

    def test_stops_politely_on_the_way(self, feed_site):
        feed_site.say(
            SEARCH, francetravail_answer(PAGE, total=310), Reply(429, b"", {"Retry-After": "3600"})
        )
        source = feed_source("francetravail", feed_site.url)

        assert len(list(source.pages(None))) == 1
        assert "429" in source.stopped_early

    def test_asks_for_words_and_departements(self, feed_site):
        feed_site.say(SEARCH, francetravail_answer([]))
        wanted = {"FRANCETRAVAIL_KEYWORDS": "boulanger;pain", "FRANCETRAVAIL_DEPARTEMENTS": "2A;34"}

        list(feed_source("francetravail", feed_site.url, **wanted).pages(None))

        assert [part[1] for part in slices(feed_site)] == ["2A", "34"]
        assert feed_site.calls(SEARCH)[0].query["motsCles"] == "boulanger,pain"

    def test_a_departement_that_is_none_is_told(self, feed_site):
        with pytest.raises(SourceError, match="FRANCETRAVAIL_DEPARTEMENTS: there is no 20, Paris"):
            feed_source("francetravail", feed_site.url, FRANCETRAVAIL_DEPARTEMENTS="Paris;20;75")


class TestRead:
    @pytest.mark.parametrize(
        ("salary", "expected"),
        [
            ({"libelle": "Mensuel de 1833.0 Euros à 2250.0 Euros sur 12.0 mois"}, (1833, 2250, "MONTH")),
            ({"libelle": "Mensuel de 1600,00 Euros ï¿½ 1800,00 Euros"}, (1600, 1800, "MONTH")),
            ({"libelle": "Annuel de 38000 Euros sur 12 mois"}, (38000, 38000, "YEAR")),
            ({"libelle": "Annuel de 38000.0 Euros à 45000.0 Euros sur 13.0 mois"}, (38000, 45000, "YEAR")),
            ({"libelle": "Horaire de 12.06 Euros sur 12.0 mois"}, (12.06, 12.06, "HOUR")),
            ({"libelle": "35k-45k EUR"}, (35000, 45000, "YEAR")),
            ({"commentaire": "A partir de 28 k€ brut annuel"}, (28000, 28000, "YEAR")),
        ],
    )  # fmt: skip
    def test_pay(self, feed_site, salary, expected):
        pay = read(feed_site, salaire=salary).pay

        assert (float(pay.min), float(pay.max), pay.period) == expected
        assert pay.currency == "EUR"

    @pytest.mark.parametrize(
        "salary", [{}, None, {"libelle": "A négocier"}, {"commentaire": "selon profil"}]
    )
    def test_no_pay(self, feed_site, salary):
        assert read(feed_site, salaire=salary).pay is None

    @pytest.mark.parametrize(
        ("place", "name", "country"),
        [
            ({"libelle": "34 - Saint-Aunès", "commune": "34240"}, "Saint-Aunes", "FR"),
            ({"libelle": "75 - Paris 11e Arrondissement", "commune": "75111"}, "Paris", "FR"),
            ({"libelle": "49 - Maine et Loire"}, "Maine-et-Loire", "FR"),
            ({"libelle": "2A - AJACCIO", "commune": "2A004"}, "Ajaccio", "FR"),
            ({"libelle": "France"}, "", "FR"),
            ({}, "", "FR"),
        ],
    )
    def test_place(self, feed_site, place, name, country):
        found = read(feed_site, lieuTravail=place)

        assert (found.place, found.country) == (name, country)

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"typeContrat": "CDI"}, "FULL_TIME"),
            ({"typeContrat": "CDI", "dureeTravailLibelleConverti": "Temps partiel"}, "PART_TIME"),
            ({"typeContrat": "CDD"}, "TEMPORARY"),
            ({"typeContrat": "MIS", "typeContratLibelle": "Intérim - 6 Mois"}, "TEMPORARY"),
            ({"typeContrat": "SAI"}, "TEMPORARY"),
            ({"typeContrat": "LIB"}, "CONTRACT"),
            ({"typeContrat": "CDD", "alternance": True}, "INTERN"),
        ],
    )
    def test_contract(self, feed_site, fields, expected):
        assert read(feed_site, **fields).employment_type == expected

    def test_beginners_may_apply(self, feed_site):
        found = read(feed_site, experienceExige="D", experienceLibelle="Débutant accepté")

        assert (found.level, found.years_wanted) == ("ENTRY", None)

    def test_fields_of_their_own_stand_below_the_text(self, feed_site):
        text = read(feed_site).description_text

        assert "Vous utilisez Excel & pétrissez le pain." in text
        assert "Compétences\n• Comptabilité" in text.replace("\n\n", "\n")
        assert "CAP, BEP – boulangerie" in text
        assert "Expérience : 2 ans" in text

    def test_an_offer_without_a_link_has_its_page(self, feed_site):
        raw = feed_source("francetravail", feed_site.url).read(
            francetravail_offer(1, origineOffre={}), {}
        )

        assert raw.redirect_url.endswith("/offres/recherche/detail/181HSFM")
