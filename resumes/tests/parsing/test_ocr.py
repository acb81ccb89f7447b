"""Pictures of resumes: straightened, read by a confined child of its own, and understood like any page."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from resumes.parsing import sniff
from resumes.parsing.document import Placement
from resumes.parsing.ocr import engine, hocr, slips, spots
from resumes.parsing.sandbox import PictureDesk, parse_file
from resumes.parsing.types import ParseFailure
from resumes.tests.parsing.pdfs import Text, column, pdf
from resumes.tests.parsing.people import PEOPLE
from resumes.tests.parsing.pictures import as_file, letterless, taken
from resumes.tests.parsing.rewritten import packed
from resumes.tests.parsing.writers import as_pdf, as_sidebar_pdf, docx

PERSON = PEOPLE[0]
GERMAN = next(p for p in PEOPLE if p.language == "de")


SLOW = pytest.mark.slow
CARD = [
    Text(50, 60, "Jane Roe", 20),
    *column(
        50,
        90,
        [
            "jane.roe@example.com",
            "+1 312 555 0147",
            "#Experience",
            "Cook, Acme Inc.",
            "March 2019 - June 2021",
            "#Skills",
            "Baking, Planning, First Aid",
        ],
    ),
]
JANE = ("Jane Roe", "jane.roe@example.com", "+1 312 555 0147")


def read(data: bytes, folder: Path, **how):
    path = folder / "file"
    path.write_bytes(data)
    return parse_file(path, **how)


def contact(parsed) -> tuple[str, str, str]:
    basics = parsed.resume["basics"]
    return basics["name"], basics["email"], basics["phone"]


@pytest.mark.needs_ocr
class TestScans:
    @pytest.mark.parametrize(
        "degrees", [1.5, pytest.param(-2.0, marks=SLOW), pytest.param(0.0, marks=SLOW)]
    )
    def test_a_page_that_lies_askew(self, degrees, tmp_path):
        parsed = read(as_file(taken(as_pdf(PERSON), degrees=degrees), "PDF"), tmp_path)
        assert contact(parsed) == (PERSON.name, PERSON.email, PERSON.phone)
        assert [j["position"] for j in parsed.resume["work"]] == [job[0] for job in PERSON.jobs]
        assert [j["highlights"] for j in parsed.resume["work"]] == [job[3] for job in PERSON.jobs]
        assert "read_from_picture" in parsed.warnings

    @pytest.mark.parametrize(
        "quarters", [1, pytest.param(2, marks=SLOW), pytest.param(3, marks=SLOW)]
    )
    def test_a_page_on_its_side_or_head(self, quarters, tmp_path):
        parsed = read(as_file(taken(pdf(CARD), quarters=quarters), "PDF"), tmp_path)
        assert contact(parsed) == JANE

    def test_columns_stay_columns(self, tmp_path):
        parsed = read(as_file(taken(as_sidebar_pdf(PERSON)), "PDF"), tmp_path)
        assert [s["name"] for s in parsed.resume["skills"]] == PERSON.skills
        assert "two_columns" in parsed.warnings

    def test_letters_of_the_language_it_is_written_in(self, tmp_path):
        parsed = read(as_file(taken(as_pdf(GERMAN)), "PDF"), tmp_path)
        assert parsed.language == "de"
        assert [j["highlights"] for j in parsed.resume["work"]] == [job[3] for job in GERMAN.jobs]

    def test_values_are_as_sure_as_their_letters(self, tmp_path):
        sure = read(pdf(CARD), tmp_path).provenance["/basics/name"]
        read_off = read(as_file(taken(pdf(CARD)), "PDF"), tmp_path).provenance["/basics/name"]
        assert 0.5 < read_off["confidence"] < sure["confidence"]

    def test_values_stand_where_they_stand_on_the_page(self, tmp_path):
        straight = read(pdf(CARD), tmp_path).provenance["/basics/name"]["box"]
        parsed = read(as_file(taken(pdf(CARD), degrees=2.0), "PDF"), tmp_path)
        turned_box = parsed.provenance["/basics/name"]["box"]
        upright = Placement(0, -2.0, 595, 842).original(tuple(straight))
        assert turned_box == pytest.approx(upright, abs=12)

    def test_a_page_of_text_and_a_page_that_is_a_picture(self, tmp_path):
        first = pdf(
            [
                Text(50, 60, "Jane Roe", 20),
                *column(
                    50, 90, ["jane@example.com", "#Experience", "Cook, Acme Inc.", "2019 - 2021"]
                ),
            ]
        )
        second = taken(
            pdf(
                column(
                    50, 60, ["#Education", "University of Leeds", "BSc Mathematics", "2014 - 2017"]
                )
            )
        )
        parsed = read(joined(first, as_file(second, "PDF")), tmp_path)
        assert parsed.resume["education"][0]["institution"] == "University of Leeds"
        assert parsed.provenance["/education/0/institution"]["page"] == 1
        assert parsed.resume["work"][0]["name"] == "Acme Inc."


def joined(*files: bytes) -> bytes:
    from io import BytesIO  # noqa: PLC0415

    import pypdfium2  # noqa: PLC0415

    whole = pypdfium2.PdfDocument.new()
    for data in files:
        whole.import_pages(pypdfium2.PdfDocument(data))
    buffer = BytesIO()
    whole.save(buffer)
    return buffer.getvalue()


@pytest.mark.needs_ocr
class TestPictures:
    @pytest.mark.parametrize(
        ("kind", "media_type"),
        [("PNG", sniff.PNG), ("JPEG", sniff.JPEG), ("WEBP", sniff.WEBP), ("TIFF", sniff.TIFF)],
    )
    def test_are_read_whatever_they_are_called(self, kind, media_type, tmp_path):
        parsed = read(as_file(taken(pdf(CARD)), kind), tmp_path)
        assert parsed.media_type == media_type
        assert contact(parsed) == JANE

    def test_in_a_word_file_that_is_nothing_else(self, tmp_path):
        picture = as_file(taken(pdf(CARD)), "PNG")
        with zipfile.ZipFile(io.BytesIO(docx("<w:p/>"))) as empty:
            parts = {name: empty.read(name) for name in empty.namelist()}
        parsed = read(packed({**parts, "word/media/image1.png": picture}), tmp_path)
        assert contact(parsed) == JANE
        assert parsed.media_type == sniff.DOCX

    def test_with_several_pages(self, tmp_path):
        pages = taken(
            pdf(
                [Text(50, 60, "Jane Roe", 20), Text(50, 90, "jane@example.com")],
                column(50, 60, ["#Skills", "Python, PostgreSQL"]),
            )
        )
        parsed = read(as_file(pages, "TIFF"), tmp_path)
        assert (parsed.pages, parsed.resume["basics"]["name"]) == (2, "Jane Roe")
        assert [s["name"] for s in parsed.resume["skills"]] == ["Python", "PostgreSQL"]

    @pytest.mark.parametrize(
        "make", [letterless, lambda: as_file([Image.new("L", (600, 800), 200)], "PNG")]
    )
    def test_without_letters_are_illegible(self, make, tmp_path):
        with pytest.raises(ParseFailure, match="illegible"):
            read(make(), tmp_path)

    def test_that_would_unpack_to_gigabytes_are_too_big(self, tmp_path):
        with pytest.raises(ParseFailure, match="too_big"):
            read(as_file([Image.new("1", (30_000, 30_000))], "PNG"), tmp_path)

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
    def test_that_are_cut_off_are_corrupt(self, kind, tmp_path):
        whole = as_file([Image.new("L", (300, 300), 3)], kind)
        with pytest.raises(ParseFailure, match=r"corrupt|illegible"):
            read(whole[:60], tmp_path)

    def test_leave_nothing_behind(self, tmp_path, monkeypatch):
        private = tmp_path / "private"
        private.mkdir()
        monkeypatch.setenv("TMPDIR", str(private))
        monkeypatch.setattr("tempfile.tempdir", None)
        read(as_file(taken(pdf(CARD)), "PNG"), tmp_path)
        assert list(private.iterdir()) == []


@pytest.mark.needs_ocr
class TestTimeRunsOut:
    @pytest.fixture
    def readings(self, monkeypatch):
        """Return a function that says how many pictures there is time for."""
        once = PictureDesk._read

        def limit(count: int) -> None:
            left = iter(range(count))

            def until_time_is_up(desk, name, languages):
                return next(left, None) is not None and once(desk, name, languages)

            monkeypatch.setattr(PictureDesk, "_read", until_time_is_up)

        return limit

    def test_what_was_read_by_then_is_the_answer(self, readings, tmp_path):
        readings(1)
        two = taken(pdf(CARD, column(50, 60, ["#Languages", "English, French"])))
        parsed = read(as_file(two, "PDF"), tmp_path)
        assert contact(parsed) == JANE
        assert "languages" not in parsed.resume
        assert "cut_off" in parsed.warnings

    def test_nothing_read_by_then_was_too_slow(self, readings, tmp_path):
        readings(0)
        with pytest.raises(ParseFailure, match="too_slow"):
            read(as_file(taken(pdf(CARD)), "PNG"), tmp_path)


class TestWithoutTesseract:
    @pytest.fixture(autouse=True)
    def absent(self, monkeypatch):
        monkeypatch.setenv("TESSERACT_PATH", "")

    @pytest.mark.parametrize("kind", ["PNG", "PDF"])
    def test_a_picture_is_told_to_be_one(self, kind, tmp_path):
        with pytest.raises(ParseFailure, match="image_only") as caught:
            read(as_file(taken(as_pdf(PERSON), dpi=72), kind), tmp_path)
        assert "tesseract" in caught.value.message

    def test_pages_with_text_are_read_all_the_same(self, tmp_path):
        text = pdf([Text(50, 60, "Jane Roe", 20), Text(50, 90, "jane@example.com")])
        parsed = read(joined(text, as_file(taken(as_pdf(PERSON), dpi=72), "PDF")), tmp_path)
        assert parsed.resume["basics"]["name"] == "Jane Roe"
        assert "unread_region" in parsed.warnings


@pytest.mark.needs_ocr
class TestConfinedReader:
    @pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="only Linux confines by system call"
    )
    def test_has_no_network_and_no_children(self, tmp_path):
        """A program in tesseract's place tries what it must not."""
        program = tmp_path / "greedy"
        program.write_text(
            f"#!{sys.executable} -I\n"
            "import os, resource, socket\n"
            "for name, act in (('net', socket.socket), ('fork', os.fork)):\n"
            "    try:\n        act(); print(name, 'allowed')\n"
            "    except OSError:\n        print(name, 'refused')\n"
            "print(resource.getrlimit(resource.RLIMIT_AS)[0] <= 1024**3)\n"
        )
        program.chmod(0o700)
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own script
            engine.command(str(program), tmp_path / "x.png", "eng"),
            capture_output=True,
            check=False,
            env={},
        )
        assert done.stdout.split(b"\n")[:3] == [b"net refused", b"fork refused", b"True"]

    def test_does_not_follow_a_link_the_parser_left(self, tmp_path):
        victim = tmp_path / "victim"
        victim.write_text("untouched")
        folder = tmp_path / "desk"
        folder.mkdir()
        as_png = as_file([Image.new("L", (200, 80), 255)], "PNG")
        (folder / "0.png").write_bytes(as_png)
        (folder / "0.eng.hocr").symlink_to(victim)
        desk = PictureDesk(folder, engine.program(), frozenset({"eng"}), deadline=1e12)
        assert desk._read("0", "eng")
        assert victim.read_text() == "untouched"


