"""The documents themselves: valid, tagged, and never a program."""

import io
import json
import zipfile
from dataclasses import asdict
from pathlib import Path

import jsonschema
import pypdf
import pypdfium2
import pytest
import typst
from docx import Document
from PIL import Image

from resumes.exports import (
    FORMATS,
    PAPERS,
    TEMPLATES,
    ExportFailure,
    content_of,
    export,
    preview,
    typeset,
    typesetter,
)

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "resumes" / "jsonresume"
LETTERS = "Łukasz Żółć, Nguyễn Đặng Ưu, Привіт Ґалаґан, Ελληνικά, Çağrı Şahin, Ödön Őri"
HOSTILE = '#read("/etc/passwd") *b* _i_ $x$ <a> @b \\ `c` // d #eval("1+1") [x] "q"'
RESUME = {
    "basics": {
        "name": "Sam Example",
        "email": "sam@example.org",
        "url": "https://sam.example.org",
        "summary": LETTERS,
    },
    "work": [
        {
            "name": "Acme & Sons",
            "position": "Engineer",
            "startDate": "2019-01",
            "highlights": ["Built <it>.", HOSTILE],
        }
    ],
    "skills": [{"name": "Web", "keywords": ["HTML", "CSS"]}, {"name": "Go"}],
}


def text_of(pdf):
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


class TestPdf:
    @pytest.mark.parametrize("template", TEMPLATES)
    def test_shows_every_letter_as_text_and_none_as_markup(self, template):
        found = " ".join(text_of(export(RESUME, "pdf", template=template)).split())
        assert LETTERS in found
        assert HOSTILE in found
        assert "root:" not in found

    @pytest.mark.parametrize("template", TEMPLATES)
    def test_is_tagged_titled_and_has_its_fonts_inside(self, template):
        made = pypdf.PdfReader(io.BytesIO(export(RESUME, "pdf", template=template, language="fr")))
        root = made.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "fr"
        assert made.metadata.title == "Sam Example"
        fonts = made.pages[0]["/Resources"]["/Font"].values()
        assert all("/ToUnicode" in font.get_object() for font in fonts)

    @pytest.mark.parametrize(("paper", "points"), [("a4", (595, 842)), ("us-letter", (612, 792))])
    def test_has_the_paper_that_was_asked_for(self, paper, points):
        box = pypdf.PdfReader(io.BytesIO(export(RESUME, "pdf", paper=paper))).pages[0].mediabox
        assert (round(box.width), round(box.height)) == points

    @pytest.mark.parametrize("template", TEMPLATES)
    def test_leaves_no_trace_of_what_is_absent(self, template):
        resume = {"basics": {"name": "Sam"}, "work": [{"name": "Acme"}], "skills": [{"name": "Go"}]}
        found = text_of(export(resume, "pdf", template=template)).lower().split()
        assert found == ["sam", "work", "experience", "acme", "skills", "go"]

    def test_is_made_also_where_no_font_has_a_letter(self):
        assert text_of(export({"basics": {"name": "Sam \U0001f980\U0001fae8"}}, "pdf")).startswith(
            "Sam"
        )

    def test_is_set_tighter_where_that_saves_a_nearly_empty_page(self):
        job = {"position": "Engineer", "name": "Acme", "highlights": ["Built it."] * 5}
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(typesetter.FONTS)])
        densities = {}
        for count in (1, 4, 7, 8, 9, 10, 14):
            content = asdict(content_of({"work": [job] * count}, language="en"))
            made = {"template": "classic", "content": content, "system_fonts": False}
            inputs = {"data": json.dumps(content), "paper": "a4"}
            densities[count] = typesetter._density(made, inputs, fonts)
        assert densities[1] > 1
        assert min(densities.values()) < 1
        assert densities[14] == 1

    def test_is_the_same_for_the_same_person_and_moment(self):
        assert export(RESUME, "pdf", made_at=5) == export(RESUME, "pdf", made_at=5)

    def test_refuses_a_book(self):
        book = {"work": [{"highlights": ["word " * 1000] * 20}]}
        with pytest.raises(ExportFailure, match="too_long"):
            export(book, "pdf")

    def test_ends_a_compiler_that_hangs(self, monkeypatch):
        monkeypatch.setattr(typeset, "WALL_SECONDS", 0.001)
        with pytest.raises(ExportFailure, match="too_slow"):
            export(RESUME, "pdf")

    def test_says_so_when_the_compiler_fails(self, monkeypatch):
        monkeypatch.setattr(typeset, "_PROGRAM", "raise SystemExit(3)")
        with pytest.raises(ExportFailure, match="not_typeset"):
            export(RESUME, "pdf")

    @pytest.mark.parametrize("template", ["../modern", "/etc/passwd", "base", ""])
    def test_takes_no_other_look(self, template):
        with pytest.raises(ValueError, match="pdf"):
            export(RESUME, "pdf", template=template)


