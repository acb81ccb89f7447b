"""Notes a person wrote in Markdown, as HTML that is safe to print on a page."""

import nh3
from markdown_it import MarkdownIt

_READER = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable("strikethrough")
    .disable("image")
)
_CLEANER = nh3.Cleaner(
    tags={
        "p",
        "br",
        "strong",
        "em",
        "s",
        "ul",
        "ol",
        "li",
        "code",
        "pre",
        "blockquote",
        "hr",
        "a",
        "h3",
        "h4",
        "h5",
        "h6",
    },
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="nofollow noopener noreferrer",
    url_relative="deny",
)


def safe_markdown(text: str) -> str:
    """Return the note as HTML. Headings begin below those of the page."""
    tokens = _READER.parse(text.replace("\x00", ""))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    return _CLEANER.clean(str(_READER.renderer.render(tokens, _READER.options, {})))
