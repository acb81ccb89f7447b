import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from jobs import demand
from jobs.demand import Demand
from matching.models import Search

pytestmark = pytest.mark.django_db


def look_for(roles, countries, *, confirmed=True):
    Search.objects.create(
        owner=UserFactory(),
        name="x",
        roles=roles,
        countries=countries,
        confirmed_at=timezone.now() if confirmed else None,
    )


class TestWanted:
    def test_counts_people_by_role_and_country_most_first(self):
        look_for(["Nurse"], ["GB"])
        look_for(["nurse ", "Baker"], ["GB", "FR"])
        look_for(["Pilot"], ["GB"], confirmed=False)

        assert demand.wanted() == [
            Demand("gb", "nurse", 2),
            Demand("fr", "baker", 1),
            Demand("fr", "nurse", 1),
            Demand("gb", "baker", 1),
        ]
