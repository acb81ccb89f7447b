"""Damage to real files of every kind: in this process many, through the sandbox some; `--slow` many more.

In this process anything but a result or a ParseFailure with a known code fails the test; through the sandbox also a
child that crashes must come back as a code, with the caller unharmed and nothing left behind.
"""

import io
import json
import struct
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from resumes.parsing.read import parse_bytes
from resumes.parsing.sandbox import parse_file
from resumes.parsing.types import MESSAGES, ParseFailure
from resumes.tests.parsing.linkedin import LABELS, archive, saved_pdf
from resumes.tests.parsing.pdfs import Text, pdf
from resumes.tests.parsing.people import PEOPLE
from resumes.tests.parsing.pictures import as_file
from resumes.tests.parsing.rewritten import (
    packed,
    rewritten_html,
    rewritten_pdf,
    rewritten_picture,
    rewritten_rtf,
    rewritten_xml,
)
from resumes.tests.parsing.test_europass import CANDIDATE, PAGE, PASSPORT, with_attachment
from resumes.tests.parsing.test_linkedin_archive import TABLES
from resumes.tests.parsing.test_linkedin_pdf import MEMBERS
from resumes.tests.parsing.writers import as_docx, as_html, as_markdown, as_text

TODAY = date(2026, 11, 1)
ODT = "application/vnd.oasis.opendocument.text"


