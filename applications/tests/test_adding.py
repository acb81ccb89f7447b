"""`/add`: every door leads to the same form, filled in, and nothing is kept before a person says so."""

import json

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from applications.models import Application
from applications.selectors.adding import already_tracked
from applications.tests.factories import ApplicationFactory
from jobs.tests.keyless import site_server
from jobs.tests.sources.test_pages import page as job_page
from jobs.tests.sources.test_pages import posting as job_posting

pytestmark = pytest.mark.django_db
ADD = "/add"


@pytest.fixture
def sam():
    return UserFactory.create()


@pytest.fixture
def page(client, sam):
    client.force_login(sam)
    return client


def initial(answer):
    return answer.context["form"].initial


class TestLink:
    @pytest.fixture
    def site(self, settings):
        settings.WEB_ALLOWS_PRIVATE = True
        with site_server() as fake:
            fake.say("/job", job_page(job_posting(1)))
            yield fake

    def test_fills_the_form_for_the_person_to_look_over(self, page, site):
        shown = page.post(ADD, {"link": f"{site.url}/job", "read_link": "1"})
        assert (initial(shown)["company_name"], initial(shown)["source_name"]) == (
            "Acme",
            "127.0.0.1",
        )
        assert "Look it over" in shown.content.decode()
        assert not Application.objects.exists()

    def test_of_a_bookmark_is_brought_and_nothing_is_read_yet(self, page, site):
        link = f"{site.url}/job?a=1&b=<2>"
        shown = page.get("/applications/add", {"link": link}, follow=True)
        assert shown.context["link"] == link
        assert "&lt;2&gt;" in shown.content.decode()
        assert site.asked == []

    def test_is_kept_when_the_page_cannot_be_read(self, page):
        shown = page.post(ADD, {"link": "http://127.0.0.1/job", "read_link": "1"})
        assert shown.status_code == 422
        assert "not a place on the public internet" in shown.content.decode()
        assert initial(shown)["url"] == "http://127.0.0.1/job"


class TestText:
    def test_is_read_and_kept(self, page):
        text = "Baker\nAcme · Lyon\nhttps://acme.example/7\nYou bake."
        shown = page.post(ADD, {"text": text, "read_text": "1"})
        said = initial(shown)
        assert (said["title"], said["company_name"], said["place"]) == ("Baker", "Acme", "Lyon")
        assert (said["url"], said["source_name"]) == ("https://acme.example/7", "acme.example")
        assert said["description"] == text

    @pytest.mark.parametrize(
        "shared",
        [
            {"title": "Baker at Acme", "url": "https://a.example/7"},
            {"title": "Baker at Acme", "text": "See https://a.example/7."},
            {"title": "", "text": "Baker at Acme\nhttps://a.example/7", "url": ""},
        ],
    )
    def test_shared_from_a_phone_fills_the_form(self, page, shared):
        answer = page.get(ADD, shared)
        said = initial(answer)
        assert (said["title"], said["company_name"]) == ("Baker", "Acme")
        assert answer.context["link"] == said["url"] == "https://a.example/7"

    def test_a_link_shared_alone_waits_to_be_read(self, page):
        assert (
            page.get(ADD, {"url": "https://a.example/7"}).context["link"] == "https://a.example/7"
        )

    def test_the_manifest_shares_to_this_page(self):
        with open("static/img/site.webmanifest", encoding="utf-8") as file:  # noqa: PTH123
            target = json.load(file)["share_target"]
        assert (target["action"], target["method"]) == (reverse("application-add"), "GET")
        assert target["params"].keys() == {"title", "text", "url"}


