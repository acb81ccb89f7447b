"""Reads quantities: digits and words, percentages, money, durations, years and months."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.factgate.lexicon import is_sign, numbers, percent_pairs, shares, units, words_that
from matching.factgate.text import Word

_DIGITS = re.compile(r"\d[\d.,']*")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er|ere|eme|e|o|a|ste|de)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMERIC_DATE = re.compile(r"(?:(\d{1,2})[./-])?(\d{1,2})[./-]((?:19|20)\d\d)")
_CONNECTORS = words_that("connectors")
_MULTIPLIED = {
    100.0: re.compile(
        r"(?:verdoppel|doubl|dupli[cq]|dobr(?:ei|ou|ar)|raddoppi|podwo[ij]|verdubbel)\w*$"
    ),
    200.0: re.compile(r"(?:verdreifach|tripl|potro[ij]|verdrievoud)\w*$"),
    300.0: re.compile(r"(?:vervierfach|quadrupl|cuadrupl|cuadriplic|verviervoud)\w*$"),
    50.0: re.compile(r"(?:halbier|halv(?:ed|ing)|dimezz|(?:ge)?halveer)\w*$"),
}
_LONGEST_SHARE = 3
_SHORT_SCALES = words_that("short_scales")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of a text; `month` belongs to dates; `hedge` is "", more, nearly, around or vague."""

    kind: str
    value: float
    first: int
    last: int
    month: int = 0
    hedge: str = ""


def quantities(words: Sequence[Word]) -> list[Quantity]:
    """Every quantity among the words, left to right; `first` and `last` are indexes of words."""
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        quantity = _share(words, at) or _date(words, at) or _amount(words, at)
        if quantity is None:
            at += 1
        else:
            found.append(quantity)
            at = quantity.last + 1
    return found


def _share(words: Sequence[Word], at: int) -> Quantity | None:
    for size in range(_LONGEST_SHARE, 0, -1):
        phrase = " ".join(w.folded for w in words[at : at + size])
        value = shares().get(phrase) or _multiplied(phrase)
        if value is not None and not _counts_on(words, at + size):
            return Quantity(
                "percent", value, at, min(at + size, len(words)) - 1, hedge=_hedge(words, at)
            )
    return None


def _multiplied(word: str) -> float | None:
    return next((v for v, stem in _MULTIPLIED.items() if stem.match(word)), None)


def _counts_on(words: Sequence[Word], after: int) -> bool:
    """`half a million`, `a quarter million`: the share is of a scale."""
    near = [w.folded for w in words[after : after + 2]]
    return any(word in numbers()["scales"] or word in units()["year"] for word in near)


def _date(words: Sequence[Word], at: int) -> Quantity | None:
    word = words[at]
    numeric = _NUMERIC_DATE.fullmatch(word.text)
    if numeric:
        return Quantity("date", int(numeric[3]), at, at, month=int(numeric[2]))
    month = int(numbers()["months"].get(word.folded, 0))
    if month and at + 1 < len(words):
        step = 2 if words[at + 1].folded in {"de", "of"} and at + 2 < len(words) else 1
        if _YEAR.fullmatch(words[at + step].text.strip(".,")):
            return Quantity("date", int(words[at + step].text[:4]), at, at + step, month=month)
    if month and word.is_capital and len(word.text) > 3:  # noqa: PLR2004
        return Quantity("date", 0, at, at, month=month)
    if _YEAR.fullmatch(word.text) and not _is_counted(words, at):
        return Quantity("date", int(word.text), at, at)
    return None


def _is_counted(words: Sequence[Word], at: int) -> bool:
    near = [w.folded for w in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])]
    return any(w in units()["money"] or w in units()["percent"] for w in near)


def _amount(words: Sequence[Word], at: int) -> Quantity | None:
    value, end, is_vague = _value(words, at)
    if value is None:
        return None
    kind, end = _unit(words, at, end)
    hedge = "vague" if is_vague else _hedge(words, at)
    return Quantity(kind, value, at, end - 1, hedge=hedge)


