import pytest

from jobs.enrichment import enrich
from jobs.sources.mojibake import repaired
from jobs.tests.feed_rows import remoteok_answer, remoteok_job
from jobs.tests.feeds import feed_source


def read(feed_site, **fields):
    return feed_source("remoteok", feed_site.url).read(remoteok_job(1, **fields), {})


class TestPages:
    def test_the_legal_notice_is_no_posting(self, feed_site):
        feed_site.say("/api", remoteok_answer([remoteok_job(1)]))
        source = feed_source("remoteok", feed_site.url)

        (page,) = source.pages(None)

        assert page.count == len(source.rows(page.body)) == 1
        assert b"Terms of Service" in page.body

    def test_one_call_is_all(self, feed_site):
        feed_site.say("/api", remoteok_answer([remoteok_job(n) for n in range(3)]))

        list(feed_source("remoteok", feed_site.url).pages(None))

        assert [(asked.path, asked.query) for asked in feed_site.asked] == [("/api", {})]


class TestRead:
    def test_repairs_mangled_texts(self, feed_site):
        raw = read(feed_site, position="DÃ©veloppeur", company="CafÃ© MÃ¼ller")

        assert (raw.title, raw.company) == ("Développeur", "Café Müller")
        assert raw.location_text == "München, Germany"
        assert "don’t bake bread, we write Python – full-time" in raw.description

    def test_drops_the_words_that_change_with_every_call(self, feed_site):
        one, other = read(feed_site), read(feed_site)
        text = enrich(one).description_text

        assert "FESTIVE" not in text
        assert "RMTI3" not in text
        assert text.endswith("full-time.")
        changed = remoteok_job(1)["description"].replace("FESTIVE", "SWANKY")
        assert read(feed_site, description=changed).description == other.description

    def test_a_posting_may_ask_to_mention_something_itself(self, feed_site):
        raw = read(feed_site, description="<p>Please mention the word budget in your letter.</p>")

        assert "budget" in raw.description

    @pytest.mark.parametrize("unknown", [0, "0", None, "", 0.0])
    def test_a_salary_of_nothing_is_unknown(self, feed_site, unknown):
        raw = read(feed_site, salary_min=unknown, salary_max=unknown)

        assert enrich(raw).pay is None


class TestRepaired:
    @pytest.mark.parametrize(
        ("mangled", "right"),
        [
            ("donâ€™t", "don’t"),
            ("donâ\x80\x99t", "don’t"),
            ("workâ\x80\xa8life", "work life"),
            ("cafÃ© crÃ¨me", "café crème"),
            ("ZÃ¼rich, ÅÃ³dÅº", "Zürich, Łódź".replace("Ł", "Å")),
            ("5 â‚¬", "5 €"),
            ("ship it ð\x9f\x9a\x80", "ship it 🚀"),
            ("candidate'\x80\x99s", "candidate's"),
        ],
    )
    def test_puts_utf8_right_that_was_read_as_something_else(self, mangled, right):
        assert repaired(mangled) == right

    @pytest.mark.parametrize(
        "text",
        ["plain", "Café crème", "L’ÉCOLE…", "Ärzte für Åse", "naïve – “quoted”", "東京", "São"],
    )
    def test_leaves_alone_what_is_right(self, text):
        assert repaired(text) == text
