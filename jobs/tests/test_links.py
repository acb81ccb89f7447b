import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from jobs import services
from jobs.models import Posting
from jobs.pipeline.links import LinkError
from jobs.tests.adzuna import Reply
from jobs.tests.sources.test_pages import HTML, page, posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(fake_site, settings):
    settings.WEB_ALLOWS_PRIVATE = True
    fake_site.say("/job", page(posting(1)))
    return fake_site


class TestReadLink:
    def test_says_what_the_page_says_and_stores_nothing(self, site):
        found = services.read_link(actor=UserFactory(), url=f" {site.url}/job ")

        assert (found.title, found.company, found.place) == ("Baker 1", "Acme", "Lyon")
        assert found.description == "You bake bread with Excel."
        assert found.closes_on.isoformat() == "2026-12-24"
        assert found.is_complete
        assert not Posting.objects.exists()

    def test_a_page_without_the_form_gives_its_title(self, site):
        body = b"<html><title> Baker &amp; Miller\n| Acme </title><p>We are hiring</p>"
        site.say("/plain", Reply(body=body, headers=HTML))

        found = services.read_link(actor=UserFactory(), url=f"{site.url}/plain")

        assert (found.title, found.is_complete) == ("Baker & Miller | Acme", False)

    def test_a_person_reads_what_crawlers_may_not(self, site):
        site.say("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /\n"))

        assert services.read_link(actor=UserFactory(), url=f"{site.url}/job").is_complete

    @pytest.mark.parametrize("url", ["", "nonsense", "file:///etc/passwd", "http://127.0.0.1:9/"])
    def test_says_why_it_cannot(self, settings, url):
        with pytest.raises(LinkError) as refused:
            services.read_link(actor=UserFactory(), url=url)
        assert str(refused.value).endswith(".")

    def test_says_that_the_network_is_away(self, site):
        with pytest.raises(LinkError, match=r"nowhere\.invalid could not be reached: .*no network"):
            services.read_link(actor=UserFactory(), url="https://nowhere.invalid/job")

    def test_has_a_limit(self, site, settings):
        settings.LINKS_AN_HOUR = 1
        actor = UserFactory()
        services.read_link(actor=actor, url=f"{site.url}/job")

        with pytest.raises(services.TooManyLinksError):
            services.read_link(actor=actor, url=f"{site.url}/job")
        services.read_link(actor=UserFactory(), url=f"{site.url}/job")


class TestApi:
    def test_answers_what_the_page_says(self, site, client):
        client.force_login(UserFactory())
        answer = client.post(reverse("api-read-link"), {"url": f"{site.url}/job"})

        assert answer.status_code == 200
        assert answer.json()["company"] == "Acme"

    def test_answers_why_it_cannot(self, client):
        client.force_login(UserFactory())
        answer = client.post(reverse("api-read-link"), {"url": "http://127.0.0.1/"})

        assert answer.status_code == 422
        assert answer.json()["code"] == "link_not_read"

    def test_is_for_people_who_are_signed_in(self, client):
        assert (
            client.post(reverse("api-read-link"), {"url": "https://a.example"}).status_code == 401
        )
