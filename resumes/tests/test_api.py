"""Resumes over the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.test import APIClient
from rest_framework.throttling import ScopedRateThrottle

from accounts.tests.factories import UserFactory
from resumes.models import Resume, ResumeVersion
from resumes.tests import files
from resumes.tests.factories import ResumeFactory, ResumeVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return UserFactory()


@pytest.fixture
def api(sam):
    client = APIClient()
    client.force_authenticate(sam)
    return client


def upload(api, content=None, **more):
    content = files.text() if content is None else content
    file = SimpleUploadedFile("cv.txt", content)
    return api.post(reverse("api-resume-list"), {"file": file, **more}, format="multipart")


class TestUpload:
    def test_answers_at_once_and_says_where_to_follow(self, api, read_all):
        answer = upload(api)
        assert (answer.status_code, answer.data["state"]) == (202, "RECEIVED")
        assert answer["Location"] == answer.data["status_url"]
        read_all()
        version = api.get(answer.data["status_url"]).data
        assert version["state"] == "PARSED"
        assert version["resume_json"]["basics"]["email"] == "sam@example.org"
        assert version["failure"] is None

    def test_answers_the_same_version_for_the_same_bytes(self, api):
        assert upload(api).data["id"] == upload(api).data["id"]

    def test_adds_a_version(self, api, sam):
        resume = ResumeFactory(owner=sam)
        assert upload(api, resume=str(resume.pk)).data["resume"] == resume.pk

    def test_knows_no_resume_of_others(self, api):
        assert upload(api, resume=str(ResumeFactory().pk)).status_code == 404
        assert not ResumeVersion.objects.exists()

    @pytest.mark.parametrize(
        ("content", "status", "code"),
        [
            (b"", 400, "empty"),
            (b"x" * (10 * 1024 * 1024 + 1), 413, "too_big"),
            (b"\x7fELF" + b"\x00" * 99, 415, "wrong_type"),
        ],
    )
    def test_refuses_with_a_code_and_a_sentence(self, api, content, status, code):
        answer = upload(api, content)
        assert (answer.status_code, answer.data["code"]) == (status, code)
        assert answer.data["detail"].endswith(".")
        assert not Resume.objects.exists()

    @pytest.mark.usefixtures("no_tesseract")
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (files.encrypted_pdf(), "encrypted"),
            (files.image_only_pdf(), "image_only"),
            (files.corrupt_docx(), "corrupt"),
        ],
    )
    def test_says_later_why_a_file_could_not_be_read(self, api, read_all, content, code):
        answer = upload(api, content)
        read_all()
        failure = api.get(answer.data["status_url"]).data["failure"]
        assert failure["code"] == code
        assert failure["message"].endswith(".")

    def test_asks_for_a_file(self, api):
        answer = api.post(reverse("api-resume-list"), {}, format="multipart")
        assert (answer.status_code, "file" in answer.data) == (400, True)

    def test_is_limited_by_its_own_rate(self, api, monkeypatch):
        from resumes.api.views import ResumeViewSet  # noqa: PLC0415 - to patch it

        monkeypatch.setattr(ResumeViewSet, "throttle_classes", [ScopedRateThrottle])
        monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"upload": "2/hour"})
        assert [upload(api).status_code for _ in range(3)] == [202, 202, 429]
        assert api.get(reverse("api-resume-list")).status_code == 200


class TestLists:
    def test_hold_the_callers_own_rows_alone(self, api, sam):
        mine, _theirs = ResumeVersionFactory(resume__owner=sam), ResumeVersionFactory()
        resumes = api.get(reverse("api-resume-list")).data["results"]
        versions = api.get(reverse("api-resume-version-list")).data["results"]
        assert [row["id"] for row in resumes] == [str(mine.resume_id)]
        assert [row["id"] for row in versions] == [str(mine.pk)]
        assert "text" not in versions[0]

    def test_ask_as_many_questions_for_fifty_as_for_one(
        self, api, sam, django_assert_num_queries, django_assert_max_num_queries
    ):
        names = ["api-resume-list", "api-resume-version-list"]
        ResumeVersionFactory(resume__owner=sam)
        counts = []
        for name in names:
            with django_assert_max_num_queries(20) as seen:
                api.get(reverse(name))
            counts.append(len(seen))
        for _ in range(49):
            ResumeVersionFactory(resume__owner=sam, resume__is_default=False)
        for name, count in zip(names, counts, strict=True):
            with django_assert_num_queries(count):
                assert len(api.get(reverse(name)).data["results"]) == 50

    def test_are_closed_to_strangers(self):
        assert APIClient().get(reverse("api-resume-list")).status_code == 401


class TestOne:
    @pytest.mark.parametrize(
        ("method", "name"),
        [
            ("get", "api-resume-detail"),
            ("patch", "api-resume-detail"),
            ("delete", "api-resume-detail"),
            ("post", "api-resume-make-default"),
            ("post", "api-resume-archive"),
            ("post", "api-resume-restore"),
        ],
    )
    def test_hides_the_resumes_of_others(self, api, method, name):
        theirs = ResumeFactory()
        answer = getattr(api, method)(reverse(name, args=[theirs.pk]), {"name": "Mine now"})
        assert answer.status_code == 404
        assert Resume.objects.get().name == theirs.name

    @pytest.mark.parametrize(
        ("method", "name"),
        [
            ("get", "api-resume-version-detail"),
            ("get", "api-resume-version-file"),
            ("post", "api-resume-version-retry"),
        ],
    )
    def test_hides_the_versions_of_others(self, api, method, name):
        theirs = ResumeVersionFactory(state="FAILED", file_key="users/x/resumes/y")
        assert getattr(api, method)(reverse(name, args=[theirs.pk])).status_code == 404

    def test_is_renamed_made_default_put_away_and_deleted(self, api, sam, stored):
        upload(api)
        first = Resume.objects.get()
        second = ResumeFactory(owner=sam, is_default=False)
        page = reverse("api-resume-detail", args=[second.pk])
        assert api.patch(page, {"name": "Data"}).data["name"] == "Data"
        made = api.post(reverse("api-resume-make-default", args=[second.pk]))
        assert made.data["is_default"] is True
        assert api.post(reverse("api-resume-archive", args=[second.pk])).data["is_archived"] is True
        assert (
            api.post(reverse("api-resume-restore", args=[second.pk])).data["is_archived"] is False
        )
        assert api.delete(reverse("api-resume-detail", args=[first.pk])).status_code == 204
        assert stored() == []

    def test_gives_the_file_back(self, api):
        version = upload(api).data["id"]
        answer = api.get(reverse("api-resume-version-file", args=[version]))
        assert b"".join(answer.streaming_content) == files.text()
        assert answer["Content-Disposition"].startswith("attachment")

    def test_reads_again_only_what_failed(self, api, sam):
        version = ResumeVersionFactory(resume__owner=sam)
        page = reverse("api-resume-version-retry", args=[version.pk])
        refused = api.post(page)
        assert (refused.status_code, refused.data["code"]) == (409, "not_failed")
