"""The file store, on a disk and over the S3 protocol; both keep the same promises."""

import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts import privacy
from accounts.tests.factories import GuestFactory, UserFactory
from core.models import uuid7
from resumes import ingest, storage
from resumes.models import ResumeVersion
from resumes.tests import files, s3
from resumes.tests.test_uploads import upload


@pytest.fixture(scope="module")
def s3_server():
    """An S3 server of this module's own, over HTTP."""
    with s3.server() as url:
        yield url


@pytest.fixture
def bucket(s3_server, settings, monkeypatch):
    """Keep files in a fresh bucket, through the settings an operator gets."""
    return s3.use_bucket(s3_server, settings, monkeypatch)


@pytest.fixture(params=["disk", "s3"])
def store(request):
    """Either kind of store."""
    if request.param == "s3":
        request.getfixturevalue("bucket")
    return request.param


class TestEitherStore:
    def key(self):
        return storage.key_of(uuid7(), "ab" * 32)

    def test_gives_back_what_was_stored(self, store):
        key, content = self.key(), b"x" * (3 * 1024 * 1024 + 7)
        storage.store(key, content)
        assert b"".join(storage.read(key)) == content
        with storage.fetched(key) as path:
            assert path.read_bytes() == content
        assert not path.exists()

    def test_keeps_one_file_of_a_key_written_often_and_at_once(self, store):
        key = self.key()
        writers = [threading.Thread(target=storage.store, args=(key, b"same")) for _ in range(6)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        folder, _slash, _name = key.rpartition("/")
        assert default_storage.listdir(folder)[1] == [key.rpartition("/")[2]]

    def test_misses_what_is_not_there(self, store):
        key = self.key()
        assert storage.exists(key) is False
        storage.delete(key)
        with pytest.raises(FileNotFoundError), storage.fetched(key):
            pass

    def test_lists_keys_with_their_time(self, store):
        key = self.key()
        storage.store(key, b"one")
        found = dict(storage.stored_under())
        assert set(found) == {key}
        assert abs(found[key] - datetime.now(tz=UTC)) < timedelta(minutes=5)

    @pytest.mark.django_db
    def test_carries_an_upload_to_its_reading_and_its_end(
        self, store, read_all, django_capture_on_commit_callbacks
    ):
        guest = GuestFactory()
        version = upload(guest)
        assert upload(guest).pk == version.pk
        read_all()
        version.refresh_from_db()
        assert version.parsed["basics"]["email"] == "sam@example.org"
        with django_capture_on_commit_callbacks(execute=True):
            privacy.erase_expired_guests(now=guest.expires_at)
        assert not ResumeVersion.objects.exists()
        assert list(storage.stored_under()) == []

    @pytest.mark.django_db
    def test_loses_its_orphans_to_the_sweep(self, store):
        version = upload(UserFactory())
        storage.store(self.key(), b"left behind")
        later = timezone.now() + timedelta(hours=3)
        assert ingest.sweep_orphans(now=later) == 1
        assert [key for key, _at in storage.stored_under()] == [version.file_key]


class TestS3:
    def head(self, bucket, key):
        return bucket.meta.client.head_object(Bucket=bucket.name, Key=key)

    def test_encrypts_at_rest_and_grants_nobody(self, bucket):
        key = storage.key_of(uuid7(), "cd" * 32)
        storage.store(key, b"private")
        assert self.head(bucket, key)["ServerSideEncryption"] == "AES256"
        grants = bucket.Object(key).Acl().grants
        assert all("URI" not in grant["Grantee"] for grant in grants)

    @pytest.mark.django_db
    def test_lays_keys_out_by_owner_and_digest(self, bucket):
        version = upload(UserFactory())
        assert version.file_key == f"users/{version.owner_id}/resumes/{version.sha256}"
        assert [item.key for item in bucket.objects.all()] == [version.file_key]

    @pytest.mark.django_db
    def test_answers_a_download_with_a_signed_link_that_dies_soon(self, bucket, client):
        version = upload(UserFactory(), name="Sam “CV”.txt")
        client.force_login(version.owner)
        response = client.get(reverse("resume-file", args=[version.pk]))
        query = parse_qs(urlsplit(response["Location"]).query)
        assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
        assert int(query["X-Amz-Expires"][0]) <= 60
        with urlopen(response["Location"]) as answer:  # noqa: S310 - our own loopback server
            assert answer.read() == files.text()
            assert answer.headers["Content-Disposition"].startswith("attachment")

    @pytest.mark.django_db
    def test_being_away_is_a_later_try_and_no_failure_of_the_file(self, bucket, settings):
        version = upload(UserFactory())
        options = {**settings.STORAGES["default"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:1"}
        away = {**settings.STORAGES["default"], "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": away}
        with pytest.raises(storage.StorageDownError):
            ingest.read_version(version_id=version.pk, now=timezone.now())
        version.refresh_from_db()
        assert (version.state, version.attempts) == ("RECEIVED", 0)
