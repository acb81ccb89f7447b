"""Mends what pictures of letters are often taken for, in the places where only one reading makes sense.

Nothing is invented: a mail address gets back its @ and loses blanks, a digit in a phone number is the digit its shape
is taken for, a letter in an address may become one that another word of the same page has in its place.
"""

import re
import unicodedata

Seen = tuple[str, float, int, int]
"""A word's text, confidence, and left and right edge."""

Mended = list[tuple[str, float]]

_MENDED_SURENESS = 0.7
_BULLETS = frozenset("e¢©*«o®°+»¥§.-~") | {"—-", "-—", "--", "e-", "*-"}
_FEW = 3
_LISTED_WORDS = 3
_LOCAL = r"[A-Za-z0-9][\w.+-]*"
_DOMAIN = r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,10}"
_AT = r"(?:[QOq(]?[©®]|\(@|@\)|\([aA]\)|@@)"
"""What an @ is taken for."""
_FALSE_AT = re.compile(rf"^({_LOCAL}?){_AT}({_DOMAIN})$")
_FALSE_AT_END = re.compile(rf"^({_LOCAL}?){_AT}$")
_FALSE_AT_START = re.compile(rf"^{_AT}({_DOMAIN})$")
_MAIL = re.compile(rf"^({_LOCAL})@({_DOMAIN})$")
_MAIL_START = re.compile(rf"^{_LOCAL}@?$")
_MAIL_END = re.compile(rf"^@?{_DOMAIN}$")
_NUMBER = re.compile(r"^[+(]{0,2}(?=.*\d)[\dOoIl|SB]+[)\dOoIl|SB./-]*$")
_DIGITS = str.maketrans("OoIl|SB", "0011158")
_NAME = re.compile(r"[^\W\d_]{3,}")
_NAMED_LETTERS = 3
_FEW_SLIPS = 1
_ALIKE = frozenset(
    map(frozenset, ("0o", "1l", "1i", "il", "5s", "8b", "hn", "bh", "ce", "uv", "gq"))
)
"""Signs that pictures of letters are taken for."""
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ZEROS = re.compile(r"[0oO]\.[0oO]\.?,?$")


def mended(rows: list[list[Seen]]) -> list[Mended]:
    """The words of every row, mended; a word that became part of the one before it is empty."""
    words = (w for row in rows for text, *_ in row if "@" not in text for w in _NAME.findall(text))
    vocabulary = {spelling for word in words for spelling in _spellings(word)}
    bullets = _bullet_rows(rows)
    return [_row(row, vocabulary, bulleted=index in bullets) for index, row in enumerate(rows)]


def _row(row: list[Seen], vocabulary: set[str], *, bulleted: bool) -> Mended:
    words = [(text, sure) for text, sure, *_ in row]
    if bulleted:
        words[0] = ("•", words[0][1])
    _join_mail(words)
    _mend_phone(words)
    _mend_legal_form(words)
    addresses = [_mail(text, vocabulary) for text, _ in words]
    return [
        (address, sure if address == text else min(sure, _MENDED_SURENESS))
        for address, (text, sure) in zip(addresses, words, strict=True)
    ]


def _bullet_rows(rows: list[list[Seen]]) -> set[int]:
    """Rows that begin with a lone sign bullets are taken for, where several on the page do so at the same edge."""
    edges: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        if len(row) > _LISTED_WORDS and row[0][0] in _BULLETS and row[0][3] < row[1][2]:
            edges.setdefault(round(row[0][2] / 12), []).append(index)
    found: set[int] = set()
    for edge, indexes in edges.items():
        near = indexes + edges.get(edge + 1, []) + edges.get(edge - 1, [])
        if len(near) >= _FEW or any(rows[i][0][0] != "-" for i in indexes):
            found.update(indexes)
    return found


def _join_mail(words: Mended) -> None:
    """'jane.roe @example.com' is one address: the @ stands at the blank."""
    for index in range(len(words) - 1):
        left, right = words[index][0], words[index + 1][0]
        if "@" not in left + right and ("." in right) and not right.endswith("."):
            left, right = _FALSE_AT_END.sub(r"\1@", left), _FALSE_AT_START.sub(r"@\1", right)
        if left.count("@") + right[:1].count("@") != 1 or not _MAIL_END.match(right):
            continue
        if _MAIL_START.match(left) and (left.endswith("@") != right.startswith("@")):
            sure = min(words[index][1], words[index + 1][1], _MENDED_SURENESS)
            words[index], words[index + 1] = (left + right, sure), ("", sure)


def _mend_phone(words: Mended) -> None:
    """Letters in a run of words that is otherwise a phone number are the digits they look like."""
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and _NUMBER.match(words[end][0]):
            end += 1
        run = "".join(text for text, _ in words[start:end])
        digits = sum(c.isdigit() for c in run)
        wrong = sum(c in "OoIl|SB" for c in run)
        if wrong and digits >= 7 and wrong * _FEW <= digits:
            for index in range(start, end):
                text, sure = words[index]
                words[index] = (text.translate(_DIGITS), min(sure, _MENDED_SURENESS))
        start = max(end, start + 1)


def _mend_legal_form(words: Mended) -> None:
    """'Sp. z 0.0.' is the Polish 'Sp. z o.o.'."""
    for index in range(2, len(words)):
        left = f"{words[index - 2][0]} {words[index - 1][0]}".casefold()
        if left == "sp. z" and _ZEROS.match(words[index][0]):
            words[index - 1] = ("z", words[index - 1][1])
            words[index] = (words[index][0].replace("0", "o").replace("O", "o"), words[index][1])


def _mail(text: str, vocabulary: set[str]) -> str:
    """An address with its @, and with the letters other words of the page have where it has digits."""
    text = _FALSE_AT.sub(r"\1@\2", text)
    found = _MAIL.match(text)
    if found is None:
        return text
    parts = re.split(r"([._+-])", found[1])
    return "".join(_as_on_page(part, vocabulary) for part in parts) + "@" + found[2]


def _as_on_page(part: str, vocabulary: set[str]) -> str:
    """A part of an address with the letters of the one word of the page that looks like it."""
    if len(part) < _NAMED_LETTERS or part.casefold() in vocabulary or not part.isalnum():
        return part
    alike = {word for word in vocabulary if _looks_like(part.casefold(), word)}
    return alike.pop() if len(alike) == 1 else part


def _looks_like(seen: str, word: str) -> bool:
    """Whether two words of a length differ in signs alone that are taken for each other."""
    if len(seen) != len(word):
        return False
    pairs = {frozenset((a, b)) for a, b in zip(seen, word, strict=True) if a != b}
    return 0 < len(pairs) <= _FEW_SLIPS and pairs <= _ALIKE


def _spellings(word: str) -> set[str]:
    """A word as mail addresses write it: 'Böhm' is bohm or boehm."""
    word = word.casefold()
    plain = unicodedata.normalize("NFKD", word.replace("ł", "l").replace("ø", "o"))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return {word, bare, word.translate(_GERMAN)}
