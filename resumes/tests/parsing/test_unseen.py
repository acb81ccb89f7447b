"""What a reader does not see is not read, and what stands in odd places is, in every format."""

import io
import zipfile
from datetime import date

import pytest

from resumes.parsing.read import parse_bytes
from resumes.parsing.types import ParsedResume
from resumes.tests.parsing.rewritten import packed
from resumes.tests.parsing.writers import docx, paragraph

TODAY = date(2026, 11, 1)
PERSON = paragraph("Jane Roe", bold=True, size=36) + paragraph("jane.roe@example.com")


def read(data: bytes) -> ParsedResume:
    return parse_bytes(data, today=TODAY)


class TestDocx:
    def test_prompts_of_empty_controls_are_not_there(self):
        control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('Click to enter text')}</w:sdtContent></w:sdt>"
        assert "Click" not in read(docx(PERSON + control)).text

    def test_deleted_rows_and_moved_text_are_gone(self):
        row = "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>{}</w:tc></w:tr>"
        moved = "<w:p><w:moveFrom><w:r><w:t>Old place</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>New place</w:t></w:r></w:moveTo></w:p>"
        text = read(
            docx(PERSON + f"<w:tbl>{row.format(paragraph('Secret Corp'))}</w:tbl>" + moved)
        ).text
        assert "Secret" not in text
        assert "Old place" not in text
        assert "New place" in text

    def test_a_strict_document_is_read_like_any_other(self):
        usual = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        assert (
            read(
                retold(
                    docx(PERSON),
                    lambda t: t.replace(usual, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
                )
            ).resume["basics"]["name"]
            == "Jane Roe"
        )

    def test_the_body_is_where_the_container_says(self):
        with zipfile.ZipFile(io.BytesIO(docx(PERSON))) as archive:
            body = archive.read("word/document.xml")
        relations = (
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
            "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='/word/document2.xml'/></Relationships>"
        )
        data = packed({"_rels/.rels": relations.encode(), "word/document2.xml": body})
        assert read(data).resume["basics"]["name"] == "Jane Roe"


def retold(data: bytes, change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed(
            {name: change(archive.read(name).decode()).encode() for name in archive.namelist()}
        )


class TestOdt:
    NAMES = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )

    def text(self, body: str) -> str:
        content = f"<office:document-content{self.NAMES}><office:body><office:text><text:h>Jane Roe</text:h>{body}</office:text></office:body></office:document-content>"
        return read(
            packed(
                {
                    "mimetype": b"application/vnd.oasis.opendocument.text",
                    "content.xml": content.encode(),
                }
            )
        ).text

    def test_shapes_are_read_line_by_line(self):
        shape = "<text:p>Before<draw:custom-shape><text:p>Python</text:p><text:p>Django</text:p></draw:custom-shape> after</text:p>"
        assert self.text(shape).split("\n")[-3:] == ["Before after", "Python", "Django"]

    @pytest.mark.parametrize(
        "unseen",
        [
            "<text:section text:display='none'><text:p>Secret</text:p></text:section>",
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Secret</text:p></text:deletion></text:changed-region></text:tracked-changes>",
            "<text:p><text:hidden-text text:string-value='x'>Secret</text:hidden-text></text:p>",
            "<text:p><text:placeholder>Secret</text:placeholder></text:p>",
        ],
    )
    def test_what_is_hidden_or_deleted_is_not_there(self, unseen):
        assert "Secret" not in self.text(unseen + "<text:p>Shown</text:p>")


class TestRtf:
    def text(self, body: str) -> str:
        return read(("{\\rtf1\\ansi Jane Roe\\par " + body + "\\par}").encode()).text

    @pytest.mark.parametrize(
        "unseen",
        [
            "{\\v Secret}",
            "\\v Secret \\'e9 \\u233? \\v0 ",
            "{\\deleted Secret}",
            "{\\b\\v{\\i Secret}}",
            "{\\v Secret \\plain}",
        ],
    )
    def test_what_is_hidden_or_deleted_is_not_there(self, unseen):
        text = self.text(unseen + "Shown")
        assert "Secret" not in text
        assert "Shown" in text

    def test_headers_and_boxes_are_read(self):
        text = self.text(
            "{\\header jane@example.com\\par}Body\\par{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt Boxed\\par}}}End"
        )
        assert [line for line in text.split("\n") if line] == [
            "Jane Roe",
            "jane@example.com",
            "Body",
            "Boxed",
            "End",
        ]

    def test_an_odd_end_is_survived(self):
        assert "Jane" in self.text("}}}}{{{ \\u99999? \\bin9 x")


class TestHtml:
    @pytest.mark.parametrize(
        "unseen",
        [
            "<p style='color:#FFFFFF'>Secret</p>",
            "<p style='color: white; font-size:9px'>Secret</p>",
            "<p style='font-size:1px'>Secret</p>",
            "<div style='position:absolute;left:-9999px'>Secret</div>",
            "<style>.gone, p.x {display:none}</style><p class='a gone'>Secret</p>",
            "<style>#gone{visibility:hidden}</style><p id=gone>Secret</p>",
            "<table><tr><td style='color:white'>Secret</td></tr></table>",
        ],
    )
    def test_what_no_one_can_see_is_not_there(self, unseen):
        parsed = read(f"<html><body><h1>Jane Roe</h1>{unseen}<p>Shown</p></body></html>".encode())
        assert "Secret" not in parsed.text
        assert "Shown" in parsed.text
        assert "hidden_text" in parsed.warnings

    @pytest.mark.parametrize(
        "seen",
        [
            "<div style='background:#123'><p style='color:white'>Shown</p></div>",
            "<p style='background-color:navy;color:#fff'>Shown</p>",
            "<style>.side{background:#333}.light{color:#fff}</style><aside class='side'><p class='light'>Shown</p></aside>",
            "<table bgcolor='#000'><tr><td style='color:white'>Shown</td></tr></table>",
            "<table><tr style='background:#000'><td style='color:white'>Shown</td></tr></table>",
            "<p style='font-size:11px'>Shown</p>",
            "<p style='font-size:1.1em'>Shown</p>",
            "<p style='background:red'>Shown</p>",
        ],
    )
    def test_light_letters_on_a_dark_ground_are(self, seen):
        assert "Shown" in read(f"<html><body><h1>Jane Roe</h1>{seen}</body></html>".encode()).text


class TestMarkdown:
    def test_html_in_it_is_read_as_html_and_never_run(self):
        text = "# Jane Roe\n\n<div align='center'>jane@example.com<br>Leeds</div>\n\n<script>alert(1)</script>\n\n## Skills\n\n- Python\n"
        parsed = read(text.encode())
        assert "jane@example.com\nLeeds" in parsed.text
        assert "<" not in parsed.text
        assert "alert" not in parsed.text

    def test_front_matter_is_left_out(self):
        assert read(
            b"---\ntitle: CV\nlayout: page\n---\n# Jane Roe\n\n## Skills\n\n- Python\n"
        ).text.startswith("Jane Roe")
