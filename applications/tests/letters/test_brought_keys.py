"""A person's own key opens what a model does, where the install has none; our quotas do not count it."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts import services as accounts
from accounts.ai import keys
from accounts.ai.plan import NotConfiguredError
from accounts.models import ModelKey, ModelUsage
from accounts.tests.factories import ProfileFactory
from applications import services
from core.tests.llm_server import llm_server
from resumes.services import request_review
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def ada(settings):
    cache.clear()
    settings.OPENAI_API_KEY = settings.OPENAI_BASE_URL = ""
    settings.AI_PERSON_DAY_TOKENS = 1
    person = ProfileFactory.create().user
    accounts.give_ai_consent(user=person, now=NOW)
    person.profile.refresh_from_db()
    with llm_server() as theirs:
        settings.AI_BROUGHT_SERVERS = {"Theirs": theirs.url}
        key = accounts.bring_model_key(user=person, url=theirs.url, model="big", key="sk-1234")
        ModelKey.objects.filter(pk=key.pk).update(state=ModelKey.State.WORKS)
        yield person


def test_opens_letters_and_reviews(ada):
    services.check_model(user=ada, now=NOW)
    assert keys.model_for(ada.pk, ModelUsage.Purpose.LETTER) == "big"
    assert request_review(version=ResumeVersionFactory(owner=ada), now=NOW).state


def test_closes_them_when_it_no_longer_works(ada):
    ModelKey.objects.update(state=ModelKey.State.FAILED)
    with pytest.raises(NotConfiguredError):
        services.check_model(user=ada, now=NOW)
    with pytest.raises(NotConfiguredError):
        request_review(version=ResumeVersionFactory(owner=ada), now=NOW)
