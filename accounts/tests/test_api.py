"""Tokens, the caller, tickets."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts import services
from accounts.models import Profile
from accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return UserFactory(email="sam@example.org")


@pytest.fixture
def api(sam):
    client = APIClient()
    client.force_authenticate(sam)
    return client


class TestTokens:
    def obtain(self, **changes):
        fields = {"email": "sam@example.org", "password": PASSWORD, **changes}
        return APIClient().post(reverse("api-token"), fields)

    def test_open_the_api(self, sam):
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {self.obtain().data['access']}")
        assert client.get(reverse("api-me")).data["id"] == str(sam.pk)

    def test_know_an_address_whatever_its_case(self, sam):
        assert self.obtain(email="SAM@example.org").status_code == 200

    @pytest.mark.parametrize(
        "changes", [{"password": "wrong"}, {"email": "nobody@example.org"}, {"password": ""}]
    )
    def test_are_for_the_right_password_only(self, sam, changes):
        assert self.obtain(**changes).status_code in {400, 401}

    def test_are_not_for_guests_nor_for_people_who_were_locked(self, sam):
        sam.is_active = False
        sam.save()
        assert self.obtain().status_code == 401

    def test_are_renewed_once(self, sam):
        refresh = self.obtain().data["refresh"]
        first = APIClient().post(reverse("api-token-refresh"), {"refresh": refresh})
        again = APIClient().post(reverse("api-token-refresh"), {"refresh": refresh})
        assert (first.status_code, again.status_code) == (200, 401)

    def test_end_when_they_are_blacklisted(self, sam):
        refresh = self.obtain().data["refresh"]
        assert (
            APIClient().post(reverse("api-token-blacklist"), {"refresh": refresh}).status_code
            == 200
        )
        again = APIClient().post(reverse("api-token-refresh"), {"refresh": refresh})
        assert again.status_code == 401


class TestMe:
    def test_is_closed_to_strangers(self):
        assert APIClient().get(reverse("api-me")).status_code == 401

    def test_changes_what_is_sent_and_leaves_the_rest(self, api, sam):
        Profile.objects.filter(user=sam).update(headline="Baker")
        answer = api.patch(reverse("api-me"), {"name": "Sam", "links": ["https://sam.example"]})
        profile = Profile.objects.get(user=sam)
        assert (profile.name, profile.headline) == ("Sam", "Baker")
        assert answer.data["profile"]["links"] == ["https://sam.example"]

    @pytest.mark.parametrize(
        "changes",
        [{"time_zone": "Mars/Base"}, {"country": "G1"}, {"links": ["javascript:alert(1)"]}],
    )
    def test_refuses_what_makes_no_sense(self, api, changes):
        assert api.patch(reverse("api-me"), changes, format="json").status_code == 400

    def test_leaves_the_address_and_the_kind_alone(self, api, sam):
        api.patch(reverse("api-me"), {"email": "other@example.org", "is_demo": True})
        sam.refresh_from_db()
        assert (sam.email, sam.is_demo) == ("sam@example.org", False)


class TestLiveTicket:
    def test_opens_once(self, api, sam):
        answer = api.post(reverse("api-live-ticket"))
        assert answer.status_code == 201
        assert answer.data["url"].endswith(f"/ws/?ticket={answer.data['ticket']}")
        redeemed = [services.redeem_live_ticket(answer.data["ticket"]) for _ in range(2)]
        assert redeemed == [sam.pk, None]

    def test_is_unknown_when_made_up(self):
        assert services.redeem_live_ticket("guess") is None

    def test_says_so_when_redis_is_away(self, api, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        assert api.post(reverse("api-live-ticket")).status_code == 503
