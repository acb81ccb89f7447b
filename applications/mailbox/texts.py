"""Words out of headers, charsets and markup, whatever somebody put there."""

import codecs
import html
import re
import unicodedata
from email.errors import MessageError
from email.header import decode_header
from itertools import chain, islice

import nh3

LONGEST_TEXT = 100_000  # characters that are kept of a message
LONGEST_HEADER = 4_000
_LONGEST_HTML = 2_000_000
_MOST_LINKS = 200
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf_7"}
_INVISIBLE = re.compile("[\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # fmt: skip
_ODD_SPACE = re.compile("[\t\xa0\u2000-\u200a\u202f\u205f\u3000]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENDLESS = re.compile(r"&#\d{12,};?")
_HREF = re.compile(
    r"<a\b[^<>]{0,2000}?\bhref\s*=\s*[\"']?(https?://[^\s\"'<>]{1,2000})", re.IGNORECASE
)
_PLAIN_LINK = re.compile(r"https?://[^\s\"'<>()\[\]]{3,2000}")
_DROPPED = re.compile(
    r"<(script|style|template|noscript|svg|head|title|iframe|object)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_ANCHOR = re.compile(
    r"<a\b[^<>]{0,2000}?\bhref\s*=\s*[\"']?(https?://[^\s\"'<>]{1,300})[^<>]{0,2000}>([^<>]{1,300})(?=<)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"<li\b[^<>]{0,2000}>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|br|tr|table|ul|ol|h[1-6]|blockquote|hr|section|article|pre|dl|dt|dd)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>")
#: What is left of markup after our own look. Asked last: on markup nested thousands deep it takes minutes.
_CLEANER = nh3.Cleaner(tags=set())


def header_text(raw: str) -> str:
    """Return a header in words, on one line."""
    raw = raw[:LONGEST_HEADER]
    try:
        pieces = decode_header(raw)
    except (MessageError, ValueError):
        pieces = [(raw, None)]
    words = "".join(
        decoded(piece, charset or "ascii") if isinstance(piece, bytes) else piece
        for piece, charset in pieces
    )
    return " ".join(printable(words).split())


def decoded(content: bytes, charset: str) -> str:
    """Return bytes as text in the charset they state; in a likelier one where that is none."""
    for name in (charset, "utf-8"):
        try:
            if codecs.lookup(name).name.replace("-", "_") not in _NO_CHARSETS:
                return content.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("windows-1252", "replace")


def printable(text: str) -> str:
    """Return text a database, a page and a person can take."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", _ODD_SPACE.sub(" ", text)))


def tidy(text: str) -> str:
    """Return text with even spaces and no more than one empty line in a row, cut to what is kept."""
    lines = (" ".join(line.split()) for line in printable(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:LONGEST_TEXT]


def html_text(markup: str) -> str:
    """Return what a person would read of a page, with the addresses its links lead to."""
    text = " ".join(_DROPPED.sub(" ", _ENDLESS.sub("", markup[:_LONGEST_HTML])).split())
    text = _ANCHOR.sub(_anchor, text)
    text = _BLOCK.sub("\n", _ITEM.sub("\n• ", text))
    return tidy(html.unescape(_CLEANER.clean(_ANY_TAG.sub("", text))))


def _anchor(found: re.Match[str]) -> str:
    href, words = found.groups()
    return words if href.rstrip("/") in words else f"{words} [{href}]"


def links_in(markup: str, plain: str) -> tuple[str, ...]:
    """Return the addresses a message leads to, each once, none of them ever opened."""
    in_markup = (html.unescape(found.group(1)) for found in _HREF.finditer(markup[:_LONGEST_HTML]))
    in_plain = (found.group() for found in _PLAIN_LINK.finditer(plain))
    found = dict.fromkeys(islice(chain(in_markup, in_plain), _MOST_LINKS))
    return tuple(found)


def folded(text: str) -> str:
    """Return text in lower-case letters, digits and single spaces, without accents."""
    text = text.lower().replace("ß", "ss").replace("ł", "l").replace("ø", "o").replace("æ", "ae")
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w+#]|_", " ", bare).split())
