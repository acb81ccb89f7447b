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


def flatten(text: str) -> str:
    """`text` in lower case without accents, punctuation as spaces; same length as `text`."""
    return text.translate(_TABLE)


_SPACES = re.compile(r"\s+")


def pattern_of(alias: str) -> str:
    """The form of an alias in flattened text, single spaces inside."""
    return _SPACES.sub(" ", flatten(alias)).strip()
