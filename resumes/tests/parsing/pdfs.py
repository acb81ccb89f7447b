"""Writes small PDFs by hand, so that a test says exactly where each text stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A text at points from the top left of the page."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False
    colour: str = "0 0 0"


HEIGHT, WIDTH = 842, 595
_HEAD = b"%PDF-1.4\n"


def pdf(*pages: list[Text], before: str = "", catalog: str = "") -> bytes:
    """A PDF of pages; `before` is drawn under the text of each, `catalog` goes into the document's root."""
    kids = " ".join(f"{5 + index * 2} 0 R" for index in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        _font("Helvetica"),
        _font("Helvetica-Bold"),
    ]
    for index, texts in enumerate(pages):
        content = before + "\n" + "\n".join(map(_drawn, texts))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {6 + index * 2} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        objects.append(
            f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream"
        )
    return assembled(objects)


def assembled(objects: list[str]) -> bytes:
    """Objects with a cross-reference table around them; the first is the root."""
    data, offsets = _HEAD, []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + tail.encode()


def _font(name: str) -> str:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


def _drawn(text: Text) -> str:
    escaped = text.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    font = "F2" if text.bold else "F1"
    return f"BT /{font} {text.size} Tf {text.colour} rg 1 0 0 1 {text.x} {HEIGHT - text.y} Tm ({escaped}) Tj ET"


def column(x: float, y: float, lines: list[str], *, leading: float = 14) -> list[Text]:
    """Lines under each other; one that begins with '#' is a heading."""
    return [
        Text(
            x,
            y + index * leading,
            line.lstrip("#"),
            13 if line.startswith("#") else 10,
            line.startswith("#"),
        )
        for index, line in enumerate(lines)
    ]
