"""Whole files whose structure is broken: what a container, a table or a check sum promises still holds."""

import copy
import io
import struct
import zipfile
import zlib

from hypothesis import strategies as st
from lxml import etree

from resumes.tests.parsing.pdfs import assembled


def packed(entries: dict[str, bytes]) -> bytes:
    """A zip of these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in entries.items():
            container.writestr(name, data)
    return buffer.getvalue()


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
def rewritten_xml(draw, containers):
    """The main part of a container with elements moved, doubled and put inside one another."""
    content, part = draw(st.sampled_from(containers))
    with zipfile.ZipFile(io.BytesIO(content)) as container:
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
