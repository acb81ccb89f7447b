"""Descriptions: from whatever markup a source sends to plain lines and to a safe subset of HTML."""

import html
import re

import nh3

_TAG = re.compile(r"<[a-zA-Z!/][^<>]{0,2000}>")
_ESCAPED_TAG = re.compile(r"&lt;/?[a-zA-Z][^&]{0,300}?&gt;|&amp;(?:[a-z]{2,8}|#\d{1,6});")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
# Python reads no number of thousands of digits.
_ENDLESS = re.compile(r"&#\d{12,};?")
_DROP = re.compile(
    r"<(script|style|template|noscript|svg|head|iframe|object)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_BULLET = re.compile(r"<li\b[^>]{0,2000}>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|br|ul|ol|tr|table|h[1-6]|section|article|header|footer|blockquote|pre|hr|dl|dt|dd|main|aside|figure)\b[^>]{0,2000}/?>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<![^<>]{0,200}>")
_INVISIBLE = re.compile("[\xad\u200b\u200c\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ODD_SPACE = re.compile("[\t\xa0\u202f\u2007\u2009]")
_ODD_BREAK = re.compile("[\u2028\u2029\x85\r]\n?")
_SPACES = re.compile(r" {2,}")
_LINE_EDGES = re.compile(r" +\n|\n +")
_MANY_BREAKS = re.compile(r"\n{3,}")
_INLINE_BULLET = re.compile(r"(?<=[^\n]) (?=[•●▪◦‣▸➤➢✓✔]\s?\w)")
_LEADING_BULLET = re.compile(r"^[·●▪◦‣▸➤➢✓✔*o](?=\s+\S)[ ]*", re.MULTILINE)
_LONE_BULLET = re.compile(r"•\s*\n\s*")
_ANY_BULLET = re.compile(r"[·●▪◦‣▸➤➢✓✔•]|^[*o]\s", re.MULTILINE)
_ASCII_BULLET = re.compile(r"^[*o]\s", re.MULTILINE)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

_TAGS = {"p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "h3", "h4", "h5", "blockquote", "a"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    clean_content_tags={"script", "style", "template", "noscript", "svg", "iframe", "object"},
    link_rel="nofollow noopener noreferrer",
    url_relative="deny",
)
_HEADINGS = re.compile(r"<(/?)h[126]\b[^>]{0,2000}>", re.IGNORECASE)
_DIVISIONS = re.compile(r"<(/?)(?:div|section|article)\b[^>]{0,2000}>", re.IGNORECASE)
_EMPTY = re.compile(r"<(p|li|h3|h4|strong|em|b|i)>(?:\s|&nbsp;|<br ?/?>)*</\1>")


def resolved(text: str) -> str:
    """`text` with its entities resolved once, whatever somebody took for one."""
    return html.unescape(_ENDLESS.sub("", text))


def unescape(text: str) -> str:
    """`text` with entities resolved; markup that arrives escaped once or twice becomes markup."""
    for _ in range(3):
        if "&" not in text or not _ENTITY.search(text):
            break
        escaped_markup = bool(_ESCAPED_TAG.search(text))
        if _TAG.search(text) and not escaped_markup:
            break
        unescaped = resolved(text)
        if unescaped == text:
            break
        text = unescaped
        if not escaped_markup:
            break
    return text


def to_text(text: str) -> str:
    """Plain lines: paragraphs keep their breaks, list items start with `• `."""
    if not text:
        return ""
    text = unescape(text)
    if "<" in text:
        text = _DROP.sub(" ", text)
        text = _BULLET.sub("\n• ", text)
        text = _BLOCK.sub("\n", text)
        text = _ANY_TAG.sub("", text)
        text = resolved(text)
    elif "&" in text:
        text = resolved(text)
    return tidy(text)


def tidy(text: str) -> str:
    """Even spaces and breaks, without invisible characters; bullets in a row get their own lines."""
    text = _printable(text)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    if "\n" in text:
        text = _LINE_EDGES.sub("\n", text)
    if (_ASCII_BULLET if text.isascii() else _ANY_BULLET).search(text):
        text = _INLINE_BULLET.sub("\n", text)
        text = _LEADING_BULLET.sub("• ", text)
        text = _LONE_BULLET.sub("• ", text)
    if "\n\n\n" in text:
        text = _MANY_BREAKS.sub("\n\n", text)
    return text.strip()


def _printable(text: str) -> str:
    if text.replace("\n", " ").isprintable():  # odd spaces and surrogates are not, to Python
        return text
    text = _INVISIBLE.sub("", _ODD_BREAK.sub("\n", _ODD_SPACE.sub(" ", text)))
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """A title or a name: no markup, no breaks."""
    return " ".join(to_text(text).replace("• ", " ").split())


def safe_html(text: str, plain: str | None = None) -> str:
    """The description as HTML a page may print: a few tags, no attributes but safe links.

    `plain` is `to_text(text)` where the caller has it already.
    """
    markup = unescape(text)
    if not _TAG.search(markup):
        return _paragraphs(to_text(text) if plain is None else plain)
    markup = _HEADINGS.sub(r"<\1h3>", _printable(markup))
    markup = _DIVISIONS.sub(r"<\1p>", markup)
    return _EMPTY.sub("", _CLEANER.clean(markup)).strip()


def _paragraphs(text: str) -> str:
    blocks: list[str] = []
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith("• "):
            items.append(f"<li>{html.escape(line[2:], quote=False)}</li>")
            continue
        if items:
            blocks.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if line:
            blocks.append(f"<p>{html.escape(line, quote=False)}</p>")
    if items:
        blocks.append(f"<ul>{''.join(items)}</ul>")
    return "".join(blocks)
