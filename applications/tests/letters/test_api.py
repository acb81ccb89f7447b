"""Letters over the API."""

import pytest
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from applications.models import CoverLetter
from matching.models import ConfirmedFact

pytestmark = pytest.mark.django_db
LIE = "I led a team of 40 engineers at Northfield Surgery."


@pytest.fixture
def api(helen):
    client = APIClient()
    client.force_authenticate(helen)
    return client


@pytest.fixture
def root(application):
    return f"/api/v1/applications/{application.pk}/letter"


class TestLetter:
    def test_is_asked_for_read_changed_and_finished(self, api, root, application):
        assert api.get(root).status_code == 404
        answer = api.post(root, {"tone": "FORMAL", "length": "SHORT"}, format="json")
        assert answer.status_code == 202
        made = answer.json()
        assert made["status_url"] == root
        assert made["stream_url"] == f"/ws/letters/{made['id']}"
        assert made["is_clear"]
        assert made["versions"][0]["produced_by"] == "composed"

        text = made["text"].replace("I would welcome", f"{LIE} I would welcome")
        changed = api.patch(root, {"text": text, "base": 1}, format="json").json()
        assert not changed["is_clear"]
        blocked = [each for each in changed["sentences"] if not each["passes"]]
        assert [each["text"] for each in blocked] == [LIE]
        assert any(claim["lacked"] for claim in blocked[0]["claims"])
        refused = api.post(f"{root}/finish")
        assert (refused.status_code, refused.json()["code"]) == (409, "letter_blocked")
        assert api.get(f"{root}/as/pdf").json()["code"] == "letter_blocked"

        api.post(f"{root}/sentence", {"sentence": LIE, "act": "confirm"}, format="json")
        assert ConfirmedFact.objects.get().user == application.owner
        assert api.post(f"{root}/finish").json()["finished"] == 2
        assert api.get(f"{root}/as/text").content.startswith(b"Helen Marsh")
        assert api.delete(f"{root}/finish").json()["finished"] is None
        restored = api.post(f"{root}/restore", {"number": 1}, format="json").json()
        assert (restored["number"], restored["text"]) == (3, made["text"])
        other = api.post(f"{root}/paragraph", {"number": 2}, format="json")
        assert other.status_code == 202
        assert other.json()["text"] != made["text"]

    def test_a_model_is_asked_in_the_background(self, api, root, model):
        answer = api.post(root, {"by": "model"}, format="json")
        assert (answer.status_code, answer.json()["state"]) == (202, "QUEUED")
        assert model.asked == []
        assert api.post(f"{root}/stop").json()["state"] == "STOPPED"

    def test_who_has_no_questions_left_is_told_so(self, api, root, model, settings):
        settings.AI_PERSON_DAY_TOKENS = 10
        answer = api.post(root, {"by": "model"}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (402, "ai_quota_used_up")

    def test_without_a_model_or_consent_it_is_refused(self, api, root, model, settings, helen):
        helen.profile.ai_consent_at = None
        helen.profile.save()
        assert api.post(root, {"by": "model"}, format="json").status_code == 403
        settings.OPENAI_BASE_URL = ""
        assert api.post(root, {"by": "model"}, format="json").json()["code"] == "no_language_model"

    @pytest.mark.parametrize(
        "asked", [{"tone": "LOUD"}, {"language": "xx"}, {"by": "magic"}, {"version": "x"}]
    )
    def test_what_is_not_offered_is_refused(self, api, root, asked):
        assert api.post(root, asked, format="json").status_code == 400
        assert not CoverLetter.objects.exists()

    def test_many_are_too_many(self, api, root, settings):
        settings.LETTERS_AN_HOUR = 1
        assert api.post(root).status_code == 202
        assert api.post(root).status_code == 429

    def test_others_have_no_door(self, root):
        stranger = APIClient()
        stranger.force_authenticate(UserFactory.create())
        assert stranger.get(root).status_code == 404
        assert stranger.post(root).status_code == 404
        for path in ("stop", "finish", "paragraph", "sentence", "restore"):
            assert stranger.post(f"{root}/{path}", {}, format="json").status_code == 404
