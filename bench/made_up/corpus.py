"""Writes the corpus into a folder: files with their truths beside them, as `evaluate_parsing` takes them."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.made_up import office, plain
from bench.made_up.people import Person, people
from bench.made_up.scans import SCANNERS, photo, scanned_pdf
from bench.made_up.sheet import Sheet, sheet
from bench.made_up.typeset import GROUPS, typeset

Write = Callable[[Sheet], bytes]
_SOURCES = (Path(__file__).parent, Path(__file__).parent.parent / "data")
_DONE = "done"
_OFFICE: dict[str, tuple[str, str, Write]] = {
    "docx-plain": ("docx", "plain", office.docx_plain),
    "docx-bold": ("docx", "plain", office.docx_bold),
    "docx-header": ("docx", "plain", office.docx_header),
    "docx-textbox": ("docx", "plain", office.docx_textbox),
    "docx-tracked": ("docx", "plain", office.docx_tracked),
    "docx-controls": ("docx", "plain", office.docx_controls),
    "docx-table": ("docx", "tables", office.docx_table),
    "docx-sidebar": ("docx", "two columns", office.docx_sidebar),
    "odt-plain": ("odt", "plain", office.odt_plain),
    "odt-table": ("odt", "tables", office.odt_table),
    "rtf-plain": ("rtf", "plain", office.rtf),
    "txt-ruled": ("txt", "plain", plain.txt_ruled),
    "txt-windows": ("txt", "plain", plain.txt_windows),
    "md-plain": ("md", "plain", plain.markdown),
    "html-flow": ("html", "plain", plain.html_flow),
    "html-table": ("html", "tables", plain.html_table),
    "html-sidebar": ("html", "two columns", plain.html_sidebar),
}
_PRINTED: dict[str, tuple[str, Write]] = {
    "chromium-flow": ("plain", plain.html_flow),
    "chromium-table": ("tables", plain.html_table),
    "chromium-sidebar": ("two columns", plain.html_sidebar),
}
_CONVERTED: dict[str, tuple[str, str, str, Write]] = {
    "office-plain": ("docx", "pdf", "plain", office.docx_plain),
    "office-table": ("docx", "pdf", "tables", office.docx_table),
    "office-sidebar": ("docx", "pdf", "two columns", office.docx_sidebar),
    "office-odt": ("docx", "odt", "plain", office.docx_bold),
    "office-rtf": ("docx", "rtf", "plain", office.docx_table),
    "office-docx": ("odt", "docx", "plain", office.odt_plain),
}
_SCANNED = ("plain", "serif", "dates-column", "sidebar-left")
_EVERY, _PRINTED_EVERY, _CONVERTED_EVERY, _SCANNED_EVERY = 3, 9, 9, 21


def made(cache: Path) -> Path:
    """The folder of the corpus, written anew when its sources have changed."""
    folder = cache / f"resumes-{_fingerprint()}"
    if not (folder / _DONE).exists():
        for old in cache.glob("resumes-*"):
            shutil.rmtree(old)
        write_all(folder)
        (folder / _DONE).touch()
    return folder


def write_all(folder: Path) -> None:
    """Every layout, each with a third of the people; browser, LibreOffice and scans with some."""
    everybody = people()
    for turn, (layout, group) in enumerate(GROUPS.items()):
        for person in everybody[turn % _EVERY :: _EVERY] if layout != "plain" else everybody:
            put(folder, person, layout, group, "pdf", typeset(sheet(person), layout))
    for turn, (layout, (suffix, group, write)) in enumerate(_OFFICE.items()):
        for person in everybody[turn % _EVERY :: _EVERY]:
            put(folder, person, layout, group, suffix, write(sheet(person)))
    _print_some(folder, everybody)
    _convert_some(folder, everybody)
    _scan_some(folder, everybody)


def write_few(folder: Path, everybody: tuple[Person, ...] | None = None, *, each: int = 3) -> None:
    """A part that is quick to write and to read and needs nothing but Python: a few people in every layout."""
    everybody = everybody or people()
    for turn, layout in enumerate([*GROUPS, *_OFFICE]):
        for step in range(each):
            person = everybody[(turn * each + step) % len(everybody)]
            if layout in GROUPS:
                put(folder, person, layout, GROUPS[layout], "pdf", typeset(sheet(person), layout))
            else:
                suffix, group, write = _OFFICE[layout]
                put(folder, person, layout, group, suffix, write(sheet(person)))


def write_few_scans(folder: Path, *, count: int = 3) -> None:
    """Scans of a few people who write English, which every tesseract reads."""
    english = [person for person in people() if person.key.startswith("en-")]
    for person, (name, scanner) in zip(english[:count], SCANNERS.items(), strict=True):
        page = scanned_pdf(typeset(sheet(person), "plain"), scanner)
        put(folder, person, f"{name}-plain", "scans", "pdf", page)


def put(folder: Path, person: Person, layout: str, group: str, suffix: str, content: bytes) -> None:
    """One file and its truth."""
    path = folder / layout / f"{person.key}__{layout}.{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    truth = {**person.truth(), "layout": f"{suffix} {layout}", "group": group}
    if layout == "docx-tracked":
        truth["must_not_extract"] = list(office.DELETED)
    beside = path.with_name(path.name + ".truth.json")
    beside.write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")


def _print_some(folder: Path, everybody: tuple[Person, ...]) -> None:
    for turn, (layout, (group, write)) in enumerate(_PRINTED.items()):
        for person in everybody[turn::_PRINTED_EVERY]:
            put(folder, person, layout, group, "pdf", plain.printed(write(sheet(person))))


def _convert_some(folder: Path, everybody: tuple[Person, ...]) -> None:
    if shutil.which("soffice") is None:
        return
    for turn, (layout, (source, target, group, write)) in enumerate(_CONVERTED.items()):
        chosen = everybody[turn::_CONVERTED_EVERY]
        contents = [write(sheet(person)) for person in chosen]
        for person, content in zip(chosen, converted(contents, source, target), strict=True):
            put(folder, person, layout, group, target, content)


def converted(contents: list[bytes], source: str, target: str) -> Iterator[bytes]:
    """Files as LibreOffice saves them in another format."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        paths = [work / f"{index}.{source}" for index in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        subprocess.run(  # noqa: S603 - files of our own
            [  # noqa: S607 - wherever LibreOffice is installed
                "soffice",
                f"-env:UserInstallation={(work / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                target,
                "--outdir",
                work / "out",
                *paths,
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        for index in range(len(contents)):
            yield (work / "out" / f"{index}.{target}").read_bytes()


def _scan_some(folder: Path, everybody: tuple[Person, ...]) -> None:
    for turn, (layout, (name, scanner)) in enumerate(
        (layout, scanner) for layout in _SCANNED for scanner in SCANNERS.items()
    ):
        for person in everybody[turn * 2 % _SCANNED_EVERY :: _SCANNED_EVERY]:
            page = typeset(sheet(person), layout)
            put(folder, person, f"{name}-{layout}", "scans", "pdf", scanned_pdf(page, scanner))
            if layout == "plain":
                put(folder, person, f"{name}-photo", "scans", "jpg", photo(page, scanner))


def _fingerprint() -> str:
    """Changes with every source the corpus is made of."""
    digest = hashlib.sha256()
    for source in _SOURCES:
        for path in sorted(source.rglob("*")):
            if path.suffix in (".py", ".toml", ".typ"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
