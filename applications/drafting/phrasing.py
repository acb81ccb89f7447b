"""Makes a line of a resume part of a sentence, in eight languages. Pure.

Lines of resumes are verbs without a subject, nouns without an article, or neither; which it is
decides the frame of the sentence. A line that fits none is told after a colon, word for word.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from applications.drafting.types import LANGUAGES, Length, Tone
from jobs.skills import extract_skills

VERB, NOUN, INFINITIVE, OTHER = "verb", "noun", "infinitive", "result"

_LONGEST_LINE = 220
_BULLET = re.compile(r"^[\s\-•·*▪‣–—>]+")
_PERIOD = re.compile(r"(?:(?<=[^\W\d_][^\W\d_])|(?<=[\d)%]))\.\s+(?=[A-ZÀ-ÖØ-Þ]).*$", re.DOTALL)
_GENDERS = re.compile(
    r"\s*[(\[][^()\[\]]{0,12}\b[mfwdxhkn]\b\s?[/|.,]\s?\b[mfwdxhkn]\b[^()\[\]]{0,12}[)\]]",
    re.IGNORECASE,
)
_IRREGULAR = frozenset(
    [
        "led",
        "built",
        "ran",
        "wrote",
        "won",
        "grew",
        "cut",
        "drove",
        "made",
        "taught",
        "sold",
        "set",
        "took",
        "kept",
        "oversaw",
        "held",
        "spoke",
        "brought",
        "began",
        "met",
        "gave",
        "found",
        "rebuilt",
        "spent",
        "sought",
        "became",
        "chose",
        "dealt",
        "rewrote",
        "undertook",
    ]
)
_VERB: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"[a-z-]{2,}(?<!e)ed$|[a-z]{2,}eed(?:ed)$"),
    "es": re.compile(r"\w{2,}[éí]$|(?:re|con|tra|pro)duje$|hice$|puse$|tuve$|obtuve$|mantuve$|propuse$"),
    "pt": re.compile(r"\w{2,}ei$|\w{3,}(?<!o)i$|fiz$|pus$|tive$"),
    "it": re.compile(r"ho$"),
    "pl": re.compile(r"\w{2,}ł[ae]m$"),
    "fr": re.compile(r"^$"),
    "nl": re.compile(r"(?:ge\w{2,}[dtn]|lesgegeven|verzorgd|verkocht|bereikt|begeleid|ontwikkeld|verbeterd|opgezet|ingevoerd|behandeld|beheerd)$"),
    "de": re.compile(r"^$"),
}  # fmt: skip
_INFINITIVE = {
    "fr": re.compile(r"\w{2,}(?:er|ir|re)$"),
    "es": re.compile(r"\w{2,}(?:ar|er|ir)$"),
    "pt": re.compile(r"\w{2,}(?:ar|er|ir)$"),
    "it": re.compile(r"\w{2,}(?:are|ere|ire)$"),
    "pl": re.compile(r"\w{2,}(?:ać|ić|yć|eć)$"),
}
_GERUND = re.compile(r"[a-z]{3,}ing$")
_VOWEL = re.compile(r"^[aeiouhàâéèêëîïôöùûüœ]", re.IGNORECASE)
_DIE = re.compile(r"(?:ung|heit|keit|schaft|ion|tät|ik|ei|ur|enz|anz)$")
_DIE_MANY = re.compile(r"(?:ungen|heiten|keiten|schaften|ionen|täten)$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line as it stands inside a sentence; `form` names the frame it fits."""

    form: str
    text: str
    verb: str = ""  # Polish: how `belonged` agrees with it