def _value(words: Sequence[Word], at: int) -> tuple[float | None, int, bool]:
    """The number that begins at a word, the index after it, and whether it only says `hundreds`."""
    word = words[at].folded
    if word in numbers()["vague"]:
        return numbers()["vague"][word], at + 1, True
    if word in units()["half"] and at + 1 < len(words):
        after = at + 2 if words[at + 1].folded in units()["article"] else at + 1
        if after < len(words) and words[after].folded in numbers()["scales"]:
            return 0.5 * numbers()["scales"][words[after].folded], after + 1, False
    is_article = word in units()["article"] and not words[at].text.startswith(("à", "À"))
    if is_article and at + 1 < len(words):
        return _after_article(words, at)
    return _run(words, at)


def _after_article(words: Sequence[Word], at: int) -> tuple[float | None, int, bool]:
    """An article counts before a scale or a stretch of time: `a dozen`, `ein Jahr`."""
    after = words[at + 1].folded
    if after in numbers()["scales"]:
        return _run(words, at + 1)
    return (1.0 if after in units()["year"] | units()["month"] else None), at + 1, False


def _run(words: Sequence[Word], at: int) -> tuple[float | None, int, bool]:
    total, group, end, seen = 0.0, 0.0, at, False
    while end < len(words):
        value = _single(words[end])
        scale = numbers()["scales"].get(words[end].folded)
        if value is not None and not (seen and _DIGITS.match(words[end].text)):
            group = 80.0 if (group, value) == (4.0, 20.0) else group + value
        elif scale is not None and (seen or words[end].folded not in _SHORT_SCALES):
            group = (group or 1.0) * scale
            if scale >= 1000:  # noqa: PLR2004
                total, group = total + group, 0.0
        elif not (seen and _joins(words, end)):
            break
        seen, end = True, end + 1
    return (total + group if seen else None), end, False


def _joins(words: Sequence[Word], at: int) -> bool:
    """Whether a connector stands between two number words: `vingt et un`, `ciento y`."""
    if words[at].folded not in _CONNECTORS or at + 1 >= len(words):
        return False
    after, before = words[at + 1].folded, words[at - 1].folded
    spelled = numbers()["values"]
    return (after in spelled and spelled[after] < 10 and spelled.get(before, 0) >= 20) or (  # noqa: PLR2004
        after in numbers()["scales"] and before in numbers()["scales"]
    )


def _single(word: Word) -> float | None:
    if _DIGITS.fullmatch(word.text):
        return _digits(word.text)
    ordinal = _ORDINAL.fullmatch(word.folded)
    return float(ordinal[1]) if ordinal else numbers()["values"].get(word.folded)


def _digits(text: str) -> float:
    """`1.200`, `1,200` and `1'200` are twelve hundred; `1,5` is one and a half."""
    text = text.strip(".,'")
    if re.fullmatch(r"\d{1,3}(?:([.,'])\d{3})(?:\1\d{3})*", text):
        return float(re.sub(r"[.,']", "", text))
    whole, _, part = text.replace("'", "").replace(",", ".").rpartition(".")
    return float(f"{whole.replace('.', '')}.{part}") if whole else float(part)


def _unit(words: Sequence[Word], first: int, end: int) -> tuple[str, int]:
    near = [w.folded for w in words[end : end + 2]]
    if near[:1] and near[0] in units()["percent"]:
        return "percent", end + 1
    if tuple(near) in percent_pairs():
        return "percent", end + 2
    before = words[first - 1].folded if first else ""
    if before in units()["money"] or any(n in units()["money"] for n in near):
        return "money", end
    for kind in ("year", "month"):
        if near[:1] and near[0] in units()[kind]:
            return kind, end + 1
    return "number", end


def _hedge(words: Sequence[Word], at: int) -> str:
    before = [w.folded for w in words[max(0, at - 2) : at]]
    return next((h for h in ("more", "nearly", "around") for w in before if is_sign(h, w)), "")