class TestConfinement:
    def test_lets_the_compiler_neither_write_nor_call_out_nor_start_a_program(self, tmp_path):
        script = (
            "import os, socket, sys; sys.path.append(sys.argv.pop(1))\n"
            "from resumes.exports import typesetter\n"
            "typesetter.confine()\n"
            "done = []\n"
            "for name, act in {\n"
            "    'write': lambda: open(sys.argv[1] + '.out', 'w').write('x') and 0,\n"
            "    'call': lambda: socket.socket(),\n"
            "    'start': lambda: os.posix_spawn('/bin/true', ['true'], {}),\n"
            "}.items():\n"
            "    try:\n"
            "        act()\n"
            "        done.append(name)\n"
            "    except OSError:\n"
            "        pass\n"
            "print(done)\n"
        )
        command = [typeset.sys.executable, "-I", "-c", script, str(typeset._ROOT)]
        _code, output = typeset.run_confined([*command, str(tmp_path / "x")], wall_seconds=20)
        assert b"call" not in output
        assert b"start" not in output
        assert not (tmp_path / "x.out").exists() or (tmp_path / "x.out").stat().st_size == 0

    def test_leaves_no_file_behind(self, tmp_path, monkeypatch):
        monkeypatch.setattr(typeset.tempfile, "tempdir", str(tmp_path))
        export(RESUME, "pdf")
        assert list(tmp_path.iterdir()) == []


class TestPreview:
    @pytest.mark.parametrize("template", TEMPLATES)
    def test_is_a_small_picture_of_the_first_page(self, template):
        picture = preview(RESUME, language="en", template=template)
        assert len(picture) < 100_000
        assert Image.open(io.BytesIO(picture)).size == (596, 842)


class TestDocx:
    def test_has_real_headings_and_lists(self):
        document = Document(io.BytesIO(export(RESUME, "docx")))
        styles = [(p.style.name, p.text) for p in document.paragraphs]
        assert ("Heading 1", "Work experience") in styles
        assert ("Heading 2", "Engineer\tJan 2019 – Present") in styles
        assert ("List Bullet", "Built <it>.") in styles
        assert not document.tables

    def test_tells_its_author_and_language(self):
        document = Document(io.BytesIO(export(RESUME, "docx", language="de", made_at=86400)))
        about = document.core_properties
        assert (about.author, about.language, about.created.year) == ("Sam Example", "de", 1970)


class TestOdt:
    def test_has_real_headings_and_lists(self):
        with zipfile.ZipFile(io.BytesIO(export(RESUME, "odt"))) as archive:
            content = archive.read("content.xml").decode()
            assert archive.read("mimetype").decode() == FORMATS["odt"].media_type
        assert 'text:outline-level="1"' in content
        assert "<text:list " in content
        assert "Built &lt;it&gt;." in content


class TestJson:
    def test_keeps_only_what_the_schema_knows(self):
        resume = {
            "basics": {"name": "Sam", "email": "not one", "phoneE164": "+1", "url": "nowhere"},
            "work": [{"name": "A", "startDate": "spring", "endDate": "2020-05", "x": 1}, {}, None],
        }
        made = json.loads(export(resume, "json", made_at=86400))
        assert made["basics"] == {"name": "Sam"}
        assert made["work"] == [{"name": "A", "endDate": "2020-05"}]
        assert made["meta"] == {"version": "v1.0.0", "lastModified": "1970-01-02T00:00:00Z"}

    @pytest.mark.needs_data
    @pytest.mark.parametrize("path", sorted(DATA.glob("*.resume.json")), ids=lambda path: path.stem)
    def test_is_valid_against_the_schema_and_complete(self, path):
        schema = json.loads((DATA / "schema.json").read_text())
        given = json.loads(path.read_text())
        made = json.loads(export(given, "json"))
        jsonschema.validate(made, schema, format_checker=jsonschema.FormatChecker())
        for part in ("work", "education", "skills"):
            assert len(made[part]) == len(given[part])


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_made_of_nothing(name, paper):
    assert export({}, name, paper=paper)