@cache
def words(language: str) -> Mapping[str, Any]:
    """The frames of a language; English for one that is none of ours."""
    known = language if language in LANGUAGES else "en"
    text = (files("applications.drafting") / "words" / f"{known}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def phrase_of(line: str, language: str) -> Phrase | None:
    """The line in the frame it fits, or None where it fits no letter."""
    text = _bare(line)
    if not text or len(text) > _LONGEST_LINE or len(text.split()) < 2:  # noqa: PLR2004
        return None
    first = text.split()[0].strip(",;:")
    small = first.lower()
    if _VERB[language].match(small) or (language == "en" and small in _IRREGULAR):
        return Phrase(VERB, _lowered(text))
    if (shape := _INFINITIVE.get(language)) and shape.match(small):
        return _of_infinitive(text, language)
    noun = _noun(text, first, language)
    return noun or Phrase(OTHER, text if language in {"de", "en"} else _lowered(text))


def clean_title(title: str) -> str:
    """A job title without the letters that say all genders are meant."""
    return " ".join(_GENDERS.sub("", title).split()).strip(" -–|,")


def title_of(position: str, language: str) -> str:
    """A title as it stands within a sentence: small, but where German and English write it large."""
    title = clean_title(position)
    rest = title.split(" ", 1)[-1] if " " in title else ""
    if language in {"de", "en"} or not title or rest != rest.lower():
        return title
    return _lowered(title)


def quoted(text: str, language: str) -> str:
    """The text between the quotation marks of a language."""
    opening, closing = words(language)["quotes"]
    gap = "\u00a0" if language == "fr" else ""
    return f"{opening}{gap}{text}{gap}{closing}"


def joined(items: list[str], language: str) -> str:
    """`a, b and c`."""
    if len(items) < 2:  # noqa: PLR2004
        return "".join(items)
    return f"{', '.join(items[:-1])} {words(language)['and']} {items[-1]}"


def month_of(text: object, language: str) -> str:
    """`2019-04` as a letter writes it, a year alone where the month is not known; else nothing."""
    found = re.match(r"((?:19|20)\d\d)(?:-(\d{1,2}))?", str(text or ""))
    if not found:
        return ""
    if not found[2] or not 1 <= int(found[2]) <= 12:  # noqa: PLR2004
        return found[1]
    names = words(language)["months"].split()
    return str(words(language)["month"]).format(month=names[int(found[2]) - 1], year=found[1])


def day_of(day: Any, language: str, *, is_american: bool = False) -> str:
    """A date as letters of the language write it."""
    told = words(language)
    month = told["months"].split()[day.month - 1]
    if language == "en" and is_american:
        return f"{month} {day.day}, {day.year}"
    number = told.get("first_day", "1") if day.day == 1 else str(day.day)
    return str(told["day"]).format(day=number, month=month, year=day.year)


def framed(language: str, group: str, name: str, tone: Tone | None = None) -> list[str]:
    """The frames under a name, or under the tone."""
    found = words(language)[group][tone.lower() if tone else name]
    return [found] if isinstance(found, str) else list(found)


def sizes(length: Length) -> tuple[int, int]:
    """How many jobs are told of, and how many lines of each."""
    return {Length.SHORT: (1, 2), Length.STANDARD: (2, 2), Length.LONG: (3, 3)}[length]


def _bare(line: str) -> str:
    text = _PERIOD.sub("", " ".join(_BULLET.sub("", line).split()))
    return text.strip(" .;,:–-")


def _lowered(text: str) -> str:
    """With a small first letter, unless it begins with a name or an abbreviation."""
    first = text.split(maxsplit=1)[0]
    if any(c.isupper() or c.isdigit() for c in first[1:]):
        return text
    if any(m.start == 0 and m.kind == "tool" for m in extract_skills(text)):
        return text
    return text[:1].lower() + text[1:]


def _of_infinitive(text: str, language: str) -> Phrase:
    small = _lowered(text)
    if language == "fr":
        de = "d'" if _VOWEL.match(small) else "de "
        return Phrase(INFINITIVE, de + small)
    if language == "pl":
        return Phrase(OTHER, text)
    return Phrase(NOUN, small)


def _noun(text: str, first: str, language: str) -> Phrase | None:
    if language == "en":
        return Phrase(NOUN, _lowered(text)) if _is_english_noun(text, first) else None
    if language == "de":
        return _german(text, first)
    if language == "pl":
        return _polish(text, first)
    if language == "nl":
        return (
            Phrase(NOUN, _lowered(text))
            if re.search(r"(?:ing|heid|teit|zorg|beheer|ie|ouw)$", first)
            else None
        )
    article = _ARTICLES[language](first.lower())
    return Phrase(NOUN, article + _lowered(text)) if article else None


def _is_english_noun(text: str, first: str) -> bool:
    if _GERUND.match(first.lower()):
        return True
    return bool(re.search(r"(?:ion|ment|ance|ence|ship|sis|al|ity)$", first)) and " of " in text


def _german(text: str, first: str) -> Phrase | None:
    """Only nouns whose ending says their gender."""
    if _DIE.search(first) and first[:1].isupper():
        return Phrase(NOUN, f"die {text}")
    if _DIE_MANY.search(first):
        return None
    rest = text.split()
    if first.endswith("e") and len(rest) > 1 and _DIE.search(rest[1]) and rest[1][:1].isupper():
        return Phrase(NOUN, f"die {_lowered(text)}")
    return None


def _polish(text: str, first: str) -> Phrase | None:
    small = first.lower()
    for ending, verb in (
        (r"(?:anie|enie|cie)$", "należało"),
        (r"(?:enia|ania)$", "należały"),
        (r"(?:cja|sja|ga|ka|wa|ba|da|ość|ia)$", "należała"),
        (r"(?:ór|ór|eń|az|ąd|ort|ing)$", "należał"),
    ):
        if re.search(ending, small):
            return Phrase(NOUN, _lowered(text), verb)
    return None


def _french(first: str) -> str:
    if re.search(r"(?:tion|sion|xion|ance|ence|ure|té|ise|tenue|vente|mise)$", first):
        return "l'" if _VOWEL.match(first) else "la "
    if re.search(
        r"(?:ment|age|suivi|appui|conseil|accueil|soutien|pilotage|contrôle|développement)$", first
    ):
        return "l'" if _VOWEL.match(first) else "le "
    return ""


def _spanish(first: str) -> str:
    if re.search(
        r"(?:ción|sión|tión|dad|ura|anza|encia|ancia|venta|ayuda|puesta|mejora|entrega)$", first
    ):
        return "la "
    return (
        "el "
        if re.search(r"(?:miento|aje|apoyo|control|diseño|desarrollo|cuidado|trato)$", first)
        else ""
    )


def _portuguese(first: str) -> str:
    if re.search(r"(?:ção|são|stão|dade|agem|ência|ância|venda|ajuda|melhoria|entrega)$", first):
        return "a "
    return "o " if re.search(r"(?:mento|apoio|controlo|controle|trabalho)$", first) else ""


def _italian(first: str) -> str:
    if re.search(r"(?:zione|sione|tà|tura|enza|anza|cura|vendita)$", first):
        return "l'" if _VOWEL.match(first) and not first.startswith("h") else "la "
    if re.search(r"(?:mento|aggio|supporto|sviluppo|controllo|lavoro)$", first):
        if _VOWEL.match(first):
            return "l'"
        return "lo " if re.match(r"s[^aeiou]|z|gn|ps", first) else "il "
    return ""


_ARTICLES = {"fr": _french, "es": _spanish, "pt": _portuguese, "it": _italian}
