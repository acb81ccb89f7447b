"""Compiles the curated list, O*NET technology skills and ESCO labels into one vocabulary.

Run by `bin/compile-data`, never by the product. Earlier sources win: what the curated list says
about a spelling is final.
"""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jobs.skills.data.titles import compile_titles
from jobs.skills.text import pattern_of

_SECTIONS = {"tool": ("t", 90), "knowledge": ("k", 70), "skill": ("s", 60), "soft": ("s", 15), "broad": ("k", 20),
             "language": ("l", 60), "certificate": ("c", 80)}  # fmt: skip
_VENDORS = {
    "adobe",
    "autodesk",
    "apache",
    "atlassian",
    "dassault",
    "bentley",
    "ibm",
    "oracle",
    "the mathworks",
    "red hat",
    "vmware",
}
_MOST_WORDS = 6
_KNOWN_ACRONYM = 8  # occupations that list a product before its acronym alone counts


@dataclass(slots=True)
class Builder:
    """The vocabulary while it grows; spellings are unique, the first owner keeps them."""

    names: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    patterns: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    languages: dict[str, set[str]] = field(default_factory=dict)
    implied: dict[int, list[str]] = field(default_factory=dict)

    def name(self, name: str, kind: str, weight: int) -> int:
        key = pattern_of(name)
        if key not in self.index:
            self.index[key] = len(self.names)
            self.names.append(name)
            self.kinds.append(kind)
            self.weights.append(weight)
        return self.index[key]

    def alias(self, owner: int, spelling: str) -> None:
        """Add a spelling; one that begins `fr:` is read in French texts only."""
        language, spelling = language_and_spelling(spelling)
        rule = spelling[0] if spelling[0] in "!?^" else " "
        spelling = spelling.lstrip("!?^")
        pattern = pattern_of(spelling)
        if not pattern or len(pattern.split()) > _MOST_WORDS:
            return
        self._add(pattern, (owner, rule, spelling), language)
        if re.search(r"\w\s*[/&]\s*\w", spelling):
            loose = " " * 3
            self._add(
                re.sub(r"\s*[/&]\s*", loose, spelling).lower(),
                (owner, rule if rule in " ^" else "^", spelling),
                language,
            )

    def _add(self, pattern: str, held: tuple[int, str, str], language: str) -> None:
        """Keep what came first; the same skill spelt alike in two languages is read in both."""
        if pattern not in self.patterns:
            self.patterns[pattern] = held
            if language:
                self.languages[pattern] = {language}
        elif self.patterns[pattern][0] == held[0] and pattern in self.languages:
            if language:
                self.languages[pattern].add(language)
            else:
                del self.languages[pattern]

    def plural(self, owner: int, spelling: str) -> None:
        bare = language_and_spelling(spelling)[1]
        if bare[0] not in "!?" and re.search(r"[a-rt-xzA-Z]$", spelling) and len(spelling) > 3:  # noqa: PLR2004
            self.alias(owner, spelling + "s")


_LANGUAGE = re.compile(r"^([a-z]{2}):(?=\S)")


def language_and_spelling(alias: str) -> tuple[str, str]:
    """`fr:assurance` is ("fr", "assurance"); a spelling of every language has ""."""
    found = _LANGUAGE.match(alias)
    return (found[1], alias[found.end() :]) if found else ("", alias)


