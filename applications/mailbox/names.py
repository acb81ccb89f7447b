"""Where a message names an employer or a role."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from applications.mailbox.texts import folded

_LEGAL = frozenset(
    [
        "ab",
        "ag",
        "as",
        "asa",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "kgaa",
        "lda",
        "limited",
        "llc",
        "llp",
        "ltd",
        "ltda",
        "mbh",
        "nv",
        "oy",
        "plc",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "sl",
        "slu",
        "spa",
        "srl",
        "ug",
        "the",
        "oo",
        "z",
        "spzoo",
        "sp",
    ]
)
_WEAK = frozenset(["group", "groupe", "grupo", "gruppe", "holding", "international", "digital", "systems", "solutions", "software", "tech", "technologies", "services", "consulting", "labs", "media", "europe", "deutschland", "uk", "health", "bank", "data"])  # fmt: skip
#: Names that are words: they count only where they are written as names are.
_ORDINARY = frozenset(
    ["apple", "target", "next", "block", "shell", "gap", "match", "box", "stripe", "square", "indeed", "slack", "zoom", "notion", "monday", "bolt", "wish", "meta", "amazon", "orange", "visa", "mint", "sage", "unity", "oracle", "wise", "free", "carta", "ring", "nest", "chime", "root", "lemonade", "compass", "discover", "express", "impact", "bright", "open", "snap", "figure", "front", "help", "hall", "join", "lever", "meet", "one", "people", "pilot", "plan", "point", "port", "scale", "signal", "spring", "swift", "tide", "trust", "ultra", "union", "uber", "vital", "wave", "workday", "zero", "otto", "idealo", "bild", "post", "stern", "focus", "spiegel", "linde"]
)  # fmt: skip
_SHORT = 3
_GENDER = re.compile(r"\((?:[mwfdxhi*](?:\s?[/|,]\s?[mwfdxhi*])+|all genders|gn|m/f)\)|\b[mwf]/[mwf](?:/[dxi])?\b|[*:_](?:in|innen)\b", re.IGNORECASE)  # fmt: skip
_ALIKE, _MUCH_ALIKE = 82.0, 93.0
_WORDS_OF_LEVEL = frozenset(
    ["senior", "junior", "mid", "lead", "principal", "staff", "ii", "iii", "iv", "i", "1", "2", "3"]
)


@dataclass(frozen=True, slots=True)
class Name:
    """An employer's name as it is looked for."""

    core: str  # folded, without legal forms
    joined: str  # as a domain would write it
    as_written: str
    is_ordinary: bool


@lru_cache(maxsize=4096)
def name_of(company: str) -> Name:
    """Return an employer's name, ready to be looked for."""
    written = folded(company.replace(".", "")).split()
    words = [word for word in written if word not in _LEGAL] or written
    core = " ".join(words)
    is_ordinary = core in _ORDINARY or len(core.replace(" ", "")) <= _SHORT
    as_written = re.split(r"\s+(?:GmbH|AG|SE|Ltd|Limited|Inc|LLC|plc|BV|B\.V\.|S\.?[LA]\.?|S\.?p\.?A\.?|Srl|S\.r\.l\.|Lda|Sp\. z o\.o\.)\.?(?:\s|$)", company)[0].strip()  # fmt: skip
    return Name(core, core.replace(" ", ""), as_written, is_ordinary)


def head_of(name: Name) -> str:
    """The part of a long name people use: “Waterkant” of “Waterkant Digital Services”."""
    words = name.core.split()
    kept = [word for word in words if word not in _WEAK]
    return " ".join(kept) if 0 < len(kept) < len(words) and len("".join(kept)) > _SHORT + 1 else ""


def is_named(name: Name, text: str, text_folded: str) -> bool:
    """Whether a text names the employer; a name that is a word must be written as a name."""
    if not name.core or f" {name.core} " not in f" {text_folded} ":
        return False
    return not name.is_ordinary or bool(
        re.search(rf"(?<!\w){re.escape(name.as_written)}(?!\w)", text)
    )


def label_match(name: Name, label: str) -> float:
    """How much a label of a domain or an address stands for the employer: 0, some, or 1."""
    bare = re.sub(r"[^a-z0-9]", "", folded(label).replace(" ", ""))
    if not name.joined or not bare:
        return 0.0
    if bare == name.joined:
        return 1.0
    head = head_of(name).replace(" ", "")
    if head and (bare == head or bare.startswith(head)):
        return 0.8
    is_longer = len(name.joined) > _SHORT + 1 and (bare.startswith(name.joined) or bare.endswith(name.joined))  # fmt: skip
    return 0.7 if is_longer else 0.0


def role_match(title: str, text_folded: str) -> float:
    """How well a text names a role: 1 word for word, less where a word differs, 0 not at all."""
    role = folded(_GENDER.sub(" ", title))
    if not role:
        return 0.0
    if f" {role} " in f" {text_folded} ":
        return 1.0
    bare = " ".join(word for word in role.split() if word not in _WORDS_OF_LEVEL)
    if len(bare.split()) > 1 and f" {bare} " in f" {text_folded} ":
        return 0.7
    return _spelt_alike(role, text_folded)


def _spelt_alike(role: str, text_folded: str) -> float:
    """Inflected roles: “testera oprogramowania” for “Tester Oprogramowania”."""
    words, size = text_folded.split()[:400], len(role.split())
    if size < 2 and len(role) < 8:  # noqa: PLR2004 - one short word is like many
        return 0.0
    windows = (" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1)))
    best = max((fuzz.ratio(role, window) for window in windows), default=0.0)
    return 0.8 if best >= _MUCH_ALIKE else 0.6 if best >= _ALIKE and size > 1 else 0.0
