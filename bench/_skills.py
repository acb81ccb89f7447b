"""Figures of the skill tagger for `bin/bench matching`."""

from bench._shared import DATA
from matching.management.skill_evaluation import evaluate

MARKED = DATA / "eval/skills/skillspan_dev.json"


def skill_figures() -> dict[str, float]:
    """`skills_f1` on knowledge phrases, beside the vocabulary alone in the same run."""
    figures = evaluate(MARKED)
    return {
        "skills_f1": figures.found["knowledge"].f1,
        "skills_precision": figures.found["knowledge"].precision,
        "skills_recall": figures.found["knowledge"].recall,
        "skills_f1_vocabulary_alone": figures.vocabulary["knowledge"].f1,
        "skills_ms_per_sentence": figures.milliseconds_per_sentence,
    }
