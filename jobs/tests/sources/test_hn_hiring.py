import pytest

from jobs.enrichment import enrich
from jobs.sources import hn_comment
from jobs.sources.base import RejectedError
from jobs.tests.feed_rows import THREAD, hn_answer, threads_answer
from jobs.tests.feed_rows import hn_comment as comment
from jobs.tests.feeds import THREADS, feed_source

PATH = "/search_by_date"


class TestPages:
    def test_reads_the_newest_thread_of_those_who_hire(self, feed_site):
        feed_site.say(PATH, hn_answer([comment(1)]))

        list(feed_source("hn_hiring", feed_site.url).pages(None))

        assert feed_site.calls(THREADS)[0].query["tags"] == "story,author_whoishiring"
        assert [a.query["tags"] for a in feed_site.calls(PATH)] == [f"comment,story_{THREAD}"]

    def test_reads_an_earlier_thread_whose_postings_are_still_open(self, feed_site):
        feed_site.say(PATH, hn_answer([comment(1)]))

        list(feed_source("hn_hiring", feed_site.url, max_days_old=60).pages(None))

        asked = [a.query["tags"] for a in feed_site.calls(PATH)]
        assert asked == [f"comment,story_{THREAD}", "comment,story_45700000"]

    def test_no_thread_is_an_empty_day(self, feed_site):
        feed_site.say(THREADS, threads_answer(("1", "Ask HN: Freelancer?", 1793631600)))

        assert list(feed_source("hn_hiring", feed_site.url).pages(None)) == []

    def test_replies_are_no_postings(self, feed_site):
        reply = comment(2, parent_id=46000101, comment_text="Is this still open?")
        feed_site.say(PATH, hn_answer([comment(1), reply]))
        source = feed_source("hn_hiring", feed_site.url)

        (page,) = source.pages(None)

        assert page.count == 1
        assert [row["objectID"] for row in source.rows(page.body)] == ["46000101"]

    def test_asks_for_what_is_older_than_a_thousand_hits(self, feed_site):
        many = [comment(number) for number in range(1000, 0, -1)]
        feed_site.say(PATH, hn_answer(many), hn_answer([comment(1), comment(0)]))
        source = feed_source("hn_hiring", feed_site.url)

        first, second = source.pages(None)

        oldest = 1795251600 + 1
        assert first.next_cursor == {"threads": [THREAD], "before": oldest}
        assert feed_site.calls(PATH)[1].query["numericFilters"] == f"created_at_i<={oldest}"
        assert (second.count, second.next_cursor) == (2, None)

    def test_a_thousand_hits_of_one_second_end(self, feed_site):
        feed_site.say(PATH, hn_answer([comment(n, created_at_i=1795251600) for n in range(1000)]))

        assert len(list(feed_source("hn_hiring", feed_site.url).pages(None))) == 2

    def test_goes_on_from_a_cursor_without_asking_for_threads(self, feed_site):
        feed_site.say(PATH, hn_answer([comment(1)]))
        cursor = {"threads": ["45700000"], "before": 1790866900}

        list(feed_source("hn_hiring", feed_site.url).pages(cursor))

        assert feed_site.calls(THREADS) == []
        assert feed_site.calls(PATH)[0].query["tags"] == "comment,story_45700000"


class TestRead:
    def test_links_to_the_comment(self, feed_site):
        raw = feed_source("hn_hiring", feed_site.url).read(comment(1), {})

        assert raw.redirect_url == "https://news.ycombinator.com/item?id=46000101"
        assert raw.source_url == raw.redirect_url

    def test_says_why_a_comment_is_no_posting(self, feed_site):
        source = feed_source("hn_hiring", feed_site.url)

        with pytest.raises(RejectedError, match="no company and role"):
            source.read(comment(1, comment_text="NOT an ad, just commenting"), {})
        with pytest.raises(RejectedError, match="deleted"):
            source.read(comment(1, comment_text=None), {})

    def test_the_rest_of_the_comment_is_the_description(self, feed_site):
        found = enrich(feed_source("hn_hiring", feed_site.url).read(comment(1), {}))

        assert "We bake bread (1)." in found.description_text


