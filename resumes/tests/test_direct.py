"""Files that go straight to the bucket: signed, bounded, looked at, and forgotten when nobody comes back."""

import base64
import io
import json
import threading
from datetime import datetime, timedelta

import httpx
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from core.clamd import EICAR
from core.tests import clamd_server
from resumes import ingest, services, storage, tasks
from resumes.models import DirectUpload, ResumeVersion
from resumes.tests import files, s3
from resumes.tests.factories import ResumeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def s3_server():
    with s3.server() as url:
        yield url


@pytest.fixture
def bucket(s3_server, settings, monkeypatch):
    return s3.use_bucket(s3_server, settings, monkeypatch)


@pytest.fixture
def sam():
    return UserFactory()


@pytest.fixture
def api(sam):
    client = APIClient()
    client.force_authenticate(sam)
    return client


def start(api, **about):
    return api.post(
        reverse("api-resume-uploads"),
        {"file_name": "Sam.txt", "media_type": "text/plain", **about},
        format="json",
    )


def send(started, content=None, **changed):
    fields = {**started.data["fields"], **changed}
    content = files.text() if content is None else content
    return httpx.post(started.data["url"], data=fields, files={"file": ("x", content)})


def complete(api, started):
    return api.post(started.data["complete_url"])


def keys(bucket):
    return [item.key for item in bucket.objects.all()]


class TestStart:
    def test_signs_a_form_for_one_file_of_one_kind_and_size(self, api, sam, bucket):
        started = start(api)
        assert started.status_code == 201
        upload = DirectUpload.objects.get()
        assert (upload.owner, upload.file_name) == (sam, "Sam.txt")
        fields = started.data["fields"]
        assert fields["key"] == f"incoming/{sam.pk}/{upload.pk}"
        assert fields["Content-Type"] == "text/plain"
        assert fields["x-amz-server-side-encryption"] == "AES256"
        assert fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"

    def test_conditions_hold_size_kind_and_encryption(self, api, bucket, settings):
        policy = conditions(start(api))
        assert ["content-length-range", 1, settings.RESUME_MAX_BYTES] in policy
        assert {"Content-Type": "text/plain"} in policy
        assert {"x-amz-server-side-encryption": "AES256"} in policy

    def test_conditions_hold_the_place_and_the_ten_minutes(self, api, sam, bucket):
        started = start(api)
        policy = policy_of(started)
        upload = DirectUpload.objects.get()
        assert {"key": f"incoming/{sam.pk}/{upload.pk}"} in policy["conditions"]
        assert {"bucket": bucket.name} in policy["conditions"]
        left = datetime.fromisoformat(policy["expiration"]) - timezone.now()
        assert timedelta(minutes=9) < left <= timedelta(minutes=10)

    def test_refuses_a_kind_that_is_no_resume(self, api, bucket):
        answer = start(api, media_type="video/mp4")
        assert (answer.status_code, answer.data["code"]) == (415, "wrong_type")
        assert not DirectUpload.objects.exists()

    def test_takes_a_kind_the_browser_does_not_know(self, api, bucket):
        assert start(api, media_type="").data["fields"]["Content-Type"].endswith("octet-stream")

    def test_says_so_where_files_are_on_disk(self, api):
        answer = start(api)
        assert (answer.status_code, answer.data["code"]) == (409, "not_direct")

    def test_is_for_a_resume_of_ones_own(self, api, bucket):
        assert start(api, resume=str(ResumeFactory().pk)).status_code == 404


