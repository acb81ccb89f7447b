"""Guests: made at /start, kept by signing up, carried along by signing in, else erased."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import privacy, services
from accounts.models import Profile, User
from accounts.signals import guest_joining, guest_kept
from accounts.tests.factories import PASSWORD, GuestFactory, UserFactory

NEW = {"email": "New.Person@Example.org", "password1": "a long and quiet sentence"}


@pytest.fixture
def guest_client(client):
    """A browser of a guest, who is `guest_client.guest`."""
    client.guest = services.start_guest(now=timezone.now())
    client.force_login(client.guest)
    return client


@pytest.mark.django_db
class TestStartGuest:
    def test_makes_somebody_who_cannot_sign_in_and_expires(self, settings):
        now = timezone.now()
        guest = services.start_guest(now=now)
        assert guest.is_guest is True
        assert guest.expires_at == now + timedelta(seconds=settings.GUEST_SECONDS)
        assert guest.has_usable_password() is False
        assert guest.email.endswith("@guest.invalid")
        assert not guest.groups.exists()
        assert Profile.objects.filter(user=guest).exists()


@pytest.mark.django_db
class TestSignUpAsGuest:
    def test_turns_the_guest_into_the_person(
        self, guest_client, django_capture_on_commit_callbacks
    ):
        kept = []

        def listen(user_id, **kwargs):
            kept.append(user_id)

        guest_kept.connect(listen)
        with django_capture_on_commit_callbacks(execute=True):
            response = guest_client.post(reverse("account_signup"), NEW)
        guest_kept.disconnect(listen)
        person = User.objects.get(pk=guest_client.guest.pk)
        assert response.status_code == 302
        assert (person.email, person.is_guest, person.expires_at) == (
            "new.person@example.org",
            False,
            None,
        )
        assert person.check_password(NEW["password1"])
        assert [group.name for group in person.groups.all()] == ["candidate"]
        assert person.emailaddress_set.get().email == "new.person@example.org"
        assert kept == [str(person.pk)]
        assert User.objects.count() == 1

    def test_shows_the_link_that_would_have_been_mailed(self, guest_client, settings):
        settings.MAIL_IS_CONFIGURED = False
        where = {"SERVER_NAME": "localhost", "REMOTE_ADDR": "127.0.0.1"}
        guest_client.post(reverse("account_signup"), NEW, **where)
        page = guest_client.get(reverse("settings"), **where).content.decode()
        assert "/account/confirm-email/" in page
        assert "is on its way" not in page

    def test_shows_the_page_and_does_not_send_the_guest_away(self, guest_client):
        for name in ("account_signup", "account_login", "account_reset_password"):
            assert guest_client.get(reverse(name)).status_code == 200

    def test_sends_registered_people_away(self, client):
        client.force_login(UserFactory())
        assert client.get(reverse("account_signup")).status_code == 302

    def test_keeps_the_guest_when_the_address_is_taken(self, guest_client):
        UserFactory(email="taken@example.org")
        guest_client.post(reverse("account_signup"), {**NEW, "email": "taken@example.org"})
        guest = User.objects.get(pk=guest_client.guest.pk)
        assert guest.is_guest is True

    def test_survives_the_sweep_that_comes_while_the_form_is_sent(self, guest_client):
        User.objects.filter(pk=guest_client.guest.pk).update(is_guest=False, expires_at=None)
        with pytest.raises(services.NotAGuestError):
            services.keep_guest(user=guest_client.guest, now=timezone.now())


@pytest.mark.django_db
class TestSignInAsGuest:
    def test_takes_the_work_along_and_erases_the_guest(self, guest_client):
        person, told = UserFactory(), []

        def listen(guest_id, user_id, **kwargs):
            told.append((guest_id, user_id))

        guest_joining.connect(listen)
        guest_client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        guest_joining.disconnect(listen)
        assert told == [(str(guest_client.guest.pk), str(person.pk))]
        assert not User.objects.filter(pk=guest_client.guest.pk).exists()
        assert guest_client.session["_auth_user_id"] == str(person.pk)

    def test_leaves_the_guest_alone_after_a_wrong_password(self, guest_client):
        person = UserFactory()
        guest_client.post(reverse("account_login"), {"login": person.email, "password": "wrong"})
        assert guest_client.session["_auth_user_id"] == str(guest_client.guest.pk)


@pytest.mark.django_db
class TestEraseExpiredGuests:
    def test_erases_those_whose_hour_is_over_and_nobody_else(self):
        now = timezone.now()
        over = GuestFactory(expires_at=now - timedelta(seconds=1))
        fresh, person = GuestFactory(), UserFactory()
        assert privacy.erase_expired_guests(now=now) == 1
        assert not User.objects.filter(pk=over.pk).exists()
        assert User.objects.filter(pk__in=[fresh.pk, person.pk]).count() == 2

    def test_spares_a_guest_who_signed_up_meanwhile(self):
        now = timezone.now()
        guest = GuestFactory(expires_at=now - timedelta(seconds=1))
        User.objects.filter(pk=guest.pk).update(is_guest=False, expires_at=None)
        assert privacy.erase_guest(user_id=guest.pk, now=now) is False
        assert User.objects.filter(pk=guest.pk).exists()

    def test_leaves_a_browser_of_the_erased_guest_signed_out(self, guest_client):
        privacy.erase_expired_guests(now=guest_client.guest.expires_at)
        assert guest_client.get(reverse("settings")).status_code == 302
