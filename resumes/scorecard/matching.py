"""When a read value is the true one.

Case, spacing and punctuation never matter, ligatures and other compatibility forms are one letter with what they stand
for, and a word hyphenated over two lines is whole. Everything else must be equal: no likeness of letters stands in for
it, because "Engineer II" and "Engineer III" are nearly the same letters. The one exception is a bullet (`same_bullet`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher

BULLET_LIKENESS = 0.95
_JOINERS = frozenset(
    [
        "in",
        "of",
        "en",
        "em",
        "de",
        "do",
        "da",
        "di",
        "del",
        "der",
        "des",
        "du",
        "im",
        "für",
        "the",
        "w",
        "z",
    ]
)
_PHONE_DIGITS = 7
_COUNTRY_DIGITS = 3
Same = Callable[[str, str], bool]


def folded(text: str) -> str:
    """Letters and digits alone, in one case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def same_text(truth: str, found: str) -> bool:
    """Names, titles, companies, schools: the same letters and digits in the same order."""
    return folded(truth) == folded(found) != ""


def same_email(truth: str, found: str) -> bool:
    """Equal but for case."""
    return truth.strip().casefold() == found.strip().casefold() != ""


def same_phone(truth: str, found: str) -> bool:
    """The same digits; one of the two may leave out the country code, and with it the trunk zero."""
    left, right = _digits(truth), _digits(found)
    if left == right:
        return left != ""
    short, long = sorted((left.lstrip("0"), right.lstrip("0")), key=len)
    return (
        len(short) >= _PHONE_DIGITS
        and long.endswith(short)
        and len(long) - len(short) <= _COUNTRY_DIGITS
    )


def same_place(truth: str, found: str) -> bool:
    """The same words in any order; the read one may add a street and a postal code (words with a number among them)."""
    wanted, got = Counter(words(truth)), Counter(words(found))
    extra = got - wanted
    return (
        bool(wanted)
        and not wanted - got
        and (not extra or any(c.isdigit() for word in extra for c in word))
    )


def same_link(truth: str, found: str) -> bool:
    """Equal without scheme, `www.` and closing slash."""
    return _address(truth) == _address(found) != ""


def same_degree(truth: str, found: str) -> bool:
    """The same words in any order without joining ones: "BSc in Physics", "Physics, BSc" and "BSc" + "Physics" agree."""
    wanted = Counter(word for word in words(truth) if word not in _JOINERS)
    got = Counter(word for word in words(found) if word not in _JOINERS)
    return (wanted == got and bool(wanted)) or same_text(truth, found)


def same_skill(truth: str, found: str) -> bool:
    """The same text where `+` and `#` count: C, C++ and C# are three skills."""
    return skill_key(truth) == skill_key(found) != ""


def skill_key(text: str) -> str:
    """Letters, digits, `+` and `#`, in one case."""
    return re.sub(r"[^\w+#]+|_", "", unicodedata.normalize("NFKC", text).casefold())


def same_language(truth: str, found: str) -> bool:
    """The same name; the level beside it is not judged."""
    return folded(_without_level(truth)) == folded(_without_level(found)) != ""


def same_bullet(truth: str, found: str) -> bool:
    """The same text, or one with the same numbers and 95 % of its letters: a slip within, never a cut or a glued line."""
    left, right = folded(truth), folded(found)
    if left == right:
        return left != ""
    if re.findall(r"\d+", truth) != re.findall(r"\d+", found):
        return False
    if min(len(left), len(right)) < BULLET_LIKENESS * max(len(left), len(right)):
        return False
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= BULLET_LIKENESS


def unmatched_bullets(
    truth: tuple[str, ...], found: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    """As `unmatched`; a true bullet that is a head with points after it ("A - B - C") may have been read point by point."""
    missed, left = unmatched(truth, found, same_bullet)
    for bullet in list(missed):
        points = tuple(bullet.split(" - "))
        unread, rest = unmatched(points, tuple(left), same_bullet)
        if len(points) > 1 and not unread:
            missed.remove(bullet)
            left = rest
    return missed, left


def likeness(left: str, right: str) -> float:
    """0–1, only to tell which entries belong together."""
    return SequenceMatcher(None, folded(left), folded(right), autojunk=False).ratio()


def unmatched(
    truth: tuple[str, ...], found: tuple[str, ...], same: Same
) -> tuple[list[str], list[str]]:
    """The true values nobody found and the found values that are not true, each used once."""
    left = list(found)
    missed = []
    for value in truth:
        hit = next((index for index, other in enumerate(left) if same(value, other)), None)
        if hit is None:
            missed.append(value)
        else:
            del left[hit]
    return missed, left


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.replace("(0)", "")).removeprefix("00")


def _address(text: str) -> str:
    plain = re.sub(r"^(?:https?://|mailto:)?(?:www\.)?", "", text.strip().casefold())
    return plain.rstrip("/")


def _without_level(text: str) -> str:
    return re.split(r"\s*[(:,;|]|\s+[–—-]\s+", text.strip(), maxsplit=1)[0]
