"""Numbers as people write them, and the signs and codes of money beside them."""

import re
from decimal import Decimal

from jobs.enrichment.currencies import CODES, SYMBOLS

CODES_AND_SIGNS = rf"(?:{'|'.join(sorted((re.escape(s) for s in SYMBOLS), key=len, reverse=True))}|(?<![A-Za-z])(?:{'|'.join(CODES)})(?![A-Za-z]))"
_GROUPING = re.compile(r"[ '’]")
_POINTS = re.compile(r"[.,]")
_PLAIN = re.compile(r"\d{1,12}(?:\.\d+)?")


def number(text: str) -> Decimal | None:
    """`1.234,56`, `1,234.56`, `60 000`, `1,50,000` and `12.5` as the numbers they mean."""
    digits = _GROUPING.sub("", text)
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0:
        tail = len(digits) - last - 1
        both = "." in digits and "," in digits
        decimal = tail in {1, 2} if both or digits.count(digits[last]) == 1 else False
        whole, part = (digits[:last], digits[last + 1 :]) if decimal else (digits, "")
        digits = _POINTS.sub("", whole) + (f".{part}" if part else "")
    return Decimal(digits) if _PLAIN.fullmatch(digits) else None
