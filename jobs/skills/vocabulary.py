"""The compiled vocabulary of skills and the automaton that finds it; loaded once, on first use."""

import gzip
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from jobs.skills.not_skills import PHRASES
from jobs.skills.text import pattern_of

KINDS = {"t": "tool", "k": "knowledge", "s": "skill", "l": "language", "c": "certificate"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Parallel tables: of names (`names`, `kinds`, `weights`) and of aliases (`owners`, `rules`, `exact`).

    `languages` holds the aliases that are read in texts of some languages only. A match of the
    automaton beyond the aliases is a phrase that is no skill.
    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    weights: tuple[float, ...]
    owners: tuple[int, ...]
    rules: str
    exact: dict[int, str]
    languages: dict[int, frozenset[str]]
    implied: dict[int, tuple[int, ...]]
    by_alias: dict[str, int]
    by_name: dict[str, int]
    automaton: AhoCorasick


@cache
def vocabulary() -> Vocabulary:
    """The one vocabulary of this process."""
    raw = json.loads(
        gzip.decompress((files("jobs.skills.data") / "vocabulary.json.gz").read_bytes())
    )
    patterns: list[str] = raw["patterns"]
    owners = tuple(raw["owners"])
    names = tuple(raw["names"])
    by_alias: dict[str, int] = {}
    for pattern, owner in zip(patterns, owners, strict=True):
        by_alias.setdefault(pattern, owner)
    automaton = AhoCorasick(
        [f" {p} " for p in (*patterns, *PHRASES)],
        matchkind=MatchKind.Standard,
        store_patterns=False,
        implementation=Implementation.ContiguousNFA,
    )
    return Vocabulary(
        names=names,
        kinds=tuple(KINDS[k] for k in raw["kinds"]),
        weights=tuple(w / 100 for w in raw["weights"]),
        owners=owners,
        rules=raw["rules"],
        exact={int(k): v for k, v in raw["exact"].items()},
        languages={int(k): frozenset(v.split()) for k, v in raw["languages"].items()},
        implied={int(k): tuple(v) for k, v in raw["implied"].items()},
        by_alias=by_alias,
        by_name={pattern_of(n): i for i, n in enumerate(names)},
        automaton=automaton,
    )
