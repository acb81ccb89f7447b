"""What staff see of resumes and can do about them."""

import pytest
from django.urls import reverse

from resumes.models import ResumeVersion
from resumes.tests.factories import ResumeFactory, ResumeVersionFactory

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


class TestVersionAdmin:
    def test_shows_why_a_file_could_not_be_read(self, admin_client):
        ResumeVersionFactory(state="FAILED", failure_code="encrypted", file_name="locked.pdf")
        page = text_of(admin_client.get(reverse("admin:resumes_resumeversion_changelist")))
        assert "locked.pdf" in page
        assert "encrypted" in page

    def test_finds_by_owner_file_and_digest(self, admin_client):
        version = ResumeVersionFactory(file_name="needle.pdf")
        ResumeVersionFactory(file_name="hay.pdf")
        page = reverse("admin:resumes_resumeversion_changelist")
        for words in ("needle", version.owner.email, version.sha256):
            found = text_of(admin_client.get(page, {"q": words}))
            assert "needle.pdf" in found
            assert "hay.pdf" not in found

    def test_sends_only_failed_versions_to_be_read_again(self, admin_client):
        failed = ResumeVersionFactory(state="FAILED", failure_code="crashed", file_key="users/a/b")
        read = ResumeVersionFactory()
        fields = {"action": "parse_again", "_selected_action": [failed.pk, read.pk]}
        admin_client.post(reverse("admin:resumes_resumeversion_changelist"), fields)
        assert ResumeVersion.objects.get(pk=failed.pk).state == "RECEIVED"
        assert ResumeVersion.objects.get(pk=read.pk).state == "PARSED"

    def test_changes_nothing_by_hand(self, admin_client):
        version = ResumeVersionFactory()
        page = reverse("admin:resumes_resumeversion_change", args=[version.pk])
        assert admin_client.get(page).status_code == 200
        assert admin_client.post(page, {"text": "changed"}).status_code == 403
        delete = reverse("admin:resumes_resumeversion_delete", args=[version.pk])
        assert admin_client.post(delete, {"post": "yes"}).status_code == 403

    def test_asks_as_many_questions_for_thirty_as_for_one(
        self, admin_client, django_assert_max_num_queries
    ):
        page = reverse("admin:resumes_resumeversion_changelist")
        ResumeVersionFactory()
        admin_client.get(page)
        counts = []
        for more in (0, 29):
            for _ in range(more):
                ResumeVersionFactory(resume__is_default=False)
            with django_assert_max_num_queries(40) as seen:
                admin_client.get(page)
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestResumeAdmin:
    def test_shows_a_resume_with_its_versions(self, admin_client):
        resume = ResumeFactory(name="Backend")
        ResumeVersionFactory(resume=resume, file_name="first.pdf")
        assert "Backend" in text_of(admin_client.get(reverse("admin:resumes_resume_changelist")))
        page = admin_client.get(reverse("admin:resumes_resume_change", args=[resume.pk]))
        assert "first.pdf" in text_of(page)
