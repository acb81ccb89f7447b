"""The styles of a DOCX: what a paragraph or run looks like after all it is based on."""

import re
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEFAULT_POINTS = 11.0
_BASED_ON_DEPTH = 12
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(slots=True)
class Style:
    """What a named style says, what it does not say taken from the style it is based on."""

    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    level: int = 0
    bullet: bool = False
    hidden: bool = False


def flag(properties: Any, name: str, *, otherwise: bool | None) -> bool | None:
    found = properties.find(W + name)
    return otherwise if found is None else found.get(W + "val", "1").lower() not in _OFF


def points(properties: Any) -> float | None:
    size = properties.find(W + "sz")
    value = size.get(W + "val", "") if size is not None else ""
    return int(value) / 2 if value.isdigit() else None


def is_numbered(properties: Any) -> bool:
    number = properties.find(W + "numPr")
    if number is None:
        return False
    identity = number.find(W + "numId")
    return identity is None or identity.get(W + "val") != "0"


def styles_of(root: Any | None) -> tuple[dict[str, Style], Style]:
    default = Style(size=_DEFAULT_POINTS)
    if root is None:
        return {}, default
    shared = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    if shared is not None:
        default.size = points(shared) or default.size
    nodes = {node.get(W + "styleId", ""): node for node in root.findall(W + "style")}
    styles = {name: _resolved(name, nodes, default) for name in nodes}
    normal = next(
        (
            s
            for s, n in nodes.items()
            if n.get(W + "default") == "1" and n.get(W + "type") == "paragraph"
        ),
        None,
    )
    return styles, styles[normal] if normal is not None else default


def _resolved(name: str, nodes: dict[str, Any], default: Style) -> Style:
    style = Style(size=default.size)
    chain: list[Any] = []
    while name in nodes and nodes[name] not in chain and len(chain) < _BASED_ON_DEPTH:
        chain.append(nodes[name])
        based = nodes[name].find(W + "basedOn")
        name = based.get(W + "val", "") if based is not None else ""
    for node in reversed(chain):
        properties = node.find(W + "rPr")
        if properties is not None:
            style.bold = flag(properties, "b", otherwise=style.bold)
            style.italic = flag(properties, "i", otherwise=style.italic)
            style.size = points(properties) or style.size
        paragraph = node.find(W + "pPr")
        if paragraph is not None and is_numbered(paragraph):
            style.bullet = True
        label = node.find(W + "name")
        text = (label.get(W + "val", "") if label is not None else "").casefold()
        heading = re.match(r"(?:heading|überschrift|titre|título|titolo|nagłówek|kop) (\d)", text)
        if heading:
            style.level = int(heading[1])
        elif text in ("title", "titel", "titolo", "tytuł"):
            style.level = 1
        elif text.startswith(("list bullet", "list number")):
            style.bullet = True
    return style
