"""What is learnt from an install's own postings, on top of what is shipped."""

from collections import Counter
from collections.abc import Collection, Iterable

import numpy as np

from matching.engine.terms import Vocabulary, terms_of

MOST_WORDS = 20_000
LEAST_USED = 2


def words_of(texts: Iterable[str], stops: Collection[str]) -> Vocabulary:
    """The words and pairs of words of a corpus, with how rare each is in it."""
    used: Counter[str] = Counter()
    count = 0
    for text in texts:
        used.update(set(terms_of(text, stops)))
        count += 1
    return chosen_words(used, count)


def chosen_words(used: Counter[str], documents: int) -> Vocabulary:
    """The most used terms in alphabetical order; the smoothed idf of scikit-learn."""
    common = sorted(
        (term for term, times in used.items() if times >= LEAST_USED),
        key=lambda term: (-used[term], term),
    )
    terms = sorted(common[:MOST_WORDS])
    counts = np.array([used[term] for term in terms], np.float32)
    idf = np.log((1 + documents) / (1 + counts)) + 1
    return Vocabulary({term: number for number, term in enumerate(terms)}, idf.astype(np.float32))
