"""Which language a text is written in, from its commonest words and letters; "" when unsure."""

import re
from collections import Counter

_STOP = {
    "en": "the of and to in a is for with on you will are be our we as your this have from or that an by at their can who all role team work working experience skills job about more has",
    "fr": "de la le les et des en du un une vous pour nous est dans sur avec au aux votre notre vos nos par ou plus qui que ce cette être se sont poste équipe entreprise à cdi cdd vos nous votre développeur",
    "de": "und der die das in für mit von wir sie den zu im eine ein ist bei auf als oder sind ihre unser unsere des dem einen werden nach durch sich an zum zur auch über du dich deine aufgaben gesucht vollzeit teilzeit ab sofort sowie bis",
    "es": "de la el en y los las que para con un una del se por su tu es nuestro nuestra como al más lo empresa trabajo experiencia equipo años nos jornada completa",
    "pt": "de a o e do da em para com os as um uma dos das no na que por se você nossa nosso ao mais ou são como é à experiência empresa trabalho equipe vaga",
    "it": "di e il la in per con che un una del della dei delle le i al alla nel si da è gli lo come sono nostro nostra lavoro esperienza azienda ai anche",
    "nl": "de het een en van in je voor met is op te dat zijn we als bij aan jij ons onze of ook naar jouw wij die binnen ervaring werken hebt wat",
    "pl": "i w z na do się oraz dla nie jest pracy że od jak po za lub przez jako będzie są nasz naszej twoje doświadczenie oferujemy firmy",
    "sv": "och att i en som för med på av du är vi till har ett det om inom vår eller din hos arbeta dig",
    "da": "og at i en som for med på af du er vi til har et det om de vores eller din hos dig kan",
    "no": "og å i en som for med på av du er vi til har et det om vår eller din hos deg kan ikke",
    "fi": "ja on sekä että olet tai myös joka työ me sinulla kanssa ovat meillä osaamista tehtävä voi",
    "cs": "a v se na je pro s že do jsou práce nebo jako si které naše máte budete praxe nabízíme",
    "ro": "și de în la cu pentru care din sau un o este pe ai să vei mai experiență echipa",
    "hu": "a az és egy hogy nem is vagy van meg csak amely mint munka tapasztalat valamint",
    "tr": "ve bir bu için ile olarak olan en daha veya iş çok gibi deneyim arıyoruz",
}  # fmt: skip
_WEIGHT: dict[str, tuple[tuple[str, float], ...]] = {}
for _word in {w for words in _STOP.values() for w in words.split()}:
    _in = [lang for lang, words in _STOP.items() if _word in words.split()]
    _WEIGHT[_word] = tuple((lang, 1.0 / len(_in) ** 1.5) for lang in _in)

_LETTERS = tuple(
    (language, re.compile(f"[{low}-{high}]"), share)
    for language, low, high, share in (
        ("el", "\u0370", "\u03ff", 0.3), ("he", "\u0590", "\u05ff", 0.3), ("ar", "\u0600", "\u06ff", 0.3),
        ("hi", "\u0900", "\u097f", 0.3), ("th", "\u0e00", "\u0e7f", 0.3), ("ja", "\u3040", "\u30ff", 0.05),
        ("ko", "\uac00", "\ud7af", 0.3), ("zh", "\u4e00", "\u9fff", 0.3),
    )
)  # fmt: skip
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_NON_LATIN = re.compile("[\u0370-\u1dff\u3040-\ud7ff]")
_LATIN = re.compile("[a-z]")
_ENOUGH_WORDS = 220
_MOST_OF_ONE_WORD = 8
# How each language marks that a title means everybody: (m/w/d), H/F, K/M, m/v.
_EVERYBODY = re.compile(r"(?<![\w/])([mwfhkvx])/([mwfhkvdx])(?:/[mwfdxi])?(?![\w/])")
_MAYBE_MARK = re.compile(r"[mwfhkvx]/[mwfhkvdx](?!\w)")
_MARKS = {
    "mw": "de",
    "wm": "de",
    "hf": "fr",
    "fh": "fr",
    "km": "pl",
    "mk": "pl",
    "mv": "nl",
    "vm": "nl",
}


# The language advertisements of a country are mostly written in, where it is one.
_AT_HOME = {
    **dict.fromkeys(("GB", "US", "IN", "IE", "AU", "NZ", "ZA", "SG"), "en"), "FR": "fr", "DE": "de", "AT": "de",
    **dict.fromkeys(("ES", "MX", "AR", "CL", "CO", "PE"), "es"), "PT": "pt", "BR": "pt", "IT": "it", "NL": "nl", "PL": "pl",
}  # fmt: skip


def language_of(text: str, hint: str = "", country: str = "") -> str:
    """ISO 639-1 code, or "" when the text is too short or too mixed.

    A hint breaks near ties; where words are few the language of the country is enough.
    """
    if not text.isascii():
        other = _by_script(text[:1600].lower())
        if other:
            return other
    sample, scores = _without_marks(text[:1600].lower())
    words = _WORD.findall(sample)[:_ENOUGH_WORDS]
    for word, times in Counter(filter(_WEIGHT.__contains__, words)).items():
        for language, weight in _WEIGHT[word]:
            scores[language] = scores.get(language, 0.0) + weight * min(times, _MOST_OF_ONE_WORD)
    if hint[:2].lower() in scores:
        scores[hint[:2].lower()] += 0.5
    return _winner(scores, len(words), _AT_HOME.get(country, ""))


def _without_marks(sample: str) -> tuple[str, dict[str, float]]:
    """The text without `(m/w/d)` and its kin, and the languages they speak for."""
    scores: dict[str, float] = {}
    if "/" not in sample or not _MAYBE_MARK.search(sample):
        return sample, scores
    for mark in _EVERYBODY.finditer(sample):
        marked = _MARKS.get(mark[1] + mark[2])
        if marked:
            scores[marked] = 1.0
    return _EVERYBODY.sub(" ", sample), scores


def _winner(scores: dict[str, float], words: int, at_home: str) -> str:
    if not scores:
        return ""
    best = max(scores, key=scores.__getitem__)
    score = scores.pop(best)
    second = max(scores.values(), default=0.0)
    if score < 1.25 * second:
        return ""
    return best if best == at_home or (score >= 1.0 and score >= 0.04 * words) else ""


def _by_script(sample: str) -> str:
    foreign = len(_NON_LATIN.findall(sample))
    if foreign < 4:  # noqa: PLR2004
        return ""
    letters = foreign + len(_LATIN.findall(sample))
    for language, pattern, share in _LETTERS:
        if len(pattern.findall(sample)) > share * letters:
            return language
    if len(_CYRILLIC.findall(sample)) > 0.3 * letters:
        return "uk" if _UKRAINIAN.search(sample) else "ru"
    return ""
