"""Made-up postings."""

from datetime import UTC, datetime, timedelta

import factory

from jobs.models import Posting, Source
from jobs.models.postings import posting_id

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class SourceFactory(factory.django.DjangoModelFactory):
    """Where postings come from."""

    class Meta:
        model = Source
        django_get_or_create = ("slug",)

    slug = "adzuna"
    name = "Adzuna"


class PostingFactory(factory.django.DjangoModelFactory):
    """An active posting."""

    class Meta:
        model = Posting

    source = factory.SubFactory(SourceFactory)
    external_id = factory.Sequence(str)
    id = factory.LazyAttribute(lambda o: posting_id(o.source.slug, o.external_id))
    requisition_id = factory.LazyAttribute(lambda o: str(o.id))
    title = "Backend developer"
    company_name = "Acme"
    description = (
        "We build APIs.\nYou have 3+ years of Django and PostgreSQL.\nKubernetes is a plus."
    )
    place = "London"
    country = "GB"
    redirect_url = "https://www.adzuna.example/land/ad/1"
    skills = factory.LazyFunction(lambda: ["Django", "PostgreSQL", "Kubernetes"])
    language = "en"
    posted_at = NOW - timedelta(days=3)
    first_seen_at = NOW - timedelta(days=3)
    last_seen_at = NOW
    expires_at = NOW + timedelta(days=3650)
    content_hash = factory.Sequence(lambda n: f"{n:064x}")
    flags = factory.LazyFunction(lambda: ["has_skills", "is_complete"])
