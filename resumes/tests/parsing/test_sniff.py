"""The kind of a file is told by its bytes."""

import io
import zipfile

import pytest

from resumes.parsing import sniff
from resumes.tests.parsing.pdfs import Text, pdf
from resumes.tests.parsing.people import PEOPLE
from resumes.tests.parsing.writers import as_docx, as_html, as_markdown, as_text


def zipped(**entries: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


class TestSniff:
    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (pdf([Text(50, 50, "Jane")]), sniff.PDF),
            (b"junk before\n%PDF-1.7\n", sniff.PDF),
            (as_docx(PEOPLE[0]), sniff.DOCX),
            (as_docx(PEOPLE[0])[:600], sniff.DOCX),
            (zipped(mimetype="application/vnd.oasis.opendocument.text"), sniff.ODT),
            (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), None),
            (zipped(readme="hello"), None),
            (b"{\\rtf1\\ansi Jane}", sniff.RTF),
            (as_html(PEOPLE[1]), sniff.HTML),
            (b"\xef\xbb\xbf<html><body>Jane</body></html>", sniff.HTML),
            (as_markdown(PEOPLE[2]), sniff.MARKDOWN),
            (as_text(PEOPLE[3]), sniff.TEXT),
            ("Zoë Müller".encode("utf-16"), sniff.TEXT),
            ("Zoë Müller, Ingenieurin".encode("utf-16-le"), sniff.TEXT),
            ("Иван Примеров".encode("koi8-r"), sniff.TEXT),
            (b'{"basics": {"name": "Jane"}}', sniff.JSON),
            (b"", None),
            (b"MZ\x90\x00\x03", None),
            (b"\x89PNG\r\n\x1a\n", sniff.PNG),
            (b"\xff\xd8\xff\xe0", sniff.JPEG),
            (b"II*\x00", sniff.TIFF),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", sniff.WEBP),
            (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
            (b"GIF89a", None),
            (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", None),
            (b"<?xml version='1.0'?><note>hello</note>", sniff.TEXT),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
            (bytes(range(256)) * 64, None),
        ],
    )
    def test_tells_kinds_apart(self, data, expected):
        assert sniff.sniff(data) == expected

    def test_wants_the_whole_of_a_container_when_its_head_does_not_say(self):
        whole = zipped(**{"a": "x" * 5000, "word__document.xml": "<x/>"})
        assert sniff.sniff(whole[:100], whole) == sniff.DOCX
