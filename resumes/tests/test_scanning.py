"""Nothing is read or handed out that the virus scanner has not seen."""

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from core.clamd import EICAR, ScannerDownError
from core.tests.clamd_server import running
from resumes import ingest, services
from resumes.models import ResumeVersion
from resumes.tests import files
from resumes.tests.test_uploads import upload
from resumes.types import FAILURES

pytestmark = pytest.mark.django_db


@pytest.fixture
def daemon(settings):
    with running() as found:
        settings.CLAMAV_URL = found.url
        yield found


def read(version):
    outcome = ingest.read_version(version_id=version.pk, now=timezone.now())
    version.refresh_from_db()
    return outcome


class TestReadVersion:
    def test_scans_the_very_bytes_before_it_reads_them(self, daemon):
        version = upload(UserFactory())
        assert read(version)
        assert daemon.scanned == [files.text()]
        assert version.state == "PARSED"
        assert version.scanned_at is not None

    def test_fails_an_infected_file_and_keeps_nothing_of_it(self, daemon, stored):
        version = upload(UserFactory(), files.text() + EICAR)
        read(version)
        assert (version.state, version.failure_code, version.file_key) == ("FAILED", "infected", "")
        assert stored() == []
        assert "virus" in version.failure_message

    def test_fails_the_same_bytes_again_and_lets_nobody_retry(self, daemon, stored):
        owner = UserFactory()
        version = upload(owner, files.text() + EICAR)
        read(version)
        again = upload(owner, files.text() + EICAR)
        assert (again.pk, again.state) == (version.pk, "FAILED")
        with pytest.raises(services.NotReadableAgainError):
            services.retry_parse(version=again, now=timezone.now())

    @pytest.mark.parametrize("mood", ["drop", "babble"])
    def test_waits_while_the_scanner_is_away_and_then_goes_on(self, daemon, stored, mood):
        version = upload(UserFactory())
        daemon.mood = mood
        for _ in range(5):  # more often than a file may break the reader
            with pytest.raises(ScannerDownError):
                ingest.read_version(version_id=version.pk, now=timezone.now())
        version.refresh_from_db()
        assert (version.state, version.attempts, len(stored())) == ("RECEIVED", 0, 1)
        daemon.mood = "well"
        assert read(version)
        assert version.state == "PARSED"

    def test_never_skips_a_file_the_scanner_does_not_take(self, daemon):
        daemon.limit = 10
        version = upload(UserFactory())
        read(version)
        assert (version.state, version.failure_code) == ("FAILED", "unscanned")
        assert version.parsed == {}


class TestHandingOut:
    def test_waits_for_the_scan(self, daemon, client):
        version = upload(UserFactory())
        client.force_login(version.owner)
        api = APIClient()
        api.force_authenticate(version.owner)
        page = reverse("resume-file", args=[version.pk])
        endpoint = reverse("api-resume-version-file", args=[version.pk])
        assert (client.get(page).status_code, api.get(endpoint).status_code) == (404, 404)
        read(version)
        assert (client.get(page).status_code, api.get(endpoint).status_code) == (200, 200)

    def test_of_a_file_that_was_seen_but_not_read_goes_on(self, daemon, client):
        version = upload(UserFactory(), files.pdf(content=b""))
        read(version)
        client.force_login(version.owner)
        assert version.state == "FAILED"
        assert client.get(reverse("resume-file", args=[version.pk])).status_code == 200

    def test_of_a_file_that_was_never_seen_does_not(self, daemon, client):
        version = upload(UserFactory())
        ResumeVersion.objects.update(state="FAILED", failure_code="crashed")
        client.force_login(version.owner)
        assert client.get(reverse("resume-file", args=[version.pk])).status_code == 404

    def test_needs_no_scan_without_a_scanner(self, client):
        version = upload(UserFactory())
        client.force_login(version.owner)
        assert client.get(reverse("resume-file", args=[version.pk])).status_code == 200


class TestReread:
    def test_reads_nothing_the_scanner_has_not_seen(self, daemon, read_all):
        seen, unseen = upload(UserFactory()), upload(UserFactory(), files.text("2"))
        read(seen)
        ResumeVersion.objects.filter(pk=unseen.pk).update(state="FAILED", failure_code="unscanned")
        ResumeVersion.objects.update(parser_version="0")
        run = services.start_reparse(actor=None, is_everything=True, is_background=False)
        assert run.total == 1
        while ingest.reread_batch(run_id=run.pk):
            pass
        unseen.refresh_from_db()
        assert unseen.state == "FAILED"

    def test_retry_has_it_scanned_once_the_scanner_takes_more(self, daemon):
        daemon.limit = 10
        version = upload(UserFactory())
        read(version)
        daemon.limit = 1_000_000
        again = upload(version.owner)
        assert (again.pk, again.state) == (version.pk, "RECEIVED")
        read(version)
        assert version.state == "PARSED"


def test_every_verdict_has_words():
    assert {"infected", "unscanned"} <= set(FAILURES)
