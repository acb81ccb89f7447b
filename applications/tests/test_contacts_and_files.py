"""People at the employer, files, notes in Markdown, pay: on the page of an application."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.privacy import erase_person
from accounts.tests.factories import UserFactory
from applications import services
from applications.models import Application, Attachment, Contact
from applications.rendering.markdown import safe_markdown
from applications.tests.factories import NOW, ApplicationFactory

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    return UserFactory.create()


@pytest.fixture
def row(owner):
    return ApplicationFactory.create(owner=owner)


@pytest.fixture
def page(client, owner):
    client.force_login(owner)
    return client


def shown(page, row):
    return page.get(reverse("application", args=[row.pk])).content.decode()


def keep(page, row, name="task.pdf", content=b"%PDF"):
    url = reverse("application-file", args=[row.pk])
    return page.post(url, {"file": SimpleUploadedFile(name, content)}, follow=True)


@pytest.mark.django_db
class TestContacts:
    def test_are_written_down_changed_and_removed(self, page, row):
        url = reverse("application-contact", args=[row.pk])
        page.post(url, {"name": "Dana <i>", "email": "dana@acme.example"})
        contact = Contact.objects.get()
        said = shown(page, row)
        assert "Dana &lt;i&gt;" in said
        assert 'href="mailto:dana@acme.example"' in said
        url = reverse("contact", args=[contact.pk])
        page.post(url, {"name": "Dana Whitlock", "phone": "+44 20 7946 0000"})
        assert "+44 20 7946 0000" in shown(page, row)
        page.post(reverse("contact-remove", args=[contact.pk]))
        assert not Contact.objects.exists()
        assert "Contact added" in shown(page, row)

    @pytest.mark.parametrize("bad", [{"name": ""}, {"name": "D", "url": "javascript:alert(1)"}])
    def test_are_refused_when_they_say_too_little_or_too_much(self, page, row, bad):
        answer = page.post(reverse("application-contact", args=[row.pk]), bad)
        assert answer.status_code == 422
        assert not Contact.objects.exists()

    def test_come_and_go_over_the_api(self, page, row):
        url = f"/api/v1/applications/{row.pk}"
        made = page.post(f"{url}/contacts", {"name": "Dana"}, content_type="application/json")
        assert made.status_code == 201
        assert [one["name"] for one in page.get(url).json()["contacts"]] == ["Dana"]


@committed
class TestFiles:
    def test_are_kept_saved_and_removed_with_their_bytes(self, page, row):
        keep(page, row, "../../née <b>.pdf", b"%PDF-1")
        kept = Attachment.objects.get()
        assert "née &lt;b&gt;.pdf" in shown(page, row)
        answer = page.get(reverse("attachment", args=[kept.pk]))
        assert answer.content == b"%PDF-1"
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        page.post(reverse("attachment-remove", args=[kept.pk]))
        assert not default_storage.exists(kept.file_key)

    @pytest.mark.parametrize("content", [b"", b"x" * (services.MOST_ATTACHED_BYTES + 1)])
    def test_are_refused_when_empty_or_too_big(self, page, row, content):
        keep(page, row, content=content)
        assert not Attachment.objects.exists()

    @pytest.mark.parametrize("how", ["application", "person"])
    def test_go_with_what_they_belong_to(self, page, owner, row, how):
        keep(page, row)
        key = Attachment.objects.get().file_key
        assert default_storage.exists(key)
        if how == "application":
            services.delete_application(application=row)
        else:
            erase_person(owner)
        assert not default_storage.exists(key)


@pytest.mark.django_db
class TestOthers:
    @pytest.mark.parametrize(
        "name", ["contact", "contact-remove", "attachment", "attachment-remove"]
    )
    def test_have_none_of_it(self, page, name):
        other = ApplicationFactory.create()
        contact = services.add_contact(application=other, name="D", actor=other.owner, now=NOW)
        file = Attachment.objects.create(
            application=other, name="a", size_bytes=1, file_key="users/x/attachments/y"
        )
        pk = contact.pk if name.startswith("contact") else file.pk
        act = page.get if name in {"contact", "attachment"} else page.post
        assert act(reverse(name, args=[pk])).status_code == 404


class TestMarkdown:
    @pytest.mark.parametrize(
        ("text", "html"),
        [
            ("**Nice** people", "<p><strong>Nice</strong> people</p>"),
            ("# Big", "<h3>Big</h3>"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("<script>alert(1)</script>", "&lt;script&gt;"),
            ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
            ("![x](https://a.example/p.png)", "!<a"),
            ("[x](/account/logout)", "<a rel"),
            ("a\nb", "a<br>\nb"),
            ("a\x00b", "ab"),
        ],
    )
    def test_is_shown_and_nothing_else_is(self, text, html):
        made = safe_markdown(text)
        assert html in made
        assert "<script" not in made
        assert 'href="/' not in made

    @pytest.mark.django_db
    def test_is_how_notes_are_shown_and_they_can_be_removed(self, page, row, owner):
        note = services.add_note(application=row, text="**Call** <b>", actor=owner, now=NOW)
        said = shown(page, row)
        assert "<strong>Call</strong> &lt;b&gt;" in said
        assert reverse("note-remove", args=[note.pk]) in said


@pytest.mark.django_db
class TestPay:
    def test_is_kept_with_priority_and_source(self, page, row):
        url = reverse("application-edit", args=[row.pk])
        form = {
            "title": row.title,
            "company_name": row.company_name,
            "priority": "3",
            "source_name": "A friend",
            "pay_asked": "65000",
            "pay_offered": "61500.50",
            "pay_currency": "gbp",
            "pay_period": "YEAR",
        }
        assert page.post(url, form).status_code == 302
        kept = Application.objects.get()
        assert (kept.priority, kept.pay_currency, str(kept.pay_offered)) == (3, "GBP", "61500.50")
        said = shown(page, row)
        for words in ("High", "A friend", "65,000 GBP", "61,500.50 GBP"):
            assert words in said
