"""Degrees on one ladder, on both sides."""

import re

RANKS = {"SECONDARY": 1, "VOCATIONAL": 2, "BACHELOR": 3, "MASTER": 4, "DOCTORATE": 5}
_WORDS = (
    (5, r"ph\.?\s?d|doctor\w*|doctorat|promotion|dphil|dottorato|habilitation"),
    (4, r"master\w*|m\.?\s?sc|m\.?\s?a|m\.?\s?s|mba|m\.?\s?eng|m\.?\s?tech|m\.?\s?ed|m\.?\s?phil|magister|diplom\W?ingenieur\w*|dipl\W*ing|ingénieur|laurea magistrale|bac ?\+ ?5|postgraduate|pgce|juris doctor|ll\.?m"),
    (3, r"bachelor\w*|b\.?\s?sc|b\.?\s?a|b\.?\s?s|b\.?\s?eng|b\.?\s?tech|b\.?\s?e|b\.?\s?com|b\.?\s?ed|bba|bca|ll\.?b|licence|licenciatura|laurea|grado|undergraduate|honou?rs|bac ?\+ ?[34]|degree|diplom"),
    (2, r"associate\w*|hnd|hnc|nvq\w*|btec|diploma|certificate|ausbildung|bts|dut|foundation|vocational|apprentice\w*|a\.?\s?a\.?\s?s|bac ?\+ ?2"),
    (1, r"high school|secondary|gcses?|a[- ]levels?|ged|abitur|baccalauréat|bac|matura|hsc|ssc|school"),
)  # fmt: skip
_PATTERNS = tuple(
    (rank, re.compile(rf"(?<![\w.])(?:{words})(?![\w])", re.IGNORECASE)) for rank, words in _WORDS
)


def rank_of(text: str) -> int | None:
    """The highest degree a line of education names: secondary 1 to doctorate 5, or None."""
    return next((rank for rank, pattern in _PATTERNS if pattern.search(text)), None)
