"""Takes pictures of pages the way scanners and telephones do."""

import io

import pypdfium2
from PIL import Image

from resumes.tests.parsing.pdfs import assembled

_POINTS_PER_INCH = 72


def taken(
    pdf: bytes, *, dpi: int = 200, degrees: float = 0.0, quarters: int = 0
) -> list[Image.Image]:
    """Grey pictures of the pages of a PDF, turned counter-clockwise."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [p.render(scale=dpi / _POINTS_PER_INCH, grayscale=True).to_pil() for p in document]
    turned = [p.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255) for p in pages]
    return [p.rotate(90 * quarters, expand=True) for p in turned]


def as_file(pages: list[Image.Image], kind: str, *, dpi: int = 200) -> bytes:
    """One file of the pictures: PNG, JPEG, WEBP, TIFF or PDF, the last two with all pages."""
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if kind in ("TIFF", "PDF") else {}
    if kind == "PDF":
        more["resolution"] = dpi
    pages[0].save(buffer, kind, **more)
    return buffer.getvalue()


def letterless() -> bytes:
    """A PDF with a picture in which there is nothing to read."""
    content = "q 500 0 0 700 40 60 cm /Im Do Q"
    return assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Im 5 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream",
        ]
    )