class TestComplete:
    def test_makes_a_version_of_what_arrived_and_has_it_read(
        self, api, sam, bucket, read_all, django_capture_on_commit_callbacks
    ):
        started = start(api)
        assert send(started).status_code == 204
        answer = complete(api, started)
        version = ResumeVersion.objects.get()
        assert (answer.status_code, answer.data["id"]) == (202, str(version.pk))
        assert answer.data["page_url"] == f"/resumes/{version.resume_id}?version=1"
        assert keys(bucket) == [f"users/{sam.pk}/resumes/{version.sha256}"]
        read_all()
        version.refresh_from_db()
        assert version.parsed["basics"]["email"] == "sam@example.org"

    def test_adds_to_the_resume_it_was_begun_for(self, api, sam, bucket):
        resume = ResumeFactory(owner=sam)
        started = start(api, resume=str(resume.pk))
        send(started)
        assert complete(api, started).data["resume"] == resume.pk

    def test_judges_the_bytes_and_not_what_was_said(self, api, bucket):
        started = start(api, media_type="application/pdf", file_name="cv.pdf")
        send(started, b"MZ\x90" + bytes(500))
        answer = complete(api, started)
        assert (answer.status_code, answer.data["code"]) == (415, "wrong_type")
        assert keys(bucket) == []
        assert not ResumeVersion.objects.exists()

    def test_refuses_what_a_careless_store_let_through(self, api, bucket, settings):
        started = start(api)
        settings.RESUME_MAX_BYTES = 10
        bucket.Object(started.data["fields"]["key"]).put(Body=b"x" * 11)
        assert complete(api, started).data["code"] == "too_big"
        assert keys(bucket) == []

    def test_waits_for_what_has_not_arrived(self, api, bucket):
        started = start(api)
        assert complete(api, started).data["code"] == "not_arrived"
        send(started)
        assert complete(api, started).status_code == 202

    def test_twice_answers_the_same_version(self, api, bucket):
        started = start(api)
        send(started)
        assert complete(api, started).data["id"] == complete(api, started).data["id"]
        assert ResumeVersion.objects.count() == 1

    def test_forgets_what_was_sent_again_after_it_was_completed(self, api, bucket):
        started = start(api)
        send(started)
        version = complete(api, started).data["id"]
        send(started, b"%PDF-1.7 something else")
        assert complete(api, started).data["id"] == version
        ingest.sweep_abandoned(now=timezone.now() + timedelta(hours=2))
        assert [key.split("/")[0] for key in keys(bucket)] == ["users"]

    def test_finds_nothing_to_complete_once_the_version_was_deleted(self, api, bucket):
        started = start(api)
        send(started)
        complete(api, started)
        services.delete_resume(resume=ResumeVersion.objects.get().resume)
        assert complete(api, started).data["code"] == "not_arrived"

    def test_says_so_when_what_arrived_is_gone_the_next_moment(self, api, bucket, monkeypatch):
        started = start(api)
        monkeypatch.setattr(storage, "size_of", lambda key: 10)  # the answer of a moment ago
        answer = complete(api, started)
        assert (answer.status_code, answer.data["code"]) == (409, "not_arrived")

    def test_reads_no_more_than_a_resume_may_have(self, api, bucket, settings, monkeypatch):
        started = start(api)
        settings.RESUME_MAX_BYTES = 10
        bucket.Object(started.data["fields"]["key"]).put(Body=b"x" * 5_000_000)
        monkeypatch.setattr(storage, "size_of", lambda key: 10)  # replaced since it was asked
        assert complete(api, started).data["code"] == "too_big"
        assert keys(bucket) == []

    def test_of_a_virus_leaves_nothing_in_a_bucket_that_keeps_versions(
        self, api, bucket, settings, read_all
    ):
        call_command("prepare_bucket", stdout=io.StringIO())
        with clamd_server.running() as daemon:
            settings.CLAMAV_URL = daemon.url
            started = start(api)
            send(started, files.text() + EICAR)
            version = complete(api, started).data["id"]
            file = reverse("api-resume-version-file", args=[version])
            assert api.get(file).status_code == 404
            read_all()
        assert ResumeVersion.objects.get().failure_code == "infected"
        assert list(bucket.object_versions.all()) == []
        assert api.get(file).status_code == 404

    def test_of_somebody_else_is_not_there(self, api, bucket):
        started = start(api)
        send(started)
        stranger = APIClient()
        stranger.force_authenticate(UserFactory())
        assert complete(stranger, started).status_code == 404


