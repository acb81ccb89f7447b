"""Pictures of an original's pages: drawn elsewhere, shown to the owner alone."""

import io
import time

import pytest
from django.core import signing
from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from accounts.tests.factories import UserFactory
from resumes import selectors, services, storage
from resumes.parsing import pictures
from resumes.parsing.sniff import PDF
from resumes.parsing.types import ParseFailure
from resumes.tests import files
from resumes.tests.factories import ResumeVersionFactory
from resumes.tests.parsing.pictures import as_file

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


def _sheet(mode="L", size=(400, 800), colour=255):
    """A blank page with a black corner at its top left."""
    sheet = Image.new(mode, size, colour)
    sheet.paste(0, (0, 0, 100, 100))
    return sheet


def _seen(picture):
    return Image.open(io.BytesIO(picture)).convert("L")


class TestDrawingPictures:
    """An original that is a picture already: a photo, a scan."""

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
    def test_shows_it_on_a_page_as_long_as_the_reader_takes_it_for(self, tmp_path, kind):
        path = tmp_path / "file"
        path.write_bytes(as_file([_sheet()], kind))
        assert pictures.page_sizes(path) == ((421.0, 842.0),)
        seen = _seen(pictures.draw_page(path, 0))
        assert (seen.size, seen.getpixel((50, 50)) < 40) == ((400, 800), True)

    def test_has_every_page_of_a_tiff(self, tmp_path):
        path = tmp_path / "file"
        path.write_bytes(as_file([_sheet(), _sheet(size=(800, 400))], "TIFF"))
        assert pictures.page_sizes(path) == ((421.0, 842.0), (842.0, 421.0))
        assert _seen(pictures.draw_page(path, 1)).size == (800, 400)

    def test_stands_upright_as_the_camera_says(self, tmp_path):
        path = tmp_path / "file"
        exif = Image.Exif()
        exif[0x0112] = 6  # to be turned clockwise by a quarter
        _sheet().save(path, "JPEG", exif=exif)
        assert pictures.page_sizes(path) == ((842.0, 421.0),)
        seen = _seen(pictures.draw_page(path, 0))
        assert (seen.size, seen.getpixel((750, 50)) < 40) == ((800, 400), True)

    @pytest.mark.parametrize("mode", ["P", "RGBA", "LA", "1", "CMYK", "I;16"])
    def test_shows_every_kind_of_picture_and_paper_behind_what_is_see_through(self, tmp_path, mode):
        path = tmp_path / "file"
        Image.new(mode, (400, 800)).save(path, "TIFF" if mode == "CMYK" else "PNG")
        seen = _seen(pictures.draw_page(path, 0))
        assert seen.getpixel((200, 400)) == (255 if mode in ("RGBA", "LA", "CMYK") else 0)

    def test_sends_no_more_pixels_than_are_shown(self, tmp_path):
        path = tmp_path / "file"
        Image.new("RGBA", (7000, 9000), "white").save(path, "PNG")
        assert _seen(pictures.draw_page(path, 0)).size == (1240, 1594)

    @pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n nothing", b"\xff\xd8\xff\xe0"])
    def test_fails_in_order_for_a_broken_one(self, tmp_path, content):
        path = tmp_path / "file"
        path.write_bytes(content)
        with pytest.raises(ParseFailure):
            pictures.page_sizes(path)


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

    def test_draws_an_original_that_is_a_picture(self, stored_version):
        version = stored_version(as_file([_sheet()], "PNG"), media_type="image/png")
        assert services.draw_page(version, 0)[:4] == WEBP[0]

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


class TestWithWholeLines:
    def crops(self, version):
        known = {"page": 0, "line": 0, "box": [72.0, 62.0, 150.0, 74.0], "confidence": 0.4}
        version.provenance = {"/basics/name": known}
        return [selectors.crop_of(version, "/basics/name", services.page_sizes(version))]

    def test_keeps_the_mark_inside_and_asks_once(self, stored_version):
        version = stored_version(files.pdf())
        crops = self.crops(version)
        (crop,) = services.with_whole_lines(version, crops)
        assert crop != crops[0]
        assert crop.x <= crop.mark.x
        assert crop.mark.x + crop.mark.width <= crop.x + crop.width
        assert crop.y <= crop.mark.y
        assert crop.mark.y + crop.mark.height <= crop.y + crop.height
        storage.delete(version.file_key)
        assert services.with_whole_lines(version, crops) == [crop]

    def test_leaves_them_as_they_are_where_nothing_can_be_drawn(self, stored_version):
        version = stored_version(files.pdf())
        crops = self.crops(version)
        storage.delete(version.file_key)
        assert services.with_whole_lines(version, crops) == crops

    def test_has_nothing_to_do_for_none(self, stored_version):
        assert services.with_whole_lines(stored_version(files.pdf()), []) == []


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
        assert client.get(page_of(version, "١")).status_code == 404
        assert client.get("/resumes/originals/%00/pages/1").status_code == 404

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
