"""Tailors a resume to a posting without inventing: chooses and orders lines that are there. Pure.

A plan is a list of proposals, each with its reason; nothing of it counts until a person accepts it.
"""

from applications.tailoring.applying import apply_plan, untraced
from applications.tailoring.gaps import gaps_of
from applications.tailoring.planning import make_plan
from applications.tailoring.rewriting import gated, sentences_of
from applications.tailoring.types import (
    Act,
    Fact,
    Gap,
    Original,
    Plan,
    Proposal,
    Tailored,
    Want,
    Where,
)

__all__ = [
    "Act",
    "Fact",
    "Gap",
    "Original",
    "Plan",
    "Proposal",
    "Tailored",
    "Want",
    "Where",
    "apply_plan",
    "gaps_of",
    "gated",
    "make_plan",
    "sentences_of",
    "untraced",
]
