"""Makes letters comparable: one alphabet, no hidden characters, words with their folded forms."""

import re
import unicodedata
from dataclasses import dataclass

_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανιρυгпкмнтвΝɡıօ",
    "ABEKMHOPCTYXIJSaeopcyxijshdqwABEZHIKMNOPTYXoavipurnkmhtbNgio",
)
_LETTERS_APART = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe"})
_WORD = re.compile(r"[€$£%]|[^\W_]+(?:[.,’'&+#/-](?=[^\W_])[^\W_]+)*(?:\+\+|#)?")
_NUMBER = re.compile(r"\d")
_GROUP = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_CASES = frozenset(
    [
        "",
        *[
            "a",
            "y",
            "i",
            "u",
            "e",
            "o",
            "ie",
            "em",
            "iem",
            "ach",
            "ami",
            "om",
            "ow",
            "owi",
            "ia",
            "ii",
            "iach",
            "iami",
            "ego",
            "ej",
            "im",
            "ym",
        ],
    ]
)
#: Polish softens the stem before some endings: `Klinika`, `w Klinice`; `Warta`, `w Warcie`.
_SOFTENED = frozenset([("ka", "ce"), ("ga", "dze"), ("ra", "rze"), ("ta", "cie"), ("da", "dzie"), ("la", "le"), ("na", "nie"), ("cha", "sze"), ("st", "scie"), ("t", "cie"), ("d", "dzie"), ("r", "rze")])  # fmt: skip
_LEAST_STEM, _STEM_SHARE = 4, 0.6


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    folded: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper() or any(c.isupper() for c in self.text[1:])


def plain(text: str) -> str:
    """`text` as a reader sees it: no zero-width characters, no look-alikes of Latin letters, no markup."""
    kept = []
    for char in unicodedata.normalize("NFKC", text.replace("\u00b4", "'")):
        kind = unicodedata.category(char)
        if kind == "Nd" and not char.isascii():
            kept.append(str(unicodedata.digit(char)))
        elif char in "\n\t":
            kept.append(char)
        elif kind[0] == "Z":
            kept.append(" ")
        elif kind[0] != "C" and kind[0] != "M":
            kept.append(char)
    seen = "".join(kept).translate(_LOOKALIKES)
    return _GROUP.sub("", re.sub(r"[*_`~]+", "", seen).replace("’", "'"))


def fold(text: str) -> str:
    """Lower case without accents."""
    apart = unicodedata.normalize("NFD", text.translate(_LETTERS_APART).casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def words_of(text: str) -> list[Word]:
    """The words of plain text; elided articles (`l'`, `d'`) and hyphenated parts stand alone."""
    found = []
    for match in _WORD.finditer(text):
        start = match.start()
        for part in _parts(match[0]):
            at = text.index(part, start)
            found.append(Word(part, fold(part), at, at + len(part)))
            start = at + len(part)
    return found


def _parts(word: str) -> list[str]:
    if _NUMBER.search(word):
        if re.fullmatch(r"\d+(?:-|/)\d+", word) or re.fullmatch(r"[^\d]+-\d+|\d+-[^\d]+", word):
            return re.split(r"[-/]", word)
        glued = re.fullmatch(r"(\d[\d.,']*)([A-Za-z]{1,3})", word)
        if glued and fold(glued[2]) in {"k", "m", "mn", "mln", "mio", "bn", "eur", "x"}:
            return [glued[1], glued[2]]
        return [word]
    return [part for part in re.split(r"['/&-]", word) if part]


def akin(one: str, other: str) -> bool:
    """Whether two folded words are forms of one word."""
    if one == other:
        return True
    short, long = sorted((_bare(one), _bare(other)), key=len)
    if len(short) < _LEAST_STEM:
        return False
    shared = 0
    for a, b in zip(short, long, strict=False):
        if a != b:
            break
        shared += 1
    if shared >= _LEAST_STEM and shared >= _STEM_SHARE * len(long) and shared >= len(short) - 4:
        return True
    return len(short) > _LEAST_STEM + 1 and short in long


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ge") and len(word) > 6 else word  # noqa: PLR2004


def is_form_of(name: str, other: str) -> bool:
    """Whether a word is a name, or a case of it: `Nordlichts`, `Krakowie`."""
    if name == other:
        return True
    short, long = sorted((name, other), key=len)
    if len(short) < _LEAST_STEM:
        return False
    if long in {short + "s", short + "es"}:
        return True
    shared = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    return shared >= _LEAST_STEM and any(
        (short[at:] in _CASES and long[at:] in _CASES)
        or (short[at:], long[at:]) in _SOFTENED
        or (long[at:], short[at:]) in _SOFTENED
        for at in range(_LEAST_STEM, shared + 1)
    )
