"""Phone numbers: found as written, and in E.164 where the number or the place says the country."""

import re
from itertools import zip_longest

from resumes.parsing.document import Line
from resumes.parsing.facts import Fact

EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+'-]{0,63}@(?:[A-Za-z0-9À-ÿ-]+\.)+[A-Za-z]{2,24}(?![\w@-])"
)

PHONE = re.compile(
    r"(?<![\w/.-])(?:\+|00)?\(?\d[\d\s().\-–/·\u2011]{5,22}\d(?:\s?,?\s?(?:x|ext\.?|extension|durchwahl|poste)\s?\d{1,5})?(?![\w@/])"
)

_PHONE_LABEL = re.compile(
    r"(?:phone|mobile|cell|tel(?:efon|éfono|efone|éphone|efoon)?|mobil|handy|móvil|telemóvel|celular|cellulare|kom(?:órka)?|mob|portable|gsm|t|m|p|📞|☎)\s*\.?\s*:?\s*$",
    re.IGNORECASE,
)

_CUT_NUMBER = re.compile(r"(?:[\d)]-?|\b(?:ext|x)\.?)$", re.IGNORECASE)


def find_phone(
    head: list[Line], lines: list[Line], country: str | None
) -> tuple[Fact, str | None] | None:
    """The phone number as written, and in E.164 where the number says its country or the place does."""
    import phonenumbers  # noqa: PLC0415 - 60 ms that files without digits need not pay

    for group in (head, lines):
        for line, following in zip_longest(group, group[1:]):
            written = next(filter(None, map(_phone_in, line.segments)), None)
            written = _phone_over_lines(phonenumbers, line, following, written, country) or written
            if written:
                return Fact(written, line, 0.97 if group is head else 0.8), _e164(
                    phonenumbers, written, country
                )
    return None


def _phone_over_lines(
    library: object, line: Line, following: Line | None, written: str | None, country: str | None
) -> str | None:
    """A number that a narrow column broke, where it is only valid whole."""
    if following is None or following.block != line.block or not _CUT_NUMBER.search(line.text):
        return None
    if not re.match(r"[\d(]", following.text) or (written and _e164(library, written, country)):
        return None
    glue = "" if line.text.endswith("-") else " "
    whole = _phone_in(line.text + glue + following.text)
    if whole is None or whole == written or (written and not whole.startswith(written)):
        return None
    sure = written is None or line.text[-1:] in "-.xX" or _e164(library, whole, country)
    return whole if sure else None


def _phone_in(text: str) -> str | None:
    text = EMAIL.sub(lambda m: " " * len(m[0]), text)
    for match in PHONE.finditer(text):
        written = re.sub(
            r"^\d{4,6}(?:-\d{3,4})?[\s·/–-]+(?=[(+])", "", match[0].strip()
        )  # a postcode before the number
        if _phone_like(written, labelled=bool(_PHONE_LABEL.search(text[: match.start()]))):
            return written
    return None


def _phone_like(written: str, *, labelled: bool) -> bool:
    digits = sum(c.isdigit() for c in re.split(r"[a-z,]", written, flags=re.IGNORECASE)[0])
    if not 7 <= digits <= 15:
        return False
    if re.search(r"\b(?:19|20)\d\d\s*[-–/]\s*(?:(?:19|20)\d\d|\d{1,2})\b", written) or re.fullmatch(
        r"\d{1,2}[./]\d{1,2}[./]\d{4}", written
    ):
        return False
    if re.fullmatch(r"(?:19|20)\d\d[ .-]\d\d[ .-]\d\d", written):
        return False
    return labelled or written.startswith(("+", "00", "(", "0")) or digits >= 9


def _e164(library: object, written: str, country: str | None) -> str | None:
    parse, error = library.parse, library.NumberParseException  # type: ignore[attr-defined]
    try:
        number = parse(
            re.sub(r"^00", "+", written), None if written.startswith(("+", "00")) else country
        )
    except error:
        return None
    if not library.is_valid_number(number):  # type: ignore[attr-defined]
        return None
    return str(library.format_number(number, library.PhoneNumberFormat.E164))  # type: ignore[attr-defined]