@pytest.mark.django_db(transaction=True)
class TestCompleteAtOnce:
    def test_answers_the_version_another_made_of_what_is_gone_now(self, bucket, sam, monkeypatch):
        upload, form = services.start_direct_upload(
            owner=sam, file_name="x.txt", media_type="text/plain"
        )
        httpx.post(form.url, data=form.fields, files={"file": ("x", files.text())})
        made, ask = [], storage.size_of

        def faster(key):
            """Somebody completes it between our look at the row and our look at the store."""
            monkeypatch.setattr(storage, "size_of", ask)
            made.append(complete_now())
            return ask(key)

        def complete_now():
            return services.complete_direct_upload(
                owner=sam, upload_id=upload.pk, now=timezone.now()
            )

        monkeypatch.setattr(storage, "size_of", faster)
        assert [complete_now()] == made

    def test_makes_one_version(self, bucket, sam):
        upload, form = services.start_direct_upload(
            owner=sam, file_name="x.txt", media_type="text/plain"
        )
        httpx.post(form.url, data=form.fields, files={"file": ("x", files.text())})
        barrier, outcomes = threading.Barrier(3), []

        def act():
            barrier.wait()
            try:
                made = services.complete_direct_upload(
                    owner=sam, upload_id=upload.pk, now=timezone.now()
                )
                outcomes.append(made.pk)
            except services.NotArrivedError:
                outcomes.append(None)

        run_together(act, 3)
        assert len(set(outcomes) - {None}) == 1
        assert ResumeVersion.objects.count() == 1


class TestSweep:
    def test_forgets_what_nobody_completed(self, api, bucket):
        started = start(api)
        send(started)
        tasks.sweep_versions()
        assert len(keys(bucket)) == 1
        assert ingest.sweep_abandoned(now=timezone.now() + timedelta(hours=2)) == 1
        assert keys(bucket) == []
        assert complete(api, started).status_code == 404

    def test_finds_what_was_sent_after_its_row_was_gone(self, api, bucket):
        started = start(api)
        DirectUpload.objects.all().delete()
        send(started)
        assert ingest.sweep_orphans(now=timezone.now() + timedelta(hours=3)) == 1
        assert keys(bucket) == []

    def test_goes_with_its_person(self, api, sam, bucket, django_capture_on_commit_callbacks):
        send(start(api))
        with django_capture_on_commit_callbacks(execute=True):
            services.erase_files_on_commit(owner_id=sam.pk)
        assert keys(bucket) == []


class TestVersionedBucket:
    def test_keeps_no_former_version_of_a_deleted_file(self, bucket):
        call_command("prepare_bucket", stdout=io.StringIO())
        key = storage.key_of(UserFactory().pk, "ab" * 32)
        storage.store(key, b"private")
        storage.delete(key)
        assert list(bucket.object_versions.all()) == []

    def test_prepares_a_bucket_as_often_as_one_likes(self, bucket, settings):
        settings.SITE_URL = "https://jobs.example.org/"
        said = io.StringIO()
        for _ in range(2):
            call_command("prepare_bucket", stdout=said)
        client, name = bucket.meta.client, bucket.name
        assert client.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
        rule = client.get_bucket_cors(Bucket=name)["CORSRules"][0]
        assert rule["AllowedOrigins"] == ["https://jobs.example.org"]
        blocked = client.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
        assert all(blocked.values())
        lifecycle = client.get_bucket_lifecycle_configuration(Bucket=name)["Rules"][0]
        assert lifecycle["Filter"] == {"Prefix": "incoming/"}

    def test_has_nothing_to_prepare_on_disk(self):
        with pytest.raises(CommandError, match="on disk"):
            call_command("prepare_bucket")


class TestPage:
    def test_sends_straight_to_the_bucket_where_there_is_one(self, client, sam, settings):
        client.force_login(sam)
        assert b"data-direct" not in client.get(reverse("resumes")).content
        settings.S3_BUCKET = "people"
        assert b'data-direct="/api/v1/resumes/uploads"' in client.get(reverse("resumes")).content


def policy_of(started):
    """What the store was told to hold; moto itself holds none of it."""
    return json.loads(base64.b64decode(started.data["fields"]["policy"]))


def conditions(started):
    return policy_of(started)["conditions"]


def run_together(act, count):
    def guarded():
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
