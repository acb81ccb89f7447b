"""Texts and pages: TXT, Markdown, HTML, and what a browser prints of the last."""

import subprocess
import tempfile
from html import escape
from pathlib import Path

from bench.made_up.sheet import ASIDE, Entry, Line, Section, Sheet
from core.chromium import chromium_path

_WIDTH = 76
_STYLE = (
    "body{font-family:sans-serif;font-size:10pt;margin:1.5cm}.row{display:flex;justify-content:space-between}"
    ".page{display:grid;grid-template-columns:5cm 1fr;gap:1cm}ul{margin:0}td{vertical-align:top;padding:2pt 8pt 2pt 0}"
)


def txt_ruled(sheet: Sheet) -> bytes:
    """Headings underlined, dates pushed to the right by blanks."""
    rows = [sheet.name.upper(), *filter(None, [sheet.headline]), *sheet.head, ""]
    rows[:0] = [sheet.banner, ""] if sheet.banner else []
    for section in sheet.sections:
        rows += ["", section.heading, "=" * len(section.heading)]
        rows += map(_ruled, section.lines)
        for entry in section.entries:
            rows += ["", *map(_ruled, entry.lines)]
    return "\n".join(rows).encode()


def txt_windows(sheet: Sheet) -> bytes:
    """As typed in an editor long ago: no rules, CRLF, dates in brackets, and Windows' own letters where they suffice."""
    rows = [sheet.name, *sheet.contact, ""]
    for section in sheet.sections:
        rows += [section.heading.upper(), ""]
        for line in _all_lines(section):
            words = f"* {line.text}" if line.look == "bullet" else line.text
            rows.append(f"{words} ({line.right})" if line.right else words)
        rows.append("")
    written = "\r\n".join(rows)
    try:
        return written.encode("cp1252")
    except UnicodeEncodeError:
        return written.encode("utf-8-sig")


def markdown(sheet: Sheet) -> bytes:
    """Headings, bold titles, dates after a bar."""
    rows = [f"# {sheet.name}", "", *(f"{line}  " for line in sheet.head)]
    for section in sheet.sections:
        rows += ["", f"## {section.heading}", ""]
        rows += [_marked(line) for line in section.lines]
        for entry in section.entries:
            rows += ["", *(_marked(line) for line in entry.lines)]
    return "\n".join(rows).encode()


def html_flow(sheet: Sheet) -> bytes:
    """Headings, paragraphs and lists; dates in a flexible row."""
    return _page(sheet, _head(sheet) + "".join(map(_section, sheet.sections)))


def html_table(sheet: Sheet) -> bytes:
    """Entries in a table, dates in its first column."""
    parts = [_head(sheet)]
    for section in sheet.sections:
        if section.entries:
            rows = "".join(
                f"<tr><td>{escape(e.dates)}</td><td>{_lines(e.bare)}</td></tr>"
                for e in section.entries
            )
            parts.append(f"<h2>{escape(section.heading)}</h2><table>{rows}</table>")
        else:
            parts.append(_section(section))
    return _page(sheet, "".join(parts))


def html_sidebar(sheet: Sheet) -> bytes:
    """A grid: the sidebar stands first in the page."""
    aside = "".join(f"<p>{escape(part)}</p>" for part in sheet.contact)
    aside += "".join(_section(s) for s in sheet.sections if s.key in ASIDE)
    main = "".join(_section(s) for s in sheet.sections if s.key not in ASIDE)
    body = (
        f"<h1>{escape(sheet.name)}</h1><p>{escape(sheet.headline)}</p>"
        f'<div class="page"><aside>{aside}</aside><main>{main}</main></div>'
    )
    return _page(sheet, body)


def printed(page: bytes) -> bytes:
    """A page as a browser prints it. Raises: RuntimeError where there is no browser."""
    browser = chromium_path()
    if browser is None:
        raise RuntimeError("There is no Chromium on this machine.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "page.html").write_bytes(page)
        subprocess.run(  # noqa: S603 - a browser found on this machine and a page of our own
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder / 'profile'}",
                f"--print-to-pdf={folder / 'page.pdf'}",
                (folder / "page.html").as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
        return (folder / "page.pdf").read_bytes()


def _all_lines(section: Section) -> list[Line]:
    return [*section.lines, *(line for entry in section.entries for line in entry.lines)]


def _ruled(line: Line) -> str:
    if line.look == "bullet":
        return f"  - {line.text}"
    return f"{line.text:<{_WIDTH - len(line.right)}}  {line.right}".rstrip()


def _marked(line: Line) -> str:
    words = {
        "strong": f"**{line.text}**",
        "soft": f"*{line.text}*",
        "bullet": f"- {line.text}",
    }.get(line.look, line.text)
    words = f"{words} | {line.right}" if line.right else words
    return words if line.look == "bullet" else f"{words}  "


def _page(sheet: Sheet, body: str) -> bytes:
    return (
        f'<!doctype html><html lang="{sheet.language}"><head><meta charset="utf-8"><title>CV</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>"
    ).encode()


def _head(sheet: Sheet) -> str:
    lines = "<br>".join(map(escape, filter(None, (sheet.headline, *sheet.head))))
    return f"<h1>{escape(sheet.name)}</h1><p>{lines}</p>"


def _section(section: Section) -> str:
    entries = "".join(f"<div>{_entry(entry)}</div>" for entry in section.entries)
    return f"<h2>{escape(section.heading)}</h2>{_lines(section.lines)}{entries}"


def _entry(entry: Entry) -> str:
    return _lines(entry.lines)


def _lines(lines: tuple[Line, ...]) -> str:
    parts = []
    for line in lines:
        words = escape(line.text)
        if line.look == "bullet":
            parts.append(f"<li>{words}</li>")
            continue
        words = f"<b>{words}</b>" if line.look == "strong" else words
        if line.right:
            right = escape(line.right)
            parts.append(
                f'<div class="row">\n  <span>{words}</span>\n  <span>{right}</span>\n</div>'
            )
        else:
            parts.append(f"<div>{words}</div>")
    return (
        "".join(parts)
        .replace("</div><li>", "</div><ul><li>")
        .replace("</li><div", "</li></ul><div")
    )
