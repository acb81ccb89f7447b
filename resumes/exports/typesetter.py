"""The typesetting program: reads one job as JSON from a file, prints the document on standard output.

It puts limits on itself before it looks at the person's words: a compiler of documents is a compiler.
"""

import ctypes
import io
import json
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from resumes.parsing.seccomp import refuse_system_calls

HERE = Path(__file__).resolve().parent
LOOKS = HERE / "typst"
FONTS = HERE / "fonts"
NOWHERE = "/nonexistent"

ADDRESS_SPACE_BYTES = 1536 * 1024**2
CPU_SECONDS = 10
OPEN_FILES = 64
#: A last page less full than this is worth setting the whole a little tighter, if that saves it.
_NEARLY_EMPTY = 0.28
_TIGHTER = (0.97, 0.94, 0.91, 0.88)
#: A single page filled no further than this is set a little wider.
_LITTLE, _LOOSE = 0.62, 1.08
_PREVIEW_DOTS_PER_INCH = 72
_SET_NO_NEW_PRIVS, _SET_DUMPABLE = 38, 4


def main(argv: list[str]) -> int:
    job = json.loads(Path(argv[0]).read_bytes())
    fonts = typst.Fonts(include_system_fonts=bool(job["system_fonts"]), font_paths=[str(FONTS)])
    confine()
    sys.stdout.buffer.write(typeset(job, fonts))
    return 0


def confine() -> None:
    """Bounds this process: memory, processor time, no written file, no network, no other program.

    Its threads stay: the compiler has some. Where the kernel has no filter the limits still hold.
    """
    for which, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_AS, ADDRESS_SPACE_BYTES),
    ):
        _lower(which, value)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
        refuse_system_calls(libc)


def _lower(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(which, (wanted, wanted))
    except (ValueError, OSError):
        if sys.platform == "linux":
            raise


def typeset(job: Mapping[str, Any], fonts: typst.Fonts) -> bytes:
    """Return the PDF, tagged for screen readers, or with `preview` a picture of its first page."""
    inputs = {"data": json.dumps(job["content"]), "paper": str(job["paper"])}
    inputs["density"] = "1.0" if job["is_list"] else str(_density(job, inputs, fonts))
    compiler, made_at = _compiler(job, inputs, fonts), int(job["made_at"])
    try:
        made = compiler.compile(format="pdf", timestamp=made_at, pdf_standards=["ua-1"])
    except typst.TypstError:  # PDF/UA refuses letters that no font has
        made = compiler.compile(format="pdf", timestamp=made_at)
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return _picture(made) if job["preview"] else made


def _compiler(job: Mapping[str, Any], inputs: dict[str, str], fonts: typst.Fonts) -> typst.Compiler:
    """A compiler that sees the looks and nothing else of this machine, and fetches no package."""
    return typst.Compiler(
        str(LOOKS / f"{job['template']}.typ"),
        root=str(LOOKS),
        font_paths=fonts,
        ignore_system_fonts=not job["system_fonts"],
        sys_inputs=inputs,
        package_path=NOWHERE,
        package_cache_path=NOWHERE,
    )


def _picture(made: bytes) -> bytes:
    import pypdfium2  # noqa: PLC0415 - a PDF alone does not need it

    page = pypdfium2.PdfDocument(made)[0]
    file = io.BytesIO()
    page.render(scale=_PREVIEW_DOTS_PER_INCH / 72).to_pil().convert("RGB").quantize(64).save(
        file, "PNG", optimize=True
    )
    return file.getvalue()


def _density(job: Mapping[str, Any], inputs: dict[str, str], fonts: typst.Fonts) -> float:
    """Return how tight to set: looser where little stands on one page, tighter where that saves a nearly empty one."""
    pages, filled = _extent(job, inputs, fonts)
    if pages == 1:
        return _LOOSE if filled < _LITTLE else 1.0
    if filled > _NEARLY_EMPTY:
        return 1.0
    for density in _TIGHTER:
        if _extent(job, {**inputs, "density": str(density)}, fonts)[0] < pages:
            return density
    return 1.0


def _extent(
    job: Mapping[str, Any], inputs: dict[str, str], fonts: typst.Fonts
) -> tuple[int, float]:
    """Return how many pages there are, and how full the last one is."""
    end = json.loads(_compiler(job, inputs, fonts).query("<end>", field="value", one=True))
    return int(end["pages"]), float(end["filled"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
