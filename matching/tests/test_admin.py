"""Staff pages."""

import pytest
from django.contrib.admin.sites import site
from django.urls import reverse

from accounts.models import User
from matching import runs
from matching.models import EngineVersion, Match, MatchVerdict, PostingVector, Search
from matching.tests.factories import published
from resumes.tests.factories import ResumeVersionFactory

MODELS = [EngineVersion, Match, MatchVerdict, PostingVector, Search]


@pytest.mark.django_db
class TestAdmin:
    @pytest.mark.parametrize("model", MODELS)
    def test_lists_and_shows_every_model(self, client, model):
        staff = User.objects.create_superuser("staff@example.org", "x")
        client.force_login(staff)
        version = ResumeVersionFactory()
        posting = published()
        runs.match_version(version.pk)
        MatchVerdict.objects.create(user=version.owner, posting=posting, verdict="SAVE")
        name = f"admin:matching_{model._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist"), {"q": "x"}).status_code == 200
        row = model.objects.first()
        assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
        assert model in site._registry
