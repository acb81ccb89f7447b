"""How text and vocabulary are brought to one form, without moving a single character."""

import re

_KEEP = {"+", "#"}
_FOLD = str.maketrans(
    "áàâäãåāçćčéèêëēęěíìîïīñńňóòôöõøōúùûüůūýÿžźżšśßłđğ",
    "aaaaaaaccceeeeeeeiiiiinnnooooooouuuuuuyyzzzsssldg",
)


class _Table(dict[int, str]):
    """Maps every character to one character: letters and digits folded, all else to a space."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        low = char.lower()
        if len(low) != 1:
            low = char
        kept = low.translate(_FOLD) if low.isalnum() or low in _KEEP else " "
        self[code] = kept
        return kept


_TABLE = _Table()
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def flatten(text: str) -> str:
    """`text` in lower case without accents, punctuation as spaces; same length as `text`."""
    if not text.isascii():  # translating pure ASCII is ten times as fast
        text = _NOT_ASCII.sub(_fold_one, text)
    return text.translate(_TABLE)


def _fold_one(match: re.Match[str]) -> str:
    return _TABLE[ord(match[0])]


_SPACES = re.compile(r"\s+")


def pattern_of(alias: str) -> str:
    """The form of an alias in flattened text, single spaces inside."""
    return _SPACES.sub(" ", flatten(alias)).strip()
