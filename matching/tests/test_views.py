"""The pages, through Django's client."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.services import update_profile
from accounts.tests.factories import UserFactory
from jobs.tests.factories import PostingFactory, SourceFactory
from matching import runs, services
from matching.models import MatchVerdict, Search
from matching.tests.factories import SearchFactory, published
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def version():
    return ResumeVersionFactory()


@pytest.fixture
def signed_in(client, version):
    client.force_login(version.owner)
    return client


@pytest.fixture
def search(version):
    for number in range(3):
        published(description=f"You have Django and PostgreSQL. Team {number} builds APIs.")
    runs.match_version(version.pk)
    return Search.objects.get()


class TestMatches:
    def test_says_how_to_add_a_source_while_all_there_is_are_samples(self, signed_in, version):
        published(description="You have Django and PostgreSQL.", is_sample=True)
        runs.match_version(version.pk)
        page = signed_in.get("/matches").content.decode()
        assert page.count('<article class="row-item') == 1
        assert "0 live postings" in page
        assert "how to add a source" in page

    def test_asks_a_visitor_to_sign_in(self, client):
        assert client.get("/matches").status_code == 302

    def test_without_a_resume_says_how_to_begin(self, client):
        client.force_login(UserFactory())
        assert "Add a resume" in client.get("/matches").content.decode()

    def test_waits_for_the_first_search_without_a_page_in_the_page(self, signed_in, version):
        assert "this page fills itself" in signed_in.get("/matches").content.decode()
        again = signed_in.get("/matches", headers=HTMX).content.decode()
        assert "this page fills itself" in again
        assert "<html" not in again

    def test_shows_rows_with_both_quotes_and_how_many_live_postings(self, signed_in, search):
        page = signed_in.get("/matches").content.decode()
        assert page.count('<article class="row-item') == 3
        assert "You have Django and PostgreSQL." in page
        assert "Built a Django REST API on PostgreSQL" in page
        assert "3 live postings" in page
        assert "rules 2, no AI" in page
        assert "We filled in what you are looking for" in page

    def test_says_how_to_add_a_source_when_there_is_no_posting(self, signed_in, version):
        runs.match_version(version.pk)
        assert "How to add a source" in signed_in.get("/matches").content.decode()

    def test_shows_that_matching_runs_and_reads_itself_again(self, signed_in, search):
        services.rematch(search=search, now=timezone.now())
        page = signed_in.get("/matches", headers=HTMX).content.decode()
        assert "Matching your resume now" in page
        assert "every 3s" in page
        assert "<html" not in page

    def test_costs_the_same_queries_for_one_and_for_many(
        self, signed_in, search, version, django_assert_max_num_queries
    ):
        signed_in.get("/matches")
        with django_assert_max_num_queries(16):
            signed_in.get("/matches")
        for number in range(17):
            published(description=f"You have Django. Place {number}.")
        runs.match_version(version.pk)
        signed_in.get("/matches")
        with django_assert_max_num_queries(16):
            page = signed_in.get("/matches").content.decode()
        assert page.count('<article class="row-item') == 20

    def test_of_another_person_is_not_found(self, signed_in, search):
        other = SearchFactory()
        assert signed_in.get(f"/matches?search={other.pk}").status_code == 404
        assert signed_in.get("/matches?search=nonsense").status_code == 404

    @pytest.mark.parametrize("show", ["all", "later", "stopped", "nonsense"])
    def test_has_its_other_lists(self, signed_in, search, show):
        assert signed_in.get(f"/matches?show={show}").status_code == 200

    def test_drops_samples_the_moment_they_are_hidden(self, signed_in, version):
        published(is_sample=True)
        runs.match_version(version.pk)
        assert signed_in.get("/matches").content.decode().count('<article class="row-item') == 1
        update_profile(user=version.owner, hide_samples=True)
        assert '<article class="row-item' not in signed_in.get("/matches").content.decode()

    def test_ends_when_everything_was_seen(self, signed_in, search):
        signed_in.post(reverse("matches-seen"))
        assert "That is all that is new" in signed_in.get("/matches").content.decode()


class TestVerdict:
    def test_takes_the_row_away_and_offers_undo(self, signed_in, search):
        posting = search.matches.first().posting
        url = reverse("verdict", args=[posting.pk])
        answer = signed_in.post(url, {"verdict": "NOT_FOR_ME", "reason": "PAY"}, headers=HTMX)
        assert answer.status_code == 200
        assert reverse("verdict-undo", args=[posting.pk]) in answer.content.decode()
        assert MatchVerdict.objects.get().reason == "PAY"
        undone = signed_in.post(reverse("verdict-undo", args=[posting.pk]), headers=HTMX)
        assert f"posting-{posting.pk}" in undone.content.decode()
        assert not MatchVerdict.objects.exists()

    def test_undo_in_the_inbox_gives_the_whole_list_back_in_its_order(self, signed_in, search):
        rows = signed_in.get("/matches").context["rows"]
        headers = {**HTMX, "HX-Current-URL": "http://testserver/matches?show=all"}
        url = reverse("verdict", args=[rows[1].id])
        said = signed_in.post(url, {"verdict": "SAVE"}, headers=headers).content.decode()
        undo_url = f"{reverse('verdict-undo', args=[rows[1].id])}?show=all&amp;inbox=1"
        assert undo_url in said
        assert 'id="inbox-left" hx-swap-oob="true">2<' in said
        undone = signed_in.post(undo_url.replace("&amp;", "&"), headers=headers)
        assert [row.id for row in undone.context["rows"]] == [row.id for row in rows]
        assert 'hx-get="/matches?show=all"' in undone.content.decode()

    @pytest.mark.parametrize("page", ["http://[", "http://testserver/jobs", ""])
    def test_elsewhere_undo_gives_the_row_back(self, signed_in, search, page):
        posting = search.matches.first().posting
        url = reverse("verdict", args=[posting.pk])
        headers = {**HTMX, "HX-Current-URL": page}
        said = signed_in.post(url, {"verdict": "LATER"}, headers=headers).content.decode()
        assert 'hx-target="#undone"' in said

    def test_works_without_script(self, signed_in, search):
        posting = search.matches.first().posting
        answer = signed_in.post(reverse("verdict", args=[posting.pk]), {"verdict": "LATER"})
        assert answer.status_code == 302
        assert MatchVerdict.objects.get().verdict == "LATER"

    @pytest.mark.parametrize("data", [{}, {"verdict": "X"}, {"verdict": "SAVE", "reason": "X"}])
    def test_refuses_what_is_no_verdict(self, signed_in, search, data):
        posting = search.matches.first().posting
        assert signed_in.post(reverse("verdict", args=[posting.pk]), data).status_code == 400

    def test_is_a_post(self, signed_in, search):
        posting = search.matches.first().posting
        assert signed_in.get(reverse("verdict", args=[posting.pk])).status_code == 405


class TestPosting:
    def test_shows_a_visitor_the_posting_without_a_fit(self, client):
        posting = published()
        page = client.get(f"/jobs/{posting.pk}").content.decode()
        assert "3+ years of Django" in page
        assert "fit-title" not in page
        assert "See how your resume fits" in page

    def test_shows_the_fit_with_evidence_on_both_sides(self, signed_in, version):
        posting = published(source=SourceFactory(slug="adzuna"))
        page = signed_in.get(f"/jobs/{posting.pk}").content.decode()
        assert "You show this" in page
        assert "Built a Django REST API on PostgreSQL" in page
        assert "Not stated" in page
        assert "by</a>" in page or "Adzuna" in page
        assert "rules 2, no AI" in page

    def test_says_sample_and_closed(self, signed_in, version):
        sample = PostingFactory(is_sample=True, status="EXPIRED")
        page = signed_in.get(f"/jobs/{sample.pk}").content.decode()
        assert "Sample" in page
        assert "This posting is closed" in page

    @pytest.mark.parametrize(
        ("slug", "rel"), [("remoteok", "noopener"), ("arbeitnow", "noopener nofollow")]
    )
    def test_links_are_followed_where_the_terms_of_the_source_ask_for_it(self, client, slug, rel):
        url = "https://jobs.example/1"
        posting = published(
            source=SourceFactory(slug=slug, name=slug), redirect_url=url, flags=["is_excerpt"]
        )
        page = client.get(f"/jobs/{posting.pk}").content.decode()
        assert f'href="{url}" rel="{rel}">Apply on' in page
        assert page.count(f'href="{url}"') == page.count(f'href="{url}" rel="{rel}"')

    def test_a_deleted_one_is_gone(self, client):
        posting = PostingFactory(status="DELETED")
        assert client.get(f"/jobs/{posting.pk}").status_code == 404

    def test_escapes_what_a_posting_says(self, client):
        posting = published(title="<script>alert(1)</script>", description="<b>x</b>")
        page = client.get(f"/jobs/{posting.pk}").content.decode()
        assert "<script>alert(1)" not in page


class TestJobs:
    def test_is_open_to_everybody(self, client):
        published()
        page = client.get("/jobs").content.decode()
        assert "Backend developer" in page
        assert "fit-pill" not in page

    def test_carries_the_same_number_as_for_you(self, signed_in, search):
        match = search.matches.order_by("-number").first()
        page = signed_in.get("/jobs?q=django").content.decode()
        assert f"{match.fit_low}–{match.fit_high}" in page or f">{match.fit}<" in page

    @pytest.mark.parametrize(
        "query",
        [
            "q=%00&place=%00",
            "q=%27%29%3B--&country=%F0%9F%92%A9",
            "radius=9999999999999&pay=abc&since=x&sort=x",
            "after=nonsense",
            "level=NOPE&type=NOPE&remote=NOPE",
            "place=Nowhere%20At%20All",
        ],
    )
    def test_survives_odd_questions(self, client, query):
        published()
        assert client.get(f"/jobs?{query}").status_code == 200

    def test_costs_the_same_queries_for_one_and_for_many(
        self, signed_in, search, django_assert_max_num_queries
    ):
        signed_in.get("/jobs")
        for number in range(16):
            published(description=f"You have Django. Place {number}.")
        with django_assert_max_num_queries(24):
            signed_in.get("/jobs")


class TestLookingFor:
    def form(self, **fields):
        return {"roles": "Chef, Cook", "remote": "ALSO", "radius_km": "50", **fields}

    def test_is_prefilled_from_the_resume(self, signed_in, search):
        page = signed_in.get("/looking-for").content.decode()
        assert 'value="Backend developer"' in page

    def test_offers_the_distance_it_holds(self, signed_in, search):
        search.places = [
            {"name": "Leeds", "country": "GB", "lat": 53.8, "lon": -1.5, "radius_km": 60}
        ]
        search.save()
        page = signed_in.get("/looking-for").content.decode()
        assert '<option value="60" selected>60 km</option>' in page

    def test_names_a_role_once_whatever_its_case(self, signed_in, search):
        form = self.form(roles="Office manager, Office Manager, Chef", radius_km="50")
        signed_in.post(f"/looking-for/{search.pk}", form)
        search.refresh_from_db()
        assert search.roles == ["Office manager", "Chef"]

    def test_keeps_a_change_and_matches_again(self, signed_in, search):
        answer = signed_in.post(f"/looking-for/{search.pk}", self.form(place="Leeds"))
        assert answer.status_code == 302
        search.refresh_from_db()
        assert search.roles == ["Chef", "Cook"]
        assert search.places[0]["name"] == "Leeds"
        assert search.is_waiting

    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"place": "Qwxzz Nowhere"}, "place"),
            ({"pay_floor": "50000"}, "pay_currency"),
            ({"pay_floor": "-1"}, "pay_floor"),
            ({"roles": "a,b,c,d,e,f"}, "roles"),
            ({"remote": "NEVER"}, "remote"),
        ],
    )
    def test_says_what_is_wrong_beside_its_field(self, signed_in, search, fields, name):
        answer = signed_in.post(f"/looking-for/{search.pk}", self.form(**fields))
        assert answer.status_code == 422
        assert name in answer.context["form"].errors

    def test_can_be_the_first_thing_somebody_does(self, client):
        user = UserFactory()
        client.force_login(user)
        assert client.get("/looking-for").status_code == 200
        assert client.post("/looking-for/new", self.form()).status_code == 302
        assert Search.objects.get(owner=user).is_default

    def test_of_another_person_is_not_found(self, signed_in, search):
        other = SearchFactory()
        for url in (f"/looking-for/{other.pk}", f"/looking-for/{other.pk}/confirm"):
            assert signed_in.post(url, self.form()).status_code == 404
        assert signed_in.post(f"/looking-for/{other.pk}/delete").status_code == 404

    def test_is_confirmed_with_one_button(self, signed_in, search):
        signed_in.post(reverse("search-confirm", args=[search.pk]))
        search.refresh_from_db()
        assert search.confirmed_at is not None