class TestComment:
    @pytest.mark.parametrize(
        ("line", "company", "title", "places", "workplace", "pay"),
        [
            ("Acme Corp | Senior Backend Engineer | REMOTE (US) | Full-time | $160k-$200k | https://acme.com", "Acme Corp", "Senior Backend Engineer", "US", "remote", "$160k-$200k"),
            ("TypeSafe AI | AI research &amp; engineering | San Francisco, CA | ONSITE | Full-time", "TypeSafe AI", "AI research & engineering", "San Francisco, CA", "onsite", ""),
            ("MWI Animal Health | Remote (US only) | Senior SWE, Senior DevOps", "MWI Animal Health", "Senior SWE, Senior DevOps", "US", "remote", ""),
            ("https://doowii.io Doowii | Remote (US) | Full-time | Senior Software Engineer (AI)", "Doowii", "Senior Software Engineer (AI)", "US", "remote", ""),
            ("Langfuse (https://langfuse.com) | Backend Engineer, Product Engineer | Berlin, Germany | Onsite", "Langfuse", "Backend Engineer, Product Engineer", "Berlin, Germany", "onsite", ""),
            ("HockeyStack | Backend Engineer | San Francisco, ONSITE, VISA", "HockeyStack", "Backend Engineer", "San Francisco", "onsite", ""),
            ("Lumen Labs | Robotics / Hardware Engineer | NYC | $130k–200k + equity", "Lumen Labs", "Robotics / Hardware Engineer", "NYC", "", "$130k–200k + equity"),
            ("Acme (YC W22) | Staff Engineer (Remote) | Remote (EU) | Rust, Go | €80k-110k", "Acme", "Staff Engineer (Remote)", "", "remote", "€80k-110k"),
            ("Acme | Senior Engineer | No remote | Munich", "Acme", "Senior Engineer", "Munich", "onsite", ""),
            ("Acme | Senior Engineer | London, UK | hybrid (2 days)", "Acme", "Senior Engineer", "London, UK", "hybrid", ""),
            ("ALBERT | REMOTE ALMOST ANYWHERE | Hiring principal engineers", "ALBERT", "principal engineers", "", "remote", ""),
            ("Fly.io | Product Designer | REMOTE", "Fly.io", "Product Designer", "", "remote", ""),
            ("Acme|Data Engineer|US/Canada|REMOTE", "Acme", "Data Engineer", "US / Canada", "remote", ""),
        ],
    )  # fmt: skip
    def test_tells_the_parts_of_the_first_line_by_what_they_say(
        self, line, company, title, places, workplace, pay
    ):
        found = hn_comment.read(f"{line}<p>We do things.")

        assert (found.company, found.title, found.places) == (company, title, places)
        assert (found.workplace, found.pay) == (workplace, pay)

    def test_several_roles_stay_one_posting(self):
        line = "Acme | Software Engineer, Engineering Manager, Director of Engineering | Remote"

        assert hn_comment.read(line).title == line.split(" | ")[1]

    def test_looks_below_for_roles_the_first_line_only_counts(self):
        text = "Acme | Berlin | Multiple roles<p>We build.<p>- ML Engineer: models<p>- Data Analyst"

        assert hn_comment.read(text).title == "ML Engineer, Data Analyst"
        assert hn_comment.read("Acme | Berlin | Multiple roles<p>Us.").title == "Multiple roles"

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "deleted comment"),
            ("Is this thread still active?", "or asks"),
            ("Location: Amsterdam, NL<p>Remote: Yes", "seeks work"),
            ("SEEKING WORK | Remote | Python developer", "seeks work"),
            ("Lightmeter | YC W22 | Berlin", "names no role"),
            ("Cider Consulting | NY, USA | REMOTE (US-based only)", "names no role"),
            ("| | |", "first line names"),
            (f"{'We are a company that ' * 9} | engineers", "prose"),
        ],
    )
    def test_what_is_no_posting_is_refused_with_a_reason(self, text, reason):
        with pytest.raises(RejectedError, match=reason):
            hn_comment.read(text)

    @pytest.mark.parametrize(
        "text", ["a|" * 20_000, "(" * 50_000, "<a " * 30_000, "|" + "k" * 99_000]
    )
    def test_odd_comments_take_no_time(self, text):
        with pytest.raises(RejectedError):
            hn_comment.read(text)