class TestPlacement:
    @pytest.mark.parametrize("quarters", [0, 1, 2, 3])
    def test_a_box_goes_back_to_where_it_was(self, quarters):
        """Draws a spot, turns the picture as a page is turned, and takes the spot's box back."""
        page = Image.new("L", (300, 500), 255)
        ImageDraw.Draw(page).rectangle((40, 60, 80, 70), fill=0)
        upright = page.rotate(90 * quarters, expand=True)
        seen = upright.point(lambda v: 255 - v).getbbox()
        box = Placement(quarters, 0.0, *map(float, upright.size)).original(tuple(map(float, seen)))
        assert box == pytest.approx((40, 60, 81, 71), abs=1.5)


class TestSlips:
    def row(self, text: str) -> list[str]:
        words = [(word, 0.9, n * 50, n * 50 + 40) for n, word in enumerate(text.split())]
        return [text for text, _ in slips.mended([words])[0] if text]

    @pytest.mark.parametrize(
        ("seen", "meant"),
        [
            ("jane.roe @example.com", ["jane.roe@example.com"]),
            ("jane.roe@ example.com", ["jane.roe@example.com"]),
            ("jane.roe©example.com", ["jane.roe@example.com"]),
            ("jane.roeQ© example.com", ["jane.roe@example.com"]),
            ("jane.roe ©example.com", ["jane.roe@example.com"]),
            ("Phone: +49 3O l2345678", ["Phone:", "+49", "30", "12345678"]),
            ("(312) 555-O147 | Chicago", ["(312)", "555-0147", "|", "Chicago"]),
            ("Nordica Sp. Z 0.0.", ["Nordica", "Sp.", "z", "o.o."]),
            ("Roe r0e@example.com", ["Roe", "roe@example.com"]),
            ("Böhm k.boenm@example.com", ["Böhm", "k.boehm@example.com"]),
        ],
    )
    def test_are_mended_where_one_reading_makes_sense(self, seen, meant):
        assert self.row(seen) == meant

    @pytest.mark.parametrize(
        "text",
        [
            "SQL S3 B2B",
            "r2d2@example.com",
            "Anna ane@example.com",
            "Kim kin.kih@example.com",
            "IO 2019 - 2021",
            "Il Sole 24 Ore",
            "meet @example",
            "© 2019 example.com",
            "Bob B12 4OS",
        ],
    )
    def test_are_not_seen_in_what_may_be_right(self, text):
        assert self.row(text) == text.split()

    def test_lone_signs_before_lists_are_bullets(self):
        rows = [
            [(sign, 0.6, 100, 108)]
            + [(w, 0.9, 120 + n, 121 + n) for n, w in enumerate(["led", "the", "whole", "team"])]
            for sign in "e*«"
        ]
        assert [row[0][0] for row in slips.mended(rows)] == ["•"] * 3


