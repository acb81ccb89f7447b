import pytest
from django.core.cache import cache
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs import selectors
from jobs.models import FreshTerm, Posting, Suggestion
from jobs.pipeline.suggesting import add_fresh_terms, count_terms
from jobs.selectors.suggestions import corrected
from jobs.tasks import refresh_search
from jobs.tests.adzuna import job
from jobs.tests.pipeline.runs import run_import, write_jobs
from jobs.types import folded, read_query, trigrams

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_memory():
    cache.clear()


@pytest.fixture
def publish(tmp_path, now, django_capture_on_commit_callbacks):
    def publish(*rows, **what):
        with django_capture_on_commit_callbacks(execute=True):
            run_import(write_jobs(tmp_path / "rows.jsonl", list(rows)), now=now, **what)
        add_fresh_terms()

    return publish


@pytest.fixture
def jobs(publish):
    publish(
        *(job(n, title="Python developer", company={"display_name": "Acme"}) for n in range(5)),
        *(job(n, title="Senior Python developer") for n in range(5, 8)),
        job(8, title="Développeur Java"),
        job(9, title="Nurse", description="You care for patients in our Hamburg hospital."),
        job(10, title="Kubernetes engineer"),
    )


def terms(q, **options):
    return [one.term for one in selectors.suggest(q, **options)]


class TestSuggest:
    def test_offers_what_begins_so_by_how_many_have_it(self, jobs):
        found = selectors.suggest("pyth")

        assert found[0].term in {"Python", "Python developer"}
        assert {"Python developer", "Senior Python developer"} <= {one.term for one in found}
        assert all(one.kind != "WORD" for one in found)
        assert next(one.weight for one in found if one.term == "Python developer") == 5

    @pytest.mark.parametrize("typed", ["dev py", "PYTHON dev", "  python   develop"])
    def test_takes_every_word_for_a_beginning(self, jobs, typed):
        assert "Python developer" in terms(typed)

    @pytest.mark.parametrize("typed", ["pyhton", "pythn", "ptyhon developer"])
    def test_forgives_typos(self, jobs, typed):
        assert "Python developer" in terms(typed)

    @pytest.mark.parametrize("typed", ["developpeur", "développeur"])
    def test_needs_no_accents(self, jobs, typed):
        assert terms(typed) == ["Développeur Java"]

    def test_knows_employers(self, jobs):
        assert [(one.term, one.kind) for one in selectors.suggest("acm")] == [("Acme", "COMPANY")]

    @pytest.mark.parametrize("typed", ["", "  ", "%", "\\", "xqzzyv", "'; --"])
    def test_has_nothing_for_nothing(self, jobs, typed):
        assert terms(typed) == []

    def test_is_as_short_as_asked(self, jobs):
        assert len(terms("p", limit=1)) == 1


class TestCorrected:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("pyhton", "python"),
            ("pyhton developper", "python developer"),
            ("kuberntes -java", "kubernetes -java"),
            ('nurze or "python developer"', 'nurse or "python developer"'),
            ("developpeur", "développeur"),
            ("python", ""),
            ("enginer", ""),  # has hits: its stem is that of engineer
            ("hamburg", ""),  # in a description only: a word that has hits is never replaced
            ("xqzzyvwk", ""),
            ('"pyhton"', ""),
            ("-pyhton", ""),
            ("", ""),
        ],
    )
    def test_replaces_only_words_no_posting_has(self, jobs, typed, meant):
        assert corrected(typed) == meant

    @pytest.mark.parametrize(("typed", "right"), [("pyhton", "python"), ("nurze", "nurse"), ("kuberntes engineer", "kubernetes engineer")])  # fmt: skip
    @pytest.mark.parametrize("sort", ["relevance", "date", "pay"])
    def test_finds_what_the_right_word_finds(self, jobs, typed, right, sort):
        found = selectors.search_postings(typed, sort=sort)
        wanted = selectors.search_postings(right, sort=sort)

        assert found.corrected == right
        assert [one.pk for one in found.postings] == [one.pk for one in wanted.postings] != []
        assert found.facets == wanted.facets

    def test_pages_go_on_in_what_was_meant(self, jobs):
        first = selectors.search_postings("pyhton", limit=3, once=False)
        second = selectors.search_postings("pyhton", limit=50, cursor=first.next_cursor, once=False)

        ids = [one.pk for one in (*first.postings, *second.postings)]
        assert len(ids) == len(set(ids)) == 8

    def test_can_be_refused(self, jobs):
        found = selectors.search_postings("pyhton", corrects=False)

        assert (found.count, found.corrected) == (0, "")


class TestCountTerms:
    def kept(self):
        return set(Suggestion.objects.values_list("kind", "term", "weight"))

    def test_finds_what_adding_found(self, jobs):
        added = self.kept()

        count_terms()

        assert self.kept() == added

    def test_forgets_what_closed(self, jobs):
        Posting.objects.filter(title="Nurse").update(status="EXPIRED")

        count_terms()

        assert terms("nurs") == []
        assert not Suggestion.objects.filter(key="nurse").exists()

    def test_adding_costs_nothing_when_nothing_is_new(self, jobs, publish):
        publish(job(1, title="Python developer", company={"display_name": "Acme"}))
        before = self.kept()

        assert not FreshTerm.objects.exists()
        assert add_fresh_terms() == 0
        assert self.kept() == before


class TestInAdvance:
    def test_what_was_made_in_advance_is_what_would_be_found(self, jobs, django_assert_num_queries):
        whole = selectors.search_postings("python", limit=1)
        selectors.precompute(["python", " "], now=timezone.now())

        with django_assert_num_queries(1):
            kept = selectors.search_postings("Python", limit=1)

        assert kept == whole
        rest = selectors.search_postings("python", limit=1, cursor=kept.next_cursor)
        assert len({one.pk for one in (*kept.postings, *rest.postings)}) == 2

    def test_is_made_again_after_publishing_and_leaves_out_what_closed(self, jobs, publish):
        selectors.precompute(["python"], now=timezone.now())
        gone = selectors.search_postings("python").postings[0]
        Posting.objects.filter(pk=gone.pk).update(status="EXPIRED")
        assert gone not in selectors.search_postings("python").postings

        publish(job(99, title="Python tutor"))

        assert "Python tutor" in [one.title for one in selectors.search_postings("python").postings]

    def test_the_task_makes_the_commonest(self, jobs, django_assert_num_queries):
        refresh_search()

        assert "Python developer" in selectors.commonest(20)
        with django_assert_num_queries(1):
            assert selectors.search_postings("python developer").count == 8


class TestWords:
    @settings(deadline=None)
    @given(st.text(max_size=60))
    def test_folding_twice_changes_nothing(self, text):
        assert folded(folded(text)) == folded(text)

    def test_have_the_trigrams_of_each_word(self):
        assert trigrams("a bcd") == ["  a", "  b", " a ", " bc", "bcd", "cd "]

    @settings(deadline=None)
    @given(st.text(max_size=200))
    def test_any_text_is_a_query(self, text):
        assert all(term.text for terms in read_query(text) for term in terms)

    @settings(deadline=None, max_examples=40)
    @given(st.text(max_size=80))
    def test_any_text_is_searched_and_suggested(self, text):
        selectors.search_postings(text)
        selectors.suggest(text)
