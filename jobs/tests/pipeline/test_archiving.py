import gzip
import json
from datetime import timedelta
from io import StringIO

import boto3
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from moto.server import ThreadedMotoServer

from config.settings import base
from core.errors import TransientError
from jobs import holders
from jobs.models import Posting, PostingArchive, PostingKeys, PostingSearch
from jobs.pipeline import archiving
from jobs.pipeline.archiving import archive_postings, restore
from jobs.tests.adzuna import job
from jobs.tests.factories import PostingFactory
from jobs.tests.pipeline.runs import run_import, write_jobs

pytestmark = pytest.mark.django_db

LATER = timedelta(days=140)


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path):
    """Keep files in a folder of this test's own."""
    disk = {**settings.STORAGES["default"]}
    disk["OPTIONS"] = {**disk["OPTIONS"], "location": str(tmp_path / "files")}
    settings.STORAGES = {**settings.STORAGES, "default": disk}
    return tmp_path / "files"


@pytest.fixture
def closed(tmp_path, now):
    """Three postings that were imported and closed long ago."""
    rows = [job(1), job(2, company={"display_name": ""}), job(3)]
    run_import(write_jobs(tmp_path / "gb.jsonl", rows), now=now)
    Posting.objects.update(status="EXPIRED", closed_at=now + timedelta(days=30))
    return list(Posting.objects.order_by("external_id"))


