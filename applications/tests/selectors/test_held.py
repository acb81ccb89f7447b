import pytest

from applications.selectors.held import held_postings
from applications.tests.factories import ApplicationFactory
from jobs import holders
from jobs.tests.factories import PostingFactory

pytestmark = pytest.mark.django_db


class TestHeldPostings:
    def test_are_those_an_application_points_to(self):
        wanted, other = PostingFactory(), PostingFactory()
        ApplicationFactory(posting=wanted)
        ApplicationFactory(posting=None)

        assert held_postings([wanted.pk, other.pk]) == {wanted.pk}
        assert holders.held([wanted.pk, other.pk]) == {wanted.pk}