class TestPage:
    GIVEN = {
        "url": "https://a.example/7",
        "title": "Baker at Other",
        "selection": "",
        "text": "You bake.",
        "data": ['{"@type": "JobPosting", "title": "Baker", "hiringOrganization": "Acme"}'],
        "microdata": [],
    }

    def test_is_read_from_what_the_browser_saw(self, page):
        shown = page.post(ADD, {"page": json.dumps(self.GIVEN)})
        said = initial(shown)
        assert (said["title"], said["company_name"]) == ("Baker", "Acme")
        assert (said["url"], said["source_name"]) == ("https://a.example/7", "a.example")
        assert not Application.objects.exists()

    def test_what_was_selected_counts_before_the_rest(self, page):
        given = {**self.GIVEN, "data": [], "selection": "You bake bread.\nAt night."}
        said = initial(page.post(ADD, {"page": json.dumps(given)}))
        assert (said["company_name"], said["description"]) == (
            "Other",
            "You bake bread.\nAt night.",
        )

    @pytest.mark.parametrize("name", ["url", "title", "selection", "text"])
    def test_half_an_emoji_where_a_text_was_cut_is_no_accident(self, page, name):
        given = {**self.GIVEN, "data": [], name: self.GIVEN[name] + "\ud83d"}
        assert page.post(ADD, {"page": json.dumps(given)}).status_code == 200

    def test_microdata_is_read_too(self, page):
        given = {**self.GIVEN, "data": []}
        given["microdata"] = [
            '<div itemscope itemtype="http://schema.org/JobPosting"><h1 itemprop="title">Cook</h1>'
            '<p itemprop="description">Soup.</p></div>'
        ]
        assert initial(page.post(ADD, {"page": json.dumps(given)}))["title"] == "Cook"

    @pytest.mark.parametrize(
        "given",
        [
            "",
            "nonsense",
            "[]",
            "{}",
            '{"url": "javascript:alert(1)"}',
            '{"url": 7}',
            "[" * 100_000,
            json.dumps({"url": "https://a.example", "data": [1, {}], "text": 7, "title": None}),
            json.dumps({"url": "https://a.example", "data": "x", "microdata": {"a": 1}}),
        ],
    )
    def test_anything_else_is_no_page_and_breaks_nothing(self, page, given):
        assert page.post(ADD, {"page": given}).status_code in {200, 422}

    def test_keeps_its_opener_and_no_other_page_does(self, page):
        policy = "Cross-Origin-Opener-Policy"
        assert page.get(reverse("application-add-page"))[policy] == "unsafe-none"
        assert page.get(ADD)[policy] == "same-origin"

    def test_takes_nothing_from_another_site_without_the_token(self, sam):
        from django.test import Client  # noqa: PLC0415

        strict = Client(enforce_csrf_checks=True)
        strict.force_login(sam)
        assert strict.post(ADD, {"page": json.dumps(self.GIVEN)}).status_code == 403


class TestDuplicates:
    @pytest.mark.parametrize(
        ("asked", "is_known"),
        [
            ({"url": "https://www.a.example/7/?utm_source=x#top"}, True),
            ({"url": "http://www.a.example/7"}, True),
            ({"url": "https://www.a.example/8"}, False),
            ({"title": "baker ", "company_name": "ACME"}, True),
            ({"title": "Baker", "company_name": "Other"}, False),
            ({"title": "Baker"}, False),
            ({}, False),
        ],
    )
    def test_are_known_by_address_or_by_name(self, sam, asked, is_known):
        row = ApplicationFactory.create(
            owner=sam, title="Baker", company_name="Acme", url="https://www.a.example/7"
        )
        ApplicationFactory.create(title="Baker", company_name="Acme", url="https://www.a.example/7")
        ApplicationFactory.create(owner=sam, url="")
        assert already_tracked(sam.pk, **asked) == ([row] if is_known else [])

    def test_are_shown_and_added_only_when_asked_again(self, page, sam):
        ApplicationFactory.create(owner=sam, title="Baker", company_name="Acme")
        job = {"title": "Baker", "company_name": "Acme"}
        shown = page.post(ADD, job)
        assert shown.status_code == 409
        assert "You already track this" in shown.content.decode()
        assert Application.objects.count() == 1
        assert page.post(ADD, job | {"anyway": "1"}).status_code == 302
        assert Application.objects.count() == 2