@pytest.fixture
def bucket(settings, monkeypatch):
    """Keep files in a bucket, through the settings an operator gets."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    url = "http://{}:{}".format(*server.get_host_and_port())
    made = boto3.resource("s3", endpoint_url=url, region_name="us-east-1").create_bucket(
        Bucket="archives"
    )
    options = {**base._S3["OPTIONS"], "bucket_name": made.name, "endpoint_url": url}
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    yield made
    server.stop()


def archive(now):
    return archive_postings(now=now + LATER, after_days=90)


def keys_filed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM jobs_likenesskey")
        return cursor.fetchone()[0]


@pytest.fixture
def hold():
    """Hold postings while the test runs."""
    kept = set()
    holders.register("test", lambda postings: kept & set(postings))
    yield kept
    holders._holders.pop("test")


class TestArchivePostings:
    def test_moves_what_closed_long_ago_into_a_file(self, closed, files_folder, now):
        assert archive(now) == 3

        assert not Posting.objects.exists()
        assert not PostingSearch.objects.exists()
        assert not PostingKeys.objects.exists()
        assert keys_filed() == 0
        kept = PostingArchive.objects.get()
        assert kept.postings == 3
        assert kept.path.startswith("archive/postings/2026/12/")
        lines = gzip.decompress((files_folder / kept.path).read_bytes()).splitlines()
        assert {json.loads(line)["external_id"] for line in lines} == {"1", "2", "3"}

    def test_leaves_what_is_open_recent_or_a_sample(self, now):
        PostingFactory()
        PostingFactory(status="EXPIRED", closed_at=now + LATER - timedelta(days=89))
        PostingFactory(status="EXPIRED", closed_at=now, is_sample=True)

        assert archive(now) == 0
        assert not PostingArchive.objects.exists()

    def test_leaves_what_somebody_holds(self, closed, hold, now):
        hold.add(closed[1].pk)

        assert archive(now) == 2
        assert Posting.objects.get() == closed[1]

    def test_goes_on_behind_many_that_are_held(self, closed, hold, monkeypatch, now):
        monkeypatch.setattr(archiving, "BATCH", 1)
        monkeypatch.setattr(archiving, "_LOOKED_AT", 1)
        hold.update(closed[n].pk for n in (0, 1))

        assert archive(now) == 1
        assert Posting.objects.count() == 2

    def test_killed_before_deleting_it_goes_on_with_the_same_file(
        self, closed, files_folder, monkeypatch, now
    ):
        def die(*_args):
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(archiving, "_delete", die)
            with pytest.raises(KeyboardInterrupt):
                archive(now)
        assert Posting.objects.count() == 3

        assert archive(now) == 3
        assert len(list(files_folder.rglob("*.jsonl.gz"))) == 1
        assert PostingArchive.objects.count() == 1

    def test_writes_a_file_again_that_was_cut_short(self, closed, files_folder, now):
        path = archiving._path(sorted(closed, key=lambda p: p.pk), now)
        (files_folder / path).parent.mkdir(parents=True)
        (files_folder / path).write_bytes(b"\x1f\x8b broken")

        assert archive(now) == 3
        assert restore(path, now=now).restored == 3

    def test_deletes_nothing_that_does_not_read_back(self, closed, monkeypatch, now):
        monkeypatch.setattr(archiving, "_read", lambda _path: b"")

        with pytest.raises(TransientError):
            archive(now)

        assert Posting.objects.count() == 3

    def test_keeps_what_opened_again_meanwhile(self, closed, monkeypatch, now):
        write = archiving._write

        def write_slowly(path, body):
            write(path, body)
            Posting.objects.filter(pk=closed[0].pk).update(status="ACTIVE", closed_at=None)

        monkeypatch.setattr(archiving, "_write", write_slowly)

        assert archive(now) == 2
        assert Posting.objects.get() == closed[0]


class TestInABucket:
    def test_is_written_deleted_and_read_back(self, closed, bucket, now):
        assert archive(now) == 3

        path = PostingArchive.objects.get().path
        assert [item.key for item in bucket.objects.all()] == [path]
        assert restore(path, now=now).restored == 3

    def test_says_that_there_is_none(self, bucket, now):
        with pytest.raises(archiving.ArchiveUnreadableError):
            restore("archive/postings/none.jsonl.gz", now=now)


class TestRestore:
    def test_gives_back_every_column(self, closed, now):
        names = [field.attname for field in Posting._meta.concrete_fields]
        before = list(Posting.objects.order_by("pk").values(*names))
        archive(now)
        path = PostingArchive.objects.get().path

        out = StringIO()
        call_command("restore_archive", path, stdout=out)

        after = list(Posting.objects.order_by("pk").values(*names))
        own = {"company_id", "closed_at", "content_hash", "created_at", "updated_at"}
        for old, new in zip(before, after, strict=True):
            assert {k: v for k, v in old.items() if k not in own} == {
                k: v for k, v in new.items() if k not in own
            }
        assert "3 postings, 3 put back" in out.getvalue()
        assert Posting.objects.get(external_id="1").company.name == "Hartwell & Finch"

    def test_twice_changes_nothing(self, closed, now):
        archive(now)
        path = PostingArchive.objects.get().path
        restore(path, now=now)

        assert restore(path, now=now).restored == 0
        assert Posting.objects.count() == 3

    def test_what_came_back_can_be_found_when_its_source_lists_it_again(
        self, closed, tmp_path, now
    ):
        archive(now)
        restore(PostingArchive.objects.get().path, now=now + LATER)
        again = job(1, created=(now + LATER).isoformat())

        run = run_import(write_jobs(tmp_path / "gb2.jsonl", [again]), now=now + LATER)

        assert run.counts["resurrected"] == 1
        assert PostingSearch.objects.get(posting__external_id="1").is_active

    @pytest.mark.parametrize(
        "body",
        [b"", b"not gzip", gzip.compress(b"{}"), gzip.compress(b"[1]\n"), gzip.compress(b"x")],
        ids=["empty", "plain", "no posting", "a list", "no JSON"],
    )
    def test_says_that_a_file_is_none(self, files_folder, body):
        path = "archive/postings/odd.jsonl.gz"
        (files_folder / path).parent.mkdir(parents=True)
        (files_folder / path).write_bytes(body)

        with pytest.raises(CommandError):
            call_command("restore_archive", path)

    def test_says_that_there_is_no_file(self):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("restore_archive", "archive/postings/none.jsonl.gz")

    def test_reads_nothing_outside_the_storage(self):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("restore_archive", "../../etc/passwd")
