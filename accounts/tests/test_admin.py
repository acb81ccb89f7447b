"""What staff see of people and of Celery's work."""

import pytest
from django.urls import reverse

from accounts.tests.factories import GuestFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


class TestUserAdmin:
    def test_finds_people_by_name_and_address(self, admin_client):
        ProfileFactory(name="Samira Needle", user__email="sam@example.org")
        UserFactory(email="hay@example.org")
        page = reverse("admin:accounts_user_changelist")
        for words in ("Needle", "sam@example"):
            found = text_of(admin_client.get(page, {"q": words}))
            assert "sam@example.org" in found
            assert "hay@example.org" not in found

    def test_shows_and_changes_a_person(self, admin_client):
        sam = UserFactory(email="sam@example.org")
        page = reverse("admin:accounts_user_change", args=[sam.pk])
        assert "sam@example.org" in text_of(admin_client.get(page))
        fields = {
            "email": "sam@example.org",
            "is_staff": "on",
            "profile-TOTAL_FORMS": "1",
            "profile-INITIAL_FORMS": "1",
            "profile-0-id": str(sam.profile.pk),
            "profile-0-user": str(sam.pk),
            "profile-0-time_zone": "UTC",
            "profile-0-locale": "en-gb",
            "profile-0-links": "[]",
            "profile-0-name": "Samira",
        }
        assert admin_client.post(page, fields).status_code == 302
        sam.refresh_from_db()
        sam.profile.refresh_from_db()
        assert (sam.is_staff, sam.is_active, sam.profile.name) == (True, False, "Samira")

    def test_never_shows_a_password(self, admin_client):
        sam = UserFactory()
        page = admin_client.get(reverse("admin:accounts_user_change", args=[sam.pk]))
        assert sam.password not in text_of(page)

    def test_asks_as_many_questions_for_thirty_as_for_one(
        self, admin_client, django_assert_max_num_queries
    ):
        page = reverse("admin:accounts_user_changelist")
        GuestFactory()
        admin_client.get(page)
        counts = []
        for more in (0, 29):
            for _ in range(more):
                UserFactory()
            with django_assert_max_num_queries(40) as seen:
                admin_client.get(page)
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestOtherPages:
    @pytest.mark.parametrize(
        "name",
        [
            "accounts_profile",
            "auth_group",
            "django_celery_beat_periodictask",
            "django_celery_beat_crontabschedule",
            "django_celery_beat_intervalschedule",
            "django_celery_beat_clockedschedule",
            "django_celery_results_taskresult",
        ],
    )
    def test_open_for_staff_with_permission_and_nobody_else(self, admin_client, client, name):
        page = reverse(f"admin:{name}_changelist")
        assert admin_client.get(page).status_code == 200
        client.force_login(UserFactory())
        assert client.get(page).status_code == 302
