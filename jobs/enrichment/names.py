"""Folding of names, the same when the reference data is compiled and when a text is looked up."""

import re
import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
)
_NOT_WORD = re.compile(r"[^\w]+|_+")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


@lru_cache(maxsize=16_384)  # the same towns and employers come again and again
def fold(text: str) -> str:
    """`text` in lower case, without accents and punctuation, single spaces, `St.` as `saint`."""
    if text.isascii():
        text = text.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", text.lower().translate(_SPECIAL))
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    text = text.replace("'", "") if "'s" in text else text
    words = _NOT_WORD.sub(" ", text).split()
    return " ".join(_SHORT.get(word, word) for word in words)
