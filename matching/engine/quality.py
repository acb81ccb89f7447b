"""How good an order is, given what people judged relevant.

Source: Järvelin and Kekäläinen 2002 for nDCG (gain as judged, logarithmic discount); Manning,
Raghavan and Schütze 2008, chapter 8, for the others.
"""

from collections.abc import Mapping, Sequence
from math import log2
from statistics import mean

TOP = 10
RECALL_TOP = 100
Judged = Mapping[str, float]


def ndcg(order: Sequence[str], judged: Judged, top: int = TOP) -> float:
    """Discounted gain of the first `top`, against that of the best possible order."""
    best = _gained(sorted(judged.values(), reverse=True)[:top])
    return _gained([judged.get(one, 0.0) for one in order[:top]]) / best if best else 0.0


def average_precision(order: Sequence[str], judged: Judged) -> float:
    """Mean of the precision at each relevant one; what was not found counts as zero."""
    relevant = _relevant(judged)
    found = 0
    total = 0.0
    for place, one in enumerate(order, start=1):
        if one in relevant:
            found += 1
            total += found / place
    return total / len(relevant) if relevant else 0.0


def precision(order: Sequence[str], judged: Judged, top: int = TOP) -> float:
    """Share of the first `top` that is relevant."""
    relevant = _relevant(judged)
    return sum(one in relevant for one in order[:top]) / top


def recall(order: Sequence[str], judged: Judged, top: int = RECALL_TOP) -> float:
    """Share of the relevant that is among the first `top`."""
    relevant = _relevant(judged)
    return len(relevant & set(order[:top])) / len(relevant) if relevant else 0.0


def figures(orders: Mapping[str, Sequence[str]], judged: Mapping[str, Judged]) -> dict[str, float]:
    """The mean figures over all judged questions; one without an answer counts as zero."""
    asked = [(orders.get(question, ()), held) for question, held in judged.items()]
    return {
        "ndcg10": mean(ndcg(*one) for one in asked),
        "map": mean(average_precision(*one) for one in asked),
        "p10": mean(precision(*one) for one in asked),
        "recall100": mean(recall(*one) for one in asked),
    }


def _relevant(judged: Judged) -> set[str]:
    return {one for one, gain in judged.items() if gain > 0}


def _gained(gains: Sequence[float]) -> float:
    return sum(max(gain, 0.0) / log2(place + 1) for place, gain in enumerate(gains, start=1))
