"""Employers: their page, follow, hide, and what follows from both."""

import pytest
from django.utils import timezone
from rest_framework_simplejwt.tokens import AccessToken

from accounts.signals import guest_joining
from accounts.tests.factories import GuestFactory, UserFactory
from jobs import services
from jobs.models import Company, CompanyFollow, CompanyHide
from jobs.pipeline.refreshing import due_sources
from jobs.tests.factories import PostingFactory, SourceFactory
from matching import runs, selectors
from matching.models import Search
from matching.tests.factories import published
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    return Company.objects.create(key="acme", name="Acme")


@pytest.fixture
def version():
    return ResumeVersionFactory()


class TestCompanyPage:
    def test_pages_through_the_open_postings_for_everybody(self, client, acme):
        for _ in range(25):
            PostingFactory(company=acme)
        PostingFactory(company=acme, status="EXPIRED")
        page = client.get(f"/companies/{acme.pk}")
        text = page.content.decode()
        assert "25 open postings" in text
        assert text.count('<article class="row-item') == 20
        rest = client.get(f"/companies/{acme.pk}?after={page.context['older']}").content.decode()
        assert rest.count('<article class="row-item') == 5

    @pytest.mark.parametrize("after", ["x", "_", "2026-01-01_x", "2026-01-01T00:00:00_" + "1" * 32])
    def test_begins_at_the_top_for_a_marker_nobody_gave_out(self, client, acme, after):
        PostingFactory(company=acme)
        assert client.get(f"/companies/{acme.pk}?after={after}").status_code == 200

    def test_says_what_to_do_when_nothing_is_open(self, client, acme):
        assert "Nothing is open here now" in client.get(f"/companies/{acme.pk}").content.decode()

    def test_is_linked_from_the_posting_and_the_list(self, client, acme):
        posting = published(company=acme)
        for path in (f"/jobs/{posting.pk}", "/jobs"):
            assert f"/companies/{acme.pk}" in client.get(path).content.decode()

    def test_follows_hides_and_takes_back(self, client, acme):
        user = UserFactory()
        client.force_login(user)
        say = f"/companies/{acme.pk}/say"
        client.post(say, {"act": "follow"})
        assert CompanyFollow.objects.filter(user=user).exists()
        page = client.post(say, {"act": "hide"}, follow=True).content.decode()
        assert "You hid this employer" in page
        assert not CompanyFollow.objects.exists()
        client.post(say, {"act": "show"})
        assert not CompanyHide.objects.exists()
        assert client.post(say, {"act": "burn"}).status_code == 404


class TestHide:
    def test_takes_postings_out_of_for_you_and_search(self, client, version, acme):
        hidden = published(company=acme, description="You have Django and PostgreSQL.")
        shown = published(description="You have Django and PostgreSQL. Other team.")
        runs.match_version(version.pk)
        client.force_login(version.owner)
        services.hide_company(user=version.owner, company=acme)

        search = Search.objects.get()
        assert [match.posting_id for match in selectors.matches_of(search)] == [shown.pk]
        page = client.get("/jobs").content.decode()
        assert f"/jobs/{hidden.pk}" not in page
        assert "1 posting of an employer you hid" in page

    def test_is_listed_where_one_says_what_one_wants(self, client, version, acme):
        runs.match_version(version.pk)
        client.force_login(version.owner)
        assert "You hide" not in client.get("/looking-for").content.decode()
        services.hide_company(user=version.owner, company=acme)
        assert f"/companies/{acme.pk}" in client.get("/looking-for").content.decode()

    def test_is_nobody_elses_business(self, client, acme):
        posting = published(company=acme)
        services.hide_company(user=UserFactory(), company=acme)
        assert f"/jobs/{posting.pk}" in client.get("/jobs").content.decode()


class TestFollow:
    def test_refreshes_the_sources_of_followed_employers_first(self, settings, acme):
        settings.KEYLESS_SOURCES = ["arbeitnow", "remotive", "lever"]
        before = due_sources(now=timezone.now())
        PostingFactory(company=acme, source=SourceFactory(slug="lever", name="Lever"))
        services.follow_company(user=UserFactory(), company=acme)

        after = due_sources(now=timezone.now())

        assert before[0] != "lever"
        assert after[0] == "lever"
        assert sorted(after) == sorted(before)


class TestMoveStances:
    def test_gives_a_guests_words_to_the_account_whose_own_words_stay(self, acme):
        guest, user = GuestFactory(), UserFactory()
        other = Company.objects.create(key="other", name="Other")
        services.hide_company(user=user, company=acme)
        services.follow_company(user=guest, company=acme)
        services.follow_company(user=guest, company=other)

        guest_joining.send(sender=None, guest_id=str(guest.pk), user_id=str(user.pk))

        assert [row.company for row in user.followed_companies.all()] == [other]
        assert [row.company for row in user.hidden_companies.all()] == [acme]


class TestApi:
    def auth(self, user):
        return {"Authorization": f"Bearer {AccessToken.for_user(user)}"}

    def test_shows_an_employer_and_pages(self, client, acme):
        PostingFactory.create_batch(3, company=acme)
        found = client.get(f"/api/v1/companies/{acme.pk}?limit=2").json()
        assert (found["name"], found["open_postings"], len(found["results"])) == ("Acme", 3, 2)
        rest = client.get(
            f"/api/v1/companies/{acme.pk}", {"limit": 2, "cursor": found["next_cursor"]}
        )
        assert len(rest.json()["results"]) == 1
        assert rest.json()["next_cursor"] is None

    def test_follows_and_hides_with_a_token(self, client, acme):
        headers = self.auth(UserFactory())
        address = f"/api/v1/companies/{acme.pk}"
        assert client.post(f"{address}/follow").status_code == 401
        assert client.post(f"{address}/follow", headers=headers).json() == {
            "follows": True, "hides": False,
        }  # fmt: skip
        assert client.post(f"{address}/hide", headers=headers).json() == {
            "follows": False, "hides": True,
        }  # fmt: skip
        assert client.get(address, headers=headers).json()["hides"] is True
        assert client.delete(f"{address}/hide", headers=headers).json()["hides"] is False

    def test_knows_what_it_does_not_have(self, client):
        assert client.get(f"/api/v1/companies/{'-' * 36}").status_code == 404
