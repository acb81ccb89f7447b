"""HTML: the text a browser would show, by blocks; nothing is fetched or run."""

import re
from typing import Any

from lxml import html

from resumes.parsing import sniff
from resumes.parsing.document import Document, Line, Span, number_lines
from resumes.parsing.readers.plain import decode
from resumes.parsing.readers.tables import cells_to_lines
from resumes.parsing.types import ParseFailure

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "select",
        "option",
        "textarea",
        "button",
        "canvas",
        "video",
        "audio",
        "nav",
        "form",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "ul",
        "summary",
        "center",
    ]
)
_BOLD = frozenset({"b", "strong", "th", "dt"})
_ITALIC = frozenset({"i", "em", "cite"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|%|\s*(?:;|$))"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|(?:left|top|text-indent)\s*:\s*-\d{4,}",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![\w-])color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))",
    re.IGNORECASE,
)
_GROUND = re.compile(r"background(?:-color|-image)?\s*:", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,200})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"(?:[a-z0-9]*)?([.#])([\w-]+)$", re.IGNORECASE)
_RULES = 2_000
_SET_APART = re.compile(
    r"(?:^|;|\s)(?:float\s*:\s*(?:left|right)|display\s*:\s*(?:inline-(?:block|flex|grid)|table-cell)|position\s*:\s*absolute)",
    re.IGNORECASE,
)
_TERMS = frozenset({"code", "kbd", "mark"})
"""Elements that hold one term each: a row of them is a list."""
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_DEPTH = 200


class _Walker:
    def __init__(self, rules: dict[str, str] | None = None) -> None:
        self.rules = rules or {}
        self.grounds = 0
        self.lines: list[Line] = []
        self.spans: list[Span] = []
        self.links: list[str] = []
        self.hidden = False
        self.gap = 0.0
        self.level = 0
        self.bullet = False
        self.block = 0
        self.apart = False

    def flush(self) -> None:
        if any(s.text.strip() for s in self.spans):
            self.lines.append(
                Line(
                    self.spans, gap=self.gap, level=self.level, bullet=self.bullet, block=self.block
                )
            )
            self.gap = 0.0
            self.bullet = False
        self.spans = []
        self.apart = False

    def text(self, text: str | None, *, bold: bool, italic: bool) -> None:
        if not text:
            return
        text = re.sub(r"[\s\u00a0]+", lambda m: "\t" if m[0].count("\u00a0") > 2 else " ", text)
        for index, part in enumerate(text.split("\t")):
            if part.strip() or (part and self.spans and not index):
                apart = (index > 0 or self.apart) and bool(self.spans)
                self.spans.append(Span(part, bold, italic, apart=apart))
                self.apart = self.apart and not part.strip()

    def walk(self, node: Any, depth: int, *, bold: bool = False, italic: bool = False) -> None:  # noqa: C901, PLR0915 - one branch per kind of node
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in _SKIPPED or not tag or depth > _DEPTH:
            return
        style = self._style(node)
        ground = self._has_ground(node)
        unseen = _HIDDEN.search(style) or (_WHITE.search(style) and not ground and not self.grounds)
        if node.get("hidden") is not None or unseen:
            self.hidden = self.hidden or bool((node.text_content() or "").strip())
            return
        if tag == "table":
            self.grounds += ground
            self._table(node, depth)
            self.grounds -= ground
            return
        if tag == "br":
            self.flush()
            return
        block = tag in _BLOCKS
        if block:
            self._open(tag)
        if tag == "a" and (node.get("href") or "").startswith(("http", "mailto:")):
            self.links.append(node.get("href"))
        alone = tag in _TERMS or bool(_SET_APART.search(style))
        self.apart = self.apart or alone
        bold = bold or tag in _BOLD or bool(_BOLD_STYLE.search(style))
        italic = italic or tag in _ITALIC
        self.text(node.text, bold=bold, italic=italic)
        self.grounds += ground
        for child in node:
            self.walk(child, depth + 1, bold=bold, italic=italic)
            self.text(child.tail, bold=bold, italic=italic)
        self.grounds -= ground
        self.apart = self.apart or alone
        if block:
            self.flush()
            if re.fullmatch(r"h[1-6]", tag):
                self.level = 0

    def _style(self, node: Any) -> str:
        """What the page's own rules and the node itself say of how it looks."""
        names = [f".{name}" for name in (node.get("class") or "").split()[:20]]
        names += [f"#{node.get('id')}"] if node.get("id") else []
        return ";".join([*(self.rules.get(name, "") for name in names), node.get("style") or ""])

    def _has_ground(self, node: Any) -> bool:
        """Whether a colour or a picture lies under what a node holds."""
        return node.get("bgcolor") is not None or bool(_GROUND.search(self._style(node)))

    def _open(self, tag: str) -> None:
        self.flush()
        if re.fullmatch(r"h[1-6]", tag):
            self.level, self.gap = int(tag[1]), 1.0
        elif tag == "li":
            self.bullet = True
        elif tag in ("section", "article", "ul", "ol", "hr", "header"):
            self.gap = 0.5 if tag in ("ul", "ol") else 1.0
        elif tag == "p":
            self.gap = max(self.gap, 0.6)

    def _table(self, table: Any, depth: int) -> None:
        self.flush()
        for row in table.iter("tr"):
            if next(row.iterancestors("table"), None) is not table:
                continue
            cells = []
            for cell in row:
                if cell.tag in ("td", "th"):
                    inner = _Walker(self.rules)
                    inner.grounds = self.grounds + self._has_ground(row)
                    inner.walk(cell, depth + 1)
                    inner.flush()
                    self.hidden = self.hidden or inner.hidden
                    self.links += inner.links
                    cells.append(inner.lines)
            self.block += 1
            self.lines += cells_to_lines([c for c in cells if c], self.block)


def _rules(root: Any) -> dict[str, str]:
    """What the page's style sheets say of single classes and ids, by '.class' and '#id'; printing and screens aside."""
    rules: dict[str, str] = {}
    for sheet in root.iter("style"):
        for selectors, said in _RULE.findall((sheet.text or "")[:200_000])[:_RULES]:
            for selector in selectors.split(","):
                simple = _SIMPLE.fullmatch(selector.strip())
                if simple:
                    key = simple[1] + simple[2]
                    rules[key] = f"{rules.get(key, '')};{said}"
    return rules


def document_of(markup: str, media_type: str) -> Document:
    try:
        root = html.document_fromstring(
            markup, parser=html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
        )
    except (ValueError, html.etree.ParserError, html.etree.XMLSyntaxError):
        raise ParseFailure("empty") from None
    walker = _Walker(_rules(root))
    body = root.find("body")
    walker.walk(body if body is not None else root, 0)
    walker.flush()
    warnings = ["hidden_text"] if walker.hidden else []
    return Document(number_lines(walker.lines), media_type, warnings=warnings, links=walker.links)


def read(data: bytes) -> Document:
    charset = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", data[:2048], re.IGNORECASE)
    text = None
    if charset and charset[1].lower() not in (b"utf-8", b"utf8"):
        try:
            text = data.decode(charset[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            text = None
    text = text if text is not None else decode(data)
    return document_of(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), sniff.HTML)
