"""Text that was UTF-8 and has been read as Latin-1 or Windows-1252 on its way."""

import re

# Windows-1252 puts printable characters where Latin-1 has control codes.
_BYTE_OF = {
    character: bytes([code])
    for code in range(0x80, 0xA0)
    if (character := bytes([code]).decode("cp1252", "ignore"))
}
_FOLLOWING = rf"[\x80-\xbf{''.join(map(re.escape, _BYTE_OF))}]"
# Only beginnings that real texts hardly have: accented letters, punctuation, symbols, emoji.
_MANGLED = re.compile(
    rf"[ÂÃÄÅ]{_FOLLOWING}|[âï]{_FOLLOWING}{{2}}|ð{_FOLLOWING}{{3}}",
)
_CONTROL = re.compile(r"[\x80-\x9f]")
_ODD_BREAK = re.compile("[\u2028\u2029]")


def repaired(text: str) -> str:
    """The text with what can be told to be mangled put right, and left-over control codes gone."""
    if text.isascii():
        return text
    return _ODD_BREAK.sub(" ", _CONTROL.sub("", _MANGLED.sub(_decoded, text)))


def _decoded(match: re.Match[str]) -> str:
    encoded = b"".join(_BYTE_OF.get(character) or bytes([ord(character)]) for character in match[0])
    try:
        return encoded.decode()
    except UnicodeDecodeError:
        return match[0]
