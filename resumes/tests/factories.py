"""Made-up resumes."""

from datetime import UTC, datetime

import factory

from accounts.tests.factories import UserFactory
from resumes.models import Resume, ResumeVersion

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class ResumeFactory(factory.django.DjangoModelFactory):
    """One line of resumes."""

    class Meta:
        model = Resume

    owner = factory.SubFactory(UserFactory)
    name = "Backend"
    is_default = True


class ResumeVersionFactory(factory.django.DjangoModelFactory):
    """A version that was read."""

    class Meta:
        model = ResumeVersion

    resume = factory.SubFactory(ResumeFactory)
    owner = factory.SelfAttribute("resume.owner")
    number = factory.Sequence(lambda n: n + 1)
    origin = ResumeVersion.Origin.UPLOADED
    file_name = "resume.pdf"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    state = ResumeVersion.State.PARSED
    state_since = NOW
    language = "en"
    text = "Sam Example\nBackend developer\nDjango and PostgreSQL at Acme, 2019 - 2024"
    parsed = factory.LazyFunction(
        lambda: {
            "basics": {
                "name": "Sam Example",
                "email": "sam@example.org",
                "label": "Backend developer",
            },
            "work": [
                {
                    "name": "Acme",
                    "position": "Backend developer",
                    "startDate": "2019-01",
                    "endDate": "2024-05",
                    "highlights": ["Built a Django REST API on PostgreSQL"],
                }
            ],
            "skills": [{"name": "Backend", "keywords": ["Python", "Django", "PostgreSQL"]}],
        }
    )
