"""Pictures of pages, as a scanner or a telephone makes them: turned a little, noisy, packed as JPEG."""

import io
from dataclasses import dataclass

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

_PAPER = 247
_JPEG_QUALITY = 72
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a page is taken: dots per inch, degrees it lies askew, standard deviation of the noise in grey levels."""

    dpi: int
    degrees: float
    noise: float
    blur: float = 0.0


SCANNERS = {
    "scan-150": Scanner(150, 0.8, 6),
    "scan-200": Scanner(200, -1.6, 8),
    "scan-300": Scanner(300, 2.0, 12, 0.6),
}


def scanned_pdf(pdf: bytes, scanner: Scanner) -> bytes:
    """A PDF of pictures of the pages of another."""
    pages = [_taken(page, scanner, index) for index, page in enumerate(_pages(pdf, scanner.dpi))]
    buffer = io.BytesIO()
    pages[0].save(
        buffer,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=scanner.dpi,
        quality=_JPEG_QUALITY,
        creationDate=None,
        modDate=None,
    )
    return buffer.getvalue()


def photo(pdf: bytes, scanner: Scanner) -> bytes:
    """The first page as a JPEG."""
    buffer = io.BytesIO()
    _taken(_pages(pdf, scanner.dpi)[0], scanner, 0).save(buffer, "JPEG", quality=_JPEG_QUALITY)
    return buffer.getvalue()


def _pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            page.render(scale=dpi / _POINTS_PER_INCH).to_pil().convert("L") for page in document
        ]


def _taken(page: Image.Image, scanner: Scanner, seed: int) -> Image.Image:
    turned = page.rotate(
        scanner.degrees, Image.Resampling.BICUBIC, expand=False, fillcolor=_PAPER
    ).filter(ImageFilter.GaussianBlur(scanner.blur))
    grains = np.random.default_rng(seed).normal(0, scanner.noise, (turned.height, turned.width))
    return Image.fromarray(np.clip(np.asarray(turned) + grains, 0, 255).astype(np.uint8))
