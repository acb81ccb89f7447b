"""Human languages as postings and resumes name them."""

import re
from collections.abc import Iterator

from matching.engine.sought import Folded, Sought

NAMES = {
    "en": "english|anglais|englisch\\w*|inglés|inglese|engels|angielski\\w*|inglês",
    "fr": "french|français\\w*|francais\\w*|französisch\\w*|francés|francese|frans|francuski\\w*",
    "de": "german|allemand|deutsch\\w*|alemán|tedesco|duits|niemiecki\\w*|alemão",
    "es": "spanish|espagnol|spanisch\\w*|español|spagnolo|spaans|hiszpański\\w*|espanhol|castellano",
    "it": "italian|italien|italienisch\\w*|italiano|italiaans|włoski\\w*",
    "nl": "dutch|néerlandais|niederländisch\\w*|holandés|olandese|nederlands",
    "pt": "portuguese|portugais|portugiesisch\\w*|portugués|portoghese|português",
    "pl": "polish|polonais|polnisch\\w*|polaco|polacco|polski\\w*",
    "sv": "swedish|suédois|schwedisch\\w*|svenska",
    "da": "danish|danois|dänisch\\w*|dansk",
    "no": "norwegian|norvégien|norwegisch\\w*|norsk",
    "fi": "finnish|finnois|finnisch\\w*|suomi",
    "cs": "czech|tchèque|tschechisch\\w*|čeština",
    "ru": "russian|russe|russisch\\w*|ruso|russo",
    "zh": "mandarin|chinese|cantonese|chinois|chinesisch\\w*|chino|cinese",
    "ja": "japanese|japonais|japanisch\\w*|japonés|giapponese",
    "ko": "korean|coréen|koreanisch\\w*",
    "ar": "arabic|arabe|arabisch\\w*|árabe|arabo",
    "hi": "hindi",
    "tr": "turkish|turc|türkisch\\w*",
    "cy": "welsh",
}
ENGLISH_NAMES = {code: names.split("|", 1)[0].capitalize() for code, names in NAMES.items()} | {
    "zh": "Chinese"
}
_ANY = Sought("|".join(f"(?P<{code}>(?<!\\w)(?:{names})(?!\\w))" for code, names in NAMES.items()))
_ASKED = (
    r"fluen\w+|native|mother tongue|proficien\w+|bilingual|business[- ]level|speak\w*|spoken|"
    r"written|courant|couramment|bilingue|maîtrise|langue maternelle|fließend\w*|verhandlungssicher\w*|"
    r"muttersprach\w*|sehr gute\w*|gute\w*|fluid\w+|[abc][12]"
)
_NEAR = 45
_NICE = Sought(
    r"(?:is |are )?(?:a )?plus|nice to have|advantage\w*|desirable|preferred|bonus|asset|von vorteil|"
    r"wünschenswert|un plus|atout|souhait\w+|deseable|valorable"
)
_ASK = re.compile(rf"(?<!\w)(?:{_ASKED})(?!\w)", re.IGNORECASE)


def named(text: str) -> dict[str, tuple[int, int]]:
    """Language codes the text names, each with the place of its first name."""
    found: dict[str, tuple[int, int]] = {}
    for match in _ANY.finditer(text):
        found.setdefault(match.lastgroup or "", match.span())
    return found


def asked_in(folded: Folded) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Each line that asks for a language with its code and the place of its name."""
    for number in _ANY.among(folded):
        line = folded.lines[number]
        for code, span in asked(line).items():
            yield line, code, span


def asked(line: str) -> dict[str, tuple[int, int]]:
    """Languages a posting's line asks for: a name near a word of command of a language."""
    if _NICE.search(line):
        return {}
    return {
        code: (start, end)
        for code, (start, end) in named(line).items()
        if _ASK.search(line[max(0, start - _NEAR) : end + _NEAR])
    }