def odt() -> bytes:
    """A small ODT: a heading, a list, a table and a frame."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
        )
    )
    body = (
        "<text:h text:outline-level='1'>Jane Roe</text:h><text:p>jane@example.com</text:p>"
        "<text:list><text:list-item><text:p>Baked bread</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>2019</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p><draw:frame><draw:text-box><text:p>Python</text:p></draw:text-box></draw:frame></text:p>"
    )
    content = f"<office:document-content{names}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return packed({"mimetype": ODT.encode(), "content.xml": content.encode()})


RTF = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\b Jane Roe\b0\par jane@example.com\par Caf\'e9 2019 - 2021\par}"
JSON = json.dumps(
    {
        "basics": {"name": "Jane", "email": "j@example.com"},
        "work": [{"name": "A", "startDate": "2019"}],
    }
)
FILES: dict[str, bytes] = {
    "txt": as_text(PEOPLE[0]),
    "md": as_markdown(PEOPLE[1]),
    "html": as_html(PEOPLE[2]),
    "docx": as_docx(PEOPLE[3]),
    "odt": odt(),
    "rtf": RTF,
    "json": JSON.encode(),
    "zip": archive(TABLES),
    "europass": PASSPORT.encode(),
    "candidate": CANDIDATE.encode(),
    "pdf": pdf([Text(50, 60, "Jane Roe", 20), Text(50, 90, "jane@example.com")]),
    "linkedin": saved_pdf(MEMBERS["en"], LABELS["en"]),
    "attached": with_attachment(PAGE, PASSPORT),
    "png": as_file([Image.new("L", (80, 60), 255)], "PNG"),
    "jpeg": as_file([Image.new("L", (80, 60), 255)], "JPEG"),
    "tiff": as_file([Image.new("L", (80, 60), 255)], "TIFF"),
    "webp": as_file([Image.new("L", (80, 60), 255)], "WEBP"),
}
IN_PROCESS = sorted(FILES.keys() - {"pdf", "linkedin", "attached"})
"""pdfium ends the whole process on some damage, which is what the sandbox is for."""

TAMPERED = [
    "<",
    ">",
    "&x;",
    '"',
    "\\",
    "{",
    "}",
    "\x00",
    "\ufffd",
    "(" * 50,
    "<a>" * 300,
    "2019 - 2021 " * 40,
    "@",
    "9" * 400,
    "-1",
    "null",
]


@st.composite
def damaged(draw, kinds):
    """A real file with bytes set, cut out, doubled or swapped."""
    data = bytearray(FILES[draw(st.sampled_from(kinds))])
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.integers(1, 64))
        piece = data[start : start + length]
        data[start : start + length] = draw(
            st.sampled_from([b"", piece * 2, piece[::-1], bytes(len(piece)), b"\xff" * len(piece)])
            | st.binary(max_size=24)
        )
    return bytes(data)


@st.composite
def repacked(draw):
    """A container whose parts were tampered with before they were packed: the zip is whole, what it holds is not."""
    kind = draw(st.sampled_from(["docx", "odt", "zip"]))
    with zipfile.ZipFile(io.BytesIO(FILES[kind])) as container:
        entries = {name: container.read(name) for name in container.namelist()}
    name = draw(st.sampled_from(sorted(entries)))
    text = entries[name].decode()
    at = draw(st.integers(0, len(text)))
    entries[name] = (
        text[:at] + draw(st.sampled_from(TAMPERED)) + text[at + draw(st.integers(0, 30)) :]
    ).encode()
    return packed(entries)


@st.composite
def reshaped(draw):
    """JSON of any shape under the keys of a resume."""
    leaf = (
        st.none()
        | st.booleans()
        | st.floats(allow_nan=False)
        | st.text(max_size=30)
        | st.sampled_from(TAMPERED)
    )
    tree = st.recursive(
        leaf,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["name", "startDate", "highlights", "profiles", "location", "x"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
    return json.dumps(
        draw(
            st.dictionaries(
                st.sampled_from(["basics", "work", "education", "skills", "x"]), tree, max_size=4
            )
        )
    ).encode()


XML = rewritten_xml([(FILES["docx"], "word/document.xml"), (FILES["odt"], "content.xml")])
REWRITTEN = rewritten_rtf() | rewritten_html() | XML | rewritten_picture()

MANY = settings(
    deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)


def answered(data: bytes) -> None:
    try:
        parsed = parse_bytes(data, today=TODAY)
    except ParseFailure as failure:
        code = failure.code
    else:
        code = "empty"
        assert json.dumps(parsed.resume)
        assert all(0 < p["confidence"] <= 1 for p in parsed.provenance.values())
    assert code in MESSAGES


class TestInThisProcess:
    @settings(MANY, max_examples=250)
    @given(damaged(IN_PROCESS))
    def test_damaged_bytes(self, data):
        answered(data)

    @settings(MANY, max_examples=120)
    @given(repacked())
    def test_damaged_parts_in_whole_containers(self, data):
        answered(data)

    @settings(MANY, max_examples=40)
    @given(reshaped())
    def test_any_shape_of_json(self, data):
        answered(data)

    @pytest.mark.parametrize(
        "files",
        [rewritten_rtf(), rewritten_html(), XML, rewritten_picture()],
        ids=["rtf", "html", "xml", "png"],
    )
    def test_whole_files_of_broken_structure(self, files):
        settings(MANY, max_examples=60)(given(files)(answered))()

    @pytest.mark.slow
    @settings(MANY, max_examples=3_000)
    @given(damaged(IN_PROCESS) | repacked() | reshaped() | REWRITTEN)
    def test_for_as_long_as_patience_lasts(self, data):
        answered(data)


class TestThroughTheSandbox:
    @pytest.fixture(autouse=True)
    def private(self, tmp_path, monkeypatch):
        """A folder for what readings leave behind: nothing."""
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        yield tmp_path
        assert not list(tmp_path.glob("resume-*"))

    @settings(MANY, max_examples=6)
    @given(data=damaged(["pdf", "linkedin", "attached"]))
    def test_damaged_pdfs(self, data, private):
        self.answered(data, private)

    @settings(MANY, max_examples=6)
    @given(data=rewritten_pdf())
    def test_pdfs_of_broken_structure(self, data, private):
        self.answered(data, private)

    @pytest.mark.slow
    @settings(MANY, max_examples=150)
    @given(data=damaged(sorted(FILES)) | rewritten_pdf())
    def test_damaged_files_of_every_kind(self, data, private):
        self.answered(data, private)

    def test_a_picture_that_lies_about_its_size(self, private):
        whole = bytearray(FILES["png"])
        whole[16:24] = struct.pack(">II", 60_000, 60_000)
        self.answered(bytes(whole), private)

    def answered(self, data: bytes, folder: Path) -> None:
        path = folder / "file"
        path.write_bytes(data)
        open_before = len(list(Path("/dev/fd").iterdir()))
        code = "empty"
        try:
            parse_file(path)
        except ParseFailure as failure:
            code = failure.code
        assert code in MESSAGES
        assert len(list(Path("/dev/fd").iterdir())) == open_before
        assert path.read_bytes() == data
