"""Looks into XML whose name spaces change from one version to the next: by local names only."""

from typing import Any

from resumes.parsing.document import clean
from resumes.parsing.readers.html import document_of
from resumes.parsing.types import ParseFailure

Node = Any


def name_of(node: Node) -> str:
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def children(node: Node | None, name: str) -> list[Node]:
    return [] if node is None else [child for child in node if name_of(child) == name]


def child(node: Node | None, path: str) -> Node | None:
    """The first node down a path of names ('Employer/Name')."""
    for name in path.split("/"):
        node = next(iter(children(node, name)), None)
        if node is None:
            return None
    return node


def rows(node: Node | None, path: str) -> list[Node]:
    """All nodes of the last name of a path, in the first node of the names before it."""
    *way, last = path.split("/")
    return children(child(node, "/".join(way)) if way else node, last)


def every(node: Node | None, name: str) -> list[Node]:
    """All nodes of a name, however deep."""
    return [] if node is None else [found for found in node.iter() if name_of(found) == name]


def text(node: Node | None, path: str = "") -> str:
    """The text down a path, '' when there is none."""
    found = child(node, path) if path else node
    return "" if found is None else clean("".join(found.itertext()))


def told(markup: str) -> tuple[str, list[str]]:
    """The prose and the listed points of a text that may be HTML."""
    try:
        lines = document_of(f"<div>{markup}</div>", "text/html").lines if markup else []
    except ParseFailure:
        return "", []
    prose = " ".join(line.text for line in lines if not line.bullet)
    return prose, [line.text for line in lines if line.bullet]
