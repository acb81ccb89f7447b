"""Pictures of an original's pages: drawn elsewhere, shown to the owner alone."""

import time

import pytest
from django.core import signing
from django.core.cache import cache
from django.urls import reverse

from accounts.tests.factories import UserFactory
from resumes import services, storage
from resumes.parsing import pictures
from resumes.parsing.sniff import PDF
from resumes.parsing.types import ParseFailure
from resumes.tests import files
from resumes.tests.factories import ResumeVersionFactory

WEBP = (b"RIFF", b"WEBP")


@pytest.fixture
def sam(db):
    return UserFactory()


@pytest.fixture
def stored_version(sam):
    """Return a function that stores bytes as a version somebody read."""

    def make(content, owner=sam, media_type=PDF, **more):
        version = ResumeVersionFactory(
            resume__owner=owner, resume__is_default=False, media_type=media_type, **more
        )
        version.file_key = storage.key_of(owner.pk, version.sha256)
        version.save()
        storage.store(version.file_key, content)
        return version

    return make


def page_of(version, number=1):
    return reverse("resume-page", args=[version.sha256, number])


class TestDrawing:
    def test_makes_a_picture_as_wide_as_it_is_shown(self, tmp_path):
        path = tmp_path / "file"
        path.write_bytes(files.pdf(pages=2))
        assert pictures.page_sizes(path) == ((612.0, 792.0), (612.0, 792.0))
        drawn = pictures.draw_page(path, 1)
        assert (drawn[:4], drawn[8:12]) == WEBP

    @pytest.mark.parametrize(
        "content", [b"", b"%PDF-1.7 nothing", files.encrypted_pdf(), files.text()]
    )
    def test_fails_in_order_for_what_is_no_pdf(self, tmp_path, content):
        path = tmp_path / "file"
        path.write_bytes(content)
        with pytest.raises(ParseFailure):
            pictures.page_sizes(path)

    def test_bounds_a_page_as_tall_as_a_house(self, tmp_path):
        path = tmp_path / "file"
        path.write_bytes(files.pdf().replace(b"0 0 612 792", b"0 0 12 9999"))
        assert len(pictures.draw_page(path, 0)) < 1_000_000


class TestDrawPage:
    def test_draws_once(self, stored_version):
        version = stored_version(files.pdf())
        first = services.draw_page(version, 0)
        storage.delete(version.file_key)
        assert services.draw_page(version, 0) == first

    @pytest.mark.parametrize("number", [-1, 1, 99])
    def test_has_no_picture_of_a_page_that_is_not_there(self, stored_version, number):
        with pytest.raises(services.NoPictureError):
            services.draw_page(stored_version(files.pdf()), number)

    def test_has_none_of_a_broken_file_and_does_not_try_again_at_once(self, stored_version):
        version = stored_version(b"%PDF-1.7 nothing")
        assert services.page_sizes(version) == ()
        assert cache.get(f"resume-sizes:{version.file_key}") == []

    def test_has_none_of_other_formats_lost_files_and_unread_ones(self, stored_version):
        lost = stored_version(files.pdf())
        storage.delete(lost.file_key)
        assert services.page_sizes(lost) == ()
        assert services.page_sizes(stored_version(files.text(), media_type="text/plain")) == ()
        assert services.page_sizes(stored_version(files.pdf(), state="FAILED")) == ()


class TestPagePicture:
    def test_is_private_to_its_owner(self, client, sam, stored_version):
        version = stored_version(files.pdf())
        assert client.get(page_of(version)).status_code == 302
        client.force_login(UserFactory())
        assert client.get(page_of(version)).status_code == 404
        client.force_login(sam)
        answer = client.get(page_of(version))
        assert (answer.content[:4], answer["Content-Type"]) == (b"RIFF", "image/webp")
        assert answer["Cache-Control"].startswith("private,")
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_knows_only_pages_that_are_there(self, client, sam, stored_version):
        version = stored_version(files.pdf())
        client.force_login(sam)
        assert client.get(page_of(version, 0)).status_code == 404
        assert client.get(page_of(version, 2)).status_code == 404

    def test_gives_each_of_two_people_their_own_copy_of_the_same_file(
        self, client, sam, stored_version
    ):
        mine = stored_version(files.pdf())
        other = UserFactory()
        theirs = stored_version(files.pdf(), owner=other, sha256=mine.sha256)
        mine.resume.delete()
        client.force_login(sam)
        assert client.get(page_of(theirs)).status_code == 404


class TestSignedPicture:
    def test_needs_no_session_for_a_minute(self, client, stored_version, monkeypatch):
        version = stored_version(files.pdf())
        address = reverse("resume-signed-page", args=[services.picture_token(version, 1)])
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
        now = time.time()
        monkeypatch.setattr(signing.time, "time", lambda: now + 61)
        assert client.get(address).status_code == 403

    @pytest.mark.parametrize("token", ["x", "WyJhIiwxXQ:1:abc"])
    def test_refuses_a_forged_link(self, client, db, token):
        assert client.get(reverse("resume-signed-page", args=[token])).status_code == 403

    def test_dies_with_its_version(self, client, stored_version):
        version = stored_version(files.pdf())
        token = services.picture_token(version, 1)
        version.resume.delete()
        assert client.get(reverse("resume-signed-page", args=[token])).status_code == 403
