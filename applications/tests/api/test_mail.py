"""Mail over HTTP: one's own, and what services pass on."""

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.tests.factories import ProfileFactory
from applications import services
from applications.models import Mail
from applications.tests.factories import NOW, ApplicationFactory
from applications.tests.mails import raw, rejection

pytestmark = pytest.mark.django_db
SECRET = "a long secret"


@pytest.fixture
def sam():
    return ProfileFactory.create().user


@pytest.fixture
def acme(sam):
    return ApplicationFactory.create(
        owner=sam, company_name="Acme", status="APPLIED", applied_at=NOW
    )


@pytest.fixture
def api(sam):
    client = APIClient()
    client.force_authenticate(sam)
    return client


def upload(api, content, **data):
    file = SimpleUploadedFile("mail.eml", content, content_type="message/rfc822")
    return api.post(reverse("api-mail-list"), {"file": file, **data}, format="multipart")


def act(api, mail, name, data=None):
    return api.post(reverse(f"api-mail-{name}", args=[mail]), data or {}, format="json")


class TestMails:
    def test_are_uploaded_listed_and_answered(self, api, acme):
        made = upload(api, rejection())
        assert made.status_code == 201
        assert made.json()["question"] == "Acme seems to have declined: set Closed – rejected?"
        assert upload(api, rejection()).status_code == 200
        (row,) = api.get(reverse("api-mail-list"), {"asked": "true"}).json()["results"]
        assert "text" not in row
        done = act(api, row["id"], "accept").json()
        acme.refresh_from_db()
        assert (done["proposal"], acme.status) == ("ACCEPTED", "REJECTED")
        again = act(api, row["id"], "accept")
        assert (again.status_code, again.json()["code"]) == (409, "already_answered")

    def test_are_linked_dismissed_and_deleted(self, api, sam, acme):
        mail = upload(api, raw("Hello", sender="Jo <jo@x.example>")).json()
        assert mail["state"] == "ORPHAN"
        linked = act(api, mail["id"], "link", {"application": str(acme.pk)}).json()
        assert (linked["state"], linked["application"]) == ("FILED", str(acme.pk))
        assert act(api, mail["id"], "link", {"application": None}).json()["state"] == "ORPHAN"
        assert act(api, mail["id"], "dismiss").json()["state"] == "DISMISSED"
        assert api.delete(reverse("api-mail-detail", args=[mail["id"]])).status_code == 204
        assert not Mail.objects.exists()

    def test_nobody_elses_exist(self, api, acme):
        stranger = ProfileFactory.create().user
        mail, _ = services.upload_mail(owner=stranger, raw=rejection(), now=timezone.now())
        assert api.get(reverse("api-mail-list")).json()["results"] == []
        assert api.get(reverse("api-mail-detail", args=[mail.pk])).status_code == 404
        assert api.delete(reverse("api-mail-detail", args=[mail.pk])).status_code == 404
        for name in ("accept", "decline", "dismiss"):
            assert act(api, mail.pk, name).status_code == 404
        own = upload(api, rejection()).json()["id"]
        other = ApplicationFactory.create(owner=stranger)
        assert act(api, own, "link", {"application": str(other.pk)}).status_code == 404
        assert upload(api, raw(), application=str(other.pk)).status_code == 404

    def test_what_is_no_message_is_refused_and_too_many_too(self, api, settings):
        refused = upload(api, b"\x89PNG")
        assert (refused.status_code, refused.json()["code"]) == (422, "unreadable_mail")
        settings.MAILS_AN_HOUR = 0
        assert upload(api, rejection()).status_code == 429

    def test_the_list_asks_as_much_for_twenty_as_for_one(
        self, api, acme, django_assert_max_num_queries
    ):
        for n in range(8):
            upload(api, raw(f"Hello {n}", message_id=f"<{n}@acme.com>"))
        with django_assert_max_num_queries(4):
            assert len(api.get(reverse("api-mail-list")).json()["results"]) == 8


class TestInbound:
    @pytest.fixture
    def to(self, sam, acme, settings):
        settings.MAIL_IN_SECRET = SECRET
        return f"{services.make_mail_address(owner=sam, now=NOW)}@in.example"

    def post(self, data, content_type, *, secret=SECRET, query="", **headers):
        basic = base64.b64encode(f"mail:{secret}".encode()).decode()
        return APIClient().generic("POST", reverse("api-mail-inbound") + query, data, content_type=content_type, headers={"Authorization": f"Basic {basic}", **headers})  # fmt: skip

    def test_takes_a_message_as_it_is(self, to):
        answer = self.post(rejection(), "message/rfc822", query=f"?to={to}")
        assert answer.json() == {"taken": 1, "reason": ""}
        again = self.post(rejection(), "application/octet-stream", **{"X-Envelope-To": to})
        assert again.json()["taken"] == 1
        assert Mail.objects.count() == 1

    def test_finds_the_recipient_in_the_message(self, to):
        content = f"Delivered-To: {to}\r\n".encode() + rejection()
        assert self.post(content, "message/rfc822").json()["taken"] == 1

    @pytest.mark.parametrize(
        "form",
        [lambda to: {"recipient": to, "body-mime": rejection().decode()}, lambda to: {"envelope": json.dumps({"to": [to]}), "email": rejection().decode()}],
        ids=["mailgun", "sendgrid"],
    )  # fmt: skip
    def test_takes_the_forms_of_services(self, to, form):
        basic = base64.b64encode(f"mail:{SECRET}".encode()).decode()
        answer = APIClient().post(reverse("api-mail-inbound"), form(to), format="multipart", headers={"Authorization": f"Basic {basic}"})  # fmt: skip
        assert answer.json()["taken"] == 1

    def test_takes_postmarks_json(self, to):
        body = json.dumps({"OriginalRecipient": to, "RawEmail": rejection().decode()})
        assert self.post(body, "application/json").json()["taken"] == 1

    def test_says_that_sending_again_will_not_help(self, to):
        assert self.post(b"\x00", "message/rfc822", query=f"?to={to}").json()["reason"] == "unreadable_mail"  # fmt: skip
        assert self.post(rejection(), "message/rfc822", query="?to=no@in.example").json()["reason"] == "unknown_address"  # fmt: skip
        assert self.post(b"[1]", "application/json").json()["reason"] == "unreadable_mail"

    def test_lets_nobody_in_without_the_secret(self, to, settings):
        assert self.post(rejection(), "message/rfc822", secret="wrong").status_code == 401
        bearer = self.post(rejection(), "message/rfc822", query=f"?to={to}", Authorization=f"Bearer {SECRET}")  # fmt: skip
        assert bearer.status_code == 200
        answers = [self.post(b"", "message/rfc822", secret="guess").status_code for _ in range(25)]
        assert answers[-1] == 429
        settings.MAIL_IN_SECRET = ""
        assert self.post(rejection(), "message/rfc822", secret="").status_code == 404
