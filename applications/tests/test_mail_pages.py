"""The pages of mail, as a browser without JavaScript sees them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.tests.factories import ProfileFactory
from applications import services
from applications.models import Mail, MailAddress, MailFolder
from applications.tests.factories import NOW, ApplicationFactory
from applications.tests.mails import invitation, message, raw, rejection

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return ProfileFactory.create(name="Sam Okafor", time_zone="Europe/Berlin").user


@pytest.fixture
def page(client, sam):
    client.force_login(sam)
    return client


@pytest.fixture
def acme(sam):
    return ApplicationFactory.create(
        owner=sam, company_name="Acme", status="APPLIED", applied_at=NOW
    )


def upload(page, content, where=""):
    file = SimpleUploadedFile("a.eml", content)
    return page.post(reverse("mail-upload") + where, {"file": file}, follow=True)


class TestPages:
    def test_an_upload_leads_to_the_message_with_its_question(self, page, acme):
        said = upload(page, rejection()).content.decode()
        assert "Acme seems to have declined" in said
        for name, args in (("today", []), ("application", [acme.pk]), ("mails", [])):
            assert (
                "Acme seems to have declined" in page.get(reverse(name, args=args)).content.decode()
            )

    def test_an_upload_on_an_application_is_filed_there(self, page, acme):
        shown = upload(page, raw("Hello", sender="jo@x.example"), f"?application={acme.pk}")
        assert shown.redirect_chain[-1][0] == reverse("application", args=[acme.pk])
        mail = Mail.objects.get()
        assert reverse("mail", args=[mail.pk]) in shown.content.decode()
        page.post(reverse("mail-delete", args=[mail.pk]))
        left = page.get(reverse("application", args=[acme.pk])).content.decode()
        assert "The message was deleted" in left
        assert "jo@x.example" not in left

    @pytest.mark.parametrize(("answer", "status"), [("yes", "REJECTED"), ("no", "APPLIED")])
    def test_answers(self, page, acme, answer, status):
        upload(page, rejection())
        page.post(reverse("mail-answer", args=[Mail.objects.get().pk]), {"answer": answer})
        acme.refresh_from_db()
        assert acme.status == status
        assert "seems to have declined" not in page.get(reverse("today")).content.decode()

    def test_a_message_is_shown_as_text(self, page, acme):
        made = message("<script>x</script>", subject="<b>bold</b>")
        said = upload(page, made.as_bytes()).content.decode()
        assert "&lt;script&gt;" in said
        assert "<b>bold" not in said
        assert (
            "Tue 1 Dec 2026, 10:00" in upload(page, invitation(message_id="<i@x>")).content.decode()
        )

    def test_filing_and_putting_away(self, page, sam, acme):
        mail, _ = services.upload_mail(owner=sam, raw=raw("Hi", sender="jo@x.example"), now=NOW)
        assert "About no application" in page.get(reverse("mails")).content.decode()
        page.post(reverse("mail-link", args=[mail.pk]), {"application": str(acme.pk)})
        mail.refresh_from_db()
        assert mail.application == acme
        page.post(reverse("mail-link", args=[mail.pk]), {"application": "none"})
        page.post(reverse("mail-dismiss", args=[mail.pk]))
        assert "About no application" not in page.get(reverse("mails")).content.decode()

    def test_what_cannot_be_read_is_said_in_place(self, page):
        shown = upload(page, b"\x89PNG")
        assert shown.status_code == 422
        assert "save it from your mail program" in shown.content.decode()

    def test_nobody_elses_mail_exists(self, page):
        stranger = ProfileFactory.create().user
        made = message()
        made.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
        mail, _ = services.upload_mail(
            owner=stranger, raw=made.as_bytes(), now=NOW, keeps_files=True
        )
        assert page.get(reverse("mail", args=[mail.pk])).status_code == 404
        assert page.get(reverse("mail-file", args=[mail.files.get().pk])).status_code == 404
        for name in ("mail-answer", "mail-link", "mail-dismiss", "mail-delete"):
            assert page.post(reverse(name, args=[mail.pk])).status_code == 404
        other = ApplicationFactory.create(owner=stranger)
        assert upload(page, raw(), f"?application={other.pk}").status_code == 404

    def test_a_kept_file_is_saved_never_shown(self, page, sam):
        made = message()
        made.add_attachment(b"<script>", maintype="text", subtype="html", filename="a.html")
        mail, _ = services.upload_mail(owner=sam, raw=made.as_bytes(), now=NOW, keeps_files=True)
        answer = page.get(reverse("mail-file", args=[mail.files.get().pk]))
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")

    def test_asks_as_much_for_many_as_for_one(self, page, sam, acme, django_assert_max_num_queries):
        for n in range(12):
            services.upload_mail(owner=sam, raw=rejection(message_id=f"<{n}@acme.com>"), now=NOW)
        with django_assert_max_num_queries(14):
            page.get(reverse("mails"))


class TestDoors:
    def test_an_address_is_made_shown_and_revoked(self, page, settings):
        assert "has no address for mail yet" in page.get(reverse("mails")).content.decode()
        settings.MAIL_IN_ADDRESS = "*@in.example"
        page.post(reverse("mail-address"), {"act": "make"})
        shown = page.get(reverse("mails"))
        assert shown.context["shown_address"].endswith("@in.example")
        assert shown.context["shown_address"] in shown.content.decode()
        page.post(reverse("mail-address"), {"act": "files", "keeps": "on"})
        assert MailAddress.objects.get().keeps_files
        page.post(reverse("mail-address"), {"act": "revoke"})
        assert not MailAddress.objects.exists()

    def test_a_folder_is_named_and_forgotten_and_its_password_never_shown(self, page):
        told = {
            "host": "imap.example.com",
            "username": "sam",
            "password": "hunter2",
            "folder": "Jobs",
        }
        page.post(reverse("mail-folder"), told)
        shown = page.get(reverse("mails")).content.decode()
        assert "Jobs" in shown
        assert "hunter2" not in shown
        assert "hunter2" not in MailFolder.objects.get().sealed_password
        page.post(reverse("mail-folder"), {"forget": "1"})
        assert not MailFolder.objects.exists()

    def test_a_bad_server_name_is_refused(self, page):
        wrong = {"host": "http://x", "username": "a", "password": "b", "folder": "c"}
        assert page.post(reverse("mail-folder"), wrong).status_code == 422
