"""Every door a person comes through, and what they can change."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts import notifications, services, tasks
from accounts.models import OutgoingMail, Profile, User
from accounts.notifications import outbox, welcoming
from accounts.tests.factories import PASSWORD, UserFactory
from core.sealing import unseal

NEW = {"email": "new.person@example.org", "password1": "a long and quiet sentence"}


def sign_up(client, **headers):
    return client.post(reverse("account_signup"), NEW, **headers)


@pytest.mark.django_db
class TestEveryPersonHasAProfileAndAGroup:
    def test_through_sign_up(self, client):
        sign_up(client)
        person = User.objects.get(email=NEW["email"])
        assert Profile.objects.filter(user=person).exists()
        assert [group.name for group in person.groups.all()] == ["candidate"]

    def test_through_createsuperuser(self, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long and quiet sentence")
        call_command("createsuperuser", email="Root@Example.org", interactive=False, verbosity=0)
        root = User.objects.get(email="root@example.org")
        assert Profile.objects.filter(user=root).exists()
        assert {group.name for group in root.groups.all()} == {"candidate", "staff"}

    def test_through_admin(self, admin_client):
        page = reverse("admin:accounts_user_add")
        fields = {
            "email": "by.admin@example.org",
            "usable_password": "true",
            "password1": NEW["password1"],
            "password2": NEW["password1"],
        }
        assert admin_client.post(page, fields).status_code == 302
        person = User.objects.get(email="by.admin@example.org")
        assert Profile.objects.filter(user=person).exists()
        assert person.groups.filter(name="candidate").exists()


@pytest.mark.django_db
class TestSignUp:
    def test_signs_in_at_once_and_goes_to_today(self, client):
        response = sign_up(client)
        assert (response.status_code, response["Location"]) == (302, "/today")
        assert "_auth_user_id" in client.session

    def test_knows_an_address_whatever_its_case(self, client):
        UserFactory(email="sam@example.org")
        response = client.post(
            reverse("account_login"), {"login": "SAM@Example.org", "password": PASSWORD}
        )
        assert response.status_code == 302
        assert "_auth_user_id" in client.session

    def test_says_that_an_address_is_taken_and_lets_nobody_in(self, client):
        UserFactory(email=NEW["email"])
        response = sign_up(client)
        assert "already registered" in response.content.decode()
        assert "_auth_user_id" not in client.session
        assert User.objects.filter(email=NEW["email"]).count() == 1


@pytest.mark.django_db
class TestShownLinks:
    def reset(self, client, **headers):
        client.post(reverse("account_reset_password"), {"email": "sam@example.org"}, **headers)
        return client.get(reverse("account_reset_password_done"), **headers).content.decode()

    @pytest.fixture
    def sam(self):
        return UserFactory(email="sam@example.org")

    def test_lets_the_owner_of_the_machine_choose_a_new_password(self, client, sam, settings):
        settings.MAIL_IS_CONFIGURED = False
        page = self.reset(client, SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.1")
        link = re.search(r'href="http://localhost[^"]*(/account/password/reset/key/[^"]+)"', page)
        form = client.get(link[1], follow=True, SERVER_NAME="localhost")
        path = form.redirect_chain[-1][0]
        fields = {"password1": "another quiet sentence", "password2": "another quiet sentence"}
        client.post(path, fields, SERVER_NAME="localhost")
        sam.refresh_from_db()
        assert sam.check_password("another quiet sentence")

    def test_shows_a_link_once(self, client, sam, settings):
        settings.MAIL_IS_CONFIGURED = False
        assert "reset/key" in self.reset(client, SERVER_NAME="localhost")
        page = client.get(reverse("account_reset_password_done"), SERVER_NAME="localhost")
        assert "reset/key" not in page.content.decode()

    @pytest.mark.parametrize(
        "headers",
        [
            {"SERVER_NAME": "jobs.example.org"},
            {"SERVER_NAME": "localhost", "REMOTE_ADDR": "192.0.2.7"},
            {"SERVER_NAME": "localhost", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
            {"SERVER_NAME": "localhost", "HTTP_X_REAL_IP": "192.0.2.7"},
            {"SERVER_NAME": "localhost", "HTTP_FORWARDED": "for=192.0.2.7"},
            {"SERVER_NAME": "localhost", "HTTP_X_FORWARDED_PROTO": "https"},
            {"SERVER_NAME": "localhost", "HTTP_VIA": "1.1 proxy"},
            {"SERVER_NAME": "localhost", "HTTP_CF_CONNECTING_IP": "192.0.2.7"},
            {"SERVER_NAME": "localhost", "SERVER_PROTOCOL": "HTTP/1.0"},
            {"SERVER_NAME": "localhost.example.org"},
        ],
    )
    def test_never_shows_it_to_another_machine(self, client, sam, settings, headers):
        settings.MAIL_IS_CONFIGURED = False
        settings.ALLOWED_HOSTS = ["*"]
        page = self.reset(client, **headers)
        assert "reset/key" not in page
        assert "shown_link" not in client.session

    def test_never_shows_it_where_mail_is_configured(self, client, sam, settings, mail_sent):
        settings.MAIL_IS_CONFIGURED = True
        page = self.reset(client, SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.1")
        assert "reset/key" not in page
        assert "shown_link" not in client.session
        waiting = OutgoingMail.objects.get(pk=mail_sent[0]["mail_id"])
        assert (waiting.to, waiting.user) == ("sam@example.org", sam)
        assert "/account/password/reset/key/" in unseal(waiting.body, use="mail")
        tasks.send_mail(mail_id=str(waiting.pk))
        assert "/account/password/reset/key/" in mail.outbox[0].body

    def test_shows_the_confirmation_after_sign_up(self, client, settings):
        settings.MAIL_IS_CONFIGURED = False
        sign_up(client, SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.1")
        page = client.get(reverse("settings"), SERVER_NAME="localhost").content.decode()
        link = re.search(r"/account/confirm-email/[^\"<]+", page)[0]
        client.post(link, SERVER_NAME="localhost")
        person = User.objects.get(email=NEW["email"])
        assert person.emailaddress_set.get().verified is True


@pytest.fixture
def mail_sent(monkeypatch):
    """What was handed to the queue for account mail."""
    sent = []

    def take(kwargs, queue):
        assert queue == "urgent"
        sent.append(kwargs)

    monkeypatch.setattr(tasks.send_mail, "apply_async_on_commit", take)
    return sent


@pytest.mark.django_db
class TestWelcome:
    def test_is_sent_once_after_sign_up(
        self, client, settings, mail_sent, django_capture_on_commit_callbacks
    ):
        settings.MAIL_IS_CONFIGURED = True
        with django_capture_on_commit_callbacks():
            sign_up(client)
        person = User.objects.get(email=NEW["email"])
        for _delivery in range(2):
            tasks.send_welcome(user_id=str(person.pk))
        for _delivery in range(2):
            tasks.send_mail(mail_id=str(OutgoingMail.objects.get(kind="WELCOME").pk))
        assert [message.to for message in mail.outbox] == [[NEW["email"]]]
        message = mail.outbox[0]
        assert "/resumes" in message.body
        assert "/resumes" in message.alternatives[0].content
        assert "<" not in message.body

    def test_is_not_due_for_people_others_made_nor_without_mail(self, client, settings):
        settings.MAIL_IS_CONFIGURED = False
        sign_up(client)
        UserFactory()
        assert not Profile.objects.exclude(welcome="NONE").exists()

    def test_waits_in_the_outbox_while_the_mail_server_is_away(self, settings):
        settings.MAIL_IS_CONFIGURED = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
        person, now = UserFactory(), timezone.now()
        services.welcome_person(user=person, now=now)
        waiting = notifications.send_welcome(user_id=person.pk, now=now)
        assert outbox.deliver(waiting.pk, now=now) is False
        waiting.refresh_from_db()
        assert (waiting.state, waiting.due_at > now) == ("QUEUED", True)
        assert "refused" in waiting.error

    def test_is_found_by_the_sweep_when_its_message_was_lost(self, settings):
        settings.MAIL_IS_CONFIGURED = True
        now, lost, old, fresh = timezone.now(), UserFactory(), UserFactory(), UserFactory()
        for person, age in [
            (lost, welcoming.OVERDUE * 2),
            (old, welcoming.WELCOME_WITHIN * 2),
            (fresh, welcoming.OVERDUE / 2),
        ]:
            Profile.objects.filter(user=person).update(welcome="DUE", welcome_at=now - age)
        assert notifications.welcomes_due(now=now) == [lost.pk]


@pytest.mark.django_db
class TestSettings:
    @pytest.fixture
    def sam(self, client):
        sam = UserFactory()
        client.force_login(sam)
        return sam

    def fields(self, **changes):
        return {"time_zone": "Europe/London", "name": "Sam", **changes}

    def test_saves_the_profile(self, client, sam):
        response = client.post(
            reverse("settings"),
            self.fields(country="gb", links="github.com/sam\nhttps://sam.example.org"),
        )
        profile = Profile.objects.get(user=sam)
        assert response.status_code == 302
        assert (profile.name, profile.country) == ("Sam", "GB")
        assert profile.links == ["https://github.com/sam", "https://sam.example.org"]

    @pytest.mark.parametrize(
        "changes",
        [
            {"country": "England"},
            {"links": "javascript://example.org/%0aalert(1)"},
            {"links": "\n".join(f"https://example.org/{n}" for n in range(11))},
            {"time_zone": "Europe/Nowhere"},
        ],
    )
    def test_refuses_what_makes_no_sense_and_keeps_what_was_typed(self, client, sam, changes):
        response = client.post(reverse("settings"), self.fields(name="Typed", **changes))
        assert response.status_code == 422
        assert "Typed" in response.content.decode()
        assert Profile.objects.get(user=sam).name == ""

    def test_hides_and_shows_sample_postings(self, client, sam):
        for hide in (True, False):
            client.post(reverse("settings-sample-postings"), {"hide": "1" if hide else "0"})
            assert Profile.objects.get(user=sam).hide_samples is hide

    def test_goes_back_only_to_pages_of_ours(self, client, sam):
        page = reverse("settings-sample-postings")
        assert client.post(page, {"next": "/jobs"})["Location"] == "/jobs"
        assert client.post(page, {"next": "https://evil.example"})["Location"] == "/settings"

    def test_forgets_the_coordinates_of_a_former_place(self, sam):
        Profile.objects.filter(user=sam).update(city="Leeds", lat=53.8, lon=-1.5)
        services.update_profile(user=sam, city="York")
        profile = Profile.objects.get(user=sam)
        assert (profile.city, profile.lat, profile.lon) == ("York", None, None)


@pytest.mark.django_db
class TestDemoLogin:
    @pytest.fixture(autouse=True)
    def people(self):
        UserFactory(email="sam@demo.example", is_demo=True)
        UserFactory(email="rita@demo.example", is_demo=True, reviewer=True)
        UserFactory(email="stef@demo.example", is_demo=True, is_staff=True)

    def sign_in(self, client, who="", **headers):
        where = {"SERVER_NAME": "localhost", **headers}
        return client.post(f"{reverse('demo_login')}?who={who}", **where)

    @pytest.mark.parametrize(
        ("who", "email"), [("", "sam@"), ("reviewer", "rita@"), ("staff", "stef@")]
    )
    def test_signs_in_as_a_made_up_person(self, client, settings, who, email):
        settings.DEMO_LOGIN = True
        assert self.sign_in(client, who).status_code == 302
        person = User.objects.get(pk=client.session["_auth_user_id"])
        assert person.email.startswith(email)

    @pytest.mark.parametrize(
        ("switched_on", "headers"),
        [
            (False, {}),
            (True, {"REMOTE_ADDR": "192.0.2.7"}),
            (True, {"SERVER_NAME": "testserver"}),
            (True, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}),
        ],
    )
    def test_is_nowhere_else(self, client, settings, switched_on, headers):
        settings.DEMO_LOGIN = switched_on
        assert self.sign_in(client, **headers).status_code == 404
        assert "_auth_user_id" not in client.session

    def test_is_no_link(self, client):
        assert client.get(reverse("demo_login")).status_code == 405

    def test_knows_nobody_by_another_name(self, client):
        UserFactory(email="real@example.org")
        self.sign_in(client, "real@example.org")
        assert "_auth_user_id" not in client.session


@pytest.mark.django_db
class TestFillProfile:
    def test_fills_in_what_is_blank_and_overwrites_nothing(self):
        sam = UserFactory()
        services.update_profile(user=sam, name="Samira")
        services.fill_profile(user=sam, name="Sam Example", headline="x" * 300, city="")
        profile = Profile.objects.get(user=sam)
        assert (profile.name, profile.headline, profile.city) == ("Samira", "x" * 200, "")


@pytest.mark.django_db
class TestJoinGroups:
    def test_makes_the_group_that_somebody_deleted(self):
        Group.objects.all().delete()
        assert [group.name for group in UserFactory().groups.all()] == ["candidate"]
