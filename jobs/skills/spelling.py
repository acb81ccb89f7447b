"""How a skill is written where people read it."""

from jobs.skills.text import pattern_of
from jobs.skills.vocabulary import vocabulary


def spelled(name: str) -> str:
    """Return the canonical spelling: tools as their makers write them, all else with a capital."""
    known = vocabulary()
    index = known.by_name.get(pattern_of(name))
    if index is None:
        return name
    written = known.names[index]
    return written if known.kinds[index] == "tool" else written[:1].upper() + written[1:]
