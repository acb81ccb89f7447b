"""Small files of each kind, made where they are needed."""

import io
import zipfile

TEXT = b"""Sam Example
Backend developer
sam@example.org | +44 20 7946 0000 | Leeds, UK

Experience

Backend developer, Acme Ltd
January 2019 - May 2024
- Built a Django REST API on PostgreSQL
- Moved 40 services to Kubernetes

Education

BSc Computer Science, University of Leeds
2014 - 2017

Skills
Python, Django, PostgreSQL, Kubernetes
"""


def text(mark: str = "") -> bytes:
    """A readable resume; `mark` makes its bytes its own."""
    return TEXT + mark.encode()


def pdf(pages: int = 1, content: bytes = b"BT /F1 12 Tf 72 720 Td (Sam Example) Tj ET") -> bytes:
    """A PDF with the same content on every page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = b" ".join(b"%d 0 R" % (4 + index) for index in range(pages))
    objects.append(b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages))
    objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    font = b"<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 3 0 R/Resources<</Font%s>>>>"
        % font
    )
    return _pdf_of([*objects, *[page] * pages])


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - heavy, for this file only

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def image_only_pdf() -> bytes:
    """A PDF that paints and says nothing, as a scan does."""
    pixels = b"\x00" * (100 * 100 * 3)
    image = (
        b"<</Type/XObject/Subtype/Image/Width 100/Height 100/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels)
    )
    draw = b"q 612 0 0 792 0 0 cm /Im1 Do Q"
    return _pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 3 0 R"
            b"/Resources<</XObject<</Im1 5 0 R>>>>>>",
            image,
        ]
    )


def corrupt_docx() -> bytes:
    """The first half of a Word file."""
    whole = docx()
    return whole[: len(whole) // 2]


def docx(body: str = "<w:p><w:r><w:t>Sam Example</w:t></w:r></w:p>", prolog: str = "") -> bytes:
    """A Word file with this body."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'{prolog}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def zip_bomb(mebibytes: int = 600) -> bytes:
    """A Word file of under a megabyte whose document unfolds to hundreds."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(mebibytes):
                member.write(b" " * 1024 * 1024)
    return out.getvalue()


def _pdf_of(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
