"""Made-up applications."""

from datetime import UTC, datetime

import factory

from accounts.tests.factories import UserFactory
from applications.models import Application

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A saved application."""

    class Meta:
        model = Application

    owner = factory.SubFactory(UserFactory)
    title = "Backend developer"
    company_name = factory.Sequence(lambda n: f"Company {n}")
    last_sign_at = NOW