class TestSpots:
    def page(self) -> Image.Image:
        """Round bullets before two lines, a square hole's ring before the third, a letter before the fourth."""
        page = Image.new("L", (400, 300), 255)
        draw = ImageDraw.Draw(page)
        for y in (30, 80):
            draw.ellipse((20, y, 30, y + 10), fill=0)
        draw.ellipse((20, 130, 34, 144), outline=0, width=2)
        draw.rectangle((20, 170, 23, 200), fill=0)
        for y in (45, 95, 145, 195):
            draw.rectangle((50, y - 20, 300, y), fill=0)
        return page

    def test_are_found_before_lines(self):
        ink = np.asarray(self.page()) < 128
        found = spots.bullets([(50, y, 30.0) for y in (45, 95, 145, 195)], ink)
        assert found == [(20, 31), (20, 31), None, None]

    def test_one_alone_is_no_list(self):
        ink = np.asarray(self.page()) < 128
        assert spots.bullets([(50, 45, 30.0), (50, 195, 30.0)], ink) == [None, None]


class TestHocr:
    LINE = (
        "<html><span class='ocr_line' title='bbox 0 0 900 80; baseline 0 -10; x_size 80'>"
        "<span class='ocrx_word' title='bbox 10 20 200 56; x_wconf 91'>Phone:</span>"
        "<span class='ocrx_word' title='bbox 500 10 900 70; x_wconf 96'>Jane</span></span></html>"
    )

    def test_each_column_of_a_line_has_its_own_size(self):
        words = hocr.read(self.LINE.encode(), b"", Image.new("L", (900, 100), 255), 0.24).words
        small, large = sorted(words, key=lambda word: word.x0)
        assert small.size < large.size * 0.7

    @pytest.mark.parametrize(
        "data", [b"", b"<html/>", b"<html><span class='ocr_line'>", b"\x00\xff<"]
    )
    def test_damage_is_survived(self, data):
        assert hocr.read(data, b"", Image.new("L", (9, 9), 255), 0.24).words == []

    def test_what_stands_before_the_damage_is_read(self):
        cut = self.LINE.encode()[:170]
        found = hocr.read(cut, b"", Image.new("L", (900, 100), 255), 0.24).words
        assert [word.text for word in found] == ["Phone:"]
