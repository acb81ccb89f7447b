"""Figures of the title normaliser for `bin/bench matching`."""

from bench._shared import DATA
from matching.management.title_evaluation import baselines, normaliser, title_sets

SETS = DATA / "eval/title_to_occupation"


def title_figures() -> dict[str, dict[str, float]]:
    """`mrr` and `accuracy10` by language, beside character TF-IDF in the same run."""
    found: dict[str, dict[str, float]] = {"mrr": {}, "accuracy10": {}, "mrr_character_tfidf": {}}
    for titles in title_sets(SETS):
        own, plain = normaliser(titles), baselines(titles)["character_tfidf"]
        found["mrr"][titles.language] = round(own.mrr, 4)
        found["accuracy10"][titles.language] = round(own.accuracy10, 4)
        found["mrr_character_tfidf"][titles.language] = round(plain.mrr, 4)
    return found
