import pytest
from django.urls import reverse

from jobs.models import Source
from jobs.pipeline import catalogue
from jobs.tests.factories import PostingFactory

pytestmark = pytest.mark.django_db


def page_of(client, slug, **fields):
    catalogue.register_all()
    posting = PostingFactory(source=Source.objects.get(slug=slug), **fields)
    return client.get(reverse("posting", args=[posting.pk])).content.decode()


class TestPostingPage:
    @pytest.mark.parametrize("slug", ["arbeitnow", "remotive", "greenhouse", "lever", "ashby"])
    def test_names_the_source_and_links_to_the_posting_there(self, client, slug):
        url = f"https://{slug}.example/jobs/1?a=1&b=2"

        page = page_of(client, slug, source_url=url, redirect_url=url)

        attribution = Source.objects.get(slug=slug).attribution
        escaped = url.replace("&", "&amp;")
        assert f'<a href="{escaped}" rel="noopener">{attribution}</a>' in page

    def test_links_to_the_sources_home_when_the_posting_has_no_page(self, client):
        page = page_of(client, "remotive", source_url="")

        assert '<a href="https://remotive.com/" rel="noopener">Job from Remotive</a>' in page

    def test_adzuna_keeps_its_own_words(self, client):
        page = page_of(client, "adzuna")

        assert "Jobs by Adzuna" not in page
        assert "www.adzuna.co.uk" in page