def _rows(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _curated(builder: Builder, path: Path, dropped: set[str]) -> None:
    kind, weight = "t", 90
    for line in path.read_text().splitlines():
        line = line.strip()  # noqa: PLW2901
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            section = line.strip("[]")
            if section == "drop":
                kind = ""
                continue
            kind, weight = _SECTIONS[section]
            continue
        if not kind:
            dropped.update(pattern_of(word) for word in line.split(";"))
            continue
        _curated_line(builder, line, kind, weight)


def _curated_line(builder: Builder, line: str, kind: str, weight: int) -> None:
    head, _, implied = line.partition(" > ")
    name, _, aliases = head.partition(" = ")
    owner = builder.name(name.strip().lstrip("!?^"), kind, weight)
    if implied:
        builder.implied.setdefault(owner, []).extend(i.strip() for i in implied.split(";"))
    for spelling in [name.strip(), *(a.strip() for a in aliases.split(";") if a.strip())]:
        if not spelling.startswith("~"):
            builder.alias(owner, spelling)
            if kind != "l":
                builder.plural(owner, spelling)


def _common_words(source: Path) -> set[str]:
    """Words of ordinary prose: what stands in lower case in the task statements."""
    counts: Counter[str] = Counter()
    for row in _rows(source / "onet_task_statements.tsv.gz", "\t"):
        counts.update(re.findall(r"\b[a-z]+\b", row["Task"]))
    return set(counts)


_ACRONYM = re.compile(r"^(.{6,}?) ([A-Z][A-Za-z/]*[A-Z][A-Z0-9/]*)$")


def _onet_spellings(product: str) -> tuple[str, list[str]]:
    name = re.sub(r"\s+(software|applications?)$", "", product)
    match = _ACRONYM.match(name)
    if match and _initials(match[1], match[2]):
        short = ["!" + match[2]] if len(match[2]) >= 3 else []  # noqa: PLR2004
        return match[1], [*short, product, name]
    return name, [product] if product != name else []


def _initials(phrase: str, acronym: str) -> bool:
    letters = "".join(w[0] for w in re.findall(r"\w+", phrase)).lower()
    return letters.endswith(acronym.lower()[-2:]) and letters[:1] == acronym[:1].lower()


def _onet(builder: Builder, source: Path, common: set[str], dropped: set[str]) -> None:
    rows = list(_rows(source / "onet_technology_skills.tsv.gz", "\t"))
    seen = Counter(row["Example"] for row in rows)
    hot = {row["Example"] for row in rows if row["Hot Technology"] == "Y"}
    for product in sorted(seen, key=lambda p: (-seen[p], p)):
        name, spellings = _onet_spellings(product)
        if name.lower() in common and name != product:
            name, spellings = product, []  # `Medical software` is not the word `Medical`
        if seen[product] < _KNOWN_ACRONYM and product not in hot:
            spellings = [s for s in spellings if not s.startswith("!")]
        if pattern_of(name) in dropped or len(pattern_of(name)) < 2:  # noqa: PLR2004
            continue
        known = next(
            (
                builder.patterns[p][0]
                for s in (name, product)
                if (p := pattern_of(s)) in builder.patterns
            ),
            None,
        )
        generic = name[1:].islower() and name.lower().split()[-1] in common
        weight = 30 if generic else 85 if product in hot else 75
        owner = known if known is not None else builder.name(name, "t", weight)
        for spelling in [name, *spellings, *_without_vendor(name, common)]:
            builder.alias(owner, _marked(spelling, common))


def _marked(spelling: str, common: set[str]) -> str:
    """A spelling with its rule: single words that are also ordinary words need their exact case and company."""
    plain = spelling.lstrip("!")
    if " " in plain or "/" in plain:
        return spelling
    if plain.lower() in common:
        return "?" + plain
    if spelling.startswith("!"):
        return spelling
    return ("!" if len(plain) <= 5 else "^") + plain  # noqa: PLR2004


def _without_vendor(name: str, common: set[str]) -> list[str]:
    for vendor in _VENDORS:
        if name.lower().startswith(vendor + " "):
            rest = name[len(vendor) + 1 :]
            ordinary = all(word.lower() in common for word in re.findall(r"\w+", rest))
            return [rest] if len(rest) > 4 and rest[0].isupper() and not ordinary else []  # noqa: PLR2004
    return []


def _esco(builder: Builder, source: Path, common: set[str], dropped: set[str]) -> None:
    labels = [row["skills"].strip() for row in _rows(source / "esco_skill_labels_en.csv.gz", ",")]
    firsts = Counter(label.split()[0] for label in labels if label)
    verbs = {w for w, n in firsts.items() if n >= 3 and f"{w} " and w not in _NOT_VERBS}  # noqa: PLR2004
    for label in labels:
        plain = re.sub(r"\s*\([^)]*\)", "", label).strip()
        words = plain.split()
        if not words or len(words) > _MOST_WORDS or pattern_of(plain) in dropped:
            continue
        verbal = words[0] in verbs and len(words) > 1
        if pattern_of(plain) in builder.patterns:
            continue
        owner = builder.name(
            plain, "s" if verbal else "k", _esco_weight(words, common, verbal=verbal)
        )
        builder.alias(owner, ("^" if len(plain) <= 4 else "") + plain)  # noqa: PLR2004
        if verbal:
            builder.alias(owner, " ".join([_gerund(words[0]), *words[1:]]))
        elif len(words) > 1:
            builder.plural(owner, plain)


def _esco_weight(words: list[str], common: set[str], *, verbal: bool) -> int:
    """A label made of everyday words says little about the work, a rare word much."""
    if verbal:
        return 30
    if all(word.lower() in common for word in words):
        return 10 if len(words) == 1 else 25
    return 35 + 10 * min(len(words), 3)


_NOT_VERBS = {
    "types",
    "marketing",
    "data",
    "computer",
    "human",
    "food",
    "animal",
    "web",
    "health",
    "quality",
    "business",
    "public",
    "social",
    "software",
    "product",
    "customer",
}


def _gerund(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe")):
        return verb[:-1] + "ing"
    if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb):
        return verb + verb[-1] + "ing"
    return verb + "ing"


def compile_skills(source: Path, target: Path) -> None:
    """Read `curated.txt` in `target` and the taxonomies in `source`, write the vocabulary and the titles."""
    builder, dropped = Builder(), set[str]()
    for path in sorted(target.glob("curated*.txt")):
        _curated(builder, path, dropped)
    common = _common_words(source)
    _onet(builder, source, common, dropped)
    _esco(builder, source, common, dropped)
    patterns = sorted(builder.patterns)
    implied = {
        str(owner): [builder.index[pattern_of(n)] for n in names if pattern_of(n) in builder.index]
        for owner, names in builder.implied.items()
    }
    missing = {
        n for names in builder.implied.values() for n in names if pattern_of(n) not in builder.index
    }
    if missing:
        raise SystemExit(f"implied but unknown: {sorted(missing)}")
    rules = [builder.patterns[p][1] for p in patterns]
    content = {
        "names": builder.names,
        "kinds": "".join(builder.kinds),
        "weights": builder.weights,
        "patterns": patterns,
        "owners": [builder.patterns[p][0] for p in patterns],
        "rules": "".join(rules),
        "exact": {
            str(i): builder.patterns[p][2] for i, p in enumerate(patterns) if rules[i] in "!?"
        },
        "languages": {
            str(i): " ".join(sorted(builder.languages[p]))
            for i, p in enumerate(patterns)
            if p in builder.languages
        },
        "implied": implied,
    }
    with gzip.GzipFile(target / "vocabulary.json.gz", "wb", mtime=0) as file:
        file.write(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
    compile_titles(source, target)
