"""Made-up searches, and postings with their vectors."""

import factory
from django.db import connection

from accounts.tests.factories import UserFactory
from jobs.indexers import PostingText
from jobs.models import PostingSearch
from jobs.tests.factories import PostingFactory
from matching.engines.indexing import VectorIndexer
from matching.models import Search


class SearchFactory(factory.django.DjangoModelFactory):
    """What somebody looks for."""

    class Meta:
        model = Search

    owner = factory.SubFactory(UserFactory)
    name = "Backend"
    is_default = True
    roles = factory.LazyFunction(lambda: ["Backend developer"])


def published(**fields):
    """A posting as the pipeline publishes it: with its search row and its vectors."""
    posting = PostingFactory(**fields)
    PostingSearch.objects.create(
        posting=posting,
        document="",
        is_active=posting.status == "ACTIVE",
        is_sample=posting.is_sample,
        country=posting.country,
        remote=posting.remote,
        level=posting.level,
        employment_type=posting.employment_type,
        lat=posting.lat,
        lon=posting.lon,
        pay_yearly_max=posting.pay_yearly_max if posting.has_stated_pay else None,
        pay_currency=posting.pay_currency,
        posted_at=posting.posted_at,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_postingsearch SET document = to_tsvector('english', %s) "
            "WHERE posting_id = %s",
            [f"{posting.title} {posting.description}", posting.pk],
        )
        index([posting], cursor)
    return posting


def index(postings, cursor):
    """Compute and publish the vectors of these postings."""
    texts = [
        PostingText(p.pk, p.title, p.company_name, p.description, tuple(p.skills), "", p.language)
        for p in postings
    ]
    indexer = VectorIndexer()
    return indexer.publish(cursor.cursor, indexer.compute(texts))
