"""Fields of work by the categories and departments that sources give their postings."""

from collections.abc import Mapping
from functools import cache

from matching.engine.vectors import ARTEFACTS


@cache
def fields_by_category() -> Mapping[str, str]:
    """Each known category in lower case, with its field.

    What a category does not tell (`other`, `graduate`, a team's own name) is not in it.
    """
    found: dict[str, str] = {}
    path = ARTEFACTS / "field-categories.tsv"
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        field, categories = line.split("\t")
        for category in categories.split(" | "):
            found[category] = field
    return found
