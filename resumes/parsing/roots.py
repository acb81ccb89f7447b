"""Words of headings nobody listed: the roots they are built from, in eight languages, and near spellings of listed headings."""

import re
from difflib import get_close_matches
from functools import lru_cache

from resumes.parsing.vocabulary import EXACT, normal

_ROOTS: dict[str, dict[float, str]] = {
    "work": {
        2: "employ career laufbahn loopbaan experien esperien erfahrung ervaring doswiadcz zatrudni "
        "laboral lavor empleo trabaj trabalh travail worked jobs carriera carriere karier beruflich tatigkeit "
        "werkzaam dienstverb stationen",
        1: "forsch research recherch investiga ricerc badani onderzoek werdegang trayector trajetor work profession profesional profissional zawodow beruf arbeit werk prac parcours percorso percurso recorrido "
        "emploi position roles metier histor przebieg",
    },
    "education": {
        2: "educat educac educaz academ akadem accadem etud estud studi studied studies school schul schol scuola scolar "
        "escolar diplom degree univers ausbildung istruz wyksztalc eduka opleid onderwijs formation formac formaz",
        1: "bildung nauk titul titol qualif learn lern abschl hoch trained forme formei aprendi ecole",
    },
    "skills": {
        2: "skill competen kompeten kenntnis fahigkeit fertigkeit conocim conhecim conoscen habilidad capacidad capacit "
        "aptitud aptid abilit umiejet vaardig outil herramient ferrament strument narzedz gereedschap destrez savoir",
        1: "expert know konnen good tool technolog techni software strength atout stark kennis bekwaam maitris domin "
        "znajomos sterk punti fort mocne atut ",
    },
    "languages": {2.5: "langu lingu sprach idiom jezyk taal taalken talenken lengua"},
    "certificates": {
        2.5: "certif zertif certyf membership mitgliedsch weiterbild fortbild bijschol szkolen rijbewij fuhrersch",
        1.5: "licen lizenz kurs course corsi cours schulung training permis habilitat accredit attest credential ticket",
    },
    "projects": {2: "project projet projek proyect progett"},
    "volunteer": {2.5: "volunt benevol ehrenamt volontar wolontar vrijwillig gemeinnutz", 1: "communit civic"},
    "publications": {2: "publicat publika publicac veroffentl pubblicaz publicat"},
    "awards": {2: "award honour honor recompens auszeichn premi nagrod prijz onderscheid distinct recogn"},
    "interests": {2: "hobb interess interest intereses loisir freizeit aficion passion pasatiem passatemp zainteres"},
    "references": {2.5: "referen referee"},
    "summary": {1.5: "profil about summary zusammenf samenvat podsumow objectiv obiettiv objetiv presentac presentaz"},
}  # fmt: skip
_AFTER_WORK = re.compile(
    r"\b(?:off the clock|off duty|(?:when|while) (?:i m |i am )?(?:not|off)\b.*|(?:outside|beyond|away from|after|besides) (?:of )?(?:work|the office|hours|the job)|spare time|free time|time off|"
    r"wenn ich nicht|neben der arbeit|nach feierabend|feierabend|ausserhalb der arbeit|abseits (?:der|des)|apres le (?:travail|boulot)|en dehors du travail|hors (?:du )?travail|temps libre|"
    r"fuera del? (?:trabajo|la oficina|horario)|tiempo libre|ratos libres|fora do trabalho|tempos? livres?|nas horas vagas|fuori dal lavoro|tempo libero|dopo il lavoro|"
    r"po (?:pracy|godzinach)|poza praca|wolny czas|czas wolny|buiten (?:het )?werk|na het werk|vrije tijd|naast mijn werk)\b"
)
"""Headings over what one does when not at work: their other words say nothing."""
_LEISURE = 2.0
_PREFIXES = [
    (root, kind, weight)
    for kind, tiers in _ROOTS.items()
    for weight, roots in tiers.items()
    for root in roots.split()
]
_INSIDE = 6
"""Letters a root must have to count in the middle of a word: German and Dutch join words."""
_ENOUGH = 2.0
_MARGIN = 0.5
_NEAR = 0.9
_NEAR_LETTERS = 8


@lru_cache(maxsize=4096)
def root_scores(text: str) -> dict[str, float]:
    """How much the words of a heading speak for each kind of section."""
    scores: dict[str, float] = {}
    key = normal(text)
    if _AFTER_WORK.search(key):
        return {"interests": _LEISURE}
    for word in key.split():
        own: dict[str, float] = {}
        for root, kind, weight in _PREFIXES:
            if word.startswith(root) or (len(root) >= _INSIDE and root in word):
                own[kind] = max(own.get(kind, 0.0), weight)
        for kind, weight in own.items():
            scores[kind] = max(scores.get(kind, 0.0), weight) + (0.25 if kind in scores else 0.0)
    if not scores and len(key) >= _NEAR_LETTERS:
        scores |= {EXACT[near]: _ENOUGH for near in get_close_matches(key, EXACT, 1, _NEAR)}
    return scores


def rooted_kind(text: str) -> str | None:
    """The section a heading names by roots of its words, where one kind is clearly ahead."""
    scores = sorted(root_scores(text).items(), key=lambda item: -item[1])
    if not scores or scores[0][1] < _ENOUGH:
        return None
    if len(scores) > 1 and scores[0][1] - scores[1][1] < _MARGIN:
        return None
    return scores[0][0]
