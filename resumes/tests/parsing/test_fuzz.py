"""Damage to real files of every kind: in this process many, through the sandbox some; `--slow` many more.

In this process anything but a result or a ParseFailure with a known code fails the test; through the sandbox also a
child that crashes must come back as a code, with the caller unharmed and nothing left behind.
"""

import copy
import io
import json
import struct
import tempfile
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from resumes.parsing.read import parse_bytes
from resumes.parsing.sandbox import parse_file
from resumes.parsing.types import MESSAGES, ParseFailure
from resumes.tests.parsing.linkedin import LABELS, archive, saved_pdf
from resumes.tests.parsing.pdfs import Text, assembled, pdf
from resumes.tests.parsing.people import PEOPLE
from resumes.tests.parsing.pictures import as_file
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


def packed(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in entries.items():
            container.writestr(name, data)
    return buffer.getvalue()


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


@st.composite
def rewritten_rtf(draw):
    """RTF of whole and broken groups with real control words and odd numbers."""
    words = [
        "par",
        "b",
        "b0",
        "u",
        "uc",
        "bin",
        "'",
        "trowd",
        "cell",
        "row",
        "fonttbl",
        "pict",
        "ansicpg",
        "*\\field",
        "~",
    ]
    piece = st.one_of(
        st.tuples(st.sampled_from(words), st.integers(-70_000, 70_000)).map(
            lambda both: f"\\{both[0]}{both[1]} "
        ),
        st.sampled_from(["{", "}", "{\\rtf1", "\\", "Jane Roe", "2019 - 2021", "\\'f", "\\u8364?"]),
    )
    middle = "".join(draw(st.lists(piece, max_size=30)))
    closing = "}" * draw(st.integers(0, 40))
    return (r"{\rtf1\ansi\ansicpg1252 Jane Roe\par " + middle + closing).encode()


@st.composite
def rewritten_html(draw):
    """HTML whose tags stand where none should, unclosed and inside one another."""
    tags = [
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "h1",
        "p",
        "div",
        "script",
        "style",
        "a href='x'",
        "svg",
        "template",
        "br",
    ]
    kinds = st.tuples(
        st.sampled_from(["<%s>", "</%s>", "<%s style='display:none'>"]), st.sampled_from(tags)
    )
    piece = kinds.map(lambda both: both[0] % both[1]) | st.sampled_from(
        [
            "Jane Roe",
            "jane@example.com",
            "2019 - 2021",
            "&#x110000;",
            "&amp",
            "<!--",
            "<![CDATA[",
            "\x00",
        ]
    )
    inside = "".join(draw(st.lists(piece, max_size=40)))
    return f"<!DOCTYPE html><html><body><h1>Jane Roe</h1>{inside}</body></html>".encode()


@st.composite
def rewritten_xml(draw):
    """The document of a DOCX or ODT with elements moved, doubled and put inside one another."""
    kind, part = draw(st.sampled_from([("docx", "word/document.xml"), ("odt", "content.xml")]))
    with zipfile.ZipFile(io.BytesIO(FILES[kind])) as container:
        entries = {name: container.read(name) for name in container.namelist()}
    root = etree.fromstring(entries[part])
    for _ in range(draw(st.integers(1, 6))):
        elements = [element for element in root.iter() if element.getparent() is not None]
        if not elements:
            break
        moved, target = draw(st.sampled_from(elements)), draw(st.sampled_from(elements))
        act = draw(st.sampled_from(["double", "wrap", "empty", "drop"]))
        if act == "drop":
            moved.getparent().remove(moved)
        elif act == "empty":
            moved.clear()
        else:
            target.append(copy.deepcopy(moved))
    return packed({**entries, part: etree.tostring(root)})


@st.composite
def rewritten_picture(draw):
    """A PNG of whole chunks, of which one lies, stands twice or is missing; their sums are right."""
    width, height, depth, colour = (
        draw(st.sampled_from([0, 1, 80, 60_000, 2**31 - 1])),
        draw(st.sampled_from([0, 1, 60, 60_000])),
        draw(st.sampled_from([1, 7, 8, 16])),
        draw(st.sampled_from([0, 2, 3, 6, 9])),
    )
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = zlib.compress(bytes(81 * 60))
    chunks = [
        (b"IHDR", head),
        (b"PLTE", b"\0\0\0"),
        (b"eXIf", b"MM\0*"),
        (b"IDAT", body),
        (b"IEND", b""),
    ]
    chosen = draw(st.lists(st.sampled_from(chunks), min_size=1, max_size=8))
    written = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (chunks[0], *chosen)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


@st.composite
def rewritten_pdf(draw):
    """A PDF whose table is whole and whose objects are not what they should be: wrong kinds, loops, odd operators."""
    value = st.sampled_from(
        [
            "null",
            "-1",
            "1e38",
            "(x)",
            "[]",
            "<< >>",
            "2 0 R",
            "3 0 R",
            "4 0 R",
            "99 0 R",
            "/Name",
            "[0 0 595 842]",
            "[0 0 0 0]",
            "[9 9 -9 1e30]",
        ]
    )
    operator = st.sampled_from(
        [
            "BT",
            "ET",
            "/F1 12 Tf",
            "/F9 0 Tf",
            "(Jane Roe) Tj",
            "[(a) -9999999 (b)] TJ",
            "1 0 0 1 50 700 Tm",
            "0 0 0 0 0 0 cm",
            "q",
            "Q",
            "/Im Do",
            "1e38 1e38 Td",
            "<FFFE> Tj",
        ]
    )
    content = "\n".join(draw(st.lists(operator, max_size=25)))
    page = " ".join(
        f"/{key} {draw(value)}"
        for key in draw(
            st.lists(
                st.sampled_from(
                    ["Parent", "MediaBox", "Rotate", "Resources", "Annots", "UserUnit"]
                ),
                unique=True,
            )
        )
    )
    font = f"<< /Type /Font /Subtype {draw(st.sampled_from(['/Type1', '/Type3', '/Type0', '/X']))} /BaseFont /Helvetica /ToUnicode {draw(value)} /Widths {draw(value)} >>"
    return assembled(
        [
            f"<< /Type /Catalog /Pages 2 0 R /Names {draw(value)} /Outlines {draw(value)} >>",
            f"<< /Type /Pages /Kids [3 0 R {draw(value)}] /Count {draw(value)} /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> /XObject << /Im 4 0 R >> >> >>",
            f"<< /Type /Page /Contents {draw(st.sampled_from(['4 0 R', '[4 0 R 4 0 R]', '3 0 R']))} {page} >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            font,
        ]
    )


REWRITTEN = rewritten_rtf() | rewritten_html() | rewritten_xml() | rewritten_picture()

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
        "files", [rewritten_rtf(), rewritten_html(), rewritten_xml(), rewritten_picture()], ids=repr
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
