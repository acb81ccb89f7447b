"""Which kind each section is whose heading nobody listed, decided for all of a document together."""

from collections import Counter
from collections.abc import Mapping

UNLISTED = 0.85
"""How sure a value is, against the same under a heading everybody knows."""

_FIRST = 1.0
_FIRST_OF_MAIN = 0.65
_AGAIN = 1.5
_AGAIN_DATED = 3.0
_AGAIN_SKILLS = 2.5
"""What must speak for a kind to give it to a section, and to give it to another one."""
_REPEATED = {"work": 1.6, "education": 1.2, "skills": 1.0, "languages": 2.0, "summary": 1.0}
_REPEATED_OTHER = 0.5
"""What a kind loses where another section has it already: most resumes have one section of each."""
_LISTED = 1.0
_SENSELESS = 0.3
_UNREAD = 0.7
"""What a section nobody can name takes away, and what more where it holds dated entries."""
_LITTLE = 0.3
_DATED = frozenset({"work", "education"})
_MAIN = frozenset({"work", "education", "skills", "languages"})
Weights = Mapping[str, float]


def settle(known: Counter[str], sections: list[Weights]) -> list[str | None]:
    """The kind of each section, None where nothing speaks clearly enough, so that together they are most likely.

    `known` counts the kinds of sections under listed headings. The section whose choice matters most is decided first.
    """
    taken = Counter(known)
    chosen: list[str | None] = [None] * len(sections)
    undecided = {i: weights for i, weights in enumerate(sections) if any(weights.values())}
    while undecided:
        index = max(undecided, key=lambda i: _at_stake(undecided[i], taken))
        ranked = _ranked(undecided.pop(index), taken)
        kind, worth = ranked[0]
        if worth >= _wanted(kind, taken):
            chosen[index] = kind
            taken[kind] += 1
    return chosen


def sense_of(sections: list[tuple[str, Weights, bool]]) -> float:
    """How well sections with these kinds are borne out by their lines; of kinds that were guessed only the first counts in full.

    A section of which nobody can say what it is about takes a little away.
    """
    total = 0.0
    had: set[str] = {kind for kind, _, is_guess in sections if not is_guess}
    listed: set[str] = set()
    for kind, spoken, is_guess in sections:
        if kind == "header":
            continue
        if kind not in spoken and kind == "other":
            total -= _SENSELESS + _UNREAD * (max(map(spoken.get, _DATED, (0.0, 0.0))) >= _FIRST)
            continue
        worth = spoken.get(kind, 0.0) + (0.0 if is_guess or kind in listed else _LISTED)
        listed.add(kind)
        if is_guess and (kind in had or kind not in _MAIN):
            worth = min(worth, _LITTLE)
        total += worth
        had.add(kind)
    return total


def _wanted(kind: str, taken: Counter[str]) -> float:
    if (
        taken[kind] and kind == "skills"
    ):  # a list is soon written: its heading must speak of skills too
        return _AGAIN_SKILLS - _repeated(kind)
    if taken[kind]:
        return (_AGAIN_DATED if kind in _DATED else _AGAIN) - _repeated(kind)
    return _FIRST_OF_MAIN if kind in _MAIN else _FIRST


def _repeated(kind: str) -> float:
    return _REPEATED.get(kind, _REPEATED_OTHER)


def _ranked(weights: Weights, taken: Counter[str]) -> list[tuple[str, float]]:
    worth = {kind: w - _repeated(kind) * (taken[kind] > 0) for kind, w in weights.items()}
    return sorted(worth.items(), key=lambda item: -item[1])


def _at_stake(weights: Weights, taken: Counter[str]) -> float:
    """How much is lost if this section does not get the kind that fits best."""
    (_, best), (_, second) = [*_ranked(weights, taken), ("", 0.0)][:2]
    return best - max(second, 0.0) + 0.1 * best
